// Claims on cards: the disputed ones first, then family by family, each with its line of evidence
// and, one click further, every citation down to its root.

import { el, pushButton } from "../base/dom.js";
import { evidenceLine } from "../base/evidenceline.js";
import { lineMark } from "../base/glyphs.js";
import { longList } from "../base/lists.js";
import { pageLink } from "../base/pageof.js";
import {
  facts,
  listed,
  named,
  rootName,
  rootsInWords,
  selecting,
  sentence,
  sourceLink,
} from "../base/sentences.js";
import { say } from "../base/words.js";
import { isDisputed } from "../model/digest.js";
import { bestStanding, FLAGS, heardIn, isAffirmedSo, rootsOf } from "../model/evidence.js";
import { leanedOn } from "../model/leaning.js";
import { tellingsOf } from "../model/tellings.js";

const ROOM = 1900; // pixels of a card: folds that fit into them are open from the start
const HEAD = 400; // pixels of the card above its claims
const FOLD = 34; // pixels of the heading of a fold
const PER_LINE = 46; // letters on one line of a card

export function claimList(claims, view, options, first) {
  return longList(
    "ol",
    { class: "claims" },
    claims,
    (claim) => claimItem(claim, view, options),
    first,
  );
}

/**
 * Claims as folds: the disputed ones, then family by family in the order of the ontology. As many of
 * the first folds are open as a card has room for; `wanted` is the id of a family that comes first.
 */
export function foldedClaims(claims, view, { wanted = null, ...options }) {
  const disputed = claims.filter((claim) => isDisputed(view.weighed[claim.i]));
  const others = claims.filter((claim) => !isDisputed(view.weighed[claim.i]));
  const folds = byFamily(others).map(([family, group]) => {
    return { family, group, heading: familyHeading(family, group, view) };
  });
  folds.sort((a, b) => isWanted(b, wanted) - isWanted(a, wanted));
  if (disputed.length) {
    folds.unshift({ family: null, group: disputed, heading: disputedHeading(disputed) });
  }
  let [room, open] = [ROOM - HEAD - folds.length * FOLD, true];
  return folds.map(({ group, heading }, at) => {
    const heights = group.map(heightOf);
    const fits = heights.reduce((total, height) => total + height, 0) <= room;
    // A first fold that is too long shows as many claims as there is room for.
    const rows = fits ? undefined : rowsWithin(heights, room);
    open = at === 0 || (open && fits);
    if (open) room -= heights.slice(0, rows).reduce((total, height) => total + height, 0);
    return el(
      "details",
      { class: "family", open },
      el("summary", {}, heading),
      claimList(byTime(group), view, options, open ? rows : undefined),
    );
  });
}

function isWanted({ family }, wanted) {
  return (family?.id ?? "") === wanted;
}

/** How high a claim is likely to be on a card, in pixels. */
function heightOf({ subject, object, text, gloss, relation, ties, citations }) {
  const lines = (length) => Math.ceil(length / PER_LINE);
  const said =
    relation.words.length +
    text.length +
    Math.max(named(subject).length, object ? named(object).length : 0);
  const way = Math.max(...citations.map((it) => 20 * (1 + it.trail.length)), 0);
  return 92 + 22 * (lines(said) + lines(gloss.length) + lines(way) + ties.length);
}

/** How many rows there is room for, a few at least. */
function rowsWithin(heights, room) {
  let [rows, used] = [0, 0];
  while (rows < heights.length && (rows < 4 || used + heights[rows] <= room)) {
    used += heights[rows];
    rows += 1;
  }
  return rows;
}

function byFamily(claims) {
  const families = new Map();
  for (const claim of claims) {
    const { family } = claim.relation;
    if (!families.has(family)) families.set(family, []);
    families.get(family).push(claim);
  }
  return [...families].sort(([a], [b]) => (a?.i ?? Infinity) - (b?.i ?? Infinity));
}

function familyHeading(family, claims, view) {
  const standing = bestStanding(
    claims.map(({ i }) => {
      return (view.links.hung.get(i) ?? view.weighed[i])?.standing ?? "denied";
    }),
  );
  return el(
    "h3",
    {},
    lineMark(standing, view.colour(family)),
    el("span", {}, family?.label ?? ""),
    el("small", {}, ` ${claims.length}`),
  );
}

function disputedHeading(claims) {
  return el(
    "h3",
    { class: "disputed" },
    lineMark("contested"),
    el("span", {}, say("card.disputed")),
    el("small", {}, ` ${claims.length}`),
  );
}

/** Dated claims in order of time, then the undated; equals in the order of the table. */
function byTime(claims) {
  return [...claims].sort((a, b) => a.days[1] - b.days[1] || a.days[0] - b.days[0] || a.i - b.i);
}

/** Claims that are not in the present view, folded away below those that are. */
export function hiddenClaims(claims, view, options) {
  if (!claims.length) return null;
  return el(
    "details",
    { class: "hidden-claims" },
    el("summary", {}, say("card.hidden", { n: claims.length })),
    claimList(byTime(claims), view, options),
  );
}

export function claimCard(claim, view) {
  return {
    tab: [say("card.claim")],
    heading: sentence(claim),
    body: [claimItem(claim, view, { open: true, bare: true })],
  };
}

/**
 * One claim: sentence, facts, who says so, standing, ties and, folded or open, its citations.
 * `tellings`: on the card of a work, the tellings that are shown in place of all of them.
 */
function claimItem(
  claim,
  view,
  { from = null, open = false, bare = false, tellings = tellingsOf },
) {
  const evidence = view.weighed[claim.i];
  const known = facts(claim, view.model);
  const told = tellings(view.model, evidence);
  // A claim that was told under another name says so.
  const end = [claim.subject, claim.object].includes(from) ? from : null;
  return el(
    "article",
    { class: "claim", "data-claim": claim.id },
    bare ? null : el("p", { class: "sentence" }, sentence(claim, end)),
    known.length ? el("p", { class: "facts" }, known) : null,
    claim.gloss ? el("p", { class: "gloss" }, el("bdi", {}, claim.gloss)) : null,
    evidenceLine(told.affirms, view.model, claim, { below: true }),
    evidenceLine(told.against, view.model, claim, { below: true }),
    told.also ?? null,
    evidence
      ? standingLine(evidence, view)
      : el("p", { class: "standing struck" }, say("claim.struck")),
    claim.ties.map((tie) => tieLine(tie)),
    idOf(claim),
    el(
      "details",
      { class: "citations", open },
      el("summary", {}, say("claim.citations", { n: claim.citations.length })),
      el(
        "ol",
        {},
        claim.citations.map((citation) => citationItem(citation, evidence, view)),
      ),
      el(
        "p",
        { class: "report" },
        el("span", {}, say("claim.report", { id: claim.id })),
        " ",
        pushButton({ class: "quiet", "data-do": "copy", "data-id": claim.id }, say("claim.copy")),
        " ",
        pushButton(
          { class: "quiet", "data-do": "copy-address", "data-id": claim.id },
          say("claim.copy_address"),
        ),
        " ",
        pageLink("claim", claim.id),
      ),
    ),
  );
}

function standingLine(evidence, view) {
  const { standing, roots } = evidence;
  const flags = FLAGS.filter((name) => evidence[name]).map(flag);
  return el(
    "p",
    { class: `standing is-${standing}` },
    lineMark(standing),
    el(
      "span",
      { class: "verdict", title: say(`claim.standing_long.${standing}`) },
      say(`claim.standing.${standing}`),
    ),
    roots.length ? [": ", listed(roots.map((root) => rootName(root, view.model)))] : null,
    isAffirmedSo(evidence) ? countsOf(evidence) : null,
    evidence.denied ? [" · ", againstInWords(evidence)] : null,
    flags.length ? [" ", flags] : null,
  );
}

/** The id of a claim, small and at the end. */
function idOf({ id }) {
  return el("p", { class: "claim-id" }, selecting("claim", id, { class: "id" }, id));
}

/** How many roots, where the standing does not tell it already, and how many works. */
function countsOf(evidence) {
  const one = evidence.standing === "single-root" && evidence.support_high === 1;
  return [
    one ? null : [evidence.roots.length ? " · " : ": ", rootsInWords(evidence)],
    " · ",
    say("claim.works", { n: evidence.works }),
  ];
}

function againstInWords({ opposition_low: low, opposition_high: high }) {
  if (!high) return say("claim.against_none");
  return say(low < high ? "claim.against_joined" : "claim.against", { n: high, low });
}

function flag(name) {
  return el("span", { class: "flag", title: say(`claim.${name}_long`) }, say(`claim.${name}`));
}

function tieLine({ kind, claim, perhaps }) {
  return el(
    "p",
    { class: "tie" },
    perhaps ? say("claim.perhaps") : null,
    say(`claim.tie.${kind}`),
    " ",
    selecting(
      "claim",
      claim.id,
      {},
      `${named(claim.subject)} ${claim.relation.words} ` +
        `${claim.object ? named(claim.object) : claim.text}`,
      " ",
      el("span", { class: "id" }, claim.id),
    ),
  );
}

/** Was it told by the day that the page, or the reader, asks for? */
function isTold(citation, { model, state: { saidBy, publishedBy, surely } }) {
  return citation.heard && (heardIn(model, { saidBy, publishedBy, surely })?.(citation) ?? true);
}

/** A citation: stance, work and place, the way down to the root, who speaks, the passage. */
function citationItem(citation, evidence, view) {
  const counts = evidence?.citations.includes(citation);
  return el(
    "li",
    { class: `citation ${citation.stance}${counts ? "" : " struck"}` },
    el(
      "p",
      { class: "where" },
      place(citation.source, citation.locator),
      " ",
      el("span", { class: "stance" }, say(`citation.stance.${citation.stance}`)),
      " ",
      el("span", { class: "certainty" }, say(`citation.certainty.${citation.certainty}`)),
      ["misquoted", "overstated", "circular"]
        .filter((name) => citation[name])
        .map((name) => {
          return [
            " ",
            el(
              "span",
              { class: "flag", title: say(`claim.${name}_long`) },
              say(`citation.${name}`),
            ),
          ];
        }),
      counts
        ? null
        : [
            " ",
            el(
              "span",
              { class: "flag" },
              say(isTold(citation, view) ? "citation.struck" : "citation.unheard"),
            ),
          ],
    ),
    citation.trail.length || citation.hearsay || citation.own
      ? el(
          "ol",
          { class: "trail" },
          citation.trail.map((step) =>
            el(
              "li",
              { class: step.how },
              el("span", { class: "how" }, `${say(`citation.${step.how}`)} `),
              place(step.source, step.locator),
            ),
          ),
          citation.hearsay
            ? el(
                "li",
                {},
                el("span", { class: "how" }, say(`citation.hearsay_${citation.hearsay}`)),
              )
            : null,
          citation.own ? el("li", {}, el("span", { class: "how" }, say("citation.own"))) : null,
        )
      : null,
    el(
      "p",
      { class: "root" },
      leansLine(citation, view.model),
      el("span", { class: "label" }, `${say("citation.root")} `),
      rootsLine(citation, evidence, view),
      " · ",
      el("span", { class: "label" }, `${say("citation.speakers")} `),
      listed(citation.speakers.map((source) => sourceLink(source))),
    ),
    citation.note ? el("p", { class: "note" }, citation.note) : null,
    citation.passage ? el("blockquote", { dir: "auto" }, citation.passage) : null,
  );
}

function leansLine(citation, model) {
  const work = leanedOn(model, citation);
  if (!work) return null;
  return [
    el(
      "span",
      { class: "label leans", title: say("citation.leans_long") },
      `${say("citation.leans")} `,
    ),
    sourceLink(work),
    " · ",
  ];
}

function rootsLine(citation, evidence, view) {
  const roots = evidence ? rootsOf(view.model, citation, evidence) : [];
  if (!roots.length) return say("citation.root_unknown");
  return listed(roots.map((root) => rootName(root, view.model)));
}

/** A work and where in it, in its own unit. */
function place(source, locator) {
  if (!locator) return sourceLink(source);
  const unit = source.unit || source.container?.unit || "";
  const key = `units.${unit}`;
  const word = say(key) === key ? unit : say(key);
  return [
    sourceLink(source),
    el("span", { class: "locator" }, `, ${word} ${locator}`.replace("  ", " ")),
  ];
}
