// Tables as CSV that no spreadsheet runs.

import { FLAGS } from "../model/evidence.js";

// Without the byte order mark Excel reads UTF-8 in the encoding of its locale; CSV readers skip it.
const BYTE_ORDER_MARK = "\ufeff";

/** A header and rows as a file for spreadsheets: UTF-8 with a byte order mark, CRLF (RFC 4180). */
export function csvFile(rows) {
  return new Blob([BYTE_ORDER_MARK, toCsv(rows)], { type: "text/csv;charset=utf-8" });
}

/** Rows of cells as CSV (RFC 4180). A cell that a spreadsheet would run gets an apostrophe. */
export function toCsv(rows) {
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

function cell(value) {
  let text = String(value);
  if (/^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replace(/"/g, '""')}"` : text;
}

const COUNTS = ["support_low", "support_high", "works", "opposition_low", "opposition_high"];

/**
 * The claims of a view as rows of plain values, below their header. The last column says which view
 * it is: a line above the header would be read as the header.
 */
export function claimRows(claims, weighed, view) {
  const header = [
    "id",
    "subject",
    "relation",
    "object",
    "text",
    "quantity",
    "unit",
    "when",
    "place",
    "mode",
    "standing",
    ...COUNTS,
    "roots",
    ...FLAGS,
    "sources",
    "view",
  ];
  return [
    header,
    ...claims.map((claim) => {
      const evidence = weighed[claim.i];
      const sources = new Set(
        evidence.citations.map((it) => `${it.source.id} ${it.locator}`.trim()),
      );
      return [
        claim.id,
        claim.subject.id,
        claim.relation.id,
        claim.object?.id ?? "",
        claim.text,
        claim.quantity,
        claim.unit,
        claim.when,
        claim.place,
        claim.mode,
        evidence.standing,
        ...COUNTS.map((name) => evidence[name]),
        evidence.roots.join("; "),
        ...FLAGS.map((name) => (evidence[name] ? "yes" : "")),
        [...sources].join("; "),
        view,
      ];
    }),
  ];
}
