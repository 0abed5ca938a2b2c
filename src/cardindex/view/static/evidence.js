// Standing, support, links and strikes: the definitions of cardindex.evidence, live in the page.
// A shared set of cases (tests/data/cases) is run through both.

import { changedRows } from "./changes.js";
import { pairsOf } from "./pairs.js";

export const STANDINGS = ["corroborated", "single-root", "contested", "tentative", "denied"];
export const STANDING_RANK = new Map(STANDINGS.map((standing, rank) => [standing, rank]));

/**
 * Which citations count: a function of a citation. Struck are strike keys; with a `voice` (a set
 * of sources) only those count in which one of them speaks.
 */
export function counting(struck, voice = null) {
  if (!struck.size && !voice) return null;
  return (citation) => !citation.touched.some((key) => struck.has(key))
    && (!voice || citation.speakers.some((source) => voice.has(source)));
}

/** The sources whose word a name is: the source itself, or the works of an author. */
export function voiceOf(model, name) {
  if (!name) return null;
  const source = model.sourceById.get(name);
  return new Set(source ? [source] : model.sources.filter((it) => it.author.includes(name)));
}

/** What the citations that count make of one claim; null where none does. */
function weighClaim(claim, counts, affirmed) {
  const citations = counts ? claim.citations.filter(counts) : claim.citations;
  if (citations.length === 0) return null;
  const firm = citations.filter((it) => it.certainty !== "possible");
  const affirming = firm.filter((it) => it.stance === "affirms");
  const denying = firm.filter((it) => it.stance === "denies");
  const roots = knownRoots(affirming);
  const standing = standingOf(claim, citations, affirming, roots, affirmed);
  const traced = affirming.filter((it) => it.root !== "").length;
  return {
    citations,
    standing,
    stands: claim.mode === "" && (standing === "corroborated" || standing === "single-root"),
    support: roots.length || (affirming.length ? 1 : 0),
    opposition: knownRoots(denying).length || (denying.length ? 1 : 0),
    roots,
    unsourced: affirming.length > 0 && roots.length === 0,
    selfReported: roots.length > 0 && roots.every((root) => isOwn(root, claim)),
    apparent: roots.length === 1 && traced > 1,
  };
}

function knownRoots(citations) {
  // Most claims have one citation; a set for each would be most of the work.
  if (citations.length < 2) return citations.length && citations[0].root ? [citations[0].root] : [];
  return [...new Set(citations.map((it) => it.root).filter((root) => root !== ""))].sort(byCode);
}

function standingOf(claim, citations, affirming, roots, affirmed) {
  const denied = citations.some((it) => it.stance === "denies");
  const doubted = citations.some((it) => it.stance === "doubts");
  if (affirming.length > 0) {
    const met = claim.ties.some((tie) => {
      return tie.kind === "rival" && !tie.perhaps && affirmed(tie.claim);
    });
    if (denied || doubted || met) return "contested";
    return roots.length > 1 ? "corroborated" : "single-root";
  }
  return denied ? "denied" : "tentative";
}

function isOwn(root, claim) {
  return root === `entity:${claim.subject.id}` || root === `entity:${claim.object?.id}`;
}

/** Weigh every claim of the model by the citations that count. An array by claim row. */
export function weighAll(model, struck, voice = null) {
  const counts = counting(struck, voice);
  model.weighed ??= weighSome(model.claims, null);
  if (!counts) return model.weighed;
  if (voice) return weighSome(model.claims, counts);
  const weighed = model.weighed.slice();
  const affected = affectedBy(model, struck);
  weighSome(affected, counts).forEach((evidence, i) => { weighed[affected[i].i] = evidence; });
  return weighed;
}

export function weighSome(claims, counts) {
  const affirms = (it) => it.stance === "affirms" && it.certainty !== "possible";
  const affirmed = (claim) => claim.citations.some((it) => affirms(it) && (!counts || counts(it)));
  return claims.map((claim) => weighClaim(claim, counts, affirmed));
}

/** The claims whose evidence a strike can change: those struck, and their rivals. */
export function affectedBy(model, struck) {
  if (!model.reach) {
    model.reach = new Map(model.keys.map((key) => [key, new Set()]));
    for (const { touched, claim } of model.citations) {
      for (const key of touched) model.reach.get(key).add(claim);
    }
  }
  const affected = new Set();
  for (const key of struck) {
    for (const claim of model.reach.get(key) ?? []) {
      affected.add(claim);
      for (const tie of claim.ties) if (tie.kind === "rival") affected.add(tie.claim);
    }
  }
  return [...affected];
}

/** The id of a link: subject, relation, object; the smaller id first where that is the same. */
function linkKey(claim) {
  const ends = [claim.subject.id, claim.object.id];
  if (claim.relation.symmetric) ends.sort(byCode);
  return `${ends[0]} ${claim.relation.id} ${ends[1]}`;
}

/** Links of these claims, by key: { key, claims, stands, standing, roots, support }. */
export function linksOf(claims, weighed) {
  const links = new Map();
  for (const claim of claims) {
    if (!claim.object || !weighed[claim.i]) continue;
    const key = linkKey(claim);
    if (!links.has(key)) links.set(key, { key, claims: [] });
    links.get(key).claims.push(claim);
  }
  for (const link of links.values()) finishLink(link, weighed);
  return links;
}

/** Roots and support are those of the claims that stand, or of all where none does. */
function finishLink(link, weighed) {
  const evidence = link.claims.map((claim) => weighed[claim.i]);
  const standing = evidence.filter((it) => it.stands);
  const counted = standing.length ? standing : evidence;
  link.stands = standing.length > 0;
  link.standing = bestStanding(evidence.map((it) => it.standing));
  link.roots = [...new Set(counted.flatMap((it) => it.roots))].sort(byCode);
  link.support = link.roots.length || Math.max(...counted.map((it) => it.support));
}

export function bestStanding(standings) {
  return standings.reduce((best, one) => {
    return STANDING_RANK.get(one) < STANDING_RANK.get(best) ? one : best;
  });
}

/**
 * What a strike does, `before` and `after` being two results of weighAll: claims that fall, that
 * clear (now stand), that weaken (stand on fewer roots), pairs whose last standing link is lost,
 * entities that lose their last one.
 */
export function consequences(model, before, after) {
  const stands = (weighed, claim) => weighed[claim.i]?.stands ?? false;
  // What a strike does not reach is the same object before and after.
  const changed = changedRows(before, after).map((row) => model.claims[row])
    .filter((claim) => !claim.context);
  const falls = changed.filter((claim) => stands(before, claim) && !stands(after, claim));
  return {
    falls,
    clears: changed.filter((claim) => !stands(before, claim) && stands(after, claim)),
    weakens: changed.filter((claim) => stands(before, claim) && stands(after, claim)
      && after[claim.i].support < before[claim.i].support),
    ...lost(model, changed, falls, before, after),
  };
}

/** The pairs and entities whose last standing link is among the claims that fall. */
function lost(model, changed, falls, before, after) {
  const { rows, of } = pairsOf(model);
  const linked = before === model.weighed ? linkedNow(model) : standingLinks(model, before);
  const now = { pairs: linked.pairs.slice(), ends: linked.ends.slice() };
  for (const claim of changed) {
    countLink(model, claim, before, now, -1);
    countLink(model, claim, after, now, 1);
  }
  const links = falls.filter(({ i, subject, object }) => of[i] >= 0 && subject !== object);
  const gone = (kind, ids) => inOrder(ids.filter((row) => !now[kind][row]));
  return {
    lostPairs: gone("pairs", links.map(({ i }) => of[i])).map((row) => [rows[row].a, rows[row].b]),
    orphaned: gone("ends", links.flatMap(({ subject, object }) => [subject.i, object.i]))
      .map((row) => model.entities[row]),
  };
}

/** The standing links while nothing is struck, counted once. */
export function linkedNow(model) {
  model.linked ??= standingLinks(model, weighAll(model, new Set()));
  return model.linked;
}

function inOrder(numbers) {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** How many claims that stand link each pair of different entities, and each entity to others. */
function standingLinks(model, weighed) {
  const links = {
    pairs: new Int32Array(pairsOf(model).rows.length), ends: new Int32Array(model.entities.length),
  };
  for (const claim of model.told) countLink(model, claim, weighed, links, 1);
  return links;
}

function countLink(model, { i, subject, object }, weighed, { pairs, ends }, by) {
  const pair = pairsOf(model).of[i];
  if (pair < 0 || subject === object || !weighed[i]?.stands) return;
  pairs[pair] += by;
  ends[subject.i] += by;
  ends[object.i] += by;
}

/** Compare as Python compares: by code, never by locale. */
export function byCode(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
