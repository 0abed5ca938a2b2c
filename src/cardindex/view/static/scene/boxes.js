// Boxes in a grid of cells: a place is free if no box in its cells overlaps it.

/** Make an empty grid: `add` a box, [left, top, right, bottom]; `isFree` tells if it overlaps none. */
export function makeBoxes(cell) {
  const cells = new Map();
  const keysOf = ([left, top, right, bottom]) => {
    const keys = [];
    for (let x = Math.floor(left / cell); x <= Math.floor(right / cell); x += 1) {
      for (let y = Math.floor(top / cell); y <= Math.floor(bottom / cell); y += 1) {
        keys.push(`${x} ${y}`);
      }
    }
    return keys;
  };
  const meets = (one, other) =>
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
  return {
    add(box) {
      for (const key of keysOf(box)) {
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(box);
      }
    },
    isFree: (box) =>
      keysOf(box).every((key) => !cells.get(key)?.some((other) => meets(box, other))),
  };
}
