// Days, windows and dates in words. A day is a number counted from 1970-01-01.

const MS = 86400000;
export const FIRST_DAY = -719162; // 0001-01-01, which stands for minus infinity
export const LAST_DAY = 2932896; // 9999-12-31, which stands for plus infinity

const MONTHS = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December",
];
const SEASONS = { 21: "spring", 22: "summer", 23: "autumn", 24: "winter" };

/** The day's number; months count from 1. */
export function dayNumber(year, month = 1, day = 1) {
  const date = new Date(0);
  // Date.UTC takes years below 100 for 1900 and later.
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / MS);
}

export function yearOf(day) {
  return new Date(day * MS).getUTCFullYear();
}

/** First and last day of a span of years, both within. */
export function years(from, to) {
  return [dayNumber(from), dayNumber(to, 12, 31)];
}

/** days: earliest and latest start, earliest and latest end. */
export function surely([, latestStart, earliestEnd], [first, last]) {
  return latestStart <= last && earliestEnd >= first;
}

export function possibly([earliestStart, , , latestEnd], [first, last]) {
  return earliestStart <= last && latestEnd >= first;
}

export function undated([earliestStart, , , latestEnd]) {
  return earliestStart === FIRST_DAY && latestEnd === LAST_DAY;
}

/** EDTF in words: "1970~" is "about 1970". What is not understood comes back as it is. */
export function inWords(edtf) {
  if (!edtf) return "";
  const within = /^\[(.*)\.\.(.*)\]$/.exec(edtf);
  if (within) {
    const [, from, to] = within;
    if (!from) return `by ${oneDate(to)}`;
    if (!to) return `${oneDate(from)} or later`;
    return `some time from ${oneDate(from)} to ${oneDate(to)}`;
  }
  const interval = /^([^/]*)\/([^/]*)$/.exec(edtf);
  if (!interval) return oneDate(edtf);
  const [, from, to] = interval;
  if (to === "..") return `since ${oneDate(from)}`;
  if (to === "") return `from ${oneDate(from)}, until when is not known`;
  if (from === "..") return `until ${oneDate(to)}`;
  if (from === "") return `until ${oneDate(to)}, since when is not known`;
  return `${oneDate(from)} to ${oneDate(to)}`;
}

function oneDate(text) {
  const parts = /^([~?%]?)(\d{2}XX|\d{3}X|\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%]?)$/.exec(text);
  if (!parts) return text;
  const [, before, year, month, day, after] = parts;
  let words = year;
  if (year.endsWith("XX")) words = `the ${year.slice(0, 2)}00s`;
  else if (year.endsWith("X")) words = `the ${year.slice(0, 3)}0s`;
  const name = SEASONS[month] ?? MONTHS[Number(month) - 1];
  if (month) words = `${name ?? month} ${words}`;
  if (day) words = `${Number(day)} ${words}`;
  const hedge = { "~": "about ", "?": "perhaps ", "%": "perhaps about " };
  return `${hedge[before || after] ?? ""}${words}`;
}
