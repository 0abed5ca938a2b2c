// The page: read, shown as its address says, and from then on listening to its reader.

import { app } from "./app.js";
import { fit, zoom } from "./drawing/camera.js";
import { DEEDS, leave, openTools, putAway, switchTheme } from "./deeds.js";
import { makeWork } from "./state/derive.js";
import { append, byId, el } from "./base/dom.js";
import { adopt, standingAt, wake } from "./drawing/drawing.js";
import { keepClicks } from "./controls/earlyclicks.js";
import { makeFinder } from "./controls/finder.js";
import { firstSeen, painted } from "./first.js";
import { pageKey, stageKey, tabKey, walkAmong } from "./controls/keys.js";
import { decode, link, unpack } from "./model/link.js";
import { note } from "./controls/notice.js";
import { onPaper } from "./controls/paper.js";
import { LONGEST_TEXT, write } from "./state/permalink.js";
import { standUpright } from "./scene/places.js";
import { isRailOpen, openRail } from "./controls/rail.js";
import { lightAround, lightRow, lightSoon, recolour, weighWorks } from "./showing.js";
import { makeSourceBar } from "./controls/sourcebar.js";
import { makeSources } from "./controls/sources.js";
import { openingState, select, set, toggle, toggleGroup, toggleKind } from "./state/state.js";
import {
  become,
  chooseSeveral,
  clicked,
  filter,
  fromAddress,
  go,
  listenTo,
  loadArrangement,
  pinMoved,
  strikeAny,
} from "./steps.js";
import { makeTable } from "./views/table.js";
import { makeTimeline } from "./controls/timeline.js";
import { welcome } from "./controls/welcome.js";
import { learn, say } from "./base/words.js";

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
  app.work = makeWork(model, app.drawing.upright);
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
  const typed = byId("text-filter").value.slice(0, LONGEST_TEXT);
  fromAddress();
  if (typed) become(set(app.state, "text", typed), false, "text");
  // A view that the address asks for is shown without the welcome.
  if (location.hash.length < 2) welcome(byId("welcome"), model);
  const click = onPage();
  if (click && !byId("stage").contains(click.target)) click.target.click();
  // vis-network is read after the first picture, as that takes as long as everything before.
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
    const { toggle: field, id, keys, choose: choice, set: chosen } = target.dataset;
    if (target.id === "arrangement-file" && target.files.length) loadArrangement(target);
    if (field === "hiddenTypes") filter(toggleKind(app.state, id, app.model.types));
    else if (field === "groups") filter(toggleGroup(app.state, id, app.model.families));
    else if (field === "identities" || field === "together")
      filter(set(app.state, field, target.checked));
    else if (field) filter(toggle(app.state, field, id));
    else if (keys) strikeAny(keys.split(" "));
    else if (choice) listenTo(choice, target.value);
    else if (chosen) become(set(app.state, chosen, target.value), true);
  });
  for (const event of ["pointerover", "focusin", "pointerleave", "focusout"]) {
    byId("legend").addEventListener(event, ({ type, target }) => {
      const comes =
        type === "pointerover" || (type === "focusin" && target.matches(":focus-visible"));
      const row = comes ? target.closest("li") : null;
      lightRow(row?.dataset ?? {});
    });
  }
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
  // Firefox copies the page for the printer before the media query changes: hence "beforeprint" too.
  addEventListener("beforeprint", () => onPaper(app, true, recolour));
  addEventListener("afterprint", () => onPaper(app, false, recolour));
  matchMedia("print").addEventListener("change", ({ matches }) => onPaper(app, matches, recolour));
}
