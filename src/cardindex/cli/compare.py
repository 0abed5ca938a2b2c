"""cardindex compare: two sources, or two authors, as networks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cardindex.cli.options import (
    index_option,
    read_slice,
    slice_options,
    table_option,
    voice_meant,
)
from cardindex.cli.printing import echo

if TYPE_CHECKING:
    import pandas as pd

    from cardindex.measures.compare import Comparison


@click.command("compare", short_help="Compare two sources, or two authors, as networks.")
@click.argument("one", metavar="SOURCE")
@click.argument("other", metavar="SOURCE")
@index_option
@slice_options
@click.option(
    "--show", type=click.Choice(["links", "ranks", "communities"]), default="links",
    show_default=True, help="What to compare.",
)  # fmt: skip
@click.option(
    "--measure", default="degree", show_default=True, help="What to rank by; see cardindex rank."
)
@table_option
def command(
    one: str, other: str, index: Path, show: str, measure: str, form: str | None, **options: Any
) -> None:
    """Compare two sources, or two authors, as networks: what only one of them has.

    Each is taken at its own word alone. That one lacks a link does not mean that it denies it.
    Families of violence, opposition, discourse and the like are left out unless you ask for them
    with --family.

    \b
    Examples: cardindex compare letters memoir
              cardindex compare ann bob --show ranks --measure betweenness
    """
    from cardindex.cli.output import count, print_frame
    from cardindex.index import Index
    from cardindex.measures.compare import BOTH, compare
    from cardindex.slices import Slice

    opened = Index.open(index)
    one, other = voice_meant(opened, one), voice_meant(opened, other)
    found = compare(opened, (one, other), read_slice(opened, options, Slice()), measure=measure)
    print_frame(_frame(found, show), form, f"{one} and {other}: {show}")
    whose = found.links["whose"]
    for voice in (BOTH, one, other):
        told = "that both have" if voice == BOTH else f"that only {voice} has"
        echo(f"{count(int((whose == voice).sum()), 'link')} {told}.", err=True)
    for note in found.notes:
        echo(note, err=True)


def _frame(found: Comparison, show: str) -> pd.DataFrame:
    if show == "ranks":
        return found.ranks.reset_index()
    return found.communities if show == "communities" else found.links
