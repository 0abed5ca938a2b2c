"""The workbench: what a notebook does with an index, and the names that the package gives out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from building import cite, claim, index, work
from click.testing import CliRunner

import cardindex
from cardindex.brief import brief
from cardindex.cli import commands
from cardindex.errors import CardindexError, InvalidIndex, UnknownName
from cardindex.slices import Slice
from cardindex.view.framed import Page
from cardindex.workbench import Workbench


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    folder = tmp_path_factory.mktemp("index")
    index(
        folder,
        [claim("c1", when="1953", quantity="100", unit="USD"), claim("c2", "b handled c")],
        [cite("c1", "book", "cable"), cite("c1", "memoir"), cite("c2", "cable"),
         cite("c2", "memoir", "", "denies")],
        [work("cable", origin="a"), work("memoir", author="c", origin="c")],
    )  # fmt: skip
    return cardindex.open(folder)


def test_public_names_are_these() -> None:
    assert cardindex.__all__ == [
        "EVERYTHING",
        "CardindexError",
        "Index",
        "InvalidIndex",
        "MalformedValue",
        "OutputError",
        "Problem",
        "QueryError",
        "Selection",
        "Slice",
        "UndefinedMeasure",
        "UnknownName",
        "Weight",
        "Workbench",
        "__version__",
        "open",
    ]
    assert dir(cardindex) == sorted(cardindex.__all__)


@pytest.mark.parametrize("name", cardindex.__all__)
def test_public_name_is_there(name: str) -> None:
    assert getattr(cardindex, name) is not None


def test_name_that_is_not_public_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="module 'cardindex' has no attribute 'opne'"):
        cardindex.opne  # noqa: B018 - the look-up itself is tried


def test_import_brings_nothing_heavy() -> None:
    code = "import cardindex, sys; print(sorted({'pandas', 'rdflib'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_workbench_holds_the_tables(bench: Workbench) -> None:
    assert bench.title == "Made up"
    assert list(bench.entities.index) == ["a", "b", "c"]
    assert list(bench.sources.index) == ["book", "cable", "memoir"]
    assert bench.names.empty
    assert list(bench.citations["root"]) == ["entity:a", "entity:c", "entity:a", "entity:c"]
    assert bench.vocabulary.relations["funded"].family == "money"


def test_claims_and_links_are_assessed(bench: Workbench) -> None:
    assert bench.claims["standing"].to_dict() == {"c1": "corroborated", "c2": "contested"}
    assert bench.links["stands"].tolist() == [True, False]


@pytest.mark.parametrize("name", ["entities", "names", "sources", "claims", "citations", "links"])
def test_frame_is_a_copy(bench: Workbench, name: str) -> None:
    changed = getattr(bench, name)
    changed["more"] = 1
    assert "more" not in getattr(bench, name).columns


def test_slice_is_given_whole_or_by_its_fields(bench: Workbench) -> None:
    assert list(bench.select().claims.index) == ["c1"]
    by_field = bench.select(families={"handling"}, standings={"contested"})
    part = cardindex.Slice(families=frozenset({"handling"}), standings=frozenset({"contested"}))
    assert list(by_field.claims.index) == list(bench.select(part).claims.index) == ["c2"]
    with pytest.raises(TypeError, match="give a Slice or its fields, not both: window"):
        bench.select(part, window="1953")
    with pytest.raises(UnknownName, match='unknown slice option "famlies"'):
        bench.select(famlies={"money"})


def test_show_tells_all_or_a_slice(bench: Workbench) -> None:
    assert [family for family, _ in bench.show("b").families] == ["Money and means", "Handling"]
    assert [family for family, _ in bench.show("b", window="1953", surely=True).families] == [
        "Money and means"
    ]


def test_weighing_one_and_all(bench: Workbench) -> None:
    assert bench.weigh("memoir").clears == ("c2",)
    assert bench.weigh("c").keys == ("author:c", "origin:c")
    assert bench.weights().loc["source:cable", "citations"] == 2


def test_totals_are_ranges(bench: Workbench) -> None:
    assert bench.totals()[["unit", "low", "high"]].to_numpy().tolist() == [["USD", 100, 100]]
    assert bench.totals(families={"handling"}).empty


def test_packaged_query_is_run_and_the_hidden_one_is_warned_of(tmp_path: Path) -> None:
    made = index(tmp_path, [claim("c1")], [cite("c1", "book")])
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "ties.rq").write_text("ASK {}", encoding="utf-8")
    bench = Workbench(made)
    with pytest.warns(UserWarning, match=r"queries/ties\.rq of this index is not run") as told:
        assert "answer" not in bench.query("ties").columns
    assert told[0].filename == __file__
    assert bench.query("ASK {}")["answer"].tolist() == [True]


def test_query_answers_with_a_frame(bench: Workbench) -> None:
    frame = bench.query("SELECT (COUNT(?claim) AS ?claims) { ?claim a ci:Claim }")
    assert list(frame.columns) == ["claims"]
    assert int(frame.at[0, "claims"]) == 2


def test_graph_and_store_hold_the_same(bench: Workbench) -> None:
    ask = "SELECT ?claim { ?claim a <https://w3id.org/cardindex#Claim> } ORDER BY ?claim"
    from_store = bench.query(ask)["claim"].tolist()
    assert len(from_store) == 2
    assert len({*bench.graph.query(ask)}) == 2


def test_network_keeps_what_stands(bench: Workbench) -> None:
    assert list(bench.network().edges(keys=True)) == [("a", "b", "c1")]
    everything = bench.network(cardindex.EVERYTHING)
    assert sorted(key for *_, key in everything.edges(keys=True)) == ["c1", "c2"]


def test_page_is_shown_in_a_frame_and_saved(bench: Workbench, tmp_path: Path) -> None:
    page = bench.view()
    page.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == page.html
    assert (
        Page('<b title="x">')
        ._repr_html_()
        .startswith('<iframe srcdoc="&lt;b title=&quot;x&quot;&gt;"')
    )


def test_page_in_a_notebook_is_the_page_of_the_command(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    run = CliRunner().invoke(commands, ["view", "-i", str(bench.index.path), "-o", str(file)])
    assert run.exit_code == 0, run.output
    assert bench.view().html == file.read_text(encoding="utf-8")
    assert bench.view(focus="a").html != bench.view().html


def test_invalid_index_carries_its_problems(tmp_path: Path) -> None:
    with pytest.raises(InvalidIndex) as caught:
        cardindex.open(tmp_path / "nowhere")
    assert [problem.code for problem in caught.value.problems] == ["no-index"]
    assert isinstance(caught.value, CardindexError)


# What a notebook shows of an object that is the last word of a cell


def things(bench: Workbench) -> dict[str, object]:
    """Return one of each thing that a workbench gives."""
    return {
        "Workbench": bench,
        "Index": bench.index,
        "Vocabulary": bench.vocabulary,
        "Selection": bench.select(families={"money"}),
        "Slice": Slice(families=frozenset({"money", "kinship"}), window="1953/1973"),
        "Card": bench.show("a"),
        "Weight": bench.weigh("cable"),
        "Store": bench.store,
        "Folded": bench.simple(),
        "Ranking": bench.ranking("degree"),
        "Communities": bench.communities(),
        "Timeline": bench.timeline("degree", entity="a"),
        "Comparison": bench.compare("memoir", "cable"),
        "Page": bench.view(),
    }


def test_bare_object_is_told_in_a_line(bench: Workbench) -> None:
    for name, thing in things(bench).items():
        assert name in repr(thing)
        assert len(repr(thing)) < 200
        assert "\n" not in repr(thing)
    assert repr(bench) == ('<Workbench "Made up": 2 claims, 4 citations, 3 sources, 3 entities>')
    assert repr(things(bench)["Slice"]) == (
        "Slice(families={'kinship', 'money'}, window='1953/1973')"
    )
    assert repr(Slice()) == "Slice()"


def test_name_does_nothing_to_the_terminal_that_it_is_told_on() -> None:
    assert brief(None, "\x1b[31mRed\u202e", "1\n2") == '<NoneType "\\x1b[31mRed\\u202e": 1 2>'
    assert len(brief(None, "long " * 100)) < 100
