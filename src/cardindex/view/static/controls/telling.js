// By when it was told: a choice of what is asked, said or published, and a year.

import { FIRST_DAY, LAST_DAY, writtenYear, yearInWords, yearOf } from "../base/dates.js";
import { el } from "../base/dom.js";
import { say } from "../base/words.js";

const FIELDS = { said: "saidBy", published: "publishedBy" };

/** Make the slider: { element, draw }; null where all was told in one year, or nobody knows when. */
export function makeTelling(model, change) {
  const span = toldSpan(model);
  if (span === null || span[0] === span[1]) return null;
  const kind = el("select", { id: "told-kind", "aria-label": say("time.told") },
    ["any", ...Object.keys(FIELDS)].map((it) => el("option", { value: it }, say(`time.told_${it}`))));
  const year = el("input", {
    type: "range", id: "told-year", min: span[0], max: span[1], step: 1, value: span[1],
    "aria-label": say("time.told_year"),
  });
  const text = el("span", { class: "told-year" });
  const asked = () => {
    const by = writtenYear(Number(year.value));
    change({
      saidBy: kind.value === "said" ? by : "", publishedBy: kind.value === "published" ? by : "",
    });
  };
  kind.addEventListener("change", asked);
  year.addEventListener("input", asked);
  return {
    element: el("span", { class: "telling", title: say("time.told_long") }, kind, year, text),
    draw(state) {
      const chosen = Object.keys(FIELDS).find((it) => state[FIELDS[it]]);
      kind.value = chosen ?? "any";
      year.hidden = !chosen;
      const by = chosen ? Number(state[FIELDS[chosen]]) : span[1];
      year.value = by;
      year.setAttribute("aria-valuetext", yearInWords(by));
      text.textContent = chosen ? yearInWords(by) : "";
    },
  };
}

/** The years by which citations were said or published, as far as they are known. */
function toldSpan({ citations }) {
  let [first, last] = [Infinity, -Infinity];
  for (const { told } of citations) {
    for (const day of told) {
      if (day === FIRST_DAY || day === LAST_DAY) continue;
      if (day < first) first = day;
      if (day > last) last = day;
    }
  }
  return first === Infinity ? null : [yearOf(first), yearOf(last)];
}
