// The box of the legend about marks: by what they are large or coloured, with a key, and which blocs
// and parts are folded into one mark each.

import { el, pushButton, replace, svg } from "../base/dom.js";
import { figure } from "../base/figures.js";
import { longList } from "../base/lists.js";
import { entityLink } from "../base/sentences.js";
import { say } from "../base/words.js";
import { lookOf } from "../drawing/looks.js";
import { sizeOf } from "../scene/foremost.js";
import { EVERY_WHOLE, partsOf } from "../model/gathering.js";
import { MEASURES } from "../model/measures.js";
import { blocsOf, radiusOf } from "../scene/marking.js";
import { coloursTold, samplesOf } from "../views/markskey.js";

const FIRST_RANKS = 10;
const SHRUNK = 0.45; // scale of a mark's radius in the key
let keyShown = null; // a copy of what the key was last made of
let foldingTold = ""; // what the lists of foldable blocs and parts were last made of
let opened = {}; // which of its lists are open, by name

/** Draw the box. `ranges`: by measure, where they are known; null for a measure without one. */
export function drawMarks(box, view, drawing, ranges) {
  if (!box.firstElementChild) {
    const made = ["marks-key", "marks-folding"].map((name) => el("div", { class: name }));
    replace(box, choosers(view), made);
    [keyShown, foldingTold] = [null, ""];
  }
  for (const field of ["size", "colour"]) {
    box.querySelector(`#marks-${field}`).value = view.state[field];
  }
  const built = el("div", {}, sizeKey(view, drawing, ranges), colourKey(view, drawing));
  if (!keyShown?.isEqualNode(built)) {
    keyShown = built.cloneNode(true);
    refill(box.querySelector(".marks-key"), [...built.childNodes]);
  }
  drawFolding(box.querySelector(".marks-folding"), view);
}

/** The lists of what can be folded. They are long, so they are made anew only when they change. */
function drawFolding(box, view) {
  const { model, state, weighed, who } = view;
  const members = membersOf(partsOf(model, weighed, who));
  const counts = [...members].map(([whole, count]) => [whole.id, count]);
  const told = JSON.stringify([state.blocs, state.wholes, counts]);
  if (told === foldingTold) return;
  foldingTold = told;
  refill(box, foldingOf(view, members) ?? []);
}

function refill(box, parts) {
  const focused = document.activeElement?.id;
  replace(box, parts);
  for (const list of box.querySelectorAll("details")) {
    list.addEventListener("toggle", () => {
      opened = { ...opened, [list.dataset.name]: list.open };
    });
  }
  if (focused) box.querySelector(`#${CSS.escape(focused)}`)?.focus();
}

/** How many parts each whole has. */
function membersOf(parts) {
  const counts = new Map();
  for (const whole of parts.values()) counts.set(whole, (counts.get(whole) ?? 0) + 1);
  return counts;
}

/** The choices stay the same elements, so that a reader can type the name of one letter by letter. */
function choosers(view) {
  return [
    el("p", { class: "heading", id: "marks-heading" }, say("marks.heading")),
    chooser("size", sizesOffered()),
    chooser("colour", colours(view)),
  ];
}

function sizesOffered() {
  return [
    ["", say("marks.by_opening")],
    ...MEASURES.map((name) => [name, say(`measures.${name}`)]),
  ];
}

function colours({ model }) {
  return [
    ["", say("marks.by_kind")],
    ...model.schemes.map((name) => [`scheme:${name}`, name]),
    ...MEASURES.map((name) => [`measure:${name}`, say(`measures.${name}`)]),
  ];
}

function chooser(field, choices) {
  return el(
    "label",
    { class: "marks-choice", for: `marks-${field}` },
    el("span", {}, say(`marks.${field}`)),
    el(
      "select",
      { id: `marks-${field}`, "data-set": field },
      choices.map(([value, label]) => el("option", { value }, label)),
    ),
  );
}

/** Three sample marks with what their sizes say; for a measure also its meaning and its range. */
function sizeKey({ state, measured, links, opened: first }, drawing, ranges) {
  const found = measured.get(state.size);
  if (found?.why) return el("p", { class: "soft" }, say(`marks.${found.why}`));
  const most = found ? found.most : first.degree.reduce((best, it) => Math.max(best, it), 0);
  if (!most) return null;
  const values = samplesOf(most);
  const radius = found ? (value) => radiusOf(value, most) : sizeOf;
  const range = ranges.get(state.size);
  return [
    sizeSamples(values, radius),
    found ? el("p", { class: "soft" }, measureNote(found, range)) : null,
    found ? foremost(found, range, links.model.entities) : null,
    found && range && drawing.entities.some((one) => !lookOf(drawing, one).isDot)
      ? el(
          "p",
          { class: "soft whisker" },
          whiskerMark(),
          say("marks.whisker", { n: range.strikes }),
        )
      : null,
  ];
}

function sizeSamples(values, radius) {
  let x = 2;
  const marks = values.map((value) => {
    const r = radius(value) * SHRUNK;
    const at = x + Math.max(r, 12);
    x = at + Math.max(r, 12) + 8;
    return [
      svg("circle", { cx: at, cy: 17, r, fill: "currentColor" }),
      svg("text", { x: at, y: 46, "text-anchor": "middle" }, figure(value)),
    ];
  });
  const label = say("marks.samples", { values: values.map(figure).join(", ") });
  return svg(
    "svg",
    { class: "size-key", viewBox: "0 0 150 50", role: "img", "aria-label": label },
    marks,
  );
}

function whiskerMark() {
  return svg(
    "svg",
    { class: "mark", viewBox: "0 0 16 16", "aria-hidden": "true" },
    svg("path", { d: "M2 14L14 2M0 12l4 4M12 0l4 4", stroke: "currentColor", fill: "none" }),
  );
}

function measureNote({ name, many }, range) {
  const of = say("marks.of_shown", { n: many, says: say(`measures.${name}_long`) });
  if (range === undefined) return [of, " ", say("marks.working")];
  return range ? of : [of, " ", say("marks.no_range")];
}

/** The first by a measure, as a list: for readers who cannot see the marks. */
function foremost({ name, values, ranks }, range, entities) {
  const rows = [...entities.keys()].filter((row) => ranks[row] && ranks[row] <= FIRST_RANKS);
  rows.sort((a, b) => ranks[a] - ranks[b] || a - b);
  const items = rows
    .slice(0, FIRST_RANKS)
    .map((row) =>
      el(
        "li",
        {},
        el("span", { class: "count" }, ranks[row]),
        el("span", { class: "row-label" }, entityLink(entities[row])),
        el(
          "span",
          { class: "count" },
          figure(values[row]),
          range ? ranksBetween(range, row) : null,
        ),
      ),
    );
  return folder(
    "first",
    say("marks.first", { measure: say(`measures.${name}`) }),
    el("ol", {}, items),
  );
}

function ranksBetween({ highest, lowest }, row) {
  return highest[row] === lowest[row]
    ? null
    : ` (${say("marks.ranks", { from: highest[row], to: lowest[row] })})`;
}

function folder(name, heading, ...inner) {
  return el(
    "details",
    { "data-name": name, open: opened[name] ?? false },
    el("summary", { id: `marks-${name}` }, heading),
    inner,
  );
}

function colourKey(view, { theme }) {
  const rows = coloursTold(view, theme);
  if (!rows.length) return null;
  return el(
    "ul",
    { class: "colour-key", "aria-label": say("marks.colour") },
    rows.map(({ label, count, colour }) =>
      el(
        "li",
        {},
        svg(
          "svg",
          { class: "mark", viewBox: "0 0 16 16", "aria-hidden": "true" },
          svg("circle", { cx: 8, cy: 8, r: 6, fill: colour }),
        ),
        el("span", { class: "row-label" }, label),
        el("span", { class: "count" }, count),
      ),
    ),
  );
}

/** Blocs by their schemes, and parts: what can be folded into one mark, and is. */
function foldingOf({ model, state }, members) {
  const lists = model.schemes.map((scheme) => {
    const rows = longList("ul", {}, blocsOf(model, scheme), (mark) =>
      foldRow(mark, state.blocs.includes(mark.id), "fold-bloc", mark.members.length),
    );
    const all = blocsOf(model, scheme).every(({ id }) => state.blocs.includes(id));
    const button = foldButton("fold-scheme", scheme, all, scheme, `fold-all-${scheme}`);
    return folder(`scheme-${scheme}`, say("marks.scheme", { scheme }), rows, button);
  });
  const wholes = [...members.keys()];
  const every = state.wholes.includes(EVERY_WHOLE);
  if (wholes.length) {
    const rows = longList("ul", {}, wholes, (whole) =>
      foldRow(whole, every || state.wholes.includes(whole.id), "fold-whole", members.get(whole)),
    );
    const button = foldButton("fold-whole", EVERY_WHOLE, every, say("marks.parts"), "fold-every");
    lists.push(folder("parts", say("marks.parts"), rows, button));
  }
  return lists.length ? [el("p", { class: "soft" }, say("marks.folding")), lists] : null;
}

function foldRow(mark, folded, deed, count) {
  return [
    el("span", { class: "row-label" }, entityLink(mark)),
    el("span", { class: "count" }, count),
    foldButton(deed, mark.id, folded, mark.label, `${deed}-${mark.id}`),
  ];
}

function foldButton(deed, id, folded, name, own) {
  const words = folded ? "marks.unfold" : "marks.fold";
  return pushButton(
    {
      class: "quiet",
      id: own,
      "data-do": deed,
      "data-id": id,
      "aria-pressed": String(folded),
      "aria-label": say("marks.fold_what", { deed: say(words), name }),
    },
    say(words),
  );
}
