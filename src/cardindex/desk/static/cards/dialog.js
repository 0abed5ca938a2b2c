// A sheet over the desk: one at a time, closed by Escape, which gives the focus back.

import { el, pushButton, replace } from "/page/base/dom.js";
import { say } from "/page/base/words.js";

let count = 0;

/** A dialog: `show(heading, ...parts)` and `close()`. `side`: a drawer that leaves the desk usable. */
export function dialogOf({ side = false } = {}) {
  count += 1;
  const id = `dialog-${count}`;
  const heading = el("h2", { id, tabindex: -1 });
  const body = el("div", { class: "dialog-body" });
  const close = pushButton(
    { class: "close", "aria-label": say("dialog.close"), click: () => dialog.close() },
    "×",
  );
  const dialog = el(
    "dialog",
    { class: side ? "drawer" : "sheet", "aria-labelledby": id },
    el("header", {}, heading, close),
    body,
  );
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    dialog.close();
  });
  document.body.append(dialog);
  return {
    dialog,
    close: () => dialog.close(),
    show: (title, ...parts) => {
      replace(heading, title);
      replace(body, ...parts);
      if (!dialog.open) {
        if (side) dialog.show();
        else dialog.showModal();
      }
      (
        body.querySelector("input:not([readonly]), textarea:not([readonly]), button, a") ?? heading
      ).focus();
    },
  };
}
