// Which of the views is in sight: the drawing, the table, the money, the disputes.

import { byId } from "../base/dom.js";

const PLACES = { network: "network-view", table: "sheet", money: "ledger", disputes: "disputes" };

/** Bring a view into sight, and its tab to the front. */
export function turnTo(view) {
  for (const [name, place] of Object.entries(PLACES)) {
    byId(`tab-${name}`).setAttribute("aria-selected", String(view === name));
    byId(`tab-${name}`).tabIndex = view === name ? 0 : -1;
    byId(place).hidden = view !== name;
  }
}

/** Move the focus to the view in sight, past everything before it. */
export function skipTo(view) {
  byId(view === "network" ? "stage" : PLACES[view]).focus();
}
