// Folding of letters, so that a search finds a name in any spelling. Mirrors folding.py.

const PLAIN = {
  æ: "ae",
  œ: "oe",
  ß: "ss",
  þ: "th",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  ħ: "h",
  ŧ: "t",
  "\u0131": "i",
  "\u02b9": "'",
  "\u02bb": "'",
  "\u02bc": "'",
  "\u02bd": "'",
};

/** Fold accents, case, quotation marks, dashes and white space away, as `folded` does. */
export function fold(text) {
  return marks(marks(text).normalize("NFKD"))
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .toLowerCase()
    .replace(/[ς\u1c80-\u1c88\u13f8-\u13fd\uab70-\uabbf]/g, caseless)
    .replace(/[æœßþøłđðħŧ\u0131\u02b9\u02bb-\u02bd]/g, (letter) => PLAIN[letter])
    .replace(/[\t-\r\x1c-\x20\x85\u1680\u2028\u2029]+/g, " ")
    .replace(/^ | $/g, "");
}

/** Quotation marks, apostrophes and dashes as a keyboard has them. */
function marks(text) {
  return text
    .replace(/[‘’‚‛‹›`´′]/g, "'")
    .replace(/[“”„‟«»″]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/\u00ad/g, "");
}

/** Letters whose case does not fold to their lower case (Unicode, CaseFolding.txt). */
function caseless(letter) {
  if (letter === "ς") return "σ";
  // Old forms of Cyrillic letters fold to the usual ones, Cherokee to its upper case.
  const upper = letter.toUpperCase();
  return /[\u1c80-\u1c88]/.test(letter) ? upper.toLowerCase() : upper;
}

/** A folded name as words with a space between them; a name of signs alone stays as it is. */
export function unsigned(text) {
  const joined = text.replace(/(?<![a-z0-9])[a-z](?:\.[a-z])+\.?(?![a-z0-9])/g, (found) => {
    return found.replaceAll(".", "");
  });
  const words = joined.replace(/[!"&()*,\-./:;?[\]_¡§¶¿•]/g, " ").split(" ");
  return words.map(bare).filter(Boolean).join(" ") || text;
}

/** A word without the apostrophes around it. */
function bare(word) {
  let [start, end] = [0, word.length];
  while (start < end && word[start] === "'") start += 1;
  while (end > start && word[end - 1] === "'") end -= 1;
  return word.slice(start, end);
}

/** The folded words of what is searched for, each once; quotes around all of it go. */
export function wordsOf(text) {
  let plain = fold(text);
  if (plain.length > 2 && plain[0] === plain.at(-1) && "'\"".includes(plain[0])) {
    plain = plain.slice(1, -1).trim() || plain;
  }
  return [...new Set(plain.split(" "))].filter(Boolean);
}
