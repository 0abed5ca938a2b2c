// The sentence above the drawing, in words. Mirrors view/gist.py, which says it before the data is
// read; here it follows what is shown and struck.

import { el } from "../base/dom.js";
import { entityLink, sourceLink } from "../base/sentences.js";
import { say, sayAround } from "../base/words.js";

/** Say it in a paragraph, if it is not said there already. */
export function drawGist(box, gist, state) {
  const said = el("p", {}, sentenceOf(gist, state));
  if (!box.firstElementChild?.isEqualNode(said)) box.replaceChildren(said);
}

function sentenceOf(gist, { struck }) {
  if (!gist.claims) return [say("stage.empty")];
  const most = mostOf(gist);
  if (!gist.stand) {
    return sayAround(`gist.whole.${most ? "none" : "none_alone"}`, { most, n: gist.claims });
  }
  return sayAround(`gist.whole.${most ? "some" : "some_alone"}`, {
    most,
    stand: say(`gist.stand.${struck.length ? "still" : "all"}`, { n: gist.stand }),
    read: readOf(gist),
    rooted: rootedOf(gist),
  });
}

function mostOf({ most, degree, linked }) {
  if (!most.length) return null;
  const kind =
    most.length === 1 ? "alone" : most.length > 2 ? "many" : linked === 2 ? "pair" : "two";
  const [a, b] = most.slice(0, 2).map(entityLink);
  return sayAround(`gist.most.${kind}`, { a, b, k: most.length, n: degree });
}

function readOf({ works, stand }) {
  const [[work, count]] = works;
  const values = { work: sourceLink(work), n: count, k: works.length };
  if (count === stand) {
    const kind = works.length > 1 ? "also" : stand === 1 ? "single" : "all";
    return sayAround(`gist.read.${kind}`, values);
  }
  return sayAround(`gist.read.${count * 2 >= stand ? "part" : "many"}`, values);
}

function rootedOf({ rooted, stand }) {
  const kind = !rooted ? "none" : rooted < stand ? "part" : "all";
  return say(`gist.rooted.${kind}${stand === 1 ? "_one" : ""}`, { n: rooted });
}
