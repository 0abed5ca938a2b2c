// Who stands out in a drawing of many: the best linked have marks of full size and their names, the
// others are dots. Of this the first picture needs to know as well, so nothing is imported here.

const FOREMOST = 50; // how many have names
const UPRIGHT = 44; // and on a phone
const FEW = 60; // so many all have

/** How large the mark of one with so many neighbours is. */
export function sizeOf(degree) {
  return Math.min(34, 6.5 + 3.4 * Math.sqrt(degree));
}

/** The best linked of these entities as a Set; null where they are few enough to be named all. */
export function foremostOf(entities, degree, upright) {
  if (entities.length <= FEW) return null;
  const best = [...entities].sort((a, b) => degree(b) - degree(a) || a.i - b.i);
  return new Set(best.slice(0, upright ? UPRIGHT : FOREMOST));
}
