// Search: names, other names, code names and works; accents and case do not matter.

/** Fold accents, case and white space away, letter for letter as slices.py does. */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[ßς\u1c80-\u1c88\u13f8-\u13fd\uab70-\uabbf]/g, caseless)
    .replace(/[\t-\r\x1c-\x20\x85\u1680\u2028\u2029]+/g, " ").replace(/^ | $/g, "");
}

/** Letters whose case folds otherwise than to the lower one (Unicode, CaseFolding.txt). */
function caseless(letter) {
  if (letter === "ß") return "ss";
  if (letter === "ς") return "σ";
  // Old forms of Cyrillic letters fold to the usual ones, Cherokee to its upper case.
  const upper = letter.toUpperCase();
  return /[\u1c80-\u1c88]/.test(letter) ? upper.toLowerCase() : upper;
}

/** Fold further: letters that have no accent to lose, but that a plain keyboard lacks. */
function loose(text) {
  return fold(text).replace(/ł/g, "l").replace(/ø/g, "o").replace(/đ/g, "d").replace(/ı/g, "i");
}

/** Build what is searched: one entry for each name that leads somewhere. */
export function searchIndex(model) {
  const entries = [];
  for (const entity of model.entities) {
    entries.push(entry("entities", entity.label, entity.type.label, { entity }));
    for (const name of entity.names) {
      entries.push(entry("names", name.name, entity.label, { entity }));
    }
  }
  for (const claim of model.told) {
    if (claim.text && isNaming(claim.relation)) {
      const entity = claim.object ?? claim.subject;
      entries.push(entry("code names", claim.text, entity.label, { entity, claim }));
    }
  }
  for (const source of model.sources) {
    entries.push(entry("sources", source.title, source.kind, { source }));
  }
  return entries;
}

function entry(group, text, hint, target) {
  return { group, text, hint, folded: loose(text), ...target };
}

/** Is the text of such a claim a name? */
export function isNaming(relation) {
  return relation.kind === "name" || relation.id === "code_named";
}

const GROUPS = ["entities", "code names", "names", "sources"];

/** Find entries; best first within each group: whole, from the start, from a word, anywhere. */
export function search(entries, text, limit = 8) {
  const wanted = loose(text);
  if (!wanted) return [];
  const found = [];
  for (const one of entries) {
    const rank = rankOf(one.folded, wanted);
    if (rank < 9) found.push({ rank, one });
  }
  found.sort((a, b) => a.rank - b.rank || reach(b.one) - reach(a.one)
    || a.one.text.length - b.one.text.length);
  return GROUPS.flatMap((group) => {
    return found.filter(({ one }) => one.group === group).slice(0, limit).map(({ one }) => one);
  });
}

function reach(one) {
  return one.entity ? one.entity.claims.length : one.source.citations.length;
}

function rankOf(folded, wanted) {
  if (folded === wanted) return 0;
  if (folded.startsWith(wanted)) return 1;
  if (folded.includes(` ${wanted}`)) return 2;
  if (folded.includes(wanted)) return 3;
  return wanted.split(" ").every((word) => folded.includes(word)) ? 4 : 9;
}
