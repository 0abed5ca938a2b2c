// The first three lines of a card: what is said, by whom, and what is disputed.

import { el } from "../base/dom.js";
import { shortLink } from "../base/evidenceline.js";
import { rootName, selecting } from "../base/sentences.js";
import { say } from "../base/words.js";
import { digestOf } from "../model/digest.js";

const NAMED = 3; // named on a line; the rest are counted

/** The digest of claims that are in view. */
export function digest(claims, view) {
  const found = digestOf(claims, view.weighed);
  const { families, speakers, roots, rooted, disputed } = found;
  if (!claims.length) return null;
  return digestLines([
    [
      "said",
      [
        say("digest.claims", { n: claims.length }),
        ": ",
        namedCounts(families, (family) => family?.label ?? ""),
      ],
    ],
    [
      "by",
      [
        namedCounts(speakers, shortLink),
        "; ",
        rooted
          ? [
              say("digest.rooted", { n: rooted }),
              " (",
              namedCounts(roots, (root) => rootName(root, view.model)),
              ")",
            ]
          : say("digest.rootless"),
      ],
    ],
    ["disputed", disputed.length ? disputedWords(disputed) : say("digest.undisputed")],
  ]);
}

/** Lines of a digest, each [key of its label, content]; those whose content is null are left out. */
export function digestLines(lines) {
  return el(
    "dl",
    { class: "digest" },
    lines
      .filter(Boolean)
      .map(([name, words]) => [el("dt", {}, say(`digest.${name}`)), el("dd", {}, words)]),
  );
}

function disputedWords(claims) {
  const shown = claims.slice(0, NAMED);
  return [
    say("digest.disputes", { n: claims.length }),
    ": ",
    shown.map(({ id }, at) => [at ? ", " : "", selecting("claim", id, { class: "id" }, id)]),
    claims.length > NAMED ? [" ", say("digest.more", { n: claims.length - NAMED })] : null,
  ];
}

/** The first of pairs [thing, how often], by name, and how many more there are. */
export function namedCounts(pairs, name) {
  return [
    pairs
      .slice(0, NAMED)
      .map(([thing, n], at) => [at ? ", " : "", name(thing), " ", el("small", {}, n)]),
    pairs.length > NAMED ? [" ", say("digest.more", { n: pairs.length - NAMED })] : null,
  ];
}
