"""cardindex build: all exports and the page, in one folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.options import FOLDER, index_argument, isolates_option, texts_option

if TYPE_CHECKING:
    from cardindex.evidence import Selection


@click.command("build")
@index_argument
@click.option(
    "-o", "--output", type=FOLDER, default=Path("dist"), show_default=True,
    help="The folder to write to.",
)  # fmt: skip
@texts_option
@isolates_option
def command(index: Path, output: Path, texts: Path | None, isolates: bool) -> None:
    """Check an INDEX and build every export and the page of it.

    All files are written at the end together: if something fails, what stood in the folder
    before still stands.

    \b
    Example: cardindex build graph -o dist
    """
    from cardindex import exports, ontology, settings
    from cardindex.cli.output import count, progress, tell_left_out
    from cardindex.errors import OutputError
    from cardindex.evidence import tally
    from cardindex.files import writing_all
    from cardindex.index import Index
    from cardindex.passages import read_texts
    from cardindex.slices import Slice
    from cardindex.view import page

    if output.exists() and not output.is_dir():
        message = f"{output}: is a file; name a folder to build into"
        raise OutputError(message)
    opened = Index.open(index)
    selection = tally(opened)
    read = read_texts(opened, texts) if texts else None
    files = exports.files(opened, isolates=isolates)
    vocabulary = settings.read(index)[0].ontology or ontology.packaged_path()
    names = [*files, "ontology.ttl", "index.html"]
    with writing_all([output / name for name in names]) as places:
        for name, write in progress(files.items(), "Exporting", len(files)):
            places[output / name].write_bytes(write())
        # Whoever takes the RDF finds in it what its classes and relations mean.
        places[output / "ontology.ttl"].write_bytes(vocabulary.read_bytes())
        text = page(selection, texts=read)
        places[output / "index.html"].write_bytes(text.encode())
    click.echo(f"{opened.title}: {count(len(opened.claims), 'claim')} on {_standing(selection)}")
    for told, group in exports.told(files):
        click.echo(f"  {told}: {', '.join(group)}")
    click.echo("  kinds and relations: ontology.ttl")
    tell_left_out(tally(opened, Slice()), linking=True, isolates=isolates)
    click.echo(f"Open {output / 'index.html'} in a browser.")


def _standing(selection: Selection) -> str:
    from cardindex.cli.output import count

    links = selection.links
    return f"{count(len(links), 'link')}, of which {int(links['stands'].sum()):,} stand"
