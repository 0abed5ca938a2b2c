// The state of the page: one plain object, and pure functions from one state to the next.
// Lists in it are sorted and hold ids, so that equal views have equal states.

import { toggledKind, withNarrower } from "../model/kinds.js";

const SHOWN_STANDINGS = ["contested", "corroborated", "single-root", "untraced"];
export const ALL_STANDINGS = [
  "contested",
  "corroborated",
  "denied",
  "single-root",
  "tentative",
  "untraced",
];
export const ALL_MODES = ["", "asked", "attempted", "authorised", "failed", "planned"];

/** The usual state; `opening` (from Python) changes parts of it. */
export function openingState(opening = {}) {
  return {
    view: "network",
    hiddenFamilies: [],
    hiddenRelations: [],
    hiddenTypes: [],
    hiddenIndexes: [], // indexes whose claims are hidden, on a page of several
    together: false, // only lines that claims of two indexes tell
    standings: SHOWN_STANDINGS,
    modes: [""],
    window: null,
    surely: false,
    dated: false, // without what has no date
    text: "",
    identities: false,
    struck: [],
    speaker: "",
    versus: "",
    saidBy: "", // a year: only what was said by its end
    publishedBy: "",
    light: "",
    ghosts: true, // lines that strikes felled stay as shadows
    before: false, // the drawing is shown as before the strikes; not in the address
    pins: [], // pins, see arrangement.js
    hidden: [], // entities that are not drawn
    kept: [], // where there are some, only these are drawn
    several: [], // marks chosen besides the selection; not in the address
    selection: null,
    focus: "",
    depth: 1,
    sectors: false, // the neighbours of the focus stand in sectors by family
    hues: [], // groups of families that are drawn in hues of their own
    all: false,
    grown: [],
    size: "", // a measure that gives the size of marks; without one, neighbours on the opening page
    colour: "", // measure:x or scheme:y that gives the colour of marks; without one, kinds
    blocs: [], // blocs that are folded into one mark each
    wholes: [], // wholes into which their parts are folded; "*" for all
    path: null,
    embed: false, // shown in a frame of another page, without the panels around the drawing
    ...opening,
  };
}

/** Put the value into the list, or take it out. */
export function toggled(list, value) {
  return list.includes(value) ? list.filter((one) => one !== value) : [...list, value].sort();
}

export function toggle(state, field, value) {
  return { ...state, [field]: toggled(state[field], value) };
}

/** Hide all families of a group, or, where all are hidden, show them again. */
export function toggleGroup(state, id, families) {
  const own = families.filter(({ group }) => group.id === id).map((family) => family.id);
  const others = state.hiddenFamilies.filter((one) => !own.includes(one));
  const away = own.every((one) => state.hiddenFamilies.includes(one));
  return { ...state, hiddenFamilies: away ? others : [...others, ...own].sort() };
}

/** Show only the families of a group; where that is so already, show all again. */
export function onlyGroup(state, id, families) {
  const own = families.filter(({ group }) => group.id === id).map((family) => family.id);
  return onlyThese(
    state,
    "hiddenFamilies",
    own,
    families.map((family) => family.id),
  );
}

/** Hide a kind of entity with its narrower ones, or show them again. */
export function toggleKind(state, id, types) {
  return { ...state, hiddenTypes: toggledKind(types, state.hiddenTypes, id) };
}

/** Show only a kind and its narrower ones; where that is so already, show all again. */
export function onlyKind(state, id, types) {
  const kept = withNarrower(types, id);
  return onlyThese(
    state,
    "hiddenTypes",
    kept,
    types.map((type) => type.id),
  );
}

/** Hide all but one of `all`; where it is the only one shown, show all again. */
export function only(state, field, value, all) {
  return onlyThese(state, field, [value], all);
}

function onlyThese(state, field, kept, all) {
  const others = all.filter((one) => !kept.includes(one)).sort();
  const already =
    others.length === state[field].length && others.every((one) => state[field].includes(one));
  return { ...state, [field]: already ? [] : others };
}

export function set(state, field, value) {
  return { ...state, [field]: value };
}

/** Select something, or nothing. A selection that lights something ends the light of a source. */
export function select(state, selection) {
  const lights = ["entity", "pair", "claim", "path", "shared"].includes(selection?.kind);
  return { ...state, selection, light: lights ? "" : state.light };
}

/** Draw the surroundings of an entity too. */
export function grow(state, entity) {
  return state.grown.includes(entity)
    ? state
    : { ...state, grown: [...state.grown, entity].sort() };
}

/** The slice of a state, in the form that model/slice.js takes. */
export function sliceOf(state, model) {
  return {
    families: shown(
      model.families.map((family) => family.id),
      state.hiddenFamilies,
    ),
    relations: shown(
      model.relations.map((relation) => relation.id),
      state.hiddenRelations,
    ),
    types: shown(
      model.types.map((type) => type.id),
      state.hiddenTypes,
    ),
    standings: state.standings.length === ALL_STANDINGS.length ? null : new Set(state.standings),
    modes: state.modes.length === ALL_MODES.length ? null : new Set(state.modes),
    indexes: shown(model.indexes, state.hiddenIndexes),
    window: state.window,
    surely: state.surely,
    dated: state.dated,
    text: state.text,
  };
}

function shown(all, hidden) {
  return hidden.length ? new Set(all.filter((one) => !hidden.includes(one))) : null;
}

/** Show what falls now, in the drawing as it is now. */
export function unwaved(state) {
  return { ...state, ghosts: true, before: false };
}
