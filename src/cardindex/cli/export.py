"""cardindex export: an index, or a slice of it, in one format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cardindex.cli.options import (
    FOLDER,
    index_option,
    isolates_option,
    read_slice,
    slice_options,
)
from cardindex.cli.printing import echo, echo_bytes, goes_to_standard_output

if TYPE_CHECKING:
    from cardindex.evidence import Selection
    from cardindex.exports import Format


@click.command("export")
@click.argument("format", metavar="FORMAT", required=False)
@index_option
@click.option("-o", "--output", type=FOLDER, help="The file to write; standard output without it.")
@isolates_option
@slice_options
def command(
    format: str | None,  # noqa: A002
    index: Path,
    output: Path | None,
    isolates: bool,
    **options: Any,
) -> None:
    """Write an index, or a slice of it, as RDF, a network, or tables.

    Without FORMAT, the formats are listed. Without slice options RDF and tables hold everything,
    networks what stands: graphml-all and the like (or --standing any --mode any) hold all of it.
    What is left out is told. What is written of a claim is always its standing in the whole index.
    With --isolates networks and tables of nodes keep entities without a link.
    With --identities the networks are those of the folded; RDF and tables hold claims as written.

    \b
    Example: cardindex export graphml -o kgb.graphml --about kgb
    """
    from cardindex import exports
    from cardindex.cli.output import print_notes
    from cardindex.errors import UnknownName
    from cardindex.files import write_bytes
    from cardindex.index import Index

    if format is None:
        _print_formats()
        return
    if format not in exports.FORMATS:
        raise UnknownName("format", format, exports.FORMATS)
    wanted = exports.FORMATS[format]
    if isolates and not wanted.write_all:
        raise click.UsageError(_no_isolates(wanted))
    opened = Index.open(index)
    selection = exports.select(opened, wanted, read_slice(opened, options, wanted.slice))
    data = wanted.bytes_of(selection, isolates=isolates)
    print_notes(selection.notes)
    if output is None or goes_to_standard_output(output):
        echo_bytes(data)
    else:
        write_bytes(output, data)
        echo(f"wrote {output}", err=True)
    _tell_left_out(selection, wanted, isolates=isolates)


def _no_isolates(format_: Format) -> str:
    if format_.linking:
        why = "has a row a line, and no place for entities without one"
    else:
        why = "is no network: it describes entities whether they have a link or not"
    return f"{format_.name} {why}; leave out --isolates"


def _tell_left_out(selection: Selection, format_: Format, *, isolates: bool) -> None:
    from dataclasses import replace

    from cardindex.cli.output import tell_left_out
    from cardindex.evidence import tally
    from cardindex.slices import Slice

    if format_.holds != "truthy":
        tell_left_out(selection, linking=format_.linking, isolates=isolates)
        return
    # It holds what stands, whatever the slice asks for.
    part, default = selection.slice, Slice()
    standing = replace(part, standings=default.standings, modes=default.modes)
    full = format_.name.removeprefix("truthy-")
    how = dict.fromkeys(("standing", "mode"), f"in the format {full}")
    tell_left_out(tally(selection.index, standing), linking=False, how=how)


def _print_formats() -> None:
    import pandas as pd

    from cardindex import exports
    from cardindex.cli.output import print_frame

    rows = [(name, kind.extension, kind.description) for name, kind in exports.FORMATS.items()]
    print_frame(pd.DataFrame(rows, columns=["format", "extension", "what it is"]), None)
