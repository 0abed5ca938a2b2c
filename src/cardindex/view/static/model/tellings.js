// Who tells a claim, and through which works: one telling for each citation that counts, the best
// first. A citation that a strike felled has none.

import { rootsOf } from "./evidence.js";
import { isFirm } from "./leaning.js";

const CERTAINTY = { stated: 0, probable: 1, possible: 2 };

/**
 * The tellings of a claim: { affirms, against }. Each telling: { citation, roots, works, hearsay };
 * `works` lead from the one nearest to the root to the one that was read, each
 * { source, locator, reports }: does the next work only report it?
 */
export function tellingsOf(model, evidence) {
  const told = { affirms: [], against: [] };
  for (const citation of evidence?.citations ?? []) {
    told[citation.stance === "affirms" ? "affirms" : "against"].push(
      tellingOf(model, citation, evidence),
    );
  }
  for (const tellings of Object.values(told)) if (tellings.length > 1) tellings.sort(byWorth);
  return told;
}

/** The tellings of several claims, as those of one. */
export function tellingsOfAll(model, claims, weighed) {
  const told = claims.map((claim) => tellingsOf(model, weighed[claim.i]));
  return {
    affirms: told.flatMap(({ affirms }) => affirms).sort(byWorth),
    against: told.flatMap(({ against }) => against).sort(byWorth),
  };
}

/** One citation as a telling. */
export function tellingOf(model, citation, evidence) {
  const works = [{ source: citation.source, locator: citation.locator, reports: false }];
  for (const { source, locator, how } of citation.trail) {
    works.unshift({ source, locator, reports: how === "reports" });
  }
  return {
    citation,
    works,
    hearsay: citation.hearsay !== "",
    roots: rootsOf(model, citation, evidence),
    sure: isFirm(model, citation, evidence.left),
  };
}

/**
 * Order of tellings: stated or probable all the way; with a known root; by certainty; then the
 * shortest way from a root, or without a root the way that names the most works.
 */
function byWorth(a, b) {
  return worthOf(a) - worthOf(b) || a.citation.i - b.citation.i;
}

function worthOf({ citation, roots, works, sure }) {
  const faulty = citation.misquoted || citation.overstated || citation.circular;
  const length = Math.min(works.length, 40);
  return (
    (sure ? 0 : 4000) +
    (citation.stance === "doubts" ? 2000 : 0) +
    (faulty ? 1000 : 0) +
    (roots.length ? length : 500 - length) +
    CERTAINTY[citation.certainty] * 100
  );
}
