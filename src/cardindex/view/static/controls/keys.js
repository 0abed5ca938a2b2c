// The keyboard: walking the drawing, going from tab to tab, and the page's own keys.

import { byId } from "../base/dom.js";
import { fit, nearest, pan, zoom } from "../drawing/camera.js";
import { lookOf } from "../drawing/looks.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Keys on the drawing: `go` gets what to select, `choose` an entity to add to those chosen. */
export function stageKey(event, { drawing, view }, go, choose) {
  const arrow = ARROWS[event.key];
  const chosen = view.chosen[0];
  if (arrow && event.shiftKey) pan(drawing, arrow[0] * 80, arrow[1] * 80);
  else if (arrow) {
    const next = chosen
      ? nearest(drawing, chosen, ...arrow)
      : [...drawing.entities].sort(
          (a, b) => lookOf(drawing, b).size - lookOf(drawing, a).size || a.i - b.i,
        )[0];
    if (next) go({ kind: "entity", id: next.id });
  } else if (event.key === "+" || event.key === "=") zoom(drawing, 1.35);
  else if (event.key === "-") zoom(drawing, 1 / 1.35);
  else if (event.key === "0") fit(drawing, { animated: true });
  else if (event.key === " " && chosen) choose([chosen]);
  else if (event.key === "Enter" && chosen) byId("panel").focus();
  else return;
  event.preventDefault();
}

const DEED_OF_KEY = { g: "wave", b: "before" };

/** Keys anywhere: "/" searches, Escape calls `leave`, others act on what is struck out. */
export function pageKey(event, leave, act) {
  const typing = event.target.matches("input:not([type=checkbox], [type=range]), select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "Escape" && !typing) leave();
  else if (DEED_OF_KEY[event.key] && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    act(DEED_OF_KEY[event.key]);
  }
}

/** In a list of tabs the arrows go from one to the next. */
export function tabKey(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = [...event.currentTarget.querySelectorAll("[role=tab]")];
  const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
  next.click();
  next.focus();
  event.preventDefault();
}

/** In a toolbar the arrows go from one button to the next; for Tab the toolbar is one stop. */
export function walkAmong(box, event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const buttons = [...box.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const next = buttons[(at + by + buttons.length) % buttons.length];
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
  event.preventDefault();
}
