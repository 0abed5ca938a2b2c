// The outline of where a field of numbers is above 0 (marching squares): rings of points, those
// around holes turned the other way, so that a fill leaves the holes out.

/**
 * Rings of a field of `wide` by `high` numbers, row by row; points are [column, row], between the
 * numbers. At its edges the field must be 0 or less.
 */
export function contours(field, wide, high) {
  const next = new Map(); // Map of the edge where a piece of outline begins to the edge where it ends
  for (let row = 0; row < high - 1; row += 1) {
    for (let column = 0; column < wide - 1; column += 1) {
      const at = row * wide + column;
      const corners = [at, at + 1, at + wide + 1, at + wide].map((corner) => field[corner] > 0);
      const inside = corners.reduce((bits, is, i) => bits + (is ? 1 << i : 0), 0);
      if (inside === 0 || inside === 15) continue;
      // Edges are numbered: twice the number of the point where they begin, plus one if they go down.
      const sides = [at * 2, (at + 1) * 2 + 1, (at + wide) * 2, at * 2 + 1];
      for (const [from, to] of WAYS_THROUGH[inside]) next.set(sides[from], sides[to]);
    }
  }
  return ringsOf(next).map((ring) => ring.map((edge) => crossing(field, wide, edge)));
}

// By the corners that are inside: the sides (above, right, below, left) that the outline crosses.
const WAYS_THROUGH = [
  [],
  [[3, 0]],
  [[0, 1]],
  [[3, 1]],
  [[1, 2]],
  [
    [3, 0],
    [1, 2],
  ],
  [[0, 2]],
  [[3, 2]],
  [[2, 3]],
  [[2, 0]],
  [
    [0, 1],
    [2, 3],
  ],
  [[2, 1]],
  [[1, 3]],
  [[1, 0]],
  [[0, 3]],
  [],
];

function ringsOf(next) {
  const found = [];
  while (next.size) {
    const ring = [];
    let [edge] = next.keys();
    while (next.has(edge)) {
      ring.push(edge);
      const following = next.get(edge);
      next.delete(edge);
      edge = following;
    }
    found.push(ring);
  }
  return found;
}

/** Where the field crosses 0 on an edge. */
function crossing(field, wide, edge) {
  const at = edge >> 1;
  const down = edge & 1;
  const [one, other] = [field[at], field[at + (down ? wide : 1)]];
  const part = one / (one - other);
  const [column, row] = [at % wide, Math.floor(at / wide)];
  return down ? [column, row + part] : [column + part, row];
}
