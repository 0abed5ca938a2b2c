// Messages of the page: a notice over the drawing, and "copied" on a button.

import { append, byId, el, pushButton } from "../base/dom.js";
import { say } from "../base/words.js";

/** Say something that stays until it is closed. */
export function note(text, closed = () => {}) {
  const box = byId("notice");
  box.hidden = false;
  box.replaceChildren();
  append(box, [
    el("span", {}, text),
    " ",
    pushButton({ class: "quiet", "aria-label": say("panel.close") }, "×"),
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
    // Pressed a second time, the button says so already.
    if (button.dataset.copied) return;
    const label = button.textContent;
    button.dataset.copied = "yes";
    button.textContent = say("claim.copied");
    setTimeout(() => {
      button.textContent = label;
      delete button.dataset.copied;
    }, 1600);
  } catch {
    // Where the page may not write to the clipboard, the text is shown to be copied by hand.
    note(text);
    getSelection().selectAllChildren(byId("notice").firstElementChild);
  }
}
