// What the claim would say, read back before it is written, and the few keys that finish it.

import { el, pushButton, replace } from "/page/base/dom.js";
import { say } from "/page/base/words.js";
import { CERTAINTIES, CERTAINTY_KEYS, STANCE_KEYS, STANCES } from "./form.js";

/**
 * The last part of the card. `get` is the form; `changed` is told of every change, `save` and
 * `cite(claim)` do it.
 */
export function reviewOf({ get, changed, save, cite }) {
  let ready = false;
  const sentence = el("p", { class: "read-back", "aria-live": "polite" });
  const problems = el("ul", { class: "problems" });
  const already = el("div", { class: "already" });
  const stances = group("stance", STANCES, STANCE_KEYS);
  const certainties = group("certainty", CERTAINTIES, CERTAINTY_KEYS);
  const button = pushButton({ class: "save", click: save }, say("entry.save"));
  const box = el(
    "section",
    { class: "review", "aria-label": say("entry.review"), keydown: pressed },
    sentence,
    already,
    el("div", { class: "how" }, stances, certainties),
    problems,
    el("p", { class: "finish" }, button, el("span", { class: "soft" }, say("entry.keys"))),
  );

  /** A choice of one value, as toggle buttons with a key each. */
  function group(name, values, keys) {
    const key = Object.fromEntries(Object.entries(keys).map(([it, value]) => [value, it]));
    return el(
      "div",
      { class: "group", role: "group", "aria-label": say(`entry.${name}`) },
      values.map((value) =>
        pushButton(
          {
            "data-value": value,
            "data-group": name,
            tabindex: -1,
            "aria-keyshortcuts": key[value],
            click: () => set(name, value),
          },
          say(`citation.${name}.${value}`),
          el("kbd", { "aria-hidden": "true" }, key[value]),
        ),
      ),
    );
  }

  function set(name, value) {
    get()[name] = value;
    refresh();
    changed();
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "INPUT") return;
    if (STANCE_KEYS[event.key]) set("stance", STANCE_KEYS[event.key]);
    else if (CERTAINTY_KEYS[event.key]) set("certainty", CERTAINTY_KEYS[event.key]);
    else if (event.key === "c" && already.dataset.first) cite(already.dataset.first);
    else return;
    event.preventDefault();
  }

  function refresh() {
    for (const one of box.querySelectorAll("[data-group]")) {
      one.setAttribute("aria-pressed", String(get()[one.dataset.group] === one.dataset.value));
    }
  }

  /** Show the server's checks of the form that belong to no field. */
  function tell(told, rest) {
    replace(sentence, told.sentence ?? "");
    replace(
      problems,
      rest.map((it) => el("li", { class: `is-${it.severity}` }, it.message)),
    );
    const found = told.already ?? [];
    already.dataset.first = found[0]?.claim ?? "";
    replace(
      already,
      found.length ? el("p", {}, say("entry.already", { n: found.length })) : null,
      found.map((it, at) =>
        el(
          "p",
          { class: "have" },
          pushButton(
            { class: "quiet", click: () => cite(it.claim) },
            say("entry.cite", { claim: it.claim }),
            at ? null : el("kbd", {}, "c"),
          ),
          " ",
          it.sentence,
        ),
      ),
    );
    ready = !(
      Boolean(told.missing?.length) ||
      [...rest, ...(told.problems ?? [])].some((it) => it.severity === "error")
    );
    button.setAttribute("aria-disabled", String(!ready));
  }

  refresh();
  return { box, tell, refresh, focus: () => button.focus(), ready: () => ready };
}
