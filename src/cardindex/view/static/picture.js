// What is drawn: the ties among the claims shown, and which entities fit in a drawing.
// A tie is one line: all claims of one family between two entities. Mirrors view/drawing.py.

import { byCode, bestStanding, STANDING_RANK } from "./evidence.js";

export const BUDGET = 360; // entities that a drawing opens with
export const MOST = 800; // entities that it may grow to

export const MOST_TIES = 1000; // lines, of which the best attested are kept

/** The id of the tie that a claim belongs to, made once. */
export function tieKey(claim) {
  claim.tie ??= `${[claim.subject.id, claim.object.id].sort(byCode).join("+")}+${
    claim.relation.family?.id ?? ""}`;
  return claim.tie;
}

/** Ties of these claims by key: { key, a, b, family, claims, forth, back, standing, actual }. */
export function tiesOf(claims, weighed) {
  const ties = new Map();
  for (const claim of claims) {
    if (!claim.object) continue;
    const key = tieKey(claim);
    let tie = ties.get(key);
    if (!tie) {
      const [a, b] = claim.subject.id <= claim.object.id
        ? [claim.subject, claim.object] : [claim.object, claim.subject];
      tie = { key, a, b, family: claim.relation.family, claims: [], forth: false, back: false };
      ties.set(key, tie);
    }
    tie.claims.push(claim);
    if (!claim.relation.symmetric) {
      if (claim.subject === tie.a) tie.forth = true;
      else tie.back = true;
    }
  }
  for (const tie of ties.values()) {
    // A tie is drawn as its best claim; one that was only planned never outdoes one that was so.
    const actual = tie.claims.filter((claim) => claim.mode === "");
    tie.actual = actual.length > 0;
    tie.standing = bestStanding(
      (tie.actual ? actual : tie.claims).map((claim) => weighed[claim.i].standing),
    );
  }
  return ties;
}

/** Neighbours of each entity by its row: Map of neighbour → number of claims. */
export function neighbours(ties) {
  const around = new Map();
  const add = (from, to, count) => {
    if (!around.has(from)) around.set(from, new Map());
    around.get(from).set(to, (around.get(from).get(to) ?? 0) + count);
  };
  for (const { a, b, claims } of ties.values()) {
    add(a, b, claims.length);
    if (a !== b) add(b, a, claims.length);
  }
  return around;
}

/** Choose what is drawn. `wanted` entities are always in it. Returns a Set. */
export function choose(model, around, state, wanted) {
  const drawn = new Set();
  if (state.focus) surround(drawn, around, model.entityById.get(state.focus), state.depth);
  else for (const entity of centre(model, around)) drawn.add(entity);
  for (const id of state.grown) surround(drawn, around, model.entityById.get(id), 1);
  for (const entity of wanted) drawn.add(entity);
  return drawn;
}

function centre(model, around) {
  const linked = [...around.keys()];
  if (linked.length <= BUDGET) return linked;
  const rank = (entity) => around.get(entity).size;
  // Those with a place come first: the opening picture changes as little as it can.
  linked.sort((a, b) => (a.x === null) - (b.x === null) || rank(b) - rank(a) || a.i - b.i);
  return linked.slice(0, BUDGET);
}

function surround(drawn, around, entity, depth) {
  let edge = [entity];
  drawn.add(entity);
  for (let step = 0; step < depth; step += 1) {
    const next = [];
    for (const one of edge) {
      const friends = [...(around.get(one) ?? [])].sort((a, b) => b[1] - a[1] || a[0].i - b[0].i);
      for (const [friend] of friends) {
        if (drawn.has(friend) || drawn.size >= MOST) continue;
        drawn.add(friend);
        next.push(friend);
      }
    }
    edge = next;
  }
}

/** Give a place to each drawn entity that has none: near its neighbours, in the nearest gap. */
export function settle(drawn, around, spacing = 70) {
  const taken = new Map();
  const cell = (x, y) => `${Math.floor(x / spacing)} ${Math.floor(y / spacing)}`;
  const without = [];
  for (const entity of drawn) {
    if (entity.x === null) without.push(entity);
    else taken.set(cell(entity.x, entity.y), true);
  }
  for (const entity of without) {
    const [x, y] = middleOf([...(around.get(entity)?.keys() ?? [])].filter((it) => it.x !== null));
    for (let turn = 0; ; turn += 1) {
      const radius = spacing * 0.9 * Math.sqrt(turn);
      const at = [x + radius * Math.cos(turn * 2.4), y + radius * Math.sin(turn * 2.4)];
      if (taken.has(cell(...at)) && turn < 4000) continue;
      taken.set(cell(...at), true);
      [entity.x, entity.y] = at.map(Math.round);
      break;
    }
  }
}

function middleOf(entities) {
  if (entities.length === 0) return [0, 0];
  const sum = (field) => entities.reduce((total, entity) => total + entity[field], 0);
  return [sum("x") / entities.length, sum("y") / entities.length];
}

/** Ties in the order in which they are drawn: weak ones first, strong and lit ones on top. */
export function drawnTies(ties, drawn, lit = null) {
  const isLit = (tie) => lit?.ties.has(tie.key) ?? false;
  const among = [...ties.values()].filter((tie) => drawn.has(tie.a) && drawn.has(tie.b));
  among.sort((x, y) => isLit(x) - isLit(y)
    || STANDING_RANK.get(y.standing) - STANDING_RANK.get(x.standing)
    || x.claims.length - y.claims.length || byCode(x.key, y.key));
  return among.slice(-MOST_TIES);
}
