"""cardindex fmt: the tables in their one canonical form."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.options import FOLDER, index_argument
from cardindex.cli.printing import echo

if TYPE_CHECKING:
    from cardindex.tables import Table


@click.command("fmt")
@index_argument
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if it would.")
@click.option(
    "--upgrade", is_flag=True, help="Take an index that was made before to the form of today."
)
@click.option(
    "--texts",
    type=FOLDER,
    metavar="DIR",
    help="Turn passages that citations quote into seals, by the texts in this folder.",
)
def command(index: Path, only_check: bool, upgrade: bool, texts: Path | None) -> None:
    """Rewrite the tables of an INDEX in canonical form.

    Sorts rows, takes off a byte order mark, CRLF line ends, semicolons for commas, stray spaces
    and needless quotation marks. No value is changed but for its Unicode form (NFC), and for a
    date of which a spreadsheet has made something that has one reading (30.06.1971); each such
    date is told. Of the tables that an index may do without, and of bibliography.json, those that
    are there.

    While one codes, citations.csv may have a column "passage" that quotes words of the text.
    --texts makes locator, offsets and seal of each, as "cardindex cite" does, and takes the
    column away.

    --upgrade also adds columns that tables did not have before, and moves the blocs of index.toml
    to groups.csv; each thing done is told. All files are written, or none.

    \b
    Example: cardindex fmt graph
    """
    from cardindex.atomic import finish, sweep, writing_all
    from cardindex.checks import no_index
    from cardindex.errors import InvalidIndex
    from cardindex.tables import refuse_parquet

    if problem := no_index(index):
        raise InvalidIndex([problem])
    finish(index)
    refuse_parquet(index)
    files, done, mended = _canonical(index, texts, upgrade=upgrade)
    changed = {path: text for path, text in files.items() if _is_new(path, text)}
    if not only_check:
        sweep(index, [path.name for path in files])
    if not only_check and changed:
        with writing_all(list(changed)) as places:
            for path, place in places.items():
                place.write_bytes(changed[path].encode())
    for line in done:
        echo(f"{'would upgrade' if only_check else 'upgraded'} {index}/{line}")
    for line in mended:
        echo(f"{index}/{line}", err=True)
    for path in changed:
        echo(f"{'would rewrite' if only_check else 'rewrote'} {path}")
    if not changed:
        echo(f"{index}: in canonical form")
    if changed and only_check:
        sys.exit(1)


def _canonical(
    folder: Path, texts: Path | None, *, upgrade: bool
) -> tuple[dict[Path, str], list[str], list[str]]:
    """Return the canonical text of every file that is there, what an upgrade does, what is mended.

    Raises InvalidIndex where one of them cannot be read whole.
    """
    from cardindex import mending, tables
    from cardindex import upgrade as upgrading
    from cardindex.errors import InvalidIndex

    found = [tables.read(folder, name) for name in tables.COLUMNS]
    listed, problems_there = tables.bibliography.read(folder)
    problems = [problem for _, some in found for problem in some] + problems_there
    if upgrade:
        problems = [problem for problem in problems if not upgrading.is_mended(problem)]
    if texts is not None:
        problems = [problem for problem in problems if problem.code != "passage-column"]
    if problems:
        raise InvalidIndex(problems)
    # Compared with None: a table without rows is falsy, and is written too.
    there: dict[str, Table] = {table.name: table for table, _ in found if table is not None}
    others, done = _upgraded(folder, there) if upgrade else ({}, [])
    mended: list[str] = []
    for name, table in there.items():
        there[name], told = mending.with_dates(table)
        mended += told
    if texts is not None and there["citations"].coding:
        there["citations"], told = _sealed(folder, there["citations"], texts)
        mended += told
    files = {folder / table.file: tables.canonical(table) for table in there.values()}
    if listed is not None:
        files[folder / tables.bibliography.FILE] = tables.bibliography.canonical(listed.entries)
    # index.toml comes last: if the process ends before, the blocs are in both files, never in none.
    return files | others, done, mended


def _upgraded(folder: Path, there: dict[str, Table]) -> tuple[dict[Path, str], list[str]]:
    """Upgrade the tables in their place; return other files, and a line on each thing done."""
    from cardindex import upgrade

    done = [line for table in there.values() for line in upgrade.added_columns(table)]
    others: dict[Path, str] = {}
    if grown := upgrade.added_core(folder):
        others[grown[0]] = grown[1]
        done += grown[2]
    if moved := upgrade.moved_blocs(folder, there.get("groups")):
        others[folder / "index.toml"], there["groups"], told = moved
        done += told
    return others, done


def _sealed(folder: Path, table: Table, texts: Path) -> tuple[Table, list[str]]:
    """Return the citations with their passages sealed, and where one has to look."""
    from cardindex import mending
    from cardindex.errors import InvalidIndex
    from cardindex.index import Index
    from cardindex.passages import read_texts

    index = Index.open(folder)
    sealed, told, problems = mending.with_seals(table, index, read_texts(index, texts))
    if problems:
        raise InvalidIndex(problems)
    return sealed, told


def _is_new(path: Path, text: str) -> bool:
    return not path.exists() or path.read_bytes() != text.encode()
