// One draft as a card: its passage, the claim it proposes, open questions, and actions by key.

import { el, pushButton } from "/page/base/dom.js";
import { say } from "/page/base/words.js";

export const DEEDS = { a: "accept", e: "edit", r: "reject", n: "next", p: "previous" };
const WRITES = new Set(["accept", "edit", "reject"]);
const SHOWN = 420; // characters of a passage

/** The open questions of a draft; the first is who judges. */
export function questionsOf(told, choices, who) {
  const open = told.open.filter((it) => !(it.field in choices));
  return who ? [who, ...open] : open;
}

/** The parts of the card. `deeds` by name, `choose(field, value)`, `cite(claim)`. */
export function draftParts(told, { choices, questions, unit, deeds, choose, cite }) {
  const { draft, passage } = told;
  const text = passage.words;
  const cut =
    text.length > SHOWN ? `${text.slice(0, SHOWN / 2)} … ${text.slice(-SHOWN / 2)}` : text;
  const place = passage.locator && say("passage.at", { unit, locator: passage.locator });
  return [
    el("p", { class: "soft draft-where" }, [
      el("bdi", {}, told.title),
      place && ` · ${place}`,
      ` · ${say("drafts.line", { n: told.line })}`,
      ` · ${draft.coder ? say("drafts.by", { coder: draft.coder }) : say("drafts.by_nobody")}`,
      told.times > 1 ? ` · ${say("drafts.times", { n: told.times })}` : "",
    ]),
    el("blockquote", { dir: "auto" }, cut),
    el("p", { class: "read-back", id: "draft-sentence" }, told.sentence),
    draft.gloss ? el("p", { class: "soft" }, draft.gloss) : null,
    told.note ? el("p", { class: "soft" }, say("drafts.note", { note: told.note })) : null,
    told.coder ? el("p", { class: "soft" }, say("drafts.coder", { coder: told.coder })) : null,
    questions.map((question, at) => questionPart(question, at === 0, choose)),
    told.open.filter((it) => it.field in choices).map((it) => chosenPart(it, choices, choose)),
    told.stands ? el("p", { class: "stands" }, say("drafts.stands", told)) : null,
    told.stands ? null : alreadyPart(told.already ?? [], cite),
    problemsPart(told),
    el(
      "p",
      { class: "deeds", role: "group", "aria-label": say("drafts.deeds") },
      Object.entries(DEEDS).map(([key, name]) =>
        pushButton(
          {
            "aria-keyshortcuts": key,
            "data-deed": name,
            "data-write": WRITES.has(name),
            click: deeds[name],
          },
          say(`drafts.${name}`),
          el("kbd", { "aria-hidden": "true" }, key),
        ),
      ),
    ),
  ];
}

/** A question with its choices; the keys 1 to 9 answer the first question. */
function questionPart({ field, words, why, choices }, first, choose) {
  const label = say(`drafts.open.${why}`, { words, field: say(`drafts.fields.${field}`) });
  return el(
    "div",
    { class: "question", role: "group", "aria-label": label },
    el("p", {}, label),
    el(
      "ol",
      {},
      choices.map((choice, at) =>
        el(
          "li",
          {},
          pushButton(
            {
              class: "quiet",
              "data-choice": first ? at + 1 : null,
              "data-write": field === "who",
              click: () => choose(field, choice.value),
            },
            first ? el("kbd", { "aria-hidden": "true" }, String(at + 1)) : null,
            " ",
            labelOf(choice),
          ),
        ),
      ),
    ),
  );
}

function labelOf({ label, detail, new: anew, undated }) {
  if (undated) return say("drafts.undated");
  if (anew) return say("drafts.new", { label, kind: detail });
  return [el("bdi", {}, label), detail ? el("span", { class: "soft" }, ` · ${detail}`) : null];
}

function chosenPart({ field, words, choices: offered }, choices, choose) {
  const chosen = offered.find((it) => JSON.stringify(it.value) === JSON.stringify(choices[field]));
  return el(
    "p",
    { class: "chosen" },
    `${words}: `,
    chosen ? labelOf(chosen) : "",
    " ",
    pushButton({ class: "quiet", click: () => choose(field, undefined) }, say("drafts.other")),
  );
}

function alreadyPart(already, cite) {
  if (!already.length) return null;
  return el(
    "div",
    { class: "already" },
    el("p", {}, say("entry.already", { n: already.length })),
    already.map((it, at) =>
      el(
        "p",
        { class: "have" },
        pushButton(
          { class: "quiet", "data-write": true, click: () => cite(it.claim) },
          say("entry.cite", { claim: it.claim }),
          at ? null : el("kbd", { "aria-hidden": "true" }, "c"),
        ),
        " ",
        it.sentence,
      ),
    ),
  );
}

function problemsPart({ problems, missing, open }) {
  const asked = new Set(open.map((it) => it.field));
  const lacking = missing.filter((name) => !asked.has(name));
  if (!problems.length && !lacking.length) return null;
  return el(
    "ul",
    { class: "problems" },
    lacking.map((name) =>
      el(
        "li",
        { class: "is-error" },
        say("drafts.missing", { field: say(`drafts.fields.${name}`) }),
      ),
    ),
    problems.map((it) => el("li", { class: `is-${it.severity}` }, it.message)),
  );
}

/** The drafts that cannot be judged: their number by reason, and each with its line. */
export function refusedPart({ refused, refused_lines: lines, counts }) {
  if (!lines) return null;
  return el(
    "details",
    { class: "refused" },
    el("summary", {}, say("drafts.refused", { n: lines })),
    el(
      "ul",
      {},
      counts.map(({ n, why }) => el("li", {}, say("drafts.refused_why", { n, why }))),
    ),
    el(
      "ol",
      { class: "problem-list" },
      refused.map((it) => el("li", {}, `${say("drafts.line", { n: it.line })}: ${it.message}`)),
    ),
  );
}
