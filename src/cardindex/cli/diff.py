"""cardindex diff: two versions of an index told apart, claim by claim."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.options import FOLDER
from cardindex.cli.printing import echo, styled

if TYPE_CHECKING:
    import pandas as pd

_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


@click.command("diff")
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.option(
    "--format", "form", type=click.Choice(["text", "table", "csv", "json"]), default="text",
    show_default=True, help="How to print.",
)  # fmt: skip
def command(old: Path, new: Path, form: str) -> None:
    """Tell two versions of an index apart, claim by claim.

    OLD and NEW are folders. It compares claims with their citations, standings and roots, then
    entities, names, groups, sources, the bibliography and all other tables.

    \b
    Example: cardindex diff ../last-year/graph graph
    """
    from cardindex.cli.output import print_frame
    from cardindex.differences import differences
    from cardindex.index import Index

    frame = differences(Index.open(old), Index.open(new))
    if form == "text":
        _print_differences(frame)
    else:
        print_frame(frame, form)


def _print_differences(frame: pd.DataFrame) -> None:
    from cardindex.cli.output import heading

    if frame.empty:
        echo("The two say the same.")
    for claim, group in groupby(frame.to_dict("records"), key=itemgetter("claim")):
        echo(heading(claim or "Entities, sources and the rest"))
        for row in group:
            sign, colour = _SIGNS[row["change"]]
            told = f"{row['table']} {row['id']}"
            if row["change"] == "changed":
                told += f" {row['column']}: {row['old'] or '∅'} → {row['new'] or '∅'}"
            else:
                told += f": {row['old'] or row['new']}"
            echo(styled(f"  {sign} {told}", fg=colour))
