// The measures of single entities. Mirrors measures/centrality.py, where each is told with its source
// in the literature; a shared set of cases is run through both.

/** The functions that compute each measure of a simple network, a value for each entity. */
const WORKED = {
  degree: ({ lines }) => lines.map(([to]) => to.length),
  strength: ({ lines }) => lines.map(([, weights]) => sumOf(weights)),
  betweenness,
  closeness,
  eigenvector,
  pagerank,
  core,
  clustering,
  constraint,
};
export const MEASURES = Object.keys(WORKED);
const DIRECTED = new Set(["pagerank"]);
const LOWEST_FIRST = new Set(["constraint"]);
const WEIGHTED = new Set(["strength", "eigenvector", "pagerank", "constraint"]);
const BY_PATHS = new Set(["betweenness", "closeness"]);

export function isDirected(name) {
  return DIRECTED.has(name);
}

/** Does it count how many roots a line has? */
export function isWeighted(name) {
  return WEIGHTED.has(name);
}

const MOST_STEPS = 2e8; // steps that take a browser some seconds

/** About how many steps it takes to compute a measure. */
export function stepsOf(name, { entities, lines }) {
  return BY_PATHS.has(name) ? entities * (entities + lines * 2) : (entities + lines) * 60;
}

export function isTooLarge(steps) {
  return steps > MOST_STEPS;
}

/** The values of a measure, one for each entity; null where the measure is not defined. */
export function valuesOf(name, network) {
  return network.at.length ? WORKED[name](network) : null;
}

const TIE = 1e-9;

/** The rank of each value, 1 being the first; equal values share the better rank. */
export function ranksOf(name, values) {
  const by = LOWEST_FIRST.has(name) ? 1 : -1;
  const order = [...values.keys()].sort((a, b) => (values[a] - values[b]) * by || a - b);
  const ranks = new Int32Array(values.length);
  let rank = 1;
  order.forEach((at, place) => {
    const [one, other] = [values[at], values[order[place - 1]] ?? values[at]].map(Math.abs);
    if (Math.abs(one - other) > TIE * Math.max(one, other)) rank = place + 1;
    ranks[at] = rank;
  });
  return ranks;
}

function sumOf(numbers) {
  return numbers.reduce((sum, one) => sum + one, 0);
}

/** Breadth-first search: what can be reached, the nearest first: { order, far, ways, before }. */
function walkFrom(start, lines) {
  const far = new Int32Array(lines.length).fill(-1);
  const ways = new Float64Array(lines.length);
  const order = [start];
  far[start] = 0;
  ways[start] = 1;
  for (const one of order) {
    for (const other of lines[one][0]) {
      if (far[other] < 0) {
        far[other] = far[one] + 1;
        order.push(other);
      }
      if (far[other] === far[one] + 1) ways[other] += ways[one];
    }
  }
  return { order, far, ways };
}

/** Brandes' algorithm: the dependencies on each entity from a start, added up from the far end. */
function betweenness({ lines }) {
  const many = lines.length;
  const found = new Array(many).fill(0);
  for (let start = 0; start < many; start += 1) {
    const { order, far, ways } = walkFrom(start, lines);
    const behind = new Float64Array(many);
    for (let at = order.length - 1; at > 0; at -= 1) {
      const one = order[at];
      for (const other of lines[one][0]) {
        if (far[other] === far[one] - 1)
          behind[other] += (ways[other] / ways[one]) * (1 + behind[one]);
      }
      found[one] += behind[one];
    }
  }
  const pairs = (many - 1) * (many - 2);
  return pairs > 0 ? found.map((sum) => sum / pairs) : found;
}

function closeness({ lines }) {
  return lines.map((_, start) => {
    const { order, far } = walkFrom(start, lines);
    const sum = order.reduce((total, one) => total + far[one], 0);
    const reached = order.length - 1;
    return sum ? (reached / sum) * (reached / (lines.length - 1)) : 0;
  });
}

const CLOSE = 1e-13;
const MOST_SWEEPS = 20000;

/**
 * The eigenvector of the largest eigenvalue; null where two components share it. Each component is
 * computed alone, by power iteration with 1 added to the diagonal: else a bipartite one oscillates.
 */
function eigenvector({ lines }) {
  const left = new Set(lines.keys());
  const parts = [];
  while (left.size) {
    const [start] = left;
    const { order } = walkFrom(start, lines);
    for (const one of order) left.delete(one);
    parts.push(eigenvectorOf(order, lines));
  }
  const [first, second] = parts.sort((a, b) => b.root - a.root);
  if (second && first.root - second.root <= TIE * first.root) return null;
  return Array.from(first.vector);
}

function eigenvectorOf(part, lines) {
  let vector = new Float64Array(lines.length);
  for (const one of part) vector[one] = 1 / Math.sqrt(part.length);
  let root = 0;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    const next = new Float64Array(lines.length);
    for (const one of part) {
      const [others, weights] = lines[one];
      next[one] = vector[one] + others.reduce((sum, it, k) => sum + weights[k] * vector[it], 0);
    }
    const length = Math.sqrt(part.reduce((sum, one) => sum + next[one] ** 2, 0));
    let moved = 0;
    for (const one of part) {
      next[one] /= length;
      moved = Math.max(moved, Math.abs(next[one] - vector[one]));
    }
    [vector, root] = [next, length - 1];
    if (moved < CLOSE) break;
  }
  return { vector, root };
}

const DAMPING = 0.85;
const PRECISION = 1e-11;

/** PageRank; from an entity without outgoing lines the walker jumps to any. */
function pagerank({ lines }) {
  const many = lines.length;
  const out = lines.map(([, weights]) => sumOf(weights));
  let ranks = new Array(many).fill(1 / many);
  for (let moved = 1; moved > PRECISION; ) {
    const stuck = ranks.reduce((sum, rank, at) => sum + (out[at] ? 0 : rank), 0);
    const next = new Array(many).fill((1 - DAMPING + DAMPING * stuck) / many);
    lines.forEach(([others, weights], at) => {
      others.forEach((other, k) => {
        next[other] += (DAMPING * ranks[at] * weights[k]) / out[at];
      });
    });
    moved =
      (next.reduce((sum, it, at) => sum + Math.abs(it - ranks[at]), 0) * DAMPING) / (1 - DAMPING);
    ranks = next;
  }
  return ranks;
}

/** Core numbers, by removing the entity with the fewest lines again and again. */
function core({ lines }) {
  const left = lines.map(([to]) => to.length);
  const found = new Array(lines.length).fill(0);
  const still = new Set(lines.keys());
  for (let least = 0; still.size; ) {
    const poor = [...still].filter((one) => left[one] <= least);
    if (!poor.length) least += 1;
    for (const one of poor) {
      still.delete(one);
      found[one] = least;
      for (const other of lines[one][0]) if (still.has(other)) left[other] -= 1;
    }
  }
  return found;
}

function clustering({ lines }) {
  const sets = lines.map(([to]) => new Set(to));
  return lines.map(([to]) => {
    const tied = to.reduce((sum, a) => sum + to.filter((b) => b > a && sets[a].has(b)).length, 0);
    return tied / Math.max((to.length * (to.length - 1)) / 2, 1);
  });
}

/** Burt's constraint: how far the contacts of each are each other's contacts. */
function constraint({ lines }) {
  const shares = lines.map(([to, weights]) => {
    const all = sumOf(weights);
    return new Map(to.map((one, k) => [one, weights[k] / all]));
  });
  return shares.map((own) => {
    let found = 0;
    for (const [contact, share] of own) {
      let through = share;
      for (const [other, part] of own) through += part * (shares[other].get(contact) ?? 0);
      found += through ** 2;
    }
    return found;
  });
}
