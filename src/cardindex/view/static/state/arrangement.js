// What a reader has made of the drawing by hand: marks put somewhere, marks hidden, and only some
// kept. Places are those of a stage that is wider than high, in whole units.

export const MOST_PINS = 40; // as many as an address takes

/** A pin as a text, as addresses have it. */
export function pinOf({ id }, x, y, upright) {
  return [id, ...(upright ? [y, x] : [x, y]).map(Math.round)].join(":");
}

/** What a text means: { id, x, y }; null where it is no pin. */
export function readPin(text) {
  const found = /^(.+):(-?\d{1,6}):(-?\d{1,6})$/.exec(text);
  return found && { id: found[1], x: Number(found[2]), y: Number(found[3]) };
}

/** The state with these pins, each in the place of an earlier one of the same mark. */
export function pinned(state, pins) {
  const moved = new Set(pins.map((pin) => readPin(pin).id));
  const others = state.pins.filter((pin) => !moved.has(readPin(pin).id));
  return { ...state, pins: [...others, ...pins].sort() };
}

/** The state in which those chosen, or all where nobody is, are pinned no longer. */
export function letGo(state) {
  const kept = ({ id }) => state.several.length > 0 && !state.several.includes(id);
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
