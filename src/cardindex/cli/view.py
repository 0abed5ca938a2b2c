"""cardindex view: one self-contained page of an index, or of a part of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cardindex.cli.options import (
    FOLDER,
    arrangement_option,
    index_option,
    meant,
    read_arrangement,
    read_slice,
    slice_options,
    texts_option,
)
from cardindex.cli.printing import echo, echo_bytes, goes_to_standard_output


@click.command("view", short_help="Write one self-contained page of an index or a part.")
@index_option
@click.option(
    "-o", "--output", type=FOLDER, default=Path("view.html"), show_default=True,
    help="The file to write.",
)  # fmt: skip
@slice_options
@click.option("--focus", metavar="ENTITY", help="Open on this entity.")
@click.option("--depth", type=click.IntRange(1, 5), default=1, help="How far from the focus.")
@click.option(
    "--most", type=click.IntRange(1), default=150_000, show_default=True,
    help="How many claims the page holds; of more than these, a part.",
)  # fmt: skip
@texts_option
@arrangement_option
def command(
    *,
    index: Path,
    output: Path,
    focus: str | None,
    depth: int,
    most: int,
    texts: Path | None,
    arrangement: Path | None,
    **options: Any,
) -> None:
    """Write one HTML file in which a reader can question every link, with the network off.

    \b
    Example: cardindex view -o kgb.html --focus kgb
    """
    from cardindex.atomic import write_text
    from cardindex.cli.output import print_notes
    from cardindex.evidence import tally
    from cardindex.index import Index
    from cardindex.passages import read_texts
    from cardindex.slices import EVERYTHING
    from cardindex.view import page, part_of

    opened = Index.open(index)
    focus = meant(opened, focus) if focus is not None else None
    selection = tally(opened, read_slice(opened, options, EVERYTHING))
    read = read_texts(opened, texts) if texts else None
    arranged = read_arrangement(opened, arrangement)
    print_notes(selection.notes)
    if part := part_of(selection, focus, most):
        print_notes([str(part)])
    text = page(selection, focus=focus, depth=depth, texts=read, arrangement=arranged, most=most)
    if goes_to_standard_output(output):
        echo_bytes([text.encode()])
    else:
        write_text(output, text)
        echo(f"wrote {output}; open it in a browser")
