// The drawing itself: it is told what to draw and reports what was clicked. Marks, the view and
// gestures are vis-network's; lines and labels are painted beneath and above its marks.

import { followSize, innerSize, isUpright, viewOf } from "./camera.js";
import { listenForLasso } from "./lasso.js";
import { lineAt, linesOf } from "./lines.js";
import { lookOf, looksOf } from "./looks.js";
import { sizeOf } from "../scene/foremost.js";
import { paintAbove, paintBeneath } from "./painting.js";
import { regionsOf } from "./blocs.js";
import { makeStill } from "./standin.js";
import { readTheme, tinted } from "../base/theme.js";

/** Make the drawing in `stage`: at first a still picture, until `wake`. */
export function makeDrawing(stage) {
  const drawing = {
    model: null,
    blocs: [],
    stage,
    network: null,
    nodes: null,
    marks: [],
    shown: new Map(),
    entities: [],
    looks: new Map(), // see looks.js
    places: [],
    regions: [],
    sectors: null, // see scene/sectors.js
    lines: [],
    hovered: {},
    ghosts: [], // lines of what fell
    several: [],
    pinned: [],
    lasso: null, // see lasso.js
    selected: null,
    lit: null,
    centre: null,
    named: null,
    radius: null, // functions of an entity: radius and colour; null where marks say neighbours and kinds
    colour: null,
    whiskers: null, // a function of an entity: the radii between which its whisker lies
    gathers: null, // Map of a mark to those who are folded into it
    note: null, // a function of an entity: what else is told of it when it is pointed at
    hues: null, // groups whose families have their own hues
    sheets: { labels: null, lines: null },
    zoomed: { to: null },
    paper: {},
    theme: readTheme(stage),
    redraw: null,
    size: innerSize(stage),
    carried: null, // what is being dragged: { entities, ties, lines }
    upright: isUpright(stage),
  };
  drawing.network = makeStill(stage, drawing, {
    beneath: (context) => paintBeneath(drawing, context),
    above: (context) => paintAbove(drawing, context),
  });
  drawing.redraw = drawing.network.ask;
  return drawing;
}

/** Draw the entities of another model from here on; those that stay keep their places. */
export function adopt(drawing, model) {
  Object.assign(drawing, { model, blocs: model.blocs });
  drawing.places = placesOf(
    drawing.entities.map(({ id, x, y }) => {
      return { i: model.entityById.get(id).i, x, y };
    }),
  );
}

/**
 * Let vis-network take over the picture where it stands. `report({ entity } | { tie } | {})` is
 * called on a click, `point(entity)` when the pointer comes to a mark, or leaves it: null;
 * `choose(entities)` when several are chosen, and `moved([{ entity, from, to }])` after a drag.
 */
export function wake(drawing, { report, point, choose, moved }) {
  const { model, stage } = drawing;
  const view = viewOf(drawing);
  const network = new vis.Network(stage, {}, model.drawing.options);
  network.on("beforeDrawing", (context) => {
    follow(drawing);
    paintBeneath(drawing, context);
  });
  network.on("afterDrawing", (context) => paintAbove(drawing, context));
  network.on("click", ({ nodes: [id], pointer: { canvas } }) => {
    const line = id === undefined && lineUnder(drawing, [canvas.x, canvas.y]);
    if (id !== undefined) report({ entity: id });
    else report(line ? { tie: line.tie } : {});
  });
  network.on("hoverNode", ({ node }) => {
    hover(drawing, { entity: model.entityById.get(node) });
    point(model.entityById.get(node));
  });
  network.on("blurNode", () => {
    hover(drawing, {});
    point(null);
  });
  network.on("dragStart", ({ nodes }) => {
    point(null);
    if (nodes.length)
      carry(
        drawing,
        nodes.map((id) => model.entityById.get(id)),
      );
  });
  network.on("dragEnd", () => {
    // With shift, vis-network would select all within a box, and the next drag would move them.
    network.unselectAll();
    const moves = putDown(drawing);
    selectSeveral(drawing);
    if (moves.length) moved(moves);
  });
  listenForLasso(drawing, choose);
  stage.addEventListener("pointermove", (event) => {
    if (drawing.hovered.entity || event.buttons) return;
    const { left, top } = stage.getBoundingClientRect();
    const at = { x: event.clientX - left, y: event.clientY - top };
    const { x, y } = network.DOMtoCanvas(at);
    const line = lineUnder(drawing, [x, y]) ?? undefined;
    // The note of a line stands at the pointer: the middle of the line may be out of sight.
    if (line || drawing.hovered.line) hover(drawing, { line, at });
  });
  stage.addEventListener("pointerleave", () => {
    hover(drawing, {});
    point(null);
  });
  drawing.network = network;
  // Once, at the next frame, however often it is asked for.
  drawing.redraw = () => network.body.emitter.emit("_requestRedraw");
  begin(drawing);
  network.moveTo(view);
  network.redraw();
  followSize(drawing);
}

/** What stands at the place of a click on the page: { entity } | { tie } | {}. */
export function standingAt(drawing, { clientX, clientY }) {
  const { network, stage } = drawing;
  const { left, top } = stage.getBoundingClientRect();
  const at = { x: clientX - left, y: clientY - top };
  const entity = network.getNodeAt(at);
  if (entity !== undefined) return { entity };
  const { x, y } = network.DOMtoCanvas(at);
  const line = lineUnder(drawing, [x, y]);
  return line ? { tie: line.tie } : {};
}

/** The line under a point, or the shadow of one. */
function lineUnder({ lines, ghosts, network }, at) {
  return lineAt(lines, at, network.getScale()) ?? lineAt(ghosts, at, network.getScale());
}

/** Start dragging these: their lines and labels are painted apart from the sheets, which stay. */
function carry(drawing, entities) {
  const moved = new Set(entities);
  const ties = drawing.lines.map(({ tie }) => tie);
  const moves = ({ tie }) => moved.has(tie.a) || moved.has(tie.b);
  const from = drawing.carried?.from ?? new Map(entities.map((it) => [it, [it.x, it.y]]));
  drawing.carried = { entities: moved, ties, from, lines: drawing.lines.filter(moves) };
  drawing.lines = drawing.lines.filter((line) => !moves(line));
  drawing.sheets = { labels: null, lines: null };
  hover(drawing, { entity: entities[0] });
}

/** Take the places of dragged marks over from vis-network, and lead their lines there. */
function follow(drawing) {
  const { carried, network } = drawing;
  if (!carried) return;
  for (const entity of carried.entities) Object.assign(entity, network.getPosition(entity.id));
  carried.lines = linesOf(
    carried.lines.map(({ tie }) => tie),
    drawing,
  );
}

/** End a drag; returns what was moved: [{ entity, from, to }]. */
function putDown(drawing) {
  if (!drawing.carried) return [];
  follow(drawing);
  const { ties, from } = drawing.carried;
  drawing.carried = null;
  drawing.lines = linesOf(ties, drawing);
  drawing.ghosts = linesOf(
    drawing.ghosts.map(({ tie }) => tie),
    drawing,
  );
  drawing.places = placesOf(drawing.entities);
  drawing.regions = washesOf(drawing);
  drawing.sheets = { labels: null, lines: null };
  hover(drawing, {});
  return [...from].map(([entity, place]) => ({ entity, from: place, to: [entity.x, entity.y] }));
}

/** Washes of blocs are left out where neighbours stand in sectors: they would run through them. */
function washesOf(drawing) {
  return drawing.sectors ? [] : regionsOf(drawing);
}

/** Select the chosen in vis-network, so that it drags them together. */
function selectSeveral({ network, nodes, several }) {
  const ids = several.map(({ id }) => id).filter((id) => nodes.get(id));
  network.selectNodes(ids, false);
}

function placesOf(entities) {
  return entities.flatMap(({ i, x, y }) => [i, x, y]);
}

function hover(drawing, hovered) {
  drawing.hovered = hovered;
  drawing.stage.style.cursor = hovered.entity || hovered.line ? "pointer" : "";
  drawing.redraw();
}

export function retheme(drawing) {
  drawing.theme = readTheme(drawing.stage);
  drawing.sheets = { labels: null, lines: null };
  // Every row is given to vis-network again in its new colours.
  for (const row of drawing.shown.values()) row.text = "";
}

/**
 * Draw these entities and ties. `lit`: entities and tie keys to bring out, or null for all.
 * `degree`: the neighbours of an entity as the page opens, which give its size, so that filters and
 * earlier views do not change sizes. `centre`: whose surroundings are drawn. `named`: the entities
 * that are more than dots, or null for all. `fallen`: the ties that strikes felled; `hollow`: the
 * entities that they left without a tie. `several`: the chosen entities; `pinned`: those with a pin;
 * `sectors`: the sectors of neighbours, if there are any; `marking`: { radius, colour, whiskers,
 * gathers, note }, where marks say something else than neighbours and kinds (scene/marking.js).
 */
export function draw(
  drawing,
  {
    entities,
    ties,
    degree,
    lit,
    selected,
    centre = null,
    named = null,
    told = null,
    fallen = [],
    hollow = null,
    several = [],
    pinned = [],
    sectors = null,
    hues = null,
    marking = {},
  },
) {
  const places = placesOf(entities);
  const same =
    places.length === drawing.places.length && places.every((at, i) => at === drawing.places[i]);
  const { radius = null, colour = null, whiskers = null, gathers = null, note = null } = marking;
  const looks = looksOf(entities, radius ?? ((entity) => sizeOf(degree(entity))), named);
  const resized = radius || drawing.radius || gathers || drawing.gathers;
  const moved = !same || sectors !== drawing.sectors;
  if (
    resized ||
    moved ||
    lit !== drawing.lit ||
    selected !== drawing.selected ||
    centre !== drawing.centre
  ) {
    drawing.sheets.labels = null;
  }
  Object.assign(drawing, {
    entities,
    looks,
    places,
    lit,
    selected,
    centre,
    named,
    told,
    hollow,
    several,
    pinned,
    sectors,
    hues,
    radius,
    colour,
    whiskers,
    gathers,
    note,
  });
  drawing.sheets.lines = null;
  drawing.lines = linesOf(ties, drawing);
  drawing.ghosts = linesOf(fallen, drawing);
  if (resized || moved) drawing.regions = washesOf(drawing);
  drawing.marks = entities.map((entity) => markOf(drawing, entity));
  if (drawing.carried) carry(drawing, [...drawing.carried.entities]);
  if (drawing.nodes !== null) {
    sync(drawing.nodes, drawing.shown, drawing.marks);
    if (!drawing.carried) selectSeveral(drawing);
  }
  drawing.redraw();
}

/** The first picture, as Python built it, in the colours of the theme, for vis-network. */
function begin(drawing) {
  const built = new Map(drawing.model.drawing.nodes.map((row) => [row.id, row]));
  drawing.nodes = new vis.DataSet(
    drawing.marks.map((row) => {
      drawing.shown.set(row.id, { text: JSON.stringify(row), hidden: false });
      return { ...built.get(row.id), ...row };
    }),
  );
  drawing.network.setData({ nodes: drawing.nodes, edges: [] });
}

const KEPT = 5000; // rows of a data set; beyond them, hidden rows are removed

/**
 * Bring a vis data set to the wanted rows in one update. Other rows are hidden and not removed:
 * removing and adding them again takes vis-network several times as long.
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

function markOf(drawing, entity) {
  const { theme, lit, selected } = drawing;
  const dim = lit !== null && !lit.entities.has(entity);
  const colour = drawing.colour?.(entity) ?? tinted(entity.type.colour, theme);
  const isHollow = drawing.hollow?.has(entity) ?? false;
  const border = entity === selected ? theme.red : isHollow ? colour : theme.paper;
  const face = { background: isHollow ? theme.paper : colour, border };
  const { shape } = entity.type;
  const { size, isDot } = lookOf(drawing, entity);
  // The rays of a small star are no wider than a border.
  const borderWidth =
    entity === selected ? 3 : isHollow ? 1.2 : isDot ? 0 : shape === "star" ? 0.6 : 1.5;
  return {
    id: entity.id,
    label: " ",
    x: entity.x,
    y: entity.y,
    size,
    shape: isDot ? "dot" : shape,
    opacity: dim ? 0.22 : isDot ? 0.55 : 1,
    borderWidth,
    borderWidthSelected: borderWidth,
    // The page decides what is selected, whatever was clicked or dragged last.
    color: { ...face, highlight: face, hover: { ...face, border: theme.ink } },
  };
}
