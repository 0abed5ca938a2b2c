"""The first index held to its promises: form, reach, our own words, seals, and every paragraph."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cardindex.checks import examine
from cardindex.cli import commands
from cardindex.coverage import coverage
from cardindex.index import Index
from cardindex.passages import Text, read_texts, verify

PROJECT = Path(__file__).resolve().parent.parent
GRAPH = PROJECT / "graph"
ESSAY = "essay"
LONGEST_RUN = 7  # words


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.open(GRAPH)


@pytest.fixture(scope="module")
def essay(index: Index, texts: Path) -> Text:
    return read_texts(index, texts)[ESSAY]


def runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of words that would be too long to be shared, whatever stands between."""
    found = re.findall(r"\w+", text.casefold())
    length = LONGEST_RUN + 1
    return {tuple(found[at : at + length]) for at in range(len(found) - LONGEST_RUN)}


def test_tables_are_without_a_problem_and_in_canonical_form() -> None:
    _, problems = examine(GRAPH)
    assert [str(problem) for problem in problems] == []


def test_every_relation_is_used_by_the_essay_or_the_example(index: Index, tmp_path: Path) -> None:
    commands(["init", str(tmp_path / "example")], standalone_mode=False)
    example = Index.open(tmp_path / "example")
    used = {*index.claims["relation"], *example.claims["relation"]}
    assert sorted(set(index.vocabulary.relations) - used) == []


def test_every_entity_is_reached_by_a_claim_a_source_or_a_bloc(index: Index) -> None:
    claims, sources = index.claims, index.sources
    reached = {*claims["subject"], *claims["object"], *claims["place"], *sources["origin"]}
    reached |= {author for authors in sources["authors"] for author in authors}
    reached |= {entity for ids in index.blocs.values() for entity in ids}
    assert sorted(set(index.entities.index) - reached) == []


def test_every_source_is_cited_rested_on_or_in_a_chain(index: Index) -> None:
    touched = {key for keys in index.citations["touched"] for key in keys}
    used = {key.removeprefix("source:") for key in touched if key.startswith("source:")}
    used |= {work for works in index.sources["rests"] for work in works}
    used |= set(index.sources["container"])
    assert sorted(set(index.sources.index) - used) == []


def test_every_paragraph_has_claims_or_is_listed_as_stating_none(index: Index, essay: Text) -> None:
    frame = coverage(index, ESSAY)
    assert list(frame.loc[frame["states"] == "unread", "place"]) == []
    assert len(frame) == len(essay.raw.split("\n"))


def test_every_citation_of_the_essay_is_sealed_and_every_seal_holds(
    index: Index, texts: Path
) -> None:
    unsealed = index.citations.loc[index.citations["seal"] == "", "id"]
    assert list(unsealed) == []
    states = verify(index, read_texts(index, texts))
    assert list(states.loc[states["state"] != "exact", "citation"]) == []


def test_passage_of_a_citation_stands_in_the_paragraph_that_it_names(
    index: Index, essay: Text
) -> None:
    ends = [0, *(match.end() for match in re.finditer("\n", essay.raw)), len(essay.raw)]
    wrong = []
    for row in index.citations.itertuples(index=False):
        numbers = [int(number) for number in re.findall(r"\d+", str(row.locator))]
        start, end = ends[min(numbers) - 1], ends[max(numbers)]
        if not start <= row.start < row.end <= end:
            wrong.append((row.id, row.locator))
    assert wrong == []


def test_no_text_of_ours_shares_a_run_of_words_with_the_essay(index: Index, essay: Text) -> None:
    theirs = runs(essay.raw)
    citations = index.citations
    ours = {
        **{f"gloss of {id_}": text for id_, text in index.claims["gloss"].items()},
        **{f"text of {id_}": text for id_, text in index.claims["text"].items()},
        **{f"entity {id_}": text for id_, text in index.entities["description"].items()},
        **{f"source {id_}": text for id_, text in index.sources["note"].items()},
        **dict(zip(citations["id"], citations["note"], strict=True)),
        **manual(GRAPH / "README.md"),
        **manual(GRAPH.parent / "docs" / "coding.md"),
    }
    names = name_pattern(index)
    shared = {
        place: run
        for place, text in ours.items()
        for piece in names.split(text)
        for run in runs(piece) & theirs
    }
    assert shared == {}


def name_pattern(index: Index) -> re.Pattern[str]:
    """Return a pattern of the names and titles, which are nobody's sentences, longest first."""
    names = {*index.entities["label"], *index.names["name"], *index.sources["title"]}
    by_length = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(rf"\b{re.escape(name)}\b" for name in by_length))


def manual(path: Path) -> dict[str, str]:
    """Return the lines of a manual by number."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {f"{path.name}:{number}": line for number, line in enumerate(lines, start=1)}
