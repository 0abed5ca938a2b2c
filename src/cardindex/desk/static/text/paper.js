// The text on the page: one element for a line (or a piece of a long one), and the conversion between
// offsets of the text, in code points, and places in the document.

import { el, pushButton } from "/page/base/dom.js";
import { lastUpTo, lengthOf, pointsAt, unitsAt } from "../base/points.js";

const PER_LINE = 78; // characters on a line, to estimate the height of what is not laid out yet
const HEIGHT = 1.62; // the height of a line, in em

/** Lay a text out in `box`; the returned object finds places in it. */
export function laidOut(box, text) {
  let unit = "";
  const pieces = text.pieces.map(([start, line, units, words], at) => {
    const node = document.createTextNode(words);
    const paragraph = el("p", { class: "piece", dir: "auto", "data-piece": at }, node);
    if (units.length) unit = units.at(-1);
    const row = el(
      "div",
      { class: text.pieces[at + 1]?.[1] === line ? "line goes-on" : "line" },
      units.length ? numberOf(units, unit) : el("span", { class: "number" }),
      paragraph,
    );
    const lines = Math.ceil(words.length / PER_LINE);
    row.style.setProperty("contain-intrinsic-size", `auto ${lines * HEIGHT}em`);
    return {
      start,
      line,
      unit,
      opens: units.length > 0,
      text: words,
      end: start + lengthOf(words),
      node,
      paragraph,
      row,
    };
  });
  box.replaceChildren(...pieces.map((piece) => piece.row));
  return { box, text, pieces };
}

function numberOf(units, unit) {
  return pushButton(
    { class: "number", tabindex: -1, "data-unit": unit },
    units.length > 1 ? `${units[0]}–${unit}` : unit,
  );
}

/** The piece in which an offset stands, or the one before it. */
export function pieceAt(paper, offset) {
  return paper.pieces[
    Math.max(
      lastUpTo(paper.pieces, offset, (it) => it.start),
      0,
    )
  ];
}

/** The text node and UTF-16 offset of an offset; past the end of a line, its end. */
function placeOf(paper, offset) {
  const piece = pieceAt(paper, offset);
  const units = unitsAt(
    piece.text,
    Math.min(Math.max(offset - piece.start, 0), piece.end - piece.start),
  );
  return [piece.node, units];
}

/** The offset of a place in the document; null where it is not in the text. */
export function offsetOf(paper, node, units) {
  const paragraph = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(
    ".piece",
  );
  if (!paragraph || !paper.box.contains(paragraph)) return null;
  const piece = paper.pieces[Number(paragraph.dataset.piece)];
  const inside = node.nodeType === Node.TEXT_NODE ? units : units ? piece.text.length : 0;
  return piece.start + pointsAt(piece.text, inside);
}

/** A stretch of the text as a StaticRange, which the browser need not update. */
export function rangeOf(paper, start, end) {
  const [startContainer, startOffset] = placeOf(paper, start);
  const [endContainer, endOffset] = placeOf(paper, end);
  return new StaticRange({ startContainer, startOffset, endContainer, endOffset });
}

/** The words of a stretch, as they stand. */
export function wordsOf(paper, start, end) {
  const parts = [];
  let at = paper.pieces.indexOf(pieceAt(paper, start));
  for (; at < paper.pieces.length && paper.pieces[at].start < end; at += 1) {
    const { text, start: from } = paper.pieces[at];
    parts.push(text.slice(unitsAt(text, Math.max(start - from, 0)), unitsAt(text, end - from)));
  }
  return parts.join(" ");
}

/** Bring a place into sight. */
export function show(paper, offset, where = "nearest") {
  const piece = pieceAt(paper, offset);
  piece?.row.scrollIntoView({ block: where });
  const [node, units] = placeOf(paper, offset);
  const range = document.createRange();
  range.setStart(node, units);
  const box = range.getBoundingClientRect();
  const view = paper.box.closest(".reading").getBoundingClientRect();
  const margin = 60;
  if (box.top < view.top + margin || box.bottom > view.bottom - margin) {
    paper.box.closest(".reading").scrollBy(0, box.top - view.top - view.height / 3);
  }
}

const WORD = /[\p{L}\p{N}\p{M}]+(?:['’.-][\p{L}\p{N}\p{M}]+)*/gu;

/** The words of a piece: start and end of each, as offsets of the text. */
export function wordsIn(piece) {
  return [...piece.text.matchAll(WORD)].map((match) => [
    piece.start + pointsAt(piece.text, match.index),
    piece.start + pointsAt(piece.text, match.index + match[0].length),
  ]);
}
