// The welcome of a first visit, and the explanation of the words on the cards.

import { byId, el, pushButton, replace } from "../base/dom.js";
import { FLAGS, STANDINGS } from "../model/evidence.js";
import { standingMark } from "../base/glyphs.js";
import { keep, kept } from "../base/theme.js";
import { say } from "../base/words.js";

/** Fill and show the box, on a first visit or where it is asked for `again`. */
export function welcome(box, model, again = false) {
  if (!again && kept("welcomed")) return;
  box.hidden = false;
  replace(
    box,
    el("p", {}, say("welcome.text")),
    el("p", { class: "soft" }, model.index.description),
    again ? el("dl", { class: "terms" }, termsUsed()) : null,
    pushButton({}, say("welcome.close")),
  );
  box.querySelector("button").addEventListener("click", () => {
    closeWelcome(box);
    byId("stage").focus();
  });
}

export function closeWelcome(box) {
  box.hidden = true;
  keep("welcomed", "yes");
}

/** The words for how claims stand and what marks them, each in a sentence. */
export function termsUsed() {
  const standings = STANDINGS.map((standing) => [
    el("dt", {}, standingMark(standing)),
    el("dd", {}, say(`claim.standing_long.${standing}`)),
  ]);
  return [
    standings,
    FLAGS.map((flag) => [
      el("dt", {}, say(`claim.${flag}`)),
      el("dd", {}, say(`claim.${flag}_long`)),
    ]),
    el("dt", {}, say("terms.root")),
    el("dd", {}, say("terms.root_long")),
    el("dt", {}, say("terms.works")),
    el("dd", {}, say("terms.works_long")),
  ];
}
