// The drawing itself, in vis-network: it is told what to draw and reports what was clicked.

import { LINES } from "./glyphs.js";
import { placeLabels, shortened, textFont } from "./labels.js";
import { drawRegions, regionsOf } from "./regions.js";
import { say } from "./words.js";

/** Make the drawing in `stage`. `report({ entity } | { tie } | {})` is called on a click. */
export function makeNetwork(stage, model, report) {
  const network = new vis.Network(stage, {}, model.drawing.options);
  const built = (rows) => new Map(rows.map((row) => [row.id, row]));
  const drawing = {
    model, stage, network, nodes: null, edges: null,
    built: { nodes: built(model.drawing.nodes), edges: built(model.drawing.edges) },
    shown: { nodes: new Map(), edges: new Map() },
    entities: [], regions: [], ties: new Map(), labels: null, hovered: {}, selected: null, lit: null,
    theme: readTheme(stage),
  };
  network.on("beforeDrawing", (context) => {
    const { names, scale } = labelsNow(drawing, context);
    drawRegions(drawing, context, names, scale);
  });
  network.on("afterDrawing", (context) => drawLabels(drawing, context));
  network.on("click", ({ nodes: [id], edges: [edge] }) => {
    if (id !== undefined) report({ entity: id });
    else if (edge !== undefined) report({ tie: drawing.ties.get(edge) });
    else report({});
  });
  network.on("hoverNode", ({ node }) => hover(drawing, { node }));
  network.on("blurNode", () => hover(drawing, {}));
  network.on("hoverEdge", ({ edge }) => hover(drawing, { edge }));
  network.on("blurEdge", () => hover(drawing, {}));
  return drawing;
}

function hover(drawing, { node, edge }) {
  drawing.hovered = { entity: drawing.model.entityById.get(node), tie: drawing.ties.get(edge) };
  drawing.stage.style.cursor = node || edge ? "pointer" : "";
  drawing.network.body.emitter.emit("_requestRedraw");
}

/** Colours come from the style sheet, so that a theme is one place's business. */
function readTheme(stage) {
  const style = getComputedStyle(stage);
  const colour = (name) => style.getPropertyValue(name).trim();
  return {
    paper: colour("--paper"), card: colour("--card"), ink: colour("--ink"), soft: colour("--soft"), red: colour("--red"),
    dark: colour("--dark") === "1", font: style.fontFamily,
  };
}

export function retheme(drawing) {
  drawing.theme = readTheme(drawing.stage);
  drawing.labels = null;
  // Every row is to be given again in its new colours.
  for (const known of Object.values(drawing.shown)) for (const row of known.values()) row.text = "";
}

/** Draw these entities and ties. `lit`: entities and tie keys to bring out, or null for all. */
export function draw(drawing, { entities, ties, degree, lit, selected }) {
  const same = drawing.entities.length === entities.length
    && entities.every((entity, i) => entity === drawing.entities[i]);
  if (!same || lit !== drawing.lit || selected !== drawing.selected) drawing.labels = null;
  drawing.entities = entities;
  drawing.ties = new Map(ties.map((tie) => [tie.key, tie]));
  drawing.lit = lit;
  drawing.selected = selected;
  if (!same) drawing.regions = regionsOf(drawing);
  const nodes = entities.map((entity) => {
    // Kept from the first drawing on: a filter is not to make everything change its size.
    entity.size ??= sizeOf(degree(entity));
    return nodeOf(drawing, entity);
  });
  const edges = curved(ties).map(([tie, bend]) => edgeOf(drawing, tie, bend));
  if (drawing.nodes === null) begin(drawing, nodes, edges);
  else {
    sync(drawing.nodes, drawing.shown.nodes, nodes);
    sync(drawing.edges, drawing.shown.edges, edges);
    // At the next frame, once, whatever else asks for it.
    drawing.network.body.emitter.emit("_requestRedraw");
  }
}

/** The first picture, as Python built it, in the colours of the theme: given to vis at once. */
function begin(drawing, nodes, edges) {
  const whole = (name, rows) => rows.map((row) => {
    drawing.shown[name].set(row.id, { text: JSON.stringify(row), hidden: false });
    return { ...drawing.built[name].get(row.id), ...row };
  });
  drawing.nodes = new vis.DataSet(whole("nodes", nodes));
  drawing.edges = new vis.DataSet(whole("edges", edges));
  drawing.network.setData({ nodes: drawing.nodes, edges: drawing.edges });
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

function nodeOf(drawing, entity) {
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

/** The theme's version of a colour of the ontology: on dark paper a little lighter. */
export function tinted(colour, theme) {
  if (!theme.dark || !/^#[0-9a-f]{6}$/i.test(colour)) return colour;
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const lighter = parts.map((part) => Math.round(part + (255 - part) * 0.28));
  return `#${lighter.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function edgeOf(drawing, tie, bend) {
  const { theme, lit } = drawing;
  const { width, dashes } = LINES[tie.standing];
  const dim = lit !== null && !lit.ties.has(tie.key);
  const strong = lit !== null && !dim;
  const colour = tinted(tie.family?.colour ?? theme.soft, theme);
  return {
    id: tie.key, from: tie.a.id, to: tie.b.id,
    width: width * (strong ? 1.25 : 0.9) * (tie.actual ? 1 : 0.7)
      * (1 + Math.min(tie.claims.length - 1, 8) * 0.12),
    dashes: tie.actual ? (dashes ? dashes.split(" ").map(Number) : false) : [9, 4, 2, 4],
    arrows: { to: { enabled: tie.forth }, from: { enabled: tie.back } },
    color: { color: colour, highlight: colour, hover: colour,
      opacity: dim ? 0.07 : strong ? 0.95 : tie.standing === "corroborated" ? 0.85 : 0.6 },
    smooth: bend === 0 && tie.a !== tie.b
      ? { enabled: false }
      : { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) },
  };
}

/** Several ties between two entities fan out, so that none hides another. */
function curved(ties) {
  const pairs = new Map();
  for (const tie of ties) {
    const pair = `${tie.a.id}+${tie.b.id}`;
    if (!pairs.has(pair)) pairs.set(pair, []);
    pairs.get(pair).push(tie);
  }
  const bends = new Map();
  for (const parallel of pairs.values()) {
    parallel.forEach((tie, at) => bends.set(tie, (at - (parallel.length - 1) / 2) * 0.16));
  }
  return ties.map((tie) => [tie, bends.get(tie)]);
}

/** Labels for the present zoom; worked out anew only when that changes. */
function labelsNow(drawing, context) {
  const scale = drawing.network.getScale();
  if (drawing.labels?.scale !== scale) {
    drawing.labels = { scale, ...placeLabels(drawing, context, scale) };
    drawing.labels.sheet = paintSheet(drawing);
  }
  return drawing.labels;
}

function drawLabels(drawing, context) {
  const { sheet, placed, scale } = labelsNow(drawing, context);
  drawCounts(drawing, context, scale);
  if (sheet) context.drawImage(sheet.canvas, sheet.x, sheet.y, sheet.width, sheet.height);
  else paintLabels(drawing, context, placed, seenPart(drawing));
  context.textBaseline = "middle";
  paintHovered(drawing, context, scale);
}

const SHEET = 12e6; // pixels of a sheet of labels at most

/**
 * All labels on a sheet of their own: letters with a halo are slow to paint, a picture is not.
 * Null where the sheet would be too large; then only what is seen is painted.
 */
function paintSheet(drawing) {
  const { placed, scale } = drawing.labels;
  if (!placed.length) return null;
  const ratio = window.devicePixelRatio || 1;
  const margin = 300 / scale;
  const [left, right] = extent(placed.map((label) => label.x));
  const [top, bottom] = extent(placed.map((label) => label.y));
  const [width, height] = [right - left + margin * 2, bottom - top + margin * 2];
  if (width * height * (scale * ratio) ** 2 > SHEET) return null;
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * scale * ratio);
  canvas.height = Math.ceil(height * scale * ratio);
  const context = canvas.getContext("2d");
  context.scale(scale * ratio, scale * ratio);
  context.translate(margin - left, margin - top);
  paintLabels(drawing, context, placed);
  return { canvas, x: left - margin, y: top - margin, width, height };
}

/** The part of the drawing that is on the stage, with room for labels that reach into it. */
function seenPart({ network, stage }) {
  const { x, y } = network.getViewPosition();
  const scale = network.getScale();
  const [wide, high] = [stage.clientWidth / 2 + 300, stage.clientHeight / 2 + 40];
  return { left: x - wide / scale, right: x + wide / scale, top: y - high / scale,
    bottom: y + high / scale };
}

function paintLabels(drawing, context, placed, part = null) {
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const label of placed) {
    const seen = !part || (label.x > part.left && label.x < part.right && label.y > part.top
      && label.y < part.bottom);
    if (seen) paintLabel(drawing, context, label, drawing.labels.scale);
  }
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

/** What the pointer is on, in words: an entity's whole name, or what a line stands for. */
function paintHovered(drawing, context, scale) {
  const { entity, tie } = drawing.hovered;
  if (entity) {
    paintNote(drawing, context, entity.label, entity.x, entity.y + entity.size + 15 / scale, scale);
  } else if (tie && drawing.ties.has(tie.key)) {
    const edge = drawing.network.body.edges[tie.key];
    const { x, y } = edge.edgeType.getPoint(0.5);
    paintNote(drawing, context, say("stage.tie", {
      a: shortened(tie.a.label), b: shortened(tie.b.label), family: tie.family?.label ?? "",
      claims: say("stage.status", { n: tie.claims.length }),
    }), x, y - 20 / scale, scale);
  }
}

function paintNote({ theme }, context, text, x, y, scale) {
  context.font = textFont(theme, 14 / scale, true);
  const half = context.measureText(text).width / 2 + 7 / scale;
  context.fillStyle = theme.card;
  context.strokeStyle = theme.soft;
  context.lineWidth = 1 / scale;
  context.beginPath();
  context.rect(x - half, y - 12 / scale, half * 2, 24 / scale);
  context.fill();
  context.stroke();
  context.fillStyle = theme.ink;
  context.textAlign = "center";
  context.fillText(text, x, y);
}

/** How many claims a line stands for, where there is room to say so. */
function drawCounts(drawing, context, scale) {
  const { lit, theme } = drawing;
  if (scale < 0.85 && lit === null) return;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = textFont(theme, 10.5 / scale, true);
  for (const tie of drawing.ties.values()) {
    if (tie.claims.length < 2 || (lit !== null && !lit.ties.has(tie.key))) continue;
    const edge = drawing.network.body.edges[tie.key];
    if (!edge?.connected) continue;
    const { x, y } = edge.edgeType.getPoint(0.5);
    context.beginPath();
    context.arc(x, y, 7.5 / scale, 0, 2 * Math.PI);
    context.fillStyle = theme.paper;
    context.fill();
    context.fillStyle = tinted(tie.family?.colour ?? theme.soft, theme);
    context.fillText(String(tie.claims.length), x, y);
  }
}

/** Show all that is drawn, or what is lit, with room for the labels at its edges. */
export function fit(drawing, { animated = false, lit = null } = {}) {
  const { network, stage } = drawing;
  const entities = drawing.entities.filter((entity) => !lit || lit.entities.has(entity));
  if (!entities.length) return;
  const [left, right] = extent(entities.map((entity) => entity.x));
  const [top, bottom] = extent(entities.map((entity) => entity.y));
  const room = Math.min(125, stage.clientWidth * 0.13);
  const scale = Math.min(
    (stage.clientWidth - room * 2) / (right - left + 60),
    (stage.clientHeight - 110) / (bottom - top + 60), 1.6,
  );
  network.moveTo({
    scale: Math.max(scale, 0.05), position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    // The status line stands below.
    offset: { x: 0, y: -12 },
    animation: animated && { duration: 350 },
  });
}

function extent(values) {
  return values.reduce(([low, high], it) => [Math.min(low, it), Math.max(high, it)],
    [Infinity, -Infinity]);
}

export function zoom(drawing, factor) {
  drawing.network.moveTo({ scale: drawing.network.getScale() * factor });
}

export function pan(drawing, right, down) {
  const { x, y } = drawing.network.getViewPosition();
  const scale = drawing.network.getScale();
  drawing.network.moveTo({ position: { x: x + right / scale, y: y + down / scale } });
}

/** Bring an entity into sight if it is not; `covering`: where on the page a card begins. */
export function reveal(drawing, entity, covering = Infinity) {
  const at = drawing.network.canvasToDOM({ x: entity.x, y: entity.y });
  const { width, height, bottom } = drawing.stage.getBoundingClientRect();
  // On a small screen the card covers the lower part.
  const covered = Math.max(0, bottom - covering);
  const margin = 50;
  const seen = at.x > margin && at.y > margin && at.x < width - margin
    && at.y < height - covered - margin;
  if (!seen) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    drawing.network.moveTo({
      position: { x: entity.x, y: entity.y }, offset: { x: 0, y: -covered / 2 },
      animation: !still && { duration: 400 },
    });
  }
}

/** The drawn entity that lies nearest in a direction (dx, dy), or null. */
export function nearest(drawing, entity, dx, dy) {
  let best = null;
  let least = Infinity;
  for (const other of drawing.entities) {
    const [x, y] = [other.x - entity.x, other.y - entity.y];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (along <= 0 || aside > along * 1.5) continue;
    const far = along + aside * 1.5;
    if (far < least) [best, least] = [other, far];
  }
  return best;
}
