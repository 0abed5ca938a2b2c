// A field with a list of choices below it: typed into, gone through by arrows, taken by Enter.

import { el, replace } from "/page/base/dom.js";

let count = 0;

// For people who type faster than lists arrive, Enter takes the first of the list that comes: each
// Enter waits for the one before it and applies to the field that has the focus by then; letters typed
// meanwhile go to the next field.
const takers = new WeakMap();
let turn = Promise.resolve();

function entered(input) {
  const [typed, asked, times] = [input.value, takers.get(input).asked(), takers.get(input).times()];
  turn = turn.then(async () => {
    const field = document.activeElement;
    if (!takers.has(field)) {
      if (field?.matches("button")) field.click();
      return;
    }
    // An earlier Enter was taken in this field: this one is for what the field asks now.
    if (field !== input || takers.get(field).times() !== times) {
      await takers.get(field).take(takers.get(field).asked());
      return;
    }
    await asked;
    const more = input.value.startsWith(typed) ? input.value.slice(typed.length) : "";
    await takers.get(input).take(asked);
    const next = document.activeElement;
    if (more && takers.has(next)) {
      next.value = more;
      next.dispatchEvent(new Event("input"));
    }
  });
}

/**
 * A field. `offers(typed)` returns or promises options { label, detail?, note?, mark?, value };
 * `chosen(option)` is told which was taken, `left(typed)` what was typed and not taken.
 * `value()` is the label of what is chosen, shown in the field.
 */
export function choiceField({ name, label, hint = "", offers, chosen, value, cleared = null }) {
  count += 1;
  const id = `choice-${count}`;
  const list = el("div", {
    class: "choices",
    role: "listbox",
    id,
    "aria-label": label,
    hidden: true,
  });
  const input = el("input", {
    id: `${id}-input`,
    class: "choice",
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": id,
    "aria-autocomplete": "list",
    "aria-describedby": `${id}-problem`,
    autocomplete: "off",
    spellcheck: "false",
    placeholder: hint,
    name,
  });
  const problem = el("p", { class: "problem", id: `${id}-problem`, hidden: true });
  const row = el(
    "div",
    { class: "field", "data-field": name },
    el("label", { for: `${id}-input` }, label),
    el("div", { class: "answer" }, input, list, problem),
  );
  let times = 0; // how often something was taken
  let [options, active, asked, loading] = [[], 0, 0, Promise.resolve([])];

  /** Ask for options that fit the typed text; late answers are dropped. */
  function load() {
    asked += 1;
    const mine = asked;
    loading = Promise.resolve(offers(typed())).catch(() => []);
    loading.then((found) => mine === asked && showOptions(found));
    return loading;
  }

  /** The typed text; empty while the field shows a chosen option. */
  function typed() {
    return row.classList.contains("is-chosen") ? "" : input.value.trim();
  }

  function showOptions(found) {
    options = found;
    active = 0;
    replace(list, options.map(optionElement));
    list.hidden = !options.length || document.activeElement !== input;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark();
  }

  function optionElement(option, at) {
    return el(
      "div",
      {
        role: "option",
        id: `${id}-${at}`,
        class: option.mark ? `option is-${option.mark}` : "option",
        title: option.note || null,
        mousedown: (event) => event.preventDefault(),
        click: () => take(at),
      },
      el("span", { class: "option-label" }, el("bdi", {}, option.label)),
      option.detail ? el("span", { class: "option-detail" }, option.detail) : null,
    );
  }

  function mark() {
    [...list.children].forEach((child, at) => {
      child.setAttribute("aria-selected", String(at === active));
      if (at === active && !list.hidden) child.scrollIntoView({ block: "nearest" });
    });
    const current = list.children[active];
    if (current && !list.hidden) input.setAttribute("aria-activedescendant", current.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function take(at) {
    const option = options[at];
    if (option === undefined) return;
    close();
    times += 1;
    chosen(option);
  }

  function close() {
    asked += 1; // answers that are still on their way are dropped
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  /** Show what is chosen now. */
  function refresh() {
    const text = value() ?? "";
    input.value = text;
    row.classList.toggle("is-chosen", text !== "");
  }

  takers.set(input, {
    asked: () => loading,
    times: () => times,
    take: async (asked) => {
      const found = await asked;
      // Without a list on screen, the first option is taken.
      const at = found === options ? active : 0;
      options = found;
      take(at);
    },
  });
  input.addEventListener("input", () => {
    if (row.classList.contains("is-chosen")) {
      row.classList.remove("is-chosen");
      cleared?.();
    }
    load();
  });
  input.addEventListener("focus", () => {
    input.select();
    load();
  });
  input.addEventListener("blur", () => {
    close();
    refresh();
  });
  input.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) await load();
      else
        active = (active + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length;
      mark();
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      entered(input);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });

  return {
    name,
    row,
    input,
    refresh,
    focus: () => input.focus(),
    reload: () => document.activeElement === input && load(),
    complain: (problems) => {
      problem.hidden = !problems.length;
      replace(
        problem,
        problems.map((it) => el("span", { class: `is-${it.severity}` }, it.message)),
      );
      input.setAttribute("aria-invalid", String(problems.some((it) => it.severity === "error")));
    },
  };
}
