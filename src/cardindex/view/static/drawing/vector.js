// A canvas context that writes SVG, so that the code that paints the screen also paints vectors. It
// has the part of the interface that the drawing uses; positions and sizes are written with all
// transforms applied.

import { svg } from "../base/dom.js";

const KEPT_BY_SAVE = [
  "fillStyle",
  "strokeStyle",
  "lineWidth",
  "lineJoin",
  "lineCap",
  "globalAlpha",
  "font",
  "textAlign",
  "textBaseline",
  "letterSpacing",
  "dashes",
  "matrix",
];
const ANCHORS = { center: "middle", right: "end", end: "end" };

/** Make a context that appends its elements to `element`, an SVG element. */
export function vectorContext(element) {
  const letters = document.createElement("canvas").getContext("2d");
  const saved = [];
  let way = "";
  const context = {
    fillStyle: "#000",
    strokeStyle: "#000",
    lineWidth: 1,
    lineJoin: "miter",
    lineCap: "butt",
    globalAlpha: 1,
    font: "10px serif",
    textAlign: "start",
    textBaseline: "alphabetic",
    letterSpacing: "0px",
    dashes: [],
    matrix: { a: 1, d: 1, e: 0, f: 0 },
    save() {
      saved.push(Object.fromEntries(KEPT_BY_SAVE.map((name) => [name, context[name]])));
    },
    restore() {
      Object.assign(context, saved.pop());
    },
    getTransform: () => ({ b: 0, c: 0, ...context.matrix }),
    setTransform(a, _b, _c, d, e, f) {
      context.matrix = { a, d, e, f };
    },
    translate(x, y) {
      const { a, d, e, f } = context.matrix;
      context.matrix = { a, d, e: e + a * x, f: f + d * y };
    },
    scale(x, y) {
      const { a, d, e, f } = context.matrix;
      context.matrix = { a: a * x, d: d * y, e, f };
    },
    setLineDash(dashes) {
      context.dashes = dashes;
    },
    getLineDash: () => context.dashes,
    beginPath() {
      way = "";
    },
    closePath() {
      if (way) way += "Z";
    },
    moveTo(...at) {
      way += `M${spot(at)}`;
    },
    lineTo(...at) {
      way += `${way ? "L" : "M"}${spot(at)}`;
    },
    quadraticCurveTo(x, y, ...to) {
      way += `Q${spot([x, y])} ${spot(to)}`;
    },
    bezierCurveTo(x, y, x2, y2, ...to) {
      way += `C${spot([x, y])} ${spot([x2, y2])} ${spot(to)}`;
    },
    rect(x, y, width, height) {
      way +=
        `M${spot([x, y])}L${spot([x + width, y])}L${spot([x + width, y + height])}` +
        `L${spot([x, y + height])}Z`;
    },
    arc(x, y, radius, from, to, back = false) {
      context.ellipse(x, y, radius, radius, 0, from, to, back);
    },
    ellipse(x, y, wide, high, _turn, from, to, back = false) {
      const at = (angle) => [x + wide * Math.cos(angle), y + high * Math.sin(angle)];
      const radii = `${short(wide * context.matrix.a)} ${short(high * context.matrix.d)}`;
      const whole = Math.abs(to - from) >= 2 * Math.PI - 1e-9;
      const ends = whole ? [at(from + Math.PI), at(from)] : [at(to)];
      const large = !whole && Math.abs(to - from) > Math.PI ? 1 : 0;
      way += `${way ? "L" : "M"}${spot(at(from))}`;
      for (const end of ends) way += `A${radii} 0 ${large} ${back ? 0 : 1} ${spot(end)}`;
    },
    fill() {
      put("path", { d: way, fill: context.fillStyle });
    },
    stroke() {
      put("path", { d: way, fill: "none", ...pen(), "stroke-dasharray": dashing() });
    },
    fillRect(x, y, width, height) {
      const [left, top] = moved([x, y]);
      const { a, d } = context.matrix;
      put("rect", {
        x: short(left),
        y: short(top),
        width: short(width * a),
        height: short(height * d),
        fill: context.fillStyle,
      });
    },
    clearRect() {},
    measureText(text) {
      letters.font = context.font;
      letters.letterSpacing = context.letterSpacing;
      return letters.measureText(text);
    },
    fillText(text, x, y) {
      write(text, x, y, { fill: context.fillStyle });
    },
    strokeText(text, x, y) {
      write(text, x, y, { fill: "none", ...pen() });
    },
  };
  const moved = ([x, y]) => {
    const { a, d, e, f } = context.matrix;
    return [x * a + e, y * d + f];
  };
  const spot = (at) => moved(at).map(short).join(" ");
  const pen = () => ({
    stroke: context.strokeStyle,
    "stroke-width": short(context.lineWidth * context.matrix.a),
    "stroke-linejoin": context.lineJoin === "miter" ? null : context.lineJoin,
    "stroke-linecap": context.lineCap === "butt" ? null : context.lineCap,
  });
  const dashing = () => {
    return context.dashes.map((length) => short(length * context.matrix.a)).join(" ") || null;
  };
  const put = (name, attributes, ...children) => {
    if (!context.globalAlpha || attributes.d === "") return;
    element.append(
      svg(
        name,
        {
          ...attributes,
          opacity: context.globalAlpha === 1 ? null : short(context.globalAlpha),
        },
        ...children,
      ),
    );
  };
  const write = (text, x, y, ink) => {
    const [, style, weight, size, family] = /^(italic )?(\d+ )?([\d.]+)px (.*)$/.exec(context.font);
    const tall = Number(size) * context.matrix.a;
    const [left, top] = moved([x, y]);
    // Not every SVG viewer knows dominant-baseline, so text is moved by hand.
    const down = context.textBaseline === "middle" ? tall * 0.33 : 0;
    const spacing = parseFloat(context.letterSpacing) * context.matrix.a;
    put(
      "text",
      {
        x: short(left),
        y: short(top + down),
        "font-family": family,
        "font-size": short(tall),
        "font-weight": weight?.trim() ?? null,
        "font-style": style?.trim() ?? null,
        "letter-spacing": spacing ? short(spacing) : null,
        "text-anchor": ANCHORS[context.textAlign] ?? null,
        ...ink,
      },
      printable(text),
    );
  };
  return context;
}

function short(number) {
  return Math.round(number * 100) / 100;
}

/** Without the signs that XML does not know. */
function printable(text) {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
}
