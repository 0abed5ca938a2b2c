// The camera, which is the place and scale of the view: fitting, zooming, panning, bringing into sight.

const NEAREST = 10; // the largest scale, by fitting or by the wheel
const FURTHEST = 0.05;
const SEEN = 50; // pixels from the edge that a mark must have to be in sight, where there is room

/** Show all that is drawn, or what is lit, with room for the labels at its edges. */
export function fit(drawing, { animated = false, lit = null } = {}) {
  takeSize(drawing);
  const { network, stage } = drawing;
  if (!stage.clientWidth) return;
  const found = fitting(drawing, innerSize(stage), lit);
  // The status line stands below.
  if (found)
    network.moveTo({ ...found, offset: { x: 0, y: -12 }, animation: animated && gliding(350) });
}

/** The camera that shows all marks, or those lit, on a stage of this size; null without marks. */
export function fitting({ entities: all, sectors }, { width, height }, lit) {
  const entities = all.filter((entity) => !lit || lit.entities.has(entity));
  if (!entities.length) return null;
  const { left, right, top, bottom } = boxOf([...entities, ...(sectors ?? [])]);
  const scale = Math.min(
    (width - roomAside({ clientWidth: width }) * 2) / (right - left + 60),
    (height - roomAbove({ clientWidth: width, clientHeight: height }) * 2) / (bottom - top + 60),
    1.15,
  );
  return {
    scale: Math.max(scale, FURTHEST),
    position: { x: (left + right) / 2, y: (top + bottom) / 2 },
  };
}

/** Pixels above and below what is drawn; fewer where it stands upright, above the status line. */
export function roomAbove(stage) {
  return Math.min(55, stage.clientHeight * (isUpright(stage) ? 0.06 : 0.125));
}

/** Pixels left and right of what is drawn, for labels; fewer on a phone. */
export function roomAside({ clientWidth }) {
  return Math.min(125, clientWidth * 0.13);
}

export function zoom(drawing, factor) {
  const scale = drawing.network.getScale() * factor;
  drawing.network.moveTo({ scale: Math.min(NEAREST, Math.max(FURTHEST, scale)) });
}

export function pan(drawing, right, down) {
  const { x, y } = drawing.network.getViewPosition();
  const scale = drawing.network.getScale();
  drawing.network.moveTo({ position: { x: x + right / scale, y: y + down / scale } });
}

/** Bring all of these entities into sight, if any of them is out of sight. */
export function reveal(drawing, entities) {
  takeSize(drawing);
  const { network, stage } = drawing;
  const { width, height } = innerSize(stage);
  const [aside, above] = [width, height].map((length) => Math.min(SEEN, length * 0.15));
  const spots = entities.map((entity) => network.canvasToDOM({ x: entity.x, y: entity.y }));
  const { left, right, top, bottom } = boxOf(spots);
  if (left > aside && right < width - aside && top > above && bottom < height - above) return;
  const room = Math.min(
    1,
    (width - 2 * aside) / (right - left || 1),
    (height - 2 * above) / (bottom - top || 1),
  );
  network.moveTo({
    scale: Math.max(FURTHEST, network.getScale() * room),
    position: network.DOMtoCanvas({ x: (left + right) / 2, y: (top + bottom) / 2 }),
    animation: gliding(400),
  });
}

/** The camera as it is, in the form that `moveTo` takes. */
export function viewOf({ network }) {
  return { scale: network.getScale(), position: network.getViewPosition() };
}

function gliding(duration) {
  return !matchMedia("(prefers-reduced-motion: reduce)").matches && { duration };
}

function boxOf(spots) {
  const [left, right] = extent(spots.map(({ x }) => x));
  const [top, bottom] = extent(spots.map(({ y }) => y));
  return { left, right, top, bottom };
}

/** The camera as scale and middle, which can be set again on a stage of another size. */
function standOf({ network, size }) {
  const { width, height } = size;
  return {
    scale: network.getScale(),
    position: network.DOMtoCanvas({ x: width / 2, y: height / 2 }),
  };
}

/** Fill the stage; true if its size was new. What was in the middle stays there. */
export function takeSize(drawing) {
  const { network, stage, size } = drawing;
  const { width, height } = innerSize(stage);
  if (!width || !height || (width === size.width && height === size.height)) return false;
  const { scale, position } = standOf(drawing);
  drawing.size = { width, height };
  network.setSize("100%", "100%");
  if (!size.width || !size.height) {
    // The stage was not on screen until now, as in a folded part of a notebook.
    fit(drawing, { lit: drawing.lit });
    return true;
  }
  // The scale follows the root of the area, so that going back to a size restores its scale.
  const grown = Math.sqrt((width * height) / (size.width * size.height));
  network.moveTo({ scale: scale * grown, position });
  return true;
}

/** Is a stage higher than wide, as on a phone? */
export function isUpright({ clientWidth, clientHeight }) {
  return clientHeight > clientWidth * 1.15;
}

/** The size of a stage; 0 by 0 where it is not on screen. */
export function innerSize({ clientWidth, clientHeight }) {
  return { width: clientWidth, height: clientHeight };
}

/** Fill the stage whenever its size changes, but for the size that it has while printing. */
export function followSize(drawing) {
  drawing.size = innerSize(drawing.stage);
  new ResizeObserver(() => {
    if (matchMedia("print").matches) return;
    if (takeSize(drawing)) drawing.network.redraw();
  }).observe(drawing.stage);
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
  return values.reduce(
    ([low, high], it) => [Math.min(low, it), Math.max(high, it)],
    [Infinity, -Infinity],
  );
}
