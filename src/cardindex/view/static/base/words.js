// The words of the page: all of them stand in text.json, under dotted keys.

let vocabulary = {};
let plural = null; // made at the first use: it takes long, and the first picture needs no words
let numbers = null;

export function learn(words) {
  vocabulary = words;
  plural = new Intl.PluralRules(words.language);
  numbers = new Intl.NumberFormat(words.language);
}

/** Say a text by its key. `{name}` is replaced by values.name; `values.n` chooses the plural. */
export function say(key, values = {}) {
  const text = textOf(key, values);
  if (typeof text !== "string") return key;
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? spoken(values[name]) : whole,
  );
}

/** The same where values are links or other elements: a list of texts and elements. */
export function sayAround(key, values) {
  const parts = String(textOf(key, values) ?? key).split(/\{(\w+)\}/);
  return parts.map((part, i) => {
    if (i % 2 === 0) return part;
    return typeof values[part] === "number" ? spoken(values[part]) : values[part];
  });
}

function textOf(key, values) {
  const text = key.split(".").reduce((part, name) => part?.[name], vocabulary);
  return text && typeof text === "object" ? (text[plural.select(values.n)] ?? text.other) : text;
}

function spoken(value) {
  return typeof value === "number" ? numbers.format(value) : String(value);
}

/** Break words into lines no wider than `width`; a single longer word stays whole. */
export function inLines(words, width, measure) {
  const lines = [""];
  for (const word of words) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (!lines.at(-1) || measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A text in at most two lines, shortened where it needs more. */
export function inTwoLines(text, width, measure) {
  const lines = inLines(text.split(/\s+/), width, measure);
  const kept = lines.slice(0, 2);
  if (lines.length > 2) kept[1] += "…";
  return kept.map((line) => shortenedTo(line, width, measure));
}

function shortenedTo(line, width, measure) {
  if (measure(line) <= width) return line;
  const signs = [...line.replace(/…$/, "")];
  while (signs.length > 1 && measure(`${signs.join("")}…`) > width) signs.pop();
  return `${signs.join("").trimEnd()}…`;
}

/** The first few parts of a list, each cut to the length of a line. */
export function fewOf(parts) {
  const shown = parts
    .slice(0, 5)
    .map((part) => (part.length > 60 ? `${part.slice(0, 59)}…` : part));
  return `${shown.join(", ")}${parts.length > shown.length ? " …" : ""}`;
}
