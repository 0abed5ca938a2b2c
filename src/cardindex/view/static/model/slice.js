// Which claims are in the present slice, and why others are not. Mirrors slices.py.

import { possibly, surely, undated, years } from "../base/dates.js";
import { fold, wordsOf } from "../base/letters.js";

/** The parts of a claim that free text looks through, folded once per claim. */
function haystack(claim) {
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
  return !slice.text || wordsAsked(slice.text).every((word) => haystack(claim).includes(word));
}

let asked = { text: "", words: [] };

/** The words of a text, folded; kept for the next claim that is held against the same text. */
function wordsAsked(text) {
  if (asked.text !== text) asked = { text, words: wordsOf(text) };
  return asked.words;
}

/** Cut claims that fit by time: what is shown, and how much is left out for its date. */
export function cut(claims, slice) {
  const shown = slice.window ? inTime(claims, slice) : claims;
  const undatedShown = countUndated(shown);
  const undatedOut = shown === claims ? 0 : countUndated(claims) - undatedShown;
  return { shown, undatedShown, undatedOut };
}

function inTime(claims, slice) {
  const window = years(...slice.window);
  const holds = slice.surely ? surely : possibly;
  return claims.filter((claim) => holds(claim.days, window));
}

function countUndated(claims) {
  return claims.reduce((count, claim) => count + undated(claim.days), 0);
}
