// Places for an entity's surroundings drawn alone: in the places of the whole they lie far apart.
// Forces as in view/places.py, without random numbers: equal input gives equal places.

const SPACING = 62; // the distance that neighbours are given, in drawing units
const WIDE = 1.45; // how much wider than high: screens are, and labels are
const WORK = 3e7; // pairs that are looked at in all; rounds are cut so that it stays below
const TURN = Math.PI * (3 - Math.sqrt(5)); // the golden angle

/**
 * Places of entities as [x, y], in their order. `ties`: [row, row, weight]. `focus`: the row of the
 * entity that stays in the middle, or -1; `groups`: rows that belong together. An entity that has a
 * place already keeps its direction from the focus.
 */
export function layOutAlone(entities, ties, focus, groups = []) {
  const size = entities.length;
  if (!size) return [];
  const points = startAround(entities, ties, focus, groups);
  const degree = new Float64Array(size);
  for (const [a, b] of ties) {
    degree[a] += 1;
    degree[b] += 1;
  }
  const steps = Math.max(30, Math.min(300, Math.floor(WORK / (size * size))));
  for (let step = 0; step < steps; step += 1) {
    const heat = SPACING * (1 - step / steps) ** 1.5 + 0.5;
    moveAlong(points, forces(points, ties, degree, groups), heat, focus);
  }
  const scale = scaleOfPoints(points, size);
  for (const axis of points) for (let i = 0; i < size; i += 1) axis[i] *= scale;
  pushApart(points, focus, Math.max(10, Math.min(120, steps)));
  return entities.map((_, i) => [Math.round(points[0][i] * WIDE), Math.round(points[1][i])]);
}

/** Rings around the focus, on which each has the direction that it had, evenly spread. */
function startAround(entities, ties, focus, groups) {
  const ring = rings(entities.length, ties, focus);
  const middle = entities[focus];
  const sector = new Map(groups.flatMap((rows, at) => rows.map((i) => [i, at / groups.length])));
  const angle = (entity, i) => {
    const known = entity.x !== null && middle && middle.x !== null && i !== focus;
    if (known) return Math.atan2(entity.y - middle.y, (entity.x - middle.x) / WIDE);
    if (sector.has(i)) return (sector.get(i) * 2 - 1) * Math.PI + (i % 7) * 0.02;
    return ((i * TURN) % (2 * Math.PI)) - Math.PI;
  };
  const order = entities
    .map((entity, i) => ({ i, ring: ring[i], angle: angle(entity, i) }))
    .sort((a, b) => a.ring - b.ring || a.angle - b.angle || a.i - b.i);
  const [x, y] = [new Float64Array(entities.length), new Float64Array(entities.length)];
  for (let first = 0; first < order.length; ) {
    const here = order.filter((it) => it.ring === order[first].ring);
    const radius = here[0].ring * SPACING * Math.max(1, Math.sqrt(entities.length) * 0.45);
    here.forEach((it, at) => {
      const turn = -Math.PI + (2 * Math.PI * at) / here.length;
      // Half way between an even angle and the old one, so that old neighbours stay neighbours.
      const way = (turn + it.angle) / 2;
      x[it.i] = radius * Math.cos(way) * (1 + (at % 3) * 0.12);
      y[it.i] = radius * Math.sin(way) * (1 + (at % 3) * 0.12);
    });
    first += here.length;
  }
  return [x, y];
}

/** Steps from the focus; an entity that cannot be reached is one step beyond the furthest. */
function rings(size, ties, focus) {
  const friends = Array.from({ length: size }, () => []);
  for (const [a, b] of ties) {
    friends[a].push(b);
    friends[b].push(a);
  }
  const ring = new Array(size).fill(-1);
  let edge = focus < 0 ? [] : [focus];
  let depth = 0;
  for (const i of edge) ring[i] = 0;
  while (edge.length) {
    depth += 1;
    const next = edge.flatMap((i) => friends[i]).filter((i) => ring[i] < 0);
    for (const i of next) ring[i] = depth;
    edge = [...new Set(next)];
  }
  return ring.map((it) => (it < 0 ? Math.max(1, depth) : it));
}

function forces([x, y], ties, degree, groups) {
  const size = x.length;
  const [right, down] = [new Float64Array(size), new Float64Array(size)];
  for (let i = 0; i < size; i += 1) {
    const charge = (1 + 0.45 * Math.sqrt(degree[i])) * SPACING * 5.5;
    for (let j = i + 1; j < size; j += 1) {
      const dx = x[i] - x[j];
      const dy = y[i] - y[j];
      const push = (charge * (1 + 0.45 * Math.sqrt(degree[j]))) / (dx * dx + dy * dy + 25);
      right[i] += dx * push;
      down[i] += dy * push;
      right[j] -= dx * push;
      down[j] -= dy * push;
    }
    right[i] -= x[i] * (0.02 + 0.004 * degree[i]);
    down[i] -= y[i] * (0.02 + 0.004 * degree[i]);
  }
  for (const [a, b, weight] of ties) {
    const [dx, dy] = [x[b] - x[a], y[b] - y[a]];
    const length = Math.hypot(dx, dy) + 1e-9;
    const pull = (Math.log1p(length / SPACING) * Math.sqrt(Math.min(weight, 4)) * 9) / length;
    right[a] += (dx * pull) / Math.sqrt(degree[a]);
    down[a] += (dy * pull) / Math.sqrt(degree[a]);
    right[b] -= (dx * pull) / Math.sqrt(degree[b]);
    down[b] -= (dy * pull) / Math.sqrt(degree[b]);
  }
  for (const rows of groups) {
    const mean = (axis) => rows.reduce((sum, i) => sum + axis[i], 0) / rows.length;
    const [middleX, middleY] = [mean(x), mean(y)];
    for (const i of rows) {
      right[i] += (middleX - x[i]) * 0.055;
      down[i] += (middleY - y[i]) * 0.055;
    }
  }
  return [right, down];
}

function moveAlong([x, y], [right, down], heat, focus) {
  for (let i = 0; i < x.length; i += 1) {
    if (i === focus) continue;
    const reach = Math.hypot(right[i], down[i]) + 1e-9;
    x[i] += (right[i] / reach) * Math.min(reach, heat);
    y[i] += (down[i] / reach) * Math.min(reach, heat);
  }
}

/** The scale at which all entities have room. */
function scaleOfPoints([x, y], size) {
  const far = Math.max(...x.map((it, i) => Math.hypot(it, y[i])));
  return far ? (SPACING * (Math.sqrt(size) * 0.62 + 0.6)) / far : 1;
}

/** Push apart entities that stand too close for their labels, a little at a time. */
function pushApart([x, y], focus, rounds) {
  const least = SPACING * 0.82;
  for (let round = 0; round < rounds; round += 1) {
    let close = false;
    for (let i = 0; i < x.length; i += 1) {
      for (let j = i + 1; j < x.length; j += 1) {
        let dx = x[i] - x[j];
        let dy = y[i] - y[j];
        if (Math.abs(dx) >= least || Math.abs(dy) >= least) continue;
        let distance = Math.hypot(dx, dy);
        if (distance >= least) continue;
        // Two entities on one spot part in a direction that depends only on their rows.
        if (distance < 1e-6) [dx, dy, distance] = [Math.cos(i), Math.sin(i), 1];
        const push = ((least - distance) / distance) * 0.35;
        close = true;
        if (i !== focus) [x[i], y[i]] = [x[i] + dx * push, y[i] + dy * push];
        if (j !== focus) [x[j], y[j]] = [x[j] - dx * push, y[j] - dy * push];
      }
    }
    if (!close) return;
  }
}
