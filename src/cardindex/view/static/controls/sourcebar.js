// The bar beneath the sentence: each work as wide as what falls with it. Pointing at a work lights
// its lines in the drawing, a click strikes it out, a second click restores it.

import { el, pushButton, replace } from "../base/dom.js";
import { isStruck } from "../model/sourcetree.js";
import { weightsOf } from "../state/weights.js";
import { say } from "../base/words.js";
import { walkAmong } from "./keys.js";

const NARROW = 0.075; // narrower pieces (parts of the bar) have no room for a name

/** Make the bar; `light(key)` is told what is pointed at, "" where nothing is. Returns a draw function. */
export function makeSourceBar(box, light) {
  let known = { shown: null, pieces: [] };
  box.addEventListener("pointerover", ({ target }) => light(keyAt(target)));
  box.addEventListener("pointerleave", () => light(""));
  box.addEventListener("focusin", ({ target }) => light(keyAt(target)));
  box.addEventListener("focusout", () => light(""));
  box.addEventListener("keydown", (event) => walkAmong(box, event));
  return (view) => {
    // Where one speaker is heard, or only what was told by a year, other claims stand and fall.
    const { speaker, saidBy, publishedBy } = view.state;
    box.hidden = Boolean(speaker || saidBy || publishedBy);
    if (box.hidden) return;
    const shown = view.unstruck();
    if (known.shown !== shown) {
      known = { shown, pieces: [] };
      replace(box, linesOfBar(weightsOf(view.model, shown), known.pieces));
    }
    const struck = new Set(view.state.struck);
    for (const { piece, source, text } of known.pieces) {
      const out = isStruck(source, struck);
      piece.setAttribute("aria-pressed", String(out));
      piece.title = out ? say("bar.struck", { text }) : say("bar.counts", { text });
    }
  };
}

function keyAt(target) {
  return target.closest("[data-key]")?.dataset.key ?? "";
}

function linesOfBar(weights, pieces) {
  const { through, own, more, rest } = weights;
  if (!through.length && !own.length) return [];
  // What falls with two works is in both pieces, so the pieces may add up to more than all claims.
  const sum = own.reduce((total, { falls }) => total + falls, more.falls + rest);
  const made = (it) => pieceOf(it, it.falls < sum * NARROW, pieces);
  const lines = [
    through.length
      ? el("div", { class: "through" }, through.map(made), gapOf(sum - widest(through)))
      : null,
    el(
      "div",
      { class: "pieces" },
      own.map(made),
      more.works
        ? asWide(
            pushButton(
              {
                class: "others",
                "data-do": "rail",
                "data-id": "sources",
                title: say("bar.more_long", { n: more.works }),
              },
              say("bar.more", { n: more.works }),
            ),
            more.falls,
          )
        : null,
      rest && own.length
        ? asWide(
            el(
              "span",
              {
                class: "rest-of",
                title: say(`bar.rest_${through.length ? "through" : "single"}`, { n: rest }),
              },
              say("bar.none_of_these", { n: rest }),
            ),
            rest,
          )
        : null,
    ),
  ];
  lines
    .filter(Boolean)
    .flatMap((line) => [...line.querySelectorAll("button")])
    .forEach((button, i) => {
      button.tabIndex = i ? -1 : 0;
    });
  return lines;
}

function widest(pieces) {
  return Math.max(...pieces.map(({ falls }) => falls));
}

function pieceOf({ key, source, falls }, narrow, pieces) {
  const text = say("bar.piece", {
    name: source.title || source.id,
    falls: say("sources.carries", { n: falls }),
  });
  const piece = asWide(
    pushButton(
      {
        class: narrow ? "narrow" : null,
        "data-do": "strike-work",
        "data-id": source.id,
        "data-key": key,
        "aria-label": text,
        "aria-pressed": "false",
      },
      el("bdi", {}, source.short || source.title || source.id),
    ),
    falls,
  );
  pieces.push({ piece, source, text });
  return piece;
}

function gapOf(width) {
  return width > 0 ? asWide(el("span", {}), width) : null;
}

function asWide(element, falls) {
  element.style.setProperty("--falls", falls);
  return element;
}
