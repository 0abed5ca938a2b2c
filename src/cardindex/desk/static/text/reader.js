// One text, open: its words, what is cited in it, which names stand in it, what nobody has read.

import { el, replace } from "/page/base/dom.js";
import { say } from "/page/base/words.js";
import { ask } from "../base/ask.js";
import { caretOn } from "./caret.js";
import { marksAt, nameAt, paint, paintMarks, paintNames, unpaint } from "./painting.js";
import { laidOut, offsetOf, pieceAt, show, wordsOf } from "./paper.js";

const AT_ONCE = 400_000; // up to so many characters, all names of a text are read at once
const WINDOW = 100_000; // of a longer text, the names within so many characters of what is in sight
const REST = 120; // milliseconds after the last scrolling

/**
 * The reader. `deeds`: take(start, end, name) puts a selection into the form, claims(ids, where) shows
 * claims, said(words) announces to screen readers.
 */
export function readerOf(deeds) {
  const box = el("article", {
    class: "paper",
    tabindex: 0,
    role: "document",
    "aria-label": say("text.label"),
    "aria-describedby": "text-keys",
  });
  const head = el("header", { class: "text-head" });
  const warning = el("div", { class: "warning", role: "status", hidden: true });
  const view = el(
    "main",
    { class: "reading" },
    el("p", { id: "text-keys", class: "hidden" }, say("text.keys")),
    head,
    warning,
    box,
  );
  const reader = {
    view,
    box,
    paper: null,
    text: null,
    marks: [],
    names: [],
    unread: new Set(),
    named: null,
  };
  let resting = 0;
  const caret = caretOn(reader, {
    take: (start, end, name) => deeds.take(start, end, name),
    list: (offset) => listUnit(pieceAt(reader.paper, offset).unit),
    unread: (offset) => nextUnread(offset),
    sentence: (offset) =>
      ask("passage", { source: reader.text.source, start: offset, end: offset }),
    moved: (words, name) => deeds.said(name ? say("text.named", { words }) : words),
  });

  async function open(source, offset = null) {
    const text = await ask("text", { source });
    unpaint();
    Object.assign(reader, { text, marks: [], names: [], unread: new Set(), named: null });
    reader.paper = laidOut(box, text);
    box.classList.toggle("counted", text.counted);
    caret.put(reader.paper.pieces[0]?.start ?? 0, undefined, { quiet: true });
    view.scrollTop = 0;
    paintHead();
    if (offset !== null) goTo(offset);
    await Promise.all([takeMarks(), takeNames()]);
  }

  async function takeMarks() {
    const { source } = reader.text;
    const told = await ask("marks", { source });
    if (source !== reader.text.source) return;
    reader.marks = told.marks;
    paintMarks(reader.paper, told.marks);
    reader.unread = new Set(told.unread);
    for (const piece of reader.paper.pieces) {
      markUnit(piece);
    }
    warn(told);
    paintHead();
  }

  /** The names in the text; of a very long one those around what is in sight. */
  async function takeNames() {
    const { source, length } = reader.text;
    const whole = length <= AT_ONCE;
    const middle = whole ? 0 : inSight();
    const [start, end] = whole ? [0, length] : around(middle);
    const told = await ask("names", { source, start, end });
    if (source !== reader.text.source) return;
    reader.names = told.names;
    reader.named = whole ? null : middle;
    paintNames(reader.paper, told.names);
  }

  /** The whole pieces around an offset, so that no name is cut. */
  function around(middle) {
    const first = pieceAt(reader.paper, Math.max(middle - WINDOW, 0));
    return [first.start, pieceAt(reader.paper, middle + WINDOW).end];
  }

  /** The offset of the piece in the middle of the visible text. */
  function inSight() {
    const { left, width, top, height } = view.getBoundingClientRect();
    const element = document.elementFromPoint(left + width / 2, top + height / 2);
    const piece = element?.closest(".line")?.querySelector(".piece");
    return piece ? reader.paper.pieces[Number(piece.dataset.piece)].start : 0;
  }

  /** After scrolling in a very long text, read the names around the new place. */
  function scrolled() {
    clearTimeout(resting);
    resting = setTimeout(() => {
      if (reader.named !== null && Math.abs(inSight() - reader.named) > WINDOW / 2) takeNames();
    }, REST);
  }

  function markUnit({ row, unit, opens }) {
    const unread = reader.unread.has(unit);
    row.classList.toggle("unread", unread);
    if (!opens) return;
    const words = say(unread ? "text.unit_unread" : "text.unit", { unit: named(), n: unit });
    row.querySelector("button.number").setAttribute("aria-label", words);
  }

  /** The unit of locators, in words. */
  function named() {
    const key = `units.${reader.text.unit}`;
    return say(key) === key ? reader.text.unit : say(key);
  }

  function paintHead() {
    const { title, unit, counted } = reader.text;
    const left = reader.unread.size;
    replace(
      head,
      el("h2", {}, el("bdi", {}, title)),
      el(
        "p",
        { class: "soft" },
        counted && reader.paper.pieces.length
          ? left
            ? say("text.unread", { n: left })
            : say("text.all_read")
          : say("text.uncounted", { unit: unit || say("text.no_unit") }),
      ),
    );
  }

  function warn({ lost, moved, sealed }) {
    const parts = [];
    if (lost.length)
      parts.push(
        say("text.lost", { n: lost.length, all: sealed, claims: lost.slice(0, 12).join(", ") }),
      );
    if (moved) parts.push(say("text.moved", { n: moved }));
    warning.hidden = !parts.length;
    replace(
      warning,
      parts.map((words) => el("p", {}, words)),
    );
  }

  /** The claims of a unit, by keyboard or by its number. */
  function listUnit(unit) {
    const pieces = reader.paper.pieces.filter((piece) => piece.unit === unit);
    if (!pieces.length) return;
    const [from, to] = [pieces[0].start, pieces.at(-1).end];
    const ids = reader.marks
      .filter(([start, end]) => start < to && end > from)
      .flatMap((mark) => mark[3]);
    const unread = reader.unread.has(unit);
    deeds.claims([...new Set(ids)], { unit, unread, source: reader.text.source, go: true });
  }

  function nextUnread(offset) {
    const unread = reader.paper.pieces.filter((it) => it.opens && reader.unread.has(it.unit));
    const piece = unread.find((it) => it.start > offset) ?? unread[0];
    if (!piece) return;
    caret.put(piece.start);
    show(reader.paper, piece.start, "center");
  }

  function goTo(start, end = start) {
    caret.put(start, end, { quiet: true });
    show(reader.paper, start, "center");
    paint(reader.paper, "found", end > start ? [[start, end]] : []);
  }

  /** A click: a name goes into the form, a cited passage shows its claims. */
  function clicked(event) {
    const number = event.target.closest("button.number");
    if (number) return listUnit(number.dataset.unit);
    const selection = getSelection();
    if (!selection.isCollapsed && box.contains(selection.anchorNode)) return undefined;
    const offset = offsetAt(event);
    if (offset === null) return undefined;
    caret.put(offset, offset, { quiet: true });
    const ids = [...new Set(marksAt(reader.marks, offset).flatMap((mark) => mark[3]))];
    if (ids.length)
      deeds.claims(ids, { unit: pieceAt(reader.paper, offset).unit, source: reader.text.source });
    const name = nameAt(reader.names, offset);
    if (name) deeds.take(name[0], name[1], name);
    return undefined;
  }

  function offsetAt(event) {
    const place = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    return place ? offsetOf(reader.paper, place.offsetNode, place.offset) : null;
  }

  /** Words selected by the mouse or by other means. */
  function selected() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!box.contains(range.startContainer) || !box.contains(range.endContainer)) return;
    const start = offsetOf(reader.paper, range.startContainer, range.startOffset);
    const end = offsetOf(reader.paper, range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end) return;
    const name = nameAt(reader.names, start);
    selection.removeAllRanges();
    caret.put(start, end, { quiet: true });
    deeds.take(start, end, name && name[0] >= start && name[1] <= end ? name : null);
  }

  view.addEventListener("scroll", scrolled, { passive: true });
  box.addEventListener("click", clicked);
  box.addEventListener("mouseup", () => setTimeout(selected));
  box.addEventListener("keydown", caret.pressed);

  return Object.assign(reader, {
    open,
    takeMarks,
    takeNames,
    unitName: named,
    goTo,
    caret,
    words: (start, end) => wordsOf(reader.paper, start, end),
    passage: (stretch) => reader.paper && paint(reader.paper, "passage", stretch ? [stretch] : []),
    fresh: (start, end, claims) => {
      reader.marks = [...reader.marks, [start, end, "fresh", claims]].sort((a, b) => a[0] - b[0]);
      paintMarks(reader.paper, reader.marks);
    },
  });
}
