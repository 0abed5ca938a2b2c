// Search: what a person means who types a name, an id, or a part of either. Mirrors finding.py.

import { fold, unsigned } from "../base/letters.js";

const MOST_WORDS = 40; // texts with more words are not searched for word by word

/** How well a name fits, the best first: see finding.py. */
const [ID, WHOLE, UNSIGNED, BEGINNING, WORDS, PARTS] = [0, 1, 2, 3, 4, 5];

/** Build the names that are searched: of everything that has a card. */
export function searchIndex(model) {
  const rows = [];
  // Labels, then other names, then names that claims tell: of equal fits the first is shown.
  for (const entity of model.entities) {
    rows.push(entry("entities", entity.label, entity.type.label, { entity }));
  }
  for (const { entity, name } of model.names) {
    rows.push(entry("names", name, entity.label, { entity }));
  }
  for (const claim of model.told) {
    if (claim.text && isNaming(claim.relation)) {
      const entity = claim.object ?? claim.subject;
      rows.push(entry("code names", claim.text, entity.label, { entity }));
    }
  }
  for (const entity of model.entities) {
    rows.push(entry("entities", entity.id, entity.label, { entity }));
  }
  for (const source of model.sources) {
    rows.push(entry("sources", source.title || source.id, source.kind, { source }));
  }
  for (const source of model.sources) {
    rows.push(entry("sources", source.id, source.title, { source }));
  }
  // An entity of which this page has a part is found on the page itself.
  for (const away of model.elsewhere) {
    if (model.entityById.has(away.id)) continue;
    rows.push(entry("elsewhere", away.label, away.type, { away }));
    rows.push(entry("elsewhere", away.id, away.label, { away }));
  }
  return { rows, claims: numbered(model.claims) };
}

function entry(group, text, hint, target) {
  const { id } = targetOf(target);
  const plain = fold(text);
  return { group, text, hint, id, plain, signless: ` ${unsigned(plain)}`, ...target };
}

function targetOf({ entity, source, away }) {
  return entity ?? source ?? away;
}

/** Claims by letter and number: c12 finds c0012. */
function numbered(claims) {
  const found = new Map();
  for (const claim of claims) {
    const key = claimKey(claim.id);
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(claim);
  }
  return found;
}

function claimKey(id) {
  return id.replace(/^([a-z])0+(?=[0-9])/, "$1");
}

/** Is the text of claims of this relation a name? */
export function isNaming(relation) {
  return relation.kind === "name" || relation.naming;
}

/** Find what a text may mean, each once, the best first. */
export function search({ rows, claims }, text, limit = 12) {
  const plain = fold(text);
  const wanted = { id: plain, plain, signless: ` ${unsigned(plain)}` };
  if (!plain) return [];
  const numbers = /^[a-z][0-9]+$/.test(plain) ? (claims.get(claimKey(plain)) ?? []) : [];
  const told = numbers.map((claim) => ({
    fit: ID,
    group: "claims",
    text: claim.id,
    hint: claim.gloss || claim.relation.words,
    id: claim.id,
    claim,
  }));
  return [...bestFits(rows, wanted), ...told].sort(byFit).slice(0, limit);
}

/** Each entity and work that fits, by the name that fits best. */
function bestFits(rows, wanted) {
  const each = [...new Set(wanted.signless.trim().split(" "))];
  const words = each.length <= MOST_WORDS ? each : [];
  const best = new Map();
  for (const row of rows) {
    const fit = fitOf(row, wanted, words);
    const target = targetOf(row);
    if (fit !== null && (best.get(target)?.fit ?? Infinity) > fit)
      best.set(target, { ...row, fit });
  }
  return best.values();
}

function fitOf(row, wanted, words) {
  if (words.length && !row.signless.includes(words[0])) return null;
  if (row.id === wanted.id) return ID;
  if (row.plain === wanted.plain) return WHOLE;
  if (row.signless === wanted.signless) return UNSIGNED;
  if (row.signless.includes(wanted.signless)) return BEGINNING;
  if (!words.length || !words.every((word) => row.signless.includes(word))) return null;
  return words.every((word) => row.signless.includes(` ${word}`)) ? WORDS : PARTS;
}

/** Order of results: by fit; entities (those not on the page last), claims, works; degree; id. */
function byFit(a, b) {
  return (
    a.fit - b.fit ||
    kindOf(a) - kindOf(b) ||
    weightOf(b) - weightOf(a) ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}

function kindOf(one) {
  return one.entity ? 0 : one.away ? 1 : one.claim ? 2 : 3;
}

function weightOf(one) {
  return one.away ? one.away.n : (one.entity?.claims ?? one.source?.citations ?? []).length;
}
