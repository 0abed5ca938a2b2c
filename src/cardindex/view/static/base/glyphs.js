// Small drawings for legends and cards: shapes of kinds, lines of families and standings.

import { svg } from "./dom.js";
import { CORNERS } from "./shapes.js";

/** The mark of a kind of entity. */
export function shapeMark(type) {
  const corners = CORNERS[type.shape];
  const mark = corners
    ? svg("polygon", { points: corners.map(([x, y]) => `${8 + x * 6},${8 + y * 6}`).join(" ") })
    : svg("circle", { cx: 8, cy: 8, r: 6 });
  mark.setAttribute("fill", type.colour);
  return svg("svg", { class: "mark", viewBox: "0 0 16 16", "aria-hidden": "true" }, mark);
}

export const LINES = {
  corroborated: { width: 3.2, dashes: "" },
  "single-root": { width: 1.5, dashes: "" },
  untraced: { width: 1.6, dashes: "1.6 2.6" },
  contested: { width: 1.8, dashes: "6 3.5" },
  tentative: { width: 1, dashes: "4 6" },
  denied: { width: 2, dashes: "2 6" },
};

/** A line as standing draws it, in a family's colour or in ink. */
export function lineMark(standing, colour = "currentColor") {
  const { width, dashes } = LINES[standing];
  return svg(
    "svg",
    { class: "line-mark", viewBox: "0 0 26 8", "aria-hidden": "true" },
    svg("line", {
      x1: 1,
      y1: 4,
      x2: 25,
      y2: 4,
      stroke: colour,
      "stroke-width": width,
      "stroke-dasharray": dashes || null,
    }),
  );
}
