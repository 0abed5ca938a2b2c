// The simple network of a slice, which measures are computed of: one line a pair, however many claims
// it rests on; its weight is the number of their known roots. Mirrors measures/fold.py.

import { hungOn } from "./identities.js";

/**
 * The network of the claims shown: { at, of, lines }. `at`: the rows of entities that have a line,
 * `of`: where among these each row is (-1 without one), `lines`: of each the others as
 * [numbers, weights]; with `directed` those to which claims lead, else all.
 */
export function simpleNetwork({ model, shown, identified }, told, weighed, directed) {
  const cells = cellsOf({ model, shown, identified }, told, weighed, directed);
  const of = new Int32Array(model.entities.length).fill(-1);
  for (const { from, to } of cells) of[from] = of[to] = 0;
  const at = [...of.keys()].filter((row) => of[row] === 0);
  at.forEach((row, i) => {
    of[row] = i;
  });
  const lines = at.map(() => [[], []]);
  for (const { from, to, weight } of cells) {
    lines[of[from]][0].push(of[to]);
    lines[of[from]][1].push(weight);
  }
  return { at, of, lines };
}

function cellsOf({ model, shown, identified }, told, weighed, directed) {
  const size = model.entities.length;
  const cells = new Map();
  const put = (from, to, claim, hung) => {
    const key = from * size + to;
    if (!cells.has(key))
      cells.set(key, { from, to, all: new Set(), own: new Set(), most: Infinity });
    const cell = cells.get(key);
    for (const root of weighed[claim.i].roots) {
      cell.all.add(root);
      if (!hung.length) cell.own.add(root);
    }
    for (const { high } of hung) cell.most = Math.min(cell.most, high);
  };
  for (const claim of model.claims) {
    const { i, subject, object, relation } = claim;
    if (!shown[i] || !object || subject === object) continue;
    const hung = identified.into.size ? hungOn(told[i], identified) : [];
    put(subject.i, object.i, claim, hung);
    if (!directed || relation.symmetric) put(object.i, subject.i, claim, hung);
  }
  // A line whose roots are unknown weighs as one root.
  return [...cells.values()].map(({ from, to, all, own, most }) => {
    return { from, to, weight: Math.max(1, own.size, Math.min(all.size, most)) };
  });
}
