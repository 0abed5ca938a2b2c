// The rail: a legend that also filters. Kinds by shape, families by colour, standing by line.

import { STANDINGS } from "../model/evidence.js";
import { el, pushButton, replace } from "../base/dom.js";
import { remembering } from "../base/remember.js";
import { lineMark, shapeMark } from "../base/glyphs.js";
import { hueOf } from "../drawing/lines.js";
import { signsTold, signsUsed, voicesUsed } from "./signs.js";
import { kindTree, withNarrower } from "../model/kinds.js";
import { termsUsed } from "./welcome.js";
import { groupName } from "../base/sentences.js";
import { say } from "../base/words.js";

// The last state of the rail without counts and signs; its rows; and the place of its signs.
let drawn = { told: "", rows: [], signs: null, signed: "" };

/**
 * Fill the rail. `counts`: claims that each row would show, by field and id. Where only counts have
 * changed, as after a strike, only they and the signs are written anew.
 */
export function drawRail(rail, view) {
  const groups = [
    familiesOf(view),
    standingsOf(view),
    typesOf(view),
    modesOf(view),
    indexesOf(view),
    identitiesOf(view),
  ].filter(Boolean);
  const signed = signsTold(view).join();
  const told = JSON.stringify([groups, view.state.speaker, view.state.versus], (name, value) =>
    name === "count" ? undefined : value,
  );
  if (told === drawn.told) {
    groups.flatMap(({ rows }) => rows).forEach((row, i) => setRow(drawn.rows[i], row));
    if (signed !== drawn.signed) drawn.signs = put(drawn.signs, signsUsed(view));
    drawn.signed = signed;
    return;
  }
  const focused = document.activeElement?.id;
  drawn = { told, rows: [], signs: signsUsed(view), signed };
  replace(
    rail,
    voicesUsed(view),
    groups.map(({ name, hidden, rows }) => {
      const built = rows.map(buildRow);
      drawn.rows.push(...built);
      return buildGroup(name, hidden, built);
    }),
    drawn.signs,
  );
  if (focused && rail.querySelector(`#${CSS.escape(focused)}`)) {
    rail.querySelector(`#${CSS.escape(focused)}`).focus();
  }
}

function put(old, made) {
  old.replaceWith(made);
  return made;
}

/** Write the count of a row; the rest of the row stays as it is. */
function setRow({ input, counted }, { checked, mixed = false, count }) {
  input.checked = checked;
  input.indeterminate = mixed;
  if (counted.textContent !== String(count)) counted.textContent = count;
}

const unfolded = new Set(); // families whose relations are listed

/** Open or close the list of relations of a family. */
export function unfold(family) {
  if (!unfolded.delete(family)) unfolded.add(family);
}

function familiesOf(view) {
  const { model, state, counts } = view;
  const used = model.families.filter((family) => counts.families.has(family.id));
  const hidden = state.hiddenFamilies.length + state.hiddenRelations.length;
  const rows = model.groups.flatMap((group) => {
    const families = used.filter((family) => family.group === group);
    // A family that is alone in its group stands for it.
    if (families.length < 2) return families.flatMap((family) => familyRows(family, view, 0));
    const open = state.hues.includes(group.id);
    return [
      groupRow(group, families, view, open),
      ...(open ? families.flatMap((family) => familyRows(family, view, 1)) : []),
    ];
  });
  return { name: "families", hidden, rows };
}

/** The row of a group: all its families together. */
function groupRow(group, families, view, open) {
  const { state, counts, shownCounts } = view;
  const ids = families.map(({ id }) => id);
  const out = ids.filter((id) => state.hiddenFamilies.includes(id));
  const names = families.map(({ label }) => label).join(", ");
  const label = groupName(group);
  const sum = (told) => ids.reduce((total, id) => total + (told.families.get(id) ?? 0), 0);
  return {
    field: "groups",
    id: group.id,
    label,
    title: [group.definition, names].filter(Boolean).join(" "),
    checked: out.length < ids.length,
    mixed: out.length > 0 && out.length < ids.length,
    count: share(sum(shownCounts), sum(counts)),
    line: "corroborated",
    // When the group is unfolded, no line has its colour.
    colour: open ? null : view.tint(group.colour),
    only: true,
    lights: { group: group.id },
    fold: { open, deed: "hues", says: say("rail.families_of", { name: label }) },
  };
}

function familyRows(family, view, depth) {
  const { state, counts, shownCounts } = view;
  const { id, label } = family;
  const open = unfolded.has(id);
  return [
    {
      field: "hiddenFamilies",
      id,
      label,
      title: family.definition,
      checked: !state.hiddenFamilies.includes(id),
      count: share(shownCounts.families.get(id), counts.families.get(id)),
      line: "corroborated",
      colour: view.tint(hueOf(family, view.hues.has(family.group))),
      only: true,
      depth,
      lights: { family: id },
      fold: { open, deed: "unfold", says: say("rail.relations_of", { name: label }) },
    },
    ...(open ? relationsOf(family, view) : []),
  ];
}

/** "3 of 27" where only a part is shown. */
function share(shown = 0, all = 0) {
  return shown === all ? all : say("rail.share", { shown, all });
}

function relationsOf(family, { model, state, counts, shownCounts }) {
  const relations = model.relations.filter(
    (it) => it.family === family && counts.relations.has(it.id),
  );
  return relations.map((relation) => ({
    field: "hiddenRelations",
    id: relation.id,
    label: relation.label,
    checked: !state.hiddenRelations.includes(relation.id),
    count: share(shownCounts.relations.get(relation.id), counts.relations.get(relation.id)),
    lights: { family: family.id },
    inner: true,
  }));
}

function typesOf(view) {
  const { model, state, counts, shownCounts } = view;
  // A kind is counted, hidden and shown together with its narrower ones.
  const countOf = (id, { types }) =>
    withNarrower(model.types, id).reduce((sum, one) => sum + (types.get(one) ?? 0), 0);
  const rows = kindTree(model.types).map(({ type, depth }) => ({
    field: "hiddenTypes",
    id: type.id,
    label: type.label,
    checked: !state.hiddenTypes.includes(type.id),
    count: share(countOf(type.id, shownCounts), countOf(type.id, counts)),
    shape: type.shape,
    colour: view.tint(type.colour),
    only: true,
    depth,
  }));
  return { name: "types", hidden: state.hiddenTypes.length, rows };
}

function standingsOf({ state, counts, shownCounts }) {
  const rows = STANDINGS.map((standing) => ({
    field: "standings",
    id: standing,
    label: say(`claim.standing.${standing}`),
    title: say(`claim.standing_long.${standing}`),
    checked: state.standings.includes(standing),
    count: share(shownCounts.standings.get(standing), counts.standings.get(standing)),
    line: standing,
  }));
  return { name: "standings", hidden: 0, rows };
}

function modesOf({ state, counts, shownCounts }) {
  const modes = ["", "asked", "authorised", "planned", "attempted", "failed"];
  const used = modes.filter((mode) => mode === "" || counts.modes.has(mode));
  if (used.length < 2) return null;
  const rows = used.map((mode) => ({
    field: "modes",
    id: mode,
    label: say(`claim.mode.${mode}`),
    checked: state.modes.includes(mode),
    count: share(shownCounts.modes.get(mode), counts.modes.get(mode)),
  }));
  return { name: "modes", hidden: 0, rows };
}

/** From which indexes claims are shown, and the switch for what two say; null for a single index. */
function indexesOf({ model, state, cut }) {
  if (!model.indexes.length) return null;
  const [all, shown] = [toldByIndex(model), countByIndex(cut.shown)];
  const rows = model.indexes.map((name) => ({
    field: "hiddenIndexes",
    id: name,
    label: name,
    checked: !state.hiddenIndexes.includes(name),
    count: share(shown.get(name), all.get(name)),
  }));
  rows.push({
    field: "together",
    id: "together",
    label: say("rail.together"),
    title: say("rail.together_long"),
    checked: state.together,
    count: "",
  });
  return { name: "indexes", hidden: 0, rows };
}

const toldByIndex = remembering(({ told }) => countByIndex(told));

function countByIndex(claims) {
  const counts = new Map();
  for (const { whose } of claims) {
    for (const name of whose) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** The switch that folds who is said to be somebody else; null where nobody is. */
function identitiesOf({ model, state, who }) {
  if (!model.claims.some(({ relation, object }) => relation.identifies && object)) return null;
  const rows = [
    {
      field: "identities",
      id: "fold",
      label: say("rail.fold"),
      title: say("rail.fold_long"),
      checked: state.identities,
      count: state.identities ? who.into.size : "",
    },
  ];
  return { name: "identities", hidden: 0, rows };
}

let explained = false; // is the explanation of the standings open?

/** The explanation of the words, in a fold that stays as open as it was. */
function explanation() {
  const box = el(
    "details",
    { class: "explained", open: explained },
    el("summary", {}, say("terms.heading")),
    el("dl", { class: "terms" }, termsUsed()),
  );
  box.addEventListener("toggle", () => {
    explained = box.open;
  });
  return box;
}

function buildGroup(name, hidden, rows) {
  return el(
    "fieldset",
    { class: `group ${name}` },
    el("legend", {}, say(`rail.${name}`)),
    hidden
      ? pushButton({ class: "quiet", "data-do": "show-all", "data-id": name }, say("rail.all"))
      : null,
    el(
      "ul",
      {},
      rows.map(({ item }) => item),
    ),
    name === "standings" ? explanation() : null,
  );
}

/** A row as elements: the whole of it, its box, and its count. */
function buildRow({
  field,
  id,
  label,
  title = "",
  checked,
  count,
  line = null,
  shape = null,
  colour,
  only = false,
  fold = null,
  mixed = false,
  lights = {},
  inner = false,
  depth = 0,
}) {
  const box = `${field}-${id || "actual"}`;
  const classes = [!checked && "off", inner && "inner", depth && `depth-${Math.min(depth, 3)}`];
  const input = el("input", {
    type: "checkbox",
    id: box,
    checked,
    "data-toggle": field,
    "data-id": id,
  });
  input.indeterminate = mixed;
  const counted = el("span", { class: "count" }, count);
  const item = el(
    "li",
    {
      class: classes.filter(Boolean).join(" ") || null,
      "data-family": lights.family,
      "data-group": lights.group,
    },
    fold === null
      ? null
      : pushButton(
          {
            class: "fold",
            id: `fold-${id}`,
            "data-do": fold.deed,
            "data-id": id,
            "aria-expanded": String(fold.open),
            "aria-label": fold.says,
          },
          fold.open ? "▾" : "▸",
        ),
    el(
      "label",
      { title: title || null, for: box },
      input,
      line && colour !== null && lineMark(line, colour),
      shape && shapeMark({ shape, colour }),
      el("span", { class: "row-label" }, label),
      counted,
    ),
    only
      ? pushButton(
          {
            class: "only",
            id: `only-${field}-${id}`,
            "data-do": "only",
            "data-field": field,
            "data-id": id,
            "aria-label": say("rail.only", { name: label }),
          },
          say("rail.only_short"),
        )
      : null,
  );
  return { item, input, counted };
}
