// On cards: who is folded into one mark with others, and the values of measures.

import { el, pushButton } from "../base/dom.js";
import { measureInWords } from "../base/figures.js";
import { longList } from "../base/lists.js";
import { entityLink, listed } from "../base/sentences.js";
import { say } from "../base/words.js";
import { EVERY_WHOLE, partsOf } from "../model/gathering.js";

/** The values, for an entity, of the measures that marks show. */
export function measureLines(entity, { measured, ranges, model, links }) {
  const mark = links.who.of(entity);
  return [...measured.values()]
    .filter(({ why }) => !why)
    .map((one) =>
      el(
        "p",
        { class: "names" },
        measureInWords(one, ranges.get(one.name), mark, model).join("; "),
      ),
    );
}

/** Who is folded into an entity or could be, and into whom it is folded itself. */
export function foldings(entity, view) {
  const { state, links, model, weighed, who } = view;
  const mark = links.who.of(entity);
  const members = links.who.gathers?.get(entity) ?? [];
  const parts = [...partsOf(model, weighed, who)].filter(([, whole]) => whole === entity);
  const every = state.wholes.includes(EVERY_WHOLE);
  const folded = every || state.wholes.includes(entity.id);
  return [
    mark !== entity && mark !== who.of(entity)
      ? el("p", { class: "names" }, label("within"), entityLink(mark))
      : null,
    members.length
      ? el("p", { class: "names" }, label("gathered"), listed(members.map(entityLink)))
      : null,
    parts.length
      ? foldAction(
          every ? { deed: "fold-whole", id: EVERY_WHOLE } : { deed: "fold-whole", id: entity.id },
          folded ? say("marks.unfold_these") : say("marks.fold_parts", { n: parts.length }),
        )
      : null,
  ];
}

/** A bloc: its members, and whether they are one mark. */
export function rowsOfMembers(bloc, { state }) {
  const folded = state.blocs.includes(bloc.id);
  const { members } = bloc;
  return [
    foldAction(
      { deed: "fold-bloc", id: bloc.id },
      folded ? say("marks.unfold_these") : say("marks.fold_members", { n: members.length }),
    ),
    el("p", { class: "names" }, say("marks.members", { n: members.length })),
    longList("ul", { class: "members" }, members, entityLink),
  ];
}

function label(name) {
  return el("span", { class: "label" }, `${say(`marks.${name}`)} `);
}

function foldAction({ deed, id }, text) {
  return el("p", { class: "actions" }, pushButton({ "data-do": deed, "data-id": id }, text));
}
