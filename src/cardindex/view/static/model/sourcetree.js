// Works as a tree, from origins through authors, and how many claims fall with each branch.

import { fallenWith } from "./evidence.js";
import { touchedBy } from "./leaning.js";

/**
 * Branches: { key, origin | null, kind: "entity" | "self" | "none", authors } with authors:
 * { key, id, works: [source] }. The key is null where the branch cannot be struck as one.
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
 * The tree as rows: { keys, source | null, under, inner }, `inner` being the rows below. An origin, an
 * author and a work that strike the same citations are one row. Works that are their own origin and
 * retellings are rows at the top.
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

/** A row merged with its only inner row, if both strike the same. */
function asOneRow(row, model) {
  const [only, more] = row.inner;
  const reach = (keys) => touchedBy(model, keys[0]).length;
  if (!only || more || reach(row.keys) !== reach(only.keys)) return row;
  return { ...only, keys: [...row.keys, ...only.keys] };
}

function byName(a, b) {
  return (a.id === "") - (b.id === "") || (a.id < b.id ? -1 : 1);
}

/** Is the work struck, by its own key, an author's or its origin's? */
export function isStruck(source, struck) {
  return keysOf(source).some((key) => struck.has(key));
}

/** The keys that strike a work. */
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
