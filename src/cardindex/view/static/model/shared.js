// What several have in common: who is linked with all of them, with all but one, and so on.

import { claimsAt } from "./folded.js";

const MOST_ASKED = 5; // how many entities can be asked about at once

/** Is their number one that can be asked about? */
export function isAskable(ids) {
  return ids.length > 1 && ids.length <= MOST_ASKED;
}

/** The ids of the entities in a selection's id. */
export function askedOf(id) {
  return id.split("+");
}

/**
 * The entities that are linked with at least two of these, by the claims shown:
 * { entity, links: [{ end, claims }] }; first those linked with most of these, then by claims.
 */
export function sharedBy({ model, shown }, asked) {
  const found = new Map();
  for (const end of asked) {
    for (const claim of claimsAt(model, end)) {
      const { i, subject, object } = claim;
      if (!shown[i] || !object || subject === object) continue;
      const other = subject === end ? object : subject;
      if (asked.includes(other)) continue;
      if (!found.has(other)) found.set(other, new Map());
      const links = found.get(other);
      if (!links.has(end)) links.set(end, []);
      links.get(end).push(claim);
    }
  }
  return [...found]
    .filter(([, links]) => links.size > 1)
    .map(([entity, links]) => ({
      entity,
      links: [...links].map(([end, claims]) => ({ end, claims })),
    }))
    .sort(
      (a, b) => b.links.length - a.links.length || told(b) - told(a) || a.entity.i - b.entity.i,
    );
}

function told({ links }) {
  return links.reduce((sum, { claims }) => sum + claims.length, 0);
}

/** The pairs among these that are linked themselves: [one, other]. */
export function linkedThemselves({ model, shown }, asked) {
  return asked.flatMap((one, at) =>
    asked
      .slice(at + 1)
      .filter((other) =>
        claimsAt(model, one).some(
          ({ i, subject, object }) => shown[i] && (subject === other || object === other),
        ),
      )
      .map((other) => [one, other]),
  );
}
