-- The tables of an index as SQLite has them, with what follows from them, and views for reading.
-- An empty cell is NULL. Days are ISO 8601; a bound that is open is NULL.

CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE coders (id TEXT PRIMARY KEY, name TEXT, kind TEXT);

CREATE TABLE types (
  id TEXT PRIMARY KEY, label TEXT NOT NULL, definition TEXT, broader TEXT
);

CREATE TABLE families (
  id TEXT PRIMARY KEY, label TEXT NOT NULL, definition TEXT, structural INTEGER NOT NULL
);

CREATE TABLE relations (
  id TEXT PRIMARY KEY, label TEXT NOT NULL, family TEXT REFERENCES families (id),
  kind TEXT NOT NULL, words TEXT NOT NULL, inverse_words TEXT, symmetric INTEGER NOT NULL,
  definition TEXT
);

CREATE TABLE entities (
  id TEXT PRIMARY KEY, type TEXT NOT NULL REFERENCES types (id), label TEXT NOT NULL,
  description TEXT, also_called TEXT
);

CREATE TABLE names (
  entity TEXT NOT NULL REFERENCES entities (id), name TEXT NOT NULL, kind TEXT, language TEXT
);

CREATE TABLE groups (
  entity TEXT NOT NULL REFERENCES entities (id), scheme TEXT NOT NULL, value TEXT NOT NULL,
  note TEXT
);

CREATE TABLE sources (
  id TEXT PRIMARY KEY, kind TEXT, title TEXT NOT NULL, author TEXT, origin TEXT, date TEXT,
  container TEXT REFERENCES sources (id), unit TEXT, rests_on TEXT, note TEXT,
  earliest_start TEXT, latest_end TEXT, csl TEXT
);

CREATE TABLE source_authors (
  source TEXT NOT NULL REFERENCES sources (id), author TEXT NOT NULL REFERENCES entities (id)
);

CREATE TABLE source_rests_on (
  source TEXT NOT NULL REFERENCES sources (id), rests_on TEXT NOT NULL REFERENCES sources (id)
);

CREATE TABLE links (
  id INTEGER PRIMARY KEY, subject TEXT NOT NULL REFERENCES entities (id),
  relation TEXT NOT NULL REFERENCES relations (id), object TEXT NOT NULL REFERENCES entities (id),
  standing TEXT NOT NULL, stands INTEGER NOT NULL, support_low INTEGER NOT NULL,
  support_high INTEGER NOT NULL, claims INTEGER NOT NULL
);

CREATE TABLE claims (
  id TEXT PRIMARY KEY, subject TEXT NOT NULL REFERENCES entities (id),
  relation TEXT NOT NULL REFERENCES relations (id), object TEXT REFERENCES entities (id),
  text TEXT, quantity TEXT, unit TEXT, "when" TEXT, place TEXT REFERENCES entities (id),
  mode TEXT, ties TEXT, gloss TEXT, sentence TEXT NOT NULL, link INTEGER REFERENCES links (id),
  standing TEXT NOT NULL, stands INTEGER NOT NULL, support_low INTEGER NOT NULL,
  support_high INTEGER NOT NULL, works INTEGER NOT NULL, opposition_low INTEGER NOT NULL,
  opposition_high INTEGER NOT NULL, told_by_doer INTEGER NOT NULL,
  told_by_concerned INTEGER NOT NULL, apparent INTEGER NOT NULL, circular INTEGER NOT NULL,
  misquoted INTEGER NOT NULL, overstated INTEGER NOT NULL, earliest_start TEXT,
  latest_start TEXT, earliest_end TEXT, latest_end TEXT, low REAL, high REAL
);

CREATE TABLE ties (
  claim TEXT NOT NULL REFERENCES claims (id), kind TEXT NOT NULL,
  other TEXT NOT NULL REFERENCES claims (id), perhaps INTEGER NOT NULL
);

CREATE TABLE roots (
  claim TEXT NOT NULL REFERENCES claims (id), root TEXT NOT NULL,
  entity TEXT REFERENCES entities (id), source TEXT REFERENCES sources (id), label TEXT
);

CREATE TABLE citations (
  id TEXT PRIMARY KEY, claim TEXT NOT NULL REFERENCES claims (id),
  source TEXT NOT NULL REFERENCES sources (id), locator TEXT, chain TEXT, stance TEXT NOT NULL,
  certainty TEXT NOT NULL, start INTEGER, "end" INTEGER, seal TEXT, coder TEXT, note TEXT,
  via TEXT, leans_on TEXT REFERENCES sources (id), misquoted INTEGER NOT NULL,
  overstated INTEGER NOT NULL, loop TEXT
);

CREATE TABLE chains (
  citation TEXT NOT NULL REFERENCES citations (id), step INTEGER NOT NULL,
  source TEXT NOT NULL REFERENCES sources (id), locator TEXT, reported INTEGER NOT NULL
);

CREATE TABLE weights (
  key TEXT PRIMARY KEY, source TEXT REFERENCES sources (id),
  entity TEXT REFERENCES entities (id), label TEXT, citations INTEGER NOT NULL,
  falls INTEGER NOT NULL, clears INTEGER NOT NULL, weakens INTEGER NOT NULL,
  lost_pairs INTEGER NOT NULL, everything INTEGER NOT NULL
);

CREATE TABLE silent (
  source TEXT NOT NULL REFERENCES sources (id), locator TEXT, reason TEXT
);

CREATE TABLE decisions (one TEXT, other TEXT, decision TEXT, who TEXT, why TEXT);

CREATE TABLE came_from ("table" TEXT, "key" TEXT, "index" TEXT, "row" TEXT);

-- Views.

CREATE VIEW claims_in_words AS
  SELECT claims.id, claims.sentence, claims.standing, claims.support_low, claims.support_high,
    (SELECT group_concat(said, '; ') FROM (
      SELECT sources.title || coalesce(' ' || citations.locator, '') || coalesce(', ' || citations.via, '')
        || CASE WHEN citations.stance = 'affirms' THEN '' ELSE ' (' || citations.stance || ')' END AS said
      FROM citations JOIN sources ON sources.id = citations.source
      WHERE citations.claim = claims.id ORDER BY citations.rowid)) AS who_says_so,
    claims."when", claims.mode, claims.gloss
  FROM claims ORDER BY claims.rowid;

CREATE VIEW links_in_words AS
  SELECT links.id, one.label AS subject, relations.words AS relation, other.label AS object,
    links.standing, links.stands, links.support_low, links.support_high, links.claims
  FROM links JOIN relations ON relations.id = links.relation
    JOIN entities AS one ON one.id = links.subject JOIN entities AS other ON other.id = links.object
  ORDER BY links.id;

CREATE VIEW contested AS
  SELECT claims.id, claims.sentence, citations.stance, citations.certainty, sources.title,
    citations.locator, citations.via
  FROM claims JOIN citations ON citations.claim = claims.id
    JOIN sources ON sources.id = citations.source
  WHERE claims.standing = 'contested' ORDER BY claims.rowid, citations.rowid;

CREATE VIEW sources_by_weight AS
  SELECT sources.id, sources.title, sources.kind, weights.citations, weights.falls, weights.clears,
    weights.weakens, weights.lost_pairs, weights.everything
  FROM weights JOIN sources ON sources.id = weights.source
  -- They come as they are weighed, the heaviest first.
  ORDER BY weights.rowid;

CREATE VIEW roots_by_claims AS
  SELECT root, label, count(*) AS claims, sum(claims.support_low = 1) AS alone
  FROM roots JOIN claims ON claims.id = roots.claim
  GROUP BY root, label ORDER BY count(*) DESC, root;

CREATE VIEW entities_by_links AS
  SELECT entities.id, entities.label, entities.type, count(*) AS links, sum(ends.stands) AS standing
  FROM (
    SELECT subject AS entity, stands FROM links
    UNION ALL SELECT object, stands FROM links WHERE object <> subject
  ) AS ends JOIN entities ON entities.id = ends.entity
  GROUP BY entities.id ORDER BY count(*) DESC, entities.id;

CREATE VIEW timeline AS
  SELECT claims.earliest_start, claims.latest_end, claims."when", claims.id, claims.sentence,
    claims.standing
  FROM claims WHERE claims.earliest_start IS NOT NULL OR claims.latest_end IS NOT NULL
  -- By the number of the year first: as text, days before the year 1 would run backwards.
  ORDER BY CAST(coalesce(claims.earliest_start, claims.latest_end) AS INTEGER),
    coalesce(claims.earliest_start, claims.latest_end), claims.rowid;

-- Full text. What stands in double quotes here is how Datasette finds it.

CREATE VIRTUAL TABLE entities_fts USING fts5 (
  label, also_called, description, content="entities", tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE sources_fts USING fts5 (
  title, note, content="sources", tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE claims_fts USING fts5 (
  sentence, gloss, content="claims", tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE citations_fts USING fts5 (
  note, content="citations", tokenize="unicode61 remove_diacritics 2"
);

-- Made last, as rows come in faster without them.

CREATE INDEX names_entity ON names (entity);
CREATE INDEX groups_entity ON groups (entity);
CREATE INDEX source_authors_author ON source_authors (author);
CREATE INDEX claims_subject ON claims (subject);
CREATE INDEX claims_object ON claims (object);
CREATE INDEX claims_relation ON claims (relation);
CREATE INDEX claims_standing ON claims (standing);
CREATE INDEX claims_link ON claims (link);
CREATE INDEX ties_claim ON ties (claim);
CREATE INDEX ties_other ON ties (other);
CREATE INDEX roots_claim ON roots (claim);
CREATE INDEX roots_root ON roots (root);
CREATE INDEX citations_claim ON citations (claim);
CREATE INDEX citations_source ON citations (source);
CREATE INDEX chains_citation ON chains (citation);
CREATE INDEX chains_source ON chains (source);
CREATE INDEX links_subject ON links (subject);
CREATE INDEX links_object ON links (object);
CREATE INDEX silent_source ON silent (source);
