"""cardindex verify: every seal checked against the texts at hand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.options import default_texts_option, index_option, table_option, texts_of
from cardindex.cli.printing import echo

if TYPE_CHECKING:
    import pandas as pd


@click.command("verify", short_help="Hold every seal against the texts at hand.")
@index_option
@default_texts_option
@click.option("--fix", is_flag=True, help="Write offsets and locators as they should be.")
@table_option
def command(index: Path, texts: Path | None, fix: bool, form: str | None) -> None:
    """Check every seal against the texts in DIR, which are named by source id (essay.txt).

    A passage is exact, moved (found elsewhere), misplaced (at its offsets, but its locator names
    another place), missing, or its source has no text at hand; a locator without a seal may be
    past the end of the text, or name no such place of it. --fix writes the new offsets of what has
    moved, and the locators in the column "mended" for those that do not hold their passage. Exit
    code 1 if a passage is missing, or a locator is wrong and stays so.

    \b
    Example: cardindex verify --texts ../texts
    """
    from cardindex.cli.output import count, print_frame, print_notes
    from cardindex.index import Index
    from cardindex.passages import STATES, read_texts, verify

    opened = Index.open(index)
    found = verify(opened, read_texts(opened, texts_of(index, texts)))
    moved, stale = found[found["state"] == "moved"], found[found["mended"] != ""]
    left = (
        _write(index, found[(found["state"] == "moved") | (found["mended"] != "")]) if fix else []
    )
    told = found[found["state"] != "exact"]
    if len(told) or form:
        print_frame(told, form)
    states = found["state"].value_counts()
    sizes = ", ".join(f"{states[state]} {state}" for state in STATES if state in states)
    unsealed = int((opened.citations["seal"] == "").sum())
    sealed = len(opened.citations) - unsealed
    bare = f"; {count(unsealed, 'citation')} without a seal" if unsealed else ""
    echo(f"{count(sealed, 'seal')}: {sizes or 'none'}{bare}", err=True)
    if len(stale) and not fix:
        wrong = "does not hold its passage" if len(stale) == 1 else "do not hold their passages"
        echo(f"{count(len(stale), 'locator')} {wrong}; --fix mends that", err=True)
    if fix and len(moved):
        echo(f"wrote {count(len(moved), 'new pair')} of offsets", err=True)
    if fix and len(stale):
        echo(f"wrote {count(len(stale) - len(left), 'new locator')}", err=True)
    print_notes(left)
    if (
        {"missing", "past the end", "no such place"} & set(states.index)
        or left
        or (len(stale) and not fix)
    ):
        sys.exit(1)


def _write(index: Path, found: pd.DataFrame) -> list[str]:
    """Write new offsets and locators into the table of citations; return the locators that stay.

    A locator stays where its citation would otherwise become the same as another.
    """
    from dataclasses import replace

    from cardindex import tables
    from cardindex.atomic import write_text
    from cardindex.errors import InvalidIndex
    from cardindex.tables import CITATION_KEY, Column, citation_id

    table, problems = tables.read(index, "citations")
    if table is None:
        raise InvalidIndex(problems)
    new = {row["citation"]: row for row in found.to_dict("records")}
    columns = {name: list(table[name]) for name in ("start", "end", "locator")}
    keys = list(zip(*(table[name] for name in CITATION_KEY), strict=True))
    taken, left = set(keys), []
    for at, key in enumerate(keys):
        row = new.get(citation_id(*key))
        if row is None:
            continue
        columns["start"][at], columns["end"][at] = str(row["start"]), str(row["end"])
        mended = tuple(
            row["mended"] if name == "locator" else cell
            for name, cell in zip(CITATION_KEY, key, strict=True)
        )
        if row["mended"] and mended in taken:
            left.append(
                f"{table.file}:{table.lines[at]}: the locator should be {row['mended']}, and "
                "there is such a citation already; delete one of them"
            )
        elif row["mended"]:
            columns["locator"][at] = row["mended"]
            taken.add(mended)
    changed = {name: Column.of(cells) for name, cells in columns.items()}
    rewritten = replace(table, columns={**table.columns, **changed})
    if len(found):
        write_text(index / table.file, tables.canonical(rewritten))
    return left
