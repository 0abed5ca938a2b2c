// Cards: an entity, the links between two, one claim, one work.

import { claimCard, foldedClaims, hiddenClaims } from "./claims.js";
import { foldings, measureLines, rowsOfMembers } from "./gathered.js";
import { digest } from "./digestlines.js";
import { moreElsewhere } from "./elsewhere.js";
import { sourceCard } from "./work.js";
import { el, pushButton } from "../base/dom.js";
import { claimsAt, foldedBy, gathered } from "../model/folded.js";
import { lineMark, shapeMark } from "../base/glyphs.js";
import { pageLink } from "../base/pageof.js";
import { neighbours } from "../scene/drawn.js";
import { isAskable } from "../model/shared.js";
import { isNaming } from "../model/search.js";
import { entityLink, listed, named, selecting } from "../base/sentences.js";
import { say } from "../base/words.js";

/** The card of what is selected: { tab, heading, body }. `view`: model, weighed, links, drawn. */
export function cardOf(selection, view) {
  const { model } = view;
  const entityOf = (id) => view.links.who.of(model.entityById.get(id));
  if (selection.kind === "entity") {
    // An entity that is folded into a mark has a card all the same.
    const entity = model.entityById.get(selection.id);
    return entity.members ? blocCard(entity, view) : entityCard(view.who.of(entity), view);
  }
  if (selection.kind === "claim") return claimCard(model.claimById.get(selection.id), view);
  if (selection.kind === "source") return sourceCard(model.sourceById.get(selection.id), view);
  const [a, b, family] = selection.id.split("+");
  return pairCard(entityOf(a), entityOf(b), family, view);
}

/** The card of a bloc: its members, and the claims between them and others. */
function blocCard(bloc, view) {
  const claims = toldOf(bloc.members, view);
  const shown = claims.filter(({ i }) => view.links.shown[i]);
  const { of } = view.who;
  const members = new Set(bloc.members.map(of));
  const outward = shown.filter(({ subject, object }) => {
    return !object || !members.has(of(subject)) || !members.has(of(object));
  });
  const n = shown.length - outward.length;
  return {
    tab: [shapeMark({ ...bloc.type, colour: "currentColor" }), bloc.scheme],
    heading: el("bdi", {}, bloc.label),
    body: [
      measureLines(bloc, view),
      rowsOfMembers(bloc, view),
      outward.length ? digest(outward, view) : el("p", { class: "soft" }, say("card.no_claims")),
      n ? el("p", { class: "soft" }, say("marks.inner", { n })) : null,
      foldedClaims(outward, view, {}),
    ],
  };
}

/** All claims about any of these entities, each once. */
function toldOf(entities, { who }) {
  return [...new Set(entities.flatMap((one) => gathered(who.of(one), who)))];
}

function entityCard(entity, view) {
  const claims = toldOf([entity, ...(view.links.who.gathers?.get(entity) ?? [])], view);
  const visible = claims.filter((claim) => view.links.shown[claim.i]);
  const hidden = claims.filter((claim) => !view.links.shown[claim.i] && !claim.context);
  return {
    tab: [shapeMark({ ...entity.type, colour: view.tint(entity.type.colour) }), entity.type.label],
    heading: el("bdi", {}, named(entity)),
    body: [
      atServer("entity", entity.id),
      otherNames(entity),
      entity.description ? el("p", { class: "description" }, entity.description) : null,
      codeNames(entity, view),
      identities(entity, view),
      folding(entity, view),
      measureLines(entity, view),
      foldings(entity, view),
      growing(entity, view),
      visible.length ? digest(visible, view) : el("p", { class: "soft" }, say("card.no_claims")),
      foldedClaims(visible, view, { from: entity }),
      hiddenClaims(hidden, view, { from: entity }),
      moreElsewhere(entity, view.model),
    ],
  };
}

/** A link to its page, on a line of its own. */
function atServer(kind, id) {
  const link = pageLink(kind, id);
  return link ? el("p", { class: "at-server" }, link) : null;
}

function otherNames(entity) {
  if (!entity.names.length) return null;
  const names = entity.names.map((name) =>
    el(
      "span",
      { class: "other-name" },
      el("bdi", { lang: name.language || null }, name.name),
      name.kind ? el("small", {}, ` ${name.kind}`) : null,
    ),
  );
  return el(
    "p",
    { class: "names" },
    el("span", { class: "label" }, `${say("card.also")} `),
    listed(names),
  );
}

/** Code names and other names that a source tells, each with who gave it. */
function codeNames(entity, view) {
  const naming = entity.claims.filter((claim) => {
    return (
      isNaming(claim.relation) &&
      claim.text &&
      (claim.object ?? claim.subject) === entity &&
      !claim.context &&
      view.weighed[claim.i]
    );
  });
  if (!naming.length) return null;
  return el(
    "p",
    { class: "names" },
    el("span", { class: "label" }, `${say("card.code_names")} `),
    listed(
      naming.map((claim) =>
        el(
          "span",
          { class: "code-name" },
          selecting("claim", claim.id, {}, el("bdi", {}, claim.text)),
          claim.object ? [el("small", {}, " ", named(claim.subject))] : null,
        ),
      ),
    ),
  );
}

/** Whom some source takes it for, and who is taken for it: each a link to the other's card. */
function identities(entity, view) {
  const said = entity.claims.filter(
    (claim) =>
      claim.relation.identifies &&
      claim.object &&
      claim.subject !== claim.object &&
      !claim.context &&
      view.weighed[claim.i],
  );
  const told = (name, claims, end) =>
    claims.length
      ? el(
          "p",
          { class: "names" },
          el("span", { class: "label" }, `${say(`card.${name}`)} `),
          listed(
            claims.map((claim) =>
              el(
                "span",
                { class: "identity" },
                entityLink(claim[end]),
                " ",
                identification(claim, view.weighed[claim.i]),
              ),
            ),
          ),
        )
      : null;
  return [
    told(
      "is_said",
      said.filter(({ subject }) => subject === entity),
      "object",
    ),
    told(
      "said_to_be_this",
      said.filter(({ object }) => object === entity),
      "subject",
    ),
  ];
}

/** Who is folded into this entity and by which claims; or why one who is said to be several is not. */
function folding(entity, { who }) {
  const { names, claims } = foldedBy(entity, who);
  const several = who.two.get(entity);
  return [
    names.length
      ? el(
          "p",
          { class: "names folded" },
          el("span", { class: "label" }, `${say("card.gathers")} `),
          listed(names.map((name) => el("bdi", {}, named(name)))),
          " ",
          hangsOn(claims),
        )
      : null,
    several
      ? el(
          "p",
          { class: "names folded" },
          el("span", { class: "label" }, `${say("card.several")} `),
          listed(several.map(entityLink)),
        )
      : null,
  ];
}

/** The identifications that something hangs on, each a link to its claim. */
function hangsOn(claims) {
  return el(
    "small",
    {},
    `${say("card.hangs_on")} `,
    listed(claims.map(({ id }) => selecting("claim", id, { class: "id" }, id))),
  );
}

/** How an identification stands, as a link to its claim. */
function identification(claim, { standing }) {
  const words = [
    claim.mode ? say(`claim.mode.${claim.mode}`) : "",
    say(`claim.standing.${standing}`),
  ];
  return el(
    "small",
    {},
    lineMark(standing),
    " ",
    selecting("claim", claim.id, {}, words.filter(Boolean).join(", ")),
  );
}

function growing(entity, view) {
  const around = [...neighbours(view.links, entity).keys()];
  const undrawn = around.filter((other) => !view.drawn.has(other)).length;
  const focused = view.state.focus === entity.id;
  if (!around.length) return null;
  return el(
    "p",
    { class: "actions" },
    undrawn
      ? pushButton({ "data-do": "grow", "data-id": entity.id }, say("card.grow", { n: undrawn }))
      : null,
    pushButton(
      { "data-do": "focus", "data-id": focused ? "" : entity.id },
      focused ? say("card.whole") : say("card.surroundings"),
    ),
    pushButton({ "data-do": "path", "data-id": entity.id }, say("card.path")),
    choosing(entity, view.state),
  );
}

/** To choose it besides others, and to ask what they have in common. */
function choosing({ id }, { several }) {
  const chosen = several.includes(id);
  const asked = chosen && isAskable(several);
  return [
    pushButton(
      { "data-do": "choose", "data-id": id, "aria-pressed": String(chosen) },
      say("card.choose"),
    ),
    asked
      ? pushButton({ "data-do": "shared" }, say("hand.shared_of", { n: several.length }))
      : null,
  ];
}

function pairCard(a, b, family, view) {
  const claims = claimsAt(view.links.model, a)
    .filter((claim) => {
      const other = claim.subject === a ? claim.object : claim.subject;
      return other === b && !claim.context;
    })
    .map(({ i }) => view.model.claims[i]); // under the names under which they were told
  const visible = claims.filter((claim) => view.links.shown[claim.i]);
  const hidden = claims.filter((claim) => !view.links.shown[claim.i]);
  const few = visible.length < 3;
  return {
    tab: [say("card.pair")],
    heading: [entityLink(a), el("span", { class: "and" }, " · "), entityLink(b)],
    body: [
      few ? null : digest(visible, view),
      hanging(visible, view),
      foldedClaims(visible, view, { wanted: family ?? null, open: few }),
      visible.length ? null : el("p", { class: "soft" }, say("stage.empty")),
      hiddenClaims(hidden, view, {}),
    ],
  };
}

/** What the links that these claims are in hang on, where others are folded. */
function hanging(claims, { links }) {
  const found = claims.flatMap(({ i }) => links.hung.get(i)?.identifications ?? []);
  return found.length ? el("p", { class: "soft folded" }, hangsOn([...new Set(found)])) : null;
}
