// The figures of the sentence above the drawing: who has the most neighbours, how many claims stand, in
// which works they were read, how many reach a known origin. Mirrors view/gist.py.

import { changedRows } from "../base/rows.js";

/**
 * Of the claims shown (1 for each that is): { stand, rooted, read }: how many stand, how many of these
 * reach a known origin, and how many were read in each source. `before`: the result for other claims
 * or evidence, from which this is updated.
 */
export function countGist(model, weighed, shown, before = nothingYet(model)) {
  const counts = {
    weighed,
    shown,
    stand: before.stand,
    rooted: before.rooted,
    read: before.read.slice(),
  };
  const note = (evidence, by) => {
    if (!evidence?.stands) return;
    counts.stand += by;
    if (evidence.support_high > 0) counts.rooted += by;
    for (const work of worksRead(evidence)) counts.read[work.i] += by;
  };
  const changed = [...changedRows(before.weighed, weighed), ...changedRows(before.shown, shown)];
  for (const row of new Set(changed)) {
    if (before.shown[row]) note(before.weighed[row], -1);
    if (shown[row]) note(weighed[row], 1);
  }
  return counts;
}

function nothingYet(model) {
  return {
    weighed: [],
    shown: new Uint8Array(model.claims.length),
    stand: 0,
    rooted: 0,
    read: new Int32Array(model.sources.length),
  };
}

/** The works that were read: for a chapter or a comment, the work that contains it. */
function worksRead({ citations }) {
  if (citations.length === 1) return [outermost(citations[0].source)];
  return new Set(citations.map(({ source }) => outermost(source)));
}

function outermost(source) {
  return source.container ? outermost(source.container) : source;
}

/**
 * The figures of the sentence: { claims, most, degree, linked, stand, rooted, works }; `most`: the
 * entities with the most neighbours; `works`: [source, claims] of the works read, most claims first.
 */
export function gistOf({ model, links, cut }, { stand, rooted, read }) {
  const degree = links.degree.reduce((most, it) => Math.max(most, it), 0);
  const works = model.sources
    .filter(({ i }) => read[i])
    .map((source) => [source, read[source.i]])
    .sort(([a, m], [b, n]) => n - m || a.i - b.i);
  return {
    claims: cut.shown.length,
    degree,
    stand,
    rooted,
    works,
    linked: links.degree.reduce((total, it) => total + (it > 0), 0),
    most: degree ? links.model.entities.filter(({ i }) => links.degree[i] === degree) : [],
  };
}
