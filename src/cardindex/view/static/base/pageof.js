// Where an entity, a claim or a work has a page of its own: at the server that gave this page.

import { el } from "./dom.js";
import { say } from "./words.js";

/** A link to the page of something; null in a file that no server gave. */
export function pageLink(kind, id) {
  const { server } = document.body.dataset;
  if (!server) return null;
  return el("a", { href: `${server}${kind}/${id}`, class: "its-page" }, say("card.page"));
}
