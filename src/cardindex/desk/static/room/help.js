// The keys of the desk, in a sheet.

import { el } from "/page/base/dom.js";
import { say } from "/page/base/words.js";
import { dialogOf } from "../cards/dialog.js";

const KEYS = {
  reading: ["→ ←", "⇧→", "↓ ↑", "n N", "Enter", "l", "u", "/"],
  passage: ["[ ]", "{ }"],
  entering: ["Enter", "↓ ↑", "Tab", "Esc", "Ctrl Enter"],
  review: ["+ − ?", "1 2 3", "c", "Enter"],
  desk: ["Ctrl Z", "Ctrl ⇧ Z", "e", "t", "m", "h"],
};

export function helpSheet() {
  const sheet = dialogOf();
  return {
    open: () =>
      sheet.show(
        say("help.heading"),
        el("p", {}, say("help.mouse")),
        Object.entries(KEYS).map(([part, keys]) => [
          el("h3", {}, say(`help.${part}.heading`)),
          el(
            "dl",
            { class: "keys" },
            keys.map((key, at) => [
              el("dt", {}, el("kbd", {}, key)),
              el("dd", {}, say(`help.${part}.k${at}`)),
            ]),
          ),
        ]),
      ),
  };
}
