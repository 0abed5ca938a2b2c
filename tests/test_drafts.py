"""Drafts: read, held against a made-up text and the example's index, and written again."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copyfile, copytree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardindex import drafts
from cardindex.checks.citations import CERTAINTIES, STANCES
from cardindex.checks.claims import MODES
from cardindex.drafts import Draft
from cardindex.errors import CardindexError
from cardindex.index import Index
from cardindex.passages import read_texts, seal

EXAMPLE = Path(drafts.__file__).parent.parent / "example"
PAID = "Bureau Nine of Orlaine paid the Tidewater Party about forty thousand dollars"
GOOD = {
    "source": "lantern-essay", "passage": PAID, "subject": "bureau-nine", "relation": "funded",
    "object": "Tidewater Party", "coder": "reader-1",
}  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("example") / "index"
    copytree(EXAMPLE, folder)
    copyfile(EXAMPLE.parent / "ontology.ttl", folder / "ontology.ttl")
    return Index.open(folder)


def line(**changes: object) -> str:
    return json.dumps(GOOD | changes)


def held(index: Index, *lines: str) -> drafts.Held:
    read, problems = drafts.parse("\n".join(lines))
    assert problems == []
    return drafts.hold(index, read_texts(index, EXAMPLE / "texts"), read)


def refused(index: Index, *lines: str) -> list[tuple[int, str, str]]:
    return [(it.row, it.column, it.code) for it in held(index, *lines).refused]


def test_schema_has_the_fields_and_the_words_of_the_tables() -> None:
    said = drafts.SCHEMA["properties"]
    assert set(said) == {*drafts.FIELDS} - {*drafts.JUDGED}
    assert drafts.SCHEMA["required"] == list(said)  # as models' strict modes want it
    assert said["stance"]["enum"] == list(STANCES)
    assert said["certainty"]["enum"] == list(CERTAINTIES)
    assert said["mode"]["enum"] == ["", *MODES]
    jsonschema.Draft202012Validator.check_schema(drafts.SCHEMA)


def test_what_the_schema_lets_through_is_read() -> None:
    whole = dict.fromkeys(drafts.SCHEMA["properties"], "") | GOOD
    whole |= {"stance": "denies", "certainty": "possible", "mode": "planned"}
    jsonschema.validate(whole, drafts.SCHEMA)
    read, problems = drafts.parse(json.dumps(whole))
    assert problems == []
    assert read == [(1, Draft(**whole))]


def test_a_draft_is_placed_where_its_words_stand(index: Index) -> None:
    # Quotation marks, dashes and spacing are as a machine happens to write them.
    (found,) = held(index, line(passage=PAID.replace(" ", "  "))).placed
    text = (EXAMPLE / "texts/lantern-essay.txt").read_text(encoding="utf-8")
    assert text[found.place.start : found.place.end] == PAID
    assert (found.place.locator, found.place.seal) == ("2", seal(PAID))
    assert (found.subject, found.object, found.times) == ("bureau-nine", "tidewater-party", 1)


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"passage": "Bureau Nine paid the Tidewater Party"}, "passage", "not-quoted"),
        ({"passage": "ureau Nine of Orlaine"}, "passage", "not-quoted"),
        ({"passage": "about forty thousand dollar"}, "passage", "not-quoted"),
        ({"passage": "—"}, "passage", "not-quoted"),
        ({"source": "lantern"}, "source", "unknown-source"),
        ({"source": "lorne-1988"}, "source", "no-text"),
        ({"relation": "founded_by"}, "relation", "unknown-relation"),
        ({"chain": "nobody"}, "chain", "unknown-source"),
        ({"chain": ">>"}, "chain", "malformed-chain"),
    ],
)
def test_refused_are(index: Index, changes: dict[str, str], column: str, code: str) -> None:
    assert refused(index, line(**changes)) == [(1, column, code)]


def test_refusals_are_counted_by_reason(index: Index) -> None:
    found = held(
        index, line(), line(), line(passage="not there"), line(passage="nor there"),
        line(relation="paid_off", chain="nobody"),
    )  # fmt: skip
    assert [it.line for it in found.placed] == [1]
    assert found.counts == {
        "not-quoted": 2, "said-before": 1, "unknown-relation": 1, "unknown-source": 1,
    }  # fmt: skip
    message = next(it.message for it in found.refused if it.code == "unknown-relation")
    assert "paid_off" in message


def test_whom_nobody_knows_may_be_read(index: Index) -> None:
    (found,) = held(index, line(object="Anna Nobody")).placed
    assert (found.subject, found.object) == ("bureau-nine", "")


def test_what_was_judged_is_not_read_again_and_is_still_known(index: Index) -> None:
    found = held(index, line(judged="rejected", by="ann"), line())
    assert found.placed == ()
    assert [it.code for it in found.refused] == ["said-before"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{", "1: is not JSON"),
        ("[1]", "1: is no object"),
        ("1e999", "1: is no object"),
        ('{"a": NaN}', "1: is not JSON"),
        ("[" * 100_000, "1: is not JSON"),
        (line(passage=7), "1:passage: is no text"),
        (line(passage="x" * 20_001), "1:passage: has 20,001 characters"),
        (line(stance="afirms"), '1:stance: unknown stance "afirms"; did you mean "affirms"?'),
        (line(mode="wished"), '1:mode: unknown mode "wished"; it is asked or authorised'),
        (line(objekt="x"), '1: unknown field "objekt"; did you mean "object"?'),
        (line(subject=" "), '1:subject: "subject" is missing'),
        (json.dumps({"drafts": [1]}), "1: a draft is an object"),
        ('{"passage": "\\ud800"}', "1:passage: has half a character"),
    ],
)
def test_malformed_lines_are_told(body: str, told: str) -> None:
    read, problems = drafts.parse(f"{body}\n{line()}", "x.jsonl")
    assert [at for at, _ in read] == [2]
    assert str(problems[0]).startswith(f"x.jsonl:{told}")


def test_several_drafts_of_one_answer(index: Index) -> None:
    answer = json.dumps({"drafts": [GOOD, GOOD | {"relation": "bribed"}]})
    assert [it.draft.relation for it in held(index, answer).placed] == ["funded", "bribed"]


def test_a_document_of_langextract_is_read(index: Index) -> None:
    document = {
        "document_id": "lantern-essay",
        "text": "…",
        "extractions": [
            {
                "extraction_class": "handled",
                "extraction_text": "Ida Quill was handled by the Bureau's station in Vessmark.",
                "char_interval": {"start_pos": 0, "end_pos": 9},
                "alignment_status": "match_exact",
                "attributes": {
                    "subject": "bureau-nine-station", "object": "Ida Quill", "date": "1960",
                    "mood": ["dry"],
                },
            },
            {"extraction_class": "relationship", "extraction_text": PAID, "attributes": None},
        ],
    }  # fmt: skip
    read, problems = drafts.parse(json.dumps(document))
    assert [(it.column, it.code) for it in problems] == [("subject", "malformed-draft")]
    ((_, draft),) = read
    assert (draft.relation, draft.when, draft.note) == ("handled", "1960", "mood: dry")
    placed = drafts.hold(index, read_texts(index, EXAMPLE / "texts"), read).placed
    assert [(it.place.locator, it.object) for it in placed] == [("3", "ida-quill")]


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8).map(str.strip)


@given(st.lists(st.builds(Draft, *[TEXT.filter(bool)] * 4, text=TEXT, note=TEXT)))
def test_what_is_written_is_read_again(proposed: list[Draft]) -> None:
    once, problems = drafts.parse(drafts.to_lines(proposed))
    again, _ = drafts.parse(drafts.to_lines(draft for _, draft in once))
    assert problems == []
    assert len(once) == len(proposed)
    assert once == again


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(CardindexError, match="cannot be read"):
        drafts.read(tmp_path)
    (tmp_path / "x").write_bytes(b"{}\n\xff")
    with pytest.raises(CardindexError, match=r"2: .* save the file as UTF-8"):
        drafts.read(tmp_path / "x")
