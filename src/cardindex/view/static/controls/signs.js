// The signs that belong to no family, kind or standing: size, number, arrow, washes, and those that
// strikes and two speakers add. Each has a small sample, drawn as in the drawing.

import { el } from "../base/dom.js";
import { signMark, strandMark } from "../base/glyphs.js";
import { speakerName } from "../base/sentences.js";
import { say } from "../base/words.js";

/** The names of the signs that the drawing has in this view. */
export function signsTold({ model, before, state }) {
  const strikes = before && state.ghosts && !state.before;
  return [
    "size",
    "dot",
    "arrow",
    "both_ends",
    "number",
    model.blocs.length ? "region" : null,
    ...(strikes ? ["fallen", "hollow"] : []),
  ].filter(Boolean);
}

/** The signs, as a part of the legend. */
export function signsUsed(view) {
  return el(
    "section",
    { class: "group signs", "aria-labelledby": "signs-heading" },
    el("p", { class: "heading", id: "signs-heading" }, say("signs.heading")),
    el(
      "ul",
      {},
      signsTold(view).map((name) =>
        el("li", {}, signMark(name), el("span", { class: "row-label" }, say(`signs.${name}`))),
      ),
    ),
  );
}

/** What the strands of two speakers mean, where two are heard: as a part of the legend, or null. */
export function voicesUsed({ model, state, voices }) {
  if (!voices) return null;
  const [one, other] = [state.speaker, state.versus].map((id) => speakerName(id, model));
  const rows = [
    [["yes", ""], say("versus.yes", { name: one })],
    [["", "yes"], say("versus.yes", { name: other })],
    [["no", "no"], say("versus.dots")],
  ];
  return el(
    "section",
    { class: "group signs voices", "aria-labelledby": "voices-heading" },
    el("p", { class: "heading", id: "voices-heading" }, say("versus.tab")),
    el(
      "ul",
      {},
      rows.map(([said, text]) =>
        el("li", {}, strandMark(said), el("span", { class: "row-label" }, text)),
      ),
    ),
  );
}
