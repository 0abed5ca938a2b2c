// The bar above an entity's surroundings: whose they are, how many steps they reach, with the number
// of marks at each distance, and whether neighbours stand in sectors by family.

import { el, pushButton, replace } from "../base/dom.js";
import { entityLink } from "../base/sentences.js";
import { say } from "../base/words.js";

const FARTHEST = 3; // steps that are offered

/** `reach(depth)`: how many marks there are within so many steps. */
export function drawSurroundings(box, { state, model }, reach) {
  box.hidden = state.focus === "";
  if (box.hidden) {
    box.replaceChildren();
    return;
  }
  const kept = box.contains(document.activeElement) ? document.activeElement.dataset : null;
  const depths = Array.from({ length: FARTHEST }, (_, i) => i + 1);
  replace(
    box,
    el(
      "span",
      { class: "whose" },
      say("surroundings.of"),
      " ",
      entityLink(model.entityById.get(state.focus)),
    ),
    el(
      "span",
      { class: "choices", role: "group", "aria-label": say("surroundings.depth") },
      depths.map((depth) =>
        choice("depth", depth, state.depth === depth, [
          say("surroundings.steps", { n: depth }),
          " ",
          el("small", {}, say("surroundings.marks", { n: reach(depth) })),
        ]),
      ),
    ),
    el(
      "span",
      { class: "choices", role: "group", "aria-label": say("surroundings.order") },
      ["sectors", "free"].map((order) =>
        choice("sectors", order, state.sectors === (order === "sectors"), [
          say(`surroundings.${order}`),
        ]),
      ),
    ),
    pushButton({ "data-do": "focus", "data-id": "" }, say("surroundings.whole")),
  );
  // The element that had the focus was made anew.
  if (kept) box.querySelector(`[data-do="${kept.do}"][data-id="${kept.id}"]`)?.focus();
}

function choice(deed, id, pressed, words) {
  const title = say(`surroundings.${deed}_long`);
  return pushButton(
    { title, "data-do": deed, "data-id": id, "aria-pressed": String(pressed) },
    words,
  );
}
