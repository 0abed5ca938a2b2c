// What the page does before it is printed, and undoes after.

import { byId, replace } from "../base/dom.js";
import { paperPicture } from "../drawing/snapshot.js";
import { pictureKey } from "../views/key.js";

/**
 * On paper everything is unfolded, and the drawing is a picture of its own, with a key, in the
 * colours of day: a browser may print the canvas of the screen, stretched to the size of the paper.
 */
export function onPaper(app, printing, recolour) {
  if (printing === (app.printed ?? false)) return;
  app.printed = printing;
  if (printing) app.folded = [...document.querySelectorAll("#panel details:not([open])")];
  for (const details of app.folded) details.open = printing;
  if (printing) document.documentElement.dataset.paper = "yes";
  else delete document.documentElement.dataset.paper;
  recolour();
  const picture =
    printing && app.state.view === "network"
      ? paperPicture(app.drawing, { key: pictureKey(app.drawing, app.view), lines: [] })
      : null;
  replace(byId("paper-picture"), picture);
}
