// The drawing itself: it is told what to draw and reports what was clicked. Marks, the view and
// gestures are vis-network's; lines and labels are painted beneath and above its marks.

import { lineAt, linesOf } from "./lines.js";
import { paintAbove, paintBeneath } from "./painting.js";
import { regionsOf } from "./regions.js";
import { makeStill } from "./still.js";
import { readTheme, tinted } from "./theme.js";

/** Make the drawing in `stage`: at first a still picture, until `wake`. */
export function makeDrawing(stage, model) {
  const drawing = {
    model, stage, network: null, nodes: null, marks: [],
    built: new Map(model.drawing.nodes.map((row) => [row.id, row])),
    shown: new Map(), entities: [], places: [], regions: [], lines: [], hovered: {},
    selected: null, lit: null, sheets: { labels: null, lines: null }, zoomed: { to: null },
    paper: {}, theme: readTheme(stage), redraw: null,
  };
  drawing.network = makeStill(stage, drawing, {
    beneath: (context) => paintBeneath(drawing, context),
    above: (context) => paintAbove(drawing, context),
  });
  drawing.redraw = drawing.network.ask;
  return drawing;
}

/**
 * Let vis-network take over the picture where it stands. `report({ entity } | { tie } | {})` is
 * called on a click.
 */
export function wake(drawing, report) {
  const { model, stage, network: still } = drawing;
  const network = new vis.Network(stage, {}, model.drawing.options);
  network.on("beforeDrawing", (context) => paintBeneath(drawing, context));
  network.on("afterDrawing", (context) => paintAbove(drawing, context));
  network.on("click", ({ nodes: [id], pointer: { canvas } }) => {
    const line = id === undefined && lineAt(drawing.lines, [canvas.x, canvas.y], network.getScale());
    if (id !== undefined) report({ entity: id });
    else report(line ? { tie: line.tie } : {});
  });
  network.on("hoverNode", ({ node }) => hover(drawing, { entity: model.entityById.get(node) }));
  network.on("blurNode", () => hover(drawing, {}));
  stage.addEventListener("pointermove", (event) => {
    if (drawing.hovered.entity || event.buttons) return;
    const { left, top } = stage.getBoundingClientRect();
    const { x, y } = network.DOMtoCanvas({ x: event.clientX - left, y: event.clientY - top });
    const line = lineAt(drawing.lines, [x, y], network.getScale()) ?? undefined;
    if (line !== drawing.hovered.line) hover(drawing, { line });
  });
  stage.addEventListener("pointerleave", () => hover(drawing, {}));
  drawing.network = network;
  // At the next frame, once, whatever else asks for it.
  drawing.redraw = () => network.body.emitter.emit("_requestRedraw");
  begin(drawing);
  network.moveTo({ scale: still.getScale(), position: still.getViewPosition() });
  network.redraw();
}

function hover(drawing, hovered) {
  drawing.hovered = hovered;
  drawing.stage.style.cursor = hovered.entity || hovered.line ? "pointer" : "";
  drawing.redraw();
}

export function retheme(drawing) {
  drawing.theme = readTheme(drawing.stage);
  drawing.sheets = { labels: null, lines: null };
  // Every row is to be given again in its new colours.
  for (const row of drawing.shown.values()) row.text = "";
}

/** Draw these entities and ties. `lit`: entities and tie keys to bring out, or null for all. */
export function draw(drawing, { entities, ties, degree, lit, selected }) {
  const places = entities.flatMap(({ i, x, y }) => [i, x, y]);
  const same = places.length === drawing.places.length
    && places.every((at, i) => at === drawing.places[i]);
  // Kept from the first drawing on: a filter is not to make everything change its size.
  for (const entity of entities) entity.size ??= sizeOf(degree(entity));
  if (!same || lit !== drawing.lit || selected !== drawing.selected) drawing.sheets.labels = null;
  Object.assign(drawing, { entities, places, lit, selected });
  drawing.sheets.lines = null;
  drawing.lines = linesOf(ties, drawing);
  if (!same) drawing.regions = regionsOf(drawing);
  drawing.marks = entities.map((entity) => markOf(drawing, entity));
  if (drawing.nodes !== null) sync(drawing.nodes, drawing.shown, drawing.marks);
  drawing.redraw();
}

/** The first picture, as Python built it, in the colours of the theme: given to vis at once. */
function begin(drawing) {
  drawing.nodes = new vis.DataSet(drawing.marks.map((row) => {
    drawing.shown.set(row.id, { text: JSON.stringify(row), hidden: false });
    return { ...drawing.built.get(row.id), ...row };
  }));
  drawing.network.setData({ nodes: drawing.nodes, edges: [] });
}

const KEPT = 5000; // rows of a data set, past which those that are hidden are taken out

/**
 * Bring a vis data set to the wanted rows in one update. What is no longer wanted is hidden: to
 * take rows out and to put them in again costs vis several times as much.
 */
function sync(set, shown, wanted) {
  const keep = new Set(wanted.map((row) => row.id));
  const changed = [];
  for (const [id, known] of shown) {
    if (known.hidden || keep.has(id)) continue;
    known.hidden = true;
    changed.push({ id, hidden: true });
  }
  for (const row of wanted) {
    const known = shown.get(row.id);
    const text = JSON.stringify(row);
    if (known?.text !== text) changed.push({ ...row, hidden: false });
    else if (known.hidden) changed.push({ id: row.id, hidden: false });
    else continue;
    shown.set(row.id, { text, hidden: false });
  }
  if (changed.length) set.update(changed);
  if (shown.size > KEPT) clear(set, shown);
}

function clear(set, shown) {
  const gone = [...shown.keys()].filter((id) => shown.get(id).hidden);
  for (const id of gone) shown.delete(id);
  set.remove(gone);
}

export function sizeOf(degree) {
  return Math.min(34, 6.5 + 3.4 * Math.sqrt(degree));
}

function markOf(drawing, entity) {
  const { theme, lit, selected } = drawing;
  const dim = lit !== null && !lit.entities.has(entity);
  const colour = tinted(entity.type.colour, theme);
  const border = entity === selected ? theme.red : theme.paper;
  const face = { background: colour, border };
  return {
    id: entity.id, label: " ", x: entity.x, y: entity.y, size: entity.size, shape: entity.type.shape,
    opacity: dim ? 0.22 : 1, borderWidth: entity === selected ? 3 : 1.5,
    color: { ...face, highlight: { background: colour, border: theme.red },
      hover: { background: colour, border: theme.ink } },
  };
}
