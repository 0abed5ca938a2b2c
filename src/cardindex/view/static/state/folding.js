// What a reader folds into one mark, and unfolds.

import { EVERY_WHOLE } from "../model/gathering.js";
import { toggle } from "./state.js";

/** Fold all blocs of a scheme, or, where all are folded, unfold them. */
export function toggleScheme(state, scheme, marks) {
  const own = marks.filter((mark) => mark.scheme === scheme).map(({ id }) => id);
  const others = state.blocs.filter((id) => !own.includes(id));
  const all = own.every((id) => state.blocs.includes(id));
  return { ...state, blocs: all ? others : [...others, ...own].sort() };
}

/** Fold the parts of a whole into it, or of everyone; or unfold them. */
export function toggleWhole(state, id) {
  if (id !== EVERY_WHOLE) {
    const some = { ...state, wholes: state.wholes.filter((one) => one !== EVERY_WHOLE) };
    return state.wholes.includes(EVERY_WHOLE)
      ? { ...some, wholes: [] }
      : toggle(some, "wholes", id);
  }
  return { ...state, wholes: state.wholes.includes(EVERY_WHOLE) ? [] : [EVERY_WHOLE] };
}
