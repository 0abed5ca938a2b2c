// Roots that count as one, as a claim of a dependence relation joins them: who agreed their
// accounts, drew on the same informant, or are said to be one.

/** The claims that can join roots. */
function dependencesOf(model) {
  model.dependences ??= model.claims.filter((claim) => claim.relation.dependence
    && claim.mode === "" && claim.object);
  return model.dependences;
}

/** Which of these claims can join roots? */
export function joiningAmong(model, claims) {
  const some = new Set(dependencesOf(model));
  return some.size ? claims.filter((claim) => some.has(claim)) : [];
}

/** Map of entity id → first of those to whom `affirmed` claims join it; only of who is in one. */
export function joinsOf(model, affirmed) {
  const leader = new Map();
  for (const { subject, object } of dependencesOf(model).filter(affirmed)) {
    join(leader, subject.id, object.id);
  }
  return leader;
}

function join(leader, one, other) {
  for (const id of [one, other]) if (!leader.has(id)) leader.set(id, id);
  leader.set(first(leader, other), first(leader, one));
}

function first(leader, id) {
  let at = id;
  while (leader.get(at) !== at) at = leader.get(at);
  return at;
}

/** How many roots these are, if those that are joined count once. */
export function countJoined(model, roots, joins) {
  if (roots.length < 2 || !joins.size) return roots.length;
  const leader = new Map();
  for (const root of roots) {
    join(leader, root, root);
    // A root that is a work is joined by way of its authors.
    for (const id of makersOf(model, root)) {
      if (joins.has(id)) join(leader, root, `entity:${first(joins, id)}`);
    }
  }
  return new Set(roots.map((root) => first(leader, root))).size;
}

function makersOf(model, root) {
  const at = root.indexOf(":");
  const id = root.slice(at + 1);
  return root.startsWith("entity:") ? [id] : model.sourceById.get(id).author;
}

/** The claims whose roots may be joined otherwise once these dependence claims are. */
export function joinedBy(model, dependences, weighed) {
  if (!dependences.length) return [];
  const all = joinsOf(model, () => true);
  model.joinable ??= byJoin(model, all, weighed);
  const groups = new Set(dependences.map(({ subject }) => first(all, subject.id)));
  return [...groups].flatMap((group) => model.joinable.get(group) ?? []);
}

/** The claims that have roots which some claim could join, by whom all of these claims join. */
function byJoin(model, all, weighed) {
  const found = new Map();
  for (const claim of model.claims) {
    const { roots = [], denying = [] } = weighed[claim.i] ?? {};
    const ids = [...roots, ...denying].flatMap((root) => makersOf(model, root));
    for (const group of new Set(ids.filter((id) => all.has(id)).map((id) => first(all, id)))) {
      if (!found.has(group)) found.set(group, []);
      found.get(group).push(claim);
    }
  }
  return found;
}
