// The frame of the desk: what stands above, beside and below the text.

import { el, pushButton } from "/page/base/dom.js";
import { isDark, keep, kept, takeTheme } from "/page/base/theme.js";
import { say } from "/page/base/words.js";

/** The buttons above the text. `deeds` by name. */
export function topOf(state, deeds) {
  const button = (name, attributes = {}) =>
    pushButton(
      { class: "tool", id: `tool-${name}`, click: deeds[name], ...attributes },
      say(`tools.${name}`),
    );
  const title = el("h1", {}, el("bdi", {}, state.title));
  const coder = el("select", {
    id: "coder",
    "aria-label": say("tools.coder"),
    change: () => keep("desk.coder", coder.value),
  });
  return {
    title,
    coder,
    box: el(
      "header",
      { class: "top" },
      el("div", { class: "drawer-label" }, title),
      el(
        "div",
        { class: "search", role: "search" },
        el("label", { class: "hidden", for: "find" }, say("find.label")),
        el("input", {
          id: "find",
          type: "search",
          autocomplete: "off",
          spellcheck: "false",
          placeholder: say("find.placeholder"),
        }),
        el("kbd", { "aria-hidden": "true" }, "/"),
      ),
      el(
        "div",
        { class: "tools", role: "group", "aria-label": say("tools.label") },
        coder,
        button("undo", { "aria-keyshortcuts": "Control+Z", "data-write": true }),
        button("redo", { "aria-keyshortcuts": "Control+Shift+Z", "data-write": true }),
        button("drafts", { hidden: true }),
        button("duplicates", { "data-write": true }),
        button("problems"),
        button("manual"),
        button("theme"),
        button("help"),
      ),
    ),
  };
}

/** Light or dark: as chosen, or else as the system has it. */
export function takeKeptTheme() {
  takeTheme(kept("theme"));
}

export function otherTheme() {
  const theme = isDark() ? "light" : "dark";
  keep("theme", theme);
  takeTheme(theme);
}
