// Works as a tree, from origins through authors, and what each branch carries alone.

import { fallenWith } from "./evidence.js";
import { touchedBy } from "./leaning.js";

/**
 * Branches: { key, origin | null, kind: "entity" | "self" | "none", authors } with authors:
 * { key, id, works: [source] }. A key is null where there is nothing to strike as one.
 */
function sourceTree(model) {
  const known = new Set(model.keys);
  const branches = new Map();
  for (const source of model.sources) {
    if (!known.has(`source:${source.id}`)) continue;
    const kind = source.origin === "" ? "none" : source.origin === "self" ? "self" : "entity";
    const id = kind === "entity" ? source.origin : "";
    if (!branches.has(`${kind}:${id}`)) {
      branches.set(`${kind}:${id}`, {
        kind,
        id,
        key: kind === "entity" ? `origin:${id}` : null,
        authors: new Map(),
      });
    }
    const { authors } = branches.get(`${kind}:${id}`);
    for (const author of source.author.length ? source.author : [""]) {
      if (!authors.has(author)) {
        authors.set(author, { id: author, key: author && `author:${author}`, works: [] });
      }
      authors.get(author).works.push(source);
    }
  }
  const order = { entity: 0, self: 1, none: 2 };
  return [...branches.values()]
    .map((branch) => ({ ...branch, authors: [...branch.authors.values()].sort(byName) }))
    .sort((a, b) => order[a.kind] - order[b.kind] || (a.id < b.id ? -1 : 1));
}

/**
 * The tree as rows, each with those `inner`: { keys, source | null, under, inner }. What is one is one
 * row: an origin, an author and a work by which the same is struck. Works of one's own inquiry and
 * retellings stand for themselves.
 */
export function sourceRows(model) {
  return sourceTree(model).flatMap(({ kind, id, key, authors }) => {
    const under = `${kind}-${id}`;
    const inner = authors.flatMap((author) => authorRows(author, under, model));
    return key === null
      ? inner
      : [asOneRow({ keys: [key], source: null, under: "", inner }, model)];
  });
}

function authorRows({ id, key, works }, under, model) {
  const inner = works.map((source) => ({
    keys: [`source:${source.id}`],
    source,
    under: `${under}-${id}`,
    inner: [],
  }));
  if (!key || !model.keys.includes(key)) return inner;
  return [asOneRow({ keys: [key], source: null, under, inner }, model)];
}

/** A row and the only one within it as one, if the same is struck by both. */
function asOneRow(row, model) {
  const [only, more] = row.inner;
  const reach = (keys) => touchedBy(model, keys[0]).length;
  if (!only || more || reach(row.keys) !== reach(only.keys)) return row;
  return { ...only, keys: [...row.keys, ...only.keys] };
}

function byName(a, b) {
  return (a.id === "") - (b.id === "") || (a.id < b.id ? -1 : 1);
}

/** Is the work out, by its own key, an author's or its origin's? */
export function isStruck(source, struck) {
  return keysOf(source).some((key) => struck.has(key));
}

/** What a work can be struck by. */
export function keysOf(source) {
  return [
    `source:${source.id}`,
    `origin:${source.origin}`,
    ...source.author.map((one) => `author:${one}`),
  ];
}

/** Claims that fall if this key alone is struck: Map of key → number. */
export function burdens(model) {
  return new Map(model.keys.map((key) => [key, fallenWith(model, key).length]));
}
