// The page of an entity, a claim or a work at the server that this page came from.

import { el } from "./dom.js";
import { say } from "./words.js";

/** A link to the page of something; null where this page is a file. */
export function pageLink(kind, id) {
  const { server } = document.body.dataset;
  if (!server) return null;
  return el("a", { href: `${server}${kind}/${id}`, class: "its-page" }, say("card.page"));
}
