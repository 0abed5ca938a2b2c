// Showing a state: everything on the page that depends on it is drawn.

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
    // Nothing can be lit that is not shown.
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
  // Other surroundings have other places.
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
  // A card narrows the drawing, which takes its new size before it is painted, once.
  if (moved && state.view === "network") takeSize(app.drawing);
  if (view.chosen.length && (moved || !before)) reveal(app.drawing, view.chosen);
  document.title =
    state.selection && view.chosen[0]
      ? `${view.chosen[0].label} · ${model.index.title}`
      : model.index.title;
}

const STANDS = ["focus", "depth", "sectors"]; // fields of a state that change the places of marks

const REST = 180; // milliseconds that a pointer rests on a mark before the rest is dimmed

/** Light an entity that is pointed at, with its neighbours, until the pointer leaves. */
export function lightAround(entity) {
  clearTimeout(app.resting);
  // The lit selection stays lit.
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
    // An entity into which others are folded has their neighbours too.
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

/** The note on a mark that is pointed at, below its name. */
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

/** Make a function that pauses from time to time, so that the page can answer its reader. */
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

const SETTLED = 250; // milliseconds that a view is shown before long computations begin

/** Compute the ranges of measures over strikes, with pauses; then draw them. */
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
      // The view has changed: its ranges are computed by another call.
      if (app.view.measured !== view.measured) return;
    }
    app.ranges.set(one, step.value);
  }
  app.view.ranges = app.ranges.of(view.measured);
  app.redraw();
  drawMarks(byId("marks"), app.view, app.drawing, app.view.ranges);
  drawPanel(byId("panel"), app.view, app.view.state);
}

/** Compute what falls with each work, with pauses, as thousands take seconds; then draw the bar. */
export async function weighWorks() {
  const breathe = breathing();
  for (const { id } of app.model.sources) {
    fallenWith(app.model, `source:${id}`);
    await breathe();
  }
  app.weighed = true;
  app.drawBar(app.view);
  document.body.dataset.weighed = "yes"; // nothing more comes by itself
}

/** Light the lines of a work in a list once the pointer stays on it for a moment. */
export function lightSoon(key) {
  clearTimeout(app.lighting);
  if (key === app.lightKey) return;
  app.lighting = setTimeout(() => {
    app.lightKey = key;
    app.light(key);
  }, 60);
}

/** Light the lines of a row of the legend once the pointer stays on it. */
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

/** The entities that are more than dots: the best linked and the lit; null where all are. */
function namedOf({ state, links: now, before, stays, chosen, measured }, entities, lit) {
  if (state.all || state.focus) return null;
  // An entity that loses its links keeps its name.
  const { links } = stays ? before : { links: now };
  const sized = measured.get(state.size);
  const worth = sized && !sized.why ? ({ i }) => sized.values[i] || 0 : ({ i }) => links.degree[i];
  const named = foremostOf(entities, worth, app.drawing.upright);
  const always = [...chosen, ...(lit?.entities ?? []), ...(now.who.gathers?.keys() ?? [])];
  if (named) for (const entity of always) named.add(entity);
  return named;
}

/** In a frame of another page: only the drawing, cards, and a link to the whole page. */
function showFrame(state) {
  if (state.embed) document.documentElement.dataset.embed = "yes";
  else delete document.documentElement.dataset.embed;
  byId("in-full").href = `#${write({ ...state, embed: false }, app.opening, app.model)}`;
}

/** Back and Forward are offered only where they stay on this page. */
function markSteps() {
  // The buttons are the first of the panel; a search of the whole page would take milliseconds.
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
