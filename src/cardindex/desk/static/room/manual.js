// The coding manual in a drawer beside the text, with the Markdown that the manual uses.

import { el } from "/page/base/dom.js";
import { say } from "/page/base/words.js";
import { ask } from "../base/ask.js";
import { dialogOf } from "../cards/dialog.js";

/** The drawer; `toggle()` opens and closes it. */
export function manualDrawer() {
  const drawer = dialogOf({ side: true });
  return {
    toggle: async () => {
      if (drawer.dialog.open) return drawer.close();
      const { text, of } = await ask("manual");
      return drawer.show(
        say("manual.heading"),
        el("p", { class: "soft" }, of),
        el("div", { class: "manual" }, blocks(text)),
      );
    },
  };
}

/** Headings, lists, tables, code and paragraphs; other Markdown is shown as written. */
function blocks(text) {
  return text
    .split(/\n{2,}/)
    .map((block) => block.replace(/\s+$/, ""))
    .filter(Boolean)
    .map(blockOf);
}

function blockOf(block) {
  const heading = /^(#{1,6}) (.*)$/.exec(block);
  if (heading) return el(heading[1].length < 2 ? "h3" : "h4", {}, heading[2]);
  if (/^( {4}|```)/.test(block))
    return el(
      "pre",
      {},
      block
        .replace(/^ {4}/gm, "")
        .replace(/^```.*$/gm, "")
        .trim(),
    );
  if (block.startsWith("|")) return tableOf(block.split("\n"));
  if (/^[-*] /.test(block)) return el("ul", {}, items(block, /^[-*] /));
  if (/^\d+\. /.test(block)) return el("ol", { class: "numbered" }, items(block, /^\d+\. /));
  return el("p", {}, inline(block.replace(/\n/g, " ")));
}

function items(block, sign) {
  return block
    .split(/\n(?=[-*] |\d+\. )/)
    .map((item) => el("li", {}, inline(item.replace(sign, "").replace(/\n\s*/g, " "))));
}

function tableOf(lines) {
  const cells = (line) =>
    line
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => inline(cell.trim()));
  const rows = lines.filter((line) => !/^[|\s:-]+$/.test(line));
  return el(
    "div",
    { class: "table", tabindex: 0 },
    el(
      "table",
      {},
      el(
        "tr",
        {},
        cells(rows[0]).map((cell) => el("th", {}, cell)),
      ),
      rows.slice(1).map((line) =>
        el(
          "tr",
          {},
          cells(line).map((cell) => el("td", {}, cell)),
        ),
      ),
    ),
  );
}

/** Code and emphasis within a line; of links only the words. */
function inline(text) {
  return text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*)/)
    .map((part) => {
      if (part.startsWith("`")) return el("code", {}, part.slice(1, -1));
      if (part.startsWith("**")) return el("strong", {}, part.slice(2, -2));
      if (part.length > 2 && part.startsWith("*")) return el("em", {}, part.slice(1, -1));
      return part;
    });
}
