// What is seldom asked for, folded away: mode, place, text, ties, gloss, note, another source.

import { el, replace } from "/page/base/dom.js";
import { say } from "/page/base/words.js";
import { entityField } from "./fields.js";
import { sourceKindOffers, workOffers } from "./offers.js";
import { choiceField } from "./choice.js";

const TEXTS = ["text", "ties", "gloss", "note", "locator"];

/** The folded fields. `get` is the form, `changed` is told of every change. */
export function moreOf({ get, changed, room }) {
  const inputs = Object.fromEntries(TEXTS.map((name) => [name, textField(name)]));
  const mode = el("select", {
    id: "more-mode",
    change: () => {
      get().mode = mode.value;
      changed();
    },
  });
  const place = entityField({
    name: "place",
    label: say("entry.place"),
    hint: "",
    get: () => get().place,
    set: (value) => {
      get().place = value;
      changed();
    },
    next: () => {},
    form: () => get(),
    types: () => room.state.types,
  });
  const source = sourceField();
  const box = el(
    "details",
    { class: "more-fields" },
    el("summary", {}, say("entry.more")),
    inputs.text.row,
    place.row,
    el(
      "div",
      { class: "field" },
      el("label", { for: "more-mode" }, say("entry.mode")),
      el("div", { class: "answer" }, mode),
    ),
    inputs.ties.row,
    inputs.gloss.row,
    inputs.note.row,
    source.row,
    inputs.locator.row,
  );

  function textField(name) {
    const input = el("input", {
      id: `more-${name}`,
      autocomplete: "off",
      placeholder: say(`entry.${name}_hint`),
      "aria-describedby": `more-${name}-problem`,
      input: () => {
        get()[name] = input.value;
        changed();
      },
    });
    const problem = el("p", { class: "problem", id: `more-${name}-problem`, hidden: true });
    const row = el(
      "div",
      { class: "field", "data-field": name },
      el("label", { for: `more-${name}` }, say(`entry.${name}`)),
      el("div", { class: "answer" }, input, problem),
    );
    return {
      name,
      row,
      input,
      complain: (problems) => {
        problem.hidden = !problems.length;
        replace(
          problem,
          problems.map((it) => el("span", { class: `is-${it.severity}` }, it.message)),
        );
        if (problems.length) box.open = true;
      },
    };
  }

  /** The work that was read, where it is one that this text contains: a letter, a comment. */
  function sourceField() {
    let naming = "";
    const field = choiceField({
      name: "source",
      label: say("entry.source"),
      hint: say("entry.source_hint"),
      value: () => get().source?.label,
      offers: async (typed) =>
        naming
          ? sourceKindOffers(typed, room.state.source_kinds, naming)
          : (await workOffers(typed, { ...get(), chain: [] })).filter(
              (it) => !it.value.done && !it.value.sign,
            ),
      chosen: ({ value }) => {
        if (value.naming) {
          naming = value.naming;
          field.input.value = "";
          field.input.placeholder = say("entry.kind_of", { label: naming });
          field.reload();
          return;
        }
        naming = "";
        get().source = value;
        field.refresh();
        changed();
      },
      cleared: () => {
        get().source = null;
        changed();
      },
    });
    return field;
  }

  function refresh() {
    const form = get();
    for (const name of TEXTS) inputs[name].input.value = form[name];
    replace(
      mode,
      room.state.modes?.map((it) => el("option", { value: it }, say(`claim.mode.${it}`))),
    );
    if (!room.state.modes?.includes(""))
      mode.prepend(el("option", { value: "" }, say("claim.mode.")));
    mode.value = form.mode;
    place.refresh();
    source.refresh();
    if (form.text || form.note || form.gloss || form.mode || form.place || form.source)
      box.open = true;
  }

  return { box, refresh, fields: [...Object.values(inputs), place, source] };
}
