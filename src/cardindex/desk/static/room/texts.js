// The list of texts with how much of each is read, and the results of a search in them.

import { el, pushButton, replace } from "/page/base/dom.js";
import { say } from "/page/base/words.js";
import { ask } from "../base/ask.js";

/** The rail. `open(source, start, end)` opens a text. */
export function textsRail(open) {
  const list = el("ol", { class: "texts" });
  const hits = el("ol", { class: "hits" });
  const heading = el("h2", { tabindex: -1 }, say("find.heading", { n: 0 }));
  const found = el(
    "section",
    { class: "found-here", "aria-label": say("find.results"), hidden: true },
    heading,
    hits,
  );
  const box = el(
    "nav",
    { class: "rail", "aria-label": say("texts.label") },
    el("h2", {}, say("texts.heading")),
    list,
    found,
  );

  function show(texts, current) {
    replace(
      list,
      texts.length ? null : el("li", { class: "soft" }, say("texts.none")),
      texts.map((text) =>
        el(
          "li",
          {},
          pushButton(
            {
              class: "text",
              "aria-current": text.id === current ? "true" : null,
              click: () => open(text.id),
            },
            el("bdi", {}, text.title),
            text.places
              ? el(
                  "small",
                  {},
                  say("texts.read", { n: text.read, all: text.places }),
                  bar(text.read / text.places),
                )
              : null,
          ),
        ),
      ),
    );
  }

  /** How much is read, as a bar; the words beside it say the same. */
  function bar(share) {
    const inner = el("span", { class: "bar-read" });
    inner.style.setProperty("width", `${Math.round(share * 100)}%`);
    return el("span", { class: "bar", "aria-hidden": "true" }, inner);
  }

  async function find(words) {
    found.hidden = !words;
    if (!words) return;
    const told = await ask("find", { words });
    const { length } = told.hits;
    replace(
      heading,
      told.more ? say("find.more", { n: length }) : say("find.heading", { n: length }),
    );
    replace(
      hits,
      told.hits.map((hit) =>
        el(
          "li",
          {},
          pushButton(
            { class: "hit", click: () => open(hit.source, hit.start, hit.end) },
            el("small", {}, hit.title, hit.locator ? ` ${hit.locator}` : ""),
            el("span", {}, `…${hit.before}`, el("mark", {}, hit.words), `${hit.after}…`),
          ),
        ),
      ),
    );
    (hits.querySelector("button") ?? heading).focus();
  }

  return { box, show, find };
}
