"""The database: read back by sqlite3, and held to the index, row by row."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import building
import pytest
import small

from cardindex import cards, exports, tables
from cardindex.evidence import Selection, tally, weights
from cardindex.evidence.links import links
from cardindex.exports import datasette, sqlite
from cardindex.exports import tables as whole_tables
from cardindex.lineage import parse_chain
from cardindex.network import EVIDENCE
from cardindex.slices import Slice

HOSTILE = '\'); DROP TABLE claims; -- "x" ]]> \u202e\u0007 %s ? :a'


def opened(selection: Selection) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(sqlite.write(selection))
    connection.row_factory = sqlite3.Row
    return connection


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    with closing(opened(small.selection())) as connection:
        yield connection


def column(database: sqlite3.Connection, sql: str, *values: object) -> list[object]:
    return [row[0] for row in database.execute(sql, values)]


@pytest.mark.parametrize("table", sorted({*tables.COLUMNS} - {"citations"}))
def test_table_has_the_cells_of_the_index(database: sqlite3.Connection, table: str) -> None:
    names = ", ".join(f'"{name}"' for name in tables.COLUMNS[table])
    rows = [tuple(row) for row in database.execute(f"SELECT {names} FROM {table}")]
    wanted = whole_tables.rows(small.selection(), table)
    assert [tuple(cell or "" for cell in row) for row in rows] == wanted


def test_citations_have_the_cells_of_the_index(database: sqlite3.Connection) -> None:
    names = ", ".join(f'"{name}"' for name in tables.COLUMNS["citations"])
    rows = database.execute(f"SELECT {names} FROM citations")
    told = [tuple("" if cell is None else str(cell) for cell in row) for row in rows]
    assert told == whole_tables.rows(small.selection(), "citations")
    assert (
        column(database, "SELECT id FROM citations ORDER BY rowid")
        == small.index().citations["id"].tolist()
    )


def test_claims_have_what_evidence_says_of_them(database: sqlite3.Connection) -> None:
    claims = small.selection().claims
    for row in database.execute("SELECT * FROM claims"):
        of = claims.loc[row["id"]]
        assert {name: row[name] for name in EVIDENCE if name != "roots"} == {
            name: of[name] for name in EVIDENCE if name != "roots"
        }
        assert row["sentence"] == cards.sentence(small.index(), of)
    roots = database.execute("SELECT claim, root FROM roots")
    assert sorted(map(tuple, roots)) == sorted(
        (id_, root) for id_, told in claims["roots"].items() for root in told
    )


def test_open_bounds_are_null(database: sqlite3.Connection) -> None:
    days = "earliest_start, latest_start, earliest_end, latest_end"
    bounds = {
        row["id"]: tuple(row)[1:] for row in database.execute(f"SELECT id, {days} FROM claims")
    }
    assert bounds["c001"] == ("1958-01-01", "1958-12-31", "1958-01-01", "1958-12-31")
    assert bounds["c013"][2:] == (None, None)
    assert bounds["c028"][:2] == (None, None)
    amounts = {
        row["id"]: (row["low"], row["high"]) for row in database.execute("SELECT * FROM claims")
    }
    assert amounts["c004"] == (600000, None)
    assert amounts["c001"] == (300000, 500000)


def test_links_are_those_of_the_index(database: sqlite3.Connection) -> None:
    selection = small.selection()
    wanted = links(selection.claims, selection.index.vocabulary, selection.joined)
    told = database.execute(
        "SELECT subject, relation, object, standing, stands, support_low, support_high FROM links"
    )
    names = ["subject", "relation", "object", "standing", "stands", "support_low", "support_high"]
    assert [tuple(row) for row in told] == [
        tuple(row) for row in wanted[names].itertuples(index=False)
    ]
    held = database.execute(
        "SELECT link, group_concat(id, ';') FROM claims WHERE link GROUP BY link"
    )
    assert {row[0]: row[1] for row in held} == {
        at: ";".join(ids) for at, ids in enumerate(wanted["claims"], 1)
    }


def test_weights_are_those_of_the_command(database: sqlite3.Connection) -> None:
    wanted = weights(small.index())["falls"].to_dict()
    assert dict(map(tuple, database.execute("SELECT key, falls FROM weights"))) == wanted
    ids = column(database, "SELECT id FROM sources_by_weight")
    assert ids == [key.partition(":")[2] for key in wanted if key.startswith("source:")]


def test_chains_and_ties_are_taken_apart(database: sqlite3.Connection) -> None:
    wanted = [
        (row.id, step.source)
        for row in small.index().citations.itertuples()
        for step in parse_chain(row.chain).steps
    ]
    assert [tuple(row) for row in database.execute("SELECT citation, source FROM chains")] == wanted
    ties = {
        (claim, tie.claim) for claim, tied in small.index().claims["tied"].items() for tie in tied
    }
    assert {tuple(row) for row in database.execute("SELECT claim, other FROM ties")} == ties


def test_every_key_leads_somewhere(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert column(database, "PRAGMA integrity_check") == ["ok"]
    assert len(database.execute("PRAGMA foreign_key_list(claims)").fetchall()) == 5


def test_views_say_it_in_words(database: sqlite3.Connection) -> None:
    (row,) = database.execute("SELECT * FROM claims_in_words WHERE id = 'c001'")
    assert row["sentence"].startswith("Foreign Desk funded Orlin Party")
    assert row["who_says_so"].startswith(
        "The desk and its friends 12, from Files of the Foreign Desk"
    )
    (row,) = database.execute(
        "SELECT * FROM links_in_words WHERE subject = 'Foreign Desk' AND object = 'Orlin Party'"
    )
    assert (row["relation"], row["standing"]) == ("funded", "corroborated")
    stances = {row["stance"] for row in database.execute("SELECT stance FROM contested")}
    assert {"affirms", "denies"} <= stances
    names = column(database, "SELECT name FROM sqlite_master WHERE type = 'view'")
    for name in names:
        assert database.execute(f"SELECT * FROM {name}").fetchone(), name


def test_full_text_is_found_without_regard_to_accents() -> None:
    entities = [building.entity("a", label="Ærø Piñera"), building.entity("b", label="Zoë")]
    names = [{"entity": "b", "name": "Comité Secreto", "kind": "native"}]
    with closing(
        opened(tally(building.unchecked({"entities": entities, "names": names})))
    ) as found:
        sql = (
            "SELECT id FROM entities WHERE rowid IN "
            "(SELECT rowid FROM entities_fts WHERE entities_fts MATCH ?)"
        )
        assert column(found, sql, "pinera") == ["a"]
        assert column(found, sql, "comite") == ["b"]


def test_tables_of_full_text_are_written_as_datasette_looks_for_them(
    database: sqlite3.Connection,
) -> None:
    made = column(database, "SELECT sql FROM sqlite_master WHERE sql LIKE '%USING fts5%'")
    assert len(made) == 4
    assert all('content="' in str(sql) for sql in made)
    assert all('tokenize="unicode61 remove_diacritics 2"' in str(sql) for sql in made)


def test_text_is_never_sql() -> None:
    entities = [building.entity("a", label=HOSTILE, description=HOSTILE)]
    claims = [building.claim("c1", "a funded b", text=HOSTILE, gloss=HOSTILE)]
    rows = {
        "entities": entities,
        "claims": claims,
        "citations": [building.cite("c1", "s", note=HOSTILE)],
    }
    with closing(opened(tally(building.unchecked(rows)))) as found:
        assert column(found, "SELECT label FROM entities WHERE id = 'a'") == [HOSTILE]
        assert column(found, "SELECT note FROM citations") == [HOSTILE]
        assert column(found, "SELECT count(*) FROM claims") == [1]


def test_part_of_an_index_is_whole_in_itself_and_says_what_it_is() -> None:
    part = tally(small.index(), Slice(entities=frozenset({"foreign-desk"})))
    with closing(opened(part)) as found:
        assert column(found, "SELECT id FROM claims") == part.claims.index.tolist()
        assert found.execute("PRAGMA foreign_key_check").fetchall() == []
        told = dict(map(tuple, found.execute("SELECT key, value FROM about")))
        assert told["made_of"] == "a part of the index"
        standing = dict(map(tuple, found.execute("SELECT id, standing FROM claims")))
        assert standing == part.claims["whole_standing"].to_dict()


def test_empty_index_is_a_database_with_empty_tables() -> None:
    with closing(opened(tally(building.unchecked({})))) as found:
        for name in (*tables.COLUMNS, "claims_in_words", "sources_by_weight", "timeline"):
            assert column(found, f"SELECT count(*) FROM {name}") == [0]
        assert column(found, "SELECT value FROM about WHERE key = 'title'") == ["Made up"]


def test_timeline_runs_from_before_christ() -> None:
    whens = {"c1": "1950", "c2": "-0043-05", "c3": "-0099", "c4": "0000", "c5": "-0043-03"}
    claims = [building.claim(id_, when=when) for id_, when in whens.items()]
    cited = [building.cite(id_, "s") for id_ in whens]
    index = building.unchecked({"claims": claims, "citations": cited})
    with closing(opened(tally(index))) as found:
        assert column(found, "SELECT id FROM timeline") == ["c3", "c5", "c2", "c4", "c1"]


def test_too_many_sources_are_not_weighed_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "MOST_WEIGHED", 2)
    with closing(opened(small.selection())) as found:
        assert column(found, "SELECT count(*) FROM weights") == [0]
        (told,) = column(found, "SELECT value FROM about WHERE key = 'weights'")
        assert "cardindex weigh" in str(told)


def test_equal_input_gives_equal_bytes() -> None:
    assert sqlite.write(small.selection()) == sqlite.write(tally(small.index()))


# Metadata for Datasette.


def test_metadata_names_tables_and_columns_that_there_are(database: sqlite3.Connection) -> None:
    about = datasette.describe(small.selection())["databases"][datasette.DATABASE]
    for name, told in about["tables"].items():
        columns = {row[1] for row in database.execute(f"PRAGMA table_info({name})")}
        assert columns, name
        wanted = [
            *told.get("facets", ()),
            *filter(None, [told.get("label_column"), told.get("sort")]),
        ]
        assert {*wanted} <= columns, name


@pytest.mark.parametrize(
    "name", sorted(datasette.describe(small.selection())["databases"]["index"]["queries"])
)
def test_canned_query_runs_and_finds_something(database: sqlite3.Connection, name: str) -> None:
    query = datasette.describe(small.selection())["databases"]["index"]["queries"][name]
    values = {"one": "foreign-desk", "other": "orlin-party", "entity": "foreign-desk",
              "source": "history", "from": "1950-01-01", "to": "1960-01-01"}  # fmt: skip
    assert database.execute(query["sql"], values).fetchone()
    assert query["title"]


def test_metadata_is_json_with_the_title() -> None:
    told = json.loads(exports.FORMATS["datasette"].bytes_of(small.selection()))
    assert told["title"] == small.index().title
    assert Path(exports.FORMATS["sqlite"].file).stem in told["databases"]
