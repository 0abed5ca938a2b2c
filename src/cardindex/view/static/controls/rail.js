// The rail beside the drawing: open or folded, and which of its lists it shows.

import { byId } from "../base/dom.js";
import { keep } from "../base/theme.js";

/** Show one of the lists of the rail. */
export function turnRail(name) {
  for (const one of ["legend", "sources"]) {
    byId(one).hidden = one !== name;
    byId(`tab-${one}`).setAttribute("aria-selected", String(one === name));
    byId(`tab-${one}`).tabIndex = one === name ? 0 : -1;
  }
}

/** On a small screen the legend opens above the drawing on request; else it stands beside it. */
function isSmall() {
  return matchMedia("(max-width: 60rem)").matches;
}

export function isRailOpen() {
  return isSmall()
    ? document.body.classList.contains("with-rail")
    : document.documentElement.dataset.rail !== "folded";
}

export function openRail(open) {
  if (isSmall()) document.body.classList.toggle("with-rail", open);
  else {
    document.documentElement.dataset.rail = open ? "" : "folded";
    keep("rail", open ? "" : "folded");
  }
  byId("open-rail").setAttribute("aria-expanded", String(open));
  if (open) byId("rail").querySelector("button").focus();
  else byId("open-rail").focus();
}
