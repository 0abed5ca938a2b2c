// What is drawn: the ties among the claims shown, and which entities fit in a drawing.

import { years } from "../base/dates.js";
import { changedRows, rowsIn } from "../base/rows.js";
import { byCode, bestStanding, STANDING_RANK } from "../model/evidence.js";
import { claimsAt } from "../model/folded.js";
import { inkInTime } from "../model/slice.js";
import { keyOfTie, pairsOf, tiesOf } from "../model/ties.js";
import { saidOfAll } from "../model/voices.js";

export const BUDGET = 360; // entities that a drawing opens with
export const MOST = 800; // entities that it may grow to

const MOST_TIES = 1000; // lines, of which the best attested are kept

/**
 * How these claims tie entities: { model, shown, counts, met, degree }: by claim, 1 if it is shown; the
 * number of claims of each tie and each pair; and the number of neighbours of each entity (an entity
 * with a loop is its own neighbour). `before`: the result for other claims, from which this is updated.
 */
export function tied(model, claims, before = untied(model)) {
  const [pairs, ties] = [pairsOf(model), tiesOf(model)];
  const shown = new Uint8Array(model.claims.length);
  for (const { i } of claims) shown[i] = 1;
  const [counts, met, degree] = [before.counts, before.met, before.degree].map((it) => it.slice());
  for (const row of changedRows(before.shown, shown)) {
    const pair = pairs.of[row];
    if (pair < 0) continue;
    const by = shown[row] ? 1 : -1;
    counts[ties.of[row]] += by;
    met[pair] += by;
    // The pair got its first claim, or lost its last.
    if (met[pair] !== (by > 0 ? 1 : 0)) continue;
    const { a, b } = pairs.rows[pair];
    degree[a.i] += by;
    if (a !== b) degree[b.i] += by;
  }
  return { model, shown, counts, met, degree };
}

function untied(model) {
  return {
    shown: new Uint8Array(model.claims.length),
    degree: new Int32Array(model.entities.length),
    counts: new Int32Array(tiesOf(model).rows.length),
    met: new Int32Array(pairsOf(model).rows.length),
  };
}

/** Neighbours of an entity: Map of entity → number of claims. */
export function neighbours({ model, shown }, entity) {
  const around = new Map();
  for (const { i, subject, object } of claimsAt(model, entity)) {
    if (!shown[i] || !object) continue;
    const other = subject === entity ? object : subject;
    around.set(other, (around.get(other) ?? 0) + 1);
  }
  return around;
}

/** Choose which entities are drawn; `wanted` always are. Returns a Set. */
export function choose(links, state, wanted) {
  const drawn = new Set();
  const standing = (id) => links.who.of(links.model.entityById.get(id));
  if (state.focus) surround(drawn, links, standing(state.focus), state.depth);
  else for (const entity of centre(links)) drawn.add(entity);
  for (const id of state.grown) surround(drawn, links, standing(id), 1);
  for (const entity of wanted) drawn.add(entity);
  return drawn;
}

/** The entities drawn before strikes, and those that have links only since. Returns a Set. */
export function chooseBoth(before, links, state, wanted) {
  const drawn = choose(before, state, wanted);
  if (state.focus) {
    for (const entity of choose(links, state, wanted)) drawn.add(entity);
    return drawn;
  }
  links.model.entities.forEach((entity, row) => {
    if (links.degree[row] && !before.degree[row] && drawn.size < MOST) drawn.add(entity);
  });
  return drawn;
}

function centre({ model, degree }) {
  const linked = rowsIn(model.entities, degree);
  if (linked.length <= BUDGET) return linked;
  // Entities with a place come first, so that the opening picture changes little.
  const placed = mostLinked(
    linked.filter((entity) => entity.x !== null),
    degree,
    BUDGET,
  );
  const left = BUDGET - placed.length;
  if (!left) return placed;
  return [
    ...placed,
    ...mostLinked(
      linked.filter((entity) => entity.x === null),
      degree,
      left,
    ),
  ];
}

/** The `most` best-linked entities; thousands are cut by a threshold before they are sorted. */
function mostLinked(entities, degree, count) {
  const linkedSo = new Int32Array(degree.reduce((most, it) => Math.max(most, it), 0) + 1);
  for (const { i } of entities) linkedSo[degree[i]] += 1;
  let least = linkedSo.length;
  for (let many = 0; least > 0 && many < count; ) {
    least -= 1;
    many += linkedSo[least];
  }
  return entities
    .filter(({ i }) => degree[i] >= least)
    .sort((a, b) => degree[b.i] - degree[a.i] || a.i - b.i)
    .slice(0, count);
}

function surround(drawn, links, entity, depth) {
  let edge = [entity];
  drawn.add(entity);
  for (let step = 0; step < depth; step += 1) {
    const next = [];
    for (const one of edge) {
      const friends = [...neighbours(links, one)].sort((a, b) => b[1] - a[1] || a[0].i - b[0].i);
      for (const [friend] of friends) {
        if (drawn.has(friend) || drawn.size >= MOST) continue;
        drawn.add(friend);
        next.push(friend);
      }
    }
    edge = next;
  }
}

/**
 * Give a place to each drawn entity `without` one: in the nearest gap to its neighbours, which are
 * those of the opening page, if it has any there, so that filters move nobody. The mark of a folded
 * bloc stands amid its members, in the places (`home`) that they have in the whole.
 */
export function settle(without, drawn, links, opened = links, home = true, spacing = 70) {
  const taken = new Map();
  const cell = (x, y) => `${Math.floor(x / spacing)} ${Math.floor(y / spacing)}`;
  for (const entity of drawn) if (entity.x !== null) taken.set(cell(entity.x, entity.y), true);
  const placed = (among, entity) =>
    [...neighbours(among, entity).keys()].filter((it) => it.x !== null);
  for (const entity of without) {
    const near =
      entity.members && home
        ? entity.members.filter((it) => it.x !== null)
        : placed(opened, entity);
    const [x, y] = middleOf(near.length ? near : placed(links, entity));
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

/**
 * The ties between drawn entities in their order of painting: weak ones first, strong and lit ones on
 * top; at most MOST_TIES, and how many `more` there are. A tie is
 * { key, a, b, family, claims, forth, back, standing, actual, time }. One that hangs on identifications
 * has the standing of its link. `time`: its ink in the years of a `span`, if there is one. `voices`:
 * what each of two speakers says, where two are heard.
 */
export function drawnTies(
  { model, shown, counts, hung },
  weighed,
  drawn,
  { lit = null, span = null, voices = null },
) {
  const inside = new Uint8Array(model.entities.length);
  for (const entity of drawn) inside[entity.i] = 1;
  const among = [];
  const { rows, a, b } = tiesOf(model);
  for (let row = 0; row < rows.length; row += 1) {
    if (counts[row] && inside[a[row]] && inside[b[row]]) {
      among.push(asDrawn(rows[row], shown, weighed, hung));
    }
  }
  const isLit = (tie) => lit?.ties.has(tie.key) ?? false;
  const window = span && years(...span);
  for (const tie of voices ? among : []) tie.voices = saidOfAll(voices, tie.claims);
  for (const tie of window ? among : []) tie.time = inkOfAll(tie.claims, window);
  among.sort(
    (x, y) =>
      isLit(x) - isLit(y) ||
      STANDING_RANK.get(y.standing) - STANDING_RANK.get(x.standing) ||
      x.claims.length - y.claims.length ||
      byCode(x.key, y.key),
  );
  return { ties: among.slice(-MOST_TIES), more: Math.max(0, among.length - MOST_TIES) };
}

/**
 * The ties among drawn entities that strikes have felled: those of `before` that `now` lacks. Both are
 * views of the same claims: { links, weighed }.
 */
export function fallenTies(before, now, drawn) {
  const { model, shown, counts, hung } = before.links;
  const inside = new Uint8Array(model.entities.length);
  for (const entity of drawn) inside[entity.i] = 1;
  const { rows, a, b } = tiesOf(model);
  const fallen = [];
  for (let row = 0; row < rows.length && fallen.length < MOST_TIES; row += 1) {
    if (counts[row] && !now.links.counts[row] && inside[a[row]] && inside[b[row]]) {
      const tie = asDrawn(rows[row], shown, before.weighed, hung);
      fallen.push({ ...tie, forth: false, back: false, fallen: true });
    }
  }
  return fallen;
}

/** The entities that had links `before` and have none `now`. Returns a Set. */
export function bereft(before, now, drawn) {
  return new Set([...drawn].filter(({ i }) => before.links.degree[i] && !now.links.degree[i]));
}

const KINDS_OF_INK = ["undated", "possibly", "surely"];

/** The strongest ink of some claims in a window. */
function inkOfAll(claims, window) {
  return claims
    .map((claim) => inkInTime(claim, window))
    .reduce((best, one) => {
      const [rank, other] = [best, one].map(({ kind }) => KINDS_OF_INK.indexOf(kind));
      return other > rank || (other === rank && one.ink > best.ink) ? one : best;
    });
}

function asDrawn({ a, b, family, claims: all }, shown, weighed, hung) {
  const claims = all.filter((claim) => shown[claim.i]);
  const directed = claims.filter((claim) => !claim.relation.symmetric);
  // A tie is drawn as its best claim; an actual one always comes before one of another mode.
  const actual = claims.filter((claim) => claim.mode === "");
  return {
    key: keyOfTie({ a, b, family }),
    a,
    b,
    family,
    claims,
    forth: directed.some((claim) => claim.subject === a),
    back: directed.some((claim) => claim.subject !== a),
    actual: actual.length > 0,
    standing: bestStanding(
      (actual.length ? actual : claims).map(({ i }) => (hung.get(i) ?? weighed[i]).standing),
    ),
  };
}
