// What the page has to say in between: a notice over the drawing, and that something is copied.

import { append, byId, el } from "../base/dom.js";
import { say } from "../base/words.js";

/** Say something that stays until it is closed. */
export function note(text, closed = () => {}) {
  const box = byId("notice");
  box.hidden = false;
  box.replaceChildren();
  append(box, [
    el("span", {}, text),
    " ",
    el("button", { type: "button", class: "quiet", "aria-label": say("panel.close") }, "×"),
  ]);
  box.querySelector("button").addEventListener("click", () => {
    box.hidden = true;
    closed();
  });
}

/** Copy a text, and say so on the button. */
export async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    // Pressed again, it says so already.
    if (button.dataset.copied) return;
    const label = button.textContent;
    button.dataset.copied = "yes";
    button.textContent = say("claim.copied");
    setTimeout(() => {
      button.textContent = label;
      delete button.dataset.copied;
    }, 1600);
  } catch {
    // Without leave to write to the clipboard the text is shown, ready to copy by hand.
    note(text);
    getSelection().selectAllChildren(byId("notice").firstElementChild);
  }
}

/** The first of several parts, each no longer than a line has room for. */
export function fewOf(parts) {
  const shown = parts
    .slice(0, 5)
    .map((part) => (part.length > 60 ? `${part.slice(0, 59)}…` : part));
  return `${shown.join(", ")}${parts.length > shown.length ? " …" : ""}`;
}
