// The claims of the present view as a table that sorts, with its downloads.

import { caption, exportLine } from "./caption.js";
import { claimRows, csvFile } from "./csv.js";
import { copyable } from "../base/commands.js";
import { inWords } from "../base/dates.js";
import { el, pushButton, replace } from "../base/dom.js";
import { evidenceLine } from "../base/evidenceline.js";
import { isAffirmedSo, STANDING_RANK } from "../model/evidence.js";
import { standingMark } from "../base/glyphs.js";
import { entityLink, rootsInWords, selecting, sum } from "../base/sentences.js";
import { say } from "../base/words.js";
import { tellingsOf } from "../model/tellings.js";

const PAGE = 500; // rows at first, and each time that more are asked for

const COLUMNS_OF_TABLE = {
  subject: (claim) => claim.subject.label,
  relation: (claim) => claim.relation.words,
  object: (claim) => claim.object?.label ?? claim.text,
  when: (claim) => claim.days[1],
  evidence: (claim, weighed) => weighed[claim.i].roots.join(" ") || "\uffff", // claims without a known root come last
  against: (claim, weighed) =>
    -weighed[claim.i].citations.filter((it) => it.stance !== "affirms").length,
  standing: (claim, weighed) => STANDING_RANK.get(weighed[claim.i].standing),
  sum: (claim) => claim.low ?? -1,
  roots: (claim, weighed) => weighed[claim.i].support_low * 1000 + weighed[claim.i].support_high,
  works: (claim, weighed) => weighed[claim.i].works,
  id: (claim) => claim.i,
};

/** Make the table in its box; returns a draw function. */
export function makeTable(box) {
  let sorted = { by: "id", down: false };
  let most = PAGE;
  let view = null;
  const paint = () =>
    replace(
      box,
      heading(view),
      table(view, sorted, most, {
        sort: (by) => {
          sorted = { by, down: sorted.by === by && !sorted.down };
          paint();
          box.querySelector(`[data-sort="${by}"]`).focus();
        },
        more: () => {
          most += PAGE;
          paint();
        },
      }),
    );
  return (next) => {
    view = next;
    paint();
  };
}

function heading(view) {
  const line = exportLine(view);
  return el(
    "header",
    { class: "sheet-head" },
    el("h2", {}, say("table.heading", { n: view.cut.shown.length })),
    el("p", { class: "actions" }, pushButton({ "data-do": "csv" }, say("table.csv"))),
    line
      ? el("p", { class: "copyable" }, copyable(say("table.export"), line))
      : el("p", { class: "soft" }, say(`table.${whyNoLine(line, view)}`)),
  );
}

function whyNoLine(line, { state }) {
  if (line === "") return "nothing";
  return state.speaker && state.versus ? "two_voices" : "two_windows";
}

function table({ model, cut, weighed }, { by, down }, most, { sort, more }) {
  const value = COLUMNS_OF_TABLE[by];
  const claims = [...cut.shown].sort((a, b) => {
    const [x, y] = [value(a, weighed), value(b, weighed)];
    const order = typeof x === "string" ? x.localeCompare(y) : x - y;
    return (down ? -order : order) || a.i - b.i;
  });
  const head = Object.keys(COLUMNS_OF_TABLE).map((name) =>
    el(
      "th",
      {
        scope: "col",
        "aria-sort": name === by ? (down ? "descending" : "ascending") : null,
      },
      pushButton(
        { "data-sort": name, click: () => sort(name) },
        say(`table.${name}`),
        name === by ? (down ? " ↓" : " ↑") : "",
      ),
    ),
  );
  return [
    el(
      "table",
      { class: "sheet" },
      el("thead", {}, el("tr", {}, head)),
      el(
        "tbody",
        {},
        claims.slice(0, most).map((claim) => rowOf(claim, weighed[claim.i], model)),
      ),
    ),
    claims.length > most
      ? el(
          "p",
          { class: "actions" },
          pushButton({ click: more }, say("table.more", { n: claims.length - most })),
        )
      : null,
  ];
}

function rowOf(claim, evidence, model) {
  const told = tellingsOf(model, evidence);
  return el(
    "tr",
    {},
    el("td", {}, entityLink(claim.subject)),
    el(
      "td",
      { class: "words" },
      claim.relation.words,
      claim.mode ? el("small", {}, ` ${say(`claim.mode.${claim.mode}`)}`) : null,
    ),
    el(
      "td",
      {},
      claim.object ? entityLink(claim.object) : claim.text.trim() ? el("q", {}, claim.text) : "",
    ),
    el(
      "td",
      { class: "when" },
      claim.when ? inWords(claim.when) : el("span", { class: "soft" }, say("claim.undated")),
    ),
    el("td", { class: "evidence-cell" }, evidenceLine(told.affirms, model, claim)),
    el("td", { class: "evidence-cell against" }, evidenceLine(told.against, model, claim)),
    el("td", { class: "standing-cell" }, standingMark(evidence.standing)),
    el("td", { class: "sum" }, claim.quantity ? sum(claim.quantity, claim.unit) : ""),
    el("td", { class: "roots" }, rootsCell(evidence)),
    el("td", { class: "works" }, evidence.works || ""),
    el("td", {}, selecting("claim", claim.id, { class: "id" }, claim.id)),
  );
}

/** The number of roots, as two numbers where some may be one; empty where nobody so affirms it. */
function rootsCell(evidence) {
  const { support_low: low, support_high: high } = evidence;
  if (!isAffirmedSo(evidence)) return "";
  if (!high) return say("claim.none_known");
  return low < high ? el("span", { title: rootsInWords(evidence) }, `${low}–${high}`) : high;
}

/** The view's claims as a file, with its caption. */
export function claimsCsv(view) {
  return csvFile(claimRows(view.cut.shown, view.weighed, caption(view).join(" ")));
}
