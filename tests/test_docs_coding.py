"""docs/coding.md: its worked rows make an index that ``check`` has nothing to say of, as told."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from building import SETTINGS, Row, cite, claim, write

from cardindex import ontology, tables
from cardindex.checks import examine
from cardindex.checks.citations import CERTAINTIES, STANCES
from cardindex.checks.claims import MODES
from cardindex.checks.names import UNITS
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.lineage import parse_chain
from cardindex.slices import EVERYTHING

PROJECT = Path(__file__).resolve().parent.parent
TEXT = (PROJECT / "docs" / "coding.md").read_text(encoding="utf-8")
WORKED = TEXT[TEXT.index("\n## 11. ") : TEXT.index("\n## 12. ")]
LONGEST_TREE = 50  # lines, so that the decision stays on one page


def section(number: int) -> str:
    """Return a section of the manual, its heading included."""
    return TEXT[TEXT.index(f"\n## {number}. ") : TEXT.index(f"\n## {number + 1}. ")]


# The rows of the worked sentences, read out of the document.


def table(name: str) -> list[Row]:
    """Return the rows of a table that the document prints as CSV."""
    (block,) = re.findall(rf"^```csv {name}\n(.*?)^```", WORKED, re.MULTILINE | re.DOTALL)
    return list(csv.DictReader(io.StringIO(block)))


def blocks() -> dict[int, str]:
    """Return what is coded of each sentence, by the number of the sentence."""
    parts = re.split(r"^\*\*(\d+)\. ", WORKED, flags=re.MULTILINE)
    numbered = zip(map(int, parts[1::2]), parts[2::2], strict=True)
    return {
        number: "".join(re.findall(r"^```rows\n(.*?)^```", part, re.MULTILINE | re.DOTALL))
        for number, part in numbered
    }


def coded() -> tuple[list[Row], list[Row], dict[str, str]]:
    """Return claims, citations, and the standing that each claim is said to have."""
    claims: dict[str, Row] = {}
    citations: list[Row] = []
    standings: dict[str, str] = {}
    id_ = ""
    for line in "".join(blocks().values()).splitlines():
        key, _, rest = line.strip().partition(" ")
        if not line.startswith(" "):
            id_ = key
            assert bool(rest) == (id_ not in claims), f"{id_} is told anew, or never was"
            if rest:
                claims[id_] = claim(id_, rest)
        elif key == "cited":
            citations.append(cited(id_, rest))
        elif key == "→":
            standings[id_] = rest
        else:
            assert key in tables.COLUMNS["claims"], line
            claims[id_][key] = rest
    return list(claims.values()), citations, standings


def cited(id_: str, text: str) -> Row:
    """Return a citation: ``kern-1990 12; chain a>b; affirms stated; note …``."""
    place, *parts = text.split("; ")
    source, locator = place.split(" ")
    chain = parts.pop(0).removeprefix("chain ") if parts[0].startswith("chain ") else ""
    note = "; ".join(parts[1:]).removeprefix("note ")
    return cite(id_, source, chain, parts[0], locator=locator, note=note)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("coding") / "worked"
    claims, citations, _ = coded()
    rows = {"entities": table("entities"), "sources": table("sources"), "claims": claims}
    write(place, {**rows, "citations": citations}, SETTINGS)
    return place


@pytest.fixture(scope="module")
def index(folder: Path) -> Index:
    return Index.open(folder)


def test_check_has_nothing_to_say_of_the_worked_rows(folder: Path) -> None:
    assert [str(problem) for problem in examine(folder)[1]] == []


def test_there_are_twenty_sentences_and_each_has_rows() -> None:
    assert [number for number, rows in blocks().items() if rows] == list(range(1, 21))


def test_claims_stand_as_they_are_said_to(index: Index) -> None:
    claims = tally(index, EVERYTHING).claims
    found = {str(id_): str(standing) for id_, standing in claims["standing"].items()}
    assert found == coded()[2]


def test_hard_cases_are_among_the_rows(index: Index) -> None:
    citations, claims = index.citations, index.claims
    assert set(citations["stance"]) == set(STANCES)
    assert set(citations["certainty"]) == set(CERTAINTIES) - {""}
    assert set(claims["mode"]) >= {"", "asked", "authorised", "planned", "failed"}
    chains = [parse_chain(text) for text in citations["chain"] if text]
    assert max(len(chain.steps) for chain in chains) == 3
    assert any(text.startswith("|") for text in citations["chain"])
    assert {"?", "|?", "!"} <= set(citations["chain"])
    assert {(tie.kind, tie.perhaps) for tied in claims["tied"] for tie in tied} == {
        ("same", True), ("part", True), ("rival", False),
    }  # fmt: skip


def test_message_that_two_works_tell_is_one_root(index: Index) -> None:
    claims = tally(index, EVERYTHING).claims
    assert claims.at["c026", "roots"] == ("entity:karl-stein",)
    assert set(index.citations.query("claim == 'c026'")["source"]) == {
        "documents-2005-20", "hale-2001",
    }  # fmt: skip


# The manual names what there is, and nothing else.


def test_relations_of_the_manual_are_those_of_the_ontology() -> None:
    cells = re.findall(r"^\| (`[^|]+?) \|", section(5).split("**Choosing")[0], re.MULTILINE)
    named = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(named) == sorted(ontology.load(ontology.packaged_path()).relations)


def test_neighbours_that_the_manual_names_are_relations() -> None:
    known = ontology.load(ontology.packaged_path())
    neighbours = section(5).split("**Choosing")[1]
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", neighbours))
    assert named <= set(known.relations)


def test_kinds_units_modes_and_certainties_are_all_told() -> None:
    known = ontology.load(ontology.packaged_path())
    types = [id_ for id_, type_ in known.types.items() if not type_.abstract]
    listed = re.search(r"\*\*Type\*\*: the narrowest kind: `(.+?)`", TEXT, re.DOTALL)
    assert listed is not None
    assert sorted(re.split(r",\s+", listed[1])) == sorted(types)
    for word in (*UNITS, *filter(None, MODES), *CERTAINTIES, *STANCES):
        assert f"`{word}`" in TEXT, word


def test_decision_stays_on_one_page() -> None:
    (tree,) = re.findall(r"^```text\n(.*?)^```", section(1), re.MULTILINE | re.DOTALL)
    assert len(tree.splitlines()) <= LONGEST_TREE


def test_sections_that_it_points_to_are_there() -> None:
    there = set(re.findall(r"^## (\d+)\. ", TEXT, re.MULTILINE))
    assert set(re.findall(r"§(\d+)", TEXT)) <= there


@pytest.mark.parametrize("readme", ["graph", "examples/us-documents"])
def test_readme_of_an_index_begins_with_the_manual(readme: str) -> None:
    folder = PROJECT / readme
    text = (folder / "README.md").read_text(encoding="utf-8")
    link = re.search(r"\]\((\S+/coding\.md)\)", text)
    assert link is not None
    assert (folder / link[1]).resolve() == PROJECT / "docs" / "coding.md"
