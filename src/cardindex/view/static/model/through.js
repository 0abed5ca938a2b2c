// The work, author or origin through which all was read: a strike of it leaves nothing, and so says
// little about any claim. Mirrors `everything` of evidence/strikes.py.

import { rememberingEach } from "../base/remember.js";
import { touchedBy } from "./leaning.js";
import { keysOf } from "./sourcetree.js";

/** Does every work that this key leaves stand in one that it strikes? */
export const isThrough = rememberingEach((model, key) => {
  const struck = new Set(touchedBy(model, key));
  return (
    struck.size > 0 &&
    model.citations.every((it) => struck.has(it) || standsIn(it.source.container, key))
  );
});

function standsIn(container, key) {
  return (
    container !== null && (keysOf(container).includes(key) || standsIn(container.container, key))
  );
}
