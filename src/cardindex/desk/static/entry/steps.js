// A step of the chain on the card: who reports or takes over, at what place, and how to take it out.

import { el, pushButton } from "/page/base/dom.js";
import { say } from "/page/base/words.js";

/** The item of a step. `turn()`: change how it passes on; `place(words)`: where; `out()`: remove. */
export function stepItem(step, { turn, place, out }) {
  return el(
    "li",
    {},
    pushButton(
      { class: "quiet", "aria-pressed": String(step.reports), click: turn },
      say(wordOf(step)),
    ),
    " ",
    el("bdi", {}, step.label),
    step.sign
      ? null
      : el("input", {
          class: "step-place",
          "aria-label": say("entry.step_place", { work: step.label }),
          placeholder: say("entry.step_place_hint"),
          value: step.place,
          input: (event) => place(event.target.value.trim()),
        }),
    pushButton(
      { class: "quiet", "aria-label": say("entry.step_out", { work: step.label }), click: out },
      "×",
    ),
  );
}

function wordOf(step) {
  if (step.sign === "!") return "entry.step_own";
  return step.reports ? "entry.step_reports" : "entry.step_takes";
}
