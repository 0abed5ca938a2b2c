// The page's data, from base64 text to linked plain objects. Mirrors view/columns.py.

import { columnsOf } from "../base/columns.js";

/** Unpack base64 text of gzipped JSON. Rejects where the text is damaged. */
export async function decode(text) {
  return JSON.parse(await unpack(text));
}

/** Unpack base64 text of a gzipped text, on another thread. Rejects where it is damaged. */
export async function unpack(text) {
  const signs = atob(text.trim());
  const bytes = new Uint8Array(signs.length);
  for (let i = 0; i < signs.length; i += 1) bytes[i] = signs.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

/**
 * Link the tables: columns become objects, `i` being the row's number, and where a column held a
 * row number the objects hold the row itself. Columns are written out, as objects that a loop fills
 * take five times as long to make and to read.
 */
export function link(data) {
  const { index, part, whole, opening, drawing, keys } = data;
  const model = { index, part, whole, opening, drawing, keys };
  linkVocabulary(model, data);
  linkEntities(model, data);
  linkSources(model, data);
  linkClaims(model, data);
  linkCitations(model, data);
  linkElsewhere(model, data);
  return model;
}

function linkVocabulary(model, data) {
  const groups = columnsOf(data.groups);
  model.groups = groups.id.map((id, i) => ({
    i,
    id,
    label: groups.label[i],
    definition: groups.definition[i],
    colour: groups.colour[i],
  }));
  const families = columnsOf(data.families, { group: (row) => model.groups[row] });
  model.families = families.id.map((id, i) => ({
    i,
    id,
    label: families.label[i],
    definition: families.definition[i],
    colour: families.colour[i],
    structural: families.structural[i],
    group: families.group[i],
  }));
  const types = columnsOf(data.types);
  model.types = types.id.map((id, i) => ({
    i,
    id,
    label: types.label[i],
    broader: types.broader[i],
    shape: types.shape[i],
    colour: types.colour[i],
  }));
  const relations = columnsOf(data.relations, { family: (row) => model.families[row] ?? null });
  model.relations = relations.id.map((id, i) => ({
    i,
    id,
    label: relations.label[i],
    family: relations.family[i],
    kind: relations.kind[i],
    symmetric: relations.symmetric[i],
    words: relations.words[i],
    inverse_words: relations.inverse_words[i],
    identifies: relations.identifies[i],
    dependence: relations.dependence[i],
    transfer: relations.transfer[i],
    transfer_role: relations.transfer_role[i],
    naming: relations.naming[i],
    parthood: relations.parthood[i],
  }));
}

/** The entities with claims that this page, made of a part of the index, does not hold. */
function linkElsewhere(model, data) {
  const { id, type, label, claims } = columnsOf(data.elsewhere);
  model.elsewhere = id.map((it, i) => ({ id: it, type: type[i], label: label[i], n: claims[i] }));
  model.elsewhereById = byIdOf(model.elsewhere);
}

function linkEntities(model, data) {
  const entities = columnsOf(data.entities, { type: (row) => model.types[row] });
  model.entities = entities.id.map((id, i) => ({
    i,
    id,
    type: entities.type[i],
    label: entities.label[i],
    description: entities.description[i],
    x: entities.x[i],
    y: entities.y[i],
    x_upright: entities.x_upright[i],
    y_upright: entities.y_upright[i],
    names: [],
    claims: [],
  }));
  model.entityById = byIdOf(model.entities);
  const entity = (row) => model.entities[row];
  const names = columnsOf(data.names, { entity });
  model.names = names.name.map((name, i) => ({
    i,
    entity: names.entity[i],
    name,
    kind: names.kind[i],
    language: names.language[i],
  }));
  for (const name of model.names) name.entity.names.push(name);
  linkBlocs(model, data, entity);
}

/**
 * Blocs: groups of entities by any scheme. Each is also a mark that stands for its members where they
 * are folded. Its id has a colon, which no id of an entity has, so both can be looked up together.
 */
function linkBlocs(model, data, entity) {
  const blocs = columnsOf(data.blocs, { members: (rows) => rows.map(entity) });
  model.marks = blocs.label.map((label, at) => ({
    i: model.entities.length + at,
    id: `${blocs.scheme[at]}:${label}`.replace(/[%+,]/g, encodeURIComponent),
    label,
    scheme: blocs.scheme[at],
    washed: blocs.washed[at],
    members: blocs.members[at],
    type: { id: "", label: blocs.scheme[at], broader: [], shape: "dot", colour: "#787878" },
    description: "",
    x: null,
    y: null,
    x_upright: null,
    y_upright: null,
    names: [],
    claims: [],
  }));
  for (const mark of model.marks) model.entityById.set(mark.id, mark);
  model.schemes = [...new Set(blocs.scheme)].sort();
  model.blocs = model.marks.filter(({ washed }) => washed);
}

function linkSources(model, data) {
  const sources = columnsOf(data.sources);
  model.sources = sources.id.map((id, i) => ({
    i,
    id,
    kind: sources.kind[i],
    title: sources.title[i],
    short: sources.short[i],
    author: sources.author[i],
    origin: sources.origin[i],
    date: sources.date[i],
    container: sources.container[i],
    unit: sources.unit[i],
    rests: sources.rests[i],
    note: sources.note[i],
    citations: [],
  }));
  model.sourceById = byIdOf(model.sources);
  for (const source of model.sources) {
    source.container = model.sources[source.container] ?? null;
    source.rests = source.rests.map((row) => model.sources[row]);
  }
}

const OPPOSITE = { rival: "rival", same: "same", part: "whole" };

function linkClaims(model, data) {
  const claims = columnsOf(data.claims, {
    subject: (row) => model.entities[row],
    relation: (row) => model.relations[row],
    object: (row) => model.entities[row] ?? null,
    high: (bound) => (bound === "open" ? Infinity : bound),
  });
  model.claims = claims.id.map((id, i) => ({
    i,
    id,
    subject: claims.subject[i],
    relation: claims.relation[i],
    object: claims.object[i],
    text: claims.text[i],
    quantity: claims.quantity[i],
    unit: claims.unit[i],
    when: claims.when[i],
    place: claims.place[i],
    mode: claims.mode[i],
    gloss: claims.gloss[i],
    whose: claims.whose[i],
    ties: [],
    days: claims.days[i],
    low: claims.low[i],
    high: claims.high[i],
    context: claims.context[i],
    citations: [],
  }));
  model.indexes = [...new Set(claims.whose.flat())].sort();
  model.claimById = byIdOf(model.claims);
  // The other claims are there for what they do to these: as rivals, or by joining roots.
  model.told = model.claims.filter((claim) => !claim.context);
  for (const claim of model.claims) {
    claim.subject.claims.push(claim);
    if (claim.object && claim.object !== claim.subject) claim.object.claims.push(claim);
    // A tie is written once and holds both ways.
    for (const [kind, row, perhaps] of claims.ties[claim.i]) {
      addTie(claim, kind, model.claims[row], perhaps);
      addTie(model.claims[row], OPPOSITE[kind] ?? kind, claim, perhaps);
    }
  }
}

function addTie(from, kind, claim, perhaps) {
  const known = from.ties.find((tie) => tie.kind === kind && tie.claim === claim);
  if (!known) from.ties.push({ kind, claim, perhaps });
  else known.perhaps = known.perhaps && perhaps;
}

function linkCitations(model, data) {
  const source = (row) => model.sources[row];
  const citations = columnsOf(data.citations, {
    claim: (row) => model.claims[row],
    source,
    trail: (steps) => steps.map(([row, locator, how]) => ({ source: source(row), locator, how })),
    speakers: (rows) => rows.map(source),
    touched: (rows) => rows.map((row) => model.keys[row]),
  });
  model.citations = citations.claim.map((claim, i) => ({
    i,
    claim,
    source: citations.source[i],
    locator: citations.locator[i],
    trail: citations.trail[i],
    hearsay: citations.hearsay[i],
    own: citations.own[i],
    stance: citations.stance[i],
    certainty: citations.certainty[i],
    speakers: citations.speakers[i],
    root: citations.root[i],
    leans: citations.leans[i],
    node: citations.node[i],
    misquoted: citations.misquoted[i],
    overstated: citations.overstated[i],
    circular: citations.circular[i],
    heard: citations.heard[i],
    told: citations.told[i],
    touched: citations.touched[i],
    note: citations.note[i],
    passage: citations.passage[i],
  }));
  for (const citation of model.citations) {
    citation.claim.citations.push(citation);
    citation.source.citations.push(citation);
  }
}

function byIdOf(rows) {
  return new Map(rows.map((row) => [row.id, row]));
}
