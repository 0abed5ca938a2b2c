// The line below the drawing: what is drawn, and how much is left out.

import { pushButton, replace } from "../base/dom.js";
import { ghostButtons } from "../cards/strikes.js";
import { isAskable } from "../model/shared.js";
import { MOST_PINS, pinsAmong } from "../state/arrangement.js";
import { isInner } from "../model/gathering.js";
import { say } from "../base/words.js";

/**
 * `hidden`: how many lines there was no room for; `named`: the entities with a name, null where all
 * have one; `fallen`: the lines of which only shadows are left.
 */
export function showStatus(box, view, { entities, ties, hidden, named, fallen }) {
  const { links, cut } = view.before && view.state.before ? view.before : view;
  const claims = ties.reduce((total, tie) => total + tie.claims.length, 0);
  const linked = links.degree.reduce((total, degree) => total + (degree > 0), 0);
  const undrawn = linked - view.aside - entities.filter((entity) => links.degree[entity.i]).length;
  const out = view.model.told.length - cut.shown.length;
  const inner = claimsWithin(cut.shown, links);
  const alone = cut.shown.length - claims - inner;
  replace(
    box,
    view.state.focus
      ? [
          say("stage.around", {
            name: view.model.entityById.get(view.state.focus).label,
          }),
          ": ",
        ]
      : null,
    claims
      ? say("stage.summary", {
          claims: say("stage.status", { n: claims }),
          lines: say("stage.lines", { n: ties.length }),
          entities: say("stage.entities", { n: entities.length }),
        })
      : say("stage.empty"),
    inner ? [" · ", say("marks.inner", { n: inner })] : null,
    alone ? [" · ", say("stage.alone", { n: alone })] : null,
    out ? [" · ", say("stage.left_out", { n: out })] : null,
    hidden ? [" · ", say("stage.lines_hidden", { n: hidden })] : null,
    named || view.state.all
      ? [
          " · ",
          pushButton(
            { class: "quiet", "data-do": "name-all" },
            named ? say("stage.name_all", { n: entities.length }) : say("stage.name_best"),
          ),
        ]
      : null,
    handWords(view),
    undrawn > 0 ? [" · ", say("stage.undrawn", { n: undrawn })] : null,
    view.model.whole.held ? [" · ", say("elsewhere.part", view.model.whole)] : null,
    view.state.struck.length
      ? [
          " · ",
          pushButton(
            { class: "quiet", "data-do": "consequences" },
            say("strike.heading", { n: view.state.struck.length }),
          ),
          ghostWords(view, fallen),
        ]
      : null,
  );
}

/** How many claims link two entities of one folded mark: no line shows them. */
function claimsWithin(claims, { who, identified }) {
  if (!who.gathers) return 0;
  return claims.filter((claim) => isInner(claim, who, identified)).length;
}

/** What the reader has moved, hidden or chosen by hand, with buttons that undo it. */
function handWords({ state, among, aside }) {
  const { several } = state;
  const pins = pinsAmong(state, among);
  const button = (deed, text) => [" ", pushButton({ class: "quiet", "data-do": deed }, text)];
  return [
    several.length
      ? [
          " · ",
          say("hand.chosen", { n: several.length }),
          isAskable(several) ? button("shared", say("hand.shared")) : null,
          button("hide", say("hand.hide")),
          button("keep-only", say("hand.keep")),
          button("unchoose", say("hand.unchoose")),
        ]
      : null,
    pins.length
      ? [
          " · ",
          pinnedWords(pins.length),
          pins.length > MOST_PINS ? button("save-arrangement", say("arrangement.save")) : null,
          button("unpin", several.length ? say("hand.unpin_chosen") : say("hand.unpin")),
        ]
      : null,
    aside
      ? [" · ", say("hand.hidden", { n: aside }), button("show-hidden", say("hand.show"))]
      : null,
  ];
}

function pinnedWords(n) {
  return n > MOST_PINS ? say("hand.pinned_many", { n }) : say("hand.pinned", { n });
}

/** How many lines fell, with buttons that hide or show their shadows. */
function ghostWords({ state }, fallen) {
  return [
    fallen.length ? [" · ", say("stage.fallen", { n: fallen.length })] : null,
    " · ",
    ghostButtons(state),
  ];
}
