// Labels that never lie on one another: the best-connected get theirs first, the rest as one
// zooms in. Letters keep their size on the screen whatever the zoom.

import { extent, roomAbove, roomAside } from "./camera.js";
import { lookOf } from "./looks.js";
import { say } from "../base/words.js";
import { REGION_SIZE, regionFont } from "./blocs.js";

/**
 * Places of labels at this scale: { placed: [{ entity, text, x, y, left, width, align, size, strong }],
 * names: [{ text, at, x, y }], rims }, the names being those of the regions, the rims' of the sectors.
 */
export function placeLabels(drawing, context, scale) {
  const { lit } = drawing;
  const sizeOf = (entity) => lookOf(drawing, entity).size;
  const grid = new Boxes(120 / scale);
  const [first, last] = edges(drawing.entities, "x", (roomAside(drawing.stage) - 7) / scale);
  const [highest, lowest] = edges(drawing.entities, "y", roomAbove(drawing.stage) / scale);
  for (const entity of drawing.entities) {
    const mark = sizeOf(entity);
    const half = mark * 0.9;
    const box = [entity.x - half, entity.y - half, entity.x + half, entity.y + half];
    // Dimmed labels give way to those of lit entities.
    grid.add(box, entity, lit === null || lit.entities.has(entity) ? mark : 1, mark);
  }
  const rims = (drawing.sectors ?? []).flatMap((sector) =>
    nameSector(drawing, context, grid, sector, [first, last], scale),
  );
  const names = drawing.regions.map((region) =>
    nameRegion(drawing, context, grid, region, [first, last, highest, lowest], scale),
  );
  const sides = sidesOf(drawing.sectors);
  const placed = [];
  for (const [rank, entity] of labelOrder(drawing, sizeOf).entries()) {
    const mark = sizeOf(entity);
    if (rank >= ALWAYS && !isDue(drawing, entity, mark * scale)) continue;
    const size = letterSize(mark) * (drawing.upright ? SMALLER : 1);
    const strong = mark > 19;
    const text = shortened(entity.label);
    context.font = textFont(drawing.theme, size / scale, strong);
    const width = context.measureText(text).width;
    // Without a better place, a label may cover marks smaller than its own.
    const spots = spotsFor(entity, mark, width, size / scale, sides.get(entity));
    const free = (least) => firstFree(grid, entity, spots, [least, first, last]);
    const label =
      free(0) ?? free(Math.max(2, mark * 0.8)) ?? (drawing.named?.has(entity) ? free(MARKS) : null);
    // The centre of surroundings always has its name, whatever it covers.
    const forced =
      entity === drawing.centre && !label ? below(entity, mark, width, size / scale) : label;
    if (forced) placed.push({ entity, text, size, strong, width, ...forced });
  }
  return { placed, names, rims };
}

/** Who stands on the left or on the right of a focus: Map to the side. */
function sidesOf(sectors) {
  const beside = (sectors ?? []).filter(({ side }) => side === "in" || side === "out");
  return new Map(
    beside.flatMap(({ members, side }) => members.map(({ entity }) => [entity, side])),
  );
}

/** What a sector is called, with an arrow that says who acts on whom. */
function sectorName({ side, family }) {
  return say(`sectors.${side}`, { family: family?.label ?? "" });
}

const RIM = 13; // pixels of the letters of its name
const ASIDE = [0, 1, -1, 2, -2, 3, -3]; // eighths of a sector by which it is moved
const COVERED = 8; // the cost of covering another name or a large mark
const OUTWARDS = 7; // steps outwards that are tried

export function rimFont(theme, scale) {
  return `italic ${textFont(theme, RIM / scale, false)}`;
}

/** The place at the rim of its sector where the name covers least; a list of one or none. */
function nameSector({ theme }, context, grid, sector, sides, scale) {
  const { from, to, outer, stretch } = sector;
  const text = sectorName(sector);
  context.font = rimFont(theme, scale);
  const half = context.measureText(text).width / 2;
  const boxOf = ([x, y]) => [x - half, y - RIM / scale, x + half, y + RIM / scale];
  let [best, least] = [null, Infinity];
  for (let step = 0; step < OUTWARDS; step += 1) {
    const far = outer + (step * 10 - 10) / scale;
    for (const aside of ASIDE) {
      const angle = (from + to) / 2 + ((to - from) * aside) / 8;
      const spot = [Math.cos(angle) * far * stretch, (Math.sin(angle) * far) / stretch];
      const out = Math.max(0, sides[0] - spot[0] + half, spot[0] + half - sides[1]);
      const cost = grid.weight(boxOf(spot)) + step / 2 + Math.abs(aside) / 4 + out * scale;
      if (cost < least) [best, least] = [spot, cost];
    }
  }
  // On a small screen there is not room for all.
  if (least > COVERED) return [];
  grid.add(boxOf(best), null, Infinity);
  return [{ text, x: best[0], y: best[1] }];
}

const SPOTS = 120; // places that are tried for the name of a region
const TURN_OF_SPOTS = 2.4;

/** A place near where the members of a region stand closest, and where few marks are covered. */
function nameRegion(
  { theme },
  context,
  grid,
  { label, at, dense: [middleX, middleY] },
  sides,
  scale,
) {
  context.save();
  regionFont(context, theme, scale);
  const half = context.measureText(label).width / 2;
  context.restore();
  const height = (REGION_SIZE / scale) * 1.1;
  const boxOf = ([x, y]) => [x - half, y - height / 2, x + half, y + height / 2];
  let [best, least] = [null, Infinity];
  for (let turn = 0; turn < SPOTS; turn += 1) {
    const far = (11 / scale) * Math.sqrt(turn);
    const spot = [
      middleX + far * Math.cos(turn * TURN_OF_SPOTS),
      middleY + far * Math.sin(turn * TURN_OF_SPOTS),
    ];
    const [left, top, right, bottom] = boxOf(spot);
    const out = [sides[0] - left, right - sides[1], sides[2] - top, bottom - sides[3]];
    const cost =
      grid.weight([left, top, right, bottom]) + (far * scale) / 25 + Math.max(0, ...out) * scale;
    if (cost < least) [best, least] = [spot, cost];
  }
  grid.add(boxOf(best), null, Infinity);
  return { text: label, at, x: best[0], y: best[1] };
}

/** Selected and lit entities first, then by how well they are connected. */
function labelOrder({ entities, lit, selected, centre }, sizeOf) {
  const first = (entity) => {
    return entity === centre ? 3 : entity === selected ? 2 : lit?.entities.has(entity) ? 1 : 0;
  };
  return [...entities].sort((a, b) => first(b) - first(a) || sizeOf(b) - sizeOf(a) || a.i - b.i);
}

const SMALLER = 0.9; // the size of letters on a phone, so that more names fit

function letterSize(mark) {
  return mark > 24 ? 17 : mark > 17 ? 14 : mark > 12 ? 12.5 : 11.5;
}

const ALWAYS = 16; // so many of the best connected are named even on a phone, if there is room

/** Small marks are labelled only when zoomed in, so that they do not crowd out the others. */
function isDue({ lit, entities, named }, entity, seen) {
  return entities.length < 90 || named?.has(entity) || lit?.entities.has(entity) || seen > 5.4;
}

export function shortened(text, most = 34) {
  const signs = [...text];
  return signs.length > most
    ? `${signs
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`
    : text;
}

export function textFont(theme, size, strong) {
  return `${strong ? "600 " : ""}${size}px ${theme.font}`;
}

/** The box that labels stay within: that of the drawing, a little widened. */
function edges(entities, axis, room) {
  const [least, most] = extent(entities.map((entity) => entity[axis]));
  return [least - room, most + room];
}

/**
 * The places of a label in the order in which they are tried: { at, left, box } below, right, left
 * and above its mark. In a sector on the left or right (`side`: in, out) the outer side comes first.
 */
function spotsFor({ x, y }, size, width, height, side) {
  const gap = height * 0.3;
  const pad = height * 0.18;
  const spots = [
    { align: "center", x, y: y + size + gap + height / 2 },
    { align: "left", x: x + size + gap, y },
    { align: "right", x: x - size - gap, y },
    { align: "center", x, y: y - size - gap - height / 2 },
    { align: "left", x: x + size * 0.7, y: y + size * 0.7 + height / 2 },
    { align: "right", x: x - size * 0.7, y: y + size * 0.7 + height / 2 },
    { align: "left", x: x + size * 0.7, y: y - size * 0.7 - height / 2 },
    { align: "right", x: x - size * 0.7, y: y - size * 0.7 - height / 2 },
  ];
  if (side) spots.unshift(...spots.splice(side === "out" ? 1 : 2, 1));
  return spots.map((at) => {
    const left =
      at.align === "left" ? at.x : at.align === "right" ? at.x - width : at.x - width / 2;
    const box = [
      left - pad,
      at.y - height / 2 - pad * 0.5,
      left + width + pad,
      at.y + height / 2 + pad * 0.5,
    ];
    return { at, left, box };
  });
}

/** The first place within the box that is free of labels and of marks larger than `least`. */
function firstFree(grid, entity, spots, [least, first, last]) {
  for (const { at, left, box } of spots) {
    if (box[0] > first && box[2] < last && grid.isFree(box, entity, least)) {
      grid.add(box, entity, Infinity);
      return { ...at, left };
    }
  }
  return null;
}

function below({ x, y }, size, width, height) {
  return { align: "center", x, y: y + size + height * 0.8, left: x - width / 2 };
}

const MARKS = 1e6; // larger than every mark, so that only labels are avoided

const COLUMN = 1 << 20; // more than there are cells from top to bottom

/** Boxes in a grid of cells, to find overlaps without comparing all with all. */
class Boxes {
  constructor(cell) {
    this.cell = cell;
    this.cells = new Map();
  }

  /** The numbers of the cells that a box lies in. */
  keys([left, top, right, bottom]) {
    const keys = [];
    const [last, lowest] = [Math.floor(right / this.cell), Math.floor(bottom / this.cell)];
    for (let x = Math.floor(left / this.cell); x <= last; x += 1) {
      for (let y = Math.floor(top / this.cell); y <= lowest; y += 1) keys.push(x * COLUMN + y);
    }
    return keys;
  }

  add(box, owner, size, weight = size) {
    const one = { box, owner, size, weight };
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(one);
      else this.cells.set(key, [one]);
    }
  }

  /** How much there is in a box: its marks, large ones more, and above all names. */
  weight(box) {
    const met = new Set();
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) if (overlap(box, other.box)) met.add(other);
    }
    return [...met].reduce((sum, { weight }) => sum + Math.min(40, weight) / 5, 0);
  }

  isFree(box, owner, least) {
    return this.keys(box).every(
      (key) =>
        !this.cells.get(key)?.some((other) => {
          return other.owner !== owner && other.size > least && overlap(box, other.box);
        }),
    );
  }
}

function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}
