// Offsets: the tables count code points, the browser UTF-16 units.

const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/;

/** How many code points a text has. */
export function lengthOf(text) {
  return PAIRS.test(text) ? [...text].length : text.length;
}

/** The UTF-16 offset of a code point in a text. */
export function unitsAt(text, points) {
  if (!PAIRS.test(text)) return points;
  let [at, left] = [0, points];
  while (left > 0 && at < text.length) {
    at += text.codePointAt(at) > 0xffff ? 2 : 1;
    left -= 1;
  }
  return at;
}

/** The code point offset of a UTF-16 offset in a text. */
export function pointsAt(text, units) {
  if (!PAIRS.test(text)) return units;
  return [...text.slice(0, units)].length;
}

/** The position of the last item of a sorted list whose `key` is at most `wanted`; -1 for none. */
export function lastUpTo(list, wanted, key) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(list[middle]) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
