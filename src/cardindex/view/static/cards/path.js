// The card of paths between two entities, hop by hop.

import { el } from "../base/dom.js";
import { evidenceLine } from "../base/evidenceline.js";
import { lineMark } from "../base/glyphs.js";
import { entityLink, selecting } from "../base/sentences.js";
import { say } from "../base/words.js";
import { tellingsOfAll } from "../model/tellings.js";

export function pathCard(view) {
  const { model, state, paths } = view;
  const [from, to] = [state.path.from, state.path.to].map((id) => model.entityById.get(id));
  return {
    tab: [say("path.tab")],
    heading: [entityLink(from), el("span", { class: "and" }, " → "), entityLink(to)],
    body: [
      el("p", { class: "soft" }, say("path.caveat")),
      paths.length ? null : el("p", {}, say("path.none")),
      paths.map((path, i) =>
        el(
          "section",
          { class: "family" },
          el("h3", {}, say("path.number", { n: path.hops.length, at: i + 1 })),
          el(
            "ol",
            { class: "hops" },
            path.hops.map((hop) => hopOf(hop, hop === path.weakest, view)),
          ),
        ),
      ),
    ],
  };
}

function hopOf(hop, weakest, { model, weighed }) {
  const { relation } = hop;
  const words = hop.forwards ? relation.words : relation.inverse_words || relation.words;
  return el(
    "li",
    { class: weakest ? "weakest" : null },
    el(
      "p",
      { class: "sentence" },
      entityLink(hop.start),
      " ",
      el("span", { class: "words" }, words),
      " ",
      entityLink(hop.end),
    ),
    evidenceLine(tellingsOfAll(model, hop.claims, weighed).affirms, model, hop.claims[0]),
    el(
      "p",
      { class: "standing" },
      lineMark(hop.standing),
      el("span", { class: "verdict" }, say(`claim.standing.${hop.standing}`)),
      " ",
      hop.claims.map((claim) => [selecting("claim", claim.id, { class: "id" }, claim.id), " "]),
      relation.identifies ? el("span", { class: "flag" }, say("path.identifies")) : null,
      weakest ? el("span", { class: "flag" }, say("path.weakest")) : null,
    ),
  );
}
