// The rail: a legend that also filters. Kinds by shape, families by colour, standing by line.

import { STANDINGS } from "./evidence.js";
import { el, replace } from "./dom.js";
import { lineMark, shapeMark } from "./glyphs.js";
import { kindTree, withNarrower } from "./kinds.js";
import { say } from "./words.js";

/** Fill the rail. `counts`: claims that each row would show, by field and id. */
export function drawRail(rail, view) {
  const focused = document.activeElement?.id;
  replace(rail,
    familiesOf(view),
    standingsOf(view),
    typesOf(view),
    modesOf(view));
  if (focused && rail.querySelector(`#${CSS.escape(focused)}`)) {
    rail.querySelector(`#${CSS.escape(focused)}`).focus();
  }
}

const unfolded = new Set(); // families whose relations are listed

/** List the relations of a family, or no longer. */
export function unfold(family) {
  if (!unfolded.delete(family)) unfolded.add(family);
}

function familiesOf(view) {
  const { model, state, counts } = view;
  const used = model.families.filter((family) => counts.families.has(family.id));
  const hidden = state.hiddenFamilies.length + state.hiddenRelations.length;
  return group("families", hidden, used.flatMap((family) => [
    row({
      field: "hiddenFamilies", id: family.id, label: family.label, title: family.definition,
      checked: !state.hiddenFamilies.includes(family.id), count: counts.families.get(family.id),
      mark: lineMark("corroborated", view.colour(family)), only: true,
      fold: unfolded.has(family.id),
    }),
    ...(unfolded.has(family.id) ? relationsOf(family, view) : []),
  ]));
}

function relationsOf(family, { model, state, counts }) {
  const relations = model.relations.filter((it) => it.family === family && counts.relations.has(it.id));
  return relations.map((relation) => row({
    field: "hiddenRelations", id: relation.id, label: relation.label,
    checked: !state.hiddenRelations.includes(relation.id), count: counts.relations.get(relation.id),
    mark: null, inner: true,
  }));
}

function typesOf(view) {
  const { model, state, counts } = view;
  // A kind is counted, hidden and shown together with its narrower ones.
  const countOf = (id) => withNarrower(model.types, id)
    .reduce((sum, one) => sum + (counts.types.get(one) ?? 0), 0);
  return group("types", state.hiddenTypes.length, kindTree(model.types).map(({ type, depth }) => row({
    field: "hiddenTypes", id: type.id, label: type.label,
    checked: !state.hiddenTypes.includes(type.id), count: countOf(type.id),
    mark: shapeMark({ ...type, colour: view.tint(type.colour) }), only: true, depth,
  })));
}

function standingsOf({ state, counts }) {
  return group("standings", 0, STANDINGS.map((standing) => row({
    field: "standings", id: standing, label: say(`claim.standing.${standing}`),
    title: say(`claim.standing_long.${standing}`), checked: state.standings.includes(standing),
    count: counts.standings.get(standing) ?? 0, mark: lineMark(standing),
  })));
}

function modesOf({ state, counts }) {
  const modes = ["", "asked", "authorised", "planned", "attempted"];
  const used = modes.filter((mode) => mode === "" || counts.modes.has(mode));
  if (used.length < 2) return null;
  return group("modes", 0, used.map((mode) => row({
    field: "modes", id: mode, label: say(`claim.mode.${mode}`), checked: state.modes.includes(mode),
    count: counts.modes.get(mode) ?? 0, mark: null,
  })));
}

function group(name, hidden, rows) {
  return el("fieldset", { class: `group ${name}` },
    el("legend", {}, say(`rail.${name}`)),
    hidden ? el("button", { type: "button", class: "quiet", "data-do": "show-all", "data-id": name },
      say("rail.all")) : null,
    el("ul", {}, rows));
}

function row({
  field, id, label, title = "", checked, count, mark, only = false, fold = null, inner = false,
  depth = 0,
}) {
  const box = `${field}-${id || "actual"}`;
  const classes = [!checked && "off", inner && "inner", depth && `depth-${Math.min(depth, 3)}`];
  return el("li", { class: classes.filter(Boolean).join(" ") || null },
    fold === null ? null : el("button", {
      type: "button", class: "fold", id: `fold-${id}`, "data-do": "unfold", "data-id": id,
      "aria-expanded": String(fold), "aria-label": say("rail.relations_of", { name: label }),
    }, fold ? "▾" : "▸"),
    el("label", { title: title || null, for: box },
      el("input", { type: "checkbox", id: box, checked, "data-toggle": field, "data-id": id }),
      mark, el("span", { class: "row-label" }, label),
      el("span", { class: "count" }, count)),
    only ? el("button", {
      type: "button", class: "only", id: `only-${field}-${id}`, "data-do": "only", "data-field": field, "data-id": id,
      "aria-label": say("rail.only", { name: label }),
    }, say("rail.only_short")) : null);
}
