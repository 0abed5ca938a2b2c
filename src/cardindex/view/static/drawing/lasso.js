// Choosing several marks: with shift, a click adds one, and a line drawn round marks adds all of them.

import { lookOf } from "./looks.js";

const STILL = 5; // pixels that a click may move

/** Let a reader choose marks in the stage; `report(entities)` gets those to add or to take out. */
export function listenForLasso(drawing, report) {
  const { stage } = drawing;
  let points = null;
  const at = ({ clientX, clientY }) => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const onCanvas = (point) => {
    const { x, y } = drawing.network.DOMtoCanvas(point);
    return [x, y];
  };
  // Caught before vis-network gets it: that would select a box and drag it later.
  stage.addEventListener(
    "pointerdown",
    (event) => {
      if (!event.shiftKey || event.button) return;
      event.stopPropagation();
      event.preventDefault();
      stage.setPointerCapture(event.pointerId);
      points = [at(event)];
    },
    true,
  );
  stage.addEventListener(
    "pointermove",
    (event) => {
      if (!points) return;
      event.stopPropagation();
      points.push(at(event));
      drawing.lasso = points.map(onCanvas);
      drawing.redraw();
    },
    true,
  );
  const end = (event) => {
    if (!points) return;
    event.stopPropagation();
    const drawn = points;
    [points, drawing.lasso] = [null, null];
    drawing.redraw();
    if (event.type === "pointercancel") return;
    const [first] = drawn;
    if (drawn.some(({ x, y }) => Math.hypot(x - first.x, y - first.y) > STILL)) {
      report(within(drawing.entities, drawn.map(onCanvas)));
    } else {
      const id = drawing.network.getNodeAt(first);
      if (id !== undefined) report([drawing.model.entityById.get(id)]);
    }
  };
  stage.addEventListener("pointerup", end, true);
  stage.addEventListener("pointercancel", end, true);
}

/** The entities whose middle lies within a ring of points. */
export function within(entities, ring) {
  return entities.filter(({ x, y }) =>
    ring.reduce((inside, [toX, toY], i) => {
      const [fromX, fromY] = ring.at(i - 1);
      const crosses =
        fromY > y !== toY > y && x < fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX);
      return crosses ? !inside : inside;
    }, false),
  );
}

/** Paint the line that is being drawn, rings round chosen marks, and pins. */
export function paintChoice(drawing, context, scale) {
  const { lasso, several, pinned, theme } = drawing;
  context.save();
  context.strokeStyle = theme.red;
  context.fillStyle = theme.red;
  context.lineWidth = 1.6 / scale;
  context.setLineDash([]);
  for (const entity of several) {
    const { x, y } = entity;
    const { size } = lookOf(drawing, entity);
    context.beginPath();
    context.arc(x, y, size + 5 / scale, 0, 2 * Math.PI);
    context.stroke();
  }
  for (const entity of pinned) {
    const { x, y } = entity;
    const { size } = lookOf(drawing, entity);
    context.beginPath();
    context.arc(x + size * 0.75, y - size * 0.75, 2.4 / scale, 0, 2 * Math.PI);
    context.fill();
  }
  if (lasso) {
    context.setLineDash([5 / scale, 4 / scale]);
    context.beginPath();
    lasso.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
    context.stroke();
  }
  context.restore();
}
