// How many claims fall with each work in the present slice, for the bar beneath the sentence.

import { fallenWith, weighedWhole } from "../model/evidence.js";
import { isThrough } from "../model/through.js";

const PIECES = 12; // works that have pieces of their own

/**
 * The pieces of the bar: { through, own, more, rest }. `own`: { key, source, falls } of the works with
 * which most falls; `through`: the same of works through which all was read; `more`: how many works
 * have no piece, and what falls with them; `rest`: how many claims fall with none of these.
 * `shown`: 1 for each claim of the slice while nothing is struck.
 */
export function weightsOf(model, shown) {
  const whole = weighedWhole(model);
  const isIn = (row) => shown[row] && whole[row]?.stands;
  const fallen = new Uint8Array(model.claims.length);
  const weighed = model.sources
    .map((source) => {
      const key = `source:${source.id}`;
      const rows = fallenWith(model, key).filter(isIn);
      return { key, source, falls: rows.length, rows };
    })
    .filter(({ falls }) => falls)
    .sort((a, b) => b.falls - a.falls || a.source.i - b.source.i);
  const through = weighed.filter(({ key }) => isThrough(model, key));
  const others = weighed.filter((it) => !through.includes(it));
  for (const { rows } of others) for (const row of rows) fallen[row] = 1;
  const few = others.length <= PIECES + 1 ? others.length : PIECES;
  const all = model.told.reduce((total, { i }) => total + (isIn(i) ? 1 : 0), 0);
  return {
    through: through.map(withoutRows),
    own: others.slice(0, few).map(withoutRows),
    more: {
      works: others.length - few,
      falls: new Set(others.slice(few).flatMap(({ rows }) => [...rows])).size,
    },
    rest: all - fallen.reduce((total, it) => total + it, 0),
  };
}

function withoutRows({ key, source, falls }) {
  return { key, source, falls };
}
