// The meaning of sizes and inks of marks, for the legend and for the key of a picture.

import { figure } from "../base/figures.js";
import { say } from "../base/words.js";
import { blocsOf, schemeInk, rampOf } from "../scene/marking.js";

/** The values of sample marks: the largest, and parts of it. */
export function samplesOf(most) {
  const whole = Number.isInteger(most);
  const values = [most, most / 4, most / 16].map((it) =>
    whole ? Math.max(1, Math.round(it)) : it,
  );
  return [...new Set(values)].reverse();
}

/** The samples that a picture's key names. */
export function sizesTold({ state, measured, opened: first }) {
  const found = measured.get(state.size);
  if (found?.why) return null;
  const most = found ? found.most : first.degree.reduce((best, it) => Math.max(best, it), 0);
  return samplesOf(most).map(figure).join(", ");
}

/** The meaning of the inks of marks: [{ label, count, colour }]; empty where they show kinds. */
export function coloursTold({ state, measured, model, drawn }, theme) {
  const name = state.colour.slice(state.colour.indexOf(":") + 1);
  const found = measured.get(name);
  if (state.colour.startsWith("measure:")) {
    if (found.why) return [];
    const steps = [...samplesOf(found.most), 0].sort((a, b) => a - b);
    return [...new Set(steps)].map((value) => {
      return { label: String(figure(value)), colour: rampOf(value, found.most, theme) };
    });
  }
  if (!state.colour) return [];
  const left = new Set(drawn);
  const rows = blocsOf(model, name).map((mark, at) => {
    const own = [mark, ...mark.members].filter((one) => left.delete(one));
    return { label: mark.label, count: own.length, colour: schemeInk(at, theme) };
  });
  return [...rows, { label: say("marks.no_value"), count: left.size, colour: theme.none }];
}
