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
@click.option(
    "--simple", is_flag=True,
    help="In networks one line a pair, its weight the independent roots of its claims together.",
)  # fmt: skip
@click.option("--undirected", is_flag=True, help="In networks no line has a direction.")
@click.option(
    "--style", metavar="STYLE", default="",
    help="The style of CSL in which footnotes cite: chicago-notes-bibliography, unless you say.",
)  # fmt: skip
@slice_options
def command(
    format: str | None,  # noqa: A002
    index: Path,
    output: Path | None,
    **options: Any,
) -> None:
    """Write an index, or a slice of it, as RDF, a network, tables, a picture or footnotes.

    Without FORMAT, the formats are listed. Without slice options RDF and tables hold everything,
    networks what stands: graphml-all and the like (or --standing any --mode any) hold all of it.
    What is left out is told. What is written of a claim is always its standing in the whole index.
    What a format has no place for is told, too. With --isolates networks and tables of nodes keep
    entities without a link.
    With --identities the networks are those of the folded; RDF and tables hold claims as written.
    A file whose name ends in .gz or .zst is packed while it is written.

    \b
    Example: cardindex export graphml -o kgb.graphml --entity kgb
    """
    from cardindex import exports
    from cardindex.cli.output import print_notes
    from cardindex.errors import UnknownName
    from cardindex.exports.carried import lost
    from cardindex.index import Index

    if format is None:
        _print_formats()
        return
    if format not in exports.FORMATS:
        raise UnknownName("format", format, exports.FORMATS)
    wanted = exports.FORMATS[format]
    asked = _asked(wanted, {name: options.pop(name) for name in _ASKED})
    opened = Index.open(index)
    selection = exports.select(opened, wanted, read_slice(opened, options, wanted.slice))
    print_notes(selection.notes)
    if output is None or goes_to_standard_output(output):
        echo_bytes(wanted.chunks(selection, **asked))
    else:
        exports.write(selection, format, output, **asked)
        echo(f"wrote {output}", err=True)
    _tell_left_out(selection, wanted, isolates=bool(asked.get("isolates")))
    print_notes(filter(None, [lost(selection, wanted, simple=bool(asked.get("simple")))]))


_ASKED = ("isolates", "simple", "undirected", "style")


def _asked(format_: Format, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options that only this format has.

    Raises UsageError where it has no such option.
    """
    from cardindex import exports

    asked = {name: value for name, value in options.items() if value}
    for name in asked:
        if name in format_.takes:
            continue
        if name == "isolates":
            raise click.UsageError(_no_isolates(format_))
        have = [it.name for it in exports.FORMATS.values() if name in it.takes]
        message = f"{format_.name} has no --{name}; leave it out, or take {', '.join(have)}"
        raise click.UsageError(message)
    return asked


def _no_isolates(format_: Format) -> str:
    if format_.group == "pictures":
        why = "draws those who have a line, and nobody else"
    elif format_.linking:
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
    # This format holds what stands, whatever standings the slice has.
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
