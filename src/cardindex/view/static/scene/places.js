// Where what is drawn stands: in the places of the whole, which Python gave, or, where the reader
// draws only some surroundings, in places of their own. Those of the whole are kept for the way
// back.

import { neighbours, settle } from "./drawn.js";
import { layOutAlone } from "./forces.js";

/** On a screen that is higher than wide, such as a phone's, drawings stand upright too. */
export function standUpright(model) {
  model.upright = true;
  for (const entity of model.entities) [entity.x, entity.y] = [entity.y, entity.x];
}

/** Make a function that gives each of those drawn its place. */
export function makePlaces(model) {
  const home = new Map(); // entity → its place in the whole, while it stands elsewhere
  let own = { key: "", places: new Map() };
  return (state, drawn, links) => {
    for (const [entity, place] of home) {
      // A reader may have moved it.
      own.places.set(entity, [entity.x, entity.y]);
      [entity.x, entity.y] = place;
    }
    home.clear();
    const key = keyOfPlaces(model, state, drawn);
    if (key && key !== own.key) own = { key, places: alone(model, state, drawn, links) };
    if (key) {
      for (const entity of drawn) {
        home.set(entity, [entity.x, entity.y]);
        // Who came later, by a filter or a search, is settled near its neighbours.
        [entity.x, entity.y] = own.places.get(entity) ?? [null, null];
      }
    }
    settle(drawn, links);
  };
}

/**
 * What the places of their own belong to; "" in the places of the whole. A page that opened on an
 * entity has places for its surroundings, and none for the whole.
 */
function keyOfPlaces(model, state, drawn) {
  const opened = model.opening.focus ?? "";
  if (state.focus === opened) return "";
  const without = [...drawn].filter((entity) => entity.x === null).length;
  if (!state.focus && without * 2 <= drawn.size) return "";
  return JSON.stringify([state.focus, state.depth, state.grown]);
}

function alone(model, state, drawn, links) {
  const entities = [...drawn].sort((a, b) => a.i - b.i);
  const row = new Map(entities.map((entity, i) => [entity, i]));
  const ties = entities.flatMap((entity, i) => [...neighbours(links, entity)]
    .filter(([other]) => row.get(other) > i).map(([other, count]) => [i, row.get(other), count]));
  const focus = !state.focus ? -1 : row.get(links.who.of(model.entityById.get(state.focus))) ?? -1;
  const groups = model.blocs.map(({ members }) => members.filter((it) => row.has(it))
    .map((it) => row.get(it))).filter((rows) => rows.length > 1);
  const turned = ({ x, y }) => (model.upright ? { x: y, y: x } : { x, y });
  const places = layOutAlone(entities.map(turned), ties, focus, groups);
  return new Map(entities.map((entity, i) => {
    const [x, y] = places[i];
    return [entity, model.upright ? [y, x] : [x, y]];
  }));
}
