"""Named queries: what each answers on a small frozen index, and how parameters are taken."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import building
import pytest
import rdflib
import small

from cardindex import namedqueries, rdf
from cardindex.errors import CardindexError, MalformedValue, QueryError, UnknownName
from cardindex.index import Index
from cardindex.store import Store

ANSWERS = Path(__file__).parent / "data" / "answers"

# What each query is asked; its answer is the file of its name, worked out from the tables by hand.
ASKED = {
    "active-in": {"year": "1958"},
    "apparent": {},
    "chain-of-command": {"from": "aldmark-security", "to": "norrin-station"},
    "circular": {},
    "contested": {},
    "handlers": {},
    "identities": {},
    "misquoted": {},
    "money-to": {"who": "orlin-party"},
    "single-root": {"who": "foreign-desk"},
    "origin-alone": {"origin": "foreign-desk"},
    "overstated": {},
    "own-word": {},
    "ties": {},
    "untraced": {},
    "speaker": {"source": "reet-memoir"},
    "who-said-it-first": {"who": "jonas-reet"},
}


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.of(small.index())


@pytest.fixture(scope="module")
def queries() -> dict[str, namedqueries.NamedQuery]:
    return namedqueries.load(small.index())


@pytest.fixture(scope="module")
def graph(store: Store) -> rdflib.Graph:
    """All that the store holds, as rdflib reads it."""
    return held_by_rdflib(store)


def held_by_rdflib(store: Store) -> rdflib.Graph:
    import pyoxigraph as ox

    triples = {quad.triple for quad in store.quads()}
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=text, format="nt")


# What ships.


def test_every_query_that_ships_has_a_tested_answer(
    queries: dict[str, namedqueries.NamedQuery],
) -> None:
    assert list(queries) == sorted(ASKED)
    assert {path.stem for path in ANSWERS.glob("*.csv")} == set(ASKED)


@pytest.mark.parametrize("name", ASKED)
def test_query_answers_as_was_worked_out(
    store: Store, queries: dict[str, namedqueries.NamedQuery], name: str
) -> None:
    answer = store.query(queries[name].text(small.index(), ASKED[name]))
    assert answer.csv() == (ANSWERS / f"{name}.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ASKED)
def test_rdflib_answers_the_same(
    store: Store, graph: rdflib.Graph, queries: dict[str, namedqueries.NamedQuery], name: str
) -> None:
    text = queries[name].text(small.index(), ASKED[name])
    theirs = graph.query(text, initNs=dict(store.prefixes))
    ours = store.query(text)
    assert [str(variable) for variable in theirs.vars] == list(ours.columns)
    assert sorted([str(cell) for cell in row] for row in theirs) == sorted(
        [str(getattr(term, "value", None)) for term in row] for row in ours.terms
    )


@pytest.mark.parametrize("name", ASKED)
def test_query_has_title_purpose_and_told_parameters(
    queries: dict[str, namedqueries.NamedQuery], name: str
) -> None:
    query = queries[name]
    assert query.title[0].isupper()
    assert query.purpose.endswith(".")
    assert all(parameter.description for parameter in query.parameters)
    assert {parameter.name for parameter in query.parameters} >= set(ASKED[name])
    assert "NOT EXISTS" not in namedqueries.bare(query.body)


@pytest.mark.parametrize(
    ("name", "values", "claims"),
    [
        ("handlers", {"who": "jonas-reet"}, ["c008"]),
        ("handlers", {"who": "norrin"}, []),
        ("single-root", {"who": "the-couriers"}, ["c024"]),
        ("single-root", {"who": "pavel-orm"}, ["c006", "c018"]),
        ("apparent", {"least": "3"}, []),
        ("origin-alone", {"origin": "mara-voss"}, ["c014"]),
        ("chain-of-command", {"from": "norrin-station", "to": "aldmark-security"}, []),
        ("chain-of-command", {"from": "mara-voss", "to": "norrin-station"}, ["c015"]),
        ("money-to", {"who": "tarn-gazette"}, ["c019"]),
        ("untraced", {"who": "norrin"}, ["c028"]),
    ],
)
def test_parameter_narrows_the_answer(
    store: Store,
    queries: dict[str, namedqueries.NamedQuery],
    name: str,
    values: dict[str, str],
    claims: list[str],
) -> None:
    rows = store.query(queries[name].text(small.index(), values)).rows
    assert sorted({str(row[0]).removeprefix("claim:") for row in rows}) == claims


# What the small index has nothing of.


def asked(name: str, claims: list[building.Row], cited: list[building.Row]) -> list[list[str]]:
    """Return the cells of the answer to a query of a tiny index, one list a row."""
    index = building.unchecked({"claims": claims, "citations": cited})
    answer = Store.of(index).query(namedqueries.load(index)[name].text(index, {}))
    return [[getattr(term, "value", "") for term in row] for row in answer.terms]


def test_circle_is_told_citation_by_citation() -> None:
    circle = [building.cite("c1", "s1", "s2"), building.cite("c1", "s2", "s1")]
    found = asked("circular", [building.claim("c1")], [*circle, building.cite("c1", "s3")])
    assert [row[3:] for row in found] == [
        ["S1 (from S2)", "S2"],
        ["S2 (from S1)", "S1"],
        ["S3", ""],
    ]
    assert {row[2] for row in found} == {"untraced"}


def test_misquotation_is_told_with_the_words_that_it_misquotes() -> None:
    cited = [
        building.cite("c1", "s1", "s3>s2@5"),
        building.cite("c1", "s2", "", "denies", locator="9"),
        building.cite("c1", "s3", "", "affirms"),
    ]
    (row,) = asked("misquoted", [building.claim("c1")], cited)
    assert row[2:] == [
        "contested", "S1 (from S3, which has it from S2, 5)", "affirms", "S2, 9", "denies",
    ]  # fmt: skip


def test_overstatement_is_told_with_the_words_that_it_overstates() -> None:
    cited = [
        building.cite("c1", "s1", "s2!"),
        building.cite("c1", "s2", "", "affirms possible"),
        building.cite("c1", "s3", "s1"),
    ]
    (row,) = asked("overstated", [building.claim("c1")], cited)
    assert row[3:] == [
        "S1 (from S2, which has concluded it itself)", "stated", "S2", "possible",
    ]  # fmt: skip


def test_rivals_are_told_apart_from_perhaps_rivals() -> None:
    claims = [
        building.claim("c1", ties="rival c2; rival? c3"),
        building.claim("c2", "a funded c"),
        building.claim("c3", "a funded d"),
    ]
    cited = [building.cite(id_, "s") for id_ in ("c1", "c2", "c3")]
    rows = {row[1]: row[4:] for row in asked("contested", claims, cited)}
    assert rows == {"A funded B": ["A funded C", "A funded D"], "A funded C": ["A funded B", ""]}
    ties = [[*row[:2], row[3], row[6]] for row in asked("ties", claims, cited)]
    assert ties == [
        ["rival", "false", "A funded B", "A funded C"],
        ["rival", "true", "A funded B", "A funded D"],
    ]  # fmt: skip


def test_claims_said_before_the_year_1_come_in_their_order() -> None:
    days = {"later": "-0043-03-15", "sooner": "-0120-01-01", "last": "0014"}
    works = [building.work(id_, date=day) for id_, day in days.items()]
    claims = [building.claim(f"c{n}", f"a funded {object_}") for n, object_ in enumerate("bcd", 1)]
    cited = [building.cite(f"c{n}", work) for n, work in enumerate(days, 1)]
    index = building.unchecked({"claims": claims, "citations": cited, "sources": works})
    text = namedqueries.find(index, "who-said-it-first").text(index, {})
    store = Store.of(index)
    expected = [("c2", "-0120-01-01"), ("c1", "-0043-03-15"), ("c3", "0014")]
    assert [(row[0], str(row[2])) for row in store.query(text).rows] == [
        (f"claim:{id_}", day) for id_, day in expected
    ]
    theirs = held_by_rdflib(store).query(text, initNs=dict(store.prefixes))
    assert [str(row[2]) for row in theirs] == [day for _, day in expected]


# Parameters.


def parsed(header: str, body: str = "SELECT * { ?s ?p ?o }") -> namedqueries.NamedQuery:
    return namedqueries.parse("it", f"{header}\n\n{body}\n")


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("entity", "norrin", "<https://example.org/aldmark/entity/norrin>"),
        ("entity", "entity:norrin", "<https://example.org/aldmark/entity/norrin>"),
        ("source", "survey", "<https://example.org/aldmark/source/survey>"),
        ("claim", "c001", "<https://example.org/aldmark/claim/c001>"),
        ("year", "1958", '"1958"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("date", "1958~", '"1958~"^^<http://id.loc.gov/datatypes/edtf/EDTF>'),
        ("text", 'a "b" \\ c', '"a \\"b\\" \\\\ c"'),
        ("text", "two\nlines } #", '"two\\nlines } #"'),
        ("number", "0.50", '"0.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    ],
)
def test_value_is_written_as_a_term_of_its_kind(kind: str, value: str, term: str) -> None:
    query = parsed(f"# param: it {kind} (required): it", "SELECT * { ?s ?p $it }")
    assert f"?p {term} }}" in query.text(small.index(), {"it": value})


@pytest.mark.parametrize(
    ("kind", "value", "first", "last"),
    [
        ("year", "1958", "1958-01-01", "1958-12-31"),
        ("date", "1958-05/1959", "1958-05-01", "1959-12-31"),
        ("date", "1958/..", "1958-01-01", "9999-12-31"),
    ],
)
def test_time_also_gives_its_first_and_last_day(
    kind: str, value: str, first: str, last: str
) -> None:
    query = parsed(f"# param: t {kind} (required): t", "SELECT * { ?s $t_first $t_last }")
    day = '"{}"^^<http://www.w3.org/2001/XMLSchema#date>'
    text = query.text(small.index(), {"t": value})
    assert f"?s {day.format(first)} {day.format(last)}" in text


def test_parameter_in_a_string_or_comment_or_iri_stays_text() -> None:
    body = "# $who\nSELECT * { ?s ?p '$who', <http://x/$who>, $who }"
    text = parsed("# param: who entity: who", body).text(small.index(), {"who": "norrin"})
    assert "# $who" in text
    assert "'$who', <http://x/$who>, <https://example.org/aldmark/entity/norrin>" in text


def test_parameter_that_is_not_set_is_undefined_and_default_is_taken() -> None:
    header = "# param: who entity: who\n# param: least number = 2: least"
    text = parsed(header, "SELECT * { VALUES ?x { $who } ?s ?p $least }").text(small.index())
    assert "VALUES ?x { UNDEF }" in text
    assert '?p "2"^^' in text


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ({"wo": "norrin"}, UnknownName, 'unknown parameter "wo"; did you mean "who"?'),
        ({"who": "norin"}, UnknownName, 'unknown entity "norin"; did you mean "norrin"?'),
        ({"who": "norrin> } #"}, UnknownName, "unknown entity"),
        ({}, QueryError, 'the query "money-to" has to be told who (entity)'),
        ({"who": ""}, QueryError, "has to be told who"),
    ],
)
def test_parameter_that_will_not_do_is_told(
    queries: dict[str, namedqueries.NamedQuery],
    values: dict[str, str],
    error: type[CardindexError],
    message: str,
) -> None:
    with pytest.raises(error, match=re.escape(message)):
        queries["money-to"].text(small.index(), values)


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("year", "58", "it is a year; write a year of four digits"),
        ("year", "1958-05", "it is a year"),
        ("date", "May 1958", 'write "1958-05"'),
        ("number", "many", "it is a number; write digits"),
        ("number", "NaN", "it is a number"),
        ("number", "1e400 } #", "it is a number"),
        ("number", "1e101", "write at most 100 digits before and after the point"),
        ("number", "1e-999999", "write at most 100 digits before and after the point"),
        ("number", "7" * 5000, "write at most 100 digits before and after the point"),
        ("number", "Infinity", "write digits"),
        ("text", "half \ud83d", "it has half a character in it"),
    ],
)
def test_value_that_is_not_of_its_kind_is_told(kind: str, value: str, message: str) -> None:
    query = parsed(f"# param: it {kind} (required): it", "SELECT * { ?s ?p $it }")
    with pytest.raises(MalformedValue, match=re.escape(message)):
        query.text(small.index(), {"it": value})


@pytest.mark.parametrize(
    ("header", "body", "message"),
    [
        ("# param: who", "ASK {}", '"who" declares no parameter'),
        ("# param: who entty", "ASK {}", 'kind of parameter "entty"; did you mean "entity"?'),
        ("# title: x", "ASK { ?s ?p $who }", "$who is not declared"),
        ("# param: who entity", "ASK { ?s ?p $who_first }", "$who_first is not declared"),
    ],
)  # fmt: skip
def test_declaration_that_does_not_hold_is_told(header: str, body: str, message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        parsed(header, body)


def test_declarations_go_on_over_lines() -> None:
    query = parsed("# title: One\n#     two\n# for: three\n#      four\n# not a part of it")
    assert (query.title, query.purpose) == ("One two", "three four")


# An index's own.


def test_index_may_keep_queries_of_its_own(tmp_path: Path) -> None:
    shutil.copytree(small.FOLDER, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "queries"
    folder.mkdir()
    (folder / "all.rq").write_text("# title: All\n\nASK { ?s ?p ?o }", encoding="utf-8")
    (folder / "contested.rq").write_text("# title: Ours\n\nASK { ?s ?p ?o }", encoding="utf-8")
    found = namedqueries.load(Index.open(tmp_path))
    assert list(found) == sorted({*ASKED, "all"})
    assert found["all"].title == "All"
    assert namedqueries.hidden(Index.open(small.FOLDER)) == {}


def test_query_of_an_index_takes_the_place_of_no_packaged_one(tmp_path: Path) -> None:
    shutil.copytree(small.FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "contested.rq").write_text("# title: Ours\n\nASK {}", encoding="utf-8")
    index = Index.open(tmp_path)
    packaged = namedqueries.load(small.index())["contested"]
    assert (
        namedqueries.load(index)["contested"] == namedqueries.find(index, "contested") == packaged
    )
    assert namedqueries.hidden(index) == {
        "contested": (
            'queries/contested.rq of this index is not run: "contested" is a query that comes with '
            "cardindex; rename the file to run it"
        )
    }


BODY = "# title: Mine\n# for: Trying.\n# param: it text: it\n\nASK { VALUES ?x { $it } }\n"


@pytest.mark.parametrize(
    "data",
    [
        BODY.encode("utf-8-sig"),
        BODY.replace("\n", "\r\n").encode(),
        BODY.replace("\n", "\r").encode(),
    ],
    ids=["byte order mark", "CRLF", "CR"],
)
def test_file_is_read_as_editors_write_it(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "mine.rq").write_bytes(data)
    text = namedqueries.read(tmp_path / "mine.rq")
    assert text == BODY
    for body in (text, data.decode()):
        found = namedqueries.parse("mine", body)
        assert (found.title, found.purpose) == ("Mine", "Trying.")
        assert [parameter.name for parameter in found.parameters] == ["it"]


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (
            lambda path: path.write_bytes(b"ASK {}\r\n# \xff"),
            "bad.rq:2: byte 0xff is not UTF-8; save the query as UTF-8",
        ),
        (
            lambda path: path.write_bytes("ASK {}".encode("utf-16")),
            "the file is UTF-16; save the query as",
        ),
        (
            lambda path: path.write_bytes(b"#" * 1_000_001),
            ": cannot be read: it is larger than 1 MB",
        ),
        (lambda path: path.mkdir(), ": cannot be read: it is a folder"),
        (make_pipe, ": cannot be read: it is a pipe"),
        (lambda path: path.symlink_to("/dev/zero"), ": cannot be read: it is a device"),
        (lambda path: path.symlink_to("nowhere"), ": cannot be read: No such file"),
        (lambda path: path.write_text("# param: x y z", encoding="utf-8"), "declares no parameter"),
    ],
    ids=["bytes", "UTF-16", "size", "folder", "pipe", "device", "link", "declaration"],
)
def test_file_that_is_no_query_is_told_in_one_line_and_stops_no_other(
    tmp_path: Path, make: Callable[[Path], object], told: str
) -> None:
    shutil.copytree(small.FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "queries").mkdir()
    make(tmp_path / "queries" / "bad.rq")
    (tmp_path / "queries" / "worse.rq").write_bytes(b"\xff")
    index = Index.open(tmp_path)
    with pytest.raises(QueryError) as caught:
        namedqueries.load(index)
    first, second = str(caught.value).split("\n")
    assert told in first
    assert "worse.rq:1: byte 0xff is not UTF-8" in second
    assert namedqueries.find(index, "contested").name == "contested"
    with pytest.raises(UnknownName, match='"bda"; did you mean "bad"'):
        namedqueries.find(index, "bda")


def test_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    shutil.copytree(small.FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "bad.rq").write_bytes(b"\xff")
    with pytest.raises(QueryError, match=r"bad\.rq:1: byte 0xff is not UTF-8"):
        namedqueries.load(Index.open(tmp_path))


def test_queries_serve_an_index_of_another_base(tmp_path: Path) -> None:
    settings = 'title = "x"\nbase = "https://example.org/x#"\n'
    claims = [building.claim("c1", "a funded b")]
    cited = [building.cite("c1", "s")]
    index = building.index(tmp_path, claims, cited, settings=settings)
    text = namedqueries.load(index)["money-to"].text(index, {"who": "b"})
    assert [row[0] for row in Store.of(index).query(text).rows] == ["claim:c1"]
    assert rdf.Names(index.base).of("claim", "c1").value == "https://example.org/x#claim/c1"
