// Claims that stand in a passage or a unit, as lines of a card: how each stands and who says so.

import { el, pushButton, replace } from "/page/base/dom.js";
import { tellingLine } from "/page/base/evidenceline.js";
import { lineMark } from "/page/base/glyphs.js";
import { inWords } from "/page/base/dates.js";
import { sum } from "/page/base/sentences.js";
import { say } from "/page/base/words.js";
import { ask } from "../base/ask.js";

/**
 * The list below the entry. `deeds`: row(kind, id) opens one to be changed, cite(claim), remove(kind,
 * id), silent(source, line).
 */
export function claimsBox(deeds) {
  const heading = el("h2", { tabindex: -1 });
  const list = el("ol", { class: "claims" });
  const silent = el("p", { class: "silent", hidden: true });
  const box = el(
    "section",
    { class: "here", "aria-label": say("here.label"), hidden: true },
    heading,
    silent,
    list,
  );
  let shown = [];

  async function show(ids, { unit = "", unread = false, source = "", go = false } = {}) {
    shown = ids;
    const claims = ids.length ? await ask("claims", { ids: ids.join(",") }) : [];
    box.hidden = false;
    replace(heading, say("here.heading", { n: claims.length }));
    silent.hidden = !unread;
    replace(
      silent,
      say("here.unread"),
      " ",
      pushButton(
        { class: "quiet", "data-write": true, click: () => deeds.silent(source, unit) },
        say("here.silent"),
      ),
    );
    replace(
      list,
      claims.map((claim) => el("li", {}, claimItem(claim))),
    );
    if (go) heading.focus();
  }

  function claimItem(claim) {
    const { row } = claim;
    return el(
      "article",
      { class: "claim", "data-claim": claim.id },
      el("p", { class: "sentence" }, el("bdi", {}, claim.sentence.replace(/ \([^()]*\)$/, ""))),
      factsOf(row),
      claim.gloss ? el("p", { class: "gloss" }, el("bdi", {}, claim.gloss)) : null,
      el(
        "p",
        { class: `standing is-${claim.standing}` },
        lineMark(claim.standing),
        el(
          "span",
          { class: "verdict", title: say(`claim.standing_long.${claim.standing}`) },
          say(`claim.standing.${claim.standing}`),
        ),
        claim.remarks.map((remark) => el("span", { class: "flag" }, remark)),
      ),
      claim.citations.map((citation) => citationLine(citation)),
      el(
        "p",
        { class: "deeds" },
        button("here.cite", () => deeds.cite(claim.id)),
        button("here.edit", () => deeds.row("claim", claim.id)),
        button("here.delete", () => deeds.remove("claim", claim.id)),
        el("span", { class: "id" }, claim.id),
      ),
    );
  }

  function factsOf(row) {
    const facts = [
      row.text ? el("span", {}, el("q", {}, el("bdi", {}, row.text))) : null,
      row.when ? el("span", { class: "when" }, inWords(row.when)) : null,
      row.quantity ? el("span", { class: "sum" }, sum(row.quantity, row.unit)) : null,
      row.mode ? el("span", { class: "mode" }, say(`claim.mode.${row.mode}`)) : null,
    ].filter(Boolean);
    return facts.length ? el("p", { class: "facts" }, facts) : null;
  }

  function citationLine(citation) {
    const model = {
      entityById: new Map(
        Object.entries(citation.labels)
          .filter(([root]) => root.startsWith("entity:"))
          .map(([root, label]) => [root.slice(7), { id: root.slice(7), label }]),
      ),
      sourceById: new Map(citation.works.map(({ source }) => [source.id, source])),
    };
    return el(
      "p",
      { class: "evidence" },
      tellingLine(
        { citation, roots: citation.roots, works: citation.works, hearsay: citation.hearsay },
        model,
      ),
      " ",
      button("here.edit", () => deeds.row("citation", citation.id), citation.id),
      button("here.delete", () => deeds.remove("citation", citation.id), citation.id),
    );
  }

  function button(key, click, id = "") {
    return pushButton(
      { class: "quiet", "data-write": true, click, "aria-label": id ? `${say(key)}: ${id}` : null },
      say(key),
    );
  }

  return { box, show, again: () => !box.hidden && show(shown), focus: () => heading.focus() };
}
