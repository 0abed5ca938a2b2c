// How large each mark is, and whether it is no more than a dot.

const DOT = { size: 4, isDot: true }; // the look of an entity that is drawn as a dot

/** Map of entity → { size, isDot }. `named`: those that are more than dots, or null for all. */
export function looksOf(entities, radius, named) {
  return new Map(
    entities.map((entity) => {
      if (named !== null && !named.has(entity)) return [entity, DOT];
      return [entity, { size: radius(entity), isDot: false }];
    }),
  );
}

/** The look of an entity; a chosen or pinned one may not be in the drawing. */
export function lookOf({ looks }, entity) {
  return looks.get(entity) ?? DOT;
}
