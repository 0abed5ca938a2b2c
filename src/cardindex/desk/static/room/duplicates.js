// Pairs that may be the same, judged one by one; a judged pair is not asked about again.

import { el, pushButton, replace } from "/page/base/dom.js";
import { keep, kept } from "/page/base/theme.js";
import { say } from "/page/base/words.js";
import { ask, send } from "../base/ask.js";
import { dialogOf } from "../cards/dialog.js";

const DECISIONS = { s: "same", n: "not", u: "unsure" };

/** The sheet. `room`: { done(told), failed(error), propose(heading, deed), writes() }. */
export function duplicatesSheet(room) {
  const sheet = dialogOf();
  let pairs = [];

  async function open() {
    sheet.show(say("duplicates.heading"), el("p", { class: "soft" }, say("duplicates.looking")));
    pairs = await ask("duplicates");
    show();
  }

  function show() {
    const [pair] = pairs;
    if (!pair) {
      sheet.show(say("duplicates.heading"), el("p", {}, say("duplicates.none")));
      return;
    }
    const who = el("input", { id: "who", autocomplete: "off" });
    who.value = kept("desk.who") ?? "";
    const why = el("input", { id: "why", autocomplete: "off" });
    const judge = (decision) => decide(pair, decision, who.value.trim(), why.value.trim());
    sheet.show(
      say("duplicates.heading"),
      el("p", { class: "soft" }, say("duplicates.left", { n: pairs.length })),
      el(
        "div",
        { class: "pair" },
        [pair.one, pair.other].map((id, at) =>
          el(
            "p",
            {},
            el("strong", {}, el("bdi", {}, pair.names[at])),
            " ",
            el("span", { class: "id" }, id),
          ),
        ),
        el("p", { class: "soft" }, pair.why),
      ),
      el(
        "p",
        { class: "field" },
        el("label", { for: "who" }, say("duplicates.who")),
        el("span", { class: "answer" }, who),
      ),
      el(
        "p",
        { class: "field" },
        el("label", { for: "why" }, say("duplicates.why")),
        el("span", { class: "answer" }, why),
      ),
      el(
        "p",
        { class: "deeds" },
        Object.entries(DECISIONS).map(([key, decision]) =>
          pushButton(
            { "data-decision": decision, click: () => judge(decision) },
            say(`duplicates.${decision}`),
            el("kbd", { "aria-hidden": "true" }, key),
          ),
        ),
        pushButton({ click: skip }, say("duplicates.later")),
        pushButton(
          {
            class: "quiet",
            click: () =>
              room.propose(say("duplicates.unite"), {
                what: "unite",
                kind: pair.kind === "claims" ? "claim" : "entity",
                id: pair.one,
                gone: pair.other,
              }),
          },
          say("duplicates.unite"),
        ),
      ),
      el("p", { class: "is-error", role: "alert", id: "pair-error" }),
    );
    sheet.dialog.querySelector(who.value ? "[data-decision]" : "#who").focus();
  }

  function skip() {
    pairs.push(pairs.shift());
    show();
  }

  async function decide(pair, decision, who, why) {
    keep("desk.who", who);
    try {
      const told = await send("write/deed", {
        what: "decide",
        one: pair.one,
        other: pair.other,
        decision,
        who,
        why,
      });
      pairs.shift();
      room.done(told);
      show();
    } catch (error) {
      replace(document.getElementById("pair-error"), error.message);
    }
  }

  sheet.dialog.addEventListener("keydown", (event) => {
    if (event.target.tagName === "INPUT" || !DECISIONS[event.key]) return;
    sheet.dialog.querySelector(`[data-decision="${DECISIONS[event.key]}"]`)?.click();
  });

  return { open };
}
