"""cardindex export: an index, or a slice of it, in one format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from cardindex.cli.options import FOLDER, index_option, read_slice, slice_options


@click.command("export")
@click.argument("format", metavar="FORMAT", required=False)
@index_option
@click.option("-o", "--output", type=FOLDER, help="The file to write; standard output without it.")
@slice_options
def command(format: str | None, index: Path, output: Path | None, **options: Any) -> None:  # noqa: A002
    """Write an index, or a slice of it, as RDF, a network, or tables.

    Without FORMAT, the formats are listed. Without slice options everything is written; what is
    written of a claim is always its standing in the whole index. With --identities the networks
    are those of the folded; RDF and tables hold claims as they are written.

    \b
    Example: cardindex export graphml -o kgb.graphml --about kgb
    """
    from cardindex import exports
    from cardindex.cli.output import print_notes
    from cardindex.errors import UnknownName
    from cardindex.evidence import tally
    from cardindex.files import write_bytes
    from cardindex.index import Index
    from cardindex.slices import EVERYTHING

    if format is None:
        _print_formats()
        return
    if format not in exports.FORMATS:
        raise UnknownName("format", format, exports.FORMATS)
    opened = Index.open(index)
    selection = tally(opened, read_slice(opened, options, EVERYTHING))
    data = exports.FORMATS[format].write(selection)
    print_notes(selection.notes)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        write_bytes(output, data)
        click.echo(f"wrote {output}", err=True)


def _print_formats() -> None:
    import pandas as pd

    from cardindex import exports
    from cardindex.cli.output import print_frame

    rows = [(name, kind.extension, kind.description) for name, kind in exports.FORMATS.items()]
    print_frame(pd.DataFrame(rows, columns=["format", "extension", "what it is"]), None)
