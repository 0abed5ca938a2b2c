"""cardindex rank: who is central, and how far that hangs on single sources."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from cardindex.cli.ends import INTERRUPTED
from cardindex.cli.installed import require
from cardindex.cli.options import FOLDER, index_option, read_slice, slice_options, table_option
from cardindex.cli.printing import echo, on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from cardindex.measures.simplenetwork import Weighting
    from cardindex.measures.stability import Dropped
    from cardindex.measures.strikes import Struck
    from cardindex.measures.structure import Grouping


@click.command("rank", short_help="Rank entities, with the range of each rank over strikes.")
@click.argument("measure")
@index_option
@slice_options
@click.option(
    "--strikes", default="all", show_default=True, metavar="KIND",
    help="What is struck, one at a time: sources, authors, origins, all of them or none.",
)  # fmt: skip
@click.option(
    "--weight", default="roots", show_default=True, metavar="COUNT",
    help="What the weight of a line counts, if the measure has weights: roots, claims, quantity "
    "(what its claims say, added up; 1 for a claim without a number) or one.",
)  # fmt: skip
@click.option(
    "--directed/--undirected", default=None,
    help="Follow directions or not; as is usual for the measure, unless you say.",
)  # fmt: skip
@click.option("--wholes", is_flag=True, help="Fold parts into their wholes.")
@click.option(
    "--by", default="bloc", show_default=True, metavar="SCHEME",
    help="For brokerage: between which groups; a scheme of groups.csv, or kind.",
)  # fmt: skip
@click.option(
    "--each-strike", is_flag=True, help="Print how the ranking fares under each strike instead."
)
@click.option(
    "--within", type=click.FloatRange(0.1), metavar="SECONDS",
    help="Exact if all strikes take a laptop's core no longer, else estimated from drawn entities "
    "with the errors stated (betweenness).  [default: 120]",
)  # fmt: skip
@click.option(
    "--stability", default="none", show_default=True, metavar="KIND",
    help="Find the stability coefficient (Epskamp and others 2018): the share of all sources, or "
    "claims, that can be dropped at random while values go on to correlate by 0.7.",
)  # fmt: skip
@click.option("--exact", is_flag=True, help="Exact, however long it takes.")
@click.option(
    "--keep", type=FOLDER, metavar="FILE",
    help="Keep what is found in FILE, so that the same command goes on where it was ended.",
)  # fmt: skip
@click.option(
    "-n", "--top", type=click.IntRange(1), metavar="NUMBER", help="Only so many rows, from the top."
)
@click.option(
    "--plot", type=FOLDER, metavar="FILE",
    help="Draw the ranks and their ranges, as .png, .svg or .pdf; needs cardindex[plots].",
)  # fmt: skip
@table_option
def command(
    *,
    measure: str,
    index: Path,
    strikes: Struck,
    weight: Weighting,
    directed: bool | None,
    wholes: bool,
    by: Grouping,
    each_strike: bool,
    within: float | None,
    stability: Dropped,
    exact: bool,
    keep: Path | None,
    top: int | None,
    plot: Path | None,
    form: str | None,
    **options: Any,
) -> None:
    """Rank entities by MEASURE, with the range of each rank as sources are struck out.

    MEASURE is degree, strength, betweenness, closeness, eigenvector, pagerank, core, clustering,
    constraint or brokerage. Families of violence, opposition, discourse and the like are left
    out unless you ask for them with --family. A range over strikes is not a confidence interval,
    and says nothing of the truth of what stands. Ctrl-C prints what is there so far.

    \b
    Examples: cardindex rank betweenness
              cardindex rank pagerank --family money --strikes origins --each-strike
    """
    from cardindex.cli.output import print_frame
    from cardindex.index import Index
    from cardindex.measures.ranges import ranking
    from cardindex.measures.struck import WITHIN
    from cardindex.measures.structure import chosen
    from cardindex.slices import Slice

    _hold(strikes, within, ranges=each_strike or plot is not None, exact=exact)
    if plot:
        require("draw plots", "plots", "matplotlib")
    opened = Index.open(index)
    found = ranking(
        opened, chosen(opened, measure, by), read_slice(opened, options, Slice()),
        strikes=strikes, weight=weight, directed=directed, wholes=wholes,
        within=None if exact else within or WITHIN, keep=keep, endable=True, first=_first(),
        stability=stability,
    )  # fmt: skip
    if plot:
        from cardindex.measures import plots

        plots.ranges(found, top or 20).save(plot)
    frame = _told(found.strikes if each_strike else found.table, strikes, form)
    print_frame(frame.head(top) if top else frame, form, f"By {found.measure.label}")
    for note in found.notes:
        echo(note, err=True)
    if found.ended:
        click.get_current_context().exit(INTERRUPTED)


def _hold(strikes: Struck, within: float | None, *, ranges: bool, exact: bool) -> None:
    """See to it that options do not contradict one another. Raises UsageError."""
    if strikes == "none" and ranges:
        message = "with --strikes none there is nothing for --each-strike or --plot to show"
        raise click.UsageError(message)
    if exact and within is not None:
        raise click.UsageError("--exact takes as long as it takes, so --within says nothing")


def _told(table: pd.DataFrame, strikes: Struck, form: str | None) -> pd.DataFrame:
    """Return what is printed of a table: of one without strikes no ranges, for people what fits."""
    frame = table.reset_index()
    if strikes == "none":
        kept = ("entity", "label", "value", "error", "rank")
        frame = frame[[name for name in kept if name in frame]]
    if form == "table" or (form is None and on_terminal()):
        # A terminal gets what fits a page; a pipe gets all rows and digits.
        frame = frame.drop(columns=["gone_without", "note"], errors="ignore").round(4)
    return frame


_SOON = 1.0  # seconds after which a first answer is printed


def _first() -> Callable[[pd.DataFrame], None] | None:
    """Return a function that prints the ranking without strikes while the rest is computed."""
    start = monotonic()

    def tell(table: pd.DataFrame) -> None:
        if monotonic() - start >= _SOON:
            named = (f"{row.rank} {row.label}" for row in table.head(10).itertuples())
            echo(f"With nothing struck: {', '.join(named)}.", err=True)

    return tell if on_terminal() else None
