// Leaning of citations: which fall with a struck one, which stay sure, and to which roots each goes
// back. Mirrors evidence/standing.py and reach.py. The data give the node that a row leans on
// (`leans`), its own node (`node`) and the roots of grounds; a ground leans on nothing.

import { remembering } from "../base/remember.js";

/**
 * By node its rows and the rows that lean on it; and, of the rows that lean, those that reach a ground
 * (`grounded`) and those that are sure all along some way to one (`firm`). Computed once.
 */
const leaningOf = remembering(({ citations }) => layOut(citations));

function layOut(citations) {
  const leaning = { members: new Map(), leaners: new Map(), grounded: new Set(), firm: new Set() };
  const put = (rows, node, row) =>
    rows.has(node) ? rows.get(node).push(row) : rows.set(node, [row]);
  for (const row of citations) {
    if (row.node >= 0) put(leaning.members, row.node, row);
    if (row.leans >= 0) put(leaning.leaners, row.leans, row);
  }
  const grounds = [...leaning.members.values()].flat().filter((row) => row.leans < 0);
  leaning.grounded = leadingTo(leaning, grounds, () => true);
  leaning.firm = leadingTo(leaning, grounds.filter(isSure), isSure);
  const loops = [...leaning.leaners.values()]
    .flat()
    .filter((row) => isSure(row) && !leaning.grounded.has(row));
  for (const row of sustained(leaning, new Set(loops), () => false)) leaning.firm.add(row);
  return leaning;
}

function isSure(row) {
  return row.certainty !== "possible";
}

/** These rows and, step by step, all rows that `may` be taken and lean on one of them. */
function leadingTo({ leaners }, rows, may) {
  const reached = new Set(rows);
  const done = new Set([-1]);
  for (const { node } of reached) {
    if (done.has(node)) continue;
    done.add(node);
    for (const row of leaners.get(node) ?? []) if (may(row)) reached.add(row);
  }
  return reached;
}

/** The largest part of these rows in which each leans on another of it, or on one that `stays`. */
function sustained({ members, leaners }, rows, stays) {
  const kept = new Set(rows);
  const count = new Map();
  for (const { leans } of rows) {
    if (count.has(leans)) continue;
    count.set(leans, members.get(leans).filter((row) => kept.has(row) || stays(row)).length);
  }
  const empty = [...count.keys()].filter((node) => !count.get(node));
  for (const node of empty) {
    for (const row of leaners.get(node)) {
      if (!kept.delete(row) || !count.has(row.node)) continue;
      count.set(row.node, count.get(row.node) - 1);
      if (!count.get(row.node)) empty.push(row.node);
    }
  }
  return kept;
}

/**
 * What a strike at these keys does to citations: { reached, fallen, softened }, three sets. Reached:
 * the struck ones and all that lean on them. Softened: those that are left, but whose only ways that
 * were sure all along are gone.
 */
export function afterStrike(model, struck) {
  const leaning = leaningOf(model);
  const hit = new Set([...struck].flatMap((key) => touchedBy(model, key)));
  const near = leadingTo(leaning, hit, (row) => !hit.has(row));
  for (const row of hit) near.delete(row);
  const untouched = (row) => !hit.has(row) && !near.has(row);
  const left = keptOf(leaning, near, untouched);
  const wereFirm = new Set([...left].filter((row) => leaning.firm.has(row)));
  const firm = keptOf(leaning, wereFirm, (row) => untouched(row) && leaning.firm.has(row));
  return {
    reached: new Set([...hit, ...near]),
    fallen: new Set([...hit, ...[...near].filter((row) => !left.has(row))]),
    softened: new Set([...wereFirm].filter((row) => !firm.has(row))),
  };
}

/**
 * Of rows that lean, those that keep a property that `stays` tells of all other rows: a row that
 * reached a ground must still reach one over such rows; a row in a loop must still lean on one.
 */
function keptOf(leaning, rows, stays) {
  if (!rows.size) return rows;
  const { members, grounded } = leaning;
  const reaching = new Set([...rows].filter((row) => grounded.has(row)));
  const begin = [...reaching].filter(({ leans }) => {
    return members.get(leans).some((row) => grounded.has(row) && stays(row));
  });
  const kept = leadingTo(leaning, begin, (row) => reaching.has(row));
  const loops = new Set([...rows].filter((row) => !grounded.has(row)));
  return new Set([...kept, ...sustained(leaning, loops, stays)]);
}

/** The work on whose citations this one leans; null for a ground. */
export function leanedOn(model, { leans }) {
  return leans < 0 ? null : leaningOf(model).members.get(leans)[0].source;
}

/** The citations that a key strikes. */
export function touchedBy(model, key) {
  return touchedByKey(model).get(key) ?? [];
}

const touchedByKey = remembering((model) => {
  const touched = new Map(model.keys.map((it) => [it, []]));
  for (const row of model.citations) for (const it of row.touched) touched.get(it).push(row);
  return touched;
});

/** Is a citation that is left stated or probable, with all rows of some way from it to a ground? */
export function isFirm(model, row, { softened }) {
  if (row.leans < 0) return isSure(row);
  return leaningOf(model).firm.has(row) && !softened.has(row);
}

/** The known roots of the grounds of one stance that these firm rows reach, sorted. */
export function rootsReached(model, rows, stance, after) {
  // Most claims have one citation: for these no set is made, which would take most of the time.
  if (rows.length === 1 && rows[0].leans < 0) return rows[0].root ? [rows[0].root] : [];
  const roots = new Set();
  for (const row of groundsReached(model, rows, after)) {
    if (row.root && row.stance === stance) roots.add(row.root);
  }
  return [...roots].sort();
}

/** The grounds that these firm rows reach; a row that leans on nothing is its own. */
export function groundsReached(model, rows, after) {
  const { members } = leaningOf(model);
  const [seen, grounds] = [new Set(rows), []];
  for (const row of seen) {
    if (row.leans < 0) {
      grounds.push(row);
    } else {
      for (const it of members.get(row.leans)) {
        if (!after.fallen.has(it) && isFirm(model, it, after)) seen.add(it);
      }
    }
  }
  return grounds;
}
