// Cards: an entity, the links between two, one claim, one work.

import {
  bestStanding, FLAGS, isAffirmedSo, rootsOf, STANDING_RANK,
} from "../model/evidence.js";
import { el } from "../base/dom.js";
import { claimsAt, foldedBy, gathered } from "../model/folded.js";
import { lineMark, shapeMark } from "../base/glyphs.js";
import { leanedOn } from "../model/leaning.js";
import { longList } from "../base/lists.js";
import { neighbours } from "../scene/drawn.js";
import { isNaming } from "../model/search.js";
import {
  entityLink, facts, listed, named, rootName, rootsInWords, selecting, sentence, sourceLink,
} from "../base/sentences.js";
import { inWords } from "../base/dates.js";
import { say } from "../base/words.js";

/** The card of what is selected: { tab, heading, body }. `view`: model, weighed, links, drawn. */
export function cardOf(selection, view) {
  const { model } = view;
  const entityOf = (id) => view.who.of(model.entityById.get(id));
  if (selection.kind === "entity") return entityCard(entityOf(selection.id), view);
  if (selection.kind === "claim") return claimCard(model.claimById.get(selection.id), view);
  if (selection.kind === "source") return sourceCard(model.sourceById.get(selection.id), view);
  const [a, b, family] = selection.id.split("+");
  return pairCard(entityOf(a), entityOf(b), family, view);
}

function entityCard(entity, view) {
  const claims = gathered(entity, view.who);
  const visible = claims.filter((claim) => view.links.shown[claim.i]);
  const hidden = claims.filter((claim) => !view.links.shown[claim.i] && !claim.context);
  return {
    tab: [shapeMark({ ...entity.type, colour: view.tint(entity.type.colour) }), entity.type.label],
    heading: el("bdi", {}, named(entity)),
    body: [
      otherNames(entity),
      entity.description ? el("p", { class: "description" }, entity.description) : null,
      codeNames(entity, view),
      identities(entity, view),
      folding(entity, view),
      growing(entity, view),
      visible.length ? null : el("p", { class: "soft" }, say("card.no_claims")),
      byFamily(visible, view, entity),
      hidden.length ? hiddenClaims(hidden, view, entity) : null,
    ],
  };
}

function otherNames(entity) {
  if (!entity.names.length) return null;
  const names = entity.names.map((name) => el("span", { class: "other-name" },
    el("bdi", { lang: name.language || null }, name.name),
    name.kind ? el("small", {}, ` ${name.kind}`) : null));
  return el("p", { class: "names" }, el("span", { class: "label" }, `${say("card.also")} `),
    listed(names));
}

/** Code names and other names that a source gives, each with whoever gave it. */
function codeNames(entity, view) {
  const naming = entity.claims.filter((claim) => {
    return isNaming(claim.relation) && claim.text && (claim.object ?? claim.subject) === entity
      && !claim.context && view.weighed[claim.i];
  });
  if (!naming.length) return null;
  return el("p", { class: "names" },
    el("span", { class: "label" }, `${say("card.code_names")} `),
    listed(naming.map((claim) => el("span", { class: "code-name" },
      selecting("claim", claim.id, {}, el("bdi", {}, claim.text)),
      claim.object ? [el("small", {}, " ", named(claim.subject))] : null))));
}

/** Whom some source takes it for, and who is taken for it: each a link to the other's card. */
function identities(entity, view) {
  const said = entity.claims.filter((claim) => claim.relation.identifies && claim.object
    && claim.subject !== claim.object && !claim.context && view.weighed[claim.i]);
  const told = (name, claims, end) => (claims.length ? el("p", { class: "names" },
    el("span", { class: "label" }, `${say(`card.${name}`)} `),
    listed(claims.map((claim) => el("span", { class: "identity" }, entityLink(claim[end]), " ",
      identification(claim, view.weighed[claim.i]))))) : null);
  return [
    told("is_said", said.filter(({ subject }) => subject === entity), "object"),
    told("said_to_be_this", said.filter(({ object }) => object === entity), "subject"),
  ];
}

/** Of whom all is told here, and by what; or why one who is said to be several is not folded. */
function folding(entity, { who }) {
  const { names, claims } = foldedBy(entity, who);
  const several = who.two.get(entity);
  return [
    names.length ? el("p", { class: "names folded" },
      el("span", { class: "label" }, `${say("card.gathers")} `),
      listed(names.map((name) => el("bdi", {}, named(name)))), " ", hangsOn(claims)) : null,
    several ? el("p", { class: "names folded" },
      el("span", { class: "label" }, `${say("card.several")} `), listed(several.map(entityLink)))
      : null,
  ];
}

/** The identifications that something hangs on, each a link to its claim. */
function hangsOn(claims) {
  return el("small", {}, `${say("card.hangs_on")} `,
    listed(claims.map(({ id }) => selecting("claim", id, { class: "id" }, id))));
}

/** How an identification stands, as a link to its claim. */
function identification(claim, { standing }) {
  const words = [claim.mode ? say(`claim.mode.${claim.mode}`) : "", say(`claim.standing.${standing}`)];
  return el("small", {}, lineMark(standing), " ", selecting("claim", claim.id, {},
    words.filter(Boolean).join(", ")));
}

function growing(entity, view) {
  const around = [...neighbours(view.links, entity).keys()];
  const undrawn = around.filter((other) => !view.drawn.has(other)).length;
  const focused = view.state.focus === entity.id;
  if (!around.length) return null;
  return el("p", { class: "actions" },
    undrawn ? el("button", { type: "button", "data-do": "grow", "data-id": entity.id },
      say("card.grow", { n: undrawn })) : null,
    el("button", { type: "button", "data-do": "focus", "data-id": focused ? "" : entity.id },
      focused ? say("card.whole") : say("card.surroundings")),
    el("button", { type: "button", "data-do": "path", "data-id": entity.id }, say("card.path")));
}

/** Claims by family, in the order of the ontology: what is told most is not told first. */
function byFamily(claims, view, entity) {
  const families = new Map();
  for (const claim of claims) {
    const family = claim.relation.family;
    if (!families.has(family)) families.set(family, []);
    families.get(family).push(claim);
  }
  const order = [...families].sort(([a], [b]) => (a?.i ?? Infinity) - (b?.i ?? Infinity));
  return order.map(([family, group]) => el("section", { class: "family" },
    familyHeading(family, group, view),
    claimList(byTime(group), view, { from: entity })));
}

function claimList(claims, view, options) {
  return longList("ol", { class: "claims" }, claims, (claim) => claimItem(claim, view, options));
}

function familyHeading(family, claims, view) {
  const standing = bestStanding(claims.map(({ i }) => {
    return (view.links.hung.get(i) ?? view.weighed[i])?.standing ?? "denied";
  }));
  return el("h3", {},
    lineMark(standing, view.colour(family)),
    el("span", {}, family?.label ?? ""),
    el("small", {}, ` ${claims.length}`));
}

/** Dated claims in order of time, then the undated; equals in the order of the table. */
function byTime(claims) {
  return [...claims].sort((a, b) => a.days[1] - b.days[1] || a.days[0] - b.days[0]
    || a.i - b.i);
}

function hiddenClaims(claims, view, entity) {
  return el("details", { class: "hidden-claims" },
    el("summary", {}, say("card.hidden", { n: claims.length })),
    claimList(byTime(claims), view, { from: entity }));
}

function pairCard(a, b, family, view) {
  const claims = claimsAt(view.links.model, a).filter((claim) => {
    const other = claim.subject === a ? claim.object : claim.subject;
    return other === b && !claim.context;
  }).map(({ i }) => view.model.claims[i]); // under the names under which they were told
  const visible = claims.filter((claim) => view.links.shown[claim.i]);
  const hidden = claims.filter((claim) => !view.links.shown[claim.i]);
  const groups = new Map();
  for (const claim of visible) {
    const id = claim.relation.family?.id ?? "";
    if (!groups.has(id)) groups.set(id, []);
    groups.get(id).push(claim);
  }
  const rank = new Map(view.model.families.map(({ id }, i) => [id, i]));
  const ids = [...groups.keys()].sort((x, y) => (y === family) - (x === family)
    || rank.get(x) - rank.get(y));
  return {
    tab: [say("card.pair")],
    heading: [entityLink(a), el("span", { class: "and" }, " · "), entityLink(b)],
    body: [
      ids.map((id) => el("section", { class: "family" },
        familyHeading(groups.get(id)[0].relation.family, groups.get(id), view),
        hanging(groups.get(id), view),
        claimList(byTime(groups.get(id)), view, { open: id === family || ids.length === 1 }))),
      visible.length ? null : el("p", { class: "soft" }, say("stage.empty")),
      hidden.length ? el("details", { class: "hidden-claims" },
        el("summary", {}, say("card.hidden", { n: hidden.length })),
        claimList(byTime(hidden), view, {})) : null,
    ],
  };
}

/** What the links that these claims are in hang on, where others are folded. */
function hanging(claims, { links }) {
  const found = claims.flatMap(({ i }) => links.hung.get(i)?.identifications ?? []);
  return found.length ? el("p", { class: "soft folded" }, hangsOn([...new Set(found)])) : null;
}

function claimCard(claim, view) {
  return {
    tab: [say("card.claim"), el("span", { class: "id" }, claim.id)],
    heading: sentence(claim),
    body: [claimItem(claim, view, { open: true, bare: true })],
  };
}

/** One claim: sentence, facts, standing, ties and, folded or open, its citations. */
function claimItem(claim, view, { from = null, open = false, bare = false }) {
  const evidence = view.weighed[claim.i];
  const known = facts(claim, view.model);
  // What was told of one under another name is said under that name.
  const end = [claim.subject, claim.object].includes(from) ? from : null;
  return el("article", { class: "claim", "data-claim": claim.id },
    bare ? null : el("p", { class: "sentence" }, sentence(claim, end)),
    known.length ? el("p", { class: "facts" }, known) : null,
    claim.gloss ? el("p", { class: "gloss" }, el("bdi", {}, claim.gloss)) : null,
    evidence ? standingLine(claim, evidence, view, bare)
      : el("p", { class: "standing struck" }, say("claim.struck")),
    claim.ties.map((tie) => tieLine(tie)),
    el("details", { class: "citations", open },
      el("summary", {}, say("claim.citations", { n: claim.citations.length })),
      el("ol", {}, claim.citations.map((citation) => citationItem(citation, evidence, view))),
      el("p", { class: "report" },
        el("span", {}, say("claim.report", { id: claim.id })), " ",
        el("button", { type: "button", class: "quiet", "data-do": "copy", "data-id": claim.id },
          say("claim.copy")), " ",
        el("button", {
          type: "button", class: "quiet", "data-do": "copy-address", "data-id": claim.id,
        }, say("claim.copy_address")))));
}

function standingLine(claim, evidence, view, bare) {
  const { standing, roots } = evidence;
  const flags = FLAGS.filter((name) => evidence[name]).map(flag);
  return el("p", { class: `standing is-${standing}` },
    lineMark(standing),
    el("span", { class: "verdict", title: say(`claim.standing_long.${standing}`) },
      say(`claim.standing.${standing}`)),
    roots.length ? [": ", listed(roots.map((root) => rootName(root, view.model)))] : null,
    isAffirmedSo(evidence) ? countsOf(evidence) : null,
    evidence.denied ? [" · ", againstInWords(evidence)] : null,
    flags.length ? [" ", flags] : null,
    bare ? null : [" ", selecting("claim", claim.id, { class: "id" }, claim.id)]);
}

/** How many roots, unless the standing has said so, and how many works. */
function countsOf(evidence) {
  const one = evidence.standing === "single-root" && evidence.support_high === 1;
  return [
    one ? null : [evidence.roots.length ? " · " : ": ", rootsInWords(evidence)],
    " · ", say("claim.works", { n: evidence.works }),
  ];
}

function againstInWords({ opposition_low: low, opposition_high: high }) {
  if (!high) return say("claim.against_none");
  return say(low < high ? "claim.against_joined" : "claim.against", { n: high, low });
}

function flag(name) {
  return el("span", { class: "flag", title: say(`claim.${name}_long`) }, say(`claim.${name}`));
}

function tieLine({ kind, claim, perhaps }) {
  return el("p", { class: "tie" },
    perhaps ? say("claim.perhaps") : null, say(`claim.tie.${kind}`), " ",
    selecting("claim", claim.id, {}, `${named(claim.subject)} ${claim.relation.words} `
      + `${claim.object ? named(claim.object) : claim.text}`, " ",
    el("span", { class: "id" }, claim.id)));
}

/** A citation: stance, work and place, the way down to the root, who speaks, the passage. */
function citationItem(citation, evidence, view) {
  const counts = evidence?.citations.includes(citation);
  return el("li", { class: `citation ${citation.stance}${counts ? "" : " struck"}` },
    el("p", { class: "where" }, place(citation.source, citation.locator), " ",
      el("span", { class: "stance" }, say(`citation.stance.${citation.stance}`)), " ",
      el("span", { class: "certainty" }, say(`citation.certainty.${citation.certainty}`)),
      ["misquoted", "overstated", "circular"].filter((name) => citation[name]).map((name) => {
        return [" ", el("span", { class: "flag", title: say(`claim.${name}_long`) },
          say(`citation.${name}`))];
      }),
      counts ? null : [" ", el("span", { class: "flag" },
        say(citation.heard ? "citation.struck" : "citation.unheard"))]),
    citation.trail.length || citation.hearsay || citation.own ? el("ol", { class: "trail" },
      citation.trail.map((step) => el("li", { class: step.how },
        el("span", { class: "how" }, `${say(`citation.${step.how}`)} `),
        place(step.source, step.locator))),
      citation.hearsay ? el("li", {},
        el("span", { class: "how" }, say(`citation.hearsay_${citation.hearsay}`))) : null,
      citation.own ? el("li", {}, el("span", { class: "how" }, say("citation.own"))) : null) : null,
    el("p", { class: "root" }, leansLine(citation, view.model),
      el("span", { class: "label" }, `${say("citation.root")} `), rootsLine(citation, evidence, view),
      " · ", el("span", { class: "label" }, `${say("citation.speakers")} `),
      listed(citation.speakers.map((source) => sourceLink(source)))),
    citation.note ? el("p", { class: "note" }, citation.note) : null,
    citation.passage ? el("blockquote", { dir: "auto" }, citation.passage) : null);
}

function leansLine(citation, model) {
  const work = leanedOn(model, citation);
  if (!work) return null;
  return [el("span", { class: "label leans", title: say("citation.leans_long") },
    `${say("citation.leans")} `), sourceLink(work), " · "];
}

function rootsLine(citation, evidence, view) {
  const roots = evidence ? rootsOf(view.model, citation, evidence) : [];
  if (!roots.length) return say("citation.root_unknown");
  return listed(roots.map((root) => rootName(root, view.model)));
}

/** A work and where in it, in its own unit. */
function place(source, locator) {
  if (!locator) return sourceLink(source);
  const unit = source.unit || source.container?.unit || "";
  const key = `units.${unit}`;
  const word = say(key) === key ? unit : say(key);
  return [sourceLink(source), el("span", { class: "locator" }, `, ${word} ${locator}`.replace("  ", " "))];
}

function sourceCard(source, view) {
  const { model } = view;
  const people = (ids) => listed(ids.map((id) => {
    const entity = model.entityById.get(id);
    return entity ? entityLink(entity) : id;
  }));
  const origin = source.origin === "self" ? say("source.origin_self") : people([source.origin]);
  const leading = model.citations.filter((it) => {
    return it.heard
      && (it.source === source || it.trail.some((step) => step.source === source));
  });
  const claims = [...new Set(leading.map((it) => it.claim))].filter((claim) => !claim.context);
  return {
    tab: [say("card.source"), source.kind ? ` · ${source.kind}` : ""],
    heading: el("bdi", {}, source.title || source.id),
    body: [
      el("dl", { class: "source-facts" },
        source.author.length ? entryOf("author", people(source.author)) : null,
        source.date ? entryOf("date", inWords(source.date)) : null,
        source.origin ? entryOf("origin", origin) : null,
        source.container ? entryOf("container", sourceLink(source.container)) : null,
        source.rests.length ? entryOf("rests", listed(source.rests.map(sourceLink))) : null),
      source.note ? el("p", { class: "note" }, source.note) : null,
      el("h3", {}, say("source.cited", { n: leading.length })),
      claimList(sorted(claims, view), view, {}),
    ],
  };
}

function sorted(claims, view) {
  const rank = (claim) => STANDING_RANK.get(view.weighed[claim.i]?.standing) ?? 9;
  return [...claims].sort((a, b) => rank(a) - rank(b) || a.i - b.i);
}

function entryOf(name, value) {
  return [el("dt", {}, say(`source.${name}`)), el("dd", {}, value)];
}
