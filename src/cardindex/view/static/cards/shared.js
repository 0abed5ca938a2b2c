// The card of what two to five have in common, each link with the claim that attests it best.

import { el } from "../base/dom.js";
import { evidenceLine } from "../base/evidenceline.js";
import { longList } from "../base/lists.js";
import { entityLink, listed, named, selecting, sentence } from "../base/sentences.js";
import { say } from "../base/words.js";
import { bestStanding } from "../model/evidence.js";
import { askedOf, linkedThemselves } from "../model/shared.js";
import { tellingsOf } from "../model/tellings.js";

export function sharedCard(view) {
  const { model, who, links, shared } = view;
  const asked = [
    ...new Set(askedOf(view.state.selection.id).map((id) => who.of(model.entityById.get(id)))),
  ];
  const pairs = linkedThemselves(links, asked);
  const counts = [...new Set(shared.map((one) => one.links.length))];
  return {
    tab: [say("shared.tab")],
    heading: asked.map((entity, at) => [
      at ? el("span", { class: "and" }, " · ") : null,
      entityLink(entity),
    ]),
    body: [
      pairs.length
        ? el(
            "p",
            {},
            say("shared.themselves"),
            " ",
            listed(
              pairs.map(([a, b]) =>
                selecting("pair", `${a.id}+${b.id}`, {}, `${named(a)} – ${named(b)}`),
              ),
            ),
          )
        : null,
      shared.length ? null : el("p", { class: "soft" }, say("shared.none")),
      counts.map((count) => group(count, asked, view)),
    ],
  };
}

/** The entities that are linked with this many of them. */
function group(count, asked, view) {
  const own = view.shared.filter(({ links }) => links.length === count);
  const all = count === asked.length;
  return el(
    "section",
    { class: "family" },
    el(
      "h3",
      {},
      el(
        "span",
        {},
        all ? say("shared.all", { n: count }) : say("shared.some", { n: count, all: asked.length }),
      ),
      el("small", {}, ` ${own.length}`),
    ),
    longList("ol", { class: "claims shared" }, own, (one) => sharedItem(one, view)),
  );
}

function sharedItem({ entity, links }, view) {
  return el(
    "article",
    { class: "claim" },
    el("h4", {}, entityLink(entity)),
    links.map(({ end, claims }) => linkOf(entity, end, claims, view)),
  );
}

/** The link of one of them: its best claim, with who says so, and the way to the others. */
function linkOf(entity, end, claims, { model, weighed }) {
  const told = claims.map(({ i }) => model.claims[i]); // under the names under which it was told
  const best = bestStanding(told.map(({ i }) => weighed[i].standing));
  const [first] = told.filter(({ i }) => weighed[i].standing === best);
  const { affirms, against } = tellingsOf(model, weighed[first.i]);
  const more = told.length - 1;
  return [
    el("p", { class: "sentence" }, sentence(first)),
    evidenceLine(affirms, model, first),
    evidenceLine(against, model, first),
    more
      ? el(
          "p",
          { class: "soft" },
          selecting("pair", `${end.id}+${entity.id}`, {}, say("shared.more", { n: more })),
        )
      : null,
  ];
}
