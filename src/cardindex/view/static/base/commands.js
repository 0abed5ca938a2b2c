// Commands that the page gives to be run in a terminal.

import { el, pushButton } from "./dom.js";
import { say } from "./words.js";

/** A word that a shell takes as it is, or in quotation marks. */
export function shell(value) {
  return /^[\w:./-]+$/.test(value) ? value : `'${value.replace(/'/g, "'\\''")}'`;
}

/** A command after the words that say what it does, and a button that copies it. */
export function copyable(label, line) {
  return [
    el("span", { class: "label" }, `${label} `),
    el("code", {}, line),
    " ",
    pushButton({ class: "quiet", "data-do": "copy", "data-id": line }, say("table.copy")),
  ];
}
