// The first picture, painted from a few rows of its own while the browser still reads the page:
// to read the data and to link it takes longer than to paint.

import { fit } from "./drawing/camera.js";
import { columnsOf } from "./base/columns.js";
import { byId } from "./base/dom.js";
import { draw, makeDrawing } from "./drawing/drawing.js";
import { foremostOf } from "./scene/foremost.js";

/** The drawing, with the first picture in it if the address asks for the opening view. */
export const firstDrawing = openDrawing();

/** Resolves once there is something to look at. */
export const firstSeen = firstDrawing.entities.length ? painted() : null;

/** Resolve once the browser has painted what it was given. */
export function painted() {
  // A page in the background gets no frames.
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  }).then(() => performance.mark("drawn"));
}

function openDrawing() {
  document.body.classList.remove("plain");
  const picture = JSON.parse(byId("picture").textContent);
  const drawing = makeDrawing(byId("stage"));
  // For tests, and for a console.
  byId("stage").drawing = drawing;
  if (picture.whole && location.hash.length < 2) paintFirst(drawing, picture);
  // The sentence is true of the opening view only.
  else byId("gist").replaceChildren();
  return drawing;
}

function paintFirst(drawing, { entities: table, lines, families, blocs, alone }) {
  const entities = entitiesIn(columnsOf(table), drawing.upright);
  drawing.blocs = blocs.map(([label, members]) => {
    return { label, members: members.map((at) => entities[at]) };
  });
  const linked = entities.filter(({ degree }) => degree);
  const degree = (entity) => entity.degree;
  draw(drawing, {
    entities: linked,
    ties: linesIn(columnsOf(lines), families, entities),
    lit: null,
    selected: null,
    degree,
    named: alone ? null : foremostOf(linked, degree, drawing.upright),
  });
  fit(drawing);
  // At once and not at the next frame: the reader waits for it.
  drawing.network.redraw();
}

/** The fields of each entity that are painted; `i` is its row, in order of id. */
function entitiesIn({ id, label, shape, colour, degree, ...places }, upright) {
  const { x, y } = upright ? { x: places.x_upright, y: places.y_upright } : places;
  const row = new Map([...id].sort().map((one, i) => [one, i]));
  return id.map((one, at) => ({
    i: row.get(one),
    id: one,
    label: label[at],
    type: { shape: shape[at], colour: colour[at] },
    x: x[at],
    y: y[at],
    degree: degree[at],
  }));
}

/** The fields of each tie that are painted. */
function linesIn({ a, b, family, claims, forth, back, standing, actual }, families, entities) {
  return a.map((row, at) => ({
    key: at,
    a: entities[row],
    b: entities[b[at]],
    family: family[at] ? { id: family[at], colour: families[family[at]] } : null,
    claims: new Array(claims[at]),
    forth: forth[at],
    back: back[at],
    standing: standing[at],
    actual: actual[at],
  }));
}
