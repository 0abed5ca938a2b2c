// The works, to strike out and restore, and whose word alone is to count.

import { el, replace } from "../base/dom.js";
import { linkedNow } from "../model/evidence.js";
import { named } from "../base/sentences.js";
import { burdens, isStruck, keysOf, sourceTree } from "../model/sourcetree.js";
import { say } from "../base/words.js";

/** Make the tree; returns a draw function. What is made once is from then on only set right. */
export function makeSources(box, model) {
  let parts = null;
  return ({ state }) => {
    // Only when the tree is first looked at.
    if (parts === null) {
      parts = buildTree(model);
      replace(box, parts.all);
      // What the first strike would have to count.
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

/** The rows that say otherwise than before what is struck. */
function reached({ rowsByKey, struck: before }, struck) {
  const changed = [...before, ...struck].filter((key) => !before.has(key) || !struck.has(key));
  return new Set(changed.flatMap((key) => rowsByKey.get(key) ?? []));
}

/** Nobody differs from himself. */
function offerOthers(parts, speaker) {
  parts.heard = speaker;
  for (const option of parts.versus.options) {
    option.disabled = option.value !== "" && option.value === speaker;
  }
}

/** To set what is set already takes a list of thousands as long. */
function setChoice(list, value) {
  if (list.value !== value) list.value = value;
}

function buildTree(model) {
  const rowsByKey = new Map();
  const carried = burdens(model);
  const tree = heaviestFirst(sourceTree(model), carried);
  const parts = {
    rowsByKey, struck: new Set(), heard: "",
    speaker: speakerChoice("speaker", model),
    versus: speakerChoice("versus", model),
    deeds: el("p", { class: "actions" },
      el("button", { type: "button", "data-do": "consequences" }, say("sources.consequences")),
      el("button", { type: "button", "data-do": "restore" }, say("sources.restore"))),
  };
  parts.beside = el("div", { class: "speakers" },
    el("label", { for: "versus-choice" }, say("sources.versus")), parts.versus);
  parts.all = [
    el("div", { class: "speakers" },
      el("label", { for: "speaker-choice" }, say("sources.speaker")), parts.speaker),
    parts.beside,
    el("p", { class: "soft small" }, say("sources.help")),
    parts.deeds,
    drawersOf(tree.map((branch) => branchOf(branch, { model, carried, rowsByKey }))),
  ];
  return parts;
}

const DRAWER = 30; // branches of the tree that are laid out together

/**
 * Branches by the drawer: a tree of thousands of works is laid out where it is looked at, and
 * browsers ask of each part that can be passed over, at every frame, whether it is in sight.
 */
function drawersOf(branches) {
  return Array.from({ length: Math.ceil(branches.length / DRAWER) }, (_, at) => {
    const here = branches.slice(at * DRAWER, (at + 1) * DRAWER);
    const drawer = el("ul", { class: "tree" }, here);
    // So long as nobody has looked into it, it is as high as its rows are likely to be.
    drawer.style.setProperty("--rows", drawer.querySelectorAll("label").length);
    drawer.style.setProperty("--branches", here.length);
    return drawer;
  });
}

/** Origins in the order of what they carry; those of one's own inquiry and retellings after. */
function heaviestFirst(tree, carried) {
  const weight = (branch) => carried.get(branch.key) ?? -1;
  return tree.toSorted((a, b) => weight(b) - weight(a));
}

function branchOf(branch, tools) {
  const { model } = tools;
  const entity = model.entityById.get(branch.id);
  const label = branch.kind === "entity" ? (entity ? named(entity) : branch.id)
    : say(`sources.${branch.kind}`);
  const above = branch.key === null ? [] : [branch.key];
  const under = `${branch.kind}-${branch.id}`;
  return el("li", { class: "origin" },
    branch.key ? strikeRow({ key: branch.key, label, above: [], under: "" }, tools)
      : el("span", { class: "label" }, label),
    el("ul", {}, branch.authors.map((author) => authorOf(author, above, under, tools))));
}

function authorOf(author, above, under, tools) {
  const { model } = tools;
  const strikable = author.key && model.keys.includes(author.key);
  const over = author.key ? [...above, author.key] : above;
  const works = author.works.map((source) => el("li", {}, strikeRow({
    key: `source:${source.id}`, label: source.title || source.id, above: over, source,
    under: `${under}-${author.id}`,
  }, tools)));
  if (!strikable) return works;
  const entity = model.entityById.get(author.id);
  const label = entity ? named(entity) : author.id;
  return el("li", { class: "author" }, strikeRow({ key: author.key, label, above, under }, tools),
    el("ul", {}, works));
}

/**
 * A box: ticked while the works count. `above`: the keys by which it is struck from above, and so
 * not its to say; a `source` can be struck by another of its authors too. `under`: the branch, as
 * one author or work can stand under several.
 */
function strikeRow({ key, label, above, source = null, under }, { carried, rowsByKey }) {
  const id = `strike-${under}-${key}`;
  const falls = carried.get(key);
  // Without autocomplete, or browsers note the state of every box whenever the address changes.
  const input = el("input", {
    type: "checkbox", id, autocomplete: "off", "data-strike": key, checked: true,
  });
  const line = el("label", { for: id }, input, el("bdi", { class: "row-label" }, label),
    falls ? el("span", { class: "count", title: say("sources.carries", { n: falls }) }, falls) : null);
  const row = { key, above, source, input, line, shown: "counts" };
  for (const one of new Set([key, ...above, ...(source ? keysOf(source) : [])])) {
    if (rowsByKey.has(one)) rowsByKey.get(one).push(row);
    else rowsByKey.set(one, [row]);
  }
  return line;
}

function paintStrikeRow(row, struck) {
  const own = struck.has(row.key);
  const settled = struck.size > 0 && (row.above.some((one) => struck.has(one))
    || (row.source !== null && !own && isStruck(row.source, struck)));
  const shown = settled ? "settled" : own ? "struck" : "counts";
  // A reader's own click has changed the box already.
  row.input.checked = shown === "counts";
  if (row.shown === shown) return;
  row.shown = shown;
  row.input.disabled = settled;
  row.line.classList.toggle("off", shown !== "counts");
}

function speakerChoice(field, model) {
  const authors = [...new Set(model.sources.flatMap((source) => source.author))].sort();
  const strikable = new Set(model.keys);
  const works = model.sources.filter((source) => strikable.has(`source:${source.id}`));
  const option = (id, label) => el("option", { value: id }, label);
  return el("select", { id: `${field}-choice`, "data-choose": field },
    option("", say(`sources.${field}_none`)),
    el("optgroup", { label: say("sources.people") }, authors.map((id) => {
      const entity = model.entityById.get(id);
      return option(id, entity ? named(entity) : id);
    })),
    el("optgroup", { label: say("sources.works") }, works.map((source) => {
      return option(source.id, source.title || source.id);
    })));
}
