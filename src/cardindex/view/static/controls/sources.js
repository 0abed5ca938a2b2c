// The panel of sources: strike works out and restore them, or hear one speaker alone.

import { el, pushButton, replace } from "../base/dom.js";
import { linkedNow } from "../model/evidence.js";
import { named } from "../base/sentences.js";
import { burdens, isStruck, keysOf, sourceRows } from "../model/sourcetree.js";
import { isThrough } from "../model/through.js";
import { say } from "../base/words.js";

/** Make the tree; returns a draw function, which updates its rows and makes none anew. */
export function makeSources(box, model) {
  let parts = null;
  const drawDeeds = makeRowDeeds(box);
  return ({ state }) => {
    drawDeeds(state);
    // The tree is made when it is first looked at.
    if (parts === null) {
      parts = buildTree(model);
      replace(box, parts.all);
      // Counted beforehand, so that the first strike need not wait for it.
      linkedNow(model);
    }
    const struck = new Set(state.struck);
    parts.deeds.hidden = struck.size === 0;
    for (const row of reached(parts, struck)) paintStrikeRow(row, struck);
    parts.struck = struck;
    setChoice(parts.speaker, state.speaker);
    setChoice(parts.versus, state.versus);
    parts.beside.hidden = !state.speaker;
    if (parts.heard !== state.speaker) offerOthers(parts, state.speaker);
  };
}

/** The rows whose "struck" has changed. */
function reached({ rowsByKey, struck: before }, struck) {
  const changed = [...before, ...struck].filter((key) => !before.has(key) || !struck.has(key));
  return new Set(changed.flatMap((key) => rowsByKey.get(key) ?? []));
}

/** A speaker is not offered beside itself. */
function offerOthers(parts, speaker) {
  parts.heard = speaker;
  for (const option of parts.versus.options) {
    option.disabled = option.value !== "" && option.value === speaker;
  }
}

/** Set a value only where it differs: in a list of thousands, setting it again is as slow. */
function setChoice(list, value) {
  if (list.value !== value) list.value = value;
}

function buildTree(model) {
  const rowsByKey = new Map();
  const carried = burdens(model);
  const rows = heaviestFirst(sourceRows(model), carried);
  const [through, others] = [true, false].map((wanted) => {
    return rows.filter(({ keys }) => keys.some((key) => isThrough(model, key)) === wanted);
  });
  const most = Math.max(
    1,
    ...others.flatMap(({ keys }) => keys.map((key) => carried.get(key) ?? 0)),
  );
  const tools = { model, carried, rowsByKey, most };
  const parts = {
    rowsByKey,
    struck: new Set(),
    heard: "",
    speaker: speakerChoice("speaker", model),
    versus: speakerChoice("versus", model),
    deeds: el(
      "p",
      { class: "actions" },
      pushButton({ "data-do": "consequences" }, say("sources.consequences")),
      pushButton({ "data-do": "restore" }, say("sources.restore")),
    ),
  };
  parts.beside = el(
    "div",
    { class: "speakers" },
    el("label", { for: "versus-choice" }, say("sources.versus")),
    parts.versus,
  );
  parts.all = [
    el(
      "div",
      { class: "speakers" },
      el("label", { for: "speaker-choice" }, say("sources.speaker")),
      parts.speaker,
    ),
    parts.beside,
    el("p", { class: "soft small" }, say("sources.help")),
    parts.deeds,
    through.length
      ? el(
          "section",
          { class: "read-through" },
          el("h2", {}, say("sources.through")),
          drawersOf(through.map((row) => itemOf(row, [], tools))),
        )
      : null,
    drawersOf(others.map((row) => itemOf(row, [], tools))),
  ];
  return parts;
}

const DRAWER = 30; // branches of the tree that are laid out together

/**
 * Branches in boxes of several: the browser lays out only the boxes in sight, and checks for each box
 * at every frame whether it is; a box for each of thousands of branches would be slow.
 */
function drawersOf(branches) {
  return Array.from({ length: Math.ceil(branches.length / DRAWER) }, (_, at) => {
    const here = branches.slice(at * DRAWER, (at + 1) * DRAWER);
    const drawer = el("ul", { class: "tree" }, here);
    // Until it has been in sight, the height of a box is estimated from its rows.
    drawer.style.setProperty("--rows", drawer.querySelectorAll("label").length);
    drawer.style.setProperty("--branches", here.length);
    return drawer;
  });
}

/** Rows in the order of what falls with them, and so within each. */
function heaviestFirst(rows, carried) {
  const weight = ({ keys }) => Math.max(...keys.map((key) => carried.get(key) ?? -1));
  return rows
    .map((row) => ({ ...row, inner: heaviestFirst(row.inner, carried) }))
    .sort((a, b) => weight(b) - weight(a));
}

function itemOf(row, above, tools) {
  return el(
    "li",
    { class: row.inner.length ? "origin" : null },
    strikeRow(row, above, tools),
    row.inner.length
      ? el(
          "ul",
          {},
          row.inner.map((it) => {
            return itemOf(it, [...above, ...row.keys], tools);
          }),
        )
      : null,
  );
}

/** The name of a row: origin, author and work, as far as they differ. */
function labelOf({ keys, source }, model) {
  const people = keys
    .filter((key) => !key.startsWith("source:"))
    .map((key) => {
      const id = key.slice(key.indexOf(":") + 1);
      const entity = model.entityById.get(id);
      return entity ? named(entity) : id;
    });
  const work = source ? source.short || source.title || source.id : null;
  return [...new Set(people), work].filter(Boolean).join(": ");
}

/**
 * A box, ticked while its works count. `above`: the keys of the rows above, by which it may be struck
 * too; a `source` can also be struck by another of its authors.
 */
function strikeRow({ keys, source, under }, above, { model, carried, rowsByKey, most }) {
  const key = keys.at(-1);
  const id = `strike-${under}-${key}`;
  const falls = carried.get(key);
  // autocomplete is off: with it, browsers store the state of every box at each change of address.
  const input = el("input", {
    type: "checkbox",
    id,
    autocomplete: "off",
    "data-strike": key,
    "data-keys": keys.join(" "),
    checked: true,
  });
  const line = el(
    "label",
    { for: id },
    input,
    el(
      "bdi",
      { class: "row-label", title: source?.title || null },
      labelOf({ keys, source }, model),
    ),
    falls
      ? el("span", { class: "count", title: say("sources.carries", { n: falls }) }, falls)
      : null,
  );
  if (falls) line.style.setProperty("--part", Math.min(1, falls / most).toFixed(3));
  const row = { key, keys, above, source, input, line, shown: "counts" };
  for (const one of new Set([...keys, ...above, ...(source ? keysOf(source) : [])])) {
    if (rowsByKey.has(one)) rowsByKey.get(one).push(row);
    else rowsByKey.set(one, [row]);
  }
  return line;
}

function paintStrikeRow(row, struck) {
  const own = row.keys.some((key) => struck.has(key));
  const settled =
    struck.size > 0 &&
    (row.above.some((one) => struck.has(one)) ||
      (row.source !== null && !own && isStruck(row.source, struck)));
  const shown = settled ? "settled" : own ? "struck" : "counts";
  // A reader's own click has changed the box already.
  row.input.checked = shown === "counts";
  if (row.shown === shown) return;
  row.shown = shown;
  row.input.disabled = settled;
  row.line.classList.toggle("off", shown !== "counts");
}

/** The speakers, those of most claims first, with the number of claims of each. */
function speakerChoice(field, model) {
  const authors = [...new Set(model.sources.flatMap((source) => source.author))].sort();
  const strikable = new Set(model.keys);
  const works = model.sources.filter((source) => strikable.has(`source:${source.id}`));
  const said = spokenFor(model);
  const option = ({ id, label, count }) =>
    el("option", { value: id }, count ? say("sources.voice", { name: label, n: count }) : label);
  const sorted = (voices) => voices.sort((a, b) => b.count - a.count).map(option);
  return el(
    "select",
    { id: `${field}-choice`, "data-choose": field },
    el("option", { value: "" }, say(`sources.${field}_none`)),
    el(
      "optgroup",
      { label: say("sources.people") },
      sorted(
        authors.map((id) => {
          const entity = model.entityById.get(id);
          return { id, label: entity ? named(entity) : id, count: said.get(id)?.size ?? 0 };
        }),
      ),
    ),
    el(
      "optgroup",
      { label: say("sources.works") },
      sorted(
        works.map((source) => {
          return {
            id: source.id,
            label: source.title || source.id,
            count: said.get(source)?.size ?? 0,
          };
        }),
      ),
    ),
  );
}

/** The claims for which each work (a source) and each author (an id) speaks. */
function spokenFor(model) {
  const said = new Map();
  const note = (who, claim) =>
    said.has(who) ? said.get(who).add(claim) : said.set(who, new Set([claim]));
  for (const { claim, speakers } of model.citations) {
    if (claim.context) continue;
    for (const source of speakers) {
      note(source, claim);
      for (const author of source.author) note(author, claim);
    }
  }
  return said;
}

/** The buttons beside the row that the pointer or the focus is on. */
function makeRowDeeds(box) {
  const light = pushButton({ "data-do": "light" }, say("sources.light_short"));
  const voice = pushButton({ "data-do": "voice" }, say("sources.only_short"));
  const deeds = el("span", { class: "row-deeds" }, light, voice);
  let state = { light: "", speaker: "" };
  const paint = () => {
    light.setAttribute("aria-pressed", String(light.dataset.id === state.light));
    voice.setAttribute("aria-pressed", String(voice.dataset.id === state.speaker));
  };
  const move = ({ target }) => {
    const line = target.closest("li")?.querySelector("label");
    const input = line?.querySelector("[data-keys]");
    if (!input || line.nextElementSibling === deeds) return;
    const keys = input.dataset.keys.split(" ");
    const speaking = keys.find((key) => !key.startsWith("origin:"));
    light.dataset.id = keys.at(-1);
    voice.dataset.id = speaking ? speaking.slice(speaking.indexOf(":") + 1) : "";
    voice.hidden = !speaking;
    const name = line.querySelector(".row-label").textContent;
    for (const [button, deed] of [
      [light, "light"],
      [voice, "only"],
    ]) {
      const words = say(`sources.${deed}`, { name });
      button.title = words;
      button.setAttribute("aria-label", words);
    }
    paint();
    line.after(deeds);
  };
  box.addEventListener("pointerover", move);
  box.addEventListener("focusin", move);
  return (now) => {
    state = now;
    paint();
  };
}
