// Who is drawn as whom: parts folded into their wholes, members into their blocs. As with who is said
// to be whom, claims are never rewritten, only links are folded. Of wholes mirrors measures/fold.py.

import { remembering } from "../base/remember.js";
import { byCode } from "./evidence.js";

/** Among the wholes of a state: the parts of everyone. */
export const EVERY_WHOLE = "*";

const saying = remembering(({ claims }) => {
  return claims.filter(({ relation, object }) => relation.parthood && object);
});

/** What stands of what is part of what: Map of entity → the wholes said of it, as `who` has them. */
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
 * The last whole that is reached, one at a time, of those that are `wanted`; null where there is none.
 * In a circle nobody is part of anybody, and who is part of two goes no further.
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

/** Whoever would be folded, were all parts: Map of part → whole; of one `whole` alone where it is told. */
export function partsOf(model, weighed, who, ids = [EVERY_WHOLE]) {
  const above = wholesSaid(model, weighed, who);
  const every = ids.includes(EVERY_WHOLE);
  const wanted = ({ id }) => every || ids.includes(id);
  const found = [...above.keys()].map((part) => [part, wholeOf(part, above, wanted)]);
  return new Map(found.filter(([, whole]) => whole).sort(([a], [b]) => byCode(a.id, b.id)));
}

/**
 * As `who`, with these folded besides: `of` gives the mark by which an entity is drawn, and `gathers`
 * is a Map of each such mark to those in it. Who is in several blocs goes to the first of them.
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

/** Is a claim about two who are drawn as one mark, though they are not said to be one? */
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
