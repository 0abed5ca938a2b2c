// Size and colour of marks by a measure or a scheme that the reader has chosen in place of neighbours
// and kinds.

const [LEAST, GROWTH] = [6.5, 27.5]; // the radius for the value 0, and what the largest value adds to it
const LARGEST = 1.3; // a whisker may end at most so far beyond the largest value

/** The radius for a value, where `most` is the largest: the area of the mark grows with the value. */
export function radiusOf(value, most) {
  return LEAST + GROWTH * Math.sqrt(Math.min(LARGEST, most > 0 ? value / most : 0));
}

/**
 * The chosen looks of marks as functions of an entity: { radius, whiskers, colour, note }; null for
 * those that the reader has not changed. `whiskers`: the two radii of the range, where `ranges` (by
 * measure) has it.
 */
export function markingOf({ state, measured, model, links }, theme, ranges) {
  const sized = measured.get(state.size);
  const range = ranges.get(state.size);
  const tells = sized && !sized.why;
  return {
    radius: tells ? ({ i }) => radiusOf(sized.values[i] || 0, sized.most) : null,
    whiskers:
      tells && range
        ? ({ i }) => [range.low, range.high].map((at) => (at[i] ? radiusOf(at[i], sized.most) : 0))
        : null,
    colour: colourBy(state.colour, measured, model, theme, links.who.gathers),
  };
}

/** The ink of the nth group of a scheme; groups beyond the last ink have the ink of no group. */
export function schemeInk(at, theme) {
  return theme.inks[at] ?? theme.none;
}

/** The ink of a value between 0 and the largest. */
export function rampOf(value, most, theme) {
  const share = most > 0 ? Math.sqrt(value / most) : 0;
  const [low, high] = theme.ramp.map((ink) =>
    [1, 3, 5].map((at) => Number.parseInt(ink.slice(at, at + 2), 16)),
  );
  const mixed = low.map((part, at) => Math.round(part + (high[at] - part) * share));
  return `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** The blocs of a scheme, in the order of their inks. */
export function blocsOf({ marks }, scheme) {
  return marks.filter((mark) => mark.scheme === scheme);
}

function colourBy(asked, measured, model, theme, gathers) {
  const [what, name] = [asked.split(":")[0], asked.slice(asked.indexOf(":") + 1)];
  const found = what === "measure" ? measured.get(name) : null;
  if (found && !found.why) {
    return ({ i }) => (found.ranks[i] ? rampOf(found.values[i], found.most, theme) : theme.none);
  }
  if (what === "scheme") {
    const inks = new Map();
    blocsOf(model, name).forEach((mark, at) => {
      for (const one of [mark, ...mark.members])
        if (!inks.has(one)) inks.set(one, schemeInk(at, theme));
    });
    return (entity) => inks.get(entity) ?? theme.none;
  }
  if (!gathers) return null;
  // The mark of a bloc has no kind: its ink is that of its wash, if it has one.
  const washes = new Map(
    model.blocs.map((mark, at) => [mark, theme.washes[at % theme.washes.length]]),
  );
  return (entity) => (entity.members ? (washes.get(entity) ?? theme.soft) : null);
}
