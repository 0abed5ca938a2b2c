// What the sentence above the drawing says of a view: who has the most neighbours, how many claims
// stand, in which works they were read, how many reach a known origin. Mirrors view/gist.py.

import { changedRows } from "../base/rows.js";

/**
 * Of the claims shown (1 for each that is): { stand, rooted, read }, how many stand and how many of
 * them reach a known origin, and for each source how many were read in it. `before`: the same for
 * other claims or evidence, of which little may have changed.
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

/** The works that a coder had before him: of a chapter or a comment, what it stands in. */
function worksRead({ citations }) {
  if (citations.length === 1) return [outermost(citations[0].source)];
  return new Set(citations.map(({ source }) => outermost(source)));
}

function outermost(source) {
  return source.container ? outermost(source.container) : source;
}

/**
 * The sentence's parts: { claims, most, degree, linked, stand, rooted, works }, `most` being those
 * with the most neighbours and `works` [source, claims] of those read, most claims first.
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
