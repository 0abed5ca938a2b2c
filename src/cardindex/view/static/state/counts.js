// The numbers of claims and entities of each row of the legend, on the whole page and in the view.
// After a strike only the claims that it reached are counted again.

import { changedRows } from "../base/rows.js";
import { STANDINGS } from "../model/evidence.js";
import { ALL_MODES } from "./state.js";

/**
 * Claims by family, relation, kind, standing and mode on the whole page, for the legend. `before`: the
 * counts for other evidence, from which these are updated.
 */
export function countAll(model, weighed, before = uncounted(model)) {
  const told = before.told.slice();
  const standings = { ...before.standingsOf };
  const modes = { ...before.modesOf };
  const note = (claim, evidence, by) => {
    if (!evidence) return;
    told[claim.relation.i] += by;
    standings[evidence.standing] += by;
    modes[claim.mode] += by;
  };
  for (const row of changedRows(before.weighed, weighed)) {
    const claim = model.claims[row];
    if (claim.context) continue;
    note(claim, before.weighed[row], -1);
    note(claim, weighed[row], 1);
  }
  return {
    weighed,
    told,
    standingsOf: standings,
    modesOf: modes,
    types: before.types,
    ...byRelation(model, told),
    standings: counted(standings),
    modes: counted(modes),
  };
}

function uncounted({ relations, entities }) {
  const types = new Map();
  for (const { type } of entities) types.set(type.id, (types.get(type.id) ?? 0) + 1);
  const zeros = (names) => Object.fromEntries(names.map((name) => [name, 0]));
  return {
    // Counting in a plain object is many times as fast as in a Map.
    weighed: [],
    told: new Int32Array(relations.length),
    standingsOf: zeros(STANDINGS),
    modesOf: zeros(ALL_MODES),
    types,
  };
}

function byRelation(model, told) {
  const [families, relations] = [new Map(), new Map()];
  for (const { i, id, family } of model.relations) {
    if (!told[i]) continue;
    relations.set(id, told[i]);
    families.set(family?.id, (families.get(family?.id) ?? 0) + told[i]);
  }
  return { families, relations };
}

function counted(fields) {
  return new Map(Object.entries(fields).filter(([, count]) => count > 0));
}

/**
 * The same for the claims shown; kinds count the entities that these link. `before`: the counts for
 * other claims or evidence, from which these are updated.
 */
export function countShown(model, weighed, { shown, degree }, before = unshown(model)) {
  const told = before.told.slice();
  const standings = { ...before.standingsOf };
  const modes = { ...before.modesOf };
  for (let row = 0; row < shown.length; row += 1) {
    if (shown[row] === before.shown[row] && weighed[row] === before.weighed[row]) continue;
    const { relation, mode } = model.claims[row];
    for (const [in_, evidence, by] of [
      [before.shown[row], before.weighed[row], -1],
      [shown[row], weighed[row], 1],
    ]) {
      if (!in_) continue;
      told[relation.i] += by;
      standings[evidence.standing] += by;
      modes[mode] += by;
    }
  }
  const kinds = new Int32Array(model.types.length);
  for (const { i, type } of model.entities) if (degree[i]) kinds[type.i] += 1;
  return {
    weighed,
    shown,
    told,
    standingsOf: standings,
    modesOf: modes,
    types: new Map(model.types.map(({ id, i }) => [id, kinds[i]])),
    ...byRelation(model, told),
    standings: counted(standings),
    modes: counted(modes),
  };
}

function unshown(model) {
  return { ...uncounted(model), shown: new Uint8Array(model.claims.length) };
}
