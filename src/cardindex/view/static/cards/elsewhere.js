// Claims that this page has no room for: about whom, how many, and how to make a page of them.

import { copyable, shell } from "../base/commands.js";
import { el } from "../base/dom.js";
import { say } from "../base/words.js";

/** The card of an entity of which this page holds no claim. */
export function elsewhereCard({ model, state }) {
  const away = model.elsewhereById.get(state.selection.id);
  return {
    tab: [away.type],
    heading: el("bdi", {}, away.label),
    body: countAndCommand(away, model, "none_here"),
  };
}

/** On the card of an entity of this page: how many of its claims the page does not hold. */
export function moreElsewhere(entity, model) {
  const away = model.elsewhereById.get(entity.id);
  return away ? countAndCommand(away, model, "some_here") : null;
}

/** How many claims there are elsewhere, and the command that makes a page of them. */
function countAndCommand({ id, n }, { whole }, which) {
  const line = `cardindex view --focus ${shell(id)} -o ${shell(`${id}.html`)}`;
  return [
    el("p", {}, say(`elsewhere.${which}`, { n, held: whole.held, all: whole.claims })),
    el("p", { class: "copyable" }, copyable(say("elsewhere.how"), line)),
  ];
}
