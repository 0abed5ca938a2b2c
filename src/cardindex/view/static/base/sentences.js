// Claims as sentences, dates and sums in words, and the links between cards.

import { inWords } from "./dates.js";
import { el } from "./dom.js";
import { say } from "./words.js";

/** A link that selects something; main.js listens for clicks on all of them. */
export function selecting(kind, id, attributes, ...children) {
  return el(
    "a",
    { href: `#select=${kind}:${id}`, "data-select": `${kind}:${id}`, ...attributes },
    ...children,
  );
}

/** A name, in a bidi isolate, so that one written from right to left turns nothing else round. */
export function entityLink(entity) {
  return selecting("entity", entity.id, { class: "name" }, el("bdi", {}, named(entity)));
}

export function sourceLink(source) {
  return selecting(
    "source",
    source.id,
    { class: "work" },
    el("bdi", {}, source.title || source.id),
  );
}

/** A label of only white space would be a link that nobody sees. */
export function named(entity) {
  return entity.label.trim() || entity.id;
}

/** "A funded B", seen from one of its ends where that is given: "was funded by A". */
export function sentence(claim, from = null) {
  const { relation, subject, object } = claim;
  const turned = from !== null && from === object && from !== subject;
  const words = turned ? relation.inverse_words || relation.words : relation.words;
  const other = turned ? subject : object;
  return [
    from === null ? [entityLink(subject), " "] : null,
    el("span", { class: "words" }, words || relation.label),
    other ? [" ", entityLink(other)] : null,
    claim.text.trim() ? [" ", el("q", {}, el("bdi", {}, claim.text))] : null,
  ];
}

/** Date, sum, place and mode of a claim, as far as it has them. */
export function facts(claim, model) {
  const place = model.entityById.get(claim.place);
  return [
    claim.when ? el("span", { class: "when" }, inWords(claim.when)) : null,
    claim.quantity ? el("span", { class: "sum" }, sum(claim.quantity, claim.unit)) : null,
    place ? el("span", {}, entityLink(place)) : claim.place ? el("span", {}, claim.place) : null,
    claim.mode ? el("span", { class: "mode" }, say(`claim.mode.${claim.mode}`)) : null,
  ].filter(Boolean);
}

/** A hedged quantity in words: "~400000", "USD" is "about 400,000 USD". */
export function sum(quantity, unit) {
  const range = quantity.split("..");
  const hedge = /^[~<>]/.exec(quantity)?.[0];
  let words = grouped(quantity.replace(/^[~<>]/, ""));
  if (range.length === 2) {
    words = say("quantity.range", { low: grouped(range[0]), high: grouped(range[1]) });
  } else if (hedge) words = say(`quantity.${hedge}`, { n: words });
  return unit ? `${words} ${unit}` : words;
}

/** Digits in groups of three. The text is kept, as a number could lose digits. */
export function grouped(digits) {
  const [whole, fraction] = digits.split(".");
  const parts = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? parts : `${parts}.${fraction}`;
}

/** What a root is called: an entity, or a work that is its own origin. */
export function rootName(root, model) {
  const at = root.indexOf(":");
  const [kind, id] = [root.slice(0, at), root.slice(at + 1)];
  const entity = kind === "entity" ? model.entityById.get(id) : null;
  if (entity) return entityLink(entity);
  const source = kind === "source" ? model.sourceById.get(id) : null;
  return source ? sourceLink(source) : id;
}

/** How many roots affirm it, and how many if roots that agreed their accounts count as one. */
export function rootsInWords({ support_low: low, support_high: high }) {
  if (!high) return say("claim.no_root");
  return say(low < high ? "claim.roots_joined" : "claim.roots", { n: high, low });
}

/** Put ", " between. */
export function listed(parts) {
  return parts.flatMap((part, i) => (i ? [", ", part] : [part]));
}

/** The name of a speaker: of a work, or of an author. */
export function speakerName(name, model) {
  const source = model.sourceById.get(name);
  const entity = model.entityById.get(name);
  return source ? source.title || name : entity ? named(entity) : name;
}

/** The name of a group of families; an ontology may leave it out. */
export function groupName({ id, label }) {
  return label || say(`rail.group_${id.replace(".", "")}`);
}
