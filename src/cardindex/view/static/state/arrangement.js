// What a reader has made of the drawing by hand: marks put somewhere, marks hidden, and only some
// kept. A pin is a text: who, and where on a stage that is wider than high, in whole units; then,
// where it is not the same turned round, where on one that is higher; then, behind "@", among which
// places: those of the whole have nothing there, surroundings whose they are.

import { isInSectors } from "../scene/sectors.js";

export const MOST_PINS = 40; // as many as an address takes
const PIN = /^([^:@]+):(-?\d{1,6}):(-?\d{1,6})(?::(-?\d{1,6}):(-?\d{1,6}))?(?:@(.*))?$/;
export const SECTORS = "/sectors"; // behind whose surroundings they are

/** Among which places marks stand now, as a pin tells it; null in those of the whole. */
export function placesNow(state, opening) {
  if (isInSectors(state)) return state.focus + SECTORS;
  return state.focus === opening.focus ? null : state.focus;
}

/** A pin of an entity at a place of the stage as it is. */
export function pinOf({ id }, place, upright, among) {
  const [x, y] = place.map(Math.round);
  // Sectors lie left and right on every stage.
  const turned = upright && !among?.endsWith(SECTORS);
  return writePin({ id, wide: turned ? [y, x] : [x, y], among });
}

/** `upright`: where on a stage that is higher than wide, if that does not follow. */
export function writePin({ id, wide, upright, among }) {
  const usual = turnedRound(wide, among);
  const other = upright && usual.some((it, axis) => it !== upright[axis]) ? upright : [];
  return [id, ...wide, ...other].join(":") + (among === null ? "" : `@${among}`);
}

function turnedRound([x, y], among) {
  return among?.endsWith(SECTORS) ? [x, y] : [y, x];
}

/** What a text means: { id, wide, upright, among }; null where it is no pin. */
export function readPin(text) {
  const found = PIN.exec(text);
  if (!found) return null;
  const [, id, x, y, right, down, among = null] = found;
  const wide = [Number(x), Number(y)];
  const upright = right === undefined ? turnedRound(wide, among) : [Number(right), Number(down)];
  return { id, wide, upright, among };
}

/** Whose surroundings a pin's places are; "" where they are nobody's. */
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

/** The state in which those chosen, or all where nobody is, are here pinned no longer. */
export function letGo(state, here) {
  const kept = ({ id, among }) =>
    among !== here || (state.several.length > 0 && !state.several.includes(id));
  return { ...state, pins: state.pins.filter((pin) => kept(readPin(pin))) };
}

/** Choose these as well; a single one that is chosen is chosen no longer. */
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

/** Who of those drawn is left; `wanted` always are. */
export function leftByHand(drawn, { hidden, kept }, wanted) {
  if (!hidden.length && !kept.length) return drawn;
  const [away, only, always] = [new Set(hidden), new Set(kept), new Set(wanted)];
  return new Set(
    [...drawn].filter((entity) => {
      return always.has(entity) || (!away.has(entity.id) && (!only.size || only.has(entity.id)));
    }),
  );
}
