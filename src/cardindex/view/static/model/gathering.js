// Folding of parts into their wholes and of members into their blocs. Claims are never rewritten,
// only links are folded, as with identities. For wholes this mirrors measures/fold.py.

import { remembering } from "../base/remember.js";
import { byCode } from "./evidence.js";

/** The entry of state.wholes that means every whole. */
export const EVERY_WHOLE = "*";

const saying = remembering(({ claims }) => {
  return claims.filter(({ relation, object }) => relation.parthood && object);
});

/** Map of entity → its wholes, by the claims that stand; ends are folded by `who`. */
function wholesSaid(model, weighed, who) {
  const above = new Map();
  for (const { i, subject, object } of saying(model)) {
    if (!weighed[i]?.stands) continue;
    const [part, whole] = [who.of(subject), who.of(object)];
    if (part === whole) continue;
    if (!above.has(part)) above.set(part, new Set());
    above.get(part).add(whole);
  }
  return above;
}

/**
 * The outermost `wanted` whole of an entity, found by going from whole to whole; null where there is
 * none. The way ends at an entity that is part of two, and a circle leads nowhere.
 */
function wholeOf(part, above, wanted) {
  const path = [part];
  for (;;) {
    const wholes = above.get(path.at(-1)) ?? new Set();
    if (wholes.size !== 1) break;
    const [whole] = wholes;
    if (path.includes(whole)) return null;
    path.push(whole);
  }
  return path.slice(1).findLast(wanted) ?? null;
}

/** Map of part → whole for all parts that could be folded, or only for those of `whole`. */
export function partsOf(model, weighed, who, ids = [EVERY_WHOLE]) {
  const above = wholesSaid(model, weighed, who);
  const every = ids.includes(EVERY_WHOLE);
  const wanted = ({ id }) => every || ids.includes(id);
  const found = [...above.keys()].map((part) => [part, wholeOf(part, above, wanted)]);
  return new Map(found.filter(([, whole]) => whole).sort(([a], [b]) => byCode(a.id, b.id)));
}

/**
 * `who` with blocs and wholes folded too: `of` gives the mark of an entity, and `gathers` maps each
 * such mark to its members. An entity in several blocs is folded into the first of them.
 */
export function gatheredBy(model, weighed, { blocs, wholes }, who) {
  const parts = wholes.length ? partsOf(model, weighed, who, wholes) : new Map();
  const blocOf = new Map();
  for (const id of blocs) {
    const mark = model.entityById.get(id);
    for (const member of mark.members) if (!blocOf.has(member)) blocOf.set(member, mark);
  }
  if (!parts.size && !blocOf.size) return who;
  const of = (entity) => {
    if (entity.members) return entity;
    const bearer = who.of(entity);
    return blocOf.get(entity) ?? blocOf.get(bearer) ?? drawnAs(parts.get(bearer) ?? bearer, blocOf);
  };
  const gathers = new Map();
  for (const entity of model.entities) {
    const mark = of(entity);
    if (mark === who.of(entity)) continue;
    if (!gathers.has(mark)) gathers.set(mark, []);
    gathers.get(mark).push(entity);
  }
  return { ...who, of, gathers };
}

function drawnAs(entity, blocOf) {
  return blocOf.get(entity) ?? entity;
}

/** Does a claim link two entities of one mark that are not said to be the same? */
export function isInner({ subject, object }, drawnWho, who) {
  return (
    object !== null &&
    drawnWho.of(subject) === drawnWho.of(object) &&
    who.of(subject) !== who.of(object)
  );
}

/** Have two foldings the same marks with the same members? */
export function isGatheredAlike(one, other) {
  if (!one.gathers || !other.gathers || one.links !== other.links) return one === other;
  if (one.gathers.size !== other.gathers.size) return false;
  return [...one.gathers].every(([mark, members]) => {
    const others = other.gathers.get(mark) ?? [];
    return members.length === others.length && members.every((it, at) => it === others[at]);
  });
}
