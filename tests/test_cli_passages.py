"""The commands that hold an index against texts: cite, verify and cover."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cardindex.cli import commands
from cardindex.errors import CardindexError

ESSAY = "lantern-essay"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    run("init", str(tmp_path / "made"))
    return tmp_path / "made"


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, words)


def on(made: Path, *words: str) -> Result:
    return run(*words, "-i", str(made), "--texts", str(made / "texts"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def test_locator_that_does_not_hold_its_passage_is_told_and_mended(made: Path) -> None:
    table = made / "citations.csv"
    right = table.read_bytes()
    edit(table, f"c001,{ESSAY},2,", f"c001,{ESSAY},3,")
    told = on(made, "verify")
    assert told.exit_code == 1
    assert ",misplaced,64,163,3,2\n" in told.stdout
    assert "1 locator does not hold its passage; --fix mends that" in told.stderr
    mended = on(made, "verify", "--fix")
    assert mended.exit_code == 0
    assert "wrote 1 new locator" in mended.stderr
    assert table.read_bytes() == right
    assert on(made, "verify").exit_code == 0


def test_moved_passages_take_their_locators_along(made: Path) -> None:
    edit(
        made / "texts" / f"{ESSAY}.txt",
        "Bureau Nine of Orlaine paid",
        "A line.\nBureau Nine of Orlaine paid",
    )
    told = on(made, "verify")
    assert told.exit_code == 1
    assert ",moved,72,171,2,3\n" in told.stdout
    assert on(made, "verify", "--fix").exit_code == 0
    assert f"c001,{ESSAY},3,bureau-nine-files,affirms,stated,72,171," in (
        (made / "citations.csv").read_text(encoding="utf-8")
    )
    assert on(made, "verify").stdout == ""


def test_locator_is_left_where_the_citation_would_be_there_twice(made: Path) -> None:
    table = made / "citations.csv"
    line = next(
        it
        for it in table.read_text(encoding="utf-8").splitlines()
        if it.startswith(f"c001,{ESSAY},2")
    )
    edit(table, f"{line}\n", f"{line}\n{line.replace(f'{ESSAY},2', f'{ESSAY},3')}\n")
    before = table.read_bytes()
    done = on(made, "verify", "--fix")
    assert done.exit_code == 1
    assert (
        "citations.csv:4: the locator should be 2, and there is such a citation already"
        in done.stderr
    )
    assert table.read_bytes() == before


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_text_with_other_line_ends_changes_nothing(made: Path, end: bytes) -> None:
    text = made / "texts" / f"{ESSAY}.txt"
    said = [
        on(made, *words).output
        for words in (("verify",), ("cover", ESSAY), ("cite", ESSAY, "carried"))
    ]
    text.write_bytes(b"\xef\xbb\xbf" + text.read_bytes().replace(b"\n", end))
    assert said == [
        on(made, *words).output
        for words in (("verify",), ("cover", ESSAY), ("cite", ESSAY, "carried"))
    ]


def test_cover_lists_what_is_unread_to_the_end_of_the_text(made: Path) -> None:
    text = made / "texts" / f"{ESSAY}.txt"
    text.write_bytes(text.read_bytes() + b"Nobody coded this.\n\nNor this.\n")
    told = on(made, "cover", ESSAY, "--unread")
    assert told.stdout.splitlines() == ["place,states,claims", "8,unread,", "10,unread,"]
    assert told.stderr == ""


def test_cover_says_what_it_does_not_know(made: Path) -> None:
    index = ("-i", str(made))
    assert run("cover", ESSAY, *index).stderr == (
        f"How long {ESSAY} is, is not known, only what is named: --texts names the folder of its "
        "text.\n"
    )
    assert "name its file lorne-1988.txt" in on(made, "cover", "lorne-1988").stderr
    (made / "texts" / "lorne-1988.txt").write_bytes(b"A page.")
    assert "its unit is not counted in texts" in on(made, "cover", "lorne-1988").stderr
    (made / "texts" / f"{ESSAY}.txt").write_bytes(b"A\nB\nC")
    assert on(made, "cover", ESSAY).stderr == (
        f"{ESSAY} ends with place 3, and these are named: 4, 5, 6, 7\n"
    )


def test_cite_says_where_a_passage_may_not_be_whole(made: Path) -> None:
    (made / "texts" / f"{ESSAY}.txt").write_bytes(b"He left the U.S. He met Gen. Orr. He died.")
    told = on(made, "cite", ESSAY, "left")
    assert told.stderr == (
        'the passage at 0 ends with the abbreviation "U.S."; look whether it is whole\n'
    )
    assert on(made, "cite", ESSAY, "orr").stdout.splitlines()[1].endswith(",He met Gen. Orr.")
    assert on(made, "cite", ESSAY, "died").stderr == ""


@pytest.mark.parametrize("words", ["\udcff", "\0", "\u202e", "(", "…", "a" * 5000])
def test_odd_words_are_answered_with_a_line(made: Path, words: str) -> None:
    done = on(made, "cite", ESSAY, words)
    assert done.exit_code in {0, 1}
    assert done.exception is None or isinstance(done.exception, CardindexError)


def test_unknown_language_is_told(made: Path) -> None:
    done = on(made, "cite", ESSAY, "carried", "--language", "englsh")
    assert 'unknown language "englsh"' in str(done.exception)
