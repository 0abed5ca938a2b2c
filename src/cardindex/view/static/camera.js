// Where the drawing is looked at from: fitting, zooming, panning, bringing into sight.

/** Show all that is drawn, or what is lit, with room for the labels at its edges. */
export function fit(drawing, { animated = false, lit = null } = {}) {
  const { network, stage } = drawing;
  const entities = drawing.entities.filter((entity) => !lit || lit.entities.has(entity));
  if (!entities.length) return;
  const [left, right] = extent(entities.map((entity) => entity.x));
  const [top, bottom] = extent(entities.map((entity) => entity.y));
  const room = Math.min(125, stage.clientWidth * 0.13);
  const scale = Math.min(
    (stage.clientWidth - room * 2) / (right - left + 60),
    (stage.clientHeight - 110) / (bottom - top + 60), 1.15,
  );
  network.moveTo({
    scale: Math.max(scale, 0.05), position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    // The status line stands below.
    offset: { x: 0, y: -12 },
    animation: animated && { duration: 350 },
  });
}

export function zoom(drawing, factor) {
  drawing.network.moveTo({ scale: drawing.network.getScale() * factor });
}

export function pan(drawing, right, down) {
  const { x, y } = drawing.network.getViewPosition();
  const scale = drawing.network.getScale();
  drawing.network.moveTo({ position: { x: x + right / scale, y: y + down / scale } });
}

/** Bring an entity into sight if it is not; `covering`: where on the page a card begins. */
export function reveal(drawing, entity, covering = Infinity) {
  const at = drawing.network.canvasToDOM({ x: entity.x, y: entity.y });
  const { width, height, bottom } = drawing.stage.getBoundingClientRect();
  // On a small screen the card covers the lower part.
  const covered = Math.max(0, bottom - covering);
  const margin = 50;
  const seen = at.x > margin && at.y > margin && at.x < width - margin
    && at.y < height - covered - margin;
  if (!seen) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    drawing.network.moveTo({
      position: { x: entity.x, y: entity.y }, offset: { x: 0, y: -covered / 2 },
      animation: !still && { duration: 400 },
    });
  }
}

/** The drawn entity that lies nearest in a direction (dx, dy), or null. */
export function nearest(drawing, entity, dx, dy) {
  let best = null;
  let least = Infinity;
  for (const other of drawing.entities) {
    const [x, y] = [other.x - entity.x, other.y - entity.y];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (along <= 0 || aside > along * 1.5) continue;
    const far = along + aside * 1.5;
    if (far < least) [best, least] = [other, far];
  }
  return best;
}

/** The lowest and the highest of some numbers. */
export function extent(values) {
  return values.reduce(([low, high], it) => [Math.min(low, it), Math.max(high, it)],
    [Infinity, -Infinity]);
}
