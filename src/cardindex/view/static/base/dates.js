// Days, windows and dates in words. A day is a number counted from 1970-01-01; the year 0 is 1 BC.

const MS = 86400000;
export const FIRST_DAY = -4371588; // before -9999-01-01: minus infinity
export const LAST_DAY = 2932897; // after 9999-12-31: plus infinity

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
// Those of 25 to 32 are north and south of the equator.
const SEASONS = ["spring", "summer", "autumn", "winter"];

/** The day's number; months count from 1. */
export function dayNumber(year, month = 1, day = 1) {
  const date = new Date(0);
  // Date.UTC takes years below 100 for 1900 and later.
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / MS);
}

/** The years of the first and the last of lists of days: [first, last]; null where none is bounded. */
export function spanOfDays(lists) {
  let [first, last] = [Infinity, -Infinity];
  for (const days of lists) {
    for (const day of days) {
      if (day === FIRST_DAY || day === LAST_DAY) continue;
      if (day < first) first = day;
      if (day > last) last = day;
    }
  }
  return first === Infinity ? null : [yearOf(first), yearOf(last)];
}

export function yearOf(day) {
  return new Date(day * MS).getUTCFullYear();
}

/** A year as EDTF writes it, in four digits: "0079", "-0043". */
export function writtenYear(year) {
  return `${year < 0 ? "-" : ""}${String(Math.abs(year)).padStart(4, "0")}`;
}

/** A year as people say it: "1971", "AD 79", "44 BC". */
export function yearInWords(year) {
  if (year < 1) return `${1 - year} BC`;
  return year < 1000 ? `AD ${year}` : String(year);
}

/** A span of years, one or more: "1953–1973", "50–41 BC", "44 BC–AD 14". */
export function yearsInWords(from, to) {
  if (from === to) return yearInWords(from);
  if (to < 1) return `${1 - from}–${yearInWords(to)}`;
  if (from > 0 && to < 1000) return `${yearInWords(from)}–${to}`;
  return `${yearInWords(from)}–${yearInWords(to)}`;
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
  const members = /^\[(.*,.*)\]$/.exec(edtf);
  if (members) return alternatives(members[1].split(",").map((it) => oneDate(it.trim())));
  const interval = /^([^/]*)\/([^/]*)$/.exec(edtf);
  if (!interval) return oneDate(edtf);
  const [, from, to] = interval;
  if (to === "..") return `since ${oneDate(from)}`;
  if (to === "") return `from ${oneDate(from)}, until when is not known`;
  if (from === "..") return `until ${oneDate(to)}`;
  if (from === "") return `until ${oneDate(to)}, since when is not known`;
  return `${oneDate(from)} to ${oneDate(to)}`;
}

/** "a, b or c". */
function alternatives(words) {
  return words.length < 3
    ? words.join(" or ")
    : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

const ONE = /^([~?%]?)(-?)(\d{2}XX|\d{3}X|\d{4})(?:-(XX|\d\d))?(?:-(XX|\d\d))?([~?%]?)$/;

function oneDate(text) {
  const parts = ONE.exec(text);
  if (!parts) return text;
  const [, before, minus, year, month, day, after] = parts;
  let words = year.endsWith("X") ? blanked(minus, year) : yearInWords(Number(minus + year));
  if (month === "XX") words = `some ${day ? "day" : "month"} of ${words}`;
  else if (month) words = `${monthInWords(month)} ${words}`;
  if (day && month !== "XX")
    words = day === "XX" ? `some day of ${words}` : `${Number(day)} ${words}`;
  const hedge = { "~": "about ", "?": "perhaps ", "%": "perhaps about " };
  return `${hedge[before || after] ?? ""}${words}`;
}

function monthInWords(month) {
  const season = Number(month) - 21;
  if (season < 0) return MONTHS[Number(month) - 1] ?? month;
  const half = season < 4 ? "" : season < 8 ? " (north)" : " (south)";
  return season < 12 ? `${SEASONS[season % 4]}${half}` : month;
}

/** A decade or a century. Before the year 0 digits count away from it: -004X is 50 to 41 BC. */
function blanked(minus, year) {
  const ends = ["0", "9"].map((digit) => Number(minus + year.replace(/X/g, digit)));
  const [from, to] = ends.sort((a, b) => a - b);
  return from < 1000 ? yearsInWords(from, to) : `the ${from}s`;
}
