// An entity's neighbours in sectors by family: on the left those who act on it, on the right those on
// whom it acts, above those with links both ways, below those with links without a direction. A
// neighbour stands in the sector of the family of most of its claims, as near as there is room for its
// name; an entity further away stands in the sector of the one through whom it is reached.

import { claimsAt } from "../model/folded.js";
import { neighbours } from "./drawn.js";
import { sizeOf } from "./foremost.js";
import { makeBoxes } from "./boxes.js";

const SIDES = { in: Math.PI, out: 0, both: -Math.PI / 2, together: Math.PI / 2 };
const QUARTER = Math.PI / 2;
const [LEAST_ARC, WIDEST_ARC] = [0.65, 2.4]; // radians of the sectors above, and of those below
const WIDE_SCREEN = { wide: 600, high: 350, stretch: 1.3 }; // pixels for a mark without its name
const UPRIGHT_SCREEN = { wide: 260, high: 330, stretch: 0.9 };
const [LEAST_UNIT, LARGEST_UNIT] = [0.87, 3.2]; // drawing units of a pixel
const FOR_ONE = 0.3; // the most radians that one neighbour takes
const FIRST_RING = 92; // pixels from the middle to the first ring of neighbours
const STEP = 9; // pixels between two places that are tried
const NAME_LINE = 17; // pixels of a line of letters
const LONGEST = 34; // letters of a name that are drawn
const TRIED = 90; // rings that are tried before a line may cross a mark

/** Does the state ask for sectors, with one entity in the middle? */
export function isInSectors({ focus, sectors }) {
  return sectors && focus !== "";
}

/**
 * The places in sectors: { places, sectors }. `entities` are in order of row, `focus` among them.
 * `links`: the claims that decide the family; `tells(claim)`: does this claim count?
 */
export function layOutSectors(entities, focus, links, tells, upright) {
  const members = spotsOf(entities, focus, links, tells);
  const sectors = sectorsOf(members);
  const screen = upright ? UPRIGHT_SCREEN : WIDE_SCREEN;
  for (let unit = LEAST_UNIT; ; unit *= 1.14) {
    const places = new Map([[focus, [0, 0]]]);
    pack(places, sectors, focus, links, unit, screen, upright);
    const rims = sectors.map(({ x, y }) => [x, y]);
    if (unit > LARGEST_UNIT || fitsOn([...places.values(), ...rims], unit, screen)) {
      return { places, sectors };
    }
  }
}

function fitsOn(spots, unit, { wide, high }) {
  const span = (axis) => {
    const values = spots.map((spot) => spot[axis]);
    return Math.max(...values) - Math.min(...values);
  };
  return span(0) <= wide * unit && span(1) <= high * unit;
}

/** For each entity its distance, the one through whom it is reached, and its sector. */
function spotsOf(entities, focus, links, tells) {
  const [inside, met] = [new Set(entities), new Map([[focus, null]])];
  let edge = [focus];
  for (let ring = 1; edge.length; ring += 1) {
    const next = [];
    for (const through of edge) {
      const around = [...neighbours(links, through)].filter(([other]) => inside.has(other));
      for (const [entity, count] of around.sort((a, b) => b[1] - a[1] || a[0].i - b[0].i)) {
        if (met.has(entity)) continue;
        const own = ring === 1 ? sideOf(entity, focus, links, tells) : met.get(through);
        met.set(entity, { entity, ring, count, side: own.side, family: own.family });
        next.push(entity);
      }
    }
    edge = next;
  }
  met.delete(focus);
  return [...met.values()];
}

/** On which side one stands, and by which family. */
function sideOf(entity, focus, links, tells) {
  const between = claimsAt(links.model, focus).filter(({ i, subject, object }) => {
    return links.shown[i] && object && (subject === entity || object === entity);
  });
  const told = between.filter(tells);
  const families = new Map();
  for (const claim of told.length ? told : between) {
    const { family } = claim.relation;
    if (!families.has(family)) families.set(family, []);
    families.get(family).push(claim);
  }
  const [[family, claims]] = [...families].sort(
    ([a, one], [b, other]) => other.length - one.length || (a?.i ?? Infinity) - (b?.i ?? Infinity),
  );
  const directed = claims.filter(({ relation }) => !relation.symmetric);
  const [acts, suffers] = [focus, entity].map((end) =>
    directed.some(({ subject }) => subject === end),
  );
  return { family, side: acts && suffers ? "both" : acts ? "out" : suffers ? "in" : "together" };
}

/** The sectors with members: { side, family, members, from, to }, angles in radians. */
function sectorsOf(members) {
  const sectors = new Map();
  for (const member of members) {
    const key = `${member.side} ${member.family?.id ?? ""}`;
    const { side, family } = member;
    if (!sectors.has(key)) sectors.set(key, { side, family, members: [] });
    sectors.get(key).members.push(member);
  }
  const all = [...sectors.values()].sort(
    (a, b) => (a.family?.i ?? Infinity) - (b.family?.i ?? Infinity),
  );
  const weightOf = (side) => weigh(all.filter((one) => one.side === side));
  const whole = Object.keys(SIDES).reduce((sum, side) => sum + weightOf(side), 0);
  const across = (side) => {
    const weight = weightOf(side);
    return weight && Math.min(WIDEST_ARC, Math.max(LEAST_ARC, (2 * Math.PI * weight) / whole));
  };
  const [above, below] = [across("both"), across("together")];
  spread(all, "both", -QUARTER - above / 2, -QUARTER + above / 2);
  spread(all, "out", -QUARTER + above / 2, QUARTER - below / 2);
  // Below and on the left the order runs anticlockwise: from left to right, from top to bottom.
  spread(all, "together", QUARTER + below / 2, QUARTER - below / 2);
  spread(all, "in", 3 * QUARTER - above / 2, QUARTER + below / 2);
  return all;
}

function weigh(sectors) {
  return sectors.reduce((sum, { members }) => sum + members.length + 1.5, 0);
}

/** Share the angle of a side among its sectors, in the order of the ontology; few leave some free. */
function spread(all, side, first, last) {
  const own = all.filter((sector) => sector.side === side);
  const whole = weigh(own);
  const needed = Math.min(1, (whole * FOR_ONE) / Math.abs(last - first));
  const turn = (last - first) * needed;
  let at = (first + last - turn) / 2;
  for (const sector of own) {
    const next = at + (turn * weigh([sector])) / whole;
    [sector.from, sector.to] = [Math.min(at, next), Math.max(at, next)];
    at = next;
  }
}

/** Give all members places, and the sectors their names and rims. */
function pack(places, sectors, focus, links, unit, { stretch }, upright) {
  const boxes = makeBoxes(90 * unit);
  const spot = (angle, far) => [Math.cos(angle) * far * stretch, (Math.sin(angle) * far) / stretch];
  const middle = sizeOf(links.degree[focus.i]);
  boxes.add(boxFor(focus, middle, unit)([0, 0]));
  const start = Math.max(FIRST_RING * unit, middle * 1.8);
  for (const sector of sectors) {
    const beside = !upright && (sector.side === "in" || sector.side === "out");
    const placed = [];
    let [floor, ring] = [start, 1];
    for (const { entity, ring: own } of sector.members) {
      if (own > ring) [floor, ring] = [furthestOf(placed, start) + STEP * unit, own];
      const size = sizeOf(links.degree[entity.i]);
      // Further away, only some have names.
      const boxAt = own > 1 ? markBox(size) : boxFor(entity, size, unit, beside && sector.side);
      const at = findRoom(sector, boxes, boxAt, spot, floor, unit, placed);
      boxes.add(boxAt(spot(at.angle, at.far)));
      placed.push({ ...at, size });
      places.set(entity, spot(at.angle, at.far).map(Math.round));
    }
    const outer = furthestOf(placed, start) + 24 * unit;
    const [x, y] = spot((sector.from + sector.to) / 2, outer).map(Math.round);
    Object.assign(sector, { inner: start * 0.6, outer, stretch, x, y });
  }
}

function furthestOf(placed, least) {
  return placed.reduce((far, it) => Math.max(far, it.far), least);
}

function lettersOf(label) {
  return Math.min([...label].length, LONGEST);
}

function markBox(size) {
  return ([x, y]) => [x - size - 4, y - size - 4, x + size + 4, y + size + 4];
}

/** The box of a mark with its name, which stands below it or, left and right, on its outer side. */
function boxFor({ label }, size, unit, side) {
  const letters = size > 24 ? 9 : size > 17 ? 7.4 : 6.4;
  const long = lettersOf(label) * letters * unit;
  const high = Math.max(size, (NAME_LINE / 2) * unit) + 2 * unit;
  if (side) {
    const out = size + long + 8 * unit;
    return ([x, y]) =>
      side === "out"
        ? [x - size - 3, y - high, x + out, y + high]
        : [x - out, y - high, x + size + 3, y + high];
  }
  const half = Math.max(size + 3, long / 2);
  return ([x, y]) => [x - half, y - size - 4, x + half, y + size + NAME_LINE * 1.3 * unit];
}

/** The nearest free place in a sector, from its middle outwards: { angle, far }. */
function findRoom({ from, to }, boxes, boxAt, spot, floor, unit, placed) {
  const middle = (from + to) / 2;
  for (let ring = 0; ; ring += 1) {
    const far = floor + ring * STEP * unit;
    const turn = (STEP * unit) / far;
    const steps = Math.floor(((to - from) / 2 - turn / 2) / turn);
    for (let step = 0; step <= Math.max(0, steps) * 2; step += 1) {
      const angle = middle + (step % 2 ? 1 : -1) * Math.ceil(step / 2) * turn;
      const clear = ring > TRIED || placed.every((it) => isAside(it, angle));
      if ((clear && boxes.isFree(boxAt(spot(angle, far)))) || ring > TRIED * 5) {
        return { angle, far };
      }
    }
  }
}

/** Does a line from the middle at this angle pass beside a mark? */
function isAside({ angle: other, far, size }, angle) {
  return Math.abs(angle - other) * far > size * 0.7;
}
