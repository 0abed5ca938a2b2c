// Answers the questions of the shared cases with the page's own modules.

import { decode, link } from "./model/link.js";
import { consequences, heardIn, weighAll } from "./model/evidence.js";
import { paidBetween } from "./views/flows.js";
import { foldedLinks, NOBODY, whoIsWho } from "./model/identities.js";
import { admittedKinds } from "./model/kinds.js";
import { bestPaths } from "./model/paths.js";
import { search, searchIndex } from "./model/search.js";
import { cut, fits } from "./model/slice.js";
import { totals } from "./model/sums.js";

const models = new Map();

export async function answers(data, asks) {
  if (!models.has(data)) models.set(data, link(await decode(data)));
  return asks.map((ask) => answer(models.get(data), ask));
}

function answer(model, ask) {
  const slice = readSlice(ask.slice ?? {}, model);
  const told = ask.slice ?? {};
  const heard = heardIn(model, {
    speaker: told.according_to,
    saidBy: told.said_by,
    publishedBy: told.published_by,
    surely: told.surely,
  });
  const weighed = weighAll(model, new Set(told.struck ?? []), heard);
  const timed = model.claims.filter((claim) => {
    return weighed[claim.i] && !claim.context && fits(claim, weighed[claim.i], slice);
  });
  const { shown } = cut(timed, slice);
  const who = ask.slice?.identities ? whoIsWho(model, weighed, slice) : NOBODY;
  const links = [...foldedLinks(model, shown, weighed, who)];
  const found = {
    claims: Object.fromEntries(shown.map((claim) => [claim.id, judgement(weighed[claim.i])])),
    links: Object.fromEntries(
      links.map(([key, link]) => [
        key,
        [link.standing, link.stands, link.support_low, link.support_high, link.roots],
      ]),
    ),
    totals: Object.fromEntries(
      totals(shown, model.claims).map((row) => [
        `${row.unit} ${row.mode}`.trim(),
        [row.low, row.high === Infinity ? "open" : row.high],
      ]),
    ),
  };
  found.flows = Object.fromEntries(
    paidBetween(shown, model.claims).map((row) => [
      `${row.from.id} ${row.to.id} ${row.unit} ${row.mode}`.trim(),
      [row.low, row.high === Infinity ? "open" : row.high],
    ]),
  );
  if (ask.slice?.identities) {
    const named = (ids) => (Array.isArray(ids) ? ids.map(({ id }) => id) : ids.id);
    const byId = (map) => Object.fromEntries([...map].map(([one, to]) => [one.id, named(to)]));
    found.folded = byId(who.into);
    found.unfolded = byId(who.two);
    found.identifications = Object.fromEntries(
      links
        .filter(([, link]) => link.identifications.length)
        .map(([key, link]) => [key, named(link.identifications)]),
    );
  }
  if (ask.find !== undefined) {
    found.found = search(searchIndex(model), ask.find, Infinity).map((one) => {
      return `${one.entity ? "entity" : one.claim ? "claim" : "source"} ${one.id}`;
    });
  }
  if (ask.path) {
    const [from, to] = ask.path.map((id) => model.entityById.get(id));
    found.paths = bestPaths(model, shown, weighed, slice, who, from, to).map((path) => ({
      ids: [from.id, ...path.hops.map((hop) => hop.end.id)],
      weakest: `${path.weakest.start.id} ${path.weakest.relation.id} ${path.weakest.end.id}`,
    }));
  }
  if (ask.strike) {
    // What falls is asked of all voices.
    found.strike = struck(
      model,
      ask.strike,
      heardIn(model, {
        saidBy: told.said_by,
        publishedBy: told.published_by,
        surely: told.surely,
      }),
    );
  }
  return found;
}

const FLAGS = [
  "told_by_doer",
  "told_by_concerned",
  "apparent",
  "circular",
  "misquoted",
  "overstated",
];

function judgement(it) {
  return [
    it.standing,
    it.stands,
    it.support_low,
    it.support_high,
    it.works,
    it.opposition_low,
    it.opposition_high,
    it.roots,
    FLAGS.filter((flag) => it[flag]),
  ];
}

function struck(model, keys, heard) {
  const after = weighAll(model, new Set(keys), heard);
  const found = consequences(model, weighAll(model, new Set(), heard), after);
  const ids = (rows) => rows.map((row) => row.id);
  return {
    falls: ids(found.falls),
    clears: ids(found.clears),
    weakens: ids(found.weakens),
    lost_pairs: found.lostPairs.map(ids).sort(),
    orphaned: ids(found.orphaned).sort(),
  };
}

function readSlice(told, model) {
  const chosen = (name) => (told[name]?.length ? new Set(told[name]) : null);
  const window = told.window ? told.window.split("/").map(Number) : null;
  return {
    families: chosen("families"),
    relations: chosen("relations"),
    types: admittedKinds(model.types, told.types ?? [], told.not_types ?? []),
    standings: chosen("standings"),
    modes: told.modes ? new Set(told.modes) : null,
    window: window && [window[0], window.at(-1)],
    surely: told.surely ?? false,
    dated: told.dated ?? false,
    text: told.text ?? "",
  };
}
