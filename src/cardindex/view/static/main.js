// The page: it holds the state, works out what follows from it, and has it drawn.

import { cardOf } from "./cards.js";
import { decode, link } from "./codec.js";
import { append, byId, el, replace } from "./dom.js";
import { voiceOf, weighAll } from "./evidence.js";
import { makeFinder } from "./finder.js";
import {
  draw, fit, makeNetwork, nearest, pan, retheme, reveal, tinted, zoom,
} from "./network.js";
import { read, write } from "./permalink.js";
import { choose, drawnTies, neighbours, settle, tiesOf } from "./picture.js";
import { drawRail } from "./rail.js";
import { cut } from "./slice.js";
import { grow, only, openingState, select, set, sliceOf, toggle } from "./state.js";
import { learn, say } from "./words.js";

const app = { state: null, opening: null, model: null, drawing: null, view: null, memory: new Map() };

start().catch((error) => {
  document.body.classList.remove("plain");
  note(say("notice.damaged", { reason: error.message }));
  throw error;
});

async function start() {
  learn(JSON.parse(byId("words").textContent));
  const model = link(await decode(JSON.parse(byId("data").textContent)));
  document.body.classList.remove("plain");
  app.model = model;
  app.opening = openingState(model.opening);
  takeTheme(kept("theme"));
  app.drawing = makeNetwork(byId("stage"), model, clicked);
  // For tests, and for the curious at a console.
  byId("stage").drawing = app.drawing;
  makeFinder(byId("search"), byId("found"), model, go);
  listen();
  fromAddress();
  fit(app.drawing);
  welcome();
  document.body.dataset.ready = "yes";
}

/** Go to another state. `step`: one that Back should return from. */
function become(state, step = false) {
  const before = app.state;
  app.state = state;
  const text = write(state, app.opening, app.model);
  if (before && text !== write(before, app.opening, app.model)) remember(text, step);
  show(before);
}

function remember(text, step) {
  try {
    if (step) history.pushState(null, "", `#${text}`);
    else history.replaceState(null, "", `#${text}`);
  } catch {
    // In a notebook's frame the history is closed; its own address is not.
    location.hash = text;
  }
}

function fromAddress() {
  const { state, ignored } = read(location.hash, app.opening, app.model);
  const before = app.state;
  app.state = state;
  if (ignored.length) {
    note(say("notice.ignored", { n: ignored.length, parts: ignored.join(", ") }));
  }
  show(before);
}

/** Work out the view of a state; each part is kept until what it depends on changes. */
function work(state) {
  const { model } = app;
  const weighed = once("weighed", [state.struck, state.speaker], () => {
    return weighAll(model, new Set(state.struck), voiceOf(model, state.speaker));
  });
  const slice = sliceOf(state, model);
  const part = [
    weighed, state.hiddenFamilies, state.hiddenRelations, state.hiddenTypes, state.standings,
    state.modes, state.window, state.surely, state.text,
  ];
  const claims = once("claims", part, () => cut(model, weighed, slice));
  const ties = once("ties", [claims], () => tiesOf(claims.shown, weighed));
  const around = once("around", [ties], () => neighbours(ties));
  const wanted = selectedEntities(state.selection);
  const drawn = choose(model, around, state, wanted);
  settle(drawn, around);
  const view = {
    model, state, weighed, around, drawn, ties,
    cut: claims,
    shown: once("shown", [claims], () => new Set(claims.shown)),
    counts: once("counts", [weighed], () => countAll(weighed)),
    colour: (family) => tinted(family?.colour ?? "#787878", app.drawing.theme),
    tint: (colour) => tinted(colour, app.drawing.theme),
  };
  view.lit = litBy(state.selection, view);
  return view;
}

/** Claims by family, kind, standing and mode in the whole of the page, for the legend. */
function countAll(weighed) {
  const counts = { families: new Map(), types: new Map(), standings: new Map(), modes: new Map() };
  const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const claim of app.model.claims) {
    const evidence = weighed[claim.i];
    if (!evidence || claim.context) continue;
    add(counts.families, claim.relation.family?.id);
    add(counts.standings, evidence.standing);
    add(counts.modes, claim.mode);
  }
  for (const entity of app.model.entities) add(counts.types, entity.type.id);
  return counts;
}

function once(name, parts, compute) {
  const known = app.memory.get(name);
  if (known && known.parts.every((part, i) => part === parts[i])) return known.value;
  const value = compute();
  app.memory.set(name, { parts, value });
  return value;
}

function selectedEntities(selection) {
  if (!selection) return [];
  const { model } = app;
  if (selection.kind === "entity") return [model.entityById.get(selection.id)];
  if (selection.kind === "pair") {
    return selection.id.split("+").slice(0, 2).map((id) => model.entityById.get(id));
  }
  const claim = selection.kind === "claim" && model.claimById.get(selection.id);
  return claim ? [claim.subject, claim.object].filter(Boolean) : [];
}

/** What the selection brings out: its entities and the ties that touch them; null for all. */
function litBy(selection, view) {
  const chosen = selectedEntities(selection);
  if (!chosen.length) return null;
  const entities = new Set(chosen);
  const ties = new Set();
  for (const tie of view.ties.values()) {
    const inside = selection.kind === "entity"
      ? tie.a === chosen[0] || tie.b === chosen[0]
      : entities.has(tie.a) && entities.has(tie.b) && chosen.length > 1;
    if (!inside) continue;
    ties.add(tie.key);
  }
  if (selection.kind === "entity") {
    for (const other of view.around.get(chosen[0])?.keys() ?? []) entities.add(other);
  }
  return { entities, ties };
}

function show(before) {
  const { state } = app;
  app.view = work(state);
  const { view } = app;
  const chosen = selectedEntities(state.selection);
  const entities = [...view.drawn].filter((entity) => {
    return view.around.has(entity) || chosen.includes(entity);
  });
  draw(app.drawing, {
    entities,
    ties: drawnTies(view.ties, view.drawn),
    degree: (entity) => view.around.get(entity)?.size ?? 0,
    lit: view.lit,
    selected: state.selection?.kind === "entity" ? chosen[0] : null,
  });
  drawRail(byId("rail"), view);
  showCard(before);
  showStatus(entities);
  if (chosen.length && before && before.selection !== state.selection) {
    reveal(app.drawing, chosen[0]);
  }
}

function showCard(before) {
  const panel = byId("panel");
  const { selection } = app.state;
  const resized = panel.hidden !== (selection === null);
  panel.hidden = selection === null;
  document.body.classList.toggle("with-card", selection !== null);
  if (resized) app.drawing.network.redraw();
  if (!selection) {
    panel.replaceChildren();
    return;
  }
  const same = before && JSON.stringify(before.selection) === JSON.stringify(selection);
  const scrolled = same ? panel.scrollTop : 0;
  const { tab, heading, body } = cardOf(selection, app.view);
  replace(panel,
    el("div", { class: "panel-tools" },
      el("button", { type: "button", "data-do": "back", "aria-label": say("panel.back") }, "‹"),
      el("button", { type: "button", "data-do": "forward", "aria-label": say("panel.forward") }, "›"),
      el("span", { class: "spring" }),
      el("button", { type: "button", "data-do": "close", "aria-label": say("panel.close") }, "×")),
    el("div", { class: "card" },
      el("p", { class: "tab" }, tab),
      el("h2", { id: "card-heading" }, heading),
      el("div", { class: "card-body" }, body)));
  panel.scrollTop = scrolled;
}

function showStatus(entities) {
  const { view } = app;
  const drawn = drawnTies(view.ties, view.drawn);
  const claims = drawn.reduce((total, tie) => total + tie.claims.length, 0);
  const undrawn = [...view.around.keys()].filter((entity) => !view.drawn.has(entity)).length;
  const all = app.model.claims.filter((claim) => !claim.context).length;
  const out = all - view.cut.shown.length;
  replace(byId("status"),
    claims ? say("stage.summary", {
      claims: say("stage.status", { n: claims }),
      lines: say("stage.lines", { n: drawn.length }),
      entities: say("stage.entities", { n: entities.length }),
    }) : say("stage.empty"),
    out ? [" · ", say("stage.left_out", { n: out })] : null,
    undrawn ? [" · ", say("stage.undrawn", { n: undrawn })] : null);
}

function go(selection) {
  become(select(app.state, selection), true);
  if (selection) byId("panel").focus({ preventScroll: true });
}

/** A click in the drawing. */
function clicked({ entity, tie }) {
  if (entity) become(select(app.state, { kind: "entity", id: entity }), true);
  else if (tie) {
    const id = `${tie.a.id}+${tie.b.id}+${tie.family?.id ?? ""}`;
    become(select(app.state, { kind: "pair", id }), true);
  } else if (app.state.selection) become(select(app.state, null), true);
}

const DEEDS = {
  back: () => history.back(),
  forward: () => history.forward(),
  close: () => {
    become(select(app.state, null), true);
    byId("stage").focus();
  },
  grow: ({ id }) => become(grow(app.state, id), true),
  focus: ({ id }) => {
    become({ ...app.state, focus: id, depth: 1, grown: [] }, true);
    fit(app.drawing);
  },
  only: ({ field, id }) => become(only(app.state, field, id, idsOf(field))),
  "show-all": ({ id }) => {
    const field = { families: "hiddenFamilies", types: "hiddenTypes" }[id];
    become(set(app.state, field, []));
  },
  copy: ({ id }, button) => copy(id, button),
  "close-rail": () => openRail(false),
};

function idsOf(field) {
  const { families, types } = app.model;
  return (field === "hiddenFamilies" ? families : types).map((row) => row.id);
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without leave to write to the clipboard the id is at least marked, ready to copy.
    getSelection().selectAllChildren(button.previousElementSibling ?? button.parentElement);
    return;
  }
  button.textContent = say("claim.copied");
}

function listen() {
  addEventListener("popstate", fromAddress);
  addEventListener("hashchange", () => {
    if (location.hash.slice(1) !== write(app.state, app.opening, app.model)) fromAddress();
  });
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-select]");
    const deed = event.target.closest("[data-do]");
    if (chosen && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      const at = chosen.dataset.select.indexOf(":");
      go({ kind: chosen.dataset.select.slice(0, at), id: chosen.dataset.select.slice(at + 1) });
    } else if (deed) DEEDS[deed.dataset.do](deed.dataset, deed);
  });
  byId("rail").addEventListener("change", ({ target }) => {
    if (target.dataset.toggle) {
      become(toggle(app.state, target.dataset.toggle, target.dataset.id));
    }
  });
  byId("zoom-in").addEventListener("click", () => zoom(app.drawing, 1.35));
  byId("zoom-out").addEventListener("click", () => zoom(app.drawing, 1 / 1.35));
  byId("zoom-fit").addEventListener("click", () => fit(app.drawing, true));
  byId("theme").addEventListener("click", switchTheme);
  byId("help").addEventListener("click", () => welcome(true));
  byId("open-rail").addEventListener("click", () => {
    openRail(!document.body.classList.contains("with-rail"));
  });
  byId("stage").addEventListener("keydown", stageKey);
  document.addEventListener("keydown", pageKey);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function stageKey(event) {
  const { drawing, state, view } = app;
  const arrow = ARROWS[event.key];
  const chosen = selectedEntities(state.selection)[0];
  if (arrow && event.shiftKey) pan(drawing, arrow[0] * 80, arrow[1] * 80);
  else if (arrow) {
    const next = chosen
      ? nearest(drawing, chosen, ...arrow)
      : [...drawing.entities].sort((a, b) => b.size - a.size || a.i - b.i)[0];
    if (next) become(select(state, { kind: "entity", id: next.id }), true);
  } else if (event.key === "+" || event.key === "=") zoom(drawing, 1.35);
  else if (event.key === "-") zoom(drawing, 1 / 1.35);
  else if (event.key === "0") fit(drawing, true);
  else if (event.key === "Enter" && view && chosen) byId("panel").focus();
  else return;
  event.preventDefault();
}

function pageKey(event) {
  const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "Escape" && !typing) {
    if (document.body.classList.contains("with-rail")) openRail(false);
    else if (app.state.selection) DEEDS.close();
  }
}

function openRail(open) {
  document.body.classList.toggle("with-rail", open);
  byId("open-rail").setAttribute("aria-expanded", String(open));
  if (open) byId("rail").querySelector("button")?.focus();
  else byId("open-rail").focus();
}

function isDark() {
  const asked = document.documentElement.dataset.theme;
  return asked ? asked === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function switchTheme() {
  takeTheme(isDark() ? "light" : "dark");
  keep("theme", document.documentElement.dataset.theme);
  recolour();
}

function takeTheme(theme) {
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}

function recolour() {
  retheme(app.drawing);
  show(app.state);
}

/** What a reader is told once. */
function welcome(again = false) {
  const box = byId("welcome");
  if (!again && kept("welcomed")) return;
  box.hidden = false;
  replace(box, el("p", {}, say("welcome.text")), app.model.index.description
    ? el("p", { class: "soft" }, app.model.index.description) : null,
  el("button", { type: "button" }, say("welcome.close")));
  box.querySelector("button").addEventListener("click", () => {
    box.hidden = true;
    keep("welcomed", "yes");
    byId("stage").focus();
  });
}

function note(text) {
  const box = byId("notice");
  box.hidden = false;
  box.replaceChildren();
  append(box, [text, " ", el("button", { type: "button", "aria-label": say("panel.close") }, "×")]);
  box.querySelector("button").addEventListener("click", () => { box.hidden = true; });
}

/** Storage can be closed to a page from a disk or in a frame; nothing depends on it. */
function kept(name) {
  try {
    return localStorage.getItem(`cardindex.${name}`);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(`cardindex.${name}`, value);
  } catch {
    // Then it is asked again next time.
  }
}
