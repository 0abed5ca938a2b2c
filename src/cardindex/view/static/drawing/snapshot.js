// The drawing as a PNG that carries its caption, and files to save.

import { inLines } from "../base/words.js";

/** Paint the drawing with a caption and a key of its colours below; returns a Blob. */
export function snapshot(drawing, lines, key) {
  const canvas = drawing.stage.querySelector("canvas");
  const { theme } = drawing;
  const ratio = canvas.width / drawing.stage.clientWidth;
  const size = 13 * ratio;
  const margin = 18 * ratio;
  const picture = document.createElement("canvas");
  const context = picture.getContext("2d");
  context.font = `${size}px ${theme.font}`;
  const widthOf = (text) => context.measureText(text).width;
  const wrapped = lines.flatMap((line) => {
    return inLines(line.split(" "), canvas.width - margin * 2, widthOf);
  });
  const rows = keyRows(context, key, canvas.width - margin * 2, size);
  picture.width = canvas.width;
  picture.height = canvas.height + margin * 2 + (wrapped.length + rows.length + 0.6) * size * 1.4;
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(canvas, 0, 0);
  context.fillStyle = theme.red;
  context.fillRect(margin, canvas.height + margin * 0.4, canvas.width - margin * 2, ratio);
  let y = canvas.height + margin + size;
  for (const row of rows) {
    for (const { x, colour, label } of row) {
      context.fillStyle = colour;
      context.fillRect(margin + x, y - size * 0.4, size * 1.6, size * 0.22);
      ink(context, theme, size, label, margin + x + size * 2, y);
    }
    y += size * 1.4;
  }
  y += size * 0.4;
  wrapped.forEach((line, i) => {
    ink(context, theme, size, line, margin, y, i === 0);
    y += size * 1.4;
  });
  return asBlob(picture);
}

/** A canvas as a PNG at once: browsers put `toBlob` off until they have nothing else to do. */
function asBlob(canvas) {
  const signs = atob(canvas.toDataURL("image/png").split(",")[1]);
  return new Blob([Uint8Array.from(signs, (sign) => sign.charCodeAt(0))], { type: "image/png" });
}

function ink(context, theme, size, text, x, y, strong = false) {
  context.font = `${strong ? "600 " : ""}${size}px ${theme.font}`;
  context.fillStyle = theme.ink;
  context.fillText(text, x, y);
}

function keyRows(context, key, width, size) {
  const laid = [[]];
  let x = 0;
  for (const one of key) {
    const wide = size * 3.2 + context.measureText(one.label).width;
    if (x + wide > width && laid.at(-1).length) {
      laid.push([]);
      x = 0;
    }
    laid.at(-1).push({ ...one, x });
    x += wide;
  }
  return laid;
}

/** Offer a file to save. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
