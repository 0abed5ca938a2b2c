// What follows from a state: which claims are in, what they come to, what is drawn and lit.
// Each part is kept until what it depends on changes.

import { voiceOf, weighAll } from "./evidence.js";
import { pathsOf } from "./pathcard.js";
import { choose, neighbours, settle, tiesOf } from "./picture.js";
import { cut, fits } from "./slice.js";
import { sliceOf } from "./state.js";

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
    const ties = once("ties", [claims], () => tiesOf(claims.shown, weighed));
    const around = once("around", [ties], () => neighbours(ties));
    const paths = once("paths", [claims, state.path], () => {
      return pathsOf(state, model, claims.shown, weighed, slice);
    });
    const chosen = chosenEntities(state, model, paths);
    const drawn = choose(model, around, state, chosen);
    settle(drawn, around);
    const view = {
      model, state, weighed, slice, timed, around, drawn, ties, paths, chosen,
      cut: claims,
      shown: once("shown", [claims], () => new Set(claims.shown)),
      counts: once("counts", [weighed], () => countAll(model, weighed)),
    };
    view.lit = litBy(view);
    return view;
  };
}

/** The entities that the selection is about, the first of them first. */
export function chosenEntities({ selection }, model, paths = []) {
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
function litBy({ state, chosen, ties, around, paths }) {
  if (!chosen.length) return null;
  const entities = new Set(chosen);
  if (state.selection.kind === "entity") {
    for (const other of around.get(chosen[0])?.keys() ?? []) entities.add(other);
    return { entities, ties: keysOf(ties, (tie) => tie.a === chosen[0] || tie.b === chosen[0]) };
  }
  if (state.selection.kind === "path") {
    const hops = paths.flatMap((path) => path.hops);
    return { entities, ties: keysOf(ties, (tie) => hops.some((hop) => {
      return tie.family === hop.relation.family && hop.claims.some((it) => tie.claims.includes(it));
    })) };
  }
  return { entities, ties: keysOf(ties, (tie) => chosen.length > 1 && entities.has(tie.a)
    && entities.has(tie.b)) };
}

function keysOf(ties, wanted) {
  return new Set([...ties.values()].filter(wanted).map((tie) => tie.key));
}

/** Claims by family, relation, kind, standing and mode in the whole of the page, for the legend. */
function countAll(model, weighed) {
  const counts = Object.fromEntries(["families", "relations", "types", "standings", "modes"]
    .map((name) => [name, new Map()]));
  const note = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const claim of model.claims) {
    const evidence = weighed[claim.i];
    if (!evidence || claim.context) continue;
    note(counts.families, claim.relation.family?.id);
    note(counts.relations, claim.relation.id);
    note(counts.standings, evidence.standing);
    note(counts.modes, claim.mode);
  }
  for (const entity of model.entities) note(counts.types, entity.type.id);
  return counts;
}
