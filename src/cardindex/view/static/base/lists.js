// Long lists: the first rows at once, the rest when they are asked for. Rows that nobody has asked
// for are not built, so that a card of thousands opens as fast as one of few.

import { el, pushButton } from "./dom.js";
import { say } from "./words.js";

const FIRST = 60; // rows at first
const NEXT = 250; // rows each time that more are asked for

/** A list (`tag`: ol or ul) or the rows of a table (tbody) of what `row` makes of each item, `first` at once. */
export function longList(tag, attributes, items, row, first = FIRST) {
  const list = el(tag, attributes);
  list.showTo = (count) => showRows(list, items, row, count);
  list.showTo(first);
  return list;
}

function showRows(list, items, row, count) {
  const built = Number(list.dataset.shown ?? 0);
  if (built >= Math.min(count, items.length)) return;
  if (built && list.lastElementChild.classList.contains("rest")) list.lastElementChild.remove();
  const tag = list.tagName === "TBODY" ? "tr" : "li";
  list.append(...items.slice(built, count).map((item) => el(tag, {}, row(item))));
  const shown = Math.min(count, items.length);
  list.dataset.shown = shown;
  if (shown < items.length) list.append(restOf(list, items.length - shown, shown));
}

/** The button that shows more; on paper, how many are not there. */
function restOf(list, left, shown) {
  const more = () => {
    list.showTo(shown + NEXT);
    // The button is gone, so the focus goes to the first new row.
    const first = list.children[shown];
    first.tabIndex = -1;
    first.focus();
  };
  const words = [
    pushButton(
      { click: more },
      left > NEXT ? say("lists.next", { n: NEXT, left }) : say("lists.rest", { n: left }),
    ),
    el("span", { class: "on-paper" }, say("lists.left", { n: left })),
  ];
  return list.tagName === "TBODY"
    ? el("tr", { class: "rest" }, el("td", { colspan: 20 }, words))
    : el("li", { class: "rest" }, words);
}

/** Remember how many rows the lists in a box show, so that its next version shows as many. */
export function shownIn(box) {
  return [...box.querySelectorAll("[data-shown]")].map((list) => Number(list.dataset.shown));
}

export function showAgain(box, counts) {
  const lists = [...box.querySelectorAll("[data-shown]")];
  if (lists.length === counts.length) lists.forEach((list, i) => list.showTo(counts[i]));
}
