"""cardindex timeline: an entity by year, surely and possibly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cardindex.cli.options import index_option, read_slice, slice_options, table_option


@click.command("timeline", short_help="Measure an entity by year, surely and possibly.")
@click.argument("entity")
@index_option
@slice_options
@click.option(
    "--measure", default="degree", show_default=True,
    help="What to measure in each year; see cardindex rank.",
)  # fmt: skip
@click.option(
    "--plot", type=click.Path(path_type=Path), metavar="FILE",
    help="Draw the years as a band, as .png, .svg or .pdf.",
)  # fmt: skip
@table_option
def command(
    entity: str, index: Path, measure: str, plot: Path | None, form: str | None, **options: Any
) -> None:
    """Measure ENTITY in every year, by what surely held in it and by what possibly did.

    Families of violence, opposition, discourse and the like are left out unless you ask for them
    with --family. Undated claims are possible in every year, and sure in none.

    \b
    Example: cardindex timeline kgb --during 1953/1973 --plot kgb.svg
    """
    from cardindex.cli.output import print_frame
    from cardindex.index import Index
    from cardindex.measures.centrality import MEASURES
    from cardindex.measures.time import timeline
    from cardindex.slices import Slice

    opened = Index.open(index)
    found = timeline(opened, measure, read_slice(opened, options, Slice()), entity=entity)
    label = f"{opened.label(entity)}: {MEASURES[measure].label}"
    if plot:
        from cardindex.measures import plots

        plots.band(found, label).save(plot)
    print_frame(found.table.round(6).reset_index(), form, label)
    for note in found.notes:
        click.echo(note, err=True)
