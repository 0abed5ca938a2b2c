// Additions to marks: a whisker for the range of a measure; a ring and a number on a mark into which
// others are folded.

import { lookOf } from "./looks.js";
import { textFont } from "./labels.js";

const SLANT = -Math.PI / 4; // up and to the right
const CAP = 1.5; // pixels to each side of an end
const SHORTEST = 5; // the shortest whisker that is painted, in pixels
const RING = 3.5; // from the rim of a mark

/** Whiskers from the middle of each mark: from the radius of the lowest value to that of the highest. */
export function paintWhiskers(drawing, context, scale) {
  const { entities, theme, lit, whiskers } = drawing;
  if (!whiskers) return;
  const [right, down] = [Math.cos(SLANT), Math.sin(SLANT)];
  const cap = CAP / scale;
  context.save();
  context.setLineDash([]);
  context.lineCap = "round";
  for (const entity of entities) {
    const { isDot } = lookOf(drawing, entity);
    const [low, high] = whiskers(entity);
    if (isDot || (high - low) * scale < SHORTEST) continue;
    context.globalAlpha = lit === null || lit.entities.has(entity) ? 1 : 0.2;
    context.beginPath();
    const at = (far, aside) => [
      entity.x + right * far - down * aside,
      entity.y + down * far + right * aside,
    ];
    context.moveTo(...at(low, 0));
    context.lineTo(...at(high, 0));
    for (const end of [low, high]) {
      context.moveTo(...at(end, -cap));
      context.lineTo(...at(end, cap));
    }
    for (const [ink, width] of [
      [theme.paper, 2.6],
      [theme.ink, 1],
    ]) {
      context.strokeStyle = ink;
      context.lineWidth = width / scale;
      context.stroke();
    }
  }
  context.restore();
}

/** A ring round each mark into which others are folded, with their number. */
export function paintGathered(drawing, context, scale) {
  const { entities, theme, lit, gathers } = drawing;
  if (!gathers) return;
  context.save();
  context.setLineDash([]);
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const entity of entities) {
    if (!gathers.has(entity)) continue;
    const { size } = lookOf(drawing, entity);
    context.globalAlpha = lit === null || lit.entities.has(entity) ? 1 : 0.25;
    context.beginPath();
    context.arc(entity.x, entity.y, size + RING, 0, 2 * Math.PI);
    context.strokeStyle = theme.ink;
    context.lineWidth = 1.4 / scale;
    context.stroke();
    context.font = textFont(theme, size * 0.95, true);
    context.fillStyle = theme.paper;
    context.fillText(String(gathers.get(entity).length), entity.x, entity.y);
  }
  context.restore();
}
