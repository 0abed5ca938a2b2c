// How large each mark is, and whether it is no more than a dot.

const DOT = { size: 4, isDot: true }; // whoever is drawn without a name

/** Map of entity → { size, isDot }. `named`: those that are more than dots, or null for all. */
export function looksOf(entities, radius, named) {
  return new Map(
    entities.map((entity) => {
      if (named !== null && !named.has(entity)) return [entity, DOT];
      return [entity, { size: radius(entity), isDot: false }];
    }),
  );
}

/** How an entity looks in a drawing; who is chosen or pinned may be in none. */
export function lookOf({ looks }, entity) {
  return looks.get(entity) ?? DOT;
}
