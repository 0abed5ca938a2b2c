// Money and goods: flows from payer to recipient, and a ledger with totals as ranges.

import { inWords } from "../base/dates.js";
import { el, replace } from "../base/dom.js";
import { evidenceLine } from "../base/evidenceline.js";
import { flowChart, flowHatches } from "./flowchart.js";
import { endsOfFlow, flowsOf, paidBetween } from "./flows.js";
import { standingMark } from "../base/glyphs.js";
import { longList } from "../base/lists.js";
import { entityLink, grouped, named, selecting, sum } from "../base/sentences.js";
import { totals } from "../model/sums.js";
import { say } from "../base/words.js";
import { tellingsOf } from "../model/tellings.js";

export function drawLedger(box, view) {
  const { model, cut } = view;
  const flows = flowsOf(cut.shown);
  const hidden = flowsOf(model.told).length - flows.length;
  // Currencies (ISO 4217) before persons, per cent and the like.
  const units = [...new Set(flows.map((claim) => claim.unit))].sort(
    (a, b) => /^[A-Z]{3}$/.test(b) - /^[A-Z]{3}$/.test(a),
  );
  const { paddingLeft, paddingRight } = getComputedStyle(box);
  const wide = box.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  replace(
    box,
    el(
      "header",
      { class: "sheet-head" },
      el("h2", {}, say("ledger.heading", { n: flows.length })),
      el("p", { class: "soft" }, say("ledger.about")),
      hidden ? el("p", { class: "soft" }, say("ledger.hidden", { n: hidden })) : null,
    ),
    flowHatches(flows, view),
    units.map((unit) =>
      unitOf(
        unit,
        flows.filter((claim) => claim.unit === unit),
        view,
        wide,
      ),
    ),
    flows.length ? null : el("p", { class: "soft" }, say("ledger.none")),
  );
}

function unitOf(unit, flows, view, wide) {
  const most = Math.max(
    ...flows.map((claim) => (claim.high === Infinity ? claim.low : claim.high)),
  );
  return el(
    "section",
    { class: "ledger" },
    el("h3", {}, unit),
    flowChart(unit, flows, view, wide),
    el(
      "table",
      { class: "sheet" },
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ["from", "to", "sum", "range", "when", "standing", "evidence"].map((name) => {
            return el("th", { scope: "col", class: name }, say(`ledger.${name}`));
          }),
        ),
      ),
      longList("tbody", {}, flows, (claim) => flowRow(claim, most, view)),
      totalsOf(flows, view.model),
    ),
  );
}

function totalsOf(flows, model) {
  // A pair with one claim is in the table above already.
  const pairs = paidBetween(flows, model.claims).filter((row) => row.claims.length > 1);
  return el(
    "tfoot",
    {},
    pairs.map((row) =>
      totalRow(
        row,
        say("ledger.between", {
          from: named(row.from),
          to: named(row.to),
          mode: modeOf(row),
        }),
      ),
    ),
    totals(flows, model.claims).map((row) =>
      totalRow(
        row,
        row.mode
          ? say("ledger.total_mode", { mode: say(`claim.mode.${row.mode}`) })
          : say("ledger.total"),
      ),
    ),
  );
}

function modeOf({ mode }) {
  return mode ? ` (${say(`claim.mode.${mode}`)})` : "";
}

function totalRow(row, name) {
  return el(
    "tr",
    {},
    el("th", { scope: "row", colspan: 2 }, name),
    el("td", { class: "sum", colspan: 5 }, rangeWords(row), ` ${row.unit}`),
  );
}

function flowRow(claim, most, { model, weighed }) {
  const evidence = weighed[claim.i];
  const told = tellingsOf(model, evidence);
  const [from, to] = endsOfFlow(claim);
  const [low, high] = [claim.low / most, Math.min(claim.high / most, 1.06)].map((it) => it * 100);
  const bar = el("span", { class: `flow${claim.mode ? " meant" : ""}` });
  // Set by script: the page's Content-Security-Policy blocks style attributes.
  bar.style.setProperty("--low", `${low}%`);
  bar.style.setProperty("--high", `${Math.max(high, low + 0.6)}%`);
  const once = claim.ties.filter((tie) => tie.kind !== "whole" && tie.claim.quantity);
  return [
    el("td", { class: "from" }, entityLink(from)),
    el("td", { class: "to" }, entityLink(to)),
    el(
      "td",
      { class: "sum" },
      selecting("claim", claim.id, {}, sum(claim.quantity, claim.unit)),
      claim.mode ? el("small", { class: "mode" }, ` ${say(`claim.mode.${claim.mode}`)}`) : null,
      once.map((tie) =>
        el(
          "small",
          { class: "tie" },
          " ",
          tie.perhaps ? say("claim.perhaps") : "",
          say(`claim.tie.${tie.kind}`),
          " ",
          selecting("claim", tie.claim.id, { class: "id" }, tie.claim.id),
        ),
      ),
    ),
    el("td", { class: "range" }, bar),
    el("td", { class: "when" }, claim.when ? inWords(claim.when) : ""),
    el("td", { class: "standing-cell" }, standingMark(evidence.standing)),
    el(
      "td",
      { class: "evidence-cell" },
      evidenceLine(told.affirms, model, claim),
      evidenceLine(told.against, model, claim),
    ),
  ];
}

function rangeWords({ low, high }) {
  const [from, to] = [low, high].map((value) => grouped(String(value)));
  if (high === Infinity) return say("quantity.>", { n: from });
  return low === high ? from : say("quantity.range", { low: from, high: to });
}
