// What the page keeps and brings up to date, beside the same worked out anew and by definition.

import { decode, link } from "./model/link.js";
import { consequences, weighAll } from "./model/evidence.js";
import { countByYear, countFitting } from "./controls/histogram.js";
import { BUDGET, choose } from "./scene/drawn.js";
import { makeSources } from "./controls/sources.js";
import { openingState } from "./state/state.js";
import { makeWork } from "./state/derive.js";

const SPAN = [1940, 1990];

/** For each state, what is wrong after those before it: names, none where all is well. */
export async function differences(data, states) {
  const rows = await decode(data);
  const model = link(rows);
  const kept = makeWork(model);
  const tree = treeOf(model);
  let years = null;
  return states.map((part) => {
    const state = openingState(part);
    const view = kept(state);
    const anew = makeWork(link(rows))(state);
    years = countFitting(model.claims, view.fitting, SPAN, years);
    return Object.entries({
      ...sidesOf(view, anew),
      tree: [tree(state), treeOf(model)(state)],
      years: [bars(years), countByYear(timed(anew), SPAN)],
      consequences: [fallen(model, state.struck), byDefinition(model, state.struck)],
    })
      .filter(([, [one, other]]) => told(one) !== told(other))
      .map(([name]) => name);
  });
}

function sidesOf(view, anew) {
  const ids = (claims) => claims.map(({ id }) => id);
  const names = ["fitting", ...["shown", "counts", "met", "degree"].map((it) => `links.${it}`)];
  const at = (one, name) => name.split(".").reduce((part, field) => part[field], one);
  return {
    ...Object.fromEntries(names.map((name) => [name, [[...at(view, name)], [...at(anew, name)]]])),
    cut: [ids(view.cut.shown), ids(anew.cut.shown)],
    legend: [legend(view.counts), legend(anew.counts)],
    shares: [legend(view.shownCounts), legend(anew.shownCounts)],
    drawn: [ids([...view.drawn]), ids([...anew.drawn])],
  };
}

function legend(counts) {
  return ["families", "relations", "types", "standings", "modes"].map((name) => [...counts[name]]);
}

/** A function from state to what each row of the tree of works says. */
function treeOf(model) {
  const box = document.createElement("div");
  const draw = makeSources(box, model);
  return (state) => {
    draw({ state });
    return [...box.querySelectorAll("[data-strike]")].map((input) => {
      return [input.id, input.checked, input.disabled, input.parentNode.className];
    });
  };
}

function timed({ model, fitting }) {
  return model.claims.filter(({ i }) => fitting[i]);
}

function bars({ surely, possibly, open }) {
  return { surely, possibly, open };
}

function told(value) {
  return JSON.stringify(value);
}

function fallen(model, keys) {
  const found = consequences(model, weighAll(model, new Set()), weighAll(model, new Set(keys)));
  return {
    pairs: found.lostPairs.map((pair) => pair.map(({ id }) => id)),
    orphaned: found.orphaned.map(({ id }) => id),
  };
}

/** What is lost, from all claims that stand before and after. */
function byDefinition(model, keys) {
  const [before, after] = [[], keys].map((struck) => {
    const weighed = weighAll(model, new Set(struck));
    return model.claims
      .filter(
        (claim) =>
          claim.object &&
          claim.object !== claim.subject &&
          !claim.context &&
          weighed[claim.i]?.stands,
      )
      .map(({ subject, object }) => [subject, object]);
  });
  const ends = (links) => new Set(links.flat().map(({ id }) => id));
  const key = (link) => told(link.toSorted((a, b) => a.i - b.i).map(({ id }) => id));
  const left = new Set(after.map(key));
  const met = new Set();
  const pairs = [];
  // In the order in which the claims of the index first name them.
  for (const claim of model.claims.filter((it) => it.object)) {
    const pair = key([claim.subject, claim.object]);
    if (met.has(pair)) continue;
    met.add(pair);
    if (before.some((link) => key(link) === pair) && !left.has(pair)) pairs.push(JSON.parse(pair));
  }
  const orphaned = model.entities
    .map(({ id }) => id)
    .filter((id) => ends(before).has(id) && !ends(after).has(id));
  return { pairs, orphaned };
}

/** Of many entities ({ degree, placed }), the rows that are drawn, and those a sorting gives. */
export function centres(rows) {
  const entities = rows.map(({ placed }, i) => ({ i, x: placed ? i : null, y: placed ? 0 : null }));
  const degree = Int32Array.from(rows, (row) => row.degree);
  const sorted = entities
    .filter(({ i }) => degree[i])
    .sort((a, b) => {
      return (a.x === null) - (b.x === null) || degree[b.i] - degree[a.i] || a.i - b.i;
    });
  const drawn = choose({ model: { entities }, degree }, { focus: "", grown: [] }, []);
  const numbers = (some) => some.map(({ i }) => i).sort((a, b) => a - b);
  return [numbers([...drawn]), numbers(sorted.slice(0, BUDGET))];
}
