// Changes of state by the reader, each of which Back can undo.

import { app } from "./app.js";
import { arrangementIn } from "./controls/arrangementbox.js";
import { chooseMore, MOST_PINS, pinOf, pinned } from "./state/arrangement.js";
import { byId } from "./base/dom.js";
import { note } from "./controls/notice.js";
import { openPictureBox } from "./controls/picturebox.js";
import { read, write } from "./state/permalink.js";
import { show } from "./showing.js";
import { select, set, toggled, unwaved } from "./state/state.js";
import { fewOf, say } from "./base/words.js";

/**
 * Go to another state, from which Back returns. `step`: write the address at once, as for a click;
 * else when there is time. `burst`: quick moves of this kind are one step.
 */
export function become(state, step = false, burst = null) {
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

/** Go to the state that the address tells, as when the page opens or Back is pressed. */
export function fromAddress() {
  app.address.arrive();
  const { state, ignored } = read(location.hash, app.opening, app.model);
  const before = app.state;
  // More pins than an address has room for are not in it, and stay as they are.
  if (before?.pins.length > MOST_PINS && !/[#&]pins=/.test(location.hash)) state.pins = before.pins;
  app.state = state;
  if (ignored.length) {
    note(say("notice.ignored", { n: ignored.length, parts: fewOf(ignored) }));
  }
  show(before);
}

/** Select what was clicked; while a path waits for its other end, an entity is that end. */
export function go(selection) {
  // Paths lead between entities; a bloc is none.
  const goal = selection.kind === "entity" && !app.model.entityById.get(selection.id).members;
  if (app.pathFrom && goal) {
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
export function chooseSeveral(entities) {
  if (entities.length)
    become(
      chooseMore(
        app.state,
        entities.map(({ id }) => id),
      ),
    );
}

/**
 * Pin the dragged marks where they were put down. What dragging wrote on an entity is taken back: its
 * place now comes from the pin, which Back undoes.
 */
export function pinMoved(moves) {
  for (const {
    entity,
    from: [x, y],
  } of moves)
    Object.assign(entity, { x, y });
  const { upright } = app.drawing;
  const pins = moves.map(({ entity, to }) => pinOf(entity, to, upright, app.view.among));
  become(pinned(app.state, pins));
}

/** A click in the drawing. */
export function clicked({ entity, tie }) {
  if (entity) go({ kind: "entity", id: entity });
  else if (tie) go({ kind: "pair", id: `${tie.a.id}+${tie.b.id}+${tie.family?.id ?? ""}` });
  else if (app.state.selection) become(select(app.state, null), true);
}

/** Ask for the other end of a path from this entity; with null, ask no longer. */
export function askPath(from) {
  app.pathFrom = from;
  if (from) {
    const { label } = app.model.entityById.get(from);
    note(say("path.ask", { name: label }), () => {
      app.pathFrom = null;
    });
  } else byId("notice").hidden = true;
}

/** A choice in the legend; quickly ticked boxes are one step. */
export function filter(state) {
  become(state, false, "legend");
}

/** Strike exactly these keys, and show what they do; without any, the card of strikes goes. */
export function strike(struck) {
  const goes = !struck.length && app.state.selection?.kind === "strikes";
  const selection = struck.length ? { kind: "strikes", id: "now" } : app.state.selection;
  become({ ...unwaved(app.state), struck, selection: goes ? null : selection });
}

/** Strike by the last of these keys, or restore whichever of them is struck. */
export function strikeAny(keys) {
  const by = keys.filter((key) => app.state.struck.includes(key));
  if (by.length) strike(app.state.struck.filter((key) => !by.includes(key)));
  else strike(toggled(app.state.struck, keys.at(-1)));
}

/** Hear only this speaker, or this one beside another. */
export function listenTo(field, name) {
  const state =
    field === "speaker" && !name
      ? { ...app.state, speaker: "", versus: "" }
      : set(app.state, field, name);
  const both = state.speaker && state.versus;
  const away = state.selection?.kind === "versus" ? null : state.selection;
  become({ ...state, selection: both ? { kind: "versus", id: "now" } : away }, true);
}

/** Replace the arrangement by that of a file that the reader has chosen. */
export async function loadArrangement(input) {
  const { arranged, said } = await arrangementIn(input.files[0], app.model);
  input.value = "";
  openPictureBox(false);
  if (said) note(said);
  if (!arranged) return;
  const { pins, hidden, kept } = arranged;
  become({ ...app.state, pins, hidden, kept }, true);
}
