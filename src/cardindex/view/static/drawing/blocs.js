// The editor's blocs as faint washes behind the drawing, with their names, as on an old map: halos
// round the members, which run together where they stand near. No wash covers a mark that is not
// one of its own, and no two lie on one another.

import { contours } from "./contours.js";
import { lookOf } from "./looks.js";

const CELL = 6; // drawing units between the numbers of the field that an outline is taken from
const HALO = 30; // from the rim of a mark
const BRIDGE = 20; // half the width of the bridge between two halos
const NEAR = 170; // drawing units up to which members are joined
const KEPT_OFF = CELL * Math.SQRT2; // the clearance round other marks: the width of a cell of the field
const CHANNEL = 3; // the gap between two washes
const DENSE = 150; // the radius within which members are counted to place a name

/** The washes of what is drawn: { label, at, outlines, dense }, `at` being the bloc's number, for blocs with three or more in it. */
export function regionsOf(drawing) {
  const { blocs } = drawing;
  // Each as a mark: its place and its size.
  const marks = new Map(
    drawing.entities.map((one) => [one, { x: one.x, y: one.y, size: lookOf(drawing, one).size }]),
  );
  const entities = [...marks.values()];
  const shown = blocs
    .map(({ label, members }, at) => {
      return { label, at, members: members.map((one) => marks.get(one)).filter(Boolean) };
    })
    .filter(({ members }) => members.length >= 3);
  if (!shown.length) return [];
  const frame = frameOf(entities);
  const halos = shown.map(({ members }) => haloField(members, frame));
  return shown.map(({ label, at: number, members }, at) => {
    const own = new Set(members);
    const field = gapField(
      entities.filter((entity) => !own.has(entity)),
      frame,
    );
    const others = halos.filter((_, i) => i !== at);
    for (let i = 0; i < field.length; i += 1) {
      const halo = halos[at][i];
      field[i] = Math.min(field[i], halo);
      for (const other of others) {
        if (other[i] > 0) field[i] = Math.min(field[i], (halo - other[i]) / 2 - CHANNEL);
      }
    }
    const outlines = contours(field, frame.wide, frame.high).map((ring) =>
      ring.map(([x, y]) => [frame.left + x * CELL, frame.top + y * CELL]),
    );
    return { label, at: number, outlines, dense: densest(members) };
  });
}

/** The field: { left, top, wide, high }, with room for halos at its edges. */
function frameOf(entities) {
  const room = HALO + 40 + CELL * 2;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of entities) {
    [left, top] = [Math.min(left, x - room), Math.min(top, y - room)];
    [right, bottom] = [Math.max(right, x + room), Math.max(bottom, y + room)];
  }
  return {
    left,
    top,
    wide: Math.ceil((right - left) / CELL),
    high: Math.ceil((bottom - top) / CELL),
  };
}

/** How deep each point lies within the halo of a member, or within the bridge of two. */
function haloField(members, frame) {
  const field = new Float32Array(frame.wide * frame.high).fill(-1);
  for (const { x, y, size } of members) {
    const reach = size + HALO;
    around(frame, x - reach, y - reach, x + reach, y + reach, (i, atX, atY) => {
      field[i] = Math.max(field[i], reach - Math.hypot(atX - x, atY - y));
    });
  }
  for (const [a, b] of nearPairs(members)) {
    const [right, down] = [b.x - a.x, b.y - a.y];
    const length = right * right + down * down || 1;
    around(
      frame,
      Math.min(a.x, b.x) - BRIDGE,
      Math.min(a.y, b.y) - BRIDGE,
      Math.max(a.x, b.x) + BRIDGE,
      Math.max(a.y, b.y) + BRIDGE,
      (i, x, y) => {
        const t = Math.max(0, Math.min(1, ((x - a.x) * right + (y - a.y) * down) / length));
        const far = Math.hypot(x - a.x - right * t, y - a.y - down * t);
        field[i] = Math.max(field[i], BRIDGE - far);
      },
    );
  }
  return field;
}

/** The distance of each point to the nearest mark of another bloc, up to a limit. */
function gapField(others, frame) {
  const field = new Float32Array(frame.wide * frame.high).fill(HALO);
  for (const { x, y, size } of others) {
    const kept = size + KEPT_OFF;
    const reach = kept + HALO;
    around(frame, x - reach, y - reach, x + reach, y + reach, (i, atX, atY) => {
      field[i] = Math.min(field[i], Math.hypot(atX - x, atY - y) - kept);
    });
  }
  return field;
}

/** Go over the points of the field in a box, all but those at its edge. */
function around({ left, top, wide, high }, fromX, fromY, toX, toY, at) {
  const column = (x) => Math.floor((x - left) / CELL);
  const row = (y) => Math.floor((y - top) / CELL);
  for (let j = Math.max(1, row(fromY)); j <= Math.min(high - 2, row(toY) + 1); j += 1) {
    for (let i = Math.max(1, column(fromX)); i <= Math.min(wide - 2, column(toX) + 1); i += 1) {
      at(j * wide + i, left + i * CELL, top + j * CELL);
    }
  }
}

/** Pairs of members near one another, as few as hold together all that can be (Prim). */
function nearPairs(members) {
  const pairs = [];
  const left = new Set(members.slice(1));
  const nearest = new Map(members.slice(1).map((it) => [it, members[0]]));
  const far = (it) => Math.hypot(it.x - nearest.get(it).x, it.y - nearest.get(it).y);
  while (left.size) {
    const one = [...left].reduce((best, it) => (far(it) < far(best) ? it : best));
    if (far(one) < NEAR) pairs.push([nearest.get(one), one]);
    left.delete(one);
    for (const it of left) {
      if (Math.hypot(it.x - one.x, it.y - one.y) < far(it)) nearest.set(it, one);
    }
  }
  return pairs;
}

/** The middle of the members where they stand closest. */
function densest(members) {
  const near = (entity) =>
    members.filter((it) => {
      return Math.hypot(it.x - entity.x, (it.y - entity.y) * 1.4) < DENSE;
    });
  const most = members.map(near).reduce((best, some) => (some.length > best.length ? some : best));
  return ["x", "y"].map((axis) => most.reduce((sum, it) => sum + it[axis], 0) / most.length);
}

/**
 * Paint the washes, each with its name in an ink of its own: where blocs lie among one another, their
 * washes are in pieces, and the ink tells which bloc a piece belongs to. `names`: the places of labels.
 */
export function drawRegions({ theme, regions, lit }, context, names, scale) {
  context.save();
  // Where some marks are lit, the washes are painted fainter.
  const strength = lit === null ? 1 : 0.55;
  for (const { at, outlines } of regions) {
    context.beginPath();
    for (const outline of outlines) {
      outline.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
      context.closePath();
    }
    context.globalAlpha = (theme.dark ? 0.11 : 0.13) * strength;
    context.fillStyle = theme.washes[at % theme.washes.length];
    context.fill();
  }
  context.globalAlpha = strength;
  context.textAlign = "center";
  context.textBaseline = "middle";
  regionFont(context, theme, scale);
  for (const { text, at, x, y } of names) {
    context.fillStyle = theme.washes[at % theme.washes.length];
    context.fillText(text, x, y);
  }
  context.restore();
}

export function regionFont(context, theme, scale) {
  const size = REGION_SIZE / scale;
  context.font = `italic ${size}px ${theme.font}`;
  context.letterSpacing = `${size * 0.1}px`;
}

export const REGION_SIZE = 16;
