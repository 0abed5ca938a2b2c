// How many claims hold in each year, surely and possibly.

import { FIRST_DAY, LAST_DAY, yearOf } from "./dates.js";

/** The span of years that the claims' bounds name: [first, last], or null where none is dated. */
export function spanOf(claims) {
  let [first, last] = [Infinity, -Infinity];
  for (const claim of claims) {
    for (const year of yearsOf(claim)) {
      if (!Number.isFinite(year)) continue;
      first = Math.min(first, year);
      last = Math.max(last, year);
    }
  }
  return first === Infinity ? null : [first, last];
}

/** Counts by year of the span: { surely: [...], possibly: [...] }. Undated claims count in none. */
export function countByYear(claims, [first, last]) {
  const surely = new Array(last - first + 2).fill(0);
  const possibly = new Array(last - first + 2).fill(0);
  for (const claim of claims) {
    const [earliestStart, latestStart, earliestEnd, latestEnd] = yearsOf(claim);
    if (earliestStart === -Infinity && latestEnd === Infinity) continue;
    add(possibly, clipped(earliestStart, latestEnd, first, last));
    // "Surely in a year" is: begun by its end, and not over before its beginning.
    add(surely, clipped(latestStart, earliestEnd, first, last));
  }
  return { surely: summed(surely), possibly: summed(possibly) };
}

/** The years of a claim's four days, worked out once. */
function yearsOf(claim) {
  claim.years ??= claim.days.map((day) => {
    return day === FIRST_DAY ? -Infinity : day === LAST_DAY ? Infinity : yearOf(day);
  });
  return claim.years;
}

function clipped(from, to, first, last) {
  return [Math.max(from, first) - first, Math.min(to, last) - first];
}

/** Only the ends are noted; a running sum then fills what lies between. */
function add(counts, [from, to]) {
  if (from > to) return;
  counts[from] += 1;
  counts[to + 1] -= 1;
}

function summed(changes) {
  let running = 0;
  return changes.slice(0, -1).map((change) => (running += change));
}
