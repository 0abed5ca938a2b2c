// Which claims lie between the same two entities, and which of them share a line of the drawing.
// Computed once, as numbers by claim, so that a strike among many claims is fast.

import { remembering } from "../base/remember.js";

/** Unordered pairs: { rows: [{ a, b }], of: the row of its pair for each claim, -1 without one }. */
export const pairsOf = remembering((model) => {
  const many = model.entities.length;
  return groupClaims(
    model.claims,
    ({ subject, object }) => {
      return object ? Math.min(subject.i, object.i) * many + Math.max(subject.i, object.i) : -1;
    },
    ({ subject, object }) => {
      // Rows are in order of id.
      return subject.i <= object.i ? { a: subject, b: object } : { a: object, b: subject };
    },
  );
});

/**
 * Ties, each of all claims of one family between two entities:
 * { rows: [{ a, b, family, claims }], of, a, b }, where `a` and `b` hold the rows of their ends.
 */
export const tiesOf = remembering((model) => {
  const pairs = pairsOf(model);
  const many = model.families.length + 1;
  const ties = groupClaims(
    model.claims,
    ({ i, relation }) => {
      return pairs.of[i] < 0 ? -1 : pairs.of[i] * many + (relation.family?.i ?? many - 1);
    },
    ({ i, relation }) => ({ ...pairs.rows[pairs.of[i]], family: relation.family, claims: [] }),
  );
  ties.a = Int32Array.from(ties.rows, ({ a }) => a.i);
  ties.b = Int32Array.from(ties.rows, ({ b }) => b.i);
  for (const claim of model.claims) {
    if (ties.of[claim.i] >= 0) ties.rows[ties.of[claim.i]].claims.push(claim);
  }
  return ties;
});

/** The id of the tie that a claim belongs to. */
export function tieKey(model, claim) {
  return keyOfTie(tiesOf(model).rows[tiesOf(model).of[claim.i]]);
}

export function keyOfTie({ a, b, family }) {
  return `${a.id}+${b.id}+${family?.id ?? ""}`;
}

/** Group claims by their number; those with a number below 0 are in no group. */
function groupClaims(claims, numberOf, make) {
  const known = new Map();
  const rows = [];
  const of = new Int32Array(claims.length).fill(-1);
  for (const claim of claims) {
    const number = numberOf(claim);
    if (number < 0) continue;
    let row = known.get(number);
    if (row === undefined) {
      row = rows.push(make(claim)) - 1;
      known.set(number, row);
    }
    of[claim.i] = row;
  }
  return { rows, of };
}
