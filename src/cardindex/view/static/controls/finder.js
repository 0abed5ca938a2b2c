// The search box: a combobox with the best result first, all by keyboard.

import { el, replace } from "../base/dom.js";
import { search, searchIndex } from "../model/search.js";
import { say } from "../base/words.js";

/** Make the box work. `go(selection)` is called with what was chosen. */
export function makeFinder(input, list, model, go) {
  let names = null;
  let found = [];
  let at = -1;
  const show = () => {
    // Built at the first search: a large index would slow the opening.
    names ??= searchIndex(model);
    found = search(names, input.value);
    at = found.length ? 0 : -1;
    paint();
  };
  const paint = () => {
    const open = input.value.trim() !== "";
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    replace(list, open ? options(found, at) : null);
    if (at >= 0 && open) input.setAttribute("aria-activedescendant", `found-${at}`);
    else input.removeAttribute("aria-activedescendant");
    list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  };
  const choose = (one) => {
    input.value = "";
    paint();
    go({ kind: cardKind(one), id: one.id });
  };
  input.addEventListener("input", show);
  input.addEventListener("focus", () => input.value && show());
  input.addEventListener("blur", () => {
    list.hidden = true;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : found.length - 1;
      if (found.length) at = (at + step) % found.length;
      paint();
    } else if (event.key === "Enter" && found[at]) choose(found[at]);
    else if (event.key === "Escape") {
      input.value = "";
      paint();
    } else return;
    event.preventDefault();
  });
  // "mousedown" and not "click": the blur that closes the list comes before the click.
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) choose(found[Number(option.dataset.at)]);
  });
  // What was typed before the page could answer is answered now.
  if (input.value && document.activeElement === input) show();
}

function cardKind({ entity, claim, away }) {
  if (away) return "elsewhere";
  return entity ? "entity" : claim ? "claim" : "source";
}

function options(found, at) {
  if (!found.length) return el("p", { class: "soft" }, say("search.none"));
  // Results are sorted by fit and not by group, so a heading stands wherever the group changes.
  const groups = [];
  found.forEach((one, i) => {
    if (groups.at(-1)?.name !== one.group) groups.push({ name: one.group, rows: [] });
    groups.at(-1).rows.push(
      el(
        "div",
        {
          role: "option",
          id: `found-${i}`,
          "data-at": i,
          "aria-selected": String(i === at),
        },
        el("bdi", {}, one.text),
        " ",
        el("small", {}, one.hint),
      ),
    );
  });
  return groups.map(({ name, rows }) =>
    el(
      "div",
      {
        role: "group",
        "aria-label": say(`search.${name}`),
      },
      el("h2", { "aria-hidden": "true" }, say(`search.${name}`)),
      rows,
    ),
  );
}
