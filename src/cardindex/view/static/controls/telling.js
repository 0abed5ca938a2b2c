// By when it was told: a choice between said and published, and a year.

import { spanOfDays, writtenYear, yearInWords } from "../base/dates.js";
import { el, pushButton } from "../base/dom.js";
import { say } from "../base/words.js";

const FIELDS = { said: "saidBy", published: "publishedBy" };

/** Make the slider: { element, draw }; null where all was told in one year, or nobody knows when. */
export function makeTelling(model, change) {
  // The days by which citations were said or published, as far as they are known.
  const span = spanOfDays(model.citations.map(({ told }) => told));
  if (span === null || span[0] === span[1]) return null;
  const kinds = Object.keys(FIELDS).map((kind) => ({
    kind,
    button: pushButton({ class: "told", "aria-pressed": "false" }, say(`time.told_${kind}`)),
  }));
  const year = el("input", {
    type: "range",
    id: "told-year",
    min: span[0],
    max: span[1],
    step: 1,
    value: span[1],
    "aria-label": say("time.told_year"),
  });
  const text = el("span", { class: "told-year" });
  let chosen = null;
  const asked = (kind) => {
    const by = writtenYear(Number(year.value));
    change({ saidBy: kind === "said" ? by : "", publishedBy: kind === "published" ? by : "" });
  };
  for (const { kind, button } of kinds) {
    button.addEventListener("click", () => asked(chosen === kind ? null : kind));
  }
  year.addEventListener("input", () => asked(chosen));
  return {
    element: el(
      "span",
      {
        class: "when-told",
        role: "group",
        title: say("time.told_long"),
        "aria-label": say("time.told"),
      },
      kinds.map(({ button }) => button),
      year,
      text,
    ),
    draw(state) {
      chosen = Object.keys(FIELDS).find((it) => state[FIELDS[it]]) ?? null;
      for (const { kind, button } of kinds) {
        button.setAttribute("aria-pressed", String(kind === chosen));
      }
      year.hidden = !chosen;
      const by = chosen ? Number(state[FIELDS[chosen]]) : span[1];
      year.value = by;
      year.setAttribute("aria-valuetext", yearInWords(by));
      text.textContent = chosen ? yearInWords(by) : "";
    },
  };
}
