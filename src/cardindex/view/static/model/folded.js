// A model with folded entities: its claims have as ends the entities into whom others are folded.

import { foldedLinks, hungOn, isFoldedAway, NOBODY } from "./identities.js";

/**
 * The model for drawings: its claims have folded ends, and none where folding leaves them out of
 * links. Where nobody is folded, the model itself.
 */
export function foldedModel(model, who) {
  if (who === NOBODY) return model;
  const claims = model.claims.map((claim) => {
    const { subject, object } = claim;
    const away = object === null || isFoldedAway(claim, who);
    return { ...claim, subject: who.of(subject), object: away ? null : who.of(object) };
  });
  const at = new Map();
  for (const claim of claims) {
    for (const end of new Set([claim.subject, claim.object])) {
      if (end && !at.has(end)) at.set(end, []);
      if (end) at.get(end).push(claim);
    }
  }
  // The rows of blocs that are marks come after those of entities.
  const entities = who.gathers ? [...model.entities, ...model.marks] : model.entities;
  return { ...model, entities, claims, claimsAt: at };
}

/** The claims of an entity, in a folded model also of those who are folded into it. */
export function claimsAt(model, entity) {
  return model.claimsAt ? (model.claimsAt.get(entity) ?? []) : entity.claims;
}

/** By row of a claim the folded link that it is in, where the link hangs on identifications. */
export function hungLinks(model, claims, weighed, who) {
  const found = new Map();
  if (!who.into.size) return found;
  const about = claims.filter((claim) => claim.object);
  for (const link of foldedLinks(model, about, weighed, who).values()) {
    if (link.identifications.length) for (const { i } of link.claims) found.set(i, link);
  }
  return found;
}

/** An entity and, after it, all who are folded into it. */
function namesOf(entity, { into }) {
  return [entity, ...[...into].filter(([, end]) => end === entity).map(([name]) => name)];
}

/** All claims that are told of an entity under any of its names. */
export function gathered(entity, who) {
  return [...new Set(namesOf(entity, who).flatMap((name) => name.claims))];
}

/** Who is folded into an entity, and the claims by which they are: { names, claims }. */
export function foldedBy(entity, who) {
  const names = namesOf(entity, who).slice(1);
  const used = new Set(names.flatMap((name) => hungOn({ subject: name, object: null }, who)));
  return { names, claims: [...new Set([...used].flatMap(({ claims }) => claims))] };
}
