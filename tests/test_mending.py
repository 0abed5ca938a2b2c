"""What fmt mends in rows: mangled dates with one reading, passages quoted while one codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from building import cite, claim, work, write
from click.testing import CliRunner

from cardindex import dates
from cardindex.cli import commands
from cardindex.index import Index

TEXT = """\
The made-up book
Anna paid Ben in June. Nobody saw it.
Ben lied to Cleo. Nobody saw it.
Cleo wrote it down; Anna “never” did.
"""


def run(*words: object) -> Any:
    return CliRunner().invoke(commands, list(map(str, words)))


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("30.6.1971", "1971-06-30"), ("13/06/1971", "1971-06-13"), ("Jun-1971", "1971-06"),
        ("1971.0", "1971"), ("26084", "1971-05-31"),
        ("01/06/1971", ""), ("Jun-71", ""), ("1971-06", ""), ("", ""), ("soon", ""),
        ("1971-06-30 00:00:00", ""),
    ],
)  # fmt: skip
def test_a_mangled_date_with_one_reading_is_mended(text: str, mend: str) -> None:
    assert dates.one_reading(text) == mend


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    rows = {
        "entities": [
            {"id": id_, "type": "person", "label": id_.title()} for id_ in ("anna", "ben", "cleo")
        ],
        "sources": [work("book", unit="paragraph")],
        "claims": [claim("c1", "anna funded ben"), claim("c2", "ben met cleo")],
        "citations": [cite("c1", "book"), cite("c2", "book")],
    }
    write(folder, rows)
    assert run("fmt", folder, "--upgrade").exit_code == 0
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/book.txt").write_text(TEXT, encoding="utf-8")
    return folder


def quote(folder: Path, *passages: str, locators: tuple[str, ...] = ("", "")) -> None:
    """Add a column of passages to the citations."""
    path = folder / "citations.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{header},passage"]
    for row, passage, locator in zip(rows, passages, locators, strict=True):
        cells = row.split(",")
        cells[2] = locator
        quoted = passage.replace('"', '""')
        lines.append(f'{",".join(cells)},"{quoted}"')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_passages_become_what_cite_gives(folder: Path, tmp_path: Path) -> None:
    quote(folder, "paid Ben", 'anna "never" did')
    found = run("fmt", folder, "--texts", tmp_path / "texts")
    assert (found.exit_code, found.stderr) == (0, "")
    index = Index.open(folder)
    rows = index.citations[["locator", "start", "end", "seal"]].astype(str).to_csv(index=False)
    given = [
        run("cite", "book", words, "-i", folder, "--texts", tmp_path / "texts", "--format", "csv")
        .stdout.splitlines()[1]
        for words in ("paid Ben", 'anna "never"')
    ]  # fmt: skip
    assert rows.splitlines()[1:] == [",".join(line.split(",")[:4]) for line in given]
    assert "passage" not in (folder / "citations.csv").read_text(encoding="utf-8")
    assert run("verify", "-i", folder, "--texts", tmp_path / "texts").stderr == "2 seals: 2 exact\n"


def test_the_locator_tells_which_of_several_is_meant(folder: Path, tmp_path: Path) -> None:
    quote(folder, "Nobody saw it", "Ben lied", locators=("3", ""))
    assert run("fmt", folder, "--texts", tmp_path / "texts").exit_code == 0
    assert Index.open(folder).citations["start"].tolist() == [
        TEXT.rindex("Nobody"), TEXT.index("Ben lied"),
    ]  # fmt: skip


def test_what_cannot_be_sealed_is_told_all_at_once(folder: Path, tmp_path: Path) -> None:
    quote(folder, "Nobody saw it", "Ben told the truth")
    before = (folder / "citations.csv").read_bytes()
    found = run("fmt", folder, "--texts", tmp_path / "texts")
    assert (found.exit_code, (folder / "citations.csv").read_bytes()) == (1, before)
    first, second = str(found.exception).splitlines()
    assert first.startswith("citations.csv:2:passage: stands in 2 sentences (2, 3); quote more")
    assert second.startswith('citations.csv:3:passage: is not in the text of "book"; quote words')


def test_an_index_with_passages_opens_and_is_not_shortened(folder: Path) -> None:
    quote(folder, "paid Ben", "Ben lied")
    before = (folder / "citations.csv").read_bytes()
    assert len(Index.open(folder).citations) == 2
    assert run("check", folder).exit_code == 0
    found = run("fmt", folder)
    assert (found.exit_code, (folder / "citations.csv").read_bytes()) == (1, before)
    assert "cardindex fmt --texts" in str(found.exception)
    found = run("undo", "-i", folder)
    assert found.exit_code == 1


def test_mangled_dates_are_mended_and_told(folder: Path) -> None:
    path = folder / "claims.csv"
    text = path.read_text(encoding="utf-8")
    first, second = text.splitlines()[1:]
    dated = [line.split(",") for line in (first, second)]
    dated[0][7], dated[1][7] = "30.6.1971", "01/06/1971"
    path.write_text(
        "\n".join([text.splitlines()[0], *(",".join(row) for row in dated)]) + "\n",
        encoding="utf-8",
    )
    found = run("fmt", folder)
    assert f"{folder}/claims.csv:2:when: 1971-06-30, where there was 30.6.1971" in found.stderr
    assert ",1971-06-30,," in path.read_text(encoding="utf-8")
    assert ",01/06/1971,," in path.read_text(encoding="utf-8")
