// The places of drawn entities: those of the whole, which Python computed, or those of surroundings
// that are drawn alone. The places of the whole are kept for the way back. An entity without a place
// in the whole is put near its neighbours, anew for each view, so that a view looks the same however
// the reader came to it. Only dragged marks keep their places from view to view.

import { choose, neighbours, settle } from "./drawn.js";
import { layOutAlone } from "./forces.js";
import { isInSectors, layOutSectors } from "./sectors.js";

/** Turn a drawing upright for a screen that is higher than wide, as a phone's. */
export function standUpright(model) {
  for (const entity of model.entities) [entity.x, entity.y] = [entity.x_upright, entity.y_upright];
}

/**
 * Make the object that places drawn entities. `lift` puts all back to their places in the whole,
 * before the drawn ones are chosen; `put` gives places, and returns who is pinned and the `sectors`,
 * if there are any. `opened`: the links of the opening page; `pins`: those among these places
 * (state/arrangement.js); `upright`: is the drawing turned upright?
 */
export function makePlaces(model, upright = false) {
  const home = new Map(); // entity → its place in the whole, while it has another
  const put = new Map(); // entity without a place in the whole → where it was put
  const pinned = new Map(); // pinned entity → where it would stand without the pin
  let own = { key: "", places: new Map(), sectors: null };
  const lift = () => {
    for (const [entity, [x, y]] of pinned) [entity.x, entity.y] = [x, y];
    pinned.clear();
    for (const [entity, [x, y]] of put) {
      if (entity.x === x && entity.y === y) [entity.x, entity.y] = [null, null];
    }
    put.clear();
    for (const [entity, place] of home) [entity.x, entity.y] = place;
    home.clear();
  };
  const place = (state, drawn, links, opened, pins = []) => {
    const key = keyOfPlaces(model, state, drawn, opened);
    if (key && key !== own.key) {
      own = { key, ...ownPlaces(model, state, drawn, links, opened, upright) };
    }
    if (key) {
      for (const entity of drawn) {
        home.set(entity, [entity.x, entity.y]);
        // Entities that a filter or a search added stand near their neighbours.
        [entity.x, entity.y] = own.places.get(entity) ?? [null, null];
      }
    }
    const without = [...drawn].filter((entity) => entity.x === null).sort((a, b) => a.i - b.i);
    if (without.length) settle(without, drawn, links, opened, key === "");
    for (const entity of without) put.set(entity, [entity.x, entity.y]);
    for (const pin of pins) {
      const entity = model.entityById.get(pin.id);
      if (!drawn.has(entity)) continue;
      pinned.set(entity, [entity.x, entity.y]);
      [entity.x, entity.y] = upright ? pin.upright : pin.wide;
    }
    return { pinned: [...pinned.keys()], sectors: key ? own.sectors : null };
  };
  return { lift, put: place };
}

/**
 * A key of all that places of their own depend on; "" for the places of the whole. A page that opened
 * on an entity has places for its surroundings and none for the whole.
 */
function keyOfPlaces(model, state, drawn, links) {
  const opened = model.opening.focus ?? "";
  if (isInSectors(state)) {
    const { focus, depth, grown, hiddenFamilies, hiddenRelations } = state;
    const usual = choose(links, state, []);
    const late = [...drawn].filter((entity) => !usual.has(entity)).map(({ id }) => id);
    return JSON.stringify([focus, depth, grown, hiddenFamilies, hiddenRelations, late.sort()]);
  }
  if (state.focus === opened) return "";
  const without = [...drawn].filter((it) => it.x === null && !it.members).length;
  if (!state.focus && without * 2 <= drawn.size) return "";
  return JSON.stringify([state.focus, state.depth, state.grown]);
}

function ownPlaces(model, state, drawn, links, opened, upright) {
  return isInSectors(state)
    ? inSectors(model, state, drawn, links, opened, upright)
    : { places: alone(model, state, opened, upright), sectors: null };
}

/**
 * Sectors by the links of the opening page and the shown families, so that neither years nor strikes
 * move anybody; an entity that those do not link is placed by its links now.
 */
function inSectors(model, state, drawn, links, opened, upright) {
  const entities = [...new Set([...choose(opened, state, []), ...drawn])].sort((a, b) => a.i - b.i);
  const shown = opened.shown.map((one, row) => one | links.shown[row]);
  const told = ({ i, relation: { id, family } }) =>
    opened.shown[i] &&
    !state.hiddenFamilies.includes(family?.id) &&
    !state.hiddenRelations.includes(id);
  const focus = links.who.of(model.entityById.get(state.focus));
  const both = { ...links, shown, degree: opened.degree };
  return layOutSectors(entities, focus, both, told, upright);
}

/** Places for everything within these surroundings, also for what a filter hides now. */
function alone(model, state, links, upright) {
  const entities = [...choose(links, state, [])].sort((a, b) => a.i - b.i);
  const row = new Map(entities.map((entity, i) => [entity, i]));
  const ties = entities.flatMap((entity, i) =>
    [...neighbours(links, entity)]
      .filter(([other]) => row.get(other) > i)
      .map(([other, count]) => [i, row.get(other), count]),
  );
  const focus = !state.focus
    ? -1
    : (row.get(links.who.of(model.entityById.get(state.focus))) ?? -1);
  const groups = model.blocs
    .map(({ members }) => members.filter((it) => row.has(it)).map((it) => row.get(it)))
    .filter((rows) => rows.length > 1);
  const turned = ({ x, y }) => (upright ? { x: y, y: x } : { x, y });
  const places = layOutAlone(entities.map(turned), ties, focus, groups);
  return new Map(
    entities.map((entity, i) => {
      const [x, y] = places[i];
      return [entity, upright ? [y, x] : [x, y]];
    }),
  );
}
