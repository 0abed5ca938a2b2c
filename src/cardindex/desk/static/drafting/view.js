// Drafts one by one: shown beside their passage in the text, judged by single keys.

import { el, pushButton, replace } from "/page/base/dom.js";
import { say } from "/page/base/words.js";
import { ask, send } from "../base/ask.js";
import { DEEDS, draftParts, questionsOf, refusedPart } from "./draft.js";

const NOTHING = { waiting: [], judged: {}, refused: [], refused_lines: 0, counts: [], fault: "" };

/**
 * The view. `room`: { reader, open(source) a text, unit(), state, coder(), choose(coder), writes(),
 * edit(form, typed), judged(told), failed(error), said(words, wrong), shown(on) }.
 */
export function draftsView(room) {
  let pile = NOTHING;
  let at = 0;
  let told = null; // the draft that is shown
  let wanted = ""; // the id of the one that was asked for last, which may still be on its way
  let listing = null; // the newest reading of the list
  let choices = {};
  let [counting, asking] = [0, 0]; // numbers of the last requests, for the list and for one draft: late answers are dropped
  const saving = new Set(); // the ids of drafts whose judgement is on its way
  let rejected = ""; // the last judgement, which can be undone
  const heading = el("h2", { tabindex: -1, "aria-describedby": "draft-sentence" });
  const body = el("div", { class: "draft-body" });
  const below = el("div", { class: "draft-below" });
  const box = el(
    "section",
    { class: "drafts card", "aria-label": say("drafts.label"), hidden: true, keydown: pressed },
    el("div", { class: "tab" }, say("drafts.tab")),
    el("div", { class: "card-body" }, heading, body, below),
  );

  /**
   * Read the list of waiting drafts again; the wanted one stays, if it still waits. While a judgement
   * is being saved nothing moves: once it is, the list is read anew in any case.
   */
  function again() {
    listing = list();
    return listing;
  }

  async function list() {
    counting += 1;
    const mine = counting;
    const now = await ask("drafts");
    if (mine !== counting) return listing; // whoever asked earlier gets the newest list, too
    if (saving.size) return undefined;
    pile = now;
    room.counted(pile);
    if (box.hidden) return;
    const here = pile.waiting.indexOf(wanted);
    if (here >= 0) at = here;
    return show(at, { quiet: true });
  }

  async function open(id = "") {
    box.hidden = false;
    room.shown(true);
    heading.focus();
    await again();
    const there = pile.waiting.indexOf(id);
    await show(there >= 0 ? there : at);
  }

  function leave() {
    box.hidden = true;
    room.shown(false);
  }

  /** Show one of the waiting drafts; `quiet`: only if it differs from what is shown. */
  async function show(number, { quiet = false } = {}) {
    const { waiting } = pile;
    at = waiting.length ? (number + waiting.length) % waiting.length : 0;
    const id = waiting[at] ?? "";
    if (id !== wanted) choices = {};
    wanted = id;
    asking += 1;
    const mine = asking;
    const found = id ? await send("draft", { id, choices, by: room.coder() }) : null;
    if (mine !== asking || box.hidden) return;
    if (found?.gone) {
      if (saving.has(id)) return;
      choices = {};
      await again(); // somebody else has judged it
      return;
    }
    const same = quiet && JSON.stringify(found) === JSON.stringify(told);
    const moved = found?.id !== told?.id || !quiet;
    told = found;
    if (told && moved) await inText();
    draw(!same && (moved || box.contains(document.activeElement)), !same);
  }

  /** Scroll to the passage, and paint it. */
  async function inText() {
    await room.open(told.reading);
    const { start, end } = told.passage;
    room.reader.goTo(...told.quote);
    room.reader.passage([start, end]);
  }

  function draw(focus, anew) {
    const { waiting } = pile;
    replace(
      heading,
      told
        ? say("drafts.heading", { n: at + 1, all: waiting.length })
        : say(pile.fault ? "drafts.unreadable" : "drafts.none"),
    );
    if (anew || !told) replace(body, told ? parts() : el("p", {}, pile.fault));
    const { accepted = 0, rejected: not = 0 } = pile.judged;
    const wasOpen = below.querySelector("details")?.open;
    replace(
      below,
      el("p", { class: "soft" }, say("drafts.judged", { accepted, rejected: not })),
      rejected
        ? el(
            "p",
            {},
            pushButton(
              { class: "quiet", "data-write": true, click: takeBack },
              say("drafts.take_back"),
              el("kbd", { "aria-hidden": "true" }, "u"),
            ),
          )
        : null,
      refusedPart(pile),
    );
    if (wasOpen) below.querySelector("details")?.setAttribute("open", "");
    if (focus) heading.focus();
  }

  function parts() {
    return draftParts(told, {
      choices,
      questions: questions(),
      unit: room.unit(),
      deeds,
      choose,
      cite: (claim) => judge("accepted", { cites: claim }),
    });
  }

  function questions() {
    const people = room.state.coders.filter((it) => it.kind === "person");
    const who =
      room.writes() && !room.coder() && people.length
        ? {
            field: "who",
            words: "",
            why: "who",
            choices: people.map((it) => ({ label: it.name, detail: "", value: it.id })),
          }
        : null;
    return questionsOf(told, choices, who);
  }

  function choose(field, value) {
    if (field === "who") room.choose(value);
    else if (value === undefined) delete choices[field];
    else choices = { ...choices, [field]: value };
    show(at).catch(room.failed);
  }

  /** May the shown draft be judged? Not one that is judged already, while the next is on its way. */
  function judgeable() {
    return told && room.writes() && !saving.has(told.id) && pile.waiting.includes(told.id);
  }

  /** Judge the shown draft; the next is shown once the judgement is on the disk. */
  async function judge(judgement, more = {}) {
    if (!judgeable()) return;
    if (judgement === "accepted" && !more.cites && !ready()) return;
    const { id, sentence } = told;
    saving.add(id);
    try {
      const body = { id, judgement, by: room.coder(), choices, sentence, ...more };
      const done = await send("write/draft", body);
      rejected = judgement === "rejected" ? id : "";
      pile = { ...pile, waiting: pile.waiting.filter((it) => it !== id) };
      asking += 1; // what is still told of it comes too late
      room.judged(done);
    } catch (error) {
      room.failed(error);
    } finally {
      saving.delete(id);
      await again().catch(room.failed);
    }
  }

  /** May it be accepted as it is? If not, say why. */
  function ready() {
    const [question] = questions();
    const wrong = told.problems.find((it) => it.severity === "error");
    if (question) {
      room.said(body.querySelector(".question > p").textContent, true);
      body.querySelector(".question button")?.focus();
    } else if (told.missing.length || (wrong && !told.stands))
      room.said(wrong?.message ?? say("drafts.not_yet"), true);
    else return true;
    return false;
  }

  async function takeBack() {
    if (!rejected) return;
    const id = rejected;
    rejected = "";
    try {
      await send("write/draft", { id, judgement: "", by: room.coder() });
      await open(id);
    } catch (error) {
      rejected ||= id;
      room.failed(error);
    }
  }

  function edit() {
    if (!judgeable()) return;
    const typed = Object.fromEntries(
      told.open.filter((it) => !choices[it.field]).map((it) => [it.field, it.words]),
    );
    if (typed.when) typed.date = typed.when;
    leave();
    room.edit({ ...told.form, draft: told.id }, typed);
  }

  const deeds = {
    accept: () => judge("accepted"),
    edit,
    reject: () => judge("rejected"),
    next: () => show(at + 1).catch(room.failed),
    previous: () => show(at - 1).catch(room.failed),
  };

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (key === "Escape") leave();
    else if (/^[1-9]$/.test(key)) body.querySelector(`[data-choice="${key}"]`)?.click();
    else if (key === "c") body.querySelector(".already button")?.click();
    else if (key === "u") takeBack();
    else if (key in DEEDS) deeds[DEEDS[key]]();
    else return;
    event.preventDefault();
  }

  return { box, open, again, isOpen: () => !box.hidden };
}
