// The painting beneath and above the marks of vis-network: lines, washes, labels, notes. While the
// reader pans or zooms, lines and labels are on sheets (canvases) that are only moved; a picture that
// stands still is painted directly, as that is faster than making sheets.

import { extent } from "./camera.js";
import { placeLabels, rimFont, shortened, textFont } from "./labels.js";
import { paintChoice } from "./lasso.js";
import { halfway, isHint, lineBounds, paintLine, paintLines } from "./lines.js";
import { lookOf } from "./looks.js";
import { paintGathered, paintWhiskers } from "./whiskers.js";
import { drawRegions } from "./blocs.js";
import { paintWedges } from "./wedges.js";
import { inLines, say } from "../base/words.js";

/** Washes and lines, which lie beneath the marks. */
export function paintBeneath(drawing, context) {
  const { labels, lines } = sheetsNow(drawing, context);
  paintWedges(drawing, context);
  drawRegions(drawing, context, labels.names, drawing.network.getScale());
  if (lines.sheet) lay(context, lines.sheet);
  else {
    inPlace(context, lines, () => paintTies(drawing, context, lines.scale, seenPart(drawing)));
  }
  const { carried } = drawing;
  if (carried) paintTies({ ...drawing, lines: carried.lines, ghosts: [] }, context, lines.scale);
}

/** Labels, and what the pointer is on. */
export function paintAbove(drawing, context) {
  const { labels } = sheetsNow(drawing, context);
  paintGathered(drawing, context, drawing.network.getScale());
  paintWhiskers(drawing, context, drawing.network.getScale());
  if (labels.sheet) lay(context, labels.sheet);
  else inPlace(context, labels, () => paintLabels(drawing, context, labels, seenPart(drawing)));
  paintChoice(drawing, context, drawing.network.getScale());
  context.textBaseline = "middle";
  paintHovered(drawing, context, drawing.network.getScale());
}

/** The sheets for the present scale; a sheet that is null is painted anew. */
function sheetsNow(drawing, context) {
  const { sheets } = drawing;
  const scale = drawing.network.getScale();
  if (sheets.labels && sheets.lines && isZooming(drawing, scale)) return sheets;
  if (sheets.labels?.scale !== scale) sheets.labels = labelsAt(drawing, context, scale);
  if (sheets.lines?.scale !== scale) sheets.lines = linesAt(drawing, scale);
  if (drawing.nodes !== null) {
    sheets.labels.sheet ??= paintSheet(drawing, "labels", sheets.labels, (own) =>
      paintLabels(drawing, own, sheets.labels),
    );
    sheets.lines.sheet ??= paintSheet(drawing, "lines", sheets.lines, (own) =>
      paintTies(drawing, own, scale),
    );
  }
  return sheets;
}

const PAUSE = 110; // milliseconds without zooming, after which the sheets are painted anew

/** While zooming, the old sheets are stretched: letters are slow to paint. */
function isZooming(drawing, scale) {
  const { zoomed, sheets } = drawing;
  if (sheets.labels.scale === scale) return false;
  if (zoomed.to !== scale) {
    clearTimeout(zoomed.timer);
    const timer = setTimeout(() => drawing.redraw(), PAUSE);
    drawing.zoomed = { to: scale, until: performance.now() + PAUSE - 10, timer };
  }
  return performance.now() < drawing.zoomed.until;
}

function labelsAt(drawing, context, scale) {
  const labels = { scale, ...placeLabels(drawing, context, scale) };
  // A dragged mark has its name at the pointer.
  labels.placed = labels.placed.filter(({ entity }) => !drawing.carried?.entities.has(entity));
  const all = [
    ...labels.placed,
    ...labels.rims.map((it) => ({ ...it, left: it.x - 90 / scale, width: 180 / scale })),
  ];
  return { ...labels, bounds: labelBounds(all, scale), sheet: null };
}

/** The box of all labels with their halos: [left, top, right, bottom]. */
function labelBounds(placed, scale) {
  const [left] = extent(placed.map((label) => label.left));
  const [, right] = extent(placed.map((label) => label.left + label.width));
  const [top, bottom] = extent(placed.map(({ y }) => y));
  return [left - 8 / scale, top - 24 / scale, right + 8 / scale, bottom + 24 / scale];
}

function linesAt(drawing, scale) {
  return { scale, bounds: lineBounds([...drawing.lines, ...drawing.ghosts], 24), sheet: null };
}

const SHEET = 12e6; // pixels of a sheet at most

/** A sheet for the content of a box; null where it would be too large, or empty. */
function paintSheet(drawing, name, { scale, bounds: [left, top, right, bottom] }, paint) {
  const zoom = scale * (window.devicePixelRatio || 1);
  const [width, height] = [(right - left) * zoom, (bottom - top) * zoom].map(Math.ceil);
  if (!(width > 0 && height > 0 && width * height < SHEET)) return null;
  drawing.paper[name] = cleared(drawing.paper[name], width, height);
  const canvas = drawing.paper[name];
  const context = canvas.getContext("2d");
  context.setTransform(zoom, 0, 0, zoom, -left * zoom, -top * zoom);
  paint(context);
  return { canvas, left, top, zoom };
}

/** A blank canvas of at least this size; the old one is used again, as new ones are slow to make. */
function cleared(canvas, width, height) {
  const fits =
    canvas &&
    canvas.width >= width &&
    canvas.height >= height &&
    canvas.width * canvas.height < width * height * 2;
  if (!fits) return Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

/** Paint directly, on the same pixels as a sheet of this scale would have. */
function inPlace(context, { bounds: [left, top] }, paint) {
  const { a, e, f } = context.getTransform();
  context.save();
  context.setTransform(
    a,
    0,
    0,
    a,
    Math.round(e + left * a) - left * a,
    Math.round(f + top * a) - top * a,
  );
  paint();
  context.restore();
}

/** Draw a sheet in its place, on whole pixels, so that letters stay sharp. */
function lay(context, { canvas, left, top, zoom }) {
  const { a, e, f } = context.getTransform();
  const stretch = a / zoom;
  const same = Math.abs(stretch - 1) < 1e-6;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  if (same) context.drawImage(canvas, Math.round(e + left * a), Math.round(f + top * a));
  else {
    context.drawImage(
      canvas,
      e + left * a,
      f + top * a,
      canvas.width * stretch,
      canvas.height * stretch,
    );
  }
  context.restore();
}

/** The part of the drawing that is on the stage, with room for labels that reach into it. */
function seenPart({ network, stage }) {
  const { x, y } = network.getViewPosition();
  const scale = network.getScale();
  const [wide, high] = [stage.clientWidth / 2 + 300, stage.clientHeight / 2 + 40];
  return {
    left: x - wide / scale,
    right: x + wide / scale,
    top: y - high / scale,
    bottom: y + high / scale,
  };
}

/** Lines, and how many claims each stands for where there is room to say so. */
function paintTies(drawing, context, scale, part = null) {
  const { lines, ghosts, theme, lit } = drawing;
  paintLines(context, ghosts, part);
  paintLines(context, lines, part);
  if (scale < 0.85 && lit === null) return;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = textFont(theme, 10.5 / scale, true);
  for (const line of lines) {
    const { tie, colour } = line;
    if (tie.claims.length < 2 || (lit === null ? isHint(drawing, tie) : !lit.ties.has(tie.key)))
      continue;
    const [x, y] = halfway(line);
    context.beginPath();
    context.arc(x, y, 7.5 / scale, 0, 2 * Math.PI);
    context.fillStyle = theme.paper;
    context.fill();
    context.fillStyle = colour;
    context.fillText(String(tie.claims.length), x, y);
  }
}

function paintLabels(drawing, context, { placed, rims, scale }, part = null) {
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const rim of rims) paintRim(drawing, context, rim, scale);
  for (const label of placed) {
    const seen =
      !part ||
      (label.x > part.left && label.x < part.right && label.y > part.top && label.y < part.bottom);
    if (seen) paintLabel(drawing, context, label, scale);
  }
}

/** The name of a sector. */
function paintRim({ theme }, context, { text, x, y }, scale) {
  context.font = rimFont(theme, scale);
  context.strokeStyle = theme.paper;
  context.lineWidth = 4 / scale;
  context.textAlign = "center";
  context.strokeText(text, x, y);
  context.fillStyle = theme.soft;
  context.fillText(text, x, y);
}

function paintLabel(drawing, context, label, scale) {
  const { theme, lit } = drawing;
  context.globalAlpha = lit !== null && !lit.entities.has(label.entity) ? 0.25 : 1;
  context.font = textFont(theme, label.size / scale, label.strong);
  context.strokeStyle = theme.paper;
  context.lineWidth = 4 / scale;
  context.textAlign = label.align;
  context.strokeText(label.text, label.x, label.y);
  context.fillStyle = theme.ink;
  context.fillText(label.text, label.x, label.y);
  context.globalAlpha = 1;
}

/** The note at the pointer: the whole name of an entity, or what a line stands for. */
function paintHovered(drawing, context, scale) {
  const { entity, line } = drawing.hovered;
  if (entity) {
    const noted = drawing.note?.(entity) ?? [];
    paintNote(
      drawing,
      context,
      [entity.label, ...noted],
      entity.x,
      entity.y + lookOf(drawing, entity).size + (15 + 10 * noted.length) / scale,
      scale,
    );
  } else if (line && (drawing.lines.includes(line) || drawing.ghosts.includes(line))) {
    context.save();
    paintLine(context, { ...line, alpha: 1 }, 1.4 / scale);
    context.restore();
    const { a, b, family, claims } = line.tie;
    const { x, y } = drawing.network.DOMtoCanvas(drawing.hovered.at);
    const about = {
      a: shortened(a.label),
      b: shortened(b.label),
      family: family?.label ?? "",
      claims: say("stage.status", { n: claims.length }),
    };
    const said = [
      line.tie.fallen ? say("stage.fallen_tie", about) : say("stage.tie", about),
      ...(line.tie.fallen ? [] : (drawing.told?.(line.tie) ?? [])),
    ];
    paintNote(drawing, context, said, x, y - (10 + 10 * said.length) / scale, scale);
  }
}

/** A note in a box near a point, moved so that it stays on the stage. */
function paintNote({ theme, network, stage }, context, said, middle, height, scale) {
  context.font = textFont(theme, 14 / scale, true);
  const lines = said.flatMap((line) => {
    return inLines(
      line.split(" "),
      (stage.clientWidth - 40) / scale,
      (it) => context.measureText(it).width,
    );
  });
  const wide = Math.max(...lines.map((line) => context.measureText(line).width));
  const [half, tall] = [wide / 2 + 7 / scale, (lines.length * 19 + 5) / 2 / scale];
  const view = network.getViewPosition();
  const [x, y] = [
    [middle, view.x, stage.clientWidth, half],
    [height, view.y, stage.clientHeight, tall],
  ].map(([at, centre, length, own]) => {
    const room = Math.max(0, length / 2 / scale - own - 4 / scale);
    return Math.min(Math.max(at, centre - room), centre + room);
  });
  context.fillStyle = theme.card;
  context.strokeStyle = theme.soft;
  context.lineWidth = 1 / scale;
  context.beginPath();
  context.rect(x - half, y - tall, half * 2, tall * 2);
  context.fill();
  context.stroke();
  context.fillStyle = theme.ink;
  context.textAlign = "center";
  lines.forEach((line, at) => {
    context.font = textFont(theme, 14 / scale, line === said[0]);
    context.fillText(line, x, y + ((at - (lines.length - 1) / 2) * 19) / scale);
  });
}
