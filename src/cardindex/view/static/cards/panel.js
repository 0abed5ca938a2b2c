// The panel at the side: one card at a time, with the way back.

import { cardOf } from "./cards.js";
import { elsewhereCard } from "./elsewhere.js";
import { el, pushButton, replace } from "../base/dom.js";
import { showAgain, shownIn } from "../base/lists.js";
import { pathCard } from "./path.js";
import { sharedCard } from "./shared.js";
import { strikeCard, versusCard } from "./strikes.js";
import { say } from "../base/words.js";

const FOLLOWING = {
  strikes: strikeCard,
  versus: versusCard,
  path: pathCard,
  shared: sharedCard,
  elsewhere: elsewhereCard,
};

/** Show the card of the selection, or nothing. A card that is shown again stays where it was. */
export function drawPanel(panel, view, before) {
  const { selection } = view.state;
  const wasAt = panel.hidden ? 0 : panel.scrollTop;
  // A panel that was hidden comes back scrolled to where it was.
  if (wasAt && !selection) panel.scrollTop = 0;
  panel.hidden = selection === null;
  document.body.classList.toggle("with-card", selection !== null);
  if (!selection) {
    panel.replaceChildren();
    return;
  }
  const same = JSON.stringify(before?.selection) === JSON.stringify(selection);
  const scrolled = same ? wasAt : 0;
  const focused = panel.contains(document.activeElement);
  const shown = same ? shownIn(panel) : [];
  const opened = same ? [...panel.querySelectorAll("details")].map((it) => it.open) : [];
  const { tab, heading, body } = FOLLOWING[selection.kind]?.(view) ?? cardOf(selection, view);
  replace(
    panel,
    el(
      "div",
      { class: "panel-tools" },
      tool("back", "‹"),
      tool("forward", "›"),
      el("span", { class: "spring" }),
      tool("close", "×"),
    ),
    // A card that was scrolled is laid out whole: rows that are not laid out cannot be scrolled to.
    el(
      "div",
      { class: scrolled ? "card whole" : "card" },
      el("p", { class: "tab" }, tab),
      el("h2", {}, heading),
      el("div", { class: "card-body" }, body),
    ),
  );
  showAgain(panel, shown);
  const details = [...panel.querySelectorAll("details")];
  if (details.length === opened.length)
    details.forEach((it, i) => {
      it.open = opened[i];
    });
  // Scrolling makes the browser lay out the page at once, so it is done only where it is needed.
  if (scrolled !== wasAt || scrolled) panel.scrollTop = scrolled;
  // The element that had the focus is gone; the focus stays in the card.
  if (focused) panel.focus({ preventScroll: true });
}

function tool(deed, sign) {
  return pushButton({ "data-do": deed, "aria-label": say(`panel.${deed}`) }, sign);
}
