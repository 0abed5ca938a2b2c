// Who takes part in an event, and as what: payer, recipient, intermediary; the sum stands once.

import { el, pushButton, replace } from "/page/base/dom.js";
import { say } from "/page/base/words.js";
import { entityField } from "./fields.js";

/** The rows of an event's parties. `get` is the form, `changed` is told of every change. */
export function rolesOf({ get, changed, room, next }) {
  const rows = el("div", { class: "roles" });
  const add = pushButton({ class: "quiet", click: () => addRow() }, say("entry.add_role"));
  const box = el("div", { class: "event-roles", hidden: true }, rows, el("p", {}, add));

  function addRow() {
    get().roles.push({ party: null, relation: null, text: "", sum: false });
    refresh();
    rows.lastElementChild?.querySelector("input")?.focus();
  }

  function refresh() {
    const { roles } = get();
    box.hidden = roles === null;
    if (roles === null) return;
    const kinds = room.state.roles ?? [];
    roles.forEach((role, at) => {
      role.relation ??= kinds[at % Math.max(kinds.length, 1)] ?? null;
    });
    if (roles.length && !roles.some((role) => role.sum))
      roles[Math.min(1, roles.length - 1)].sum = true;
    replace(rows, roles.map(rowOf));
  }

  function rowOf(role, at) {
    const select = el(
      "select",
      {
        "aria-label": say("entry.role", { n: at + 1 }),
        change: () => {
          role.relation = room.state.roles.find((it) => it.id === select.value);
          changed();
        },
      },
      room.state.roles.map((it) => el("option", { value: it.id, title: it.definition }, it.label)),
    );
    select.value = role.relation?.id ?? "";
    const field = entityField({
      name: `role ${at}`,
      label: say("entry.party", { n: at + 1 }),
      hint: say("entry.party_hint"),
      get: () => role.party,
      set: (value) => {
        role.party = value;
        changed();
      },
      next,
      form: () => get(),
      types: () => room.state.types,
    });
    field.refresh();
    const sum = el("input", {
      type: "radio",
      name: "bears-sum",
      id: `sum-${at}`,
      change: () => {
        for (const each of get().roles) each.sum = each === role;
        changed();
      },
    });
    sum.checked = role.sum;
    const gone = pushButton(
      {
        class: "quiet",
        "aria-label": say("entry.role_out", { n: at + 1 }),
        click: () => {
          get().roles.splice(at, 1);
          refresh();
          changed();
        },
      },
      "×",
    );
    return el(
      "div",
      { class: "role" },
      field.row,
      el(
        "div",
        { class: "role-how" },
        select,
        el("label", { for: `sum-${at}` }, sum, say("entry.sum_here")),
        gone,
      ),
    );
  }

  /** Go to the first party that is missing. */
  function focus() {
    const at = get().roles.findIndex((role) => !role.party);
    rows.children[at]?.querySelector("[role=combobox]").focus();
  }

  return { box, refresh, focus };
}
