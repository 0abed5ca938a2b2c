"""Drafts without a model: two names, a cue, one sentence; on a made-up text."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import cite, claim, index
from click.testing import CliRunner

from cardindex import drafts
from cardindex.cli import commands
from cardindex.index import Index
from cardindex.passages import Text


@pytest.fixture
def people(tmp_path: Path) -> Index:
    entities = [
        {"id": "anna-vale", "type": "person", "label": "Anna Vale"},
        {"id": "ben-orr", "type": "person", "label": "Ben Orr"},
        {"id": "harbour-union", "type": "organisation", "label": "Harbour Union"},
    ]
    return index(
        tmp_path, [claim("c1", "anna-vale led harbour-union")],
        [cite("c1", "book")],
        [{"id": "book", "kind": "book", "title": "Book", "unit": "paragraph"}], entities=entities,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Anna Vale recruited Ben Orr.", ["anna-vale recruited ben-orr"]),
        ("Anna Vale was recruited by Ben Orr.", ["ben-orr recruited anna-vale"]),
        ("Ben Orr, recruited by Anna Vale, left.", ["anna-vale recruited ben-orr"]),
        ("anna vale RECRUITED Ben Orr", ["anna-vale recruited ben-orr"]),
        # Not in one sentence, no cue, no second name, too far apart.
        ("Anna Vale recruited him. Ben Orr left.", []),
        ("Anna Vale and Ben Orr", []),
        ("Anna Vale recruited Anna Vale.", []),
        (f"Anna Vale {'very ' * 20}recruited Ben Orr.", []),
        # The index has persons lead bodies, whichever the sentence names first.
        ("The Harbour Union was led by Ben Orr.", ["ben-orr led harbour-union"]),
        ("Harbour Union leader Ben Orr left.", ["ben-orr led harbour-union"]),
        ("The Harbour Union’s leader Ben Orr left.", ["ben-orr led harbour-union"]),
        ("", []),
    ],
)
def test_what_is_proposed_of_a_sentence(people: Index, text: str, said: list[str]) -> None:
    found = drafts.proposed(people, "book", Text.of(text), "reader-1")
    assert [f"{it.subject} {it.relation} {it.object}" for it in found] == said


def test_what_is_proposed_may_be_read(tmp_path: Path) -> None:
    run, folder = CliRunner().invoke, tmp_path / "index"
    run(commands, ["init", str(folder)])
    words = ["-i", str(folder), "--texts", str(folder / "texts")]
    shown = run(commands, ["propose", "lantern-essay", *words, "--coder", "reader-1"])
    assert shown.exit_code == 0
    proposed, problems = drafts.parse(shown.stdout)
    assert problems == []
    assert {draft.coder for _, draft in proposed} == {"reader-1"}
    assert run(commands, ["propose", "lantern-essay", *words, "--take"]).exit_code == 0
    listed = run(commands, ["drafts", *words])
    assert f"{len(proposed)} drafts may be read; 0 refused" in listed.stderr
    # A second time there is nothing new.
    again = run(commands, ["propose", "lantern-essay", *words])
    assert (again.stdout, again.stderr) == ("", "0 drafts\n")
    wrong = run(commands, ["propose", "lantern-essay", *words, "--coder", "reader-2"])
    assert 'did you mean "reader-1"' in str(wrong.exception)
