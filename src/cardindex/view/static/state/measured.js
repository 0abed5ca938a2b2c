// The values of measures in a view, and their ranges as sources, authors and origins are struck out one
// at a time (which are no confidence intervals). Mirrors measures/ranges.py.

import { changedRows } from "../base/rows.js";
import {
  isDirected,
  isTooLarge,
  isWeighted,
  MEASURES,
  ranksOf,
  stepsOf,
  valuesOf,
} from "../model/measures.js";
import { simpleNetwork } from "../model/simple.js";
import { isThrough } from "../model/through.js";

const COLOUR = "measure:";
const MOST_STRIKES = 10; // the most work for all strikes, as a multiple of the most for one measure

/** The measures that a state asks for. */
function measuresAsked({ size, colour }) {
  const asked = [size, colour.startsWith(COLOUR) ? colour.slice(COLOUR.length) : ""];
  return MEASURES.filter((name) => asked.includes(name));
}

/**
 * The chosen measures of what is shown: Map of name → { name, values, ranks, most, many, why }. Values
 * and ranks are by row (NaN and 0 for an entity without a line); `most` is the largest value, `many`
 * how many entities have one. `why` there are no values: "large" or "undefined".
 */
export function measuredOf(state, model, links, weighed) {
  const names = measuresAsked(state);
  return new Map(names.map((name) => [name, measuredBy(name, model, links, weighed)]));
}

function measuredBy(name, model, links, weighed) {
  const lines = links.met.reduce((sum, met) => sum + (met > 0), 0);
  const entities = links.degree.reduce((sum, degree) => sum + (degree > 0), 0);
  const steps = stepsOf(name, { entities, lines });
  if (isTooLarge(steps)) return { name, why: "large" };
  const network = simpleNetwork(links, model.claims, weighed, isDirected(name));
  const found = valuesOf(name, network);
  if (!found) return { name, why: "undefined" };
  const size = links.model.entities.length;
  const [values, ranks] = [new Float64Array(size).fill(NaN), new Int32Array(size)];
  const own = ranksOf(name, found);
  network.at.forEach((row, at) => {
    values[row] = found[at];
    ranks[row] = own[at];
  });
  const most = found.reduce((best, it) => Math.max(best, it), 0);
  return { name, values, ranks, most, many: found.length, steps, why: "" };
}

/**
 * Compute the ranges of a measure, one strike a step, and return { low, high, highest, lowest, movedBy,
 * strikes }: values and ranks by row, the key that moves each most, and the number of strikes. null
 * where it takes too long, or there are fewer than two strikes.
 * `without`: a function from a key to what is shown without it, { links, weighed }.
 */
export function* rangesOf(whole, { model, state, links, weighed }, without) {
  const keys = model.keys.filter((key) => !state.struck.includes(key) && !isThrough(model, key));
  if (keys.length < 2 || isTooLarge((whole.steps * keys.length) / MOST_STRIKES)) return null;
  const found = {
    low: whole.values.slice(),
    high: whole.values.slice(),
    highest: whole.ranks.slice(),
    lowest: whole.ranks.slice(),
    movedBy: new Array(whole.ranks.length).fill(""),
    strikes: 0,
  };
  const furthest = new Int32Array(whole.ranks.length);
  for (const key of keys) {
    yield;
    const left = without(key);
    const same = isSameNetwork(whole.name, { model, links, weighed }, left);
    const after = same ? whole : measuredBy(whole.name, model, left.links, left.weighed);
    if (after.why) continue;
    found.strikes += 1;
    if (!same) widen(found, furthest, whole, after, key);
  }
  return found.strikes < 2 ? null : found;
}

/** Make a store of ranges, each kept as long as the measured values that it belongs to. */
export function makeRanges() {
  const known = new WeakMap();
  return {
    has: (whole) => known.has(whole),
    set: (whole, range) => known.set(whole, range),
    of: (measured) => new Map([...measured.values()].map((one) => [one.name, known.get(one)])),
  };
}

/** Does a strike leave the very same network? */
function isSameNetwork(name, { links, weighed }, left) {
  if (links.model !== left.links.model) return false;
  if (changedRows(links.shown, left.links.shown).length) return false;
  if (!isWeighted(name)) return true;
  return changedRows(weighed, left.weighed).every((row) => !links.shown[row]);
}

function widen({ low, high, highest, lowest, movedBy }, furthest, whole, after, key) {
  for (let row = 0; row < whole.ranks.length; row += 1) {
    if (!whole.ranks[row]) continue;
    const rank = after.ranks[row] ?? 0;
    const value = rank ? after.values[row] : 0;
    low[row] = Math.min(low[row], value);
    high[row] = Math.max(high[row], value);
    if (!rank) continue;
    highest[row] = Math.min(highest[row], rank);
    lowest[row] = Math.max(lowest[row], rank);
    const moved = Math.abs(rank - whole.ranks[row]);
    if (moved > furthest[row]) [furthest[row], movedBy[row]] = [moved, key];
  }
}
