// Who is said to be whom, who is folded into whom, and what folded links hang on. Mirrors
// evidence/identities.py and evidence/lines.py: claims are never rewritten, only links are folded.

import { remembering } from "../base/remember.js";
import { byCode, joinsAmong, linksOf } from "./evidence.js";
import { countJoined } from "./joins.js";
import { groundsReached, isFirm } from "./leaning.js";
import { cut } from "./slice.js";

const DECISION = "decision"; // the kind of source by which the makers of an index decide who is who

/** Nobody is folded into anybody. */
export const NOBODY = whoFrom(new Map());

const identifying = remembering(({ claims }) => {
  return claims.filter(({ relation, subject, object }) => {
    return relation.identifies && object && subject !== object;
  });
});

/** The identifications that stand within the dates of a slice; its other fields do not matter. */
export function standingIdentifications(model, weighed, slice) {
  return cut(
    identifying(model).filter(({ i }) => weighed[i]?.stands),
    slice,
  ).shown;
}

/**
 * Who is who, by the identifications that stand: { links, into, ways, two, of }.
 * `links`: each identification by its key, { key, name, bearer, claims, low, high }; low and high are
 * the most support that a line which hangs on it can have.
 * `into`: Map of a folded entity → whom it is folded into; `ways`: → the identifications on the way.
 * `two`: Map of an entity that is said to be several → these; it is not folded.
 * `of`: a function that gives the entity into which an entity is folded, or itself.
 */
export function whoIsWho(model, weighed, slice) {
  const links = new Map();
  for (const claim of standingIdentifications(model, weighed, slice)) {
    const { subject: name, object: bearer } = claim;
    const key = keyOfIdentity(name, bearer);
    if (!links.has(key)) links.set(key, { key, name, bearer, claims: [] });
    links.get(key).claims.push(claim);
  }
  if (!links.size) return NOBODY;
  const joins = joinsAmong(model, weighed);
  for (const link of links.values()) {
    const roots = new Set(link.claims.flatMap(({ i }) => weighed[i].roots));
    const decided = link.claims.every((claim) => isDecided(model, weighed[claim.i]));
    link.low = decided ? Infinity : countJoined([...roots], joins);
    link.high = decided ? Infinity : roots.size;
  }
  return whoFrom(links);
}

function keyOfIdentity(name, bearer) {
  return `${name.id} ${bearer.id}`;
}

/** Is every ground that so affirms it a decision of the index's makers? */
function isDecided(model, { citations, left }) {
  const rows = citations.filter((it) => it.stance === "affirms" && isFirm(model, it, left));
  const grounds = groundsReached(model, rows, left);
  return grounds.length > 0 && grounds.every((row) => lastOf(row).kind === DECISION);
}

/** The last work of a citation's chain; without a chain the work that was read. */
function lastOf({ source, trail }) {
  return trail.findLast((step) => step.how !== "rests")?.source ?? source;
}

/** Fold everyone into the one to whom all ways lead; in a loop, that is the first by id. */
function whoFrom(links) {
  const leads = new Map();
  for (const { name, bearer } of links.values()) {
    for (const one of [name, bearer]) if (!leads.has(one)) leads.set(one, []);
    leads.get(name).push(bearer);
  }
  const reached = new Map([...leads.keys()].map((entity) => [entity, reachedFrom(entity, leads)]));
  const last = new Map(); // of the entities that all others lead to, the first by id
  for (const [entity, others] of reached) {
    if ([...others].every((other) => reached.get(other).has(entity))) {
      last.set(entity, byIdOrder(others)[0]);
    }
  }
  const [into, ways, two] = [new Map(), new Map(), new Map()];
  for (const entity of byIdOrder(leads.keys())) {
    const ends = new Set([...reached.get(entity)].map((it) => last.get(it)).filter(Boolean));
    const [end] = ends;
    if (ends.size > 1) {
      two.set(entity, byIdOrder(ends));
    } else if (end !== entity) {
      into.set(entity, end);
      const walked = [...reachedFrom(entity, leads, end)].filter((it) => it !== end);
      ways.set(
        entity,
        walked.flatMap((at) => {
          return leads.get(at).map((to) => links.get(keyOfIdentity(at, to)));
        }),
      );
    }
  }
  return { links, into, ways, two, of: (entity) => into.get(entity) ?? entity };
}

function byIdOrder(entities) {
  return [...entities].sort((a, b) => byCode(a.id, b.id));
}

/** The entity and all to whom ways lead from it; a way ends at a `goal`. */
function reachedFrom(start, leads, goal = null) {
  const found = new Set([start]);
  for (const at of found) {
    if (at !== goal) for (const to of leads.get(at)) found.add(to);
  }
  return found;
}

/** The identifications that a claim hangs on, where its ends are folded. */
export function hungOn({ subject, object }, { ways }) {
  return [...new Set([...(ways.get(subject) ?? []), ...(ways.get(object) ?? [])])];
}

/** Does a claim identify the same two as an identification that stands? */
function isSaying({ subject, relation, object }, { links }) {
  return relation.identifies && object !== null && links.has(keyOfIdentity(subject, object));
}

/** Does a claim link two different entities that are folded into one? */
function isWithin({ subject, object }, { of }) {
  return object !== null && subject !== object && of(subject) === of(object);
}

/** Is a claim left out of links, as it lies within one folded entity or is an identification? */
export function isFoldedAway(claim, who) {
  return isSaying(claim, who) || isWithin(claim, who);
}

/**
 * Links as `linksOf` has them, with folded ends, and of each the `identifications` that it hangs
 * on, as claims.
 */
export function foldedLinks(model, claims, weighed, who) {
  const told = who.links.size ? claims.filter((claim) => !isFoldedAway(claim, who)) : claims;
  const links = linksOf(model, told, weighed, who.of);
  const joins = who.into.size ? joinsAmong(model, weighed) : null;
  for (const link of links.values()) hang(link, weighed, who, joins);
  return links;
}

/**
 * The support of a link that hangs on identifications: the larger of (1) that of the deeds that need
 * no identification and (2) the smaller of that of all deeds and of the weakest identification. The
 * link is contested if any deed is; else, if a deed stands, its support gives the standing.
 */
function hang(link, weighed, who, joins) {
  const deeds = link.claims.map((claim) => ({ ...weighed[claim.i], on: hungOn(claim, who) }));
  const used = new Set(deeds.flatMap(({ on }) => on));
  link.identifications = [...new Set([...used].flatMap(({ claims }) => claims))].sort((a, b) =>
    byCode(a.id, b.id),
  );
  if (!used.size) return;
  const counted = deeds.filter(({ stands }) => stands || !link.stands);
  const own = [...new Set(counted.filter(({ on }) => !on.length).flatMap(({ roots }) => roots))];
  const weakest = (which) => Math.min(...counted.flatMap(({ on }) => on.map((it) => it[which])));
  link.support_low = Math.max(countJoined(own, joins), Math.min(link.support_low, weakest("low")));
  link.support_high = Math.max(own.length, Math.min(link.support_high, weakest("high")));
  if (deeds.some(({ standing }) => standing === "contested")) link.standing = "contested";
  else if (link.stands) link.standing = standingBy(link);
}

function standingBy({ support_low: low, support_high: high }) {
  return low > 1 ? "corroborated" : high ? "single-root" : "untraced";
}
