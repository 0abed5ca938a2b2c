// The sectors that an entity's neighbours stand in, as faint wedges beneath the lines.

import { tinted } from "../base/theme.js";

/** The wedges, each in the colour of its family. */
export function paintWedges({ sectors, theme }, context) {
  if (!sectors) return;
  context.save();
  context.setLineDash([]);
  for (const { from, to, inner, outer, stretch, family } of sectors) {
    const gap = Math.min(0.02, (to - from) / 6);
    const arc = (far, first, last) => {
      for (let step = 0; step <= 24; step += 1) {
        const angle = first + ((last - first) * step) / 24;
        context.lineTo(Math.cos(angle) * far * stretch, (Math.sin(angle) * far) / stretch);
      }
    };
    context.beginPath();
    arc(inner, from + gap, to - gap);
    arc(outer, to - gap, from + gap);
    context.closePath();
    context.globalAlpha = theme.dark ? 0.13 : 0.09;
    context.fillStyle = tinted(family?.colour ?? theme.soft, theme);
    context.fill();
  }
  context.restore();
}
