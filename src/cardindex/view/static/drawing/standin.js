// The first picture, painted before the browser has read vis-network, which takes half of the start.
// It has the part of vis-network's interface that the page uses until then, and paints the same.

import { layMark } from "../base/shapes.js";

/** A stand-in for vis-network in a stage; `paint.beneath` and `paint.above` take a context. */
export function makeStill(stage, drawing, paint) {
  const canvas = document.createElement("canvas");
  const view = { x: 0, y: 0, scale: 1 };
  let asked = false;
  stage.replaceChildren(canvas);
  const middle = () => [stage.clientWidth / 2, stage.clientHeight / 2];
  const still = {
    getScale: () => view.scale,
    getViewPosition: () => ({ x: view.x, y: view.y }),
    canvasToDOM({ x, y }) {
      const [across, down] = middle();
      return { x: (x - view.x) * view.scale + across, y: (y - view.y) * view.scale + down };
    },
    DOMtoCanvas({ x, y }) {
      const [across, down] = middle();
      return { x: (x - across) / view.scale + view.x, y: (y - down) / view.scale + view.y };
    },
    moveTo({ scale = view.scale, position = view, offset = { x: 0, y: 0 } }) {
      Object.assign(view, {
        scale,
        x: position.x - offset.x / scale,
        y: position.y - offset.y / scale,
      });
      still.ask();
    },
    setSize() {
      still.ask();
    },
    redraw() {
      asked = false;
      const ratio = window.devicePixelRatio || 1;
      const [across, down] = middle();
      Object.assign(canvas, { width: across * 2 * ratio, height: down * 2 * ratio });
      Object.assign(canvas.style, { width: "100%", height: "100%" });
      const context = canvas.getContext("2d");
      const zoom = view.scale * ratio;
      context.setTransform(
        zoom,
        0,
        0,
        zoom,
        across * ratio - view.x * zoom,
        down * ratio - view.y * zoom,
      );
      paint.beneath(context);
      for (const mark of drawing.marks) paintMark(context, mark, view.scale);
      paint.above(context);
    },
    /** Paint at the next frame, once. */
    ask() {
      if (!asked) requestAnimationFrame(() => asked && still.redraw());
      asked = true;
    },
  };
  return still;
}

/** Paint a mark with vis-network's fields: { x, y, size, shape, opacity, borderWidth, color }. */
export function paintMark(context, { x, y, size, shape, opacity, borderWidth, color }, scale) {
  context.globalAlpha = opacity;
  layMark(context, shape, x, y, size);
  context.fillStyle = color.background;
  context.fill();
  context.strokeStyle = color.border;
  context.lineWidth = borderWidth / scale;
  context.stroke();
  context.globalAlpha = 1;
}
