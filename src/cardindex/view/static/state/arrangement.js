// What a reader has arranged by hand: marks that are pinned, hidden or alone kept. A pin is a text: an
// id; the place on a stage that is wider than high, in whole units; the place on an upright stage,
// where that is not the first one turned; and, after "@", the entity whose surroundings the places
// belong to, or nothing for the places of the whole.

import { isInSectors } from "../scene/sectors.js";

export const MOST_PINS = 40; // the most pins that an address can hold
const PIN = /^([^:@]+):(-?\d{1,6}):(-?\d{1,6})(?::(-?\d{1,6}):(-?\d{1,6}))?(?:@(.*))?$/;
export const SECTORS = "/sectors"; // the end of `among` for places in sectors

/** The surroundings whose places marks have now, as a pin writes them; null for the whole. */
export function placesNow(state, opening) {
  if (isInSectors(state)) return state.focus + SECTORS;
  return state.focus === opening.focus ? null : state.focus;
}

/** A pin of an entity at a place of the stage as it is. */
export function pinOf({ id }, place, upright, among) {
  const [x, y] = place.map(Math.round);
  // Sectors lie left and right on an upright stage too.
  const turned = upright && !among?.endsWith(SECTORS);
  return writePin({ id, wide: turned ? [y, x] : [x, y], among });
}

/** A pin as text. `upright`: the place on an upright stage, where it is not the first one turned. */
export function writePin({ id, wide, upright, among }) {
  const usual = turnedRound(wide, among);
  const other = upright && usual.some((it, axis) => it !== upright[axis]) ? upright : [];
  return [id, ...wide, ...other].join(":") + (among === null ? "" : `@${among}`);
}

function turnedRound([x, y], among) {
  return among?.endsWith(SECTORS) ? [x, y] : [y, x];
}

/** Read a pin: { id, wide, upright, among }; null where the text is none. */
export function readPin(text) {
  const found = PIN.exec(text);
  if (!found) return null;
  const [, id, x, y, right, down, among = null] = found;
  const wide = [Number(x), Number(y)];
  const upright = right === undefined ? turnedRound(wide, among) : [Number(right), Number(down)];
  return { id, wide, upright, among };
}

/** The entity whose surroundings a pin belongs to; "" for the places of the whole. */
export function centreOfPin({ among }) {
  return among?.replace(SECTORS, "") ?? "";
}

/** The pins of a state among some places. */
export function pinsAmong(state, among) {
  return state.pins.map(readPin).filter((pin) => pin.among === among);
}

/** The state with these pins, each in the place of an earlier one of the same mark. */
export function pinned(state, pins) {
  const keyOf = (pin) => `${readPin(pin).id}@${readPin(pin).among}`;
  const moved = new Set(pins.map(keyOf));
  const others = state.pins.filter((pin) => !moved.has(keyOf(pin)));
  return { ...state, pins: [...others, ...pins].sort() };
}

/** The state without the pins, among these places, of the chosen marks, or of all if none is. */
export function letGo(state, here) {
  const kept = ({ id, among }) =>
    among !== here || (state.several.length > 0 && !state.several.includes(id));
  return { ...state, pins: state.pins.filter((pin) => kept(readPin(pin))) };
}

/** Add these to the chosen marks; a single one that is chosen already is taken out. */
export function chooseMore(state, ids) {
  const [one] = ids;
  if (ids.length === 1 && state.several.includes(one)) {
    return { ...state, several: state.several.filter((id) => id !== one) };
  }
  return { ...state, several: [...new Set([...state.several, ...ids])].sort() };
}

export function hideChosen(state) {
  const hidden = [...new Set([...state.hidden, ...state.several])].sort();
  return { ...state, hidden, several: [], selection: null };
}

export function keepChosen(state) {
  return { ...state, kept: state.several, several: [] };
}

/** The drawn entities that are not hidden and, if some are kept, are kept; `wanted` always stay. */
export function leftByHand(drawn, { hidden, kept }, wanted) {
  if (!hidden.length && !kept.length) return drawn;
  const [away, only, always] = [new Set(hidden), new Set(kept), new Set(wanted)];
  return new Set(
    [...drawn].filter((entity) => {
      return always.has(entity) || (!away.has(entity.id) && (!only.size || only.has(entity.id)));
    }),
  );
}
