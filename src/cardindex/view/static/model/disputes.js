// What is disputed among claims: what is affirmed and denied, what cannot both be true, and where
// a work that is named for something says otherwise.

/** The flags of citations that make a claim disputed. */
export const REMARKS = ["misquoted", "overstated", "circular"];

/**
 * The disputes of these claims: { denied, rivals, perhaps, misquoted, overstated, circular }.
 * Denied: claims that somebody denies or doubts. Rivals and perhaps-rivals: pairs of claims that both
 * have some evidence left. The others: { claim, citations }.
 */
export function disputesOf(claims, weighed) {
  const found = {
    denied: [],
    rivals: [],
    perhaps: [],
    misquoted: [],
    overstated: [],
    circular: [],
  };
  const met = new Set();
  for (const claim of claims) {
    const evidence = weighed[claim.i];
    if (!evidence) continue;
    if (evidence.citations.some((it) => it.stance !== "affirms")) found.denied.push(claim);
    for (const { kind, claim: other, perhaps } of claim.ties) {
      if (kind !== "rival" || !weighed[other.i]) continue;
      const pair = claim.i < other.i ? [claim, other] : [other, claim];
      const key = `${pair[0].i} ${pair[1].i}`;
      if (!met.has(key)) found[perhaps ? "perhaps" : "rivals"].push(pair);
      met.add(key);
    }
    for (const remark of REMARKS) {
      const citations = evidence.citations.filter((it) => it[remark]);
      if (citations.length) found[remark].push({ claim, citations });
    }
  }
  return found;
}

export function countDisputes(found) {
  return Object.values(found).reduce((total, list) => total + list.length, 0);
}
