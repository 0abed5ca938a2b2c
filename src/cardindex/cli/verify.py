"""cardindex verify: every seal held against the texts that one has."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cardindex.cli.options import FOLDER, index_option, table_option


@click.command("verify")
@index_option
@click.option("--texts", type=FOLDER, required=True, metavar="DIR", help="The folder of the texts.")
@click.option("--fix", is_flag=True, help="Write the new offsets of passages that have moved.")
@table_option
def command(index: Path, texts: Path, fix: bool, form: str | None) -> None:
    """Check every seal against the texts in DIR, which are named by source id (essay.txt).

    A passage is exact, moved (found elsewhere; --fix writes its new offsets), missing, or its
    source has no text at hand. Exit code 1 if one is missing.

    \b
    Example: cardindex verify --texts ../texts
    """
    from cardindex.cli.output import count, print_frame
    from cardindex.index import Index
    from cardindex.passages import STATES, read_texts, verify

    opened = Index.open(index)
    found = verify(opened, read_texts(opened, texts))
    moved = found[found["state"] == "moved"]
    if fix and len(moved):
        _write_offsets(index, dict(zip(moved["citation"], zip(moved["start"], moved["end"]))))
    told = found[found["state"] != "exact"]
    if len(told) or form:
        print_frame(told, form)
    states = found["state"].value_counts()
    sizes = ", ".join(f"{states[state]} {state}" for state in STATES if state in states)
    unsealed = int((opened.citations["seal"] == "").sum())
    bare = f"; {count(unsealed, 'citation')} without a seal" if unsealed else ""
    click.echo(f"{count(len(found), 'seal')}: {sizes or 'none'}{bare}", err=True)
    if fix and len(moved):
        click.echo(f"wrote {count(len(moved), 'new pair')} of offsets", err=True)
    if "missing" in states:
        sys.exit(1)


def _write_offsets(index: Path, offsets: dict[str, tuple[int, int]]) -> None:
    """Write start and end of these citations into the index's table."""
    from cardindex import tables
    from cardindex.files import write_text
    from cardindex.index import CITATION_KEY, citation_id

    table, _ = tables.read(index, "citations")
    assert table is not None
    columns = {name: list(cells) for name, cells in table.columns.items()}
    keys = zip(*(columns[name] for name in CITATION_KEY), strict=True)
    for row, key in enumerate(keys):
        found = offsets.get(citation_id(*key))
        if found:
            columns["start"][row], columns["end"][row] = map(str, found)
    rewritten = tables.Table("citations", columns, table.lines)
    write_text(index / table.file, tables.canonical(rewritten))
