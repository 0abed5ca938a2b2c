// Through which work, author or origin all was read: struck, it leaves nothing, which tells a reader
// little of any claim. Mirrors `everything` of evidence/strikes.py.

import { rememberingEach } from "../base/remember.js";
import { touchedBy } from "./leaning.js";
import { keysOf } from "./sourcetree.js";

/** Does whatever this key leaves stand in something that it strikes? */
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
