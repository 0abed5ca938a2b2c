// The cards of strikes and of two speakers: what each choice changes.

import { consequences, isAffirmedSo } from "../model/evidence.js";
import { el, pushButton } from "../base/dom.js";
import { evidenceLine } from "../base/evidenceline.js";
import { lineMark } from "../base/glyphs.js";
import { longList } from "../base/lists.js";
import { entityLink, listed, selecting, sentence, speakerName } from "../base/sentences.js";
import { say } from "../base/words.js";
import { tellingsOf } from "../model/tellings.js";
import { isDisagreed } from "../model/voices.js";

/** The card of all that the present strikes change. */
export function strikeCard({ model, state, weighed }) {
  const before = weighAll(model, new Set(), heardIn(model, state));
  const found = consequences(model, before, weighed);
  return {
    tab: [say("strike.tab")],
    heading: say("strike.heading", { n: state.struck.length }),
    body: [
      el("p", { class: "names" }, listed(state.struck.map((key) => keyLink(key, model)))),
      el(
        "p",
        { class: "actions" },
        pushButton({ "data-do": "restore" }, say("sources.restore")),
        " ",
        ghostButtons(state),
      ),
      tally(found),
      section("falls", found.falls, (claim) => claimRow(claim, before)),
      section("clears", found.clears, (claim) => claimRow(claim, weighed)),
      section("weakens", found.weakens, (claim) => claimRow(claim, weighed)),
      section("lost_pairs", found.lostPairs, ([a, b]) => {
        return [entityLink(a), el("span", { class: "and" }, " · "), entityLink(b)];
      }),
      section("orphaned", found.orphaned, entityLink),
    ],
  };
}

/** Buttons that hide what fell, and that show the drawing as it was before; each has a key too. */
export function ghostButtons({ ghosts, before }) {
  const button = (deed, key, text) =>
    pushButton(
      {
        class: "quiet",
        "data-do": deed,
        "aria-keyshortcuts": key,
        title: say("strike.key", { key }),
      },
      text,
    );
  return [
    button("wave", "g", ghosts ? say("strike.wave") : say("strike.call")),
    " ",
    button("before", "b", before ? say("strike.after") : say("strike.before")),
  ];
}

function tally(found) {
  const row = (name, count) => [
    el("dt", {}, count),
    el("dd", {}, say(`strike.${name}`, { n: count })),
  ];
  return el(
    "dl",
    { class: "tally" },
    row("claims_fall", found.falls.length),
    row("claims_clear", found.clears.length),
    row("claims_weaken", found.weakens.length),
    row("pairs_lost", found.lostPairs.length),
    row("entities_lost", found.orphaned.length),
  );
}

function claimRow(claim, weighed) {
  return [
    lineMark(weighed[claim.i].standing),
    " ",
    sentence(claim),
    " ",
    selecting("claim", claim.id, { class: "id" }, claim.id),
  ];
}

function section(name, items, row) {
  return items.length ? titled(say(`strike.${name}`), items, row) : null;
}

// rows of each list at first, so that a strike, which readers try again and again, answers at once
const AT_FIRST = 20;

function titled(title, items, row) {
  const list = longList("ul", { class: "plain-list" }, items, row, AT_FIRST);
  const section = el(
    "section",
    { class: "family following" },
    el("h3", {}, el("span", {}, title), el("small", {}, items.length)),
    list,
  );
  // Its height is estimated until it has been scrolled to.
  section.style.setProperty("--rows", list.children.length);
  return section;
}

/** What a strike key means: { kind, id, source } or { kind, id, entity }. */
function readKey(key, model) {
  const at = key.indexOf(":");
  const [kind, id] = [key.slice(0, at), key.slice(at + 1)];
  return kind === "source"
    ? { kind, id, source: model.sourceById.get(id) }
    : { kind, id, entity: model.entityById.get(id) };
}

function keyLink(key, model) {
  const { kind, id, source, entity } = readKey(key, model);
  if (source) return selecting("source", id, { class: "work" }, source.title || id);
  return [el("small", {}, `${say(`strike.${kind}`)} `), entity ? entityLink(entity) : id];
}

/** The card of two speakers side by side: what only one affirms, and where they disagree. */
export function versusCard({ model, state, voices }) {
  const {
    sides: [one, other],
    says,
  } = voices;
  const { told } = model;
  const parts = {
    both: told.filter((claim) => says(0, claim) && says(1, claim)),
    first: told.filter((claim) => says(0, claim) && !other[claim.i]),
    second: told.filter((claim) => says(1, claim) && !one[claim.i]),
    disagree: told.filter((claim) => isDisagreed(voices, claim)),
  };
  const names = { one: speakerName(state.speaker, model), other: speakerName(state.versus, model) };
  const list = (key, weighed) =>
    parts[key].length
      ? titled(say(`versus.${key}`, names), parts[key], (claim) => claimRow(claim, weighed))
      : null;
  return {
    tab: [say("versus.tab")],
    heading: [names.one, el("span", { class: "and" }, " · "), names.other],
    body: [
      parts.disagree.length
        ? titled(say("versus.disagree"), parts.disagree, (claim) => [
            el("p", { class: "sentence" }, sentence(claim)),
            voiceOn(claim, names.one, one, model),
            voiceOn(claim, names.other, other, model),
            el("p", { class: "claim-id" }, selecting("claim", claim.id, { class: "id" }, claim.id)),
          ])
        : null,
      list("first", one),
      list("second", other),
      list("both", one),
    ],
  };
}

/** What one of two speakers says of a claim, and from whom it has that. */
function voiceOn(claim, name, weighed, model) {
  const evidence = weighed[claim.i];
  const told = tellingsOf(model, evidence);
  const says = !isAffirmedSo(evidence)
    ? evidence.denied
      ? "no"
      : "maybe"
    : evidence.denied
      ? "both_ways"
      : "yes";
  return el(
    "div",
    { class: `voice ${says}` },
    el("p", { class: "says" }, say(`versus.${says}`, { name })),
    evidenceLine(told.affirms, model, claim),
    evidenceLine(told.against, model, claim),
  );
}

/** A strike in words, and the key that commands take: "all by Ann (author:ann)". */
export function saidStrike(key, model) {
  const { kind, source, entity } = readKey(key, model);
  if (source?.title) return `${source.title} (${key})`;
  return entity ? `${say(`strike.${kind}`)} ${entity.label} (${key})` : key;
}
