// The card on which a claim is entered: the passage, the fields, the claim read back, and saving.

import { el, pushButton, replace } from "/page/base/dom.js";
import { say } from "/page/base/words.js";
import { ask, send } from "../base/ask.js";
import { amountField, chainField, dateField, entityField, relationField } from "./fields.js";
import { blank, isEmpty, nextOf, sent, taken } from "./form.js";
import { moreOf } from "./more.js";
import { passageBox } from "./passage.js";
import { reviewOf } from "./review.js";
import { rolesOf } from "./roles.js";
import { stepItem } from "./steps.js";

/** The card. `room`: { reader, state, coder(), saved(told, form), said(words), failed(error) }. */
export function entryCard(room) {
  let form = blank("");
  let judging = 0;
  let judged = Promise.resolve(); // the last answer of the checks
  let saving = false;
  const get = () => form;
  const has = (name) => () => form[name];
  const put = (name) => (value) => {
    form[name] = value;
    changed();
  };
  const parties = { form: get, types: () => room.state.types ?? [] };

  const subject = entityField({
    ...parties,
    name: "subject",
    label: say("entry.subject"),
    hint: say("entry.subject_hint"),
    get: has("subject"),
    set: put("subject"),
    next: () => go(),
    wanted: () => (form.roles ? room.state.with_parties : []),
  });
  const relation = relationField({
    get: has("relation"),
    set: setRelation,
    next: () => go(),
    form: get,
  });
  const object = entityField({
    ...parties,
    name: "object",
    label: say("entry.object"),
    hint: say("entry.object_hint"),
    get: has("object"),
    set: put("object"),
    next: () => go(),
  });
  const date = dateField({
    get: has("date"),
    set: put("date"),
    next: () => amount.focus(),
    form: get,
  });
  const amount = amountField({
    get: has("amount"),
    set: put("amount"),
    next: () => chain.focus(),
    form: get,
  });
  const chain = chainField({
    form: get,
    kinds: () => room.state.source_kinds ?? [],
    add: (work) => {
      form.chain.push({ reports: false, place: "", ...work });
      refreshChain();
      changed();
    },
    next: () => review.focus(),
  });
  const steps = el("ol", { class: "steps" });
  const chained = el("p", { class: "chain-sentence soft" });
  chain.row.querySelector(".answer").prepend(steps);
  chain.row.querySelector(".answer").append(chained);
  const roles = rolesOf({ get, changed, room, next: () => go() });
  const more = moreOf({ get, changed, room });
  const review = reviewOf({ get, changed, save, cite });
  const passage = passageBox({
    get,
    set: setPassage,
    unit: () => room.reader.text?.unit ?? "",
  });
  const several = pushButton(
    { class: "quiet", "aria-pressed": "false", click: toggleEvent },
    say("entry.several"),
  );
  const clear = pushButton({ class: "quiet", click: () => begin(null) }, say("entry.clear"));
  const citing = el("p", { class: "citing", hidden: true });
  const fields = el("div", { class: "fields" }, subject.row, relation.row, object.row, roles.box);
  const rest = el("div", { class: "fields" }, date.row, amount.row, chain.row);
  const box = el(
    "section",
    { class: "entry card", "aria-label": say("entry.label") },
    el("div", { class: "tab" }, say("entry.tab")),
    el(
      "div",
      { class: "card-body" },
      passage.box,
      el("p", { class: "entry-tools" }, several, clear),
      citing,
      fields,
      rest,
      more.box,
      review.box,
    ),
  );
  const all = [subject, relation, object, date, amount, chain, ...more.fields];

  /** Begin a new form, on a passage or on none; `given`: fields that are known. */
  function begin(stretch, given = {}) {
    form = { ...blank(room.reader.text?.source ?? "", stretch), ...given };
    room.reader.passage(stretch ? [stretch.start, stretch.end] : null);
    several.setAttribute("aria-pressed", "false");
    refresh();
    review.tell({ missing: ["subject"] }, []);
  }

  function refresh() {
    for (const field of all) {
      field.refresh?.();
      field.complain?.([]);
    }
    const event = form.roles !== null;
    relation.row.hidden = event || form.cites !== "";
    object.row.hidden =
      event || form.cites !== "" || (form.relation && form.relation.kind !== "link");
    subject.row.hidden = form.cites !== "";
    subject.row.querySelector("label").textContent = say(event ? "entry.event" : "entry.subject");
    citing.hidden = !form.cites;
    replace(
      citing,
      form.cites
        ? [
            say("entry.citing", { claim: form.cites }),
            " ",
            pushButton({ class: "quiet", click: () => cite("") }, say("entry.not_citing")),
          ]
        : null,
    );
    date.row.hidden = amount.row.hidden = form.cites !== "";
    passage.refresh();
    roles.refresh();
    more.refresh();
    refreshChain();
    review.refresh();
  }

  function refreshChain() {
    if (!form.chain.length) replace(chained);
    replace(
      steps,
      form.chain.map((step, at) =>
        stepItem(step, {
          turn: () => turn(step),
          place: (words) => {
            step.place = words;
            changed();
          },
          out: () => {
            form.chain.splice(at, 1);
            refreshChain();
            changed();
          },
        }),
      ),
    );
  }

  function turn(step) {
    if (step.sign === "!") return;
    step.reports = !step.reports;
    refreshChain();
    changed();
  }

  function setRelation(value) {
    form.relation = value;
    if (value?.turned) {
      [form.subject, form.object] = [form.object, form.subject];
      form.relation = { ...value, turned: false };
      subject.refresh();
      object.refresh();
    }
    object.row.hidden = Boolean(value && value.kind !== "link");
    if (value && value.kind !== "link") form.object = null;
    if (value && (value.kind === "name" || value.needs_text)) more.box.open = true;
    changed();
  }

  function setPassage(stretch) {
    form.passage = stretch;
    room.reader.passage(stretch ? [stretch.start, stretch.end] : null);
    passage.refresh();
    changed();
  }

  /** Move the focus to the next field to fill. */
  function go() {
    if (form.roles) {
      if (!form.subject) subject.focus();
      else if (form.roles.every((role) => role.party)) date.focus();
      else roles.focus();
      return;
    }
    const next = { subject, relation, object, date }[nextOf(form)];
    if (next === date && form.relation?.kind === "name")
      more.box.querySelector("#more-text").focus();
    else if (next === date && form.relation?.kind === "measure") amount.focus();
    else next.focus();
  }

  /** Take a selection of the text: its sentence becomes the passage, a name in it fills an end. */
  async function take(start, end, name) {
    if (form.reading !== room.reader.text.source) begin(null);
    const stretch = await ask("passage", { source: form.reading, start, end });
    const here = form.passage;
    if (here && !isEmpty(form) && name) {
      if (stretch.start < here.start || stretch.end > here.end) {
        const [from, to] = [Math.min(stretch.start, here.start), Math.max(stretch.end, here.end)];
        setPassage(
          await ask("passage", { source: form.reading, start: from, end: to, how: "exact" }),
        );
      }
    } else setPassage(stretch);
    const one = name && name[2].length === 1 ? await partyOf(name) : null;
    if (one && taken(form, one)) {
      refresh();
      changed();
      go();
      return;
    }
    refresh();
    const field = form.roles ? null : { subject, relation, object, date }[nextOf(form)];
    if (
      field &&
      field !== relation &&
      field !== date &&
      end > start &&
      (!name || name[2].length > 1)
    ) {
      offerWords(field, room.reader.words(start, end));
    } else (field ?? subject).focus();
  }

  async function partyOf([start, end, [id]]) {
    const found = await ask("entities", { typed: "", source: form.reading, start, end });
    const it = found.find((each) => each.id === id);
    return it ? { id, label: it.label, type: it.type } : { id, label: id, type: "" };
  }

  /** Fill the card with a draft; `typed`: the words for fields that still have to be chosen. */
  function fill(given, typed) {
    begin(given.passage, given);
    changed();
    const next = nextOf(form);
    if (typed[next]) offerWords({ subject, relation, object, date }[next], typed[next]);
    else review.focus();
  }

  /** Type selected words that are no known name into the field, to be taken or changed. */
  function offerWords(field, words) {
    field.focus();
    if (words.length > 80) return;
    field.input.value = words;
    field.input.dispatchEvent(new Event("input"));
  }

  /** Add only a citation to an existing claim; "" goes back to a new claim. */
  function cite(claim) {
    form.cites = claim;
    refresh();
    changed();
    if (claim) review.focus();
    else go();
  }

  function toggleEvent() {
    form.roles = form.roles ? null : [];
    if (form.roles) {
      for (const party of [form.subject, form.object]) {
        if (party) form.roles.push({ party, relation: null, text: "", sum: false });
      }
      form.subject = form.object = form.relation = null;
      while (form.roles.length < 2)
        form.roles.push({ party: null, relation: null, text: "", sum: false });
    }
    several.setAttribute("aria-pressed", String(form.roles !== null));
    refresh();
    subject.focus();
    changed();
  }

  /** Ask the server to check the form; only the last answer counts. */
  function changed() {
    judging += 1;
    const mine = judging;
    if (!form.reading || (isEmpty(form) && !form.cites)) return;
    judged = send("judge", sent(form, room.coder())).then(
      (told) => mine === judging && tell(told),
      ({ message }) =>
        mine === judging &&
        tell({ missing: ["?"], problems: [{ field: "", severity: "error", message }] }),
    );
  }

  function tell(told) {
    replace(chained, told.chain && form.chain.length ? `${told.chain}.` : "");
    const own = new Map(all.map((field) => [field.name, field]));
    const problems = told.problems ?? [];
    for (const field of all)
      field.complain?.(problems.filter((it) => nameOf(it.field) === field.name));
    for (const [name, found] of Object.entries(told.similar ?? {})) {
      const alike = found.map((it) => ({
        severity: "warning",
        message: say("entry.similar", { name: it.name, kind: it.kind }),
      }));
      if (alike.length) own.get(name)?.complain(alike);
    }
    review.tell(
      told,
      problems.filter((it) => !own.has(nameOf(it.field))),
    );
  }

  /** The field of the form for a column of the tables. */
  function nameOf(column) {
    if (column.startsWith("chain")) return "chain";
    return (
      { unit: "quantity", start: "", end: "", seal: "", stance: "", certainty: "" }[column] ??
      column
    );
  }

  async function save() {
    if (saving) return;
    saving = true;
    try {
      await judged;
      if (!review.ready()) return;
      const told = await send("write/entry", sent(form, room.coder()));
      begin(form.passage);
      room.saved(told);
    } catch (error) {
      if (error.told?.problems) tell({ problems: error.told.problems });
      room.failed(error);
    } finally {
      saving = false;
    }
  }

  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (isEmpty(form)) begin(null);
      room.reader.box.focus();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
  });

  return { box, take, begin, fill, cite, passage, form: get, refresh, reading: () => begin(null) };
}
