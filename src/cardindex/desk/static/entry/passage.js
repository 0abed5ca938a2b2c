// The passage of the entry: its words, their place, and buttons to widen or narrow it.

import { el, pushButton, replace } from "/page/base/dom.js";
import { say } from "/page/base/words.js";
import { ask } from "../base/ask.js";

// By key: wider or narrower, and on which side. With the focus in a field they need Alt.
const KEYS = {
  "[": ["wider", "before"],
  "]": ["wider", "after"],
  "{": ["narrower", "before"],
  "}": ["narrower", "after"],
};
const SHOWN = 420; // characters of a passage

/** The box. `get` is the form; `set(passage)` changes its passage. */
export function passageBox({ get, set, unit }) {
  const words = el("blockquote", { dir: "auto" });
  const where = el("p", { class: "passage-where soft" });
  const tools = el(
    "p",
    { class: "passage-tools", role: "group", "aria-label": say("passage.tools") },
    Object.entries(KEYS).map(([key, [how, side]]) =>
      pushButton(
        {
          class: "quiet",
          "aria-keyshortcuts": key,
          "aria-label": say(`passage.${how}_${side}_long`),
          title: say(`passage.${how}_${side}_long`),
          click: () => change(how, side),
        },
        say(`passage.${how}_${side}`),
        el("kbd", { "aria-hidden": "true" }, key),
      ),
    ),
  );
  const box = el("div", { class: "passage" }, words, where, tools);

  async function change(how, side) {
    const { passage, reading } = get();
    if (!passage) return;
    set(
      await ask("passage", { source: reading, start: passage.start, end: passage.end, how, side }),
    );
  }

  function refresh() {
    const { passage } = get();
    tools.hidden = where.hidden = !passage;
    const text = passage?.words ?? "";
    const cut =
      text.length > SHOWN ? `${text.slice(0, SHOWN / 2)} … ${text.slice(-SHOWN / 2)}` : text;
    replace(words, passage ? cut : say("passage.none"));
    words.classList.toggle("is-none", !passage);
    if (!passage) return;
    const [length, hash] = passage.seal.split(":");
    replace(
      where,
      passage.locator
        ? say("passage.at", { unit: unitOf(unit()), locator: passage.locator })
        : say("passage.no_locator"),
      " · ",
      `${passage.start}–${passage.end}`,
      " · ",
      el(
        "span",
        { class: "seal", title: passage.seal },
        say("passage.seal", { n: Number(length), hash: hash.slice(0, 8) }),
      ),
      passage.doubts.map((doubt) => el("span", { class: "doubt" }, ` · ${doubt}`)),
    );
  }

  /** Handle the keys that widen and narrow; true if the key was one of them. */
  function pressed(event) {
    const [how, side] = KEYS[event.key] ?? [];
    const typing = event.target.matches("input, textarea, select");
    if (!how || (typing && !event.altKey) || event.ctrlKey || event.metaKey) return false;
    event.preventDefault();
    change(how, side);
    return true;
  }

  return { box, refresh, pressed };
}

/** The unit of locators, in words. */
function unitOf(unit) {
  const key = `units.${unit}`;
  return say(key) === key ? unit : say(key);
}
