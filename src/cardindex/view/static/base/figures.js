// Values of measures in words, in three digits: more would say nothing to a reader.

import { say } from "./words.js";

/** A value in three digits. */
export function figure(value) {
  return Number.isInteger(value) ? value : String(Number(value.toPrecision(3)));
}

/** What a key strikes, on one line. */
function struckName(key, { sourceById, entityById }) {
  const at = key.indexOf(":");
  const [kind, id] = [key.slice(0, at), key.slice(at + 1)];
  if (kind === "source") return sourceById.get(id)?.short ?? key;
  const name = entityById.get(id)?.label;
  return name ? `${say(`strike.${kind}`)} ${name}` : key;
}

/** The value of a measure for an entity, its rank, and the range of both, if that is known. */
export function measureInWords({ name, values, ranks, many }, range, { i }, model) {
  const measure = say(`measures.${name}`);
  if (!ranks[i]) return [say("marks.unlinked", { measure })];
  const told = { measure, value: figure(values[i]), rank: ranks[i], many };
  if (!range) return [say("marks.value", told)];
  const [from, to] = [range.highest[i], range.lowest[i]];
  const between = from === to ? from : say("marks.ranks", { from, to });
  const ends = { low: figure(range.low[i]), high: figure(range.high[i]), ranks: between };
  return [
    say("marks.value", told),
    range.low[i] === range.high[i] && from === to
      ? say("marks.steady")
      : say(range.movedBy[i] ? "marks.range_by" : "marks.range", {
          ...ends,
          key: range.movedBy[i] && struckName(range.movedBy[i], model),
        }),
  ];
}
