// Which claims are in the present slice, and why others are not. Mirrors slices.py.

import { possibly, surely, undated, years } from "./dates.js";
import { fold } from "./search.js";

/** The parts of a claim that free text looks through, folded once per claim. */
export function haystack(claim) {
  claim.folded ??= fold([
    claim.gloss, claim.text, claim.subject.label, claim.object?.label ?? "",
  ].join(" "));
  return claim.folded;
}

/**
 * A slice: sets that are null where everything is meant.
 * { families, relations, types, standings, modes, window: [year, year] | null, surely, text }
 */
export function inSlice(claim, evidence, slice) {
  return evidence !== null && !claim.context && fits(claim, evidence, slice) && inTime(claim, slice);
}

/** Everything but time, so that a histogram can count what a window leaves out. */
export function fits(claim, evidence, slice) {
  if (slice.standings && !slice.standings.has(evidence.standing)) return false;
  if (slice.modes && !slice.modes.has(claim.mode)) return false;
  if (slice.families && !slice.families.has(claim.relation.family?.id)) return false;
  if (slice.relations && !slice.relations.has(claim.relation.id)) return false;
  if (slice.types && !slice.types.has(claim.subject.type.id)) return false;
  if (slice.types && claim.object && !slice.types.has(claim.object.type.id)) return false;
  return !slice.text || fold(slice.text).split(" ").every((word) => haystack(claim).includes(word));
}

export function inTime(claim, slice) {
  if (!slice.window) return true;
  const window = years(...slice.window);
  return slice.surely ? surely(claim.days, window) : possibly(claim.days, window);
}

/** Apply a slice to every claim: what is shown, and how much was left out for its date. */
export function cut(model, weighed, slice) {
  const shown = [];
  let outside = 0;
  let undatedShown = 0;
  let undatedOut = 0;
  for (const claim of model.claims) {
    const evidence = weighed[claim.i];
    if (evidence === null || claim.context || !fits(claim, evidence, slice)) continue;
    const dateless = undated(claim.days);
    if (inTime(claim, slice)) {
      shown.push(claim);
      if (dateless) undatedShown += 1;
    } else if (dateless) undatedOut += 1;
    else outside += 1;
  }
  return { shown, outside, undatedShown, undatedOut };
}
