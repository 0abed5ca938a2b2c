// How large marks are and what colour they have, where a reader has them say something else than
// neighbours and kinds; and what they then have to be explained by.

const [LEAST, GROWTH] = [6.5, 27.5]; // the radius of what is 0, and how much larger the largest is
const LARGEST = 1.3; // a range may end so much beyond the largest value

/** The radius of a mark of this value, where `most` is the largest: its area grows with the value. */
export function radiusOf(value, most) {
  return LEAST + GROWTH * Math.sqrt(Math.min(LARGEST, most > 0 ? value / most : 0));
}

/**
 * What marks say: { radius, whiskers, colour, note }, functions of an entity, each null where it says
 * what it usually does. `whiskers`: from which radius to which, as far as `ranges` (by measure) are known.
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

/** The ink of the nth value of a scheme; of those past the last ink all have the one of none. */
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
  // A bloc is of no kind: it has the ink of its wash, if it is washed.
  const washes = new Map(
    model.blocs.map((mark, at) => [mark, theme.washes[at % theme.washes.length]]),
  );
  return (entity) => (entity.members ? (washes.get(entity) ?? theme.soft) : null);
}
