// How many claims hold in each year, surely and possibly.

import { changedRows } from "../base/rows.js";
import { FIRST_DAY, LAST_DAY, spanOfDays, yearOf } from "../base/dates.js";
import { remembering } from "../base/remember.js";

const MOST_BARS = 1000;

/** The span of years that the claims' bounds name: [first, last], or null where none is dated. */
export function spanOf(claims) {
  return spanOfDays(claims.map(({ days }) => days));
}

/**
 * Counts by year of the span, as lists: { surely, possibly, open }. `open` counts claims without an
 * end or a beginning in years past the last that is known of them. Undated claims count in none.
 */
export function countByYear(claims, [first, last]) {
  const [surely, possibly, open] = [0, 0, 0].map(() => new Array(last - first + 2).fill(0));
  for (const claim of claims) {
    const [earliestStart, latestStart, earliestEnd, latestEnd] = yearsOf(claim);
    if (earliestStart === -Infinity && latestEnd === Infinity) continue;
    add(possibly, clipped(earliestStart, latestEnd, first, last));
    // A claim surely holds in a year if it surely began by its end and surely ended after its start.
    add(surely, clipped(latestStart, earliestEnd, first, last));
    const known = yearsOf(claim).filter(Number.isFinite);
    if (earliestStart === -Infinity) {
      add(open, clipped(-Infinity, Math.min(...known) - 1, first, last));
    }
    if (latestEnd === Infinity) add(open, clipped(Math.max(...known) + 1, Infinity, first, last));
  }
  return { surely: summed(surely), possibly: summed(possibly), open: summed(open) };
}

/**
 * The same for the claims that are 1 in the list `fitting`, which is returned too. `before`: the
 * counts for another such list; only the claims that differ from it are counted again.
 */
export function countFitting(claims, fitting, span, before = null) {
  const changed = changedRows(before?.fitting ?? new Uint8Array(fitting.length), fitting);
  const [gone, come] = [0, 1].map((value) =>
    countByYear(
      changed.filter((row) => fitting[row] === value).map((row) => claims[row]),
      span,
    ),
  );
  const sums = (kind) =>
    come[kind].map((count, at) => {
      return count - gone[kind][at] + (before?.[kind][at] ?? 0);
    });
  return { fitting, surely: sums("surely"), possibly: sums("possibly"), open: sums("open") };
}

/** The first and the last year, as positions in the span, in which something is known to have held. */
export function knownYears({ possibly, open }) {
  const known = possibly.map((count, at) => count - open[at]);
  const from = known.findIndex((count) => count > 0);
  return from < 0 ? null : [from, known.findLastIndex((count) => count > 0)];
}

/** How many years one bar stands for: a span of millennia has wider bars. */
export function yearsABar([first, last]) {
  return Math.ceil((last - first + 1) / MOST_BARS);
}

/** The greatest count in each `width` years. */
export function greatest(counts, width) {
  if (width === 1) return counts;
  return Array.from({ length: Math.ceil(counts.length / width) }, (_, i) => {
    return Math.max(...counts.slice(i * width, (i + 1) * width));
  });
}

const yearByDay = new Map(); // many claims name the same few days

/** The years of a claim's four days, worked out once. */
const yearsOf = remembering(({ days }) => {
  return days.map((day) => {
    if (day === FIRST_DAY) return -Infinity;
    if (day === LAST_DAY) return Infinity;
    if (!yearByDay.has(day)) yearByDay.set(day, yearOf(day));
    return yearByDay.get(day);
  });
});

function clipped(from, to, first, last) {
  return [Math.max(from, first) - first, Math.min(to, last) - first];
}

/** Add 1 at the start and subtract 1 after the end; a running sum then gives the counts. */
function add(counts, [from, to]) {
  if (from > to) return;
  counts[from] += 1;
  counts[to + 1] -= 1;
}

function summed(changes) {
  let running = 0;
  return changes.slice(0, -1).map((change) => (running += change));
}
