"""cardindex compare: two sources, or two authors, as networks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cardindex.cli.comparing import compare_indexes
from cardindex.cli.options import (
    FOLDER,
    index_option,
    read_slice,
    slice_options,
    speaker_meant,
    table_option,
)
from cardindex.cli.printing import echo

if TYPE_CHECKING:
    import pandas as pd

    from cardindex.measures.compare import Comparison


_OF_SOURCES = ("links", "ranks", "communities")
_OF_INDEXES = ("both", "denied", "differ", "only", "meet")
_CHOICE = ", ".join(_OF_INDEXES)


@click.command("compare", short_help="Compare two sources, or two authors, as networks.")
@click.argument("one", metavar="SOURCE")
@click.argument("other", metavar="SOURCE")
@index_option
@slice_options
@click.option(
    "--show", type=click.Choice([*_OF_SOURCES, *_OF_INDEXES]), default="links", show_default=True,
    help="What to compare; of indexes: links (all), both, denied, differ, only or meet.",
)  # fmt: skip
@click.option(
    "--measure", default="degree", show_default=True, help="What to rank by; see cardindex rank."
)
@click.option("--indexes", is_flag=True, help="Compare two indexes, by their folders.")
@click.option("--name", "names", multiple=True, help="What an index is called, in turn.")
@click.option("--decisions", type=FOLDER, metavar="FILE", help="Of indexes: who is who, as CSV.")
@table_option
def command(
    one: str,
    other: str,
    index: Path,
    show: str,
    measure: str,
    form: str | None,
    *,
    indexes: bool,
    names: tuple[str, ...],
    decisions: Path | None,
    **options: Any,
) -> None:
    """Compare two sources, or two authors, as networks: what only one of them has.

    Each is taken at its own word alone. That one lacks a link does not mean that it denies it.
    Families of violence, opposition, discourse and the like are left out unless you ask for them
    with --family.

    With --indexes the two are folders of indexes: what both say, what one denies of the other,
    what only one speaks of, and how many independent roots there are in each and in both as one.
    --decisions says who is who, as in "cardindex merge"; nobody else is taken for another.

    \b
    Examples: cardindex compare letters memoir
              cardindex compare ann bob --show ranks --measure betweenness
              cardindex compare --indexes graph other --decisions who-is-who.csv --show denied
    """
    if indexes:
        if show in _OF_SOURCES[1:]:
            raise click.UsageError(f"--show {show} is of sources; of indexes: {_CHOICE}")
        compare_indexes((one, other), names, decisions, show, form)
        return
    if show in _OF_INDEXES or names or decisions:
        raise click.UsageError(f"--name, --decisions and --show {_CHOICE} are of --indexes")
    from cardindex.cli.output import count, print_frame
    from cardindex.index import Index
    from cardindex.measures.compare import BOTH, compare
    from cardindex.slices import Slice

    opened = Index.open(index)
    one, other = speaker_meant(opened, one), speaker_meant(opened, other)
    found = compare(opened, (one, other), read_slice(opened, options, Slice()), measure=measure)
    print_frame(_frame(found, show), form, f"{one} and {other}: {show}")
    whose = found.links["whose"]
    for speaker in (BOTH, one, other):
        told = "that both have" if speaker == BOTH else f"that only {speaker} has"
        echo(f"{count(int((whose == speaker).sum()), 'link')} {told}.", err=True)
    for note in found.notes:
        echo(note, err=True)


def _frame(found: Comparison, show: str) -> pd.DataFrame:
    if show == "ranks":
        return found.ranks.reset_index()
    return found.communities if show == "communities" else found.links
