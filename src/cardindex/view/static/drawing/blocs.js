// The editor's blocs as faint washes behind the drawing, with their names, as on an old map.

/** The washes of what is drawn: { label, outline } for blocs of which three stand together. */
export function regionsOf({ blocs, entities }) {
  const drawn = new Set(entities);
  return blocs.map((bloc) => {
    return { bloc, members: together(bloc.members.filter((entity) => drawn.has(entity))) };
  }).filter(({ members }) => members.length >= 3).map(({ bloc, members }) => {
    return { label: bloc.label, outline: hull(members.flatMap(({ x, y }) => rim(x, y))) };
  });
}

/** Paint the washes; `names`: where the label of each stands. */
export function drawRegions({ theme, regions }, context, names, scale) {
  context.save();
  for (const { outline } of regions) {
    context.beginPath();
    outline.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
    context.globalAlpha = theme.dark ? 0.045 : 0.042;
    context.fillStyle = theme.ink;
    context.fill();
  }
  context.globalAlpha = theme.dark ? 0.75 : 0.85;
  context.fillStyle = theme.soft;
  context.textAlign = "center";
  context.textBaseline = "middle";
  regionFont(context, theme, scale);
  for (const { text, x, y } of names) context.fillText(text, x, y);
  context.restore();
}

export function regionFont(context, theme, scale) {
  const size = REGION_SIZE / scale;
  context.font = `italic ${size}px ${theme.font}`;
  context.letterSpacing = `${size * 0.1}px`;
}

export const REGION_SIZE = 16;

/** Those who stand together: one far from the rest would stretch the wash over strangers. */
function together(members) {
  if (members.length < 3) return members;
  const middle = (field) => {
    const values = members.map((entity) => entity[field]).sort((a, b) => a - b);
    return values[Math.floor(values.length / 2)];
  };
  const [x, y] = [middle("x"), middle("y")];
  const far = members.map((entity) => Math.hypot((entity.x - x) / 1.4, entity.y - y));
  const usual = [...far].sort((a, b) => a - b)[Math.floor(far.length * 0.6)];
  return members.filter((_, i) => far[i] <= usual * 1.9 + 40);
}

const MARGIN = 46;

/** Points on a circle around a member: the hull of them all has round corners. */
function rim(x, y) {
  return Array.from({ length: 16 }, (_, i) => {
    const angle = (i * Math.PI) / 8;
    return [x + MARGIN * 1.25 * Math.cos(angle), y + MARGIN * Math.sin(angle)];
  });
}

/** Convex hull, counter-clockwise (Andrew's monotone chain). */
function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered) => {
    const chain = [];
    for (const point of ordered) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn([ax, ay], [bx, by], [cx, cy]) {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}
