"""The ledger: entries written all or nothing, undone and redone, refused where files changed."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cardindex import checks, tables
from cardindex.editing import (
    Change,
    ChangedOnDisk,
    Entry,
    Ledger,
    NothingToUndo,
    Presence,
    RowsChanged,
    UnfitRow,
    added,
    altered,
    diff_lines,
    inverse,
    joined,
    removed,
)
from cardindex.errors import InvalidIndex, OutputError

SMALL = Path(__file__).parent / "data" / "valid" / "small"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small index."""
    copy = tmp_path / "small"
    shutil.copytree(SMALL, copy)
    return copy


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def formatted(folder: Path) -> dict[str, bytes]:
    """What the files would hold after ``cardindex fmt``."""
    found = files(folder)
    for name in tables.COLUMNS:
        table, problems = tables.read(folder, name)
        assert problems == []
        if table is not None:
            found[table.file] = tables.canonical(table).encode()
    return found


def claim(ledger: Ledger, id_: str = "c900", **cells: str) -> Entry:
    """An entry of a claim, its citation and a decision: three tables, one of them new."""
    subject, object_ = (ledger.rows("entities")[at][0] for at in (0, 1))
    source = ledger.rows("sources")[0][0]
    link = {"subject": subject, "relation": "contacted", "object": object_} | cells
    return Entry(
        id_,
        (
            added("claims", {"id": id_, "gloss": 'A, who said "no",\nmet B'} | link),
            added(
                "citations",
                {"claim": id_, "source": source, "stance": "affirms", "certainty": "stated"},
            ),
            added("silent", {"source": source, "locator": "9", "reason": "a map"}),
        ),
    )


def test_entry_is_written_as_fmt_would_and_undone_to_the_byte(folder: Path) -> None:
    before = files(folder)
    ledger = Ledger.open(folder)
    entry = claim(ledger)
    ledger.write(entry)
    after = files(folder)
    assert after == formatted(folder) != before
    assert ledger.undo() == entry
    assert files(folder) == before
    assert ledger.redo() == entry
    assert files(folder) == after
    again = Ledger.open(folder)
    assert (again.done, again.undone) == (("c900",), ())
    again.undo()
    assert files(folder) == before
    with pytest.raises(NothingToUndo):
        again.undo()
    assert Ledger.open(folder).undone == ("c900",)


def test_a_new_entry_forgets_what_was_undone(folder: Path) -> None:
    ledger = Ledger.open(folder)
    ledger.write(claim(ledger))
    ledger.undo()
    ledger.write(claim(ledger, "c901"))
    for each in (ledger, Ledger.open(folder)):
        assert (each.done, each.undone) == (("c901",), ())
        with pytest.raises(NothingToUndo):
            each.redo()


def test_journal_is_left_out_by_git(folder: Path) -> None:
    ledger = Ledger.open(folder)
    assert not (folder / ".cardindex").exists()
    ledger.write(claim(ledger))
    assert (folder / ".cardindex" / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_file_that_changed_meanwhile_is_told_and_kept(folder: Path) -> None:
    ledger = Ledger.open(folder)
    path = folder / "entities.csv"
    path.write_text(path.read_text(encoding="utf-8") + "zz,person,Zed,\n", encoding="utf-8")
    found = files(folder)
    with pytest.raises(ChangedOnDisk) as caught:
        ledger.write(claim(ledger))
    assert caught.value.changes == (Change("entities", None, ("zz", "person", "Zed", "")),)
    assert "+ entities.csv: zz,person,Zed," in str(caught.value)
    assert files(folder) == found
    ledger.reload()
    ledger.write(claim(ledger))
    assert ledger.row("entities", "zz") == ("zz", "person", "Zed", "")


def test_file_that_was_only_touched_is_no_change(folder: Path) -> None:
    ledger = Ledger.open(folder)
    for path in folder.glob("*.csv"):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
    ledger.write(claim(ledger))
    assert ledger.done == ("c900",)


def test_file_that_cannot_be_read_any_more_is_told(folder: Path) -> None:
    ledger = Ledger.open(folder)
    (folder / "claims.csv").write_text("what is this", encoding="utf-8")
    with pytest.raises(ChangedOnDisk, match=r"claims\.csv") as caught:
        ledger.write(claim(ledger))
    assert [problem.code for problem in caught.value.problems] == ["missing-header"]
    with pytest.raises(InvalidIndex):
        ledger.reload()
    assert ledger.row("claims", ledger.rows("claims")[0][0]) is not None


def test_two_ledgers_see_one_journal(folder: Path) -> None:
    one, other = Ledger.open(folder), Ledger.open(folder)
    one.write(claim(one))
    with pytest.raises(ChangedOnDisk):
        other.write(claim(other, "c901"))
    other.reload()
    other.write(Entry("c901", claim(other, "c901").changes[:2]))
    one.reload()
    assert one.done == ("c900", "c901")


def test_undo_of_rows_that_changed_since_is_refused(folder: Path) -> None:
    ledger = Ledger.open(folder)
    ledger.write(claim(ledger))
    path = folder / "citations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("c900", "c002"), encoding="utf-8")
    ledger.reload()
    found = files(folder)
    with pytest.raises(RowsChanged, match=r"c900.* cannot be undone, as(.|\n)*no row c900"):
        ledger.undo()
    assert files(folder) == found
    assert ledger.done == ("c900",)


def test_untidy_table_comes_into_form_with_its_first_entry(folder: Path) -> None:
    path = folder / "claims.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_bytes("\r\n".join([head, *reversed(rows), ""]).encode())
    ledger = Ledger.open(folder)
    assert ledger.untidy == ("claims.csv",)
    ledger.write(Entry("one claim", claim(ledger).changes[:2]))
    assert ledger.untidy == ()
    assert files(folder) == formatted(folder)
    ledger.undo()
    assert files(folder) == files(SMALL)


def test_row_that_no_table_can_hold_is_refused(folder: Path) -> None:
    ledger = Ledger.open(folder)
    found = files(folder)
    amiss = (
        Change("claims", None, ("c900",)),
        Change("cards", None, ("a",)),
        Change("entities", None, ("", " ", "\n", "")),
        Change("entities", None, ("x", "person", "X", "\ud800")),
        Change("entities", None, ("x", "person", "X", "x" * 100_001)),
    )
    for change in amiss:
        with pytest.raises(UnfitRow):
            ledger.write(Entry("x", (change,)))
    with pytest.raises(RowsChanged):
        ledger.write(Entry("x", (removed("entities", ("x", "person", "X", "")),)))
    assert files(folder) == found
    assert ledger.done == ()


def test_cells_are_written_as_they_are_read(folder: Path) -> None:
    ledger = Ledger.open(folder)
    row = ("zz", "person", " e\u0301 ", "one\r\ntwo\rthree\u2028")
    ledger.write(Entry("x", (Change("entities", None, row),)))
    assert Ledger.open(folder).row("entities", "zz") == ("zz", "person", "é", "one\ntwo\nthree")
    assert ledger.row("entities", "zz") == ("zz", "person", "é", "one\ntwo\nthree")
    assert files(folder) == formatted(folder)


def test_full_disk_changes_nothing_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger.open(folder)
    ledger.write(claim(ledger))
    found, journal = files(folder), (folder / ".cardindex" / "journal.jsonl").read_bytes()
    entry = claim(ledger, "c901", place="")
    entry = Entry(entry.what, entry.changes[:2])

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for place in (
        "cardindex.atomic.together.Path.write_bytes",
        "cardindex.editing.journal.os.fsync",
    ):
        with monkeypatch.context() as patch:
            patch.setattr(place, full)
            with pytest.raises(OutputError, match="No space left on device"):
                ledger.write(entry)
        assert files(folder) == found
        assert (folder / ".cardindex" / "journal.jsonl").read_bytes() == journal
    ledger.write(entry)
    assert Ledger.open(folder).done == ("c900", "c901")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_read_only_folder_opens_and_refuses(folder: Path) -> None:
    folder.chmod(0o500)
    try:
        ledger = Ledger.open(folder)
        with pytest.raises(OutputError, match="read-only"):
            ledger.write(claim(ledger))
    finally:
        folder.chmod(0o700)


def test_read_only_folder_is_refused_before_anything(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger.open(folder)
    monkeypatch.setattr("cardindex.editing.ledger.os.access", lambda *_: False)
    with pytest.raises(OutputError, match="read-only"):
        ledger.write(claim(ledger))
    assert not (folder / ".cardindex").exists()


def test_journal_line_of_a_killed_run_is_told_by_the_rows(folder: Path) -> None:
    ledger = Ledger.open(folder)
    before = files(folder)
    ledger.write(claim(ledger))
    after = files(folder)
    # Journaled, and not yet in the tables.
    for name, data in before.items():
        (folder / name).write_bytes(data)
    (folder / "silent.csv").unlink(missing_ok="silent.csv" not in before)
    for name in set(after) - set(before):
        (folder / name).unlink(missing_ok=True)
    again = Ledger.open(folder)
    assert (again.done, again.undone) == ((), ())
    # Half a line, as a full disk leaves it.
    with (folder / ".cardindex" / "journal.jsonl").open("ab") as file:
        file.write(b'{"do": "half a li')
    again = Ledger.open(folder)
    again.write(claim(again, "c902"))
    assert Ledger.open(folder).done == ("c902",)


@pytest.mark.skipif(os.name != "posix", reason="pipes are made as POSIX does")
@pytest.mark.parametrize("made", ["file", "link", "pipe", "linked journal", "folder"])
def test_what_stands_where_the_journal_should_be_is_left_and_told(folder: Path, made: str) -> None:
    home, journal = folder / ".cardindex", folder / ".cardindex" / "journal.jsonl"
    (folder.parent / "victim").mkdir()
    if made == "file":
        home.touch()
    elif made == "link":
        home.symlink_to(folder.parent / "victim")
    else:
        home.mkdir()
    if made == "pipe":
        os.mkfifo(journal)
    elif made == "linked journal":
        journal.symlink_to(folder.parent / "victim" / "made")
    elif made == "folder":
        journal.mkdir()
    before = tables_of(folder)
    ledger = Ledger.open(folder)
    with pytest.raises(OutputError, match=r"\.cardindex"):
        ledger.write(claim(ledger))
    assert tables_of(folder) == before
    assert list((folder.parent / "victim").iterdir()) == []


def test_line_of_the_journal_that_is_none_is_passed(folder: Path) -> None:
    ledger = Ledger.open(folder)
    ledger.write(claim(ledger))
    with (folder / ".cardindex" / "journal.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"do": "x", "changes": [["entities", null, ["a"]]]}\n[]\n{"do": 1}\n\0\n')
        file.write('{"do": "y", "changes": [["cards", null, ["a"]]]}\n{"do": "z", "changes": 1}\n')
    assert Ledger.open(folder).done == ("c900",)


def tables_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


def test_second_desk_is_told_of_the_first(folder: Path) -> None:
    first = Presence(folder)
    assert first.other is None
    assert Presence(folder).other == os.getpid()
    first.leave()
    # Of a process that was killed nothing is left.
    killed = (
        "import os, sys; from pathlib import Path; from cardindex.editing import Presence\n"
        "here = Presence(Path(sys.argv[1])); print(here.other, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", killed, folder], capture_output=True, text=True, check=False
    )
    assert done.stdout == "None\n"
    assert Presence(folder).other is None


def test_entries_fold_into_one(folder: Path) -> None:
    ledger = Ledger.open(folder)
    one = claim(ledger)
    row = one.changes[0].after
    assert row is not None
    change = altered("claims", row, {"when": "1962"})
    assert change.after is not None
    other = Entry("x", (change, removed("silent", one.changes[2].after or ())))
    whole = joined("both", one, other)
    assert whole.changes == (Change("claims", None, change.after), one.changes[1])
    assert joined("nothing", one, inverse(one)).changes == ()
    still = Entry("still", (altered("claims", row, {}), change))
    assert joined("one", still).changes == (change,)
    assert list(diff_lines(other.changes)) == [
        f"- claims.csv: {','.join(row[:-1])},{QUOTED}",
        f"+ claims.csv: {','.join(change.after[:-1])},{QUOTED}",
        f"- silent.csv: {ledger.rows('sources')[0][0]},9,a map",
    ]


QUOTED = '"A, who said ""no"",\nmet B"'


def test_problems_are_those_that_check_finds(folder: Path) -> None:
    ledger = Ledger.open(folder)
    old = set(map(str, checks.examine(folder)[1]))
    entry = claim(ledger, object="nobody-at-all", when="1962-13")
    told = ledger.problems(entry)
    assert {problem.code for problem in told} == {"unknown-entity", "malformed-date"}
    assert {each.change for each in ledger.found(entry)} == {0}
    ledger.write(entry)
    new = [problem for problem in checks.examine(folder)[1] if str(problem) not in old]
    new = [problem for problem in new if problem.row]
    assert sorted((it.file, it.column, it.code) for it in told) == sorted(
        (it.file, it.column, it.code) for it in new if it.code != "not-canonical"
    )


def test_what_an_entry_leaves_behind_is_told(folder: Path) -> None:
    ledger = Ledger.open(folder)
    cited = ledger.rows("citations")[0][1]
    gone = Entry("x", (removed("sources", ledger.row("sources", cited) or ()),))
    found = [each for each in ledger.found(gone) if each.problem.code == "unknown-source"]
    assert found
    assert all(each.change is None and each.problem.row for each in found)


def test_nearest_id_is_offered(folder: Path) -> None:
    ledger = Ledger.open(folder)
    near = ledger.rows("entities")[0][0]
    told = ledger.problems(claim(ledger, subject=f"{near}x"))
    assert any(f'did you mean "{near}"?' in problem.message for problem in told)
