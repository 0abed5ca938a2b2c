// The shapes of kinds of entity: corners of each at the size 1, as vis-network draws them.

const round = (corners, radius, turn) =>
  Array.from({ length: corners }, (_, i) => {
    const angle = (i * 2 * Math.PI) / corners + turn;
    return [radius(i) * Math.cos(angle), radius(i) * Math.sin(angle)];
  });
const triangle = [
  [0, -1.01165],
  [1.15, 0.9802],
  [-1.15, 0.9802],
];

/** Corners as [right, down] from the middle; a kind that is not here is a circle. */
export const CORNERS = {
  square: [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ],
  diamond: [
    [0, 1],
    [1, 0],
    [0, -1],
    [-1, 0],
  ],
  hexagon: round(6, () => 1, 0),
  star: round(10, (i) => 0.82 * (i % 2 ? 0.5 : 1.3), -Math.PI / 2).map(([x, y]) => [x, y + 0.082]),
  triangle,
  triangleDown: triangle.map(([x, y]) => [x, -y]),
};

/** Lay the outline of a mark as the path of a canvas. */
export function layMark(context, shape, x, y, size) {
  context.beginPath();
  if (CORNERS[shape]) {
    for (const [right, down] of CORNERS[shape]) context.lineTo(x + right * size, y + down * size);
  } else context.arc(x, y, size, 0, 2 * Math.PI);
  context.closePath();
}
