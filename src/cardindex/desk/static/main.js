// The desk put together: what each part asks of the others stands here.

import { byId, el, pushButton, replace } from "/page/base/dom.js";
import { keep, kept } from "/page/base/theme.js";
import { learn, say } from "/page/base/words.js";
import { ask, letIn, Refusal, send } from "./base/ask.js";
import { claimsBox } from "./cards/claims.js";
import { rowDeeds } from "./cards/rows.js";
import { draftsView } from "./drafting/view.js";
import { entryCard } from "./entry/entry.js";
import { duplicatesSheet } from "./room/duplicates.js";
import { otherTheme, takeKeptTheme, topOf } from "./room/frame.js";
import { helpSheet } from "./room/help.js";
import { manualDrawer } from "./room/manual.js";
import { noticesOf } from "./room/notices.js";
import { textsRail } from "./room/texts.js";
import { readerOf } from "./text/reader.js";

const SLOW = 2000; // milliseconds between two checks for changes
const FAST = 150; // the same while something is being saved or read

const desk = byId("desk");
let state = {
  title: "",
  texts: [],
  types: [],
  source_kinds: [],
  modes: [],
  roles: [],
  with_parties: [],
  coders: [],
};
let parts = null;
let version = 0;
let drafted = ""; // the version of the file of drafts when it was last read

async function start() {
  takeKeptTheme();
  const [page, own] = await Promise.all(
    ["/page/text.json", "/text.json"].map(async (path) => (await fetch(path)).json()),
  );
  learn({ ...page, ...own });
  if (!letIn()) return turnAway(say("door.token"));
  try {
    state = { ...state, ...(await ask("state")) };
  } catch (error) {
    return turnAway(error.status === 401 ? say("door.token") : error.message);
  }
  build();
  await openFirst();
  document.body.dataset.ready = "";
  pulse();
  return undefined;
}

function turnAway(words) {
  replace(
    desk,
    el("main", { class: "door" }, el("h1", {}, say("door.heading")), el("p", {}, words)),
  );
  document.body.dataset.ready = "";
}

function build() {
  const notices = noticesOf({ reload });
  const rows = rowDeeds({ done, failed, writes });
  const reader = readerOf({
    take: (from, to, name) => (writes() ? entry.take(from, to, name).catch(failed) : undefined),
    claims: (ids, where) => claims.show(ids, where),
    said: notices.whispered,
  });
  const room = {
    reader,
    get state() {
      return state;
    },
    coder: () => top.coder.value,
    saved,
    failed,
    said: notices.tell,
  };
  const entry = entryCard(room);
  const claims = claimsBox({
    row: (kind, id) => rows.open(kind, id).catch(failed),
    cite: (claim) => entry.cite(claim),
    remove: rows.remove,
    silent: (source, unit) =>
      rows.propose(say("here.silent"), {
        what: "silent",
        source,
        locator: unit,
        reason: "no relation",
      }),
  });
  const drafts = draftsView({
    ...room,
    get state() {
      return state;
    },
    open: (source) => openText(source),
    unit: () => reader.unitName(),
    choose: chooseCoder,
    writes,
    edit: (form, typed) => entry.fill(form, typed),
    judged,
    counted: ({ waiting, judged: done, refused_lines: refused, fault }) => {
      const button = byId("tool-drafts");
      button.hidden = !(waiting.length || refused || fault || Object.keys(done).length);
      replace(button, say("tools.drafts_n", { n: waiting.length }));
    },
    shown: (on) => {
      entry.box.hidden = on;
      claims.box.hidden ||= on;
      if (!on) entry.begin(null);
      if (!on) reader.box.focus({ preventScroll: true });
    },
  });
  const rail = textsRail((source, from, to) => openText(source, from, to));
  const duplicates = duplicatesSheet({ done, failed, propose: rows.propose, writes });
  const manual = manualDrawer();
  const help = helpSheet();
  const top = topOf(state, {
    undo: () => again("undo"),
    redo: () => again("redo"),
    drafts: () => drafts.open().catch(failed),
    duplicates: () => duplicates.open().catch(failed),
    problems: () => notices.problems(),
    manual: () => manual.toggle(),
    theme: otherTheme,
    help: help.open,
  });
  const aside = el(
    "aside",
    { class: "panel", "aria-label": say("entry.panel") },
    drafts.box,
    entry.box,
    claims.box,
  );
  replace(
    desk,
    pushButton({ class: "skip", click: () => reader.box.focus() }, say("tools.skip")),
    top.box,
    notices.banners,
    rail.box,
    reader.view,
    aside,
    el("footer", { class: "foot" }, notices.said, notices.whisper),
  );
  parts = { notices, rows, reader, entry, claims, drafts, rail, top, manual, help };
  byId("find").addEventListener("keydown", (event) => {
    if (event.key === "Enter") rail.find(event.target.value.trim()).catch(failed);
  });
  top.coder.addEventListener("change", () => drafts.again().catch(failed));
  document.addEventListener("keydown", keyPressed);
  document.addEventListener("click", selected);
  showState();
  entry.begin(null);
}

function chooseCoder(id) {
  parts.top.coder.value = id;
  keep("desk.coder", id);
}

function writes() {
  return state.may === "write";
}

async function openFirst() {
  const wanted = kept("desk.text");
  const first = state.texts.find((it) => it.id === wanted) ?? state.texts[0];
  if (first) await openText(first.id);
}

async function openText(source, from = null, to = undefined) {
  const { reader, rail, entry } = parts;
  try {
    if (reader.text?.source !== source) {
      await reader.open(source, from);
      entry.begin(null);
      keep("desk.text", source);
    }
    if (from !== null) reader.goTo(from, to);
    rail.show(state.texts, source);
    reader.box.focus({ preventScroll: true });
  } catch (error) {
    failed(error);
  }
}

function showState() {
  const { top, rail, reader, notices } = parts;
  replace(top.title, state.title);
  document.title = say("door.title", { title: state.title });
  rail.show(state.texts, reader.text?.source);
  const chosen = top.coder.value || kept("desk.coder") || "";
  replace(
    top.coder,
    el("option", { value: "" }, say("tools.no_coder")),
    state.coders
      .filter((it) => it.kind === "person")
      .map((it) => el("option", { value: it.id }, it.name)),
  );
  top.coder.value = state.coders.some((it) => it.id === chosen) ? chosen : "";
  top.coder.hidden = !state.coders.length;
  desk.classList.toggle("is-reading-only", !writes());
  showPulse(state);
  notices.stand(state, state);
}

function showPulse(told) {
  byId("tool-undo").disabled = !told.done.length || !writes();
  byId("tool-redo").disabled = !told.undone.length || !writes();
  byId("tool-undo").title = told.done[0] ? say("tools.undo_what", { what: told.done[0] }) : "";
  byId("tool-redo").title = told.undone[0] ? say("tools.redo_what", { what: told.undone[0] }) : "";
  parts.notices.stand(told, state);
}

/** Check regularly for changes on the disk, and take them in. */
async function pulse() {
  let wait = SLOW;
  try {
    const told = await ask("pulse");
    if (told.phase !== state.phase || told.version !== version) await takeState();
    showPulse(told);
    if (told.drafts !== drafted && told.phase === "ready") await takeDrafts(told.drafts);
    if (told.phase !== "ready") wait = FAST;
  } catch (error) {
    if (!(error instanceof Refusal)) parts.notices.tell(say("notices.gone"), true);
  }
  setTimeout(pulse, document.hidden ? SLOW * 5 : wait);
}

function takeDrafts(stamp) {
  drafted = stamp;
  return parts.drafts.again();
}

/** Take in the index as it is now: after an entry, an undo, a change on the disk. */
async function takeState() {
  const had = parts.reader.text;
  const names = state.counts?.entities;
  state = { ...state, ...(await ask("state")) };
  version = state.version;
  showState();
  if (!had) return openFirst();
  await parts.reader.takeMarks();
  if (state.counts?.entities !== names || version === 1) await parts.reader.takeNames();
  if (state.drafts || drafted) await takeDrafts(state.drafts);
  return parts.claims.again();
}

/**
 * Wait until the server has taken in what was written, and show it. `before`: the version before the
 * writing; the regular check may have taken in the new one already.
 */
async function settle(before = version) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (version !== before) return;
    const told = await ask("pulse");
    showPulse(told);
    if (told.version !== version) {
      await takeState();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, FAST));
  }
}

/** After a judgement: tell what became of the draft; the view shows the next one. */
function judged(told) {
  const { reader, notices } = parts;
  if (told.passage) reader.fresh(...told.passage, told.claims);
  const what = told.what || told.claims[0];
  const words = what ? say("notices.saved", { what }) : say("drafts.was_rejected");
  notices.tell(told.unnoted ?? words, Boolean(told.unnoted));
  if (what) settle().catch(failed);
}

function saved(told) {
  const { reader, notices } = parts;
  if (told.passage) reader.fresh(...told.passage, told.claims);
  notices.tell(told.unnoted ?? say("notices.saved", { what: told.what }), Boolean(told.unnoted));
  reader.box.focus({ preventScroll: true });
  settle()
    .then(() => (told.draft ? parts.drafts.open() : parts.claims.show(told.claims)))
    .catch(failed);
}

function done(told) {
  parts.notices.tell(say("notices.saved", { what: told.what }));
  settle().catch(failed);
}

async function again(way) {
  try {
    const before = version;
    const told = await send(`write/${way}`);
    parts.notices.tell(say(`notices.${way}`, { what: told.what }));
    await settle(before);
    if (told.drafts?.length && parts.drafts.isOpen()) await parts.drafts.open(told.drafts[0]);
  } catch (error) {
    failed(error);
  }
}

async function reload() {
  try {
    showPulse(await send("reload"));
    const { source } = parts.reader.text ?? {};
    if (source) await parts.reader.open(source);
    await takeState();
    parts.notices.tell(say("notices.taken_in"));
  } catch (error) {
    failed(error);
  }
}

function failed(error) {
  if (error instanceof Refusal) parts.notices.refused(error);
  else if (error instanceof TypeError && !navigator.onLine)
    parts.notices.tell(say("notices.gone"), true);
  else {
    parts.notices.tell(error.message, true);
    throw error;
  }
}

const SHORT = {
  "/": () => byId("find").focus(),
  e: () => parts.entry.box.querySelector("input:not([type=hidden])")?.focus(),
  t: () => parts.reader.box.focus(),
  d: () => parts.drafts.open().catch(failed),
  m: () => parts.manual.toggle(),
  h: () => parts.help.open(),
};

function keyPressed(event) {
  const typing = event.target.matches?.("input, textarea, select");
  if (document.querySelector("dialog.sheet[open]")) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) {
    event.preventDefault();
    again(event.shiftKey ? "redo" : "undo");
    return;
  }
  if (
    parts.entry.passage.pressed(event) ||
    typing ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey
  )
    return;
  const deed = SHORT[event.key];
  if (!deed || event.defaultPrevented) return;
  event.preventDefault();
  deed();
}

/** A name or a work on a card opens its row. */
function selected(event) {
  const link = event.target.closest("[data-select]");
  if (!link) return;
  event.preventDefault();
  const [kind, id] = link.dataset.select.split(":");
  parts.rows.open(kind, id).catch(failed);
}

start();
