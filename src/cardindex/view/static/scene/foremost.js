// Who stands out in a drawing of many: the best linked have full-sized marks and names, the others are
// dots. The first picture uses this module too, before the page is ready, so it imports nothing.

const FOREMOST = 50; // so many entities have names
const UPRIGHT = 44; // and on a phone
const FEW = 60; // up to so many entities, all have names

/** The radius of the mark of an entity with this many neighbours. */
export function sizeOf(degree) {
  return Math.min(34, 6.5 + 3.4 * Math.sqrt(degree));
}

/** The best linked of these entities as a Set; null where all can be named. */
export function foremostOf(entities, degree, upright) {
  if (entities.length <= FEW) return null;
  const best = [...entities].sort((a, b) => degree(b) - degree(a) || a.i - b.i);
  return new Set(best.slice(0, upright ? UPRIGHT : FOREMOST));
}
