// The lines of the drawing, one for each tie: their curves, their ink, and which lies under a point.
// They are not edges of vis-network: its object for each of a thousand edges is slower than the rest.

import { LINES, STRANDS } from "../base/glyphs.js";
import { tinted } from "../base/theme.js";
import { lookOf } from "./looks.js";

const INKED = new Set(["corroborated", "untraced"]); // standings whose lines are drawn stronger

const INKS_OF_TIME = { surely: 1, possibly: 0.6, undated: 0.4 };
const FAN = 0.09; // how far lines between the same two bend apart, as a part of their length
const REACH = 7; // pixels from a line within which a pointer is on it

/**
 * Lines for ties: { tie, way, width, dashes, colour, own, alpha, strands }. `own`: is the colour that
 * of the family, not of its group? `strands`: one for each of two speakers who says something of the
 * tie, or null. A way is { from, over, to }, a quadratic curve from rim to rim, or for a loop
 * { middle, radius }; points are [x, y].
 */
export function linesOf(ties, drawing) {
  const { theme } = drawing;
  const sizeOf = (entity) => lookOf(drawing, entity).size;
  const pairs = new Map();
  for (const tie of ties) {
    const pair = `${tie.a.id}+${tie.b.id}`;
    if (!pairs.has(pair)) pairs.set(pair, []);
    pairs.get(pair).push(tie);
  }
  return ties.map((tie) => {
    // Several ties between two entities fan out, so that none hides another.
    const parallel = pairs.get(`${tie.a.id}+${tie.b.id}`);
    const at = parallel.indexOf(tie);
    const way =
      tie.a === tie.b
        ? loopOf(tie.a, sizeOf(tie.a), at)
        : curveOf(
            [tie.a, tie.b],
            [tie.a, tie.b].map(sizeOf),
            (at - (parallel.length - 1) / 2) * FAN,
          );
    const ink = inkOf(tie, drawing);
    return { tie, way, ...ink, strands: tie.voices ? strandsOf(tie, way, ink, theme) : null };
  });
}

function curveOf([a, b], [sizeOfA, sizeOfB], bend) {
  const [right, down] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(right, down) || 1;
  // A quadratic curve bends half as far as its control point.
  const over = [(a.x + b.x) / 2 - down * bend * 2, (a.y + b.y) / 2 + right * bend * 2];
  const room = length > sizeOfA + sizeOfB + 4;
  return {
    from: room ? towards([a.x, a.y], over, sizeOfA) : [a.x, a.y],
    over,
    to: room ? towards([b.x, b.y], over, sizeOfB) : [b.x, b.y],
  };
}

function loopOf({ x, y }, size, at) {
  const radius = size * 0.5 + 7 + at * 5;
  return { middle: [x, y - size - radius * 0.75], radius };
}

/** Is one end no more than a dot? */
export function isHint(drawing, { a, b }) {
  return lookOf(drawing, a).isDot || lookOf(drawing, b).isDot;
}

/** The point at a distance from one point on the line to another. */
function towards([x, y], [toX, toY], far) {
  const part = far / (Math.hypot(toX - x, toY - y) || 1);
  return [x + (toX - x) * part, y + (toY - y) * part];
}

/** A line for each of two speakers who says something: beside one another where both do. */
function strandsOf(tie, way, { width }, theme) {
  const both = tie.voices.every(Boolean);
  return tie.voices.flatMap((said, side) => {
    if (!said) return [];
    const own = Math.max(1.4, width * (both ? 0.8 : 1));
    return {
      way: both ? aside(way, (side - 0.5) * (own + 2.6)) : way,
      width: own,
      dashes: numbersIn(STRANDS[said][side]),
      colour: theme.voices[side],
    };
  });
}

/** A way parallel to another, at this distance. */
function aside(way, far) {
  if (way.radius) return { ...way, radius: way.radius + far };
  const [right, down] = [way.to[0] - way.from[0], way.to[1] - way.from[1]];
  const length = Math.hypot(right, down) || 1;
  const moved = ([x, y]) => [x - (down / length) * far, y + (right / length) * far];
  return { from: moved(way.from), over: moved(way.over), to: moved(way.to) };
}

function numbersIn(dashes) {
  return dashes.split(" ").filter(Boolean).map(Number);
}

/** The hue of a family's lines: its own where it is looked at, else that of its group. */
export function hueOf(family, own) {
  return own ? family.colour : (family.group?.colour ?? family.colour);
}

/** Standing by width and dashes, group or family by colour; more claims a little wider. */
function inkOf(tie, drawing) {
  const { theme, lit, hues } = drawing;
  // A line that fell is a grey shadow, without the marks of family and standing.
  if (tie.fallen) {
    return {
      width: 3.4,
      dashes: [],
      colour: theme.soft,
      own: false,
      alpha: lit !== null ? 0.08 : theme.dark ? 0.3 : 0.24,
    };
  }
  const { width, dashes } = LINES[tie.standing];
  const dim = lit !== null && !lit.ties.has(tie.key);
  const strong = lit !== null && !dim;
  const own = strong || (hues?.has(tie.family?.group) ?? false);
  const { kind, ink } = tie.time ?? { kind: "surely", ink: 1 };
  // A line to a dot is drawn fainter.
  const faint = !strong && isHint(drawing, tie);
  return {
    width:
      width *
      (strong ? 1.25 : 0.9) *
      (tie.actual ? 1 : 0.7) *
      (1 + Math.min(tie.claims.length - 1, 8) * 0.12),
    dashes: tie.actual ? numbersIn(dashes) : [9, 4, 2, 4],
    // Where a window is set, undated lines are grey.
    colour: kind === "undated" || !tie.family ? theme.soft : tinted(hueOf(tie.family, own), theme),
    own,
    // A dotted line is drawn darker, as little more than half of it is ink.
    alpha:
      (dim ? 0.07 : faint ? 0.18 : strong ? 0.95 : INKED.has(tie.standing) ? 0.85 : 0.6) *
      INKS_OF_TIME[kind] *
      ink,
  };
}

/** Paint lines in their order, weak ones first; `part`: only those that may be seen in this box. */
export function paintLines(context, lines, part = null) {
  context.save();
  for (const line of lines) if (!part || touches(line, part)) paintLineOrStrands(context, line);
  context.restore();
}

function paintLineOrStrands(context, line) {
  if (!line.strands) return paintLine(context, line);
  for (const strand of line.strands) paintLine(context, { ...line, ...strand });
}

/** Paint one line with its arrowheads, widened by `wider`. */
export function paintLine(context, { tie, way, width, dashes, colour, alpha }, wider = 0) {
  context.globalAlpha = alpha;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = width + wider;
  context.setLineDash(dashes);
  context.beginPath();
  if (way.radius) {
    context.arc(...way.middle, way.radius, 0, 2 * Math.PI);
    context.stroke();
  } else {
    const head = headOf(width);
    // A line with an arrowhead ends behind its tip.
    const from = tie.back ? towards(way.from, way.over, head * 0.8) : way.from;
    const to = tie.forth ? towards(way.to, way.over, head * 0.8) : way.to;
    context.moveTo(...from);
    context.quadraticCurveTo(...way.over, ...to);
    context.stroke();
    if (tie.forth) paintHead(context, way.to, way.over, head);
    if (tie.back) paintHead(context, way.from, way.over, head);
  }
}

function headOf(width) {
  return 4 + width * 1.9;
}

function paintHead(context, tip, over, length) {
  const [x, y] = towards(tip, over, length);
  const [across, up] = [(tip[1] - y) * 0.42, (tip[0] - x) * 0.42];
  context.beginPath();
  context.moveTo(...tip);
  context.lineTo(x + across, y - up);
  context.lineTo(x - across, y + up);
  context.fill();
}

/** The point halfway along a line. */
export function halfway({ way }) {
  if (way.radius) return [way.middle[0], way.middle[1] - way.radius];
  return along(way, 0.5);
}

function along({ from, over, to }, t) {
  return [0, 1].map((axis) => {
    return (1 - t) ** 2 * from[axis] + 2 * t * (1 - t) * over[axis] + t ** 2 * to[axis];
  });
}

/** The nearest line to a point, of equally near ones the topmost; null if none is near. */
export function lineAt(lines, [x, y], scale) {
  const reach = REACH / scale;
  const part = { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach };
  let [best, least] = [null, reach];
  for (const line of lines) {
    if (!touches(line, part)) continue;
    const far = distance(line.way, [x, y]);
    if (far <= least) [best, least] = [line, far];
  }
  return best;
}

/** May a line be seen within this part? */
function touches({ way }, { left, right, top, bottom }) {
  const corners = cornersOf(way);
  return (
    corners.some(([x]) => x < right) &&
    corners.some(([x]) => x > left) &&
    corners.some(([, y]) => y < bottom) &&
    corners.some(([, y]) => y > top)
  );
}

const STEPS = 12; // straight pieces by which the distance to a curve is measured

function distance(way, point) {
  if (way.radius) return Math.abs(gap(way.middle, point) - way.radius);
  let least = Infinity;
  let before = way.from;
  for (let step = 1; step <= STEPS; step += 1) {
    const next = along(way, step / STEPS);
    least = Math.min(least, toSegment(point, before, next));
    before = next;
  }
  return least;
}

function toSegment(point, start, end) {
  const [right, down] = [end[0] - start[0], end[1] - start[1]];
  const length = right * right + down * down || 1;
  const part = ((point[0] - start[0]) * right + (point[1] - start[1]) * down) / length;
  const t = Math.max(0, Math.min(1, part));
  return gap(point, [start[0] + right * t, start[1] + down * t]);
}

function gap([x, y], [otherX, otherY]) {
  return Math.hypot(x - otherX, y - otherY);
}

/** The box of all lines with a margin: [left, top, right, bottom]. */
export function lineBounds(lines, margin) {
  const bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { way } of lines) {
    for (const [x, y] of cornersOf(way)) {
      if (x - margin < bounds[0]) bounds[0] = x - margin;
      if (y - margin < bounds[1]) bounds[1] = y - margin;
      if (x + margin > bounds[2]) bounds[2] = x + margin;
      if (y + margin > bounds[3]) bounds[3] = y + margin;
    }
  }
  return bounds;
}

/** The corners of a box or triangle that holds a way: a curve stays within its three points. */
function cornersOf(way) {
  if (!way.radius) return [way.from, way.over, way.to];
  return [-way.radius, way.radius].map((far) => way.middle.map((at) => at + far));
}
