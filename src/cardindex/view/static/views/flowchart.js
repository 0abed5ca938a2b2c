// Flows drawn as bands from payer to recipient; each band leads to its claim.

import { inWords } from "../base/dates.js";
import { el, svg } from "../base/dom.js";
import { toldInWords } from "../base/evidenceline.js";
import { BAR, chooseFlows, endsOfFlow, layOutFlows, retold } from "./flows.js";
import { named, sum } from "../base/sentences.js";
import { say } from "../base/words.js";
import { tellingsOf } from "../model/tellings.js";

/** The drawing of the flows of one unit, with its caption; null where nothing flows. */
export function flowChart(unit, flows, view, wide) {
  const chosen = chooseFlows(flows, view.cut.shown);
  if (!chosen.drawn.length) return null;
  const told = retold(flows);
  const box = el("div", { class: "flow-box" });
  let drawnAt = 0;
  const drawAt = (width) => {
    if (width < 1 || Math.abs(width - drawnAt) < 2) return;
    drawnAt = width;
    box.replaceChildren(bandsOf(unit, chosen, told, view, width));
  };
  // Drawn at once, so that a print has it, and again when its width changes.
  drawAt(wide);
  new ResizeObserver(([{ contentRect }]) => drawAt(contentRect.width)).observe(box);
  return el("figure", { class: "flows" }, box, captionOfFlows(flows, chosen, told, view));
}

function bandsOf(unit, chosen, told, view, width) {
  const measure = rulerOf(document.createElement("canvas").getContext("2d"));
  const { bands, nodes, height, room } = layOutFlows(chosen, { width, measure });
  const tall = Math.ceil(height);
  return svg(
    "svg",
    {
      class: "flow-chart",
      viewBox: `0 0 ${width} ${tall}`,
      width,
      height: tall,
      role: "group",
      "aria-label": say("ledger.flows", { n: chosen.drawn.length, unit }),
    },
    bands.map((band) => bandLink(band, unit, told, view)),
    nodes.map(flowNode),
    bands.map((band) => sumLabel(band, told, view, room, measure)),
  );
}

/** Measures names and sums, a little too wide: the font of the page may differ from the measured. */
function rulerOf(context) {
  context.font = `14px ${getComputedStyle(document.body).fontFamily}`;
  return (text) => context.measureText(text).width * 1.03;
}

function bandLink({ claim, low, high, points }, unit, told, view) {
  const again = told.get(claim);
  const kind = !again ? "" : again.perhaps || again.kind === "rival" ? "maybe" : "again";
  const current = view.state.selection?.kind === "claim" && view.state.selection.id === claim.id;
  const words = [
    wordsOfFlow(claim, unit, again, view),
    ...toldInWords(tellingsOf(view.model, view.weighed[claim.i]), view.model),
  ].join("\n");
  return svg(
    "a",
    {
      class: ["band", kind, claim.mode && "meant"].filter(Boolean).join(" "),
      href: `#select=claim:${claim.id}`,
      "data-select": `claim:${claim.id}`,
      "aria-label": words,
      "aria-current": current ? "true" : null,
    },
    svg("title", {}, words),
    svg("path", { class: "grip", d: lineAlong(points), "stroke-width": Math.max(14, high * 2) }),
    svg(
      "g",
      { color: view.colour(claim.relation.family) },
      claim.quantity
        ? bandShapes(claim, low, high, points)
        : svg("path", { class: "thread", d: lineAlong(points) }),
    ),
  );
}

/** A band: full for the lower bound, fainter up to the upper one, fading out where there is none. */
function bandShapes(claim, low, high, points) {
  const fill = claim.mode ? `url(#${hatchId(claim.relation.family)})` : "currentColor";
  const shape = (name, half) => svg("path", { class: name, d: bandAlong(points, half), fill });
  return [
    claim.high === Infinity ? [10, 7, 4].map((more) => shape("fading", high + more)) : null,
    high > low ? shape("fringe", high) : null,
    low > 0 ? shape("core", low) : null,
    svg("path", { class: "rim", d: bandAlong(points, high) }),
  ];
}

function flowNode({ entity, x, y, height, lines, align }) {
  const at = { start: x, middle: x + BAR / 2, end: x + BAR }[align];
  return svg(
    "a",
    {
      class: "flow-name",
      href: `#select=entity:${entity.id}`,
      "data-select": `entity:${entity.id}`,
    },
    svg("title", {}, named(entity)),
    svg("rect", { x, y, width: BAR, height }),
    lines.map((line, i) =>
      svg(
        "text",
        {
          x: at,
          y: y - 6 - (lines.length - 1 - i) * 16,
          "text-anchor": align,
          direction: null,
        },
        line,
      ),
    ),
  );
}

/** The sum at the start of its band, with as many remarks as there is room for. */
function sumLabel({ claim, points: [[x, y]] }, told, view, room, measure) {
  if (!claim.quantity) return null;
  const words = sum(claim.quantity, "");
  const notes = [noteOfFlow(claim, told.get(claim), view), shortNote(told.get(claim)), ""];
  const note = notes.find((it) => measure(`${words}  ${it}`) <= room);
  return svg(
    "text",
    { class: "flow-sum", x: x + 7, y: y + 4.5, "aria-hidden": "true" },
    words,
    note ? svg("tspan", { class: "flow-note" }, `  ${note}`) : null,
  );
}

function noteOfFlow(claim, again, view) {
  return [
    claim.mode ? say(`claim.mode.${claim.mode}`) : "",
    again ? retoldWords(again) : "",
    ["contested", "untraced"]
      .filter((standing) => view.weighed[claim.i].standing === standing)
      .map((standing) => say(`claim.standing.${standing}`))
      .join(),
  ]
    .filter(Boolean)
    .join(", ");
}

function shortNote(again) {
  const sign = again && { same: "=", part: "⊂", rival: "/" }[again.kind];
  return again ? `${sign}${again.perhaps ? "?" : ""} ${again.claim.id}` : "";
}

function retoldWords({ kind, claim, perhaps }) {
  return say(`ledger.retold.${kind}`, {
    perhaps: perhaps ? say("claim.perhaps") : "",
    id: claim.id,
  });
}

/** What the band shows, in words. */
function wordsOfFlow(claim, unit, again, view) {
  const [from, to] = endsOfFlow(claim).map(named);
  return [
    claim.quantity
      ? say("ledger.flow", { from, to, sum: sum(claim.quantity, unit) })
      : say("ledger.onward", { from, to }),
    claim.when ? inWords(claim.when) : "",
    noteOfFlow(claim, again, view),
  ]
    .filter(Boolean)
    .join("; ");
}

/** The key of the drawing, with only the signs that occur in it. */
function captionOfFlows(flows, { drawn, onward }, told, view) {
  const all = flows.length;
  const some = (test) => drawn.some(test);
  const again = (claim) => told.get(claim);
  const unsure = (claim) => again(claim)?.perhaps || again(claim)?.kind === "rival";
  const colour = view.colour(drawn[0].relation.family);
  const key = (name, kind = name) =>
    el(
      "span",
      { class: "flow-key" },
      svg(
        "svg",
        { class: "flow-swatch", viewBox: "0 0 30 12", "aria-hidden": "true" },
        svg("g", { class: `band ${kind}`, color: colour }, swatchOf(name, drawn[0].relation)),
      ),
      say(`ledger.key.${name}`),
    );
  return el(
    "figcaption",
    {},
    el(
      "p",
      {},
      say("ledger.scale"),
      all > drawn.length
        ? ` ${say("ledger.undrawn", { n: all - drawn.length, drawn: drawn.length })}`
        : "",
    ),
    el("p", {}, [
      key("surely"),
      some((it) => it.high !== it.low) ? key("atmost") : null,
      some((it) => it.high === Infinity) ? key("open") : null,
      some((it) => it.mode) ? key("meant") : null,
      some((it) => again(it) && !unsure(it)) ? key("again") : null,
      some(unsure) ? key("maybe") : null,
      onward.length ? key("onward") : null,
    ]),
  );
}

function swatchOf(name, relation) {
  const points = [
    [0, 6],
    [30, 6],
  ];
  if (name === "onward") return svg("path", { class: "thread", d: lineAlong(points) });
  const claim = {
    relation,
    mode: name === "meant" ? name : "",
    high: name === "open" ? Infinity : 0,
  };
  return bandShapes(claim, name === "atmost" ? 0 : 4, name === "open" ? 2 : 4, points);
}

/** The hatching of the bands of each family for modes other than actual; once in the page. */
export function flowHatches(flows, view) {
  const families = [...new Set(flows.map((claim) => claim.relation.family))];
  return svg(
    "svg",
    { class: "flow-hatches", width: 0, height: 0, "aria-hidden": "true" },
    svg(
      "defs",
      {},
      families.map((family) =>
        svg(
          "pattern",
          {
            id: hatchId(family),
            width: 6,
            height: 6,
            patternUnits: "userSpaceOnUse",
            patternTransform: "rotate(45)",
          },
          svg("rect", { width: 3.2, height: 6, fill: view.colour(family) }),
        ),
      ),
    ),
  );
}

function hatchId(family) {
  return `hatch-${family?.id ?? ""}`;
}

/** A curve through points that is horizontal at each of them. */
function lineAlong(points) {
  return points.map((point, i) => (i ? curveTo(points[i - 1], point) : `M${point}`)).join("");
}

function bandAlong(points, half) {
  const above = points.map(([x, y]) => [x, y - half]);
  const below = points.map(([x, y]) => [x, y + half]).reverse();
  const back = below.map((point, i) => (i ? curveTo(below[i - 1], point) : `L${point}`)).join("");
  return `${lineAlong(above)}${back}Z`;
}

function curveTo([x, y], [toX, toY]) {
  const middle = (x + toX) / 2;
  return `C${middle},${y} ${middle},${toY} ${toX},${toY}`;
}
