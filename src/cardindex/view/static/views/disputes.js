// What is affirmed and denied in the present view: both sides with who says so, rivals side by side,
// and where a work that is named for something says otherwise.

import { el, replace } from "../base/dom.js";
import { tellingLine } from "../base/evidenceline.js";
import { standingMark } from "../base/glyphs.js";
import { longList } from "../base/lists.js";
import { facts, selecting, sentence } from "../base/sentences.js";
import { say } from "../base/words.js";
import { countDisputes, disputesOf, REMARKS } from "../model/disputes.js";
import { tellingOf, tellingsOf } from "../model/tellings.js";

const LINES_A_SIDE = 4; // citations on one side; the rest are counted

export function drawDisputes(box, view) {
  const found = disputesOf(view.cut.shown, view.weighed);
  const number = countDisputes(found);
  const hidden = countDisputes(disputesOf(view.model.told, view.weighed)) - number;
  replace(
    box,
    el(
      "header",
      { class: "sheet-head" },
      el("h2", {}, say("disputes.heading", { n: number })),
      el("p", { class: "soft" }, say("disputes.about")),
      hidden ? el("p", { class: "soft" }, say("disputes.hidden", { n: hidden })) : null,
    ),
    number ? null : el("p", { class: "none" }, say("disputes.none")),
    disputesPart("denied", found.denied, (claim) => deniedOne(claim, view)),
    disputesPart("rivals", found.rivals, (pair) => rivalsOf(pair, view)),
    disputesPart("perhaps", found.perhaps, (pair) => rivalsOf(pair, view)),
    REMARKS.map((remark) => disputesPart(remark, found[remark], (it) => remarkedOne(it, view))),
  );
}

function disputesPart(name, items, item) {
  if (!items.length) return null;
  return el(
    "section",
    { class: name },
    el("h3", {}, say(`disputes.${name}`), el("small", {}, items.length)),
    el("p", { class: "soft" }, say(`disputes.${name}_long`)),
    longList("ul", {}, items, item),
  );
}

/** A claim with, side by side, who affirms it and who denies or doubts it. */
function deniedOne(claim, view) {
  const told = tellingsOf(view.model, view.weighed[claim.i]);
  return el(
    "article",
    { class: "dispute", "data-claim": claim.id },
    el("p", { class: "sentence" }, sentence(claim)),
    knownOf(claim, view),
    el(
      "div",
      { class: "sides" },
      side("affirmed", told.affirms, claim, view),
      side("against", told.against, claim, view),
    ),
    foot(claim, view),
  );
}

/** Two rivals, or perhaps-rivals, side by side. */
function rivalsOf(pair, view) {
  return el(
    "article",
    { class: "dispute" },
    el(
      "div",
      { class: "sides" },
      pair.map((claim) => {
        const told = tellingsOf(view.model, view.weighed[claim.i]);
        return el(
          "div",
          { class: "side", "data-claim": claim.id },
          el("p", { class: "sentence" }, sentence(claim)),
          knownOf(claim, view),
          linesOfSide([...told.affirms, ...told.against], claim, view),
          foot(claim, view),
        );
      }),
    ),
  );
}

/** A claim and its citations that misquote, overstate or are circular. */
function remarkedOne({ claim, citations }, view) {
  const evidence = view.weighed[claim.i];
  return el(
    "article",
    { class: "dispute", "data-claim": claim.id },
    el("p", { class: "sentence" }, sentence(claim)),
    knownOf(claim, view),
    linesOfSide(
      citations.map((it) => tellingOf(view.model, it, evidence)),
      claim,
      view,
    ),
    foot(claim, view),
  );
}

function side(name, tellings, claim, view) {
  return el(
    "div",
    { class: `side ${name}` },
    el("h4", {}, say(`disputes.${name}`)),
    tellings.length
      ? linesOfSide(tellings, claim, view)
      : el("p", { class: "soft evidence" }, say("disputes.nobody")),
  );
}

function linesOfSide(tellings, claim, { model }) {
  const left = tellings.length - LINES_A_SIDE;
  return [
    tellings
      .slice(0, LINES_A_SIDE)
      .map((telling) => el("p", { class: "evidence" }, tellingLine(telling, model))),
    left > 0
      ? el(
          "p",
          { class: "evidence" },
          selecting("claim", claim.id, { class: "more" }, say("evidence.more", { n: left })),
        )
      : null,
  ];
}

function knownOf(claim, { model }) {
  const known = facts(claim, model);
  return known.length ? el("p", { class: "facts" }, known) : null;
}

/** The standing of the claim, with a link to its card. */
function foot(claim, { weighed }) {
  const { standing } = weighed[claim.i];
  return el(
    "p",
    { class: "claim-id" },
    standingMark(standing),
    " · ",
    selecting(
      "claim",
      claim.id,
      {},
      say("disputes.card"),
      " ",
      el("span", { class: "id" }, claim.id),
    ),
  );
}
