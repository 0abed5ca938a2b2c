// Labels that never lie on one another: the best-connected get theirs first, the rest as one
// zooms in. Letters keep their size on the screen whatever the zoom.

/** Places of labels at this scale: [{ entity, text, x, y, align, size, strong }]. */
export function placeLabels(drawing, context, scale) {
  const grid = new Boxes(120 / scale);
  for (const entity of drawing.entities) {
    const half = entity.size * 0.9;
    grid.add([entity.x - half, entity.y - half, entity.x + half, entity.y + half], entity);
  }
  const placed = [];
  for (const entity of labelOrder(drawing)) {
    const size = letterSize(entity);
    const strong = entity.size > 17;
    const text = shortened(entity.label);
    context.font = textFont(drawing.theme, size / scale, strong);
    const label = firstFree(grid, entity, context.measureText(text).width, size / scale);
    if (label) placed.push({ entity, text, size, strong, ...label });
  }
  return placed;
}

/** Selected and lit entities first, then by how well they are connected. */
function labelOrder({ entities, lit, selected }) {
  const first = (entity) => (entity === selected ? 2 : lit?.entities.has(entity) ? 1 : 0);
  return [...entities].sort((a, b) => first(b) - first(a) || b.size - a.size || a.i - b.i);
}

function letterSize(entity) {
  return entity.size > 20 ? 16 : entity.size > 14 ? 13.5 : 12;
}

export function shortened(text, most = 34) {
  const signs = [...text];
  return signs.length > most ? `${signs.slice(0, most - 1).join("").trimEnd()}…` : text;
}

export function textFont(theme, size, strong) {
  return `${strong ? "600 " : ""}${size}px ${theme.font}`;
}

/** Below, right, left, above: the first that is free; null where none is. */
function firstFree(grid, entity, width, height) {
  const gap = height * 0.3;
  const { x, y, size } = entity;
  const tries = [
    { align: "center", x, y: y + size + gap + height / 2 },
    { align: "left", x: x + size + gap, y },
    { align: "right", x: x - size - gap, y },
    { align: "center", x, y: y - size - gap - height / 2 },
  ];
  for (const at of tries) {
    const left = at.align === "left" ? at.x : at.align === "right" ? at.x - width : at.x - width / 2;
    const pad = height * 0.18;
    const box = [
      left - pad, at.y - height / 2 - pad * 0.5, left + width + pad, at.y + height / 2 + pad * 0.5,
    ];
    if (grid.isFree(box, entity)) {
      grid.add(box, entity);
      return at;
    }
  }
  return null;
}

/** Boxes in a grid of cells, to find overlaps without comparing all with all. */
class Boxes {
  constructor(cell) {
    this.cell = cell;
    this.cells = new Map();
  }

  * keys([left, top, right, bottom]) {
    for (let x = Math.floor(left / this.cell); x <= right / this.cell; x += 1) {
      for (let y = Math.floor(top / this.cell); y <= bottom / this.cell; y += 1) yield `${x} ${y}`;
    }
  }

  add(box, owner) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push({ box, owner });
    }
  }

  isFree(box, owner) {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (other.owner !== owner && overlap(box, other.box)) return false;
      }
    }
    return true;
  }
}

function overlap([left, top, right, bottom], [otherLeft, otherTop, otherRight, otherBottom]) {
  return left < otherRight && otherLeft < right && top < otherBottom && otherTop < bottom;
}
