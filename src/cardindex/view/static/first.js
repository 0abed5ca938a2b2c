// The first picture, painted from a few rows of its own while the browser still reads the page:
// to read the data and to link it takes longer than to paint.

import { fit, isUpright } from "./camera.js";
import { byId } from "./dom.js";
import { draw, makeDrawing } from "./network.js";
import { kept, takeTheme } from "./theme.js";

/** The drawing, with a picture in it unless another view than the opening is asked for. */
export const firstDrawing = openDrawing();

/** Resolves once there is something to look at. */
export const firstSeen = firstDrawing.entities.length ? painted() : null;

/** Resolve once the browser has shown what was asked of it. */
export function painted() {
  // A page in the background gets no frames.
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); })
    .then(() => performance.mark("drawn"));
}

function openDrawing() {
  takeTheme(kept("theme"));
  document.body.classList.remove("plain");
  const picture = JSON.parse(byId("picture").textContent);
  const drawing = makeDrawing(byId("stage"), picture);
  if (picture.whole && location.hash.length < 2) paintFirst(drawing, picture);
  return drawing;
}

function paintFirst(drawing, picture) {
  const entities = entitiesIn(picture, isUpright(drawing.stage));
  drawing.blocs = picture.blocs.map(([label, members]) => {
    return { label, members: members.map((at) => entities[at]) };
  });
  const degree = new Map(entities.map((entity, at) => [entity, picture.degrees[at]]));
  draw(drawing, {
    entities: entities.filter((entity) => degree.get(entity)),
    ties: linesIn(picture, entities), lit: null, selected: null,
    degree: (entity) => degree.get(entity),
  });
  fit(drawing);
  // Not only at the next frame: this is what the reader waits for.
  drawing.network.redraw();
}

/** As much of each entity as is painted; `i` is its row among them in order of id. */
function entitiesIn({ nodes, labels }, upright) {
  const row = new Map(nodes.map(({ id }) => id).sort().map((id, i) => [id, i]));
  return nodes.map(({ id, shape, color, x, y }, at) => ({
    i: row.get(id), id, label: labels[at], type: { shape, colour: color },
    x: upright ? y : x, y: upright ? x : y,
  }));
}

/** As much of each tie as is painted. */
function linesIn({ lines, families }, entities) {
  return lines.a.map((row, at) => {
    const [a, b] = [entities[row], entities[lines.b[at]]];
    const family = lines.family[at];
    return {
      key: `${a.id}+${b.id}+${family}`, a, b,
      family: family ? { id: family, colour: families[family] } : null,
      claims: new Array(lines.claims[at]), forth: lines.forth[at], back: lines.back[at],
      standing: lines.standing[at], actual: lines.actual[at],
    };
  });
}
