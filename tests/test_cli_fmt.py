"""fmt: what spreadsheets did is mended and told, and what cannot be read is left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent / "data"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A copy of a small index."""
    return Path(shutil.copytree(DATA / "valid" / "smallest", tmp_path / "index"))


def test_fmt_mends_what_spreadsheets_did_and_says_so(tmp_path: Path, run) -> None:
    folder = Path(shutil.copytree(DATA / "valid" / "spreadsheet-export", tmp_path / "index"))
    done = run("fmt", folder)
    files = sorted(path.name for path in folder.glob("*.csv"))
    assert (done.code, sorted(done.out.split())) == (
        0,
        sorted(word for file in files for word in ("rewrote", str(folder / file))),
    )
    for file in files:
        assert (folder / file).read_bytes() == (DATA / "valid" / "smallest" / file).read_bytes()
    assert run("fmt", folder).out == f"{folder}: in canonical form\n"


def test_fmt_mends_a_table_without_rows(run, index: Path) -> None:
    (index / "decisions.csv").write_bytes(b"one;other;decision;who;why\r\n")
    assert run("fmt", index).code == 0
    assert (index / "decisions.csv").read_bytes() == b"one,other,decision,who,why\n"
    assert "not-canonical" not in run("check", index).out


def test_fmt_that_only_checks_changes_nothing(tmp_path: Path, run) -> None:
    folder = Path(shutil.copytree(DATA / "invalid" / "not-canonical--order", tmp_path / "index"))
    before = (folder / "entities.csv").read_bytes()
    done = run("fmt", "--check", folder)
    assert (done.code, done.out) == (1, f"would rewrite {folder}/entities.csv\n")
    assert (folder / "entities.csv").read_bytes() == before


def test_fmt_puts_into_form_what_is_there_and_makes_nothing(tmp_path: Path, run) -> None:
    folder = Path(shutil.copytree(DATA / "valid" / "smallest", tmp_path / "index"))
    listed = '[{"id": "files", "type": "collection"}, {"id": "book", "type": "book"}]'
    (folder / "bibliography.json").write_text(listed, encoding="utf-8")
    (folder / "silent.csv").write_text("locator,source,reason\n3,book,empty\n", encoding="utf-8")
    before = {path.name for path in folder.iterdir()}
    assert run("fmt", folder).out.split() == [
        "rewrote", f"{folder}/silent.csv", "rewrote", f"{folder}/bibliography.json",
    ]  # fmt: skip
    assert {path.name for path in folder.iterdir()} == before
    assert run("check", folder).out.endswith(": nothing wrong\n")


@pytest.mark.parametrize("case", ["ragged-row--too-long", "bad-encoding", "unknown-column"])
def test_fmt_leaves_tables_alone_that_it_cannot_read_whole(case: str, tmp_path: Path, run) -> None:
    folder = Path(shutil.copytree(DATA / "invalid" / case, tmp_path / "index"))
    before = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    done = run("fmt", folder)
    assert done.code == 1
    assert f"[{case.partition('--')[0]}]" in done.err
    assert {path.name: path.read_bytes() for path in folder.glob("*.csv")} == before
