// Paint on a text (CSS custom highlights, which do not change its elements): passages by the standing
// of their claims, names, the selection. styles/reading.css has the looks of each highlight.

import { lastUpTo } from "../base/points.js";
import { rangeOf } from "./paper.js";

const STANDINGS = ["corroborated", "single-root", "untraced", "contested", "tentative", "denied"];
const ABOVE = { passage: 5, found: 6, caret: 7 };

/** Can this browser paint without touching the text? */
function canPaint() {
  return typeof Highlight === "function" && Boolean(CSS.highlights);
}

/** Paint stretches [start, end] by the highlight of this name; an empty list clears it. */
export function paint(paper, name, stretches) {
  if (!canPaint()) return;
  const highlight = new Highlight();
  for (const [start, end] of stretches) highlight.add(rangeOf(paper, start, end));
  highlight.priority = ABOVE[name] ?? 0;
  if (stretches.length) CSS.highlights.set(name, highlight);
  else CSS.highlights.delete(name);
}

/** Paint cited passages by the standing of their claims. */
export function paintMarks(paper, marks) {
  for (const standing of [...STANDINGS, "fresh"]) {
    paint(
      paper,
      `cited-${standing}`,
      marks.filter((mark) => mark[2] === standing),
    );
  }
}

/** Paint names: of one entity, of several, and those that may be an ordinary word. */
export function paintNames(paper, names) {
  paint(
    paper,
    "name",
    names.filter(([, , ids, doubtful]) => ids.length === 1 && !doubtful),
  );
  paint(
    paper,
    "name-several",
    names.filter(([, , ids]) => ids.length > 1),
  );
  paint(
    paper,
    "name-doubtful",
    names.filter(([, , ids, doubtful]) => ids.length === 1 && doubtful),
  );
}

/** The name at an offset, if one stands there. */
export function nameAt(names, offset) {
  const found = names[lastUpTo(names, offset, (it) => it[0])];
  return found && found[1] >= offset ? found : null;
}

/** The cited passages at an offset; they may overlap. */
export function marksAt(marks, offset) {
  return marks.filter(([start, end]) => start <= offset && offset <= end);
}

/** Clear all highlights, before another text is laid out. */
export function unpaint() {
  if (canPaint()) CSS.highlights.clear();
}
