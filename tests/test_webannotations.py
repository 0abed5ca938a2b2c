"""Web Annotations: written, read again, and read as drafts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cardindex import drafts, webannotations
from cardindex.cli import commands
from cardindex.index import Index
from cardindex.passages import read_texts
from cardindex.webannotations import Annotation, is_annotation, marked, parse, to_json


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made-up") / "index"
    assert CliRunner().invoke(commands, ["init", str(folder)]).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> Index:
    return Index.open(folder)


@pytest.fixture(scope="module")
def written(folder: Path, index: Index) -> str:
    return to_json(marked(index, read_texts(index, folder / "texts")))


def test_what_is_written_quotes_the_text(folder: Path, index: Index, written: str) -> None:
    text = (folder / "texts/lantern-essay.txt").read_text(encoding="utf-8")
    found = json.loads(written)
    assert [it["id"].rpartition("-")[0] for it in found] == [
        f"https://example.org/lantern/citation/{claim}" for claim in ("c001", "c011", "c058")
    ]
    for one in found:
        quote, position = one["target"]["selector"]
        start, end = position["start"], position["end"]
        assert text[start:end] == quote["exact"]
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])
    linked, told, said = found[0]["body"]
    assert linked["source"] == "https://example.org/lantern/claim/c001"
    assert told["value"] == "Bureau Nine funded Tidewater Party (~40000 USD; 1961/1963)"
    assert json.loads(said["value"])["chain"] == "bureau-nine-files"


def test_out_and_in_is_the_same(written: str) -> None:
    again = list(parse(json.loads(written)))
    assert to_json(again) == written


def test_what_the_index_says_already_is_no_draft(folder: Path, index: Index, written: str) -> None:
    read, problems = drafts.parse(written)
    held = drafts.hold(index, read_texts(index, folder / "texts"), read)
    assert problems == []
    assert held.placed == ()
    assert held.counts == {"cited-already": 3}


def test_what_was_changed_is_a_draft(folder: Path, index: Index, written: str) -> None:
    read, _ = drafts.parse(written.replace("funded", "bribed"))
    held = drafts.hold(index, read_texts(index, folder / "texts"), read)
    assert [(it.subject, it.draft.relation, it.object) for it in held.placed] == [
        ("bureau-nine", "bribed", "tidewater-party"),
    ]


@pytest.mark.parametrize("wrapped", ["page", "collection", "single"])
def test_pages_and_collections_are_read(written: str, wrapped: str) -> None:
    items = json.loads(written)
    page = {"@context": webannotations.CONTEXT, "type": "AnnotationPage", "items": items}
    document = {
        "page": page,
        "collection": {"type": "AnnotationCollection", "first": page},
        "single": items[0],
    }[wrapped]
    read, _ = drafts.parse(json.dumps(document, indent=2))
    assert [draft.source for _, draft in read] == ["lantern-essay"] * (
        1 if wrapped == "single" else 3
    )


@pytest.mark.parametrize(
    "target",
    [
        None, "https://example.org/x.txt", {"source": {"id": "x"}}, {"selector": 3},
        {"selector": [{"type": "TextPositionSelector", "start": True, "end": "x"}]}, [],
    ],
)  # fmt: skip
def test_annotations_of_others_say_what_is_missing(target: object) -> None:
    one = {"type": "Annotation", "body": "a note", "target": target}
    read, problems = drafts.parse(json.dumps([one]))
    assert read == []
    assert {it.code for it in problems} <= {"malformed-draft"}


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)


PLACES = st.integers(-1, 99)
SAID = st.dictionaries(WORDS, WORDS, max_size=2).map(lambda said: tuple(said.items()))
PASSAGES = st.builds(Annotation, *[WORDS] * 5, PLACES, PLACES, WORDS, WORDS, SAID)


@given(st.lists(PASSAGES))
def test_reading_undoes_writing(passages: list[Annotation]) -> None:
    document = json.loads(to_json(passages))
    assert is_annotation(document) is bool(passages)
    assert list(parse(document)) == passages


def test_command_writes_them(folder: Path, tmp_path: Path, written: str) -> None:
    path = tmp_path / "marked.jsonld"
    words = ["annotate", "-i", str(folder), "--texts", str(folder / "texts")]
    result = CliRunner().invoke(commands, [*words, "-o", str(path)])
    assert (result.exit_code, result.stderr) == (
        0, "3 annotations; 108 citations without a seal that holds left out\n",
    )  # fmt: skip
    assert path.read_text(encoding="utf-8") == written
    assert CliRunner().invoke(commands, [*words, "--source", "Lorne 1988"]).stdout == "[]\n"
