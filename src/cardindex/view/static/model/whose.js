// Of an index merged from several: the lines that claims of at least two of them tell.

/** Of these claims, those on lines that at least two indexes tell; `who` folds entities. */
export function saidByTwo(claims, who) {
  const tellers = new Map();
  const lines = claims.map((claim) => {
    const line = lineOf(claim, who);
    if (!tellers.has(line)) tellers.set(line, new Set());
    for (const name of claim.whose) tellers.get(line).add(name);
    return line;
  });
  return claims.filter((_, at) => tellers.get(lines[at]).size > 1);
}

/** A key that all claims of one line share: ends and relation, or the text or date of others. */
function lineOf({ subject, relation, object, text, quantity, unit, when }, who) {
  const from = who.of(subject).id;
  if (!object) return JSON.stringify([from, relation.id, text, quantity, unit, when]);
  const ends = [from, who.of(object).id];
  return JSON.stringify([relation.id, ...(relation.symmetric ? ends.sort() : ends)]);
}
