// The best-attested paths between two entities. Mirrors network.py: links are walked either way,
// a hop costs 1 + 1/support (the low one; as half a root where none is known), and of paths that
// cost the same the first by ids is the better.

import { byCode, isAffirmedSo, linksOf, STANDING_RANK } from "./evidence.js";
import { foldedLinks, standingIdentifications } from "./identities.js";

const UNIT = 232792560; // the least common multiple of 1 to 20: costs are whole numbers

/**
 * The k best paths: [{ hops, weakest }], a hop { start, end, claims, standing, support_low, … }.
 * `who`: who is who (model/identities.js); a folded end is looked for where it is folded into.
 */
export function bestPaths(model, claims, weighed, slice, who, one, other, k = 3) {
  const hops = hopsOf(model, claims, weighed, slice, who);
  const [start, goal] = [who.of(one).id, who.of(other).id];
  const found = [];
  const first = cheapest(hops, [start], goal, new Set());
  const waiting = first ? [first] : [];
  const seen = new Set(waiting.map(({ ids }) => ids.join(" ")));
  while (waiting.length && found.length < k) {
    waiting.sort(byCost);
    const best = waiting.shift().ids;
    found.push(best);
    for (let length = 1; length < best.length; length += 1) {
      const beginning = best.slice(0, length);
      const taken = new Set(
        found.filter((ids) => beginning.every((id, i) => ids[i] === id)).map((ids) => ids[length]),
      );
      const next = cheapest(hops, beginning, goal, taken);
      if (next && !seen.has(next.ids.join(" "))) {
        seen.add(next.ids.join(" "));
        waiting.push(next);
      }
    }
  }
  return found.map((ids) => {
    const path = ids.slice(1).map((id, i) => hops.get(ids[i]).get(id));
    return { hops: path, weakest: path.reduce((weak, hop) => (stronger(weak, hop) ? hop : weak)) };
  });
}

/** For each entity id the best hop to each of its neighbours. */
function hopsOf(model, claims, weighed, slice, who) {
  const hops = new Map();
  const deeds = claims.filter(({ relation }) => !relation.identifies);
  const links = [
    ...foldedLinks(model, deeds, weighed, who).values(),
    ...identificationsOf(model, claims, weighed, slice, who),
  ].sort(bySubject);
  const any = slice.families !== null || slice.relations !== null;
  for (const link of links) {
    if (!isAffirmedSo(link) || link.subject === link.object) continue;
    const { family, identifies } = link.relation;
    if (!any && !family?.structural && !identifies) continue;
    for (const [start, end] of [
      [link.subject, link.object],
      [link.object, link.subject],
    ]) {
      const hop = { ...link, start, end, forwards: start === link.subject };
      if (!hops.has(start.id)) hops.set(start.id, new Map());
      const known = hops.get(start.id).get(end.id);
      if (!known || stronger(hop, known)) hops.get(start.id).set(end.id, hop);
    }
  }
  return hops;
}

/**
 * Links that are identifications: those of the slice, and those that stand within its dates though
 * its other fields leave them out. They are as written, with folded ends.
 */
function identificationsOf(model, claims, weighed, slice, { of }) {
  const said = claims.filter(({ relation }) => relation.identifies);
  const known = new Set(said);
  const more = standingIdentifications(model, weighed, slice).filter((claim) => !known.has(claim));
  return [...linksOf(model, [...said, ...more], weighed).values()]
    .sort(bySubject)
    .map((link) => ({ ...link, subject: of(link.subject), object: of(link.object) }));
}

function bySubject(a, b) {
  return (
    byCode(a.subject.id, b.subject.id) ||
    byCode(a.relation.id, b.relation.id) ||
    byCode(a.object.id, b.object.id)
  );
}

/** Is the first hop better: by roots, then by standing, then as a deed before an identification? */
function stronger(a, b) {
  return (
    (a.support_low - b.support_low ||
      STANDING_RANK.get(b.standing) - STANDING_RANK.get(a.standing) ||
      b.relation.identifies - a.relation.identifies) > 0
  );
}

function costOf({ support_low: low }) {
  return low ? UNIT + Math.floor(UNIT / low) : 3 * UNIT;
}

/** Dijkstra's search from the end of `beginning`, whose first step avoids `barred`. */
function cheapest(hops, beginning, goal, barred) {
  const start = beginning.at(-1);
  const walked = beginning
    .slice(1)
    .reduce((cost, id, i) => cost + costOf(hops.get(beginning[i]).get(id)), 0);
  const heap = [{ cost: walked, ids: beginning }];
  const done = new Set(beginning.slice(0, -1));
  while (heap.length) {
    const best = pop(heap);
    const last = best.ids.at(-1);
    if (last === goal && best.ids.length > 1) return best;
    if (done.has(last)) continue;
    done.add(last);
    for (const [id, hop] of hops.get(last) ?? []) {
      if (done.has(id) || (last === start && barred.has(id))) continue;
      push(heap, { cost: best.cost + costOf(hop), ids: [...best.ids, id] });
    }
  }
  return null;
}

function byCost(a, b) {
  return a.cost - b.cost || byIds(a.ids, b.ids);
}

function byIds(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    if (a[i] !== b[i]) return byCode(a[i], b[i]);
  }
  return a.length - b.length;
}

/** A binary heap in an array, the cheapest first. */
function push(heap, item) {
  let at = heap.length;
  heap.push(item);
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (byCost(heap[above], item) <= 0) break;
    heap[at] = heap[above];
    at = above;
  }
  heap[at] = item;
}

function pop(heap) {
  const top = heap[0];
  const item = heap.pop();
  if (!heap.length) return top;
  let at = 0;
  for (;;) {
    let below = at * 2 + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && byCost(heap[below + 1], heap[below]) < 0) below += 1;
    if (byCost(item, heap[below]) <= 0) break;
    heap[at] = heap[below];
    at = below;
  }
  heap[at] = item;
  return top;
}
