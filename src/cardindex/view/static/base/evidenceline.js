// One line of evidence: who knew, and through which works it came to the one that was read.
// "● KGB → Andrew & Gustafson 2017 → essay ¶86"; hollow where nobody says who knew, with a bar
// across where it is denied.

import { el, svg } from "./dom.js";
import { named, rootName, selecting } from "./sentences.js";
import { say } from "./words.js";

const MOST_WORKS = 4; // on one line; of more, those in the middle are left out

/**
 * The first of several tellings as a line, and how many more there are, as a link to their claim
 * unless its citations stand below (`below`). Null where there is none.
 */
export function evidenceLine(tellings, model, claim, { below = false } = {}) {
  if (!tellings.length) return null;
  const more = tellings.length - 1;
  const words = more ? say("evidence.more", { n: more }) : "";
  return el(
    "p",
    { class: "evidence" },
    tellingLine(tellings[0], model),
    more
      ? [
          " ",
          below
            ? el("span", { class: "more" }, words)
            : selecting("claim", claim.id, { class: "more" }, words),
        ]
      : null,
  );
}

/** One telling as a line, its parts links to their cards. */
export function tellingLine({ citation, roots, works, hearsay }, model) {
  const parts = [];
  if (roots.length && !isWork(roots, works[0])) parts.push(namesOfRoots(roots, model));
  else if (hearsay) parts.push(el("span", { class: "soft" }, say("evidence.hearsay")));
  const [shown, left] = inSight(works);
  for (const { source, locator } of shown) {
    parts.push(
      source
        ? [shortLink(source), placeIn(source, locator)]
        : el("span", { title: left.map(({ source: work }) => work.short).join(" → ") }, "…"),
    );
  }
  const arrows = [...shown.keys()].map((at) => arrow(shown[at - 1]?.reports));
  const first = arrows.length - parts.length; // -1 where a root comes first: no arrow is before it
  return el(
    "span",
    { class: `telling ${citation.stance}` },
    rootSign(citation.stance, roots.length > 0),
    " ",
    el("span", { class: "hidden" }, roots.length ? "" : `${say("evidence.rootless")} `),
    citation.stance === "affirms"
      ? null
      : [el("span", { class: "stance" }, say(`evidence.${citation.stance}`)), " "],
    parts.map((part, at) => (at ? [arrows[at + first], part] : part)),
    citation.certainty === "stated"
      ? null
      : [" ", el("small", { class: "certainty" }, say(`citation.certainty.${citation.certainty}`))],
  );
}

/** One telling as text, for the drawing and for tooltips. */
function tellingInWords({ citation, roots, works, hearsay }, model) {
  const parts = [];
  if (roots.length && !isWork(roots, works[0])) {
    parts.push(roots.map((root) => rootLabel(root, model)).join(", "));
  } else if (hearsay) parts.push(say("evidence.hearsay"));
  for (const { source, locator } of inSight(works)[0]) {
    parts.push(source ? `${source.short}${placeInWords(source, locator)}` : "…");
  }
  const sign =
    citation.stance === "affirms"
      ? roots.length
        ? "●"
        : "○"
      : `${roots.length ? "●" : "○"} ${say(`evidence.${citation.stance}`)}`;
  return `${sign} ${parts.join(" → ")}`;
}

/** The best of those that affirm and of those that do not, as lines of text. */
export function toldInWords({ affirms, against }, model) {
  return [affirms[0], against[0]].filter(Boolean).map((it) => tellingInWords(it, model));
}

/** A work by its short title. */
export function shortLink(source) {
  return selecting(
    "source",
    source.id,
    { class: "work", title: source.title || null },
    el("bdi", {}, source.short),
  );
}

/** Is the only root the work itself? It is then named once. */
function isWork(roots, { source }) {
  return roots.length === 1 && roots[0] === `source:${source.id}`;
}

function namesOfRoots(roots, model) {
  return roots.flatMap((root, at) =>
    at ? [", ", rootName(root, model)] : [rootName(root, model)],
  );
}

function rootLabel(root, model) {
  const at = root.indexOf(":");
  const id = root.slice(at + 1);
  const entity = model.entityById.get(id);
  if (root.startsWith("entity:") && entity) return named(entity);
  return model.sourceById.get(id)?.short ?? id;
}

/** The works that are shown and those left out, for whom one without a source stands. */
function inSight(works) {
  if (works.length <= MOST_WORKS) return [works, []];
  const last = works.slice(-2);
  return [[works[0], { source: null, reports: false }, ...last], works.slice(1, -2)];
}

function arrow(reports) {
  return el(
    "span",
    {
      class: `arrow${reports ? " reports" : ""}`,
      title: reports ? say("evidence.reports") : null,
    },
    " → ",
  );
}

function placeIn(source, locator) {
  return locator ? el("span", { class: "locator" }, placeInWords(source, locator)) : null;
}

function placeInWords(source, locator) {
  if (!locator) return "";
  const unit = source.unit || source.container?.unit || "";
  const key = `evidence.units.${unit}`;
  return ` ${say(key) === key ? `${unit} `.trimStart() : say(key)}${locator}`;
}

/** Full where a root is known; with a bar across for a denial, with a stroke for a doubt. */
function rootSign(stance, known) {
  return svg(
    "svg",
    {
      class: `root-sign ${stance}${known ? "" : " hollow"}`,
      viewBox: "0 0 12 12",
      "aria-hidden": "true",
    },
    svg("circle", { cx: 6, cy: 6, r: known ? 5 : 4.3 }),
    stance === "affirms"
      ? null
      : svg(
          "line",
          stance === "denies"
            ? { x1: known ? 2.6 : 0, y1: 6, x2: known ? 9.4 : 12, y2: 6 }
            : { x1: 3.6, y1: 8.4, x2: 8.4, y2: 3.6 },
        ),
  );
}
