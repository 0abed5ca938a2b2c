// The card of a work: what it says, from whom it has it, and who else says so.

import { claimList, foldedClaims } from "./claims.js";
import { digestLines, namedCounts } from "./digestlines.js";
import { inWords } from "../base/dates.js";
import { el } from "../base/dom.js";
import { shortLink } from "../base/evidenceline.js";
import { pageLink } from "../base/pageof.js";
import { entityLink, listed, rootName, sourceLink } from "../base/sentences.js";
import { say } from "../base/words.js";
import { byCount, countUp } from "../model/digest.js";
import { rootsOf, STANDING_RANK } from "../model/evidence.js";
import { tellingOf } from "../model/tellings.js";

export function sourceCard(source, view) {
  const { model } = view;
  const people = (ids) =>
    listed(
      ids.map((id) => {
        const entity = model.entityById.get(id);
        return entity ? entityLink(entity) : id;
      }),
    );
  const origin = source.origin === "self" ? say("source.origin_self") : people([source.origin]);
  const leading = model.citations.filter((it) => it.heard && passes(it, source));
  const claims = [...new Set(leading.map((it) => it.claim))].filter((claim) => !claim.context);
  const said = claims.filter((claim) => saidBy(source, view.weighed[claim.i]).length);
  const rest = claims.filter((claim) => !said.includes(claim));
  return {
    tab: [say("card.source"), source.kind ? ` · ${source.kind}` : ""],
    heading: el("bdi", {}, source.title || source.id),
    body: [
      el(
        "dl",
        { class: "source-facts" },
        source.author.length ? entryOf("author", people(source.author)) : null,
        source.date ? entryOf("date", inWords(source.date)) : null,
        source.origin ? entryOf("origin", origin) : null,
        source.container ? entryOf("container", sourceLink(source.container)) : null,
        source.rests.length ? entryOf("rests", listed(source.rests.map(sourceLink))) : null,
      ),
      source.note ? el("p", { class: "note" }, source.note) : null,
      digestLines([
        ["says", said.length ? saysWords(said) : say("source.says_nothing")],
        said.length ? ["has_it", givenBy(said, source, view)] : null,
        said.length ? ["others", othersOf(said, source, view)] : null,
      ]),
      foldedClaims(said, view, { tellings: ownFirst(source) }),
      rest.length
        ? el(
            "details",
            { class: "family", open: !said.length },
            el(
              "summary",
              {},
              el(
                "h3",
                {},
                el("span", {}, say("source.passing")),
                el("small", {}, ` ${rest.length}`),
              ),
            ),
            claimList(bestFirst(rest, view), view, {}),
          )
        : null,
      el(
        "p",
        { class: "soft cited" },
        say("source.cited", { n: leading.length }),
        " ",
        pageLink("source", source.id),
      ),
    ],
  };
}

function passes(citation, source) {
  return citation.source === source || citation.trail.some((step) => step.source === source);
}

/** The citations of a claim that count and in which the work speaks. */
function saidBy(source, evidence) {
  return evidence?.citations.filter((it) => it.speakers.includes(source)) ?? [];
}

function saysWords(said) {
  const families = new Map();
  for (const { relation } of said) countUp(families, [relation.family]);
  return [
    say("digest.claims", { n: said.length }),
    ": ",
    namedCounts(byCount(families), (family) => family?.label ?? ""),
  ];
}

/** From whom it has what it says: the next work on the way, or the root, or nobody named. */
function givenBy(said, source, { model, weighed }) {
  const givers = new Map();
  for (const claim of said) {
    const evidence = weighed[claim.i];
    countUp(
      givers,
      saidBy(source, evidence).map((it) => giverOf(it, source, evidence, model)),
    );
  }
  const unsaid = givers.get("");
  givers.delete("");
  const order = byCount(givers);
  return [
    namedCounts(order, (giver) => {
      return typeof giver === "string" ? rootName(giver, model) : shortLink(giver);
    }),
    order.length && unsaid ? "; " : null,
    unsaid ? say("source.unsaid", { n: unsaid }) : null,
  ];
}

/** The next step back: a work, the key of a root, or "" where the citation does not say. */
function giverOf(citation, source, evidence, model) {
  const way = [citation.source, ...citation.trail.map((step) => step.source)];
  const next = way[way.lastIndexOf(source) + 1];
  return next ?? rootsOf(model, citation, evidence)[0] ?? "";
}

function othersOf(said, source, { weighed }) {
  const others = new Map();
  let alone = 0;
  for (const claim of said) {
    const also = alsoSaying(source, weighed[claim.i]);
    countUp(others, also);
    if (!also.length) alone += 1;
  }
  const order = byCount(others);
  return [
    namedCounts(order, shortLink),
    order.length && alone ? "; " : null,
    alone ? say("source.alone", { n: alone }) : null,
  ];
}

/** The other works that affirm the claims that this one affirms. */
function alsoSaying(source, evidence) {
  const stances = new Set(saidBy(source, evidence).map((it) => it.stance));
  return [
    ...new Set(
      evidence.citations.filter((it) => stances.has(it.stance)).flatMap((it) => it.speakers),
    ),
  ].filter((it) => it !== source);
}

/** The tellings in which the work speaks, and below them who else says so. */
function ownFirst(source) {
  return (model, evidence) => {
    const own = saidBy(source, evidence).map((it) => tellingOf(model, it, evidence));
    const others = alsoSaying(source, evidence);
    return {
      affirms: own.filter(({ citation }) => citation.stance === "affirms"),
      against: own.filter(({ citation }) => citation.stance !== "affirms"),
      also: others.length
        ? el(
            "p",
            { class: "also" },
            el("span", { class: "label" }, `${say("source.also")} `),
            listed(others.map((it) => shortLink(it))),
          )
        : null,
    };
  };
}

function bestFirst(claims, view) {
  const rank = (claim) => STANDING_RANK.get(view.weighed[claim.i]?.standing) ?? 9;
  return [...claims].sort((a, b) => rank(a) - rank(b) || a.i - b.i);
}

function entryOf(name, value) {
  return [el("dt", {}, say(`source.${name}`)), el("dd", {}, value)];
}
