"""cardindex fmt: the tables in their one canonical form."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cardindex.cli.options import index_argument


@click.command("fmt")
@index_argument
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if it would.")
def command(index: Path, only_check: bool) -> None:
    """Rewrite the tables of an INDEX in canonical form.

    Sorts rows, takes off a byte order mark, CRLF line ends, semicolons for commas, stray spaces
    and needless quotation marks. No value is changed but for its Unicode form (NFC).

    \b
    Example: cardindex fmt graph
    """
    from cardindex import tables
    from cardindex.checks import no_index
    from cardindex.errors import InvalidIndex
    from cardindex.files import write_text

    if problem := no_index(index):
        raise InvalidIndex([problem])
    found = [tables.read(index, name) for name in tables.COLUMNS]
    problems = [problem for _, some in found for problem in some]
    if problems:
        raise InvalidIndex(problems)
    changed = 0
    for table in (table for table, _ in found if table):
        text = tables.canonical(table)
        path = index / table.file
        if path.read_bytes() != text.encode():
            changed += 1
            click.echo(f"{'would rewrite' if only_check else 'rewrote'} {path}")
            if not only_check:
                write_text(path, text)
    if not changed:
        click.echo(f"{index}: in canonical form")
    if changed and only_check:
        sys.exit(1)
