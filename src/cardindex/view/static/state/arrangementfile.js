// An arrangement as a file to keep, to mail and to build into a page. Mirrors view/arrangement.py.

import { readPin, SECTORS, writePin } from "./arrangement.js";

const FILE_FORM = 1;
export const MOST_BYTES = 2e6;
export const MOST_PLACES = 5000;
export const FURTHEST_PLACE = 999999;
const LONGEST_ID = 200;
const FILE_FIELDS = ["arrangement", "base", "version", "title", "places", "hidden", "kept"];
const PLACE_FIELDS = ["id", "wide", "upright", "around", "sectors"];
// Control characters, bidi controls, lone surrogates, and the separators of an address.
const NO_ID = /[\p{Cc}\u061c\u2028-\u202e\u2066-\u2069\p{Cs}:@+,/]/u;

/** Why a file is no arrangement of this index: `code`, the place in it (`at`), and values to say. */
class Refused extends Error {
  constructor(code, at = "", about = {}) {
    super(code);
    Object.assign(this, { code, at, about });
  }
}

/** The text of a file: equal arrangements give equal texts. */
export function writeArrangement({ pins, hidden, kept }, { base, version, title }) {
  const rows = (list) => (list.length ? `[\n${list.map((it) => `  ${it}`).join(",\n")}\n ]` : "[]");
  const places = pins.map((pin) => {
    const { id, wide, upright, among } = readPin(pin);
    const own = { id, wide, upright };
    if (among === null) return JSON.stringify(own);
    const sectors = among.endsWith(SECTORS);
    const around = among.replace(SECTORS, "");
    return JSON.stringify({ ...own, around, ...(sectors && { sectors }) });
  });
  const fields = [
    ["arrangement", FILE_FORM],
    ["base", JSON.stringify(base)],
    ["version", JSON.stringify(version)],
    ["title", JSON.stringify(title)],
    ["places", rows(places)],
    ["hidden", rows(hidden.map((id) => JSON.stringify(id)))],
    ["kept", rows(kept.map((id) => JSON.stringify(id)))],
  ];
  return `{\n${fields.map(([name, text]) => ` "${name}": ${text}`).join(",\n")}\n}\n`;
}

/** Read the bytes of a file; returns what `parseArrangement` does. Throws Refused. */
export function readArrangement(bytes, model) {
  let text = "";
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refused("not-utf-8");
  }
  return parseArrangement(text, model);
}

/** { pins, hidden, kept, unknown, version } of an arrangement of this index. Throws Refused. */
export function parseArrangement(text, { index, entityById }) {
  let said = null;
  try {
    said = JSON.parse(text);
  } catch (error) {
    throw new Refused("not-json", "", { reason: error.message });
  }
  checkFile(said, index);
  const { places, hidden = [], kept = [], version = "" } = said;
  const named = places.flatMap(({ id, around = id }) => [id, around]);
  const isKnown = (id) => entityById.has(id);
  const known = places.filter(({ id, around = id }) => isKnown(id) && isKnown(around));
  return {
    pins: known.map(pinOfPlace).sort(),
    hidden: hidden.filter(isKnown).sort(),
    kept: kept.filter(isKnown).sort(),
    unknown: [...new Set([...named, ...hidden, ...kept])].filter((id) => !isKnown(id)).sort(),
    version,
  };
}

function pinOfPlace({ id, wide, upright, around, sectors }) {
  const among = around === undefined ? null : around + (sectors ? SECTORS : "");
  // -0 becomes 0.
  const [at, other] = [wide, upright].map((spot) => spot?.map((number) => number + 0));
  return writePin({ id, wide: at, upright: other, among });
}

function isPlain(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function checkFile(said, { base }) {
  if (!isPlain(said) || said.arrangement === undefined) throw new Refused("no-arrangement");
  if (said.arrangement !== FILE_FORM) throw new Refused("other-form", '"arrangement"');
  checkFields(said, FILE_FIELDS, "");
  for (const name of ["base", "version", "title"]) {
    const value = said[name] ?? (name in said ? null : "");
    if (typeof value !== "string") throw new Refused("no-text", `"${name}"`);
  }
  if (said.base !== base) {
    throw new Refused("another-index", '"base"', { base: said.base ?? "", own: base });
  }
  checkPlaces(said.places);
  for (const name of ["hidden", "kept"]) {
    if (name in said) checkList(said[name], name, checkId, (id) => id);
  }
}

function checkPlaces(places) {
  checkList(places, "places", checkPlace, ({ id, around = "", sectors = false }) =>
    JSON.stringify([id, around, sectors]),
  );
}

/** Read a list: `checked(item, at)` throws for a bad item; items with equal `keyOf` are duplicates. */
function checkList(list, name, checked, keyOf) {
  if (!Array.isArray(list)) throw new Refused("no-list", `"${name}"`);
  if (list.length > MOST_PLACES) throw new Refused("too-many", `"${name}"`, { n: list.length });
  const seen = new Set();
  list.forEach((item, i) => {
    const at = `"${name}" ${i + 1}`;
    checked(item, at);
    if (seen.has(keyOf(item))) throw new Refused("duplicate", at);
    seen.add(keyOf(item));
  });
}

function checkPlace(row, at) {
  if (!isPlain(row)) throw new Refused("no-place", at);
  checkFields(row, PLACE_FIELDS, at);
  checkId(row.id, at);
  if (!("wide" in row)) throw new Refused("no-place", at);
  for (const name of ["wide", "upright"]) {
    if (name in row && !isSpot(row[name])) throw new Refused("no-number", at);
  }
  if ("around" in row) checkId(row.around, at);
  const { sectors = false } = row;
  if (typeof sectors !== "boolean" || (sectors && !("around" in row))) {
    throw new Refused("no-place", at);
  }
}

function checkId(id, at) {
  if (typeof id !== "string" || !id || NO_ID.test(id) || [...id].length > LONGEST_ID) {
    throw new Refused("no-id", at);
  }
}

function checkFields(said, fields, at) {
  const other = Object.keys(said).find((name) => !fields.includes(name));
  if (other !== undefined) throw new Refused("unknown-field", at, { field: other });
}

function isSpot(spot) {
  const whole = (number) => Number.isInteger(number) && Math.abs(number) <= FURTHEST_PLACE;
  return Array.isArray(spot) && spot.length === 2 && spot.every(whole);
}
