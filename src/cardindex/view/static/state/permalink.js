// The state as the part of an address after "#", and back. The fields of the slice are called as
// those of ``Slice`` in Python, and written only where they differ from the opening state. What is
// not understood is left out and named, so that the page can say so.

import { writtenYear } from "../base/dates.js";
import { EVERY_WHOLE } from "../model/gathering.js";
import { admittedKinds, saidKinds } from "../model/kinds.js";
import { MEASURES } from "../model/measures.js";
import { askedOf, isAskable } from "../model/shared.js";
import { centreOfPin, MOST_PINS, readPin } from "./arrangement.js";
import { ALL_MODES, ALL_STANDINGS } from "./state.js";

const HIDDEN = { families: "hiddenFamilies", relations: "hiddenRelations" };
const KINDS = { types: "only", not_types: "not" };
const LISTS = {
  standings: "standings",
  modes: "modes",
  not_from: "hiddenIndexes",
  struck: "struck",
  around: "grown",
  hidden: "hidden",
  kept: "kept",
  hues: "hues",
  folded: "blocs",
  wholes: "wholes",
};
const TEXTS = {
  according_to: "speaker",
  versus: "versus",
  text: "text",
  view: "view",
  focus: "focus",
  light: "light",
  size: "size",
  colour: "colour",
  said_by: "saidBy",
  published_by: "publishedBy",
};
const SWITCHES = ["surely", "dated", "together", "identities", "sectors", "all", "ghosts", "embed"];
const VIEWS = ["network", "table", "money", "disputes"];
const CONSEQUENCES = ["strikes", "versus", "path"]; // cards that depend on the rest of the state
export const LONGEST_TEXT = 1000; // the most characters of a text to search for
const ACTUAL = "actual"; // how the empty mode is written

/** Write the state, shortest form. "" where it is the opening state. */
export function write(state, opening, model) {
  const parts = [];
  const put = (name, value) => parts.push(`${name}=${encode(value)}`);
  for (const [name, field] of Object.entries(HIDDEN)) {
    if (same(state[field], opening[field])) continue;
    const shown = model[name].map((row) => row.id).filter((id) => !state[field].includes(id));
    put(name, shown.join(","));
  }
  if (!same(state.hiddenTypes, opening.hiddenTypes)) {
    const { only, not } = saidKinds(model.types, state.hiddenTypes);
    if (only.length || !not.length) put("types", only.join(","));
    if (not.length) put("not_types", not.join(","));
  }
  for (const [name, field] of Object.entries(LISTS)) {
    if (!same(state[field], opening[field])) {
      put(name, state[field].map((one) => one || ACTUAL).join(","));
    }
  }
  if (!same(state.window, opening.window)) put("window", writtenWindow(state.window));
  for (const name of SWITCHES) {
    if (state[name] !== opening[name]) put(name, state[name] ? "1" : "0");
  }
  for (const [name, field] of Object.entries(TEXTS)) {
    if (state[field] !== opening[field]) put(name, state[field]);
  }
  if (state.depth !== opening.depth) put("depth", String(state.depth));
  if (!same(state.pins, opening.pins) && state.pins.length <= MOST_PINS)
    put("pins", state.pins.join(","));
  if (state.path) put("path", `${state.path.from},${state.path.to}`);
  if (state.selection) put("select", `${state.selection.kind}:${state.selection.id}`);
  return parts.join("&");
}

function writtenWindow(span) {
  return span === null ? "/" : span.map(writtenYear).join("/");
}

/** Read what `write` wrote. Returns { state, ignored }: what means nothing in this index. */
export function read(text, opening, model) {
  const state = { ...opening, selection: null, path: null };
  const ignored = [];
  const kinds = {};
  const known = knownIds(model);
  for (const part of text.replace(/^#/, "").split("&").filter(Boolean)) {
    const at = part.indexOf("=");
    const value = at < 0 ? null : decodePart(part.slice(at + 1));
    if (value === null || !take(state, part.slice(0, at), value, known, ignored, kinds)) {
      ignored.push(part);
    }
  }
  if (kinds.only || kinds.not) {
    const shown = admittedKinds(model.types, kinds.only ?? [], kinds.not ?? []) ?? known.types;
    state.hiddenTypes = [...known.types].filter((id) => !shown.has(id)).sort();
  }
  return { state, ignored };
}

function take(state, name, value, known, ignored, kinds) {
  const put = (field, taken) => {
    state[field] = taken;
    return true;
  };
  if (name in KINDS) {
    return takeList((_, taken) => (kinds[KINDS[name]] = taken), name, value, known.kinds, ignored);
  }
  if (name in HIDDEN || name in LISTS) return takeList(put, name, value, known[name], ignored);
  if (name === "pins") return takePins(put, value, known, ignored);
  if (name === "view") return VIEWS.includes(value) && put("view", value);
  if (name === "text") return value.length <= LONGEST_TEXT && put("text", value);
  if (name === "according_to") return isVoice(value, known) && put("speaker", value);
  if (name === "versus") return isVoice(value, known) && put("versus", value);
  if (name === "light") return (value === "" || known.struck.has(value)) && put("light", value);
  if (name === "size") return (value === "" || MEASURES.includes(value)) && put(name, value);
  if (name === "colour") return (value === "" || known.colours.has(value)) && put(name, value);
  if (name === "focus") return (value === "" || known.around.has(value)) && put("focus", value);
  if (name === "depth") return /^[1-9]$/.test(value) && put("depth", Number(value));
  if (SWITCHES.includes(name)) return put(name, value === "1");
  if (name === "window") return takeWindow(put, value);
  if (name === "said_by" || name === "published_by")
    return takeYear((it) => put(TEXTS[name], it), value);
  if (name === "path") return takePath(put, value, known);
  if (name === "select") return takeSelection(put, value, known);
  return false;
}

/** Is it a speaker, or "" for all? */
function isVoice(value, { voices }) {
  return value === "" || voices.has(value);
}

function takeList(put, name, value, known, ignored) {
  const values = value === "" ? [] : value.split(",").map((one) => (one === ACTUAL ? "" : one));
  const good = new Set(values.filter((one) => known.has(one)));
  for (const one of values) if (!known.has(one)) ignored.push(one);
  if (values.length && !good.size) return true;
  const taken = name in HIDDEN ? [...known].filter((one) => !good.has(one)) : [...good];
  return put(HIDDEN[name] ?? LISTS[name] ?? name, taken.sort());
}

function takeWindow(put, value) {
  if (value === "/") return put("window", null);
  const found = /^(-?\d{4})(?:\/(-?\d{4}))?$/.exec(value);
  if (!found) return false;
  const [first, last] = [Number(found[1]), Number(found[2] ?? found[1])];
  // -0000 is no year: the year before 1 is 0000.
  return !value.includes("-0000") && first <= last && put("window", [first, last]);
}

function takePins(put, value, known, ignored) {
  const places = new Map();
  for (const one of value.split(",").filter(Boolean)) {
    const pin = readPin(one);
    const centre = pin && centreOfPin(pin);
    if (pin && known.hidden.has(pin.id) && (centre === "" || known.around.has(centre))) {
      places.set(`${pin.id}@${pin.among}`, one);
    } else ignored.push(one);
  }
  return put("pins", [...places.values()].sort());
}

/** A year as EDTF has it, or none. */
function takeYear(put, value) {
  return (value === "" || (/^-?\d{4}$/.test(value) && value !== "-0000")) && put(value);
}

function takePath(put, value, known) {
  const [from, to, more] = value.split(",");
  if (more !== undefined || !known.around.has(from) || !known.around.has(to)) return false;
  return put("path", { from, to });
}

function takeSelection(put, value, known) {
  const at = value.indexOf(":");
  const [kind, id] = [value.slice(0, at), value.slice(at + 1)];
  if (CONSEQUENCES.includes(kind)) return id === "now" && put("selection", { kind, id });
  const lists = {
    entity: known.hidden,
    claim: known.claims,
    source: known.sources,
    elsewhere: known.elsewhere,
  };
  if (lists[kind]?.has(id)) return put("selection", { kind, id });
  if (kind === "shared") {
    const asked = [...new Set(askedOf(id))].sort();
    return (
      isAskable(asked) &&
      asked.every((one) => known.around.has(one)) &&
      put("selection", { kind, id: asked.join("+") })
    );
  }
  const [a, b, family, more] = id.split("+");
  const whole =
    kind === "pair" &&
    known.hidden.has(a) &&
    known.hidden.has(b) &&
    (family === undefined || known.families.has(family)) &&
    more === undefined;
  return whole && put("selection", { kind, id });
}

/** The choices for the colour of marks besides kinds: schemes of blocs, and measures. */
function coloursOffered({ schemes }) {
  return new Set([
    ...schemes.map((one) => `scheme:${one}`),
    ...MEASURES.map((one) => `measure:${one}`),
  ]);
}

function knownIds(model) {
  const ids = (rows) => new Set(rows.map((row) => row.id));
  const sources = ids(model.sources);
  const marks = ids([...model.entities, ...model.marks]);
  return {
    families: ids(model.families),
    relations: ids(model.relations),
    types: ids(model.types),
    kinds: new Set(model.types.flatMap((type) => [type.id, ...type.broader])),
    standings: new Set(ALL_STANDINGS),
    modes: new Set(ALL_MODES),
    not_from: new Set(model.indexes),
    struck: new Set(model.keys),
    around: ids(model.entities),
    hidden: marks,
    kept: marks,
    hues: ids(model.groups),
    folded: ids(model.marks),
    wholes: new Set([EVERY_WHOLE, ...ids(model.entities)]),
    colours: coloursOffered(model),
    claims: ids(model.claims),
    elsewhere: ids(model.elsewhere),
    sources,
    voices: new Set([...sources, ...model.sources.flatMap((source) => source.author)]),
  };
}

function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Escape only the characters that would break the address. */
function encode(value) {
  return encodeURIComponent(value)
    .replace(/%2C/g, ",")
    .replace(/%3A/g, ":")
    .replace(/%2F/g, "/")
    .replace(/%2B/g, "+")
    .replace(/%40/g, "@");
}

function decodePart(value) {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
