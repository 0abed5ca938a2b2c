"""cardindex whole: what a network is like as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cardindex.cli.options import (
    index_option,
    isolates_option,
    read_slice,
    slice_options,
    table_option,
)


@click.command("whole", short_help="Say what the network is like as a whole.")
@index_option
@slice_options
@click.option(
    "--directed/--undirected", default=False, show_default=True,
    help="Follow directions in density and reciprocity; the other figures have none.",
)  # fmt: skip
@isolates_option
@table_option
def command(
    *, index: Path, directed: bool, isolates: bool, form: str | None, **options: Any
) -> None:
    """Say what the network is like as a whole: density, transitivity, components, distances.

    It is the network that cardindex rank measures: one line a pair of entities. Families of
    violence, opposition, discourse and the like are left out unless you ask for them with
    --family. Entities without a line are named; with --isolates they count in every figure.

    \b
    Examples: cardindex whole
              cardindex whole --relation married_to --isolates
    """
    import pandas as pd

    from cardindex.cli.output import print_frame, tell_left_out
    from cardindex.cli.printing import on_terminal
    from cardindex.evidence import tally
    from cardindex.index import Index
    from cardindex.measures.fold import focus, folded_or_empty, simple
    from cardindex.measures.structure import whole
    from cardindex.slices import Slice

    opened = Index.open(index)
    selection = tally(opened, focus(opened, read_slice(opened, options, Slice())))
    fold = folded_or_empty if isolates else simple
    frame = whole(fold(selection, "one", directed=directed, wholes=False), isolates=isolates)
    shown = form == "table" or (form is None and on_terminal())
    values = [_plain(value, shown=shown) for value in frame["value"]]
    print_frame(frame.assign(value=pd.Series(values, dtype=object)), form, opened.title)
    tell_left_out(selection, linking=True, isolates=isolates)


def _plain(value: float, *, shown: bool) -> object:
    """Return a figure as it is written: a count without a point, for people with few digits."""
    if value != value:  # noqa: PLR0124 - undefined, and NaN is not what it is
        return None
    if value.is_integer():
        return int(value)
    return float(f"{value:.4g}") if shown else value
