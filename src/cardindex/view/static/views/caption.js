// What every picture, table and print carries: which index, which part of it, what is left out.

import { shell } from "../base/commands.js";
import { inWords, writtenYear, yearInWords } from "../base/dates.js";
import { EVERY_WHOLE } from "../model/gathering.js";
import { saidKinds } from "../model/kinds.js";
import { askedOf } from "../model/shared.js";
import { ALL_MODES, ALL_STANDINGS } from "../state/state.js";
import { saidStrike } from "../cards/strikes.js";
import { named, speakerName } from "../base/sentences.js";
import { say } from "../base/words.js";

/** The caption of a view, as lines of text. */
export function caption(view) {
  const { title, version } = view.model.index;
  return [
    version ? say("caption.title", { title, version }) : title,
    ...partLines(view),
    ...struckLines(view),
    ...(view.aside ? [say("caption.aside", { n: view.aside })] : []),
    say("caption.caveat"),
  ];
}

function struckLines({ model, state }) {
  if (!state.struck.length) return [];
  return [
    say("caption.struck", { keys: state.struck.map((key) => saidStrike(key, model)).join(", ") }),
  ];
}

/** How many of the claims are shown, which they are, and what part of the index the page holds. */
function partLines(view) {
  const { model } = view;
  const all = model.told.length;
  const held = partWords(view);
  return [
    say("caption.part", { n: view.cut.shown.length, all, slice: sliceWords(view).join("; ") }),
    ...(held.length ? [say("caption.held", { slice: held.join("; ") })] : []),
    ...(model.whole.held ? [say("elsewhere.part", model.whole)] : []),
  ];
}

/** The slice in words: what is chosen, field by field. */
function sliceWords({ model, state }) {
  const shown = (rows, hidden) => labels(rows.filter((row) => !hidden.includes(row.id)));
  const words = [];
  if (state.hiddenFamilies.length) {
    words.push(say("caption.families", { names: shown(model.families, state.hiddenFamilies) }));
  }
  if (state.hiddenRelations.length) {
    words.push(say("caption.relations", { names: shown(model.relations, state.hiddenRelations) }));
  }
  words.push(...kindWords(saidKinds(model.types, state.hiddenTypes), model));
  words.push(...judgedWords(state));
  if (state.window) {
    // Years are texts here: a number would be written with its thousands apart.
    const [from, to] = state.window.map(yearInWords);
    words.push(
      state.surely ? say("caption.surely", { from, to }) : say("caption.possibly", { from, to }),
    );
  }
  if (state.dated && !state.surely) words.push(say("caption.dated"));
  words.push(...toldWords(state.saidBy, state.publishedBy, state.surely));
  if (state.speaker) {
    const [name, other] = [state.speaker, state.versus].map((id) => speakerName(id, model));
    words.push(
      state.versus ? say("caption.speakers", { name, other }) : say("caption.speaker", { name }),
    );
  }
  if (state.identities) words.push(say("caption.identities"));
  if (state.hiddenIndexes.length) {
    const left = model.indexes.filter((name) => !state.hiddenIndexes.includes(name));
    words.push(say("caption.indexes", { names: left.join(", ") }));
  }
  if (state.together) words.push(say("caption.together"));
  words.push(...foldedWords(state, model));
  if (state.text.trim()) words.push(say("caption.text", { text: state.text }));
  if (state.focus) {
    words.push(say("caption.focus", { name: model.entityById.get(state.focus).label }));
  }
  return words;
}

/** Who is drawn as one mark. */
function foldedWords({ blocs, wholes }, { entityById }) {
  const names = (ids) => labels(ids.map((id) => entityById.get(id)));
  return [
    ...(blocs.length ? [say("caption.blocs", { names: names(blocs) })] : []),
    ...(wholes.includes(EVERY_WHOLE)
      ? [say("caption.wholes")]
      : wholes.length
        ? [say("caption.some_wholes", { names: names(wholes) })]
        : []),
  ];
}

function labels(rows) {
  return rows.map((row) => row.label).join(", ") || say("caption.none");
}

/** Kinds are said with their narrower ones. */
function kindWords({ only, not }, { types }) {
  const names = (ids) =>
    ids.map((id) => types.find((type) => type.id === id)?.label ?? id).join(", ");
  return [
    only.length ? say("caption.types", { names: names(only) }) : "",
    not.length ? say("caption.not_types", { names: names(not) }) : "",
  ].filter(Boolean);
}

/** How the claims stand, and whether what they say was so or only meant. */
function judgedWords({ standings, modes }) {
  const told = (name, values) =>
    say(`caption.${name}s`, {
      names: values.map((it) => say(`claim.${name}.${it}`)).join(", ") || say("caption.none"),
    });
  return [
    standings.length === ALL_STANDINGS.length
      ? say("caption.standings_all")
      : told("standing", standings),
    modes.length === ALL_MODES.length ? say("caption.modes_all") : told("mode", modes),
  ];
}

/** The part of the index that the page was made of, in words; empty for a page of the whole. */
function partWords({ model }) {
  const { part } = model;
  const named = (ids, rows) =>
    labels(ids.map((id) => rows.find((row) => row.id === id) ?? { label: id }));
  return [
    part.families && say("caption.families", { names: named(part.families, model.families) }),
    part.relations && say("caption.relations", { names: named(part.relations, model.relations) }),
    ...kindWords({ only: part.types ?? [], not: part.not_types ?? [] }, model),
    part.entities && say("caption.entities", { names: named(part.entities, model.entities) }),
    part.standings &&
      say("caption.standings", {
        names: part.standings.map((it) => say(`claim.standing.${it}`)).join(", "),
      }),
    part.modes &&
      say("caption.modes", {
        names: part.modes.map((it) => say(`claim.mode.${it}`)).join(", "),
      }),
    part.window &&
      say(part.surely ? "caption.part_surely" : "caption.part_possibly", {
        window: inWords(part.window),
      }),
    part.dated && say("caption.dated"),
    part.coder && say("caption.coder", { coder: part.coder }),
    ...toldWords(part.said_by, part.published_by, part.surely),
    part.text?.trim() && say("caption.text", { text: part.text }),
  ].filter(Boolean);
}

/** The days by which it had to be said, and published, in words. */
function toldWords(saidBy, publishedBy, surely) {
  return [
    saidBy &&
      say(surely ? "caption.said_surely" : "caption.said_possibly", { day: inWords(saidBy) }),
    publishedBy &&
      say(surely ? "caption.out_surely" : "caption.out_possibly", {
        day: inWords(publishedBy),
      }),
  ].filter(Boolean);
}

/**
 * The command that gives the same part as RDF. "" where nothing is shown: no command says that.
 * null where no one command can say it: two windows (the page's and the reader's), a window that is
 * surely with a day that is possibly, or two speakers.
 */
export function exportLine({ model, state, cut }) {
  const { part } = model;
  if (!cut.shown.length) return "";
  const told = [part.said_by || state.saidBy, part.published_by || state.publishedBy];
  const own = [state.window, state.saidBy, state.publishedBy].some(Boolean);
  const surely = (own ? state.surely : part.surely) ?? false;
  if (part.window && state.window) return null;
  if (state.speaker && state.versus) return null;
  if ((part.said_by && state.saidBy) || (part.published_by && state.publishedBy)) return null;
  const held = [part.window, part.said_by, part.published_by].some(Boolean);
  if (held && surely !== (part.surely ?? false)) return null;
  const parts = ["cardindex export turtle -o part.ttl"];
  const put = (option, values) =>
    values.forEach((value) => parts.push(`${option} ${shell(value)}`));
  const shown = (rows, hidden, held) => {
    if (!hidden.length) return held ?? [];
    return (held ?? rows.map((row) => row.id)).filter((id) => !hidden.includes(id));
  };
  const judged = (chosen, all, held) => {
    if (!held && chosen.length === all.length) return ["any"];
    return chosen.filter((it) => !held || held.includes(it)).map((it) => it || "actual");
  };
  put("--family", shown(model.families, state.hiddenFamilies, part.families));
  put("--relation", shown(model.relations, state.hiddenRelations, part.relations));
  const kinds = kindsTogether(model, state);
  put("--type", kinds.only);
  put("--not-type", kinds.not);
  put("--entity", part.entities ?? []);
  put("--standing", judged(state.standings, ALL_STANDINGS, part.standings));
  put("--mode", judged(state.modes, ALL_MODES, part.modes));
  const window = state.window?.map(writtenYear).join("/") ?? part.window;
  if (window) put("--window", [window]);
  ["--said-by", "--published-by"].forEach((option, at) => put(option, told[at] ? [told[at]] : []));
  if (surely && [window, ...told].some(Boolean)) parts.push("--surely");
  if (state.dated || part.dated) parts.push("--dated");
  put("--struck", state.struck);
  if (state.speaker) put("--according-to", [state.speaker]);
  if (part.coder) put("--coder", [part.coder]);
  const text = [part.text, state.text].filter(Boolean).join(" ");
  if (text) put("--text", [text]);
  return parts.join(" ");
}

/** The kinds of which the page was made, less those hidden. */
function kindsTogether({ types, told, part }, { hiddenTypes }) {
  const said = saidKinds(types, hiddenTypes);
  const not = [...new Set([...(part.not_types ?? []), ...said.not])];
  if (!part.types || !said.only.length) return { only: part.types ?? said.only, not };
  // Page and reader both name kinds: the shown kinds of the ends of claims are in both.
  const ends = new Set(told.flatMap((claim) => [claim.subject.type.id, claim.object?.type.id]));
  const only = types
    .map((type) => type.id)
    .filter((id) => ends.has(id) && !hiddenTypes.includes(id));
  return { only, not };
}

/** What is selected, as a footnote names it; "" where nothing is. */
function citedThing({ state: { selection }, model, chosen }) {
  if (!selection) return "";
  const quoted = (text) => `“${text}”`;
  if (selection.kind === "claim") {
    const claim = model.claimById.get(selection.id);
    const object = claim.object ? named(claim.object) : claim.text.trim();
    const words = [named(claim.subject), claim.relation.words, object].filter(Boolean).join(" ");
    const when = claim.when ? ` (${inWords(claim.when)})` : "";
    return say("caption.cited_claim", { words: quoted(words + when), id: claim.id });
  }
  if (selection.kind === "source") {
    const { title, id } = model.sourceById.get(selection.id);
    return say("caption.cited_source", { title: quoted(title.trim() || id) });
  }
  if (selection.kind === "entity") {
    return say("caption.cited_entity", { name: quoted(named(chosen[0])) });
  }
  if (selection.kind === "pair") {
    return say("caption.cited_pair", { names: chosen.map((it) => quoted(named(it))).join(" – ") });
  }
  if (selection.kind === "shared") {
    const asked = askedOf(selection.id).map((id) => quoted(named(model.entityById.get(id))));
    return say("caption.cited_shared", { names: asked.join(", ") });
  }
  return say(`caption.cited_${selection.kind}`);
}

/** Where others find a page: its address, or what stands after "#" where it lies on this machine. */
export function citableAddress({ protocol, hostname, origin, pathname, search }, hash) {
  const open =
    protocol.startsWith("http") && !/^(localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(hostname);
  return (open ? origin + pathname + search : "") + (hash && `#${hash}`);
}

/**
 * How to cite this view in a footnote, by what is looked at: a claim, a card, or the whole view.
 * `address`: where others find it, or only the part after "#" where there is no such place.
 */
export function citationOf(view, address, today) {
  const { title, version, licence } = view.model.index;
  const thing = citedThing(view);
  const whole = [title.trim() && `“${title}”`, version && say("caption.version", { version })]
    .filter(Boolean)
    .join(", ");
  return [
    thing ? say("caption.in", { what: thing, whole }) : whole,
    ...partLines(view),
    ...struckLines(view),
    licence,
    address,
    say("caption.seen", { date: today }),
    say("caption.caveat"),
  ]
    .filter(Boolean)
    .map((sentence) => sentence.replace(/\.$/, ""))
    .join(". ")
    .concat(".");
}
