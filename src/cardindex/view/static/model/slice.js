// Which claims are in the present slice, and why others are not. Mirrors slices.py.

import { FIRST_DAY, LAST_DAY, possibly, surely, undated, years } from "../base/dates.js";
import { fold, wordsOf } from "../base/letters.js";
import { remembering } from "../base/remember.js";

/** The parts of a claim that free text looks through, folded once per claim. */
const haystack = remembering(({ gloss, text, subject, object }) => {
  return fold([gloss, text, subject.label, object?.label ?? ""].join(" "));
});

/**
 * Everything but time, so that a histogram can count what a window leaves out. A slice has sets
 * that are null where everything is meant:
 * { families, relations, types, indexes, standings, modes, window: [year, year] | null, surely, dated, text }
 */
export function fits(claim, evidence, slice) {
  if (slice.standings && !slice.standings.has(evidence.standing)) return false;
  if (slice.modes && !slice.modes.has(claim.mode)) return false;
  if (slice.families && !slice.families.has(claim.relation.family?.id)) return false;
  if (slice.relations && !slice.relations.has(claim.relation.id)) return false;
  if (slice.types && !slice.types.has(claim.subject.type.id)) return false;
  if (slice.types && claim.object && !slice.types.has(claim.object.type.id)) return false;
  if (slice.indexes && claim.whose.length && !claim.whose.some((it) => slice.indexes.has(it))) {
    return false;
  }
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
  const held = slice.window ? inTime(claims, slice) : claims;
  const shown = slice.dated ? held.filter((claim) => !undated(claim.days)) : held;
  const undatedShown = countUndated(shown);
  const undatedOut = shown === claims ? 0 : countUndated(claims) - undatedShown;
  return { shown, undatedShown, undatedOut };
}

const FADED = 8; // years past its last known bound after which half of an open claim's ink is left
const LEAST_INK = 0.3;

/**
 * How a claim is to be inked where a window is set: { kind, ink }. What held in it surely has full
 * ink, what did possibly has less, and less still the further from the years that are known of a
 * claim without end, or without beginning.
 */
export function inkInTime({ days }, window) {
  if (undated(days)) return { kind: "undated", ink: 1 };
  if (surely(days, window)) return { kind: "surely", ink: 1 };
  return { kind: "possibly", ink: Math.max(LEAST_INK, 1 / (1 + pastKnown(days, window) / FADED)) };
}

/** Years between a window and the nearest known bound of a claim that is open to that side. */
function pastKnown(days, [first, last]) {
  const known = days.filter((day) => day !== FIRST_DAY && day !== LAST_DAY);
  const after = days[3] === LAST_DAY ? first - Math.max(...known) : 0;
  const before = days[0] === FIRST_DAY ? Math.min(...known) - last : 0;
  return Math.max(0, after, before) / 365.25;
}

function inTime(claims, slice) {
  const window = years(...slice.window);
  const holds = slice.surely ? surely : possibly;
  return claims.filter((claim) => holds(claim.days, window));
}

function countUndated(claims) {
  return claims.reduce((count, claim) => count + undated(claim.days), 0);
}
