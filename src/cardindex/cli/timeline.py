"""cardindex timeline: an entity by year, surely and possibly; or what was told of it by then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cardindex.cli.installed import require
from cardindex.cli.options import (
    FOLDER,
    index_option,
    meant,
    read_slice,
    slice_options,
    table_option,
)
from cardindex.cli.printing import echo

if TYPE_CHECKING:
    from cardindex.index import Index
    from cardindex.slices import Slice


@click.command("timeline", short_help="Measure an entity by year, surely and possibly.")
@click.argument("entity", required=False, default="")
@index_option
@slice_options
@click.option(
    "--measure", metavar="MEASURE",
    help="What to measure in each year; see cardindex rank.  [default: degree]",
)  # fmt: skip
@click.option(
    "--told",
    is_flag=True,
    help="Count instead how many claims had been said, and published, by the end of each year.",
)
@click.option(
    "--plot", type=FOLDER, metavar="FILE",
    help="Draw the years as a band, as .png, .svg or .pdf; needs cardindex[plots].",
)  # fmt: skip
@table_option
def command(
    entity: str, index: Path, measure: str | None, told: bool, plot: Path | None,
    form: str | None, **options: Any,
) -> None:  # fmt: skip
    """Measure ENTITY in every year, by what surely held in it and by what possibly did.

    Families of violence, opposition, discourse and the like are left out unless you ask for them
    with --family. Undated claims are possible in every year, and sure in none.

    With --told the years are those in which it was told, and all families count; without ENTITY,
    all claims of the index.

    \b
    Examples: cardindex timeline kgb --window 1953/1973 --plot kgb.svg
              cardindex timeline kgb --told
    """
    from cardindex.index import Index
    from cardindex.slices import Slice

    if plot:
        require("draw plots", "plots", "matplotlib")
    if told and measure:
        message = "give --measure or --told, not both: --told counts claims and measures nothing"
        raise click.UsageError(message)
    if not told and not entity:
        message = "name an ENTITY; only with --told it may be left out, for the whole index"
        raise click.UsageError(message)
    opened = Index.open(index)
    entity = entity and meant(opened, entity)
    chosen = read_slice(opened, options, Slice())
    if told:
        _print_told(opened, entity, chosen, plot, form)
    else:
        _print_measured(opened, entity, chosen, measure or "degree", plot, form)


def _print_measured(
    opened: Index, entity: str, chosen: Slice, measure: str, plot: Path | None, form: str | None
) -> None:
    from cardindex.cli.output import print_frame
    from cardindex.measures.centrality import MEASURES
    from cardindex.measures.time import timeline

    found = timeline(opened, measure, chosen, entity=entity)
    label = f"{opened.label(entity)}: {MEASURES[measure].label}"
    if plot:
        from cardindex.measures import plots

        plots.band(found, label).save(plot)
    print_frame(found.table.round(6).reset_index(), form, label)
    _say(found.notes)


def _print_told(
    opened: Index, entity: str, chosen: Slice, plot: Path | None, form: str | None
) -> None:
    from cardindex.cli.output import print_frame
    from cardindex.measures.told import told_by_year

    found = told_by_year(opened, chosen, entity=entity)
    label = f"{opened.label(entity) if entity else opened.title}: claims told"
    if plot:
        from cardindex.measures import plots

        plots.told(found, label).save(plot)
    print_frame(found.table.reset_index(), form, label)
    _say(found.notes)


def _say(notes: tuple[str, ...]) -> None:
    for note in notes:
        echo(note, err=True)
