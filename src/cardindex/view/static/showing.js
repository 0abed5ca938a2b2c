// A state as the reader sees it: everything on the page that follows from it is drawn.

import { app } from "./app.js";
import { fit, reveal, takeSize } from "./drawing/camera.js";
import { caption } from "./views/caption.js";
import { litAround, litByKey, litFamilies } from "./state/derive.js";
import { drawDisputes } from "./views/disputes.js";
import { byId, el, replace } from "./base/dom.js";
import { draw, retheme } from "./drawing/drawing.js";
import { bereft, drawnTies, fallenTies } from "./scene/drawn.js";
import { fallenWith } from "./model/evidence.js";
import { toldInWords } from "./base/evidenceline.js";
import { foremostOf } from "./scene/foremost.js";
import { drawGist } from "./controls/gist.js";
import { drawLedger } from "./views/ledger.js";
import { measureInWords } from "./base/figures.js";
import { drawMarks } from "./controls/marks.js";
import { markingOf } from "./scene/marking.js";
import { rangesOf } from "./state/measured.js";
import { say } from "./base/words.js";
import { drawRail } from "./controls/legend.js";
import { drawPanel } from "./cards/panel.js";
import { write } from "./state/permalink.js";
import { showStatus } from "./controls/status.js";
import { drawSurroundings } from "./controls/surroundings.js";
import { turnTo } from "./controls/tabs.js";
import { tellingsOfAll } from "./model/tellings.js";
import { tinted } from "./base/theme.js";

export function show(before) {
  const { state, model } = app;
  const view = app.work(state);
  view.colour = (family) => tinted(family?.colour ?? "#787878", app.drawing.theme);
  view.tint = (colour) => tinted(colour, app.drawing.theme);
  app.view = view;
  const entities = [...view.drawn].filter((entity) => {
    return (
      view.links.degree[entity.i] ||
      view.chosen.includes(entity) ||
      (view.stays && view.before.links.degree[entity.i])
    );
  });
  view.ranges = app.ranges.of(view.measured);
  drawPanel(byId("panel"), view, before);
  const { ties, more, named, fallen, hollow } = drawNetwork(view, entities, view.lit);
  app.redraw = () => drawNetwork(view, entities, view.lit, named);
  app.dimmed = false;
  app.around = (entity) => {
    const lit = entity ? litAround(view.links, entity) : view.lit;
    drawNetwork(view, entities, lit, named);
  };
  app.light = (key) => drawNetwork(view, entities, key ? litByKey(view, key) : view.lit);
  app.lightFamilies = (families) => {
    const lit = families && litFamilies(view.links, families);
    // Of what is not shown nothing can be lit.
    drawNetwork(view, entities, lit?.ties.size ? lit : view.lit, named);
  };
  drawGist(byId("gist"), view.gist, state);
  if (app.weighed) app.drawBar(view);
  drawRail(byId("legend-rows"), view);
  drawMarks(byId("marks"), view, app.drawing, view.ranges);
  measureStrikes(view);
  drawSurroundings(byId("surroundings"), view, view.reach);
  if (byId("text-filter").value !== state.text) byId("text-filter").value = state.text;
  if (!byId("sources").hidden) app.drawSources(view);
  app.drawTime(view);
  showView(view);
  showStatus(byId("status"), view, {
    entities: entities.filter((it) => !hollow?.has(it)),
    ties,
    hidden: more,
    named,
    fallen,
  });
  // Other surroundings stand elsewhere.
  if (before && STANDS.some((field) => before[field] !== state[field])) app.fitted = false;
  // A drawing that is not on screen has no size to be fitted to.
  if (!app.fitted && state.view === "network") {
    fit(app.drawing, { lit: view.lit });
    app.fitted = true;
  }
  markSteps();
  showFrame(state);
  replace(
    byId("caption"),
    caption(view).map((line) => el("p", {}, line)),
  );
  const moved = before && JSON.stringify(before.selection) !== JSON.stringify(state.selection);
  // A card takes its room from the drawing, which is then painted once, in its new size.
  if (moved && state.view === "network") takeSize(app.drawing);
  if (view.chosen.length && (moved || !before)) reveal(app.drawing, view.chosen);
  document.title =
    state.selection && view.chosen[0]
      ? `${view.chosen[0].label} · ${model.index.title}`
      : model.index.title;
}

const STANDS = ["focus", "depth", "sectors"]; // of a state, by which marks stand elsewhere

const REST = 180; // milliseconds for which a pointer rests on a mark before all else is dimmed

/** Who is pointed at and whom it is linked with stand out; nobody, once the pointer is away. */
export function lightAround(entity) {
  clearTimeout(app.resting);
  // What was chosen stays what is brought out.
  if (app.view.lit || (!entity && !app.dimmed)) return;
  app.resting = setTimeout(
    () => {
      app.dimmed = entity !== null;
      app.around(entity);
    },
    entity ? REST : 0,
  );
}

function drawNetwork(view, entities, lit, names = namedOf(view, entities, lit)) {
  const { state, model, chosen, before } = view;
  const { gathers } = view.links.who;
  const { links, weighed } = before && state.before ? before : view;
  const { ties, more } = drawnTies(links, weighed, view.drawn, {
    lit,
    span: state.window,
    voices: view.voices,
  });
  const ghostly = before && state.ghosts && !state.before;
  const fallen = ghostly ? fallenTies(before, view, view.drawn) : [];
  const hollow = ghostly ? bereft(before, view, view.drawn) : null;
  draw(app.drawing, {
    entities,
    ties,
    lit,
    named: names,
    // Whoever has others folded into it has their neighbours as well.
    degree: (entity) => (gathers?.has(entity) ? view.links : view.opened).degree[entity.i] ?? 0,
    centre: state.focus ? view.links.who.of(model.entityById.get(state.focus)) : null,
    selected: state.selection?.kind === "entity" ? chosen[0] : null,
    told: ({ claims }) => toldInWords(tellingsOfAll(model, claims, weighed), model),
    fallen,
    hollow,
    hues: view.hues,
    pinned: view.pinned,
    sectors: view.sectors,
    marking: {
      ...markingOf(view, app.drawing.theme, view.ranges),
      gathers,
      note: (entity) => notesOn(view, entity),
    },
    several: state.several.map((id) => model.entityById.get(id)).filter((it) => view.drawn.has(it)),
  });
  return { ties, more, named: names, fallen, hollow };
}

/** What is told of a mark that is pointed at, besides its name. */
function notesOn({ measured, ranges, links, model }, entity) {
  const members = links.who.gathers?.get(entity);
  return [
    ...(members ? [say("marks.gathers", { n: members.length })] : []),
    ...[...measured.values()]
      .filter(({ why }) => !why)
      .flatMap((one) => measureInWords(one, ranges.get(one.name), entity, model)),
  ];
}

const BREATH = 10; // milliseconds of work after which the reader has a turn

/** Make what waits, now and then, until others have had a turn. */
function breathing() {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < BREATH) return;
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    since = performance.now();
  };
}

const SETTLED = 250; // milliseconds for which a view has been shown, before what takes long is begun

/** Find the ranges of what is measured over strikes, in breaths; then draw them. */
async function measureStrikes(view) {
  const left = [...view.measured.values()].filter((one) => !one.why && !app.ranges.has(one));
  if (!left.length) return;
  await new Promise((resolve) => {
    setTimeout(resolve, SETTLED);
  });
  const breathe = breathing();
  for (const one of left) {
    const work = rangesOf(one, view, (key) => app.work.without(view.state, key));
    let step = work.next();
    for (; !step.done; step = work.next()) {
      await breathe();
      // Of another view another range is wanted.
      if (app.view.measured !== view.measured) return;
    }
    app.ranges.set(one, step.value);
  }
  app.view.ranges = app.ranges.of(view.measured);
  app.redraw();
  drawMarks(byId("marks"), app.view, app.drawing, app.view.ranges);
  drawPanel(byId("panel"), app.view, app.view.state);
}

/** Find what falls with each work, which of thousands takes seconds, in breaths; then draw the bar. */
export async function weighWorks() {
  const breathe = breathing();
  for (const { id } of app.model.sources) {
    fallenWith(app.model, `source:${id}`);
    await breathe();
  }
  app.weighed = true;
  app.drawBar(app.view);
}

/** What is pointed at in a list of works is lit, once the pointer stays for a moment. */
export function lightSoon(key) {
  clearTimeout(app.lighting);
  if (key === app.lightKey) return;
  app.lighting = setTimeout(() => {
    app.lightKey = key;
    app.light(key);
  }, 60);
}

/** The lines that a row of the legend stands for are lit, once the pointer stays on it. */
export function lightRow({ family = null, group = null }) {
  const told = family ?? group;
  if (told === app.litRow) return;
  clearTimeout(app.lighting);
  app.litRow = told;
  app.lighting = setTimeout(
    () => {
      const { families } = app.model;
      const lit = (it) => (family === null ? it.group.id === group : it.id === family);
      app.lightFamilies(told === null ? null : new Set(families.filter(lit)));
    },
    told === null ? 0 : REST,
  );
}

/** Who is more than a dot: the best linked, and who is brought out; all where all are asked for. */
function namedOf({ state, links: now, before, stays, chosen, measured }, entities, lit) {
  if (state.all || state.focus) return null;
  // What falls takes nobody's name.
  const { links } = stays ? before : { links: now };
  const sized = measured.get(state.size);
  const worth = sized && !sized.why ? ({ i }) => sized.values[i] || 0 : ({ i }) => links.degree[i];
  const named = foremostOf(entities, worth, app.drawing.upright);
  const always = [...chosen, ...(lit?.entities ?? []), ...(now.who.gathers?.keys() ?? [])];
  if (named) for (const entity of always) named.add(entity);
  return named;
}

/** In a frame of another page there is only the drawing, its cards, and the way to the whole. */
function showFrame(state) {
  if (state.embed) document.documentElement.dataset.embed = "yes";
  else delete document.documentElement.dataset.embed;
  byId("in-full").href = `#${write({ ...state, embed: false }, app.opening, app.model)}`;
}

/** Back and Forward are offered only where they stay on this page. */
function markSteps() {
  // They stand first in the panel; to look through all that is on the page takes milliseconds.
  const tools = byId("panel").firstElementChild;
  for (const button of tools?.querySelectorAll("[data-do=back], [data-do=forward]") ?? []) {
    button.disabled = !app.address[button.dataset.do === "back" ? "behind" : "ahead"]();
  }
}

/** The stage shows one of four: the network, the claims as a table, the ledger, the disputes. */
function showView(view) {
  turnTo(view.state.view);
  if (view.state.view === "table") app.drawTable(view);
  if (view.state.view === "money") drawLedger(byId("ledger"), view);
  if (view.state.view === "disputes") drawDisputes(byId("disputes"), view);
}

export function recolour() {
  retheme(app.drawing);
  show(app.state);
}
