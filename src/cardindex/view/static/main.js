// The page: it holds the state, has worked out what follows from it, and has that drawn.

import { makeAddress } from "./controls/address.js";
import { fit, reveal, takeSize, zoom } from "./drawing/camera.js";
import { caption, citableAddress, citationOf } from "./views/caption.js";
import { decode, link, unpack } from "./model/link.js";
import { append, byId, el, replace } from "./base/dom.js";
import { toldInWords } from "./base/evidenceline.js";
import { keepClicks } from "./controls/earlyclicks.js";
import { makeFinder } from "./controls/finder.js";
import { firstDrawing, firstSeen, painted } from "./first.js";
import { pageKey, stageKey, tabKey, walkAmong } from "./controls/keys.js";
import { drawDisputes } from "./views/disputes.js";
import { drawLedger } from "./views/ledger.js";
import { adopt, draw, retheme, standingAt, wake } from "./drawing/drawing.js";
import { drawPanel } from "./cards/panel.js";
import { LONGEST_TEXT, read, write } from "./state/permalink.js";
import { bereft, drawnTies, fallenTies } from "./scene/drawn.js";
import { foremostOf } from "./scene/foremost.js";
import { standUpright } from "./scene/places.js";
import { drawRail, unfold } from "./controls/legend.js";
import { pngPicture, save, svgPicture } from "./drawing/snapshot.js";
import { pictureKey } from "./views/key.js";
import { fallenWith } from "./model/evidence.js";
import { keysOf } from "./model/sourcetree.js";
import { copy, fewOf, note } from "./controls/notice.js";
import { onPaper } from "./controls/paper.js";
import { openPictureBox } from "./controls/picturebox.js";
import { isRailOpen, openRail, turnRail } from "./controls/rail.js";
import { makeSources } from "./controls/sources.js";
import {
  grow,
  only,
  onlyKind,
  openingState,
  select,
  set,
  toggle,
  toggleKind,
  toggled,
  unwaved,
} from "./state/state.js";
import { claimsCsv, makeTable } from "./views/table.js";
import { isDark, keep, takeTheme, tinted } from "./base/theme.js";
import { makeSourceBar } from "./controls/sourcebar.js";
import { tellingsOfAll } from "./model/tellings.js";
import { drawGist } from "./controls/gist.js";
import { showStatus } from "./controls/status.js";
import { skipTo, turnTo } from "./controls/tabs.js";
import { makeTimeline } from "./controls/timeline.js";
import { closeWelcome, welcome } from "./controls/welcome.js";
import { chooseMore, hideChosen, keepChosen, letGo, pinned, pinOf } from "./state/arrangement.js";
import { litAround, litByKey, makeWork } from "./state/derive.js";
import { learn, say } from "./base/words.js";

const app = {
  state: null,
  opening: null,
  model: null,
  work: null,
  view: null,
  drawing: firstDrawing,
  address: makeAddress(),
  weighed: false, // is it known what falls with each work?
  fitted: false,
  pathFrom: null, // the entity from which a path is being asked for
};

start().catch((error) => {
  note(say("notice.damaged", { reason: error.message }));
  throw error;
});

async function start() {
  const [onPage, onStage] = [document, byId("stage")].map(keepClicks);
  document.addEventListener("keydown", (event) =>
    pageKey(event, leave, (deed) => {
      if (app.state?.struck.length) DEEDS[deed]();
    }),
  );
  await firstSeen;
  learn(JSON.parse(byId("words").textContent));
  const library = unpack(JSON.parse(byId("vis-network").textContent));
  const model = link(await decode(JSON.parse(byId("data").textContent)));
  app.model = model;
  app.opening = openingState(model.opening);
  app.work = makeWork(model);
  app.drawTime = makeTimeline(byId("time"), model, (part) => {
    become({ ...app.state, ...part }, false, "time");
  });
  if (app.drawing.upright) standUpright(model);
  adopt(app.drawing, model);
  app.drawSources = makeSources(byId("sources"), model);
  app.drawBar = makeSourceBar(byId("source-bar"), lightSoon);
  app.drawTable = makeTable(byId("sheet"));
  makeFinder(byId("search"), byId("found"), model, go);
  listen();
  fromAddress();
  // Who was sent a view is to see it.
  if (location.hash.length < 2) welcome(byId("welcome"), model);
  const click = onPage();
  if (click && !byId("stage").contains(click.target)) click.target.click();
  // Read once there is something to look at, as it takes as long as all that went before.
  if (!firstSeen) await painted();
  append(document.head, [el("script", {}, await library)]);
  wake(app.drawing, {
    report: clicked,
    point: lightAround,
    choose: chooseSeveral,
    moved: pinMoved,
  });
  performance.mark("awake");
  document.body.dataset.ready = "yes";
  weighWorks();
  const pointed = onStage();
  if (pointed) clicked(standingAt(app.drawing, pointed));
}

/**
 * Go to another state, from which Back returns. `step`: at once, as a click on the page; else when
 * there is time. `burst`: moves of this kind that follow one another quickly are one step.
 */
function become(state, step = false, burst = null) {
  const before = app.state;
  const old = write(before, app.opening, app.model);
  app.state = state;
  const text = write(state, app.opening, app.model);
  if (text !== old) {
    if (step) app.address.step(text);
    else app.address.change(text, burst);
  }
  show(before);
}

function fromAddress() {
  app.address.arrive();
  const { state, ignored } = read(location.hash, app.opening, app.model);
  const before = app.state;
  app.state = state;
  if (ignored.length) {
    note(say("notice.ignored", { n: ignored.length, parts: fewOf(ignored) }));
  }
  show(before);
}

function show(before) {
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
  drawPanel(byId("panel"), view, before);
  const { ties, more, named, fallen, hollow } = drawNetwork(view, entities, view.lit);
  app.dimmed = false;
  app.around = (entity) => {
    const lit = entity ? litAround(view.links, entity) : view.lit;
    drawNetwork(view, entities, lit, named);
  };
  app.light = (key) => drawNetwork(view, entities, key ? litByKey(view, key) : view.lit);
  drawGist(byId("gist"), view.gist, state);
  if (app.weighed) app.drawBar(view);
  drawRail(byId("legend"), view);
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
  if (before && before.focus !== state.focus) app.fitted = false;
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

const REST = 180; // milliseconds for which a pointer rests on a mark before all else is dimmed

/** Who is pointed at and whom it is linked with stand out; nobody, once the pointer is away. */
function lightAround(entity) {
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
  const { links, weighed } = before && state.before ? before : view;
  const { ties, more } = drawnTies(links, weighed, view.drawn, lit, state.window);
  const ghostly = before && state.ghosts && !state.before;
  const fallen = ghostly ? fallenTies(before, view, view.drawn) : [];
  const hollow = ghostly ? bereft(before, view, view.drawn) : null;
  draw(app.drawing, {
    entities,
    ties,
    lit,
    named: names,
    degree: (entity) => view.opened.degree[entity.i],
    centre: state.focus ? view.who.of(model.entityById.get(state.focus)) : null,
    selected: state.selection?.kind === "entity" ? chosen[0] : null,
    told: ({ claims }) => toldInWords(tellingsOfAll(model, claims, weighed), model),
    fallen,
    hollow,
    pinned: view.pinned,
    several: state.several.map((id) => model.entityById.get(id)).filter((it) => view.drawn.has(it)),
  });
  return { ties, more, named: names, fallen, hollow };
}

const BREATH = 10; // milliseconds of work after which the reader has a turn

/** Find what falls with each work, which of thousands takes seconds, in breaths; then draw the bar. */
async function weighWorks() {
  let since = performance.now();
  for (const { id } of app.model.sources) {
    fallenWith(app.model, `source:${id}`);
    if (performance.now() - since < BREATH) continue;
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    since = performance.now();
  }
  app.weighed = true;
  app.drawBar(app.view);
}

/** What is pointed at in a list of works is lit, once the pointer stays for a moment. */
function lightSoon(key) {
  clearTimeout(app.lighting);
  if (key === app.lightKey) return;
  app.lighting = setTimeout(() => {
    app.lightKey = key;
    app.light(key);
  }, 60);
}

/** Who is more than a dot: the best linked, and who is brought out; all where all are asked for. */
function namedOf({ state, links: now, before, stays, chosen }, entities, lit) {
  if (state.all || state.focus) return null;
  // What falls takes nobody's name.
  const { links } = stays ? before : { links: now };
  const named = foremostOf(entities, ({ i }) => links.degree[i], app.drawing.upright);
  if (named) for (const entity of [...chosen, ...(lit?.entities ?? [])]) named.add(entity);
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
  for (const button of document.querySelectorAll("[data-do=back], [data-do=forward]")) {
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

function go(selection) {
  if (app.pathFrom && selection.kind === "entity") {
    const path = { from: app.pathFrom, to: selection.id };
    askPath(null);
    if (path.from !== path.to) {
      become({ ...select(app.state, { kind: "path", id: "now" }), path }, true);
    }
    return;
  }
  become(select(app.state, selection), true);
  byId("panel").focus({ preventScroll: true });
}

/** Several marks are chosen, or one more. */
function chooseSeveral(entities) {
  if (entities.length)
    become(
      chooseMore(
        app.state,
        entities.map(({ id }) => id),
      ),
    );
}

/** What was dragged is pinned: the state says where it stands from here on. */
function pinMoved(moves) {
  // In places of its own it stays where it is until these are worked out anew.
  if (!app.view.canPin) return;
  for (const {
    entity,
    from: [x, y],
  } of moves)
    Object.assign(entity, { x, y });
  const pins = moves.map(({ entity, to }) => pinOf(entity, ...to, app.model.upright));
  become(pinned(app.state, pins));
}

/** A click in the drawing. */
function clicked({ entity, tie }) {
  if (entity) go({ kind: "entity", id: entity });
  else if (tie) go({ kind: "pair", id: `${tie.a.id}+${tie.b.id}+${tie.family?.id ?? ""}` });
  else if (app.state.selection) become(select(app.state, null), true);
}

function askPath(from) {
  app.pathFrom = from;
  if (from) {
    const { label } = app.model.entityById.get(from);
    note(say("path.ask", { name: label }), () => {
      app.pathFrom = null;
    });
  } else byId("notice").hidden = true;
}

/** What buttons do, by the name in their data-do. */
const DEEDS = {
  back: () => {
    // Forward is to find the place as it was left.
    app.address.settle();
    if (app.address.behind()) history.back();
  },
  forward: () => history.forward(),
  close: () => {
    become(select(app.state, null), true);
    byId("stage").focus();
  },
  grow: ({ id }) => become(grow(app.state, id), true),
  focus: ({ id }) => become({ ...app.state, focus: id, depth: 1, grown: [] }, true),
  "strike-work": ({ id }) => strikeAny(keysOf(app.model.sourceById.get(id)).reverse()),
  voice: ({ id }) => listenTo("speaker", app.state.speaker === id ? "" : id),
  light: ({ id }) => become({ ...app.state, light: app.state.light === id ? "" : id }, true),
  "name-all": () => become(set(app.state, "all", !app.state.all)),
  path: ({ id }) => askPath(id),
  only: ({ field, id }) =>
    become(
      field === "hiddenTypes"
        ? onlyKind(app.state, id, app.model.types)
        : only(
            app.state,
            field,
            id,
            app.model.families.map((family) => family.id),
          ),
    ),
  "show-all": ({ id }) => {
    become(
      id === "types"
        ? set(app.state, "hiddenTypes", [])
        : { ...app.state, hiddenFamilies: [], hiddenRelations: [] },
    );
  },
  unfold: ({ id }) => {
    unfold(id);
    drawRail(byId("legend"), app.view);
  },
  view: ({ id }) => become(set(app.state, "view", id), true),
  rail: ({ id }) => showRail(id),
  restore: () => {
    const { selection } = app.state;
    const away = selection?.kind === "strikes" ? null : selection;
    become({ ...unwaved(app.state), struck: [], selection: away });
  },
  wave: () => become({ ...set(app.state, "ghosts", !app.state.ghosts), before: false }, true),
  before: () => become(set(app.state, "before", !app.state.before)),
  unpin: () => become(letGo(app.state)),
  hide: () => become(hideChosen(app.state), true),
  "keep-only": () => become(keepChosen(app.state), true),
  unchoose: () => become(set(app.state, "several", [])),
  "show-hidden": () => become({ ...app.state, hidden: [], kept: [] }, true),
  consequences: () => become(select(app.state, { kind: "strikes", id: "now" }), true),
  csv: () => save(claimsCsv(app.view), "claims.csv"),
  skip: () => skipTo(app.state.view),
  more: () => openTools(!document.body.classList.contains("with-tools")),
  picture: () => {
    openTools(false);
    openPictureBox(byId("picture-box").hidden);
  },
  png: () => savePicture("png"),
  svg: () => savePicture("svg"),
  cite: (_, button) => {
    const hash = write({ ...app.state, embed: false }, app.opening, app.model);
    const today = new Date().toLocaleDateString("en-CA"); // year-month-day
    copy(citationOf(app.view, citableAddress(location, hash), today), button);
  },
  "copy-address": ({ id }, button) => {
    const state = { ...app.state, embed: false, selection: { kind: "claim", id } };
    copy(`${location.href.split("#")[0]}#${write(state, app.opening, app.model)}`, button);
  },
  copy: ({ id }, button) => copy(id, button),
  "close-rail": () => openRail(false),
};

async function savePicture(form) {
  const wide = Number(byId("picture-width").value);
  openPictureBox(false);
  // A drawing that is not on screen has no size.
  if (app.state.view !== "network") become(set(app.state, "view", "network"), true);
  await new Promise(requestAnimationFrame);
  const about = { key: pictureKey(app.drawing, app.view), lines: caption(app.view) };
  save(
    form === "png"
      ? pngPicture(app.drawing, about, wide)
      : svgPicture(app.drawing, about, app.model.index.title),
    `network.${form}`,
  );
}

/** On a small screen the tools are a list that opens. */
function openTools(open) {
  document.body.classList.toggle("with-tools", open);
  byId("more").setAttribute("aria-expanded", String(open));
}

function listen() {
  addEventListener("popstate", fromAddress);
  addEventListener("pagehide", app.address.settle);
  addEventListener("hashchange", () => {
    if (location.hash.slice(1) !== write(app.state, app.opening, app.model)) fromAddress();
  });
  document.addEventListener(
    "pointerdown",
    ({ target }) => {
      if (!byId("welcome").contains(target)) putAway();
      if (!byId("tools").contains(target)) openTools(false);
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-select]");
    const deed = event.target.closest("[data-do]");
    if (chosen && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      const at = chosen.dataset.select.indexOf(":");
      go({ kind: chosen.dataset.select.slice(0, at), id: chosen.dataset.select.slice(at + 1) });
    } else if (deed) DEEDS[deed.dataset.do](deed.dataset, deed);
  });
  document.addEventListener("change", ({ target }) => {
    const { toggle: field, id, keys, choose: choice } = target.dataset;
    if (field === "hiddenTypes") filter(toggleKind(app.state, id, app.model.types));
    else if (field === "identities") filter(set(app.state, field, target.checked));
    else if (field) filter(toggle(app.state, field, id));
    else if (keys) strikeAny(keys.split(" "));
    else if (choice) listenTo(choice, target.value);
  });
  byId("text-filter").maxLength = LONGEST_TEXT;
  byId("text-filter").addEventListener("input", ({ target }) => {
    become(set(app.state, "text", target.value), false, "text");
  });
  byId("zoom-in").addEventListener("click", () => zoom(app.drawing, 1.35));
  byId("zoom-out").addEventListener("click", () => zoom(app.drawing, 1 / 1.35));
  byId("zoom-fit").addEventListener("click", () => fit(app.drawing, { animated: true }));
  byId("theme").addEventListener("click", switchTheme);
  byId("help").addEventListener("click", () => welcome(byId("welcome"), app.model, true));
  byId("open-rail").addEventListener("click", () => {
    openRail(!isRailOpen());
  });
  byId("open-rail").setAttribute("aria-expanded", String(isRailOpen()));
  byId("stage").addEventListener("keydown", (event) => {
    stageKey(event, app, (selection) => become(select(app.state, selection), true), chooseSeveral);
  });
  byId("tool-list").addEventListener("keydown", (event) => walkAmong(byId("tool-list"), event));
  for (const list of document.querySelectorAll("[role=tablist]")) {
    list.addEventListener("keydown", tabKey);
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  // Firefox copies the page for the printer before it takes it for printed.
  addEventListener("beforeprint", () => onPaper(app, true, recolour));
  addEventListener("afterprint", () => onPaper(app, false, recolour));
  matchMedia("print").addEventListener("change", ({ matches }) => onPaper(app, matches, recolour));
}

/** Another part is chosen in the legend: boxes ticked one after another are one step. */
function filter(state) {
  become(state, false, "legend");
}

function strike(struck) {
  const empty = !struck.length && app.state.selection?.kind === "strikes";
  const selection = struck.length ? { kind: "strikes", id: "now" } : app.state.selection;
  become({ ...unwaved(app.state), struck, selection: empty ? null : selection });
}

/** Strike by the last of these keys, or let count again, by whichever of them it was struck. */
function strikeAny(keys) {
  const by = keys.filter((key) => app.state.struck.includes(key));
  if (by.length) strike(app.state.struck.filter((key) => !by.includes(key)));
  else strike(toggled(app.state.struck, keys.at(-1)));
}

/** Only this speaker's word, or it beside another's. */
function listenTo(field, name) {
  const state =
    field === "speaker" && !name
      ? { ...app.state, speaker: "", versus: "" }
      : set(app.state, field, name);
  const both = state.speaker && state.versus;
  const away = state.selection?.kind === "versus" ? null : state.selection;
  become({ ...state, selection: both ? { kind: "versus", id: "now" } : away }, true);
}

/** Leave what is open, the innermost first. */
function leave() {
  if (app.pathFrom) askPath(null);
  else if (putAway()) byId("stage").focus();
  else if (!byId("picture-box").hidden) openPictureBox(false);
  else if (document.body.classList.contains("with-tools")) openTools(false);
  else if (document.body.classList.contains("with-rail")) openRail(false);
  else if (app.state?.selection) DEEDS.close();
  else if (app.state?.several.length) DEEDS.unchoose();
}

/** Put away the welcome, if it is there. */
function putAway() {
  const box = byId("welcome");
  if (box.hidden) return false;
  closeWelcome(box);
  return true;
}

function showRail(name) {
  turnRail(name);
  if (name === "sources") app.drawSources(app.view);
}

function switchTheme() {
  takeTheme(isDark() ? "light" : "dark");
  keep("theme", document.documentElement.dataset.theme);
  recolour();
}

function recolour() {
  retheme(app.drawing);
  show(app.state);
}
