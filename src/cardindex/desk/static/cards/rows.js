// Changing one row: its cells, its id, uniting it with another, deleting it. What would change is shown
// before it is done.

import { el, pushButton, replace } from "/page/base/dom.js";
import { say } from "/page/base/words.js";
import { ask, send } from "../base/ask.js";
import { dialogOf } from "./dialog.js";

const FIXED = {
  citation: ["claim", "start", "end", "seal"],
  claim: ["id"],
  entity: ["id"],
  source: ["id"],
};
const LONG = ["gloss", "note", "description", "text"];

/** The actions on rows. `room`: { done(told), failed(error), writes() }. */
export function rowDeeds(room) {
  const dialog = dialogOf();

  async function open(kind, id) {
    const row = await ask("row", { kind, id });
    const inputs = new Map(
      Object.entries(row.cells).map(([column, cell]) => [column, inputOf(kind, column, cell)]),
    );
    const preview = previewBox();
    const changedCells = () =>
      Object.fromEntries(
        [...inputs]
          .filter(([column, input]) => input.value !== row.cells[column])
          .map(([column, input]) => [column, input.value]),
      );
    const writes = room.writes();
    dialog.show(
      say("row.heading", { kind: say(`row.kind.${kind}`), id }),
      el(
        "form",
        {
          class: "cells",
          submit: (event) => {
            event.preventDefault();
            preview.ask({ what: "edit", kind, id, cells: changedCells() });
          },
        },
        [...inputs].map(([column, input]) =>
          el(
            "p",
            { class: "field" },
            el("label", { for: input.id }, column),
            el("span", { class: "answer" }, input),
          ),
        ),
        writes ? el("p", {}, el("button", { type: "submit" }, say("row.preview"))) : null,
      ),
      row.named ? el("p", { class: "soft" }, say("row.named", { n: row.named })) : null,
      writes && kind !== "citation" ? otherDeeds(kind, id, preview) : null,
      writes
        ? el(
            "p",
            {},
            pushButton(
              { class: "danger", click: () => preview.ask({ what: "delete", kind, id }) },
              say("row.delete"),
            ),
          )
        : null,
      preview.box,
    );
  }

  function inputOf(kind, column, cell) {
    const input = el(LONG.includes(column) ? "textarea" : "input", {
      id: `cell-${column}`,
      rows: LONG.includes(column) ? 2 : null,
      autocomplete: "off",
      spellcheck: "false",
    });
    input.value = cell;
    input.readOnly = FIXED[kind].includes(column) || !room.writes();
    return input;
  }

  /** Renaming and uniting, each with a preview. */
  function otherDeeds(kind, id, preview) {
    const to = el("input", { id: "rename-to", autocomplete: "off", spellcheck: "false" });
    const gone = el("input", { id: "unite-with", autocomplete: "off", spellcheck: "false" });
    const line = (key, input, deed) =>
      el(
        "p",
        { class: "field" },
        el("label", { for: input.id }, say(`row.${key}`)),
        el(
          "span",
          { class: "answer" },
          input,
          " ",
          pushButton({ click: () => preview.ask(deed()) }, say("row.preview")),
        ),
      );
    return el(
      "details",
      { class: "other-deeds" },
      el("summary", {}, say("row.more")),
      line("rename", to, () => ({ what: "rename", kind, id, to: to.value })),
      line("unite", gone, () => ({ what: "unite", kind, id, gone: gone.value })),
    );
  }

  /** A box that shows what an action would change, with a button that carries it out. */
  function previewBox() {
    const box = el("div", { class: "preview", "aria-live": "polite" });
    async function show(deed) {
      try {
        const told = await send("preview", deed);
        const errors = told.problems.some((it) => it.severity === "error");
        replace(
          box,
          el("h3", {}, told.lines.length ? told.what : say("row.nothing")),
          told.notes.map((note) => el("p", { class: "is-warning" }, note)),
          told.problems.map((it) =>
            el("p", { class: `is-${it.severity}` }, `${it.row}: ${it.message}`),
          ),
          diffOf(told.lines),
          told.more ? el("p", { class: "soft" }, say("row.more_lines", { n: told.more })) : null,
          told.lines.length
            ? el(
                "p",
                {},
                pushButton(
                  { class: "save", disabled: errors, click: () => carryOut(deed) },
                  say("row.do"),
                ),
              )
            : null,
        );
        box.querySelector(".save")?.focus();
      } catch (error) {
        replace(box, el("p", { class: "is-error" }, error.message));
      }
    }
    return { box, ask: show };
  }

  async function carryOut(deed) {
    try {
      const told = await send("write/deed", deed);
      dialog.close();
      room.done(told);
    } catch (error) {
      room.failed(error);
    }
  }

  /** Open the preview of an action. */
  function propose(heading, deed) {
    const preview = previewBox();
    dialog.show(heading, preview.box);
    preview.ask(deed);
  }

  return {
    open,
    propose,
    remove: (kind, id) =>
      propose(say("row.delete_heading", { kind: say(`row.kind.${kind}`), id }), {
        what: "delete",
        kind,
        id,
      }),
  };
}

/** The lines of a diff, for people. */
export function diffOf(lines) {
  return el(
    "ol",
    { class: "diff" },
    lines.map((line) =>
      el(
        "li",
        { class: line.startsWith("+") ? "added" : line.startsWith("-") ? "gone" : "" },
        el("code", {}, line),
      ),
    ),
  );
}
