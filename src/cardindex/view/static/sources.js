// The works, to strike out and restore, and whose word alone is to count.

import { el, replace } from "./dom.js";
import { named } from "./sentences.js";
import { burdens, isStruck, sourceTree } from "./tree.js";
import { say } from "./words.js";

/** Make the tree; returns a draw function. */
export function makeSources(box, model) {
  let tree = null;
  let carried = null;
  return (view) => {
    if (tree === null) {
      // Only when the tree is first looked at.
      carried = burdens(model);
      tree = heaviestFirst(sourceTree(model), carried);
    }
    const focused = document.activeElement?.id;
    const struck = new Set(view.state.struck);
    replace(box,
      speakers(view),
      el("p", { class: "soft small" }, say("sources.help")),
      struck.size ? el("p", { class: "actions" },
        el("button", { type: "button", "data-do": "consequences" }, say("sources.consequences")),
        el("button", { type: "button", "data-do": "restore" }, say("sources.restore"))) : null,
      el("ul", { class: "tree" }, tree.map((branch) => branchOf(branch, model, struck, carried))));
    if (focused && box.contains(document.getElementById(focused)) === false) return;
    document.getElementById(focused)?.focus();
  };
}

/** Origins in the order of what they carry; those of one's own inquiry and retellings after. */
function heaviestFirst(tree, carried) {
  const weight = (branch) => carried.get(branch.key) ?? -1;
  return tree.toSorted((a, b) => weight(b) - weight(a));
}

function branchOf(branch, model, struck, carried) {
  const entity = model.entityById.get(branch.id);
  const label = branch.kind === "entity" ? (entity ? named(entity) : branch.id)
    : say(`sources.${branch.kind}`);
  const out = branch.key !== null && struck.has(branch.key);
  return el("li", { class: "origin" },
    branch.key ? box(branch.key, label, out, false, carried, "") : el("span", { class: "label" }, label),
    el("ul", {}, branch.authors.map((author) => {
      return authorOf(author, model, struck, carried, out, `${branch.kind}-${branch.id}`);
    })));
}

function authorOf(author, model, struck, carried, above, under) {
  const works = author.works.map((source) => {
    const own = struck.has(`source:${source.id}`);
    const other = above || (author.key && struck.has(author.key)) || (!own && isStruck(source, struck));
    return el("li", {}, box(`source:${source.id}`, source.title || source.id, own || other, other,
      carried, `${under}-${author.id}`));
  });
  if (!author.key || !model.keys.includes(author.key)) return works;
  const entity = model.entityById.get(author.id);
  const out = struck.has(author.key);
  return el("li", { class: "author" },
    box(author.key, entity ? named(entity) : author.id, out || above, above, carried,
      under),
    el("ul", {}, works));
}

/**
 * A box: ticked while the works count. `settled`: struck from above, so not its to say. `under`:
 * the branch, as one author or work can stand under several.
 */
function box(key, label, out, settled, carried, under) {
  const id = `strike-${under}-${key}`;
  const falls = carried.get(key);
  return el("label", { for: id, class: out ? "off" : null },
    el("input", {
      type: "checkbox", id, checked: !out, disabled: settled, "data-strike": key,
    }),
    el("bdi", { class: "row-label" }, label),
    falls ? el("span", { class: "count", title: say("sources.carries", { n: falls }) }, falls) : null);
}

function speakers({ model, state }) {
  const authors = [...new Set(model.sources.flatMap((source) => source.author))].sort();
  const works = model.sources.filter((source) => model.keys.includes(`source:${source.id}`));
  const option = (id, label, chosen) => el("option", { value: id, selected: chosen === id }, label);
  const choice = (field, chosen) => el("select", { id: `${field}-choice`, "data-choose": field },
    option("", say(`sources.${field}_none`), chosen),
    el("optgroup", { label: say("sources.people") }, authors.map((id) => {
      const entity = model.entityById.get(id);
      return option(id, entity ? named(entity) : id, chosen);
    })),
    el("optgroup", { label: say("sources.works") }, works.map((source) => {
      return option(source.id, source.title || source.id, chosen);
    })));
  return el("div", { class: "speakers" },
    el("label", { for: "speaker-choice" }, say("sources.speaker")), choice("speaker", state.speaker),
    state.speaker ? [
      el("label", { for: "versus-choice" }, say("sources.versus")), choice("versus", state.versus),
    ] : null);
}
