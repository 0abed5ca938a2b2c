// How many claims hold in each year, surely and possibly.

import { changedRows } from "./changes.js";
import { FIRST_DAY, LAST_DAY, yearOf } from "./dates.js";

/** The span of years that the claims' bounds name: [first, last], or null where none is dated. */
export function spanOf(claims) {
  let [first, last] = [Infinity, -Infinity];
  for (const { days } of claims) {
    for (const day of days) {
      if (day === FIRST_DAY || day === LAST_DAY) continue;
      if (day < first) first = day;
      if (day > last) last = day;
    }
  }
  return first === Infinity ? null : [yearOf(first), yearOf(last)];
}

/** Counts by year of the span: { surely: [...], possibly: [...] }. Undated claims count in none. */
export function countByYear(claims, span) {
  const ends = noEnds(span);
  for (const claim of claims) addClaim(ends, claim, span, 1);
  return { surely: summed(ends.surely), possibly: summed(ends.possibly) };
}

/**
 * The same for those of the claims that are 1 in the list `fitting`, with what it takes to count
 * another list by what differs. `before`: the counts for such a list.
 */
export function countFitting(claims, fitting, span, before = null) {
  const ends = before ? { surely: [...before.ends.surely], possibly: [...before.ends.possibly] }
    : noEnds(span);
  for (const row of changedRows(before?.fitting ?? new Uint8Array(fitting.length), fitting)) {
    addClaim(ends, claims[row], span, fitting[row] ? 1 : -1);
  }
  return { fitting, ends, surely: summed(ends.surely), possibly: summed(ends.possibly) };
}

function noEnds([first, last]) {
  const none = () => new Array(last - first + 2).fill(0);
  return { surely: none(), possibly: none() };
}

/** Put a claim among those counted, or (by -1) take it out. */
function addClaim({ surely, possibly }, claim, [first, last], by) {
  const [earliestStart, latestStart, earliestEnd, latestEnd] = yearsOf(claim);
  if (earliestStart === -Infinity && latestEnd === Infinity) return;
  add(possibly, clipped(earliestStart, latestEnd, first, last), by);
  // "Surely in a year" is: begun by its end, and not over before its beginning.
  add(surely, clipped(latestStart, earliestEnd, first, last), by);
}

const yearByDay = new Map(); // few days are named by many claims

/** The years of a claim's four days, worked out once. */
function yearsOf(claim) {
  claim.years ??= claim.days.map((day) => {
    if (day === FIRST_DAY) return -Infinity;
    if (day === LAST_DAY) return Infinity;
    if (!yearByDay.has(day)) yearByDay.set(day, yearOf(day));
    return yearByDay.get(day);
  });
  return claim.years;
}

function clipped(from, to, first, last) {
  return [Math.max(from, first) - first, Math.min(to, last) - first];
}

/** Only the ends are noted; a running sum then fills what lies between. */
function add(counts, [from, to], by) {
  if (from > to) return;
  counts[from] += by;
  counts[to + 1] -= by;
}

function summed(changes) {
  let running = 0;
  return changes.slice(0, -1).map((change) => (running += change));
}
