"""Full-text search: what is found, in which order, and that nothing typed or kept does harm."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import building
import pytest
from click.testing import CliRunner

from cardindex.cli import commands
from cardindex.errors import MalformedValue, QueryError
from cardindex.index import Index
from cardindex.passages import Text
from cardindex.search import LONGEST, MOST, Results, Search
from cardindex.search.connections import IDLE, Connections
from cardindex.search.words import asked, plain, snippet

TEXTS = {"essay": Text.of("One line of the gazette.\nAnother, of lamps and ladders.\n")}


def _index(folder: Path) -> Index:
    return building.index(
        folder,
        [
            building.claim("c1", "bureau funded nine", gloss="Lamps were paid for by night"),
            building.claim("c2", "nine funded bureau", gloss="Nine paid; by night no lamps"),
            building.claim("c3", "bureau funded other", gloss="Garcés-Soto had 中国 money"),
        ],
        [
            building.cite("c1", "essay", note="the ledger is torn"),
            building.cite("c2", "essay"),
            building.cite("c3", "essay"),
        ],
        [building.work("essay", title="On Lamps")],
        entities=[
            building.entity("bureau", label="Bureau of Lamps"),
            building.entity("nine", label="A.B.C.", description="lamps are what it wants"),
            building.entity("other", label="L’Étoile"),
            building.entity("lamps", label="Lamps"),
        ],
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """A small index, of whose names, claims and notes some have a word in common."""
    return _index(tmp_path_factory.mktemp("searched"))


@pytest.fixture(scope="module")
def search(index: Index) -> Iterator[Search]:
    """Its search, texts included."""
    made = Search.of(index, TEXTS)
    yield made
    made.close()


def _ids(found: Results) -> list[tuple[str, str]]:
    return [(hit.kind, hit.id) for hit in found.hits]


def test_whole_names_come_first_then_names_titles_descriptions_claims_texts(
    search: Search,
) -> None:
    assert _ids(search.find("lamps")) == [
        ("entity", "lamps"), ("entity", "bureau"), ("source", "essay"), ("entity", "nine"),
        ("claim", "c1"), ("claim", "c2"), ("text", "essay"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("abc", ("entity", "nine")),
        ("A.B.C.", ("entity", "nine")),
        ("l'etoile", ("entity", "other")),
        ("L`ÉTOILE", ("entity", "other")),
        ("garces soto", ("claim", "c3")),
        ("Garces-Soto", ("claim", "c3")),
        ("中国", ("claim", "c3")),
        ("国", ("claim", "c3")),
        ("ledg", ("citation", "")),
        ("ladd", ("text", "essay")),
    ],
)
def test_words_are_folded_as_people_type(search: Search, text: str, first: tuple[str, str]) -> None:
    kind, id_ = _ids(search.find(text))[0]
    assert (kind, id_ if first[1] else "") == first


def test_all_words_are_there_the_last_may_be_a_beginning(search: Search) -> None:
    assert _ids(search.find("night lamp", ["claim"])) == [("claim", "c1"), ("claim", "c2")]
    assert not search.find("nigh lamps").hits
    assert not search.find('"lamp"').hits
    assert not search.find("night absent").hits


def test_quoted_words_stand_side_by_side(search: Search) -> None:
    assert _ids(search.find('"paid for" lamps')) == [("claim", "c1")]
    assert not search.find("“for paid”").hits


def test_a_kind_is_asked_for_alone(search: Search) -> None:
    for kind in ("entity", "source", "claim", "text"):
        assert {hit.kind for hit in search.find("lamps", [kind]).hits} == {kind}
    with pytest.raises(MalformedValue, match="nothing to be found"):
        search.find("lamps", ["nonsense"])


def test_pages_are_parts_of_one_list(search: Search) -> None:
    whole = search.find("lamps")
    parts = [hit for at in range(0, 9, 3) for hit in search.find("lamps", (), 3, at).hits]
    assert tuple(parts) == whole.hits
    assert whole.total == len(whole.hits)
    assert search.find("lamps", (), 3, 3).total == whole.total


@pytest.mark.parametrize(
    "text",
    ["", " ", '"', '""', "*", "AND", "a OR", "NOT (", "plain:", "NEAR(a b", "^a", "a\0b", "\ud800",
     "{", "-", "'", "''", "a*b", 'x"y', "; DROP TABLE told", "\u202e", "_", "%", "\\"],
)  # fmt: skip
def test_what_is_typed_is_only_words(search: Search, text: str) -> None:
    search.find(text)
    search.near(text)


def test_what_is_long_is_refused(search: Search) -> None:
    assert search.find("a " * (LONGEST // 2)).total == 0
    with pytest.raises(MalformedValue, match="fewer words"):
        search.find("a" * (LONGEST + 1))


def test_near_names_are_offered(search: Search) -> None:
    assert search.near("buro of lamps")[0] == ("bureau", "Bureau of Lamps")
    assert search.near("zzz") == []


def test_snippets_show_what_was_sought() -> None:
    text = "word " * 200 + "The Lamps, of  night " + "word " * 200
    pieces = snippet(text, asked("lamp"))
    assert [piece for piece, is_hit in pieces if is_hit] == ["Lamps"]
    assert len("".join(piece for piece, _ in pieces)) < 320
    assert "".join(piece for piece, _ in snippet("A  b\nc", asked("b"))) == "A b c"
    assert len("".join(piece for piece, _ in snippet("x" * 9000, asked("x")))) < 320


def test_folded_words_have_no_signs() -> None:
    assert plain("K.G.B. — “Garcés-Soto’s” a_b") == "kgb garces soto's a b"


def test_too_long_a_search_is_ended(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cardindex.search.finds._STEPS", 1)
    search = Search.of(index, seconds=-1)
    with pytest.raises(QueryError, match="longer words"):
        search.find("lamps")
    search.close()


def test_what_is_found_is_bounded(tmp_path: Path) -> None:
    number = MOST + 5
    many = building.index(
        tmp_path,
        [building.claim(f"c{at}", "a funded b", gloss=f"common {at}") for at in range(1, number)],
        [building.cite(f"c{at}", "essay") for at in range(1, number)],
        [building.work("essay")],
    )
    search = Search.of(many)
    found = search.find("common", (), 5)
    assert (found.total, found.more, len(found.hits)) == (MOST, True, 5)
    assert not search.find("common 77", (), 5).more
    search.close()


def test_it_is_kept_and_made_anew_where_it_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARDINDEX_CACHE", str(tmp_path / "cache"))
    index = _index(tmp_path / "index")
    first = Search.of(index)
    first.close()
    before = first.path.read_bytes()
    monkeypatch.setattr("cardindex.search.kept.rows", _never)
    Search.of(index).close()
    monkeypatch.undo()
    monkeypatch.setenv("CARDINDEX_CACHE", str(tmp_path / "cache"))
    first.path.write_bytes(before[:5000] + b"x" + before[5001:])
    again = Search.of(index)
    assert _ids(again.find("ledger"))
    assert again.path.read_bytes() == before
    again.close()


def _never(*_: object) -> None:
    raise AssertionError("it was made again")


def test_texts_are_kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARDINDEX_CACHE", str(tmp_path / "cache"))
    index = _index(tmp_path / "index")
    other = {"essay": Text.of("Something else entirely.")}
    made = [Search.of(index, texts) for texts in (None, TEXTS, other)]
    assert len({search.path for search in made}) == 3
    assert [search.find("gazette").total for search in made] == [0, 1, 0]
    for search in made:
        search.close()


def test_without_a_cache_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARDINDEX_CACHE", "off")
    search = Search.of(_index(tmp_path / "index"))
    assert search.find("lamps").total
    search.close()
    assert not search.path.exists()


def test_threads_search_at_once(search: Search) -> None:
    wanted = search.find("lamps")
    with ThreadPoolExecutor(8) as threads:
        assert all(found == wanted for found in threads.map(search.find, ["lamps"] * 64))


def test_the_command_prints_what_is_found(index: Index) -> None:
    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(commands, ["find", *words, "-i", str(index.path)])
        return done.exit_code, done.output

    code, told = run("lamps", "--kind", "entity", "--format", "json")
    assert code == 0
    assert [row["id"] for row in json.loads(told)] == ["lamps", "bureau", "nine"]
    assert run("ledger")[1].splitlines()[0] == "kind,id,place,label,text"
    assert "bureau (Bureau of Lamps)" in run("buro", "of", "lamps")[1]
    assert run("lamps", "-n", "1")[1].count("\n") == 3


def test_threads_that_end_leave_no_connection_open(search: Search) -> None:
    for _ in range(3 * IDLE):
        with ThreadPoolExecutor(1) as one:
            one.submit(search.find, "lamps").result()
    assert len(search._base.connections._idle) <= IDLE


def test_a_connection_that_comes_back_after_the_end_is_closed() -> None:
    connections = Connections(lambda: sqlite3.connect(":memory:"))
    with connections.lent() as one:
        connections.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        one.execute("SELECT 1")


@pytest.mark.parametrize("harm", [lambda path: path.write_bytes(b"x" * 9000), Path.unlink])
def test_what_is_damaged_while_it_is_open_is_made_anew(
    harm: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARDINDEX_CACHE", str(tmp_path / "cache"))
    search = Search.of(_index(tmp_path / "index"))
    wanted = search.find("lamps")
    search._base.connections.close()
    harm(search.path)
    assert search.find("lamps") == wanted
    assert search.near("buro of lamps")
    search.close()


def test_sources_are_found_by_who_made_them_and_by_their_bibliography(tmp_path: Path) -> None:
    entry = {
        "id": "essay", "type": "book", "publisher": "Quillpress", "ISBN": 7, "editor": [None, {}],
        "author": [{"given": "Zoë", "family": "Zimmer"}, "x", {"literal": "The Reed Company"}],
    }  # fmt: skip
    index = building.unchecked(
        {
            "claims": [building.claim("c1")], "citations": [building.cite("c1", "essay")],
            "sources": [building.work("essay", author="ann")],
            "entities": [building.entity("ann", label="Ann Bell")],
        },
        entries=[entry],
    )  # fmt: skip
    search = Search.of(index)
    for text in ("quillpress", "zoe zimmer", "reed company", "ann bell"):
        assert ("source", "essay") in _ids(search.find(text, ["source"])), text
    search.close()


def test_a_search_has_one_time_for_all_that_it_asks(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(10_000))
    monkeypatch.setattr("cardindex.search.finds.monotonic", lambda: next(clock))
    monkeypatch.setattr("cardindex.search.finds._STEPS", 1)
    with pytest.raises(QueryError, match="seconds"):
        search.find("lamps")
