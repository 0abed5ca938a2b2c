// Money and other quantities: a ledger of flows from payer to recipient, with totals as ranges.

import { inWords } from "./dates.js";
import { el, replace } from "./dom.js";
import { byCode } from "./evidence.js";
import { lineMark } from "./glyphs.js";
import { entityLink, grouped, selecting, sum } from "./sentences.js";
import { totals } from "./sums.js";
import { say } from "./words.js";

/** Flows among these claims: links of a family with quantities, larger first, by unit. */
export function flowsOf(claims) {
  const flows = claims.filter((claim) => claim.quantity && claim.object);
  return flows.sort((a, b) => byCode(a.unit, b.unit) || b.low - a.low || byCode(a.id, b.id));
}

/** From whom and to whom: what was received in an event went out from it. */
export function endsOfFlow(claim) {
  return claim.relation.id === "recipient_in"
    ? [claim.object, claim.subject] : [claim.subject, claim.object];
}

export function drawLedger(box, { model, cut, weighed }) {
  const flows = flowsOf(cut.shown);
  // Currencies (ISO 4217) before persons, per cent and the like.
  const units = [...new Set(flows.map((claim) => claim.unit))]
    .sort((a, b) => /^[A-Z]{3}$/.test(b) - /^[A-Z]{3}$/.test(a));
  replace(box,
    el("header", { class: "sheet-head" }, el("h2", {}, say("ledger.heading", { n: flows.length })),
      el("p", { class: "soft" }, say("ledger.about"))),
    units.map((unit) => unitOf(unit, flows.filter((claim) => claim.unit === unit), model, weighed)),
    flows.length ? null : el("p", { class: "soft" }, say("ledger.none")));
}

function unitOf(unit, flows, model, weighed) {
  const most = Math.max(...flows.map((claim) => (claim.high === Infinity ? claim.low : claim.high)));
  return el("section", { class: "ledger" },
    el("h3", {}, unit),
    el("table", { class: "sheet" },
      el("thead", {}, el("tr", {}, ["from", "to", "sum", "range", "when", "standing"].map((name) => {
        return el("th", { scope: "col" }, say(`ledger.${name}`));
      }))),
      el("tbody", {}, flows.map((claim) => flowRow(claim, most, weighed[claim.i]))),
      el("tfoot", {}, totals(flows, model.claims).map((row) => el("tr", {},
        el("th", { scope: "row", colspan: 2 },
          row.mode ? say("ledger.total_mode", { mode: say(`claim.mode.${row.mode}`) })
            : say("ledger.total")),
        el("td", { class: "sum", colspan: 4 }, rangeWords(row), ` ${row.unit}`))))));
}

function flowRow(claim, most, evidence) {
  const [from, to] = endsOfFlow(claim);
  const [low, high] = [claim.low / most, Math.min(claim.high / most, 1.06)].map((it) => it * 100);
  const bar = el("span", { class: `flow${claim.mode ? " meant" : ""}` });
  // Set by script, as the page's policy lets no style attribute in.
  bar.style.setProperty("--low", `${low}%`);
  bar.style.setProperty("--high", `${Math.max(high, low + 0.6)}%`);
  const once = claim.ties.filter((tie) => tie.kind !== "whole" && tie.claim.quantity);
  return el("tr", {},
    el("td", {}, entityLink(from)),
    el("td", {}, entityLink(to)),
    el("td", { class: "sum" }, selecting("claim", claim.id, {}, sum(claim.quantity, claim.unit)),
      claim.mode ? el("small", { class: "mode" }, ` ${say(`claim.mode.${claim.mode}`)}`) : null,
      once.map((tie) => el("small", { class: "tie" }, " ", tie.perhaps ? say("claim.perhaps") : "",
        say(`claim.tie.${tie.kind}`), " ",
        selecting("claim", tie.claim.id, { class: "id" }, tie.claim.id)))),
    el("td", { class: "range" }, bar),
    el("td", {}, claim.when ? inWords(claim.when) : ""),
    el("td", {}, lineMark(evidence.standing), " ", say(`claim.standing.${evidence.standing}`)));
}

function rangeWords({ low, high }) {
  const [from, to] = [low, high].map((value) => grouped(String(value)));
  if (high === Infinity) return say("quantity.>", { n: from });
  return low === high ? from : say("quantity.range", { low: from, high: to });
}
