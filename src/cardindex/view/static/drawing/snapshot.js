// The drawing as a picture, PNG, SVG or on paper, with a key to its ink and a caption. The same code
// paints the screen.

import { paintBeneath, paintAbove } from "./painting.js";
import { fitting, viewOf } from "./camera.js";
import { svg } from "../base/dom.js";
import { layMark } from "../base/shapes.js";
import { inLines } from "../base/words.js";
import { paintMark } from "./standin.js";
import { vectorContext } from "./vector.js";

const LETTERS = 13; // pixels
const LEADING = LETTERS * 1.4;
const MARGIN_OF_PICTURE = 18;
const HIGHEST = 15000; // the most pixels that a canvas may have in one direction
export const WIDEST = 8000;
const PAPER = { width: 1040, height: 700 };

/**
 * The drawing as the screen shows it, as a PNG of this width. `about`: { key, lines }; the key is
 * [{ title, items: [{ label, line: { colour, width, dashes } } | { label, shape, colour }] }].
 */
export function pngPicture(drawing, about, wide) {
  const camera = cameraOf(drawing);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const laid = layOutAbout(context, drawing.theme, about, camera.width);
  const high = camera.height + laid.height;
  const ratio = Math.min(Math.min(Math.max(wide, 100), WIDEST) / camera.width, HIGHEST / high);
  Object.assign(canvas, {
    width: Math.round(camera.width * ratio),
    height: Math.round(high * ratio),
  });
  paintPicture(drawing, context, camera, ratio, laid);
  return asBlob(canvas);
}

/** The same as an SVG file. */
export function svgPicture(drawing, about, title) {
  const element = vectorOf(drawing, about, cameraOf(drawing));
  element.prepend(svg("title", {}, title));
  element.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new Blob([new XMLSerializer().serializeToString(element)], { type: "image/svg+xml" });
}

/** All that is drawn, or what is lit, as an SVG element for paper. */
export function paperPicture(drawing, about) {
  const { scale, position } = fitting(drawing, PAPER, drawing.lit) ?? {
    scale: 1,
    position: { x: 0, y: 0 },
  };
  return vectorOf(drawing, about, { ...PAPER, scale, ...position });
}

function cameraOf(drawing) {
  const { clientWidth: width, clientHeight: height } = drawing.stage;
  const { scale, position } = viewOf(drawing);
  return { width, height, scale, x: position.x, y: position.y };
}

function vectorOf(drawing, about, camera) {
  const element = svg("svg", { role: "img" });
  const context = vectorContext(element);
  const laid = layOutAbout(context, drawing.theme, about, camera.width);
  const height = Math.ceil(camera.height + laid.height);
  element.setAttribute("viewBox", `0 0 ${camera.width} ${height}`);
  element.setAttribute("width", camera.width);
  element.setAttribute("height", height);
  paintPicture(drawing, context, camera, 1, laid);
  return element;
}

function paintPicture(drawing, context, { width, height, scale, x, y }, ratio, laid) {
  const { theme } = drawing;
  // Painted as before vis-network is loaded, without sheets: a picture is painted once.
  const own = {
    ...drawing,
    nodes: null,
    carried: null,
    hovered: {},
    several: [],
    pinned: [],
    lasso: null,
    sheets: { labels: null, lines: null },
    stage: { clientWidth: width, clientHeight: height },
    network: { getScale: () => scale, getViewPosition: () => ({ x, y }) },
  };
  const zoom = scale * ratio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, width, height + laid.height);
  context.save();
  context.setTransform(
    zoom,
    0,
    0,
    zoom,
    (width / 2) * ratio - x * zoom,
    (height / 2) * ratio - y * zoom,
  );
  paintBeneath(own, context);
  for (const mark of drawing.marks) paintMark(context, mark, scale);
  paintAbove(own, context);
  context.restore();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.setLineDash([]);
  context.globalAlpha = 1;
  // Clipped, so that nothing of the drawing lies beneath key and caption.
  context.fillStyle = theme.paper;
  context.fillRect(0, height, width, laid.height);
  context.fillStyle = theme.red;
  context.fillRect(MARGIN_OF_PICTURE, height + 6, width - MARGIN_OF_PICTURE * 2, 1);
  paintAbout(context, theme, laid, height);
}

/** Where key and caption stand: { words: [{ x, y, text, strong, soft }], signs, height }. */
function layOutAbout(context, theme, { key, lines }, width) {
  const [words, signs] = [[], []];
  const room = width - MARGIN_OF_PICTURE;
  const widthOf = (text, strong = false) => {
    context.font = fontOf(theme, strong);
    return context.measureText(text).width;
  };
  let y = MARGIN_OF_PICTURE + LETTERS;
  for (const { title, items } of key) {
    let x = MARGIN_OF_PICTURE;
    words.push({ x, y, text: title, soft: true });
    x += widthOf(title) + LETTERS;
    for (const { label, ...sign } of items) {
      const before = sign.line ? LETTERS * 2.3 : sign.shape ? LETTERS * 1.4 : 0;
      const needed = before + widthOf(label);
      if (x + needed > room && x > MARGIN_OF_PICTURE * 2) {
        x = MARGIN_OF_PICTURE * 2;
        y += LEADING;
      }
      if (before) signs.push({ x, y, ...sign });
      words.push({ x: x + before, y, text: label });
      x += needed + LETTERS * 1.4;
    }
    y += LEADING;
  }
  if (key.length) y += LETTERS * 0.5;
  lines.forEach((line, at) => {
    const wrapped = inLines(line.split(" "), room - MARGIN_OF_PICTURE, (text) =>
      widthOf(text, at === 0),
    );
    for (const text of wrapped) {
      words.push({ x: MARGIN_OF_PICTURE, y, text, strong: at === 0 });
      y += LEADING;
    }
  });
  return { words, signs, height: y - LEADING + MARGIN_OF_PICTURE };
}

function paintAbout(context, theme, { words, signs }, top) {
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  for (const { x, y, text, strong, soft } of words) {
    context.font = fontOf(theme, strong);
    context.fillStyle = soft ? theme.soft : theme.ink;
    context.fillText(text, x, top + y);
  }
  for (const { x, y, line, shape, colour } of signs) {
    const middle = top + y - LETTERS * 0.35;
    if (line) {
      context.strokeStyle = line.colour ?? theme.ink;
      context.lineWidth = line.width;
      context.setLineDash(line.dashes);
      context.beginPath();
      context.moveTo(x, middle);
      context.lineTo(x + LETTERS * 1.9, middle);
      context.stroke();
      context.setLineDash([]);
    } else paintShape(context, shape, colour, x + LETTERS * 0.5, middle);
  }
}

function paintShape(context, shape, colour, x, y) {
  layMark(context, shape, x, y, LETTERS * 0.45);
  context.fillStyle = colour;
  context.fill();
}

function fontOf(theme, strong) {
  return `${strong ? "600 " : ""}${LETTERS}px ${theme.font}`;
}

/** A canvas as a PNG, at once: browsers delay `toBlob` until they are idle. */
function asBlob(canvas) {
  const signs = atob(canvas.toDataURL("image/png").split(",")[1]);
  return new Blob([Uint8Array.from(signs, (sign) => sign.charCodeAt(0))], { type: "image/png" });
}

/** Offer a file to save. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
