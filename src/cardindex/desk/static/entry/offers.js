// The options of the fields: entities (those of the passage first), relations, works, dates, amounts.

import { say } from "/page/base/words.js";
import { ask } from "../base/ask.js";

/** Entities that may be meant; a new one comes last, or first where no name fits. */
export async function entityOffers(typed, { passage, reading, wanted = [] }) {
  const found = await ask("entities", {
    typed,
    source: passage ? reading : undefined,
    start: passage?.start,
    end: passage?.end,
    wanted: wanted.join(","),
  });
  const offers = found.map((it) => ({
    label: it.label,
    detail: [it.kind, it.name && say("entry.also", { name: it.name }), it.line]
      .filter(Boolean)
      .join(" · "),
    mark: it.here ? (it.doubtful ? "doubtful" : "here") : it.fits ? "" : "unfit",
    value: { id: it.id, label: it.label, type: it.type },
  }));
  if (!typed) return offers;
  const anew = {
    label: say("entry.new", { label: typed }),
    detail: say("entry.new_kind"),
    mark: "new",
    value: { naming: typed },
  };
  const same = found.some((it) => [it.label, it.name].some((name) => isAlike(name, typed)));
  return same || startsSo(found[0], typed) ? [...offers, anew] : [anew, ...offers];
}

function isAlike(name, typed) {
  return name?.toLowerCase() === typed.toLowerCase();
}

/** Is the typed text the beginning of the name of the best match? */
function startsSo(best, typed) {
  if (!best) return false;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return [best.label, best.name, best.id].filter(Boolean).some((name) =>
    plain(name)
      .split(/[\s-]+/)
      .some((_, at, all) => all.slice(at).join(" ").startsWith(plain(typed).replace(/-/g, " "))),
  );
}

/** Kinds of entity, for a new one. */
export function kindOffers(typed, types, label, wanted = []) {
  const ranked = wanted.length
    ? [
        ...types.filter((it) => wanted.includes(it.id)),
        ...types.filter((it) => !wanted.includes(it.id)),
      ]
    : types;
  return startingWith(ranked, typed, (it) => it.label).map((it) => ({
    label: it.label,
    detail: it.definition,
    value: { new: { label, type: it.id }, label, type: it.id },
  }));
}

/** Kinds of source, for a new work. */
export function sourceKindOffers(typed, kinds, title) {
  return startingWith(kinds, typed, (it) => it).map((kind) => ({
    label: kind,
    value: { new: { title, kind }, label: title },
  }));
}

function startingWith(list, typed, name) {
  const plain = typed.toLowerCase();
  const first = list.filter((it) => name(it).toLowerCase().startsWith(plain));
  return [
    ...first,
    ...list.filter((it) => !first.includes(it) && name(it).toLowerCase().includes(plain)),
  ];
}

/** Relations that fit the two ends, by the words that people use. */
export async function relationOffers(typed, form) {
  const found = await ask("relations", {
    typed,
    subject: form.subject?.type ?? "",
    object: form.object?.type ?? "",
  });
  return found.map((it) => ({
    label: it.turned ? it.inverse_words || it.label : it.words || it.label,
    detail: [it.matched && it.matched !== it.words ? it.matched : "", it.definition]
      .filter(Boolean)
      .join(" · "),
    note: it.otherwise,
    mark: it.turned ? "turned" : "",
    value: it,
  }));
}

/** Works for a chain; while nothing is typed, "that is all" and then works that this text cites. */
export async function workOffers(typed, form) {
  const found = await ask("works", { typed, source: form.reading });
  const works = found
    .filter((it) => !form.chain.some((step) => step.id === it.id))
    .map((it) => ({
      label: it.title,
      detail: [it.kind, it.author, it.date].filter(Boolean).join(" · "),
      value: { id: it.id, label: it.title },
    }));
  if (!typed) {
    const done = {
      label: say(form.chain.length ? "entry.chain_done" : "entry.chain_none"),
      mark: "done",
      value: { done: true },
    };
    return [done, ...works, ...signs(form)];
  }
  if (typed === "?" || typed === "!") return signs(form).filter((it) => it.value.sign === typed);
  const anew = {
    label: say("entry.new_work", { label: typed }),
    detail: say("entry.new_work_kind"),
    mark: "new",
    value: { naming: typed },
  };
  return found.length ? [...works, anew] : [anew];
}

function signs(form) {
  return [
    {
      label: say("entry.hearsay"),
      detail: "?",
      value: { sign: "?", label: say("entry.hearsay_short") },
    },
    {
      label: say(form.chain.length ? "entry.own_last" : "entry.own"),
      detail: "!",
      value: { sign: "!", label: say("entry.own_short") },
    },
  ];
}

/** Dates: those in the passage first, then undated; of what is typed, every reading. */
export async function dateOffers(typed, form) {
  const none = { label: say("entry.undated"), mark: "done", value: null };
  if (!typed) {
    const found = (form.passage?.dates ?? []).flatMap(({ words, readings }) =>
      readings.slice(0, 2).map((it) => dateOption(it, words)),
    );
    return [...found, none];
  }
  const { readings, why } = await ask("dates", { typed });
  return readings.length
    ? readings.map((it) => dateOption(it))
    : [{ label: why, mark: "wrong", value: undefined }];
}

function dateOption(reading, words = "") {
  return {
    label: reading.words,
    detail: [reading.edtf, words && say("entry.in_passage", { words }), reading.note]
      .filter(Boolean)
      .join(" · "),
    value: { edtf: reading.edtf, label: reading.words },
  };
}

/** Amounts: none first, as most claims have none, then those in the passage. */
export async function amountOffers(typed, form) {
  if (!typed) {
    const found = (form.passage?.amounts ?? []).flatMap(({ words, readings }) =>
      readings.slice(0, 2).map((it) => amountOption(it, words)),
    );
    const none = { label: say("entry.no_amount"), mark: "done", value: null };
    return form.relation?.kind === "measure" ? [...found, none] : [none, ...found];
  }
  const { readings, why } = await ask("amounts", { typed });
  return readings.length
    ? readings.map((it) => amountOption(it))
    : [{ label: why, mark: "wrong", value: undefined }];
}

function amountOption(reading, words = "") {
  return {
    label: reading.words,
    detail: [words && say("entry.in_passage", { words }), reading.note].filter(Boolean).join(" · "),
    value: { quantity: reading.quantity, unit: reading.unit, label: reading.words },
  };
}
