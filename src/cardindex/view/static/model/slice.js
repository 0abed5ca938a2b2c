// Which claims are in the present slice. Mirrors slices.py.

import { FIRST_DAY, LAST_DAY, possibly, surely, undated, years } from "../base/dates.js";
import { fold, wordsOf } from "../base/letters.js";
import { remembering } from "../base/remember.js";

/** The parts of a claim that free text looks through, folded once per claim. */
const haystack = remembering(({ gloss, text, subject, object }) => {
  return fold([gloss, text, subject.label, object?.label ?? ""].join(" "));
});

/**
 * Does a claim fit the slice, its window left aside so that a histogram can count all years? The sets
 * of a slice are null where everything is meant:
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

/** Cut claims that fit by the window: those shown, and how many are left out as undated. */
export function cut(claims, slice) {
  const held = slice.window ? inTime(claims, slice) : claims;
  const shown = slice.dated ? held.filter((claim) => !undated(claim.days)) : held;
  const undatedShown = countUndated(shown);
  const undatedOut = shown === claims ? 0 : countUndated(claims) - undatedShown;
  return { shown, undatedShown, undatedOut };
}

const FADED = 8; // years past its last known bound after which an open claim has half its ink
const LEAST_INK = 0.3;

/**
 * The ink of a claim where a window is set: { kind, ink }. It is full for what surely held and less
 * for what possibly held; a claim without an end or a beginning fades with the distance from the years
 * that are known of it.
 */
export function inkInTime({ days }, window) {
  if (undated(days)) return { kind: "undated", ink: 1 };
  if (surely(days, window)) return { kind: "surely", ink: 1 };
  return { kind: "possibly", ink: Math.max(LEAST_INK, 1 / (1 + pastKnown(days, window) / FADED)) };
}

/** Years between the window and the last known bound of a claim that is open on that side. */
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
