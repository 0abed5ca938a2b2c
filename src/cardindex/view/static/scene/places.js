// Where what is drawn stands: in the places of the whole, which Python gave, or, where the reader
// draws only some surroundings, in places of their own. Those of the whole are kept for the way
// back. Who has no place in the whole is put near its neighbours, and anew for each view: so a view
// looks the same on whatever way one comes to it. Only what a reader has dragged stays where it is.

import { choose, neighbours, settle } from "./drawn.js";
import { layOutAlone } from "./forces.js";
import { isInSectors, layOutSectors } from "./sectors.js";

/** On a screen that is higher than wide, such as a phone's, drawings stand upright too. */
export function standUpright(model) {
  for (const entity of model.entities) [entity.x, entity.y] = [entity.x_upright, entity.y_upright];
}

/**
 * Make what gives each of those drawn its place: `lift` brings all back to where they stand in the
 * whole, before it is chosen who is drawn; `put` gives places, and tells who is pinned, and which
 * `sectors` they stand in, if they do. `opened`: links as the page opens; `pins`: who was put
 * somewhere among these places (state/arrangement.js); `upright`: was it stood upright?
 */
export function makePlaces(model, upright = false) {
  const home = new Map(); // entity → its place in the whole, while it stands elsewhere
  const put = new Map(); // entity → where it was put, as it has no place of its own
  const pinned = new Map(); // entity → where it would stand, had it not been pinned elsewhere
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
        // Who came later, by a filter or a search, is settled near its neighbours.
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
 * What the places of their own belong to; "" in the places of the whole. A page that opened on an
 * entity has places for its surroundings, and none for the whole.
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
 * Sectors by what the page opens with, of the families that are shown, so that neither years nor
 * strikes move anybody; who is drawn besides stands by what links it now.
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

/** Places for all that these surroundings may have in them, not only for what a filter leaves. */
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
