// The page's data: from base64 text to linked plain objects. Mirrors view/data.py.

export const COLUMNS = {
  families: ["id", "label", "definition", "colour", "structural"],
  types: ["id", "label", "broader", "shape", "colour"],
  relations: ["id", "label", "family", "kind", "symmetric", "words", "inverse_words"],
  blocs: ["label", "members"],
  entities: ["id", "type", "label", "description", "x", "y"],
  names: ["entity", "name", "kind", "language"],
  sources: [
    "id", "kind", "title", "author", "origin", "date", "container", "unit", "rests", "note",
  ],
  claims: [
    "id", "subject", "relation", "object", "text", "quantity", "unit", "when", "place", "mode",
    "gloss", "ties", "days", "low", "high", "context",
  ],
  citations: [
    "claim", "source", "locator", "trail", "hearsay", "stance", "certainty", "speakers", "root",
    "touched", "note", "passage",
  ],
};

/** Unpack base64 text of gzipped JSON. Rejects where the text is damaged. */
export async function decode(text) {
  const bytes = Uint8Array.from(atob(text.trim()), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

/** Turn the columns of one table into objects; `i` is the row's number. */
export function rows(columns, names) {
  const [first] = names;
  return columns[first].map((_, i) => {
    const row = { i };
    for (const name of names) row[name] = columns[name][i];
    return row;
  });
}

/** Link the tables: where a column held a row number, the objects now hold the row itself. */
export function link(data) {
  const model = { index: data.index, opening: data.opening, part: data.part, drawing: data.drawing };
  for (const name of Object.keys(COLUMNS)) model[name] = rows(data[name], COLUMNS[name]);
  model.keys = data.keys;
  linkVocabulary(model);
  linkSources(model);
  linkClaims(model);
  linkCitations(model);
  return model;
}

const OPPOSITE = { rival: "rival", same: "same", part: "whole" };

function linkVocabulary(model) {
  for (const relation of model.relations) relation.family = model.families[relation.family] ?? null;
  model.entityById = new Map(model.entities.map((entity) => [entity.id, entity]));
  for (const entity of model.entities) {
    entity.type = model.types[entity.type];
    entity.names = [];
    entity.claims = [];
  }
  for (const name of model.names) {
    name.entity = model.entities[name.entity];
    name.entity.names.push(name);
  }
  for (const bloc of model.blocs) bloc.members = bloc.members.map((i) => model.entities[i]);
}

function linkSources(model) {
  model.sourceById = new Map(model.sources.map((source) => [source.id, source]));
  for (const source of model.sources) {
    source.container = model.sources[source.container] ?? null;
    source.rests = source.rests.map((i) => model.sources[i]);
    source.citations = [];
  }
}

function linkClaims(model) {
  model.claimById = new Map(model.claims.map((claim) => [claim.id, claim]));
  for (const claim of model.claims) {
    claim.relation = model.relations[claim.relation];
    claim.subject = model.entities[claim.subject];
    claim.object = model.entities[claim.object] ?? null;
    claim.high = claim.high === "open" ? Infinity : claim.high;
    claim.citations = [];
    claim.written = claim.ties;
    claim.ties = [];
    claim.subject.claims.push(claim);
    if (claim.object && claim.object !== claim.subject) claim.object.claims.push(claim);
  }
  // A tie is written once and holds both ways.
  for (const claim of model.claims) {
    for (const [kind, i, perhaps] of claim.written) {
      addTie(claim, kind, model.claims[i], perhaps);
      addTie(model.claims[i], OPPOSITE[kind] ?? kind, claim, perhaps);
    }
    delete claim.written;
  }
}

function addTie(from, kind, claim, perhaps) {
  const known = from.ties.find((tie) => tie.kind === kind && tie.claim === claim);
  if (!known) from.ties.push({ kind, claim, perhaps });
  else known.perhaps = known.perhaps && perhaps;
}

function linkCitations(model) {
  for (const citation of model.citations) {
    citation.claim = model.claims[citation.claim];
    citation.source = model.sources[citation.source];
    citation.speakers = citation.speakers.map((i) => model.sources[i]);
    citation.touched = citation.touched.map((i) => model.keys[i]);
    citation.trail = citation.trail.map(([i, locator, how]) => {
      return { source: model.sources[i], locator, how };
    });
    citation.claim.citations.push(citation);
    citation.source.citations.push(citation);
  }
}
