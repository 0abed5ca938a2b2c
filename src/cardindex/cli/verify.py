"""cardindex verify: every seal held against the texts that one has."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.options import FOLDER, index_option, table_option
from cardindex.cli.printing import echo

if TYPE_CHECKING:
    import pandas as pd


@click.command("verify", short_help="Hold every seal against the texts at hand.")
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
        _write_offsets(index, moved)
    told = found[found["state"] != "exact"]
    if len(told) or form:
        print_frame(told, form)
    states = found["state"].value_counts()
    sizes = ", ".join(f"{states[state]} {state}" for state in STATES if state in states)
    unsealed = int((opened.citations["seal"] == "").sum())
    bare = f"; {count(unsealed, 'citation')} without a seal" if unsealed else ""
    echo(f"{count(len(found), 'seal')}: {sizes or 'none'}{bare}", err=True)
    if fix and len(moved):
        echo(f"wrote {count(len(moved), 'new pair')} of offsets", err=True)
    if "missing" in states:
        sys.exit(1)


def _write_offsets(index: Path, moved: pd.DataFrame) -> None:
    """Write the new start and end of the citations that have moved into the index's table."""
    from dataclasses import replace

    from cardindex import tables
    from cardindex.errors import InvalidIndex
    from cardindex.files import write_text
    from cardindex.tables import CITATION_KEY, citation_id

    offsets = {
        row["citation"]: (str(row["start"]), str(row["end"])) for row in moved.to_dict("records")
    }
    table, problems = tables.read(index, "citations")
    if table is None:
        raise InvalidIndex(problems)
    start, end = list(table["start"]), list(table["end"])
    keys = zip(*(table[name] for name in CITATION_KEY), strict=True)
    for row, id_ in enumerate(citation_id(*key) for key in keys):
        start[row], end[row] = offsets.get(id_, (start[row], end[row]))
    rewritten = replace(table, columns={**table.columns, "start": start, "end": end})
    write_text(index / table.file, tables.canonical(rewritten))
