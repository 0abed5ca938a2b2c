// What buttons do, by the name in their data-do.

import { app } from "./app.js";
import { hideChosen, keepChosen, letGo } from "./state/arrangement.js";
import { writeArrangement } from "./state/arrangementfile.js";
import { caption, citableAddress, citationOf } from "./views/caption.js";
import { byId } from "./base/dom.js";
import { pictureKey } from "./views/key.js";
import { drawRail, unfold } from "./controls/legend.js";
import { copy } from "./controls/notice.js";
import { write } from "./state/permalink.js";
import { openPictureBox } from "./controls/picturebox.js";
import { openRail, turnRail } from "./controls/rail.js";
import { recolour } from "./showing.js";
import { pngPicture, save, svgPicture } from "./drawing/snapshot.js";
import { keysOf } from "./model/sourcetree.js";
import { toggleScheme, toggleWhole } from "./state/folding.js";
import { grow, only, onlyGroup, onlyKind, select, set, toggle, unwaved } from "./state/state.js";
import { askPath, become, chooseSeveral, go, listenTo, strikeAny } from "./steps.js";
import { claimsCsv } from "./views/table.js";
import { skipTo } from "./controls/tabs.js";
import { isDark, keep, takeTheme } from "./base/theme.js";
import { closeWelcome } from "./controls/welcome.js";

/** What buttons do, by the name in their data-do. */
export const DEEDS = {
  back: () => {
    // Forward has to find the place as it was left.
    app.address.settle();
    if (app.address.behind()) history.back();
  },
  forward: () => history.forward(),
  close: () => {
    become(select(app.state, null), true);
    byId("stage").focus();
  },
  grow: ({ id }) => become(grow(app.state, id), true),
  focus: ({ id }) => {
    // The surroundings that the page opened on stand again as they did then.
    const sectors = id !== "" && id !== app.opening.focus;
    become({ ...app.state, focus: id, depth: 1, grown: [], sectors }, true);
  },
  depth: ({ id }) => become(set(app.state, "depth", Number(id)), true),
  sectors: ({ id }) => become(set(app.state, "sectors", id === "sectors"), true),
  "strike-work": ({ id }) => strikeAny(keysOf(app.model.sourceById.get(id)).reverse()),
  voice: ({ id }) => listenTo("speaker", app.state.speaker === id ? "" : id),
  light: ({ id }) => become({ ...app.state, light: app.state.light === id ? "" : id }, true),
  "name-all": () => become(set(app.state, "all", !app.state.all)),
  path: ({ id }) => askPath(id),
  only: ({ field, id }) =>
    become(
      field === "hiddenTypes"
        ? onlyKind(app.state, id, app.model.types)
        : field === "groups"
          ? onlyGroup(app.state, id, app.model.families)
          : only(
              app.state,
              field,
              id,
              app.model.families.map((family) => family.id),
            ),
    ),
  "fold-bloc": ({ id }) => become(toggle(app.state, "blocs", id), true),
  "fold-scheme": ({ id }) => become(toggleScheme(app.state, id, app.model.marks), true),
  "fold-whole": ({ id }) => become(toggleWhole(app.state, id), true),
  hues: ({ id }) => become(toggle(app.state, "hues", id), true),
  "show-all": ({ id }) => {
    become(
      id === "types"
        ? set(app.state, "hiddenTypes", [])
        : { ...app.state, hiddenFamilies: [], hiddenRelations: [] },
    );
  },
  unfold: ({ id }) => {
    unfold(id);
    drawRail(byId("legend-rows"), app.view);
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
  unpin: () => become(letGo(app.state, app.view.among)),
  choose: ({ id }) => chooseSeveral([app.model.entityById.get(id)]),
  shared: () => go({ kind: "shared", id: app.state.several.join("+") }),
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
  "save-arrangement": () => {
    openPictureBox(false);
    const text = writeArrangement(app.state, app.model.index);
    save(new Blob([text], { type: "application/json" }), "arrangement.json");
  },
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
export function openTools(open) {
  document.body.classList.toggle("with-tools", open);
  byId("more").setAttribute("aria-expanded", String(open));
}

/** Leave what is open, the innermost first. */
export function leave() {
  if (app.pathFrom) askPath(null);
  else if (putAway()) byId("stage").focus();
  else if (!byId("picture-box").hidden) openPictureBox(false);
  else if (document.body.classList.contains("with-tools")) openTools(false);
  else if (document.body.classList.contains("with-rail")) openRail(false);
  else if (app.state?.selection) DEEDS.close();
  else if (app.state?.several.length) DEEDS.unchoose();
}

/** Put away the welcome, if it is there. */
export function putAway() {
  const box = byId("welcome");
  if (box.hidden) return false;
  closeWelcome(box);
  return true;
}

function showRail(name) {
  turnRail(name);
  if (name === "sources") app.drawSources(app.view);
}

export function switchTheme() {
  takeTheme(isDark() ? "light" : "dark");
  keep("theme", document.documentElement.dataset.theme);
  recolour();
}
