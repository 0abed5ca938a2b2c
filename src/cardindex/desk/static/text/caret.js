// Reading and selecting by keyboard: a caret that goes by words, by sentences and by names.

import { nameAt, paint } from "./painting.js";
import { pieceAt, show, wordsIn, wordsOf } from "./paper.js";

/**
 * A caret on the text that `reader` shows. `deeds`: take(start, end, name), list(offset),
 * sentence(offset), moved(words, name).
 */
export function caretOn(reader, deeds) {
  let [start, end] = [0, 0];

  function put(from, to = from, { quiet = false } = {}) {
    [start, end] = [from, to];
    paint(reader.paper, "caret", [[start, end]]);
    show(reader.paper, start);
    if (!quiet) deeds.moved(wordsOf(reader.paper, start, end), nameAt(reader.names, start));
  }

  /** The word at an offset or the next one (`step` 0), the one before or after it (-1, 1). */
  function wordFrom(offset, step) {
    const { pieces } = reader.paper;
    let at = pieces.indexOf(pieceAt(reader.paper, offset));
    const words = wordsIn(pieces[at]);
    const here = words.findIndex(([, last]) => last > offset);
    const wanted = (here < 0 ? words.length : here) + step;
    if (words[wanted]) return words[wanted];
    const way = wanted < 0 ? -1 : 1;
    for (at += way; pieces[at]; at += way) {
      const others = wordsIn(pieces[at]);
      if (others.length) return way < 0 ? others.at(-1) : others[0];
    }
    return null;
  }

  function byWords(step, longer) {
    if (longer) {
      const word = step > 0 ? wordFrom(end, 0) : wordFrom(Math.max(end - 1, 0), -1);
      if (word && word[1] > start) put(start, word[1]);
      return;
    }
    const word = end === start ? wordFrom(start, 0) : wordFrom(start, step);
    if (word) put(...word);
  }

  async function bySentence(step) {
    const { start: from, end: to } = await deeds.sentence(start);
    if (step > 0) {
      const next = wordFrom(to, 0);
      if (next) put(...next);
      return;
    }
    const before = wordFrom(from, -1);
    if (!before) return;
    const { start: first } = await deeds.sentence(before[0]);
    const word = wordFrom(first, 0);
    if (word) put(...word);
  }

  function byNames(step) {
    const { names } = reader;
    const ahead =
      step > 0 ? names.filter((it) => it[0] > start) : names.filter((it) => it[0] < start);
    const name = step > 0 ? ahead[0] : ahead.at(-1);
    if (name) put(name[0], name[1]);
  }

  const keys = {
    ArrowRight: (event) => byWords(1, event.shiftKey),
    ArrowLeft: (event) => byWords(-1, event.shiftKey),
    ArrowDown: () => bySentence(1),
    ArrowUp: () => bySentence(-1),
    n: () => byNames(1),
    N: () => byNames(-1),
    l: () => deeds.list(start),
    u: () => deeds.unread(start),
    Enter: () => {
      const name = nameAt(reader.names, start);
      deeds.take(start, end, name && name[0] <= start && name[1] >= end ? name : null);
    },
  };

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !reader.paper) return;
    if (event.target !== reader.box) return;
    const deed = keys[event.key];
    if (!deed) return;
    event.preventDefault();
    deed(event);
  }

  return { pressed, put, at: () => [start, end] };
}
