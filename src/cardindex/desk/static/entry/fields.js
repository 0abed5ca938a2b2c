// The fields of the entry form in their fixed order: who, did what, to whom, when, how much, from whom.

import { say } from "/page/base/words.js";
import { choiceField } from "./choice.js";
import {
  amountOffers,
  dateOffers,
  entityOffers,
  kindOffers,
  relationOffers,
  sourceKindOffers,
  workOffers,
} from "./offers.js";

/**
 * A field for an entity: typed into, or someone new with a kind. `get` and `set` reach the form;
 * `next` is called when it is filled.
 */
export function entityField({ name, label, hint, get, set, next, form, types, wanted = () => [] }) {
  let naming = ""; // the label of a new entity, while its kind is asked for
  const field = choiceField({
    name,
    label,
    hint,
    value: () => (naming ? "" : get()?.label),
    offers: (typed) =>
      naming
        ? kindOffers(typed, types(), naming, wanted())
        : entityOffers(typed, { ...form(), wanted: wanted() }),
    chosen: ({ value }) => {
      if (value.naming) {
        naming = value.naming;
        field.refresh();
        field.input.placeholder = say("entry.kind_of", { label: naming });
        field.focus();
        field.reload();
        return;
      }
      naming = "";
      field.input.placeholder = hint;
      set(value);
      field.refresh();
      next();
    },
    cleared: () => set(null),
  });
  field.input.addEventListener("blur", () => {
    if (!naming) return;
    naming = "";
    field.input.placeholder = hint;
  });
  return field;
}

/** A field of one value; undefined is what cannot be read, and stays as it is. */
function valueField({ set, next, ...about }) {
  const field = choiceField({
    ...about,
    chosen: ({ value }) => {
      if (value === undefined) return;
      set(value);
      field.refresh();
      next();
    },
    cleared: () => set(null),
  });
  return field;
}

/** The relation; one that fits only the other way round swaps the two ends. */
export function relationField({ get, set, next, form }) {
  return valueField({
    name: "relation",
    label: say("entry.relation"),
    hint: say("entry.relation_hint"),
    value: () => get()?.words || get()?.label || "",
    offers: (typed) => relationOffers(typed, form()),
    set,
    next,
  });
}

export function dateField({ get, set, next, form }) {
  return valueField({
    name: "when",
    label: say("entry.when"),
    hint: say("entry.when_hint"),
    value: () => get()?.label,
    offers: (typed) => dateOffers(typed, form()),
    set,
    next,
  });
}

export function amountField({ get, set, next, form }) {
  return valueField({
    name: "quantity",
    label: say("entry.amount"),
    hint: say("entry.amount_hint"),
    value: () => get()?.label,
    offers: (typed) => amountOffers(typed, form()),
    set,
    next,
  });
}

/** The chain: works are added one by one, nearest first; an empty Enter ends it. */
export function chainField({ add, next, form, kinds }) {
  let naming = "";
  const field = choiceField({
    name: "chain",
    label: say("entry.chain"),
    hint: say("entry.chain_hint"),
    value: () => "",
    offers: (typed) =>
      naming ? sourceKindOffers(typed, kinds(), naming) : workOffers(typed, form()),
    chosen: ({ value }) => {
      if (value.naming) {
        naming = value.naming;
        field.input.placeholder = say("entry.kind_of", { label: naming });
      } else {
        naming = "";
        field.input.placeholder = say("entry.chain_hint");
        if (!value.done) add(value);
      }
      field.input.value = "";
      if (value.done || value.sign) next();
      else {
        field.focus();
        field.reload();
      }
    },
  });
  return field;
}
