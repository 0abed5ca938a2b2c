"""The second index and the two together: form, our own words, and facts that matter in them.

A fact here is that a document says a thing in a certain way, not that it was so.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

import cardindex
from cardindex import Workbench, merging
from cardindex.checks import examine
from cardindex.cli import commands
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.passages import read_texts, verify
from cardindex.slices import Slice

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / "examples" / "us-documents"
WHO = PROJECT / "examples" / "who-is-who.csv"
TEXTS = Path(os.environ.get("CARDINDEX_DOCUMENTS", PROJECT.parent / "shared" / "texts"))
LONGEST_RUN = 7  # words


@pytest.fixture(scope="module")
def bench() -> Workbench:
    return cardindex.open(FOLDER)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    folder = tmp_path_factory.mktemp("both") / "index"
    parties = merging.opened([PROJECT / "graph", FOLDER], ["essay", "us-documents"])
    merging.write(merging.merge(parties, folder, decisions=WHO), folder)
    return cardindex.open(folder)


def rows(bench: Workbench, query: str) -> list[tuple[object, ...]]:
    return sorted(bench.query(query).itertuples(index=False, name=None), key=str)


def test_tables_are_without_a_problem_and_in_canonical_form() -> None:
    _, problems = examine(FOLDER)
    assert [str(problem) for problem in problems] == []


@pytest.fixture(scope="module")
def volume() -> Path:
    if not TEXTS.is_dir():
        pytest.skip(f"no texts in {TEXTS}; CARDINDEX_DOCUMENTS=DIR says where they are")
    return next(TEXTS.glob("*.xml"))


def test_every_citation_is_sealed_and_every_seal_holds(volume: Path, tmp_path: Path) -> None:
    there = tmp_path / "examples" / "us-documents"
    shutil.copytree(FOLDER, there, ignore=shutil.ignore_patterns("texts", ".cardindex"))
    shutil.copy(PROJECT / "ontology.ttl", tmp_path)
    said = ["--source", "frus-1969-76-e16", "--unit", "paragraph", "-i", str(there)]
    commands(["text", "add", str(volume), *said], standalone_mode=False)
    index = Index.open(there)
    assert list(index.citations.loc[index.citations["seal"] == "", "id"]) == []
    states = verify(index, read_texts(index, there / "texts"))
    assert list(states.loc[states["state"] != "exact", "citation"]) == []


def test_words_are_our_own(bench: Workbench, volume: Path) -> None:
    plain = re.sub(r"<[^>]+>", " ", volume.read_text("utf-8"))
    theirs = _runs(plain)
    index = bench.index
    ours = [*index.claims["gloss"], *index.claims["text"], *index.entities["description"]]
    assert [text for text in ours if _runs(text) & theirs] == []


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + LONGEST_RUN + 1]) for at in range(len(words) - LONGEST_RUN)}


def test_money_of_the_40_committee_is_said_to_have_been_used_by_one_newspaper_alone(
    bench: Workbench,
) -> None:
    found = rows(
        bench,
        """
        SELECT DISTINCT ?mode {
          ?claim rdf:predicate ci:funded ; rdf:subject entity:40-committee ;
                 ci:mode/skos:notation ?mode .
        }""",
    )
    assert found == [("asked",), ("authorised",)]
    paid = rows(bench, "SELECT ?to { entity:40-committee ci:funded ?to }")
    assert [str(row[0]).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for row in paid] == ["el-mercurio"]


def test_killers_of_perez_zujovic_are_named_by_the_documents(bench: Workbench) -> None:
    found = rows(
        bench,
        "SELECT ?who { ?who ci:killed entity:edmundo-perez-zujovic }",
    )
    assert [str(row[0]).rsplit(":", 1)[-1].rsplit("/", 1)[-1] for row in found] == [
        "vanguardia-organizada-popular"
    ]


def test_who_is_who_is_a_claim_that_can_be_struck(both: Workbench) -> None:
    index = both.index
    [decided] = index.sources.index[index.sources["kind"] == "decision"]
    folded = tally(index, Slice(identities=True)).links
    struck = tally(index, Slice(identities=True, struck=frozenset({f"source:{decided}"}))).links
    named = {"salvador-allende", "salvador-allende-us-documents"}
    assert named & {*folded["subject"]} == {"salvador-allende"}
    assert named & {*struck["subject"]} == named


@pytest.mark.parametrize(
    ("link", "alone", "together"),
    [
        (("cia", "funded", "el-mercurio"), 0, 1),
        (("salvador-allende", "led", "chile"), 0, 3),
        (("pcch", "member_of", "popular-unity"), 0, 1),
        (("eduardo-frei", "led", "chile"), 0, 2),
    ],
)
def test_links_of_the_essay_that_gain_an_independent_root(
    both: Workbench, link: tuple[str, str, str], alone: int, together: int
) -> None:
    essay = cardindex.open(PROJECT / "graph").index
    found = [
        tally(index, Slice(identities=True)).links.set_index(["subject", "relation", "object"])
        for index in (essay, both.index)
    ]
    assert [each.loc[link, "support_low"] for each in found] == [alone, together]


def test_few_links_meet(both: Workbench) -> None:
    came = both.index.came_from.query("table == 'claims'")
    whose = came.groupby("key")["index"].agg(frozenset)
    links = tally(both.index, Slice(identities=True)).links
    met = [
        ids
        for ids in links["claims"]
        if len(frozenset().union(*(whose.get(id_, ()) for id_ in ids))) > 1
    ]
    assert len(met) == 11, "the figure stands in README and docs/merging.md: change it there too"
