// The box that asks how large a picture is to be saved.

import { append, byId, el, pushButton } from "../base/dom.js";
import { say } from "../base/words.js";
import { WIDEST } from "../drawing/snapshot.js";

/** Ask how large a picture is to be, and in which form. */
export function openPictureBox(open) {
  const box = byId("picture-box");
  box.hidden = !open;
  document.querySelector("[data-do=picture]").setAttribute("aria-expanded", String(open));
  if (!open) return;
  if (!box.firstChild) {
    append(box, [
      el("p", {}, say("picture.help")),
      el(
        "label",
        { for: "picture-width" },
        say("picture.width"),
        " ",
        el("input", {
          type: "number",
          id: "picture-width",
          min: 200,
          max: WIDEST,
          step: 100,
          value: 2400,
        }),
      ),
      el(
        "p",
        { class: "actions" },
        ["png", "svg"].map((form) => pushButton({ "data-do": form }, say(`picture.as_${form}`))),
        pushButton({ class: "quiet", "data-do": "picture", "aria-label": say("rail.close") }, "×"),
      ),
      ...arranging(),
    ]);
  }
  box.querySelector("[data-do=png]").focus();
}

/** An arrangement is saved to a file, and read from one. */
function arranging() {
  return [
    el("p", { class: "arranging" }, say("arrangement.help")),
    el(
      "p",
      { class: "actions" },
      pushButton({ "data-do": "save-arrangement" }, say("arrangement.save")),
    ),
    el(
      "label",
      { for: "arrangement-file" },
      say("arrangement.load"),
      " ",
      el("input", { type: "file", id: "arrangement-file", accept: ".json,application/json" }),
    ),
  ];
}
