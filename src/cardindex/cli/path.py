"""cardindex path: the best-attested paths between two entities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cardindex.cli.options import index_option, meant, read_slice, slice_options, text_option
from cardindex.cli.printing import echo


@click.command("path")
@click.argument("one")
@click.argument("other")
@index_option
@slice_options
@click.option(
    "-n", "--paths", "wanted", type=click.IntRange(1, 20), default=3, show_default=True,
    help="How many paths to show.",
)  # fmt: skip
@text_option
def command(one: str, other: str, index: Path, wanted: int, form: str, **options: Any) -> None:
    """Find the best-attested paths from ONE entity to the OTHER.

    Each hop is told with its standing, and the weakest is marked. Paths go over claims that stand;
    families of violence, opposition, discourse and the like are left out unless you ask for them
    with --family. That one is said to be another is always a hop; with --identities the two are
    one. A path is not a link: it says that one may lead to the other, not that they had to do with
    each other.

    \b
    Example: cardindex path kgb mir
    """
    from cardindex.cli.output import print_notes
    from cardindex.cli.paths import print_paths
    from cardindex.evidence import tally
    from cardindex.index import Index
    from cardindex.network import best_paths, left_out
    from cardindex.slices import Slice

    opened = Index.open(index)
    one, other = meant(opened, one), meant(opened, other)
    selection = tally(opened, read_slice(opened, options, Slice()))
    found = best_paths(selection, one, other, wanted)
    one, other = (selection.folded.get(end, end) for end in (one, other))
    print_paths(opened, one, other, found, form)
    print_notes(selection.notes)
    if told := left_out(selection):
        echo(told, err=True)
