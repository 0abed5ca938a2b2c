"""cardindex import: what others have made, into the tables of an index."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cardindex.cli.options import FOLDER, index_option
from cardindex.cli.printing import echo


@click.group("import", short_help="Bring what stands in other files into an INDEX.")
def command() -> None:
    """Bring what stands in other files into the tables of an index.

    \b
    Example: cardindex import xlsx tables.xlsx --dry-run
    """


@command.command("xlsx", short_help="Take back a workbook of the tables.")
@click.argument("workbook", type=FOLDER)
@index_option
@click.option("--dry-run", is_flag=True, help="Show the rows as a diff, and write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
def xlsx(workbook: Path, index: Path, dry_run: bool, yes: bool) -> None:
    """Take back a WORKBOOK that "cardindex export xlsx" has made, as a diff to be accepted.

    The diff is shown, the same checks are made as by "cardindex check", and the tables are
    written when you say yes: all of them, or none. What somebody else has changed in the tables
    since the workbook was made stays. "cardindex undo" takes it back.

    \b
    Example: cardindex import xlsx tables.xlsx
    """
    from cardindex import workbooks
    from cardindex.cli.entering import opened, show_rows, tell_problems
    from cardindex.cli.output import count
    from cardindex.errors import InvalidIndex
    from cardindex.tables import COLUMNS

    ledger = opened(index)
    book = workbooks.read(workbook)
    if book.problems:
        raise InvalidIndex(book.problems)
    for name in book.unused:
        echo(f"the sheet {name} is no table, and is not read", err=True)
    now = {table: ledger.rows(table) for table in COLUMNS}
    entry = workbooks.returned(book, now, f"took in {workbook.name}")
    for note in entry.notes:
        echo(note, err=True)
    if not entry.changes:
        echo("nothing to change")
        return
    show_rows(entry.changes)
    if tell_problems(ledger, entry):
        echo("nothing was written", err=True)
        sys.exit(1)
    asked = sys.stdin.isatty() and not (dry_run or yes)
    if dry_run or not (yes or (asked and click.confirm("Write this?", err=True))):
        how = "" if dry_run or asked else "; --yes writes it"
        echo(f"{count(len(entry.changes), 'row')} would change{how}", err=True)
        return
    ledger.write(entry)
    echo(f"{entry.what}: {count(len(entry.changes), 'row')}")
