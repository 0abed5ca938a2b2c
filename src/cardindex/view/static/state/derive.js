// The view of a state: which claims are in, their standing, what is drawn and lit. Each part is kept
// until something that it depends on changes; after a strike, parts are updated from the old ones.

import { changedRows, rowsIn } from "../base/rows.js";
import { heardIn, weighAll } from "../model/evidence.js";
import { claimsAt, foldedModel, hungLinks } from "../model/folded.js";
import { NOBODY, whoIsWho } from "../model/identities.js";
import { gatheredBy, isGatheredAlike } from "../model/gathering.js";
import { touchedBy } from "../model/leaning.js";
import { bestPaths } from "../model/paths.js";
import { choose, chooseBoth, neighbours, tied } from "../scene/drawn.js";
import { askedOf, sharedBy } from "../model/shared.js";
import { keyOfTie, tieKey, tiesOf } from "../model/ties.js";
import { countAll, countShown } from "./counts.js";
import { countGist, gistOf } from "./gist.js";
import { makePlaces } from "../scene/places.js";
import { cut, fits } from "../model/slice.js";
import { twoVoices } from "../model/voices.js";
import { saidByTwo } from "../model/whose.js";
import { measuredOf } from "./measured.js";
import { leftByHand, pinsAmong, placesNow } from "./arrangement.js";
import { openingState, sliceOf } from "./state.js";

/** Make a function from state to view; `upright`: for drawings that stand upright, as on a phone. */
export function makeWork(model, upright = false) {
  const once = makeMemory();
  const places = makePlaces(model, upright);
  // Sizes and places depend on the opening page, so that a view looks the same however one came to it.
  const usual = openingState(model.opening);
  let opened = null;
  const bare = makeBare(model, once);
  const work = (state) => {
    const whole = bare(state);
    const { weighed, slice, fitting, claims, who, links } = shownBy(state, model, once);
    opened ??= isSameSlice(state, usual) ? links : shownBy(usual, model, makeMemory()).links;
    const paths = once("paths", [claims, state.path, who], () => {
      return pathsOf(state, model, claims.shown, weighed, slice, who);
    });
    const shared = once("shared", [links, state.selection], () => {
      return sharedOf(state, model, links);
    });
    const chosen = chosenEntities(state, model, paths, shared)
      .map(links.who.of)
      .filter((it) => !it.members || links.who.gathers?.has(it));
    places.lift();
    // With another folding the same claims link other entities.
    const before = whole?.links.model === links.model ? whole : null;
    const stays = before && (state.ghosts || state.before);
    const all = stays
      ? chooseBoth(before.links, links, state, chosen)
      : choose(links, state, chosen);
    const drawn = leftByHand(all, state, chosen);
    const among = placesNow(state, usual);
    const pins = pinsAmong(state, among);
    const { pinned, sectors } = places.put(state, drawn, links, opened, pins);
    const view = {
      model,
      state,
      weighed,
      slice,
      fitting,
      links,
      drawn,
      paths,
      shared,
      chosen,
      who,
      opened,
      cut: claims,
      before,
      stays,
      pinned,
      among,
      sectors,
      aside: all.size - drawn.size,
      counts: once("counts", [weighed], (known) => countAll(model, weighed, known?.value)),
      shownCounts: once("shownCounts", [weighed, links], (known) => {
        return countShown(model, weighed, links, known?.value);
      }),
      voices: once("voices", [...HEARD.map((it) => state[it]), state.surely], () => {
        return twoVoices(model, state);
      }),
      measured: once("measured", [links, weighed, state.size, state.colour], () => {
        return measuredOf(state, model, links, weighed);
      }),
      hues: once("hues", [state.hues, state.hiddenFamilies], () => ownHues(state, model)),
    };
    view.gist = gistOf(
      view,
      once("gist", [weighed, links], (known) => {
        return countGist(model, weighed, links.shown, known?.value);
      }),
    );
    view.unstruck = () =>
      once("unstruck", sliced(state), () => {
        return unstruckOf(state, model, slice, links.shown);
      });
    view.reach = (depth) =>
      once(`reach ${depth}`, [links, state.focus], () => {
        return choose(links, { focus: state.focus, depth, grown: [] }, []).size;
      });
    view.lit = state.light ? litByKey(view, state.light) : litBy(view);
    return view;
  };
  // The claims shown without one more strike; most of it is kept from the last state.
  work.without = (state, key) => {
    return shownBy({ ...state, struck: [...state.struck, key].sort() }, model, once.copy());
  };
  return work;
}

/**
 * Make a function that gives the view of a state without its strikes; null where it has none. Its
 * parts are mostly kept from before the first strike.
 */
function makeBare(model, once) {
  let [struck, memory] = [[], makeMemory()];
  let fresh = false; // does `once` keep the parts of a state without strikes?
  return (state) => {
    if (!state.struck.length) {
      [struck, fresh] = [state.struck, true];
      return null;
    }
    if (fresh) memory = once.copy();
    fresh = false;
    const { weighed, links, claims } = shownBy({ ...state, struck }, model, memory);
    return { weighed, links, cut: claims };
  };
}

/** Keep each part until what it depends on changes. */
function makeMemory(memory = new Map()) {
  const once = (name, parts, compute) => {
    const known = memory.get(name);
    if (known?.parts.every((part, i) => part === parts[i])) return known.value;
    const value = compute(known);
    memory.set(name, { parts, value });
    return value;
  };
  once.copy = () => makeMemory(new Map(memory));
  return once;
}

/** The claims that a state shows, their standing and support, and whom they link. */
function shownBy(state, model, once) {
  const { struck, speaker, versus, saidBy, publishedBy } = state;
  // "surely" changes what is heard only where the state has a day by which it was told.
  const surely = (saidBy !== "" || publishedBy !== "") && state.surely;
  const heard = [struck, speaker, versus, saidBy, publishedBy, surely];
  const weighed = once("weighed", heard, () => {
    return weighAll(model, new Set(struck), heardIn(model, state));
  });
  const slice = sliceOf(state, model);
  const part = [
    weighed,
    state.hiddenFamilies,
    state.hiddenRelations,
    state.hiddenTypes,
    state.hiddenIndexes,
    state.standings,
    state.modes,
    state.text,
  ];
  const fitting = once("fitting", part, (known) => {
    // With another slice every claim may change.
    const alike = known?.parts.every((it, i) => i === 0 || it === part[i]);
    return fittingOf(model, weighed, slice, alike ? known.value : undefined);
  }).list;
  const timed = once("timed", [fitting], () => rowsIn(model.claims, fitting));
  const dating = [state.window, state.surely, state.dated];
  const who = once("who", [weighed, state.identities, ...dating], () => {
    return state.identities ? whoIsWho(model, weighed, slice) : NOBODY;
  });
  const asked = [state.together, state.together ? who : null];
  const claims = once("claims", [timed, ...dating, ...asked], () => {
    return cut(state.together ? saidByTwo(timed, who) : timed, slice);
  });
  const gathering = [who, state.blocs, state.wholes, state.wholes.length ? weighed : null];
  const drawnWho = once("gathered", gathering, (known) => {
    const found = gatheredBy(model, weighed, state, who);
    return known && isGatheredAlike(known.value, found) ? known.value : found;
  });
  const folded = once("folded", [drawnWho], () => foldedModel(model, drawnWho));
  const links = once("links", [claims, folded], (known) => {
    const before = known?.value.model === folded ? known.value : undefined;
    const hung = hungLinks(model, claims.shown, weighed, who);
    return { ...tied(folded, claims.shown, before), who: drawnWho, identified: who, hung };
  });
  return { weighed, slice, fitting, claims, who, links };
}

const SLICE = [
  "hiddenFamilies",
  "hiddenRelations",
  "hiddenTypes",
  "hiddenIndexes",
  "together",
  "standings",
  "modes",
  "window",
  "surely",
  "dated",
  "text",
  "identities",
  "blocs",
  "wholes",
];
const HEARD = ["struck", "speaker", "versus", "saidBy", "publishedBy"];

/** The part of a slice that does not depend on who is heard. */
function sliced(state) {
  return SLICE.map((field) => state[field]);
}

function isSameSlice(one, other) {
  const same = (field) => JSON.stringify(one[field]) === JSON.stringify(other[field]);
  return [...SLICE, ...HEARD].every(same);
}

/**
 * The claims that fit the slice without its window: { weighed, list }, where `list` is 1 for each that
 * fits. `before`: the result for other evidence, from which this is updated.
 */
function fittingOf(model, weighed, slice, before = { weighed: [], list: null }) {
  const list = before.list?.slice() ?? new Uint8Array(model.claims.length);
  for (const row of changedRows(before.weighed, weighed)) {
    const claim = model.claims[row];
    list[row] = weighed[row] && !claim.context && fits(claim, weighed[row], slice) ? 1 : 0;
  }
  return { weighed, list };
}

/** By claim 1 if the slice has it while nothing is struck and everybody is heard. */
function unstruckOf(state, model, slice, shown) {
  const all = !state.speaker && !state.saidBy && !state.publishedBy;
  if (!state.struck.length && all) return shown;
  const { list } = fittingOf(model, weighAll(model, new Set()), slice);
  const whole = new Uint8Array(model.claims.length);
  for (const { i } of cut(rowsIn(model.claims, list), slice).shown) whole[i] = 1;
  return whole;
}

/** What the entities that the card asks about have in common. */
function sharedOf({ selection }, model, links) {
  if (selection?.kind !== "shared") return [];
  const asked = askedOf(selection.id).map((id) => links.who.of(model.entityById.get(id)));
  return sharedBy(links, [...new Set(asked)]);
}

/** The entities that the selection is about, in its order. */
function chosenEntities({ selection }, model, paths, shared) {
  if (!selection) return [];
  if (selection.kind === "shared") {
    const asked = askedOf(selection.id).map((id) => model.entityById.get(id));
    return [...asked, ...shared.map(({ entity }) => entity)];
  }
  if (selection.kind === "entity") return [model.entityById.get(selection.id)];
  if (selection.kind === "pair") {
    return selection.id
      .split("+")
      .slice(0, 2)
      .map((id) => model.entityById.get(id));
  }
  if (selection.kind === "path") {
    return [...new Set(paths.flatMap((path) => path.hops.flatMap((hop) => [hop.start, hop.end])))];
  }
  const claim = selection.kind === "claim" && model.claimById.get(selection.id);
  return claim ? [claim.subject, claim.object].filter(Boolean) : [];
}

/** The ties and entities of the claims that a strike key reaches, as `litBy` returns them. */
export function litByKey({ links, model: whole }, key) {
  const { model, shown } = links;
  const rows = touchedBy(whole, key)
    .map(({ claim }) => claim.i)
    .filter((row) => shown[row] && model.claims[row].object);
  const told = [...new Set(rows)].map((row) => model.claims[row]);
  return {
    entities: new Set(told.flatMap(({ subject, object }) => [subject, object])),
    ties: new Set(told.map((claim) => tieKey(model, claim))),
  };
}

/** An entity, its neighbours and their ties, as `litBy` returns them. */
export function litAround(links, entity) {
  return {
    entities: new Set([entity, ...neighbours(links, entity).keys()]),
    ties: keysOfTies(links, claimsAt(links.model, entity)),
  };
}

/** The ties of these families and their ends, as `litBy` returns them. */
export function litFamilies({ model, shown }, families) {
  const rows = tiesOf(model).rows.filter(({ family, claims }) => {
    return families.has(family) && claims.some(({ i }) => shown[i]);
  });
  return {
    entities: new Set(rows.flatMap(({ a, b }) => [a, b])),
    ties: new Set(rows.map(keyOfTie)),
  };
}

/**
 * The groups whose families show their own hues: those that are unfolded in the legend, and a group
 * that is the only one shown.
 */
function ownHues({ hues, hiddenFamilies }, model) {
  const hidden = new Set(hiddenFamilies);
  const left = new Set(
    model.families.filter(({ id }) => !hidden.has(id)).map(({ group }) => group),
  );
  const alone = left.size === 1 ? [...left] : [];
  return new Set([...model.groups.filter(({ id }) => hues.includes(id)), ...alone]);
}

/** The keys of the shown ties of these claims. */
function keysOfTies({ model, shown }, claims) {
  const ties = tiesOf(model);
  return new Set(
    claims.filter(({ i }) => ties.of[i] >= 0 && shown[i]).map((claim) => tieKey(model, claim)),
  );
}

/** What the selection lights: entities, and keys of ties; null where it lights nothing. */
function litBy({ state, chosen, links, paths, shared }) {
  if (!chosen.length) return null;
  if (state.selection.kind === "entity") return litAround(links, chosen[0]);
  const { model } = links;
  const keys = (claims) => keysOfTies(links, claims);
  const entities = new Set(chosen);
  if (state.selection.kind === "shared") {
    const told = shared.flatMap((one) => one.links.flatMap(({ claims }) => claims));
    return { entities, ties: keys(told) };
  }
  if (state.selection.kind === "path") {
    return { entities, ties: keys(paths.flatMap(({ hops }) => hops.flatMap((hop) => hop.claims))) };
  }
  return {
    entities,
    ties: keys(
      claimsAt(model, chosen[0]).filter((claim) => {
        return chosen.length > 1 && entities.has(claim.subject) && entities.has(claim.object);
      }),
    ),
  };
}

/** The paths of a state, or nothing where none is asked for. */
function pathsOf(state, model, claims, weighed, slice, who) {
  if (!state.path) return [];
  const [from, to] = [state.path.from, state.path.to].map((id) => model.entityById.get(id));
  return bestPaths(model, claims, weighed, slice, who, from, to);
}
