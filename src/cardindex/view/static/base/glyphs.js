// Small drawings for legends and cards: shapes of kinds, lines of families and standings.

import { svg } from "./dom.js";
import { CORNERS } from "./shapes.js";
import { say } from "./words.js";

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

/** The strands of two speakers: dashes of each where it affirms, and of either where it does not. */
export const STRANDS = { yes: ["", "9 3.5"], no: ["1.6 3.4", "1.6 3.4"] };

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

/** A standing: its line, and its name. */
export function standingMark(standing) {
  return [lineMark(standing), " ", say(`claim.standing.${standing}`)];
}

/** A sample of a sign of the drawing, by its name in the legend. */
export function signMark(name) {
  return svg(
    "svg",
    { class: `sign-mark is-${name}`, viewBox: "0 0 40 16", "aria-hidden": "true" },
    SIGNS[name](),
  );
}

/** What two speakers say, as the drawing has it: ["yes" | "no" | "", the same of the second]. */
export function strandMark(said) {
  const both = said.every(Boolean);
  return svg(
    "svg",
    { class: "sign-mark", viewBox: "0 0 40 16", "aria-hidden": "true" },
    said.map((one, side) => {
      if (!one) return null;
      const y = both ? 5.5 + side * 5 : 8;
      return svg("line", {
        class: `voice-${side ? "two" : "one"}`,
        x1: 2,
        x2: 38,
        y1: y,
        y2: y,
        "stroke-width": 2.2,
        "stroke-dasharray": STRANDS[one][side] || null,
      });
    }),
  );
}

const line = (x1, x2, attributes = {}) =>
  svg("line", { x1, x2, y1: 8, y2: 8, stroke: "currentColor", "stroke-width": 1.6, ...attributes });
const disc = (cx, r, attributes = {}) =>
  svg("circle", { cx, cy: 8, r, fill: "currentColor", ...attributes });

const SIGNS = {
  size: () => [disc(7, 3), disc(18, 4.8), disc(32, 7)],
  dot: () => [disc(20, 1.8, { "fill-opacity": 0.6 })],
  arrow: () => [
    line(2, 32),
    svg("polygon", { points: "38,8 29,4.2 29,11.8", fill: "currentColor" }),
  ],
  both_ends: () => [line(2, 38)],
  number: () => [
    line(2, 12),
    line(28, 38),
    svg(
      "text",
      { x: 20, y: 12, "text-anchor": "middle", "font-size": 11, fill: "currentColor" },
      "3",
    ),
  ],
  region: () => [
    svg("path", {
      class: "wash",
      d: "M10 1 a7 7 0 0 0 0 14 C15 15 25 15 30 15 a7 7 0 0 0 0 -14 C25 1 15 1 10 1",
    }),
    disc(11, 2.6),
    disc(29, 2.6),
  ],
  fallen: () => [line(2, 38, { "stroke-width": 3.4, opacity: 0.35 })],
  hollow: () => [disc(20, 5, { fill: "none", stroke: "currentColor", "stroke-width": 1.4 })],
};
