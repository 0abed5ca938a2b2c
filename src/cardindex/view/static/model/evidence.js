// Standing, support, links and strikes: the definitions of cardindex.evidence, live in the page.
// A shared set of cases (tests/data/cases) is run through both.

import { years } from "../base/dates.js";
import { remembering, rememberingEach } from "../base/remember.js";
import { changedRows } from "../base/rows.js";
import { countJoined, isBond, joinsOf } from "./joins.js";
import { afterStrike, isFirm, rootsReached } from "./leaning.js";
import { pairsOf } from "./ties.js";

export const STANDINGS = [
  "corroborated",
  "single-root",
  "untraced",
  "contested",
  "tentative",
  "denied",
];
export const STANDING_RANK = new Map(STANDINGS.map((standing, rank) => [standing, rank]));

/** The cautions of a claim, which a reader should know besides its standing. */
export const FLAGS = [
  "told_by_doer",
  "told_by_concerned",
  "apparent",
  "circular",
  "misquoted",
  "overstated",
];

const UPHELD = new Set(["corroborated", "single-root", "untraced"]);
const AFFIRMED = new Set([...UPHELD, "contested"]);

/**
 * Which citations a slice hears, as a function of a citation; null where it hears all. `speaker`:
 * those in which this source, or a work by this author, speaks, or the speaker `versus` beside it.
 * `saidBy`, `publishedBy`: those that were told by the end of this year, possibly or `surely`.
 */
export function heardIn(
  model,
  { speaker = "", versus = "", saidBy = "", publishedBy = "", surely = false },
) {
  const voice = voicesOf(model, { speaker, versus });
  const bounds = [
    [saidBy, 0],
    [publishedBy, 2],
  ]
    .filter(([year]) => year !== "")
    .map(([year, at]) => [years(Number(year), Number(year))[1], at + (surely ? 1 : 0)]);
  if (!voice && !bounds.length) return null;
  return ({ speakers, told }) =>
    bounds.every(([day, at]) => told[at] <= day) &&
    (!voice || speakers.some((source) => voice.has(source)));
}

/** The sources that a speaker's id means: the source itself, or the works of an author. */
function voiceOf(model, name) {
  if (!name) return null;
  const source = model.sourceById.get(name);
  return new Set(source ? [source] : model.sources.filter((it) => it.author.includes(name)));
}

/** The sources that are heard where the state names a speaker or two; else null. */
function voicesOf(model, { speaker, versus }) {
  const voice = voiceOf(model, speaker);
  return voice && versus ? new Set([...voice, ...voiceOf(model, versus)]) : voice;
}

/**
 * What strikes leave: { reached, fallen, softened, counts }. `counts` tells of a citation whether it
 * counts; null where all do. `struck`: strike keys. Of the citations that are left only those count
 * that are `heard`, and that were told by the day of a page with such a day; what does not count does
 * not fall.
 */
function leftOf(model, struck, heard = null) {
  const after = afterStrike(model, struck);
  const speaks = (it) => it.heard && (!heard || heard(it));
  const some = after.fallen.size > 0 || heard || isMuted(model);
  return { ...after, counts: some ? (it) => !after.fallen.has(it) && speaks(it) : null };
}

/** Was the page made of what was told by a day, so that some citations do not count? */
const isMuted = remembering(({ citations }) => citations.some((it) => !it.heard));

/** Does a citation that counts affirm the claim, as stated or probable? */
function isAffirmed(model, claim, left) {
  return claim.citations.some(
    (it) => it.stance === "affirms" && (!left.counts || left.counts(it)) && isFirm(model, it, left),
  );
}

/**
 * Standing and support of a claim by the citations that count; null where none does. `denying`: the
 * roots of denials; `denied`: is a denial stated or probable? `left`: what strikes left.
 */
function weighClaim(model, claim, left, joins) {
  const citations = left.counts ? claim.citations.filter(left.counts) : claim.citations;
  if (citations.length === 0) return null;
  const firm = citations.filter((it) => isFirm(model, it, left));
  const affirming = firm.filter((it) => it.stance === "affirms");
  const roots = rootsReached(model, affirming, "affirms", left);
  const denying = rootsReached(
    model,
    firm.filter((it) => it.stance === "denies"),
    "denies",
    left,
  );
  const low = countJoined(roots, joins);
  const standing = standingOf(model, claim, { firm, affirming, low }, left);
  return {
    citations,
    standing,
    stands: claim.mode === "" && UPHELD.has(standing),
    support_low: low,
    support_high: roots.length,
    works: worksOf(affirming),
    opposition_low: countJoined(denying, joins),
    opposition_high: denying.length,
    roots,
    denying,
    denied: firm.some((it) => it.stance === "denies"),
    left,
    ...toldBy(claim, roots),
    apparent: roots.length === 1 && isRetold(model, affirming, left),
    circular: citations.some((it) => it.circular),
    misquoted: citations.some((it) => it.misquoted),
    overstated: citations.some((it) => it.overstated),
  };
}

/** How many works speak in these citations. */
function worksOf(citations) {
  if (citations.length === 1) return citations[0].speakers.length;
  return new Set(citations.flatMap((it) => it.speakers)).size;
}

function toldBy({ subject, relation, object }, roots) {
  if (roots.length !== 1) return { told_by_doer: false, told_by_concerned: false };
  const isRoot = (entity) => roots[0] === `entity:${entity?.id}`;
  return {
    told_by_doer: !relation.symmetric && isRoot(subject),
    told_by_concerned: relation.symmetric
      ? isRoot(subject) || isRoot(object)
      : isRoot(object) && !isRoot(subject),
  };
}

/** Do two or more of these citations reach a known root? */
function isRetold(model, citations, left) {
  if (citations.length < 2) return false;
  return citations.filter((it) => rootsReached(model, [it], "affirms", left).length).length > 1;
}

function standingOf(model, claim, { firm, affirming, low }, left) {
  const denied = firm.some((it) => it.stance === "denies");
  if (!affirming.length) return denied ? "denied" : "tentative";
  const met = claim.ties.some((tie) => {
    return tie.kind === "rival" && !tie.perhaps && isAffirmed(model, tie.claim, left);
  });
  if (denied || met || firm.some((it) => it.stance === "doubts")) return "contested";
  return low > 1 ? "corroborated" : low === 1 ? "single-root" : "untraced";
}

/** Every claim, weighed while nothing is struck. */
export const weighedWhole = remembering((model) => weighedAnew(model, leftOf(model, new Set())));

/** Weigh every claim of the model by the citations that count. An array by claim row. */
export function weighAll(model, struck, heard = null) {
  if (heard) return weighedAnew(model, leftOf(model, struck, heard));
  if (!struck.size) return weighedWhole(model);
  const left = leftOf(model, struck);
  const weighed = weighedWhole(model).slice();
  const affected = reachOf(left);
  const joins = joinsAfter(model, left, affected);
  for (const claim of affected) weighed[claim.i] = weighClaim(model, claim, left, joins);
  if (joins === joinsWhole(model)) return weighed;
  for (const claim of onSeveralRoots(model)) {
    if (affected.has(claim) || !isJoinedOtherwise(weighed[claim.i], joins)) continue;
    weighed[claim.i] = weighClaim(model, claim, left, joins);
  }
  return weighed;
}

function weighedAnew(model, left) {
  const joins = joinsOf(model, (claim) => isAffirmed(model, claim, left));
  return model.claims.map((claim) => weighClaim(model, claim, left, joins));
}

/** Which roots count as one by these claims. */
export function joinsAmong(model, weighed) {
  return weighed === weighedWhole(model) ? joinsWhole(model) : joinsIn(model, weighed);
}

const joinsWhole = remembering((model) => joinsIn(model, weighedWhole(model)));

function joinsIn(model, weighed) {
  return joinsOf(model, (claim) => isAffirmedSo(weighed[claim.i]));
}

/** Which roots count as one after a strike that affects these claims. */
function joinsAfter(model, left, affected) {
  const weighed = weighedWhole(model);
  const holds = (claim) => isAffirmedSo(weighed[claim.i]);
  const lost = new Set(
    [...affected].filter(
      (claim) => isBond(claim) && holds(claim) && !isAffirmed(model, claim, left),
    ),
  );
  if (!lost.size) return joinsWhole(model);
  return joinsOf(model, (claim) => holds(claim) && !lost.has(claim));
}

/** The claims with roots that can be joined, while nothing is struck. */
const onSeveralRoots = remembering((model) => {
  const weighed = weighedWhole(model);
  return model.claims.filter(({ i }) => {
    return weighed[i]?.roots.length > 1 || weighed[i]?.denying.length > 1;
  });
});

function isJoinedOtherwise({ roots, denying, support_low, opposition_low }, joins) {
  return (
    countJoined(roots, joins) !== support_low || countJoined(denying, joins) !== opposition_low
  );
}

/** The claims whose standing a strike can change: those whose citations it reaches, and rivals. */
function reachOf({ reached }) {
  const affected = new Set();
  for (const { claim } of reached) affected.add(claim);
  for (const claim of [...affected]) {
    for (const tie of claim.ties) if (tie.kind === "rival") affected.add(tie.claim);
  }
  return affected;
}

/** The claims that fall if this key alone is struck: rows of them, worked out once. */
export const fallenWith = rememberingEach((model, key) => {
  return Int32Array.from(fallenAlone(model, key));
});

function fallenAlone(model, key) {
  const before = weighAll(model, new Set());
  const left = leftOf(model, new Set([key]));
  // Joining roots never changes whether a claim stands.
  const joins = new Map();
  return [...reachOf(left)]
    .filter(
      (claim) =>
        !claim.context && before[claim.i]?.stands && !weighClaim(model, claim, left, joins)?.stands,
    )
    .map(({ i }) => i);
}

/** The known roots of a citation that strikes leave. */
export function rootsOf(model, citation, { left }) {
  return rootsReached(model, [citation], citation.stance, left);
}

/** The ends of a link, each folded by `of`; of a symmetric relation the smaller id first. */
function endsOf({ subject, relation, object }, of) {
  const ends = [of(subject), of(object)];
  if (relation.symmetric) ends.sort((a, b) => byCode(a.id, b.id));
  return ends;
}

/**
 * Links of these claims, by key: { key, subject, relation, object, claims, stands, standing, roots,
 * support_low, _high }. `of`: who an end is, where identities are folded.
 */
export function linksOf(model, claims, weighed, of = (entity) => entity) {
  const links = new Map();
  for (const claim of claims) {
    if (!claim.object || !weighed[claim.i]) continue;
    const { relation } = claim;
    const [subject, object] = endsOf(claim, of);
    const key = `${subject.id} ${relation.id} ${object.id}`;
    if (!links.has(key)) links.set(key, { key, subject, relation, object, claims: [] });
    links.get(key).claims.push(claim);
  }
  const joins = joinsAmong(model, weighed);
  for (const link of links.values()) finishLink(link, weighed, joins);
  return links;
}

/** Roots and support of a link: those of its claims that stand, or of all where none does. */
function finishLink(link, weighed, joins) {
  const evidence = link.claims.map((claim) => weighed[claim.i]);
  const standing = evidence.filter((it) => it.stands);
  const counted = standing.length ? standing : evidence;
  link.stands = standing.length > 0;
  link.standing = bestStanding(evidence.map((it) => it.standing));
  link.roots = [...new Set(counted.flatMap((it) => it.roots))].sort(byCode);
  link.support_low = countJoined(link.roots, joins);
  link.support_high = link.roots.length;
}

/** Is it affirmed as stated or probable, even if it is denied too? */
export function isAffirmedSo(evidence) {
  return AFFIRMED.has(evidence?.standing);
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
  // A claim that the strike does not reach has the same object before and after.
  const changed = changedRows(before, after)
    .map((row) => model.claims[row])
    .filter((claim) => !claim.context);
  const falls = changed.filter((claim) => stands(before, claim) && !stands(after, claim));
  return {
    falls,
    clears: changed.filter((claim) => !stands(before, claim) && stands(after, claim)),
    weakens: changed.filter(
      (claim) =>
        stands(before, claim) &&
        stands(after, claim) &&
        after[claim.i].support_high < before[claim.i].support_high,
    ),
    ...lost(model, changed, falls, before, after),
  };
}

/** The pairs and entities whose last standing link is among the claims that fall. */
function lost(model, changed, falls, before, after) {
  const { rows, of } = pairsOf(model);
  const linked = before === weighedWhole(model) ? linkedNow(model) : standingLinks(model, before);
  const now = { pairs: linked.pairs.slice(), ends: linked.ends.slice() };
  for (const claim of changed) {
    countLink(model, claim, before, now, -1);
    countLink(model, claim, after, now, 1);
  }
  const links = falls.filter(({ i, subject, object }) => of[i] >= 0 && subject !== object);
  const gone = (kind, ids) => inOrder(ids.filter((row) => !now[kind][row]));
  return {
    lostPairs: gone(
      "pairs",
      links.map(({ i }) => of[i]),
    ).map((row) => [rows[row].a, rows[row].b]),
    orphaned: gone(
      "ends",
      links.flatMap(({ subject, object }) => [subject.i, object.i]),
    ).map((row) => model.entities[row]),
  };
}

/** The standing links while nothing is struck, counted once. */
export const linkedNow = remembering((model) => standingLinks(model, weighedWhole(model)));

function inOrder(numbers) {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** How many claims that stand link each pair of different entities, and each entity to others. */
function standingLinks(model, weighed) {
  const links = {
    pairs: new Int32Array(pairsOf(model).rows.length),
    ends: new Int32Array(model.entities.length),
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
