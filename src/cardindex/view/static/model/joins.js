// Roots that count as one because a claim of a dependence relation joins them: the two agreed their
// accounts, drew on the same informant, or are said to be one.

import { remembering } from "../base/remember.js";

/** Can a claim join roots? */
export function isBond({ relation, mode, object }) {
  return relation.dependence && mode === "" && object !== null;
}

/** The claims that can join roots, and which: [{ claim, one, other }]. */
const bondsOf = remembering((model) => {
  return model.claims.filter(isBond).map((claim) => {
    return { claim, one: `entity:${claim.subject.id}`, other: `entity:${claim.object.id}` };
  });
});

/** Map of root → the root that stands for all that are joined with it by the claims that `hold`. */
export function joinsOf(model, hold) {
  const nearer = new Map();
  for (const { claim, one, other } of bondsOf(model)) if (hold(claim)) join(nearer, one, other);
  if (!nearer.size) return nearer;
  // A root that is a work is joined through those of its authors who stand in such a claim.
  const bound = new Set(nearer.keys());
  for (const { work, authors } of worksAsRoots(model)) {
    for (const author of authors) if (bound.has(author)) join(nearer, author, work);
  }
  for (const root of nearer.keys()) nearer.set(root, farthest(nearer, root));
  return nearer;
}

/** The works that are a root of some claim, with those of their authors whom a claim could join. */
const worksAsRoots = remembering((model) => {
  const bound = new Set(bondsOf(model).flatMap(({ one, other }) => [one, other]));
  return [...new Set(model.citations.map(({ root }) => root))]
    .filter((root) => root.startsWith("source:"))
    .map((work) => {
      const { author } = model.sourceById.get(work.slice("source:".length));
      return { work, authors: author.map((id) => `entity:${id}`).filter((id) => bound.has(id)) };
    });
});

function join(nearer, one, other) {
  const [first, second] = [farthest(nearer, one), farthest(nearer, other)];
  nearer.set(first, first);
  nearer.set(second, first);
}

function farthest(nearer, root) {
  let at = root;
  for (let next = nearer.get(at) ?? at; next !== at; next = nearer.get(at)) {
    // Path halving: the next search is half as long.
    nearer.set(at, nearer.get(next));
    at = nearer.get(at);
  }
  return at;
}

/** How many roots these are, if those that are joined count once. */
export function countJoined(roots, joins) {
  if (roots.length < 2 || !joins.size) return roots.length;
  return new Set(roots.map((root) => joins.get(root) ?? root)).size;
}
