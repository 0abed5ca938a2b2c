// What two indexes say, in a whole that was made of several: the lines that claims of two tell.

/** Of these claims, those on lines that at least two indexes tell; `who` folds who are one. */
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

/** What a claim and another of its line have in common: ends and relation, or what it says. */
function lineOf({ subject, relation, object, text, quantity, unit, when }, who) {
  const from = who.of(subject).id;
  if (!object) return JSON.stringify([from, relation.id, text, quantity, unit, when]);
  const ends = [from, who.of(object).id];
  return JSON.stringify([relation.id, ...(relation.symmetric ? ends.sort() : ends)]);
}
