// Roots that count as one, as a claim of a dependence relation joins them: who agreed their
// accounts, drew on the same informant, or are said to be one.

/** The claims that can join roots. */
function dependencesOf(model) {
  model.dependences ??= model.claims.filter((claim) => claim.relation.dependence
    && claim.mode === "" && claim.object);
  return model.dependences;
}

/** Which of these claims, a set, can join roots? */
export function joiningAmong(model, claims) {
  return dependencesOf(model).filter((claim) => claims.has(claim));
}

/** Map of root → another that it is joined to, if the claims join that are `affirmed`. */
export function joinsOf(model, affirmed) {
  const nearer = new Map();
  for (const { subject, object } of dependencesOf(model).filter(affirmed)) {
    join(nearer, `entity:${subject.id}`, `entity:${object.id}`);
  }
  if (!nearer.size) return nearer;
  // A root that is a work is joined through those of its authors who stand in such a claim.
  const bound = new Set(nearer.keys());
  for (const { id, author } of worksAsRoots(model)) {
    for (const one of author.map((it) => `entity:${it}`)) {
      if (bound.has(one)) join(nearer, one, `source:${id}`);
    }
  }
  return nearer;
}

function worksAsRoots(model) {
  model.worksAsRoots ??= [...new Set(model.citations.map(({ root }) => root))]
    .filter((root) => root.startsWith("source:"))
    .map((root) => model.sourceById.get(root.slice("source:".length)));
  return model.worksAsRoots;
}

function join(nearer, one, other) {
  const [first, second] = [joinedTo(nearer, one), joinedTo(nearer, other)];
  nearer.set(first, first);
  nearer.set(second, first);
}

/** One and the same of all roots that are joined. */
function joinedTo(nearer, root) {
  let at = root;
  while ((nearer.get(at) ?? at) !== at) at = nearer.get(at);
  return at;
}

/** How many roots these are, if those that are joined count once. */
export function countJoined(roots, joins) {
  if (roots.length < 2 || !joins.size) return roots.length;
  return new Set(roots.map((root) => joinedTo(joins, root))).size;
}

/** The claims whose roots may be joined otherwise once these dependence claims are. */
export function joinedBy(model, dependences, weighed) {
  if (!dependences.length) return [];
  const all = joinsOf(model, () => true);
  model.joinable ??= byJoin(model, all, weighed);
  const groups = new Set(dependences.map(({ subject }) => joinedTo(all, `entity:${subject.id}`)));
  return [...groups].flatMap((group) => model.joinable.get(group) ?? []);
}

/** The claims that have roots which some claim could join, by whom all of these claims join. */
function byJoin(model, all, weighed) {
  const found = new Map();
  for (const claim of model.claims) {
    const { roots = [], denying = [] } = weighed[claim.i] ?? {};
    const joinable = [...roots, ...denying].filter((root) => all.has(root));
    for (const group of new Set(joinable.map((root) => joinedTo(all, root)))) {
      if (!found.has(group)) found.set(group, []);
      found.get(group).push(claim);
    }
  }
  return found;
}
