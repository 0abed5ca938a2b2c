// What follows from a state: which claims are in, what they come to, what is drawn and lit.
// Each part is kept until what it depends on changes.

import { STANDINGS, voiceOf, weighAll } from "./evidence.js";
import { pathsOf } from "./pathcard.js";
import { choose, neighbours, tied } from "./picture.js";
import { tieKey } from "./pairs.js";
import { makePlaces } from "./places.js";
import { cut, fits } from "./slice.js";
import { ALL_MODES, sliceOf } from "./state.js";

/** Make a function from state to view. */
export function makeWork(model) {
  const memory = new Map();
  const once = (name, parts, compute) => {
    const known = memory.get(name);
    if (known && known.parts.every((part, i) => part === parts[i])) return known.value;
    const value = compute();
    memory.set(name, { parts, value });
    return value;
  };
  const place = makePlaces(model);
  return (state) => {
    const weighed = once("weighed", [state.struck, state.speaker], () => {
      return weighAll(model, new Set(state.struck), voiceOf(model, state.speaker));
    });
    const slice = sliceOf(state, model);
    const part = [
      weighed, state.hiddenFamilies, state.hiddenRelations, state.hiddenTypes, state.standings,
      state.modes, state.text,
    ];
    const timed = once("timed", part, () => model.claims.filter((claim) => {
      return weighed[claim.i] && !claim.context && fits(claim, weighed[claim.i], slice);
    }));
    const claims = once("claims", [timed, state.window, state.surely], () => cut(timed, slice));
    const links = once("links", [claims], () => tied(model, claims.shown));
    const paths = once("paths", [claims, state.path], () => {
      return pathsOf(state, model, claims.shown, weighed, slice);
    });
    const chosen = chosenEntities(state, model, paths);
    const drawn = choose(links, state, chosen);
    place(state, drawn, links);
    const view = {
      model, state, weighed, slice, timed, links, drawn, paths, chosen,
      cut: claims,
      counts: once("counts", [weighed], () => countAll(model, weighed)),
    };
    view.lit = litBy(view);
    return view;
  };
}

/** The entities that the selection is about, the first of them first. */
function chosenEntities({ selection }, model, paths = []) {
  if (!selection) return [];
  if (selection.kind === "entity") return [model.entityById.get(selection.id)];
  if (selection.kind === "pair") {
    return selection.id.split("+").slice(0, 2).map((id) => model.entityById.get(id));
  }
  if (selection.kind === "path") {
    return [...new Set(paths.flatMap((path) => path.hops.flatMap((hop) => [hop.start, hop.end])))];
  }
  const claim = selection.kind === "claim" && model.claimById.get(selection.id);
  return claim ? [claim.subject, claim.object].filter(Boolean) : [];
}

/** What the selection brings out: entities, and keys of ties; null where it brings out nothing. */
function litBy({ model, state, chosen, links, paths }) {
  if (!chosen.length) return null;
  const keys = (claims) => new Set(claims
    .filter((claim) => claim.object && links.shown[claim.i])
    .map((claim) => tieKey(model, claim)));
  const entities = new Set(chosen);
  if (state.selection.kind === "entity") {
    for (const other of neighbours(links, chosen[0]).keys()) entities.add(other);
    return { entities, ties: keys(chosen[0].claims) };
  }
  if (state.selection.kind === "path") {
    return { entities, ties: keys(paths.flatMap(({ hops }) => hops.flatMap((hop) => hop.claims))) };
  }
  return { entities, ties: keys(chosen[0].claims.filter((claim) => {
    return chosen.length > 1 && entities.has(claim.subject) && entities.has(claim.object);
  })) };
}

/** Claims by family, relation, kind, standing and mode in the whole of the page, for the legend. */
function countAll(model, weighed) {
  const told = new Int32Array(model.relations.length);
  // Plain fields are counted up many times as fast as those of a map.
  const standings = Object.fromEntries(STANDINGS.map((standing) => [standing, 0]));
  const modes = Object.fromEntries(ALL_MODES.map((mode) => [mode, 0]));
  for (const claim of model.claims) {
    const evidence = weighed[claim.i];
    if (!evidence || claim.context) continue;
    told[claim.relation.i] += 1;
    standings[evidence.standing] += 1;
    modes[claim.mode] += 1;
  }
  const [families, relations, types] = [new Map(), new Map(), new Map()];
  const note = (map, key, count) => map.set(key, (map.get(key) ?? 0) + count);
  for (const { i, id, family } of model.relations) {
    if (!told[i]) continue;
    note(relations, id, told[i]);
    note(families, family?.id, told[i]);
  }
  for (const entity of model.entities) note(types, entity.type.id, 1);
  return { families, relations, types, standings: counted(standings), modes: counted(modes) };
}

function counted(fields) {
  return new Map(Object.entries(fields).filter(([, count]) => count > 0));
}
