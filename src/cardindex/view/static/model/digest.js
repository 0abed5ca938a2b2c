// A digest of claims: their main families, who says so, what is disputed.

/**
 * A digest of the claims that have some evidence left: { families, speakers, roots, rooted, disputed }.
 * Families, speakers (works) and roots are pairs [it, number of claims], most first; `rooted` is how
 * many claims go back to a known root.
 */
export function digestOf(claims, weighed) {
  const [families, speakers, roots] = [new Map(), new Map(), new Map()];
  let rooted = 0;
  for (const claim of claims) {
    const evidence = weighed[claim.i];
    if (!evidence) continue;
    countUp(families, [claim.relation.family]);
    countUp(
      speakers,
      evidence.citations.flatMap((it) => it.speakers),
    );
    const known = [...evidence.roots, ...evidence.denying];
    countUp(roots, known);
    if (known.length) rooted += 1;
  }
  return {
    families: byCount(families),
    speakers: byCount(speakers),
    roots: byCount(roots),
    rooted,
    disputed: claims.filter((claim) => isDisputed(weighed[claim.i])),
  };
}

/** Is it denied or doubted, or a rival of it affirmed? */
export function isDisputed(evidence) {
  return (
    evidence !== null &&
    evidence !== undefined &&
    (evidence.standing === "contested" || evidence.citations.some((it) => it.stance !== "affirms"))
  );
}

/** Add one to the count of each of these things. */
export function countUp(counts, things) {
  for (const thing of new Set(things)) counts.set(thing, (counts.get(thing) ?? 0) + 1);
}

/** Pairs [thing, count], the highest count first; equals in their order. */
export function byCount(counts) {
  return [...counts].sort(([, a], [, b]) => b - a);
}
