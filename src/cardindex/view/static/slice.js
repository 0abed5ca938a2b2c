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
 * Everything but time, so that a histogram can count what a window leaves out. A slice has sets
 * that are null where everything is meant:
 * { families, relations, types, standings, modes, window: [year, year] | null, surely, text }
 */
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

/** Cut claims that fit by time: what is shown, and how much is left out for its date. */
export function cut(claims, slice) {
  const shown = claims.filter((claim) => inTime(claim, slice));
  const inside = shown.filter((claim) => undated(claim.days)).length;
  const all = claims.filter((claim) => undated(claim.days)).length;
  return { shown, undatedShown: inside, undatedOut: all - inside };
}
