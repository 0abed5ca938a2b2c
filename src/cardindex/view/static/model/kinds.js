// Kinds of entity with their narrower kinds. The state lists the hidden kinds; a slice says "these
// kinds, but not those" (types and not_types of slices.py). This module translates between the two.

/** Is the kind one of `ids`, or narrower than one of them? */
function isA(type, ids) {
  return ids.has(type.id) || type.broader.some((wider) => ids.has(wider));
}

/** The ids of the kinds that "these, but not those" admits; null where all are admitted. */
export function admittedKinds(types, only, not) {
  if (!only.length && !not.length) return null;
  const [these, those] = [new Set(only), new Set(not)];
  const found = types.filter((type) => (!only.length || isA(type, these)) && !isA(type, those));
  return new Set(found.map((type) => type.id));
}

/** Kinds in order, the narrower right after their broader one: [{ type, depth }]. */
export function kindTree(types) {
  const known = new Set(types.map((type) => type.id));
  const nearest = (type) => type.broader.find((wider) => known.has(wider)) ?? null;
  const inner = (wider, depth) =>
    types
      .filter((type) => nearest(type) === wider)
      .flatMap((type) => [{ type, depth }, ...inner(type.id, depth + 1)]);
  return inner(null, 0);
}

/** The kind and all narrower ones. */
export function withNarrower(types, id) {
  return types.filter((type) => isA(type, new Set([id]))).map((type) => type.id);
}

/** Hide a kind with its narrower ones, or show them again. */
export function toggledKind(types, hidden, id) {
  const turned = withNarrower(types, id);
  if (!hidden.includes(id)) return [...new Set([...hidden, ...turned])].sort();
  return withBetween(
    types,
    hidden.filter((one) => !turned.includes(one)),
  );
}

/** Show also the kinds between a shown kind and a shown narrower one: a slice cannot leave them out. */
function withBetween(types, hidden) {
  const shown = types.filter((type) => !hidden.includes(type.id));
  const ids = new Set(shown.map((type) => type.id));
  const between = types.filter(
    (type) =>
      !ids.has(type.id) && isA(type, ids) && shown.some((other) => other.broader.includes(type.id)),
  );
  if (!between.length) return hidden;
  return withBetween(
    types,
    hidden.filter((one) => !between.some((type) => type.id === one)),
  );
}

/** The shortest "these, but not those" that leaves `hidden` out: { only, not }. */
export function saidKinds(types, hidden) {
  const out = new Set(hidden);
  const shown = types.filter((type) => !out.has(type.id));
  const ids = (rows) => rows.map((type) => type.id);
  const widest = (rows) => rows.filter((type) => !rows.some((it) => type.broader.includes(it.id)));
  const not = ids(widest(types.filter((type) => out.has(type.id))));
  const only = ids(widest(shown));
  const within = new Set(only);
  const inside = ids(widest(types.filter((type) => out.has(type.id) && isA(type, within))));
  const isClosed = shown.every((type) => !isA(type, out));
  // "But not those" can say even that no kind is shown; "these" is shorter where few are shown.
  const longer = only.length + inside.length >= not.length;
  return isClosed && (longer || !only.length) ? { only: [], not } : { only, not: inside };
}
