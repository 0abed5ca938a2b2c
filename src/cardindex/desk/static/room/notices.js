// The desk's own messages: saved, refused, changed on the disk, a second desk, problems.

import { el, pushButton, replace } from "/page/base/dom.js";
import { say } from "/page/base/words.js";
import { ask } from "../base/ask.js";
import { diffOf } from "../cards/rows.js";
import { dialogOf } from "../cards/dialog.js";

/** The line of what was just done, and the banners above the text. `reload()` takes in the disk. */
export function noticesOf({ reload }) {
  const said = el("p", { class: "said", role: "status", "aria-live": "polite" });
  const banners = el("div", { class: "banners" });
  const whisper = el("p", { class: "hidden", "aria-live": "polite" });
  const dialog = dialogOf();
  let shown = "";

  function tell(words, wrong = false) {
    replace(said, words);
    said.classList.toggle("is-error", wrong);
  }

  /** The banners of the present state, made anew only when it changes. */
  function stand(pulse, state) {
    const now = JSON.stringify([
      pulse.phase,
      pulse.other,
      pulse.changed,
      pulse.problems,
      pulse.faults,
      state.may,
    ]);
    if (now === shown) return;
    shown = now;
    replace(
      banners,
      pulse.phase === "ready" ? null : banner(say("notices.opening")),
      state.may === "read" ? banner(say("notices.read_only")) : null,
      pulse.other === null || pulse.other === undefined
        ? null
        : banner(say("notices.other", { n: String(pulse.other || "") })),
      pulse.changed
        ? banner(
            say("notices.changed", { n: pulse.changed.lines.length + pulse.changed.more }),
            ["notices.look", () => showChanged(pulse.changed)],
            ["notices.take_in", reload],
          )
        : null,
      pulse.problems
        ? banner(
            say("notices.problems", { n: pulse.problems }),
            ["notices.look", problems],
            ["notices.again", reload],
          )
        : null,
      pulse.faults.map((fault) => banner(fault)),
    );
  }

  function banner(words, ...buttons) {
    return el(
      "p",
      { class: "banner", role: "status" },
      el("span", {}, words),
      buttons.map(([key, click]) => pushButton({ click }, say(key))),
    );
  }

  function showChanged({ lines, more }) {
    dialog.show(
      say("notices.changed_heading"),
      el("p", {}, say("notices.changed_words")),
      diffOf(lines),
      more ? el("p", { class: "soft" }, say("row.more_lines", { n: more })) : null,
      el(
        "p",
        {},
        pushButton(
          {
            click: () => {
              dialog.close();
              reload();
            },
          },
          say("notices.take_in"),
        ),
      ),
    );
  }

  async function problems() {
    const found = await ask("problems");
    dialog.show(
      say("notices.problems_heading", { n: found.length }),
      found.length ? null : el("p", {}, say("notices.no_problems")),
      el(
        "ol",
        { class: "problem-list" },
        found.map((it) => el("li", { class: `is-${it.severity}` }, it.line)),
      ),
    );
  }

  function refused(error) {
    tell(error.message.split("\n")[0], true);
    if (error.told?.lines?.length) showChanged({ lines: error.told.lines, more: 0 });
  }

  return {
    said,
    whisper,
    banners,
    tell,
    stand,
    problems,
    refused,
    whispered: (words) => replace(whisper, words),
  };
}
