"""cardindex build: all exports and the page, in one folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.options import (
    FOLDER,
    arrangement_option,
    index_argument,
    isolates_option,
    read_arrangement,
    texts_option,
)
from cardindex.cli.printing import echo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cardindex.atomic import Bytes
    from cardindex.atomic.manifest import Manifest
    from cardindex.evidence import Selection


@click.command("build")
@index_argument
@click.option(
    "-o", "--output", type=FOLDER, default=Path("dist"), show_default=True,
    help="The folder to write to.",
)  # fmt: skip
@texts_option
@arrangement_option
@isolates_option
@click.option(
    "--identities",
    is_flag=True,
    help="Page and networks with those folded who are said to be somebody else.",
)
def command(
    *,
    index: Path,
    output: Path,
    texts: Path | None,
    arrangement: Path | None,
    isolates: bool,
    identities: bool,
) -> None:
    """Check an INDEX and build every export and the page of it.

    All files change at once: if something fails, or it is interrupted, what stood in the folder
    before still stands. manifest.txt lists them, and names the version that they are. Other files
    in the folder stay.

    \b
    Example: cardindex build graph -o dist
    """
    from dataclasses import replace

    from cardindex import exports
    from cardindex.atomic import manifest, replacing
    from cardindex.cli.output import print_notes, tell_left_out
    from cardindex.evidence import tally
    from cardindex.index import Index
    from cardindex.passages import read_texts
    from cardindex.slices import EVERYTHING, Slice
    from cardindex.view import page, part_of

    opened = Index.open(index)
    selection = tally(opened, replace(EVERYTHING, identities=identities))
    read = read_texts(opened, texts) if texts else None
    arranged = read_arrangement(opened, arrangement)
    files = exports.files(opened, isolates=isolates, identities=identities, made=(selection,))
    vocabulary = _vocabulary(index)
    names = {*files, "ontology.ttl", "index.html", manifest.FILE}
    before, amiss, gone = _before(output, names)
    with replacing(output, gone, manifest.FILE) as place:
        # The page comes first: the memory that it takes is then free for the files.
        told = page(selection, texts=read, arrangement=arranged)
        (place / "index.html").write_bytes(told.encode())
        del told
        _write(place, files)
        # Readers of the RDF find in the ontology what its classes and relations mean.
        (place / "ontology.ttl").write_bytes(vocabulary.encode())
        made = _listed(place)
    _tell_files(selection, files)
    stands = tally(opened, Slice(identities=identities))
    tell_left_out(stands, linking=True, isolates=isolates)
    if amiss:
        told = f"{output} was not whole: {', '.join(amiss)} had changed since version {before}"
        print_notes([f"{told}. All is now of version {made.version}."])
    echo(f"Version {made.version}; {output / manifest.FILE} lists its files.")
    print_notes([str(part)] if (part := part_of(selection)) else [])
    echo(f"Open {output / 'index.html'} in a browser.")


def _vocabulary(folder: Path) -> str:
    """Return the text of an index's ontology, what imports have added included."""
    from cardindex import ontology, settings

    about = settings.read(folder)[0]
    return ontology.whole_text(about.ontology or ontology.packaged_path(), about.additions)


def _write(place: Path, files: Mapping[str, Callable[[], Iterable[Bytes]]]) -> None:
    from cardindex.atomic import write_behind
    from cardindex.watching import watched

    for name, write in watched(files.items(), "Writing", len(files)):
        with (place / name).open("wb") as file:
            write_behind(file, write())


def _listed(place: Path) -> Manifest:
    """List all files of a build in its manifest."""
    from cardindex import __version__
    from cardindex.atomic import manifest

    maker = f"cardindex {__version__}"
    made = manifest.of(place, maker)
    (place / manifest.FILE).write_bytes(manifest.text(made, maker).encode())
    return made


def _tell_files(selection: Selection, files: Iterable[str]) -> None:
    """Say what was made of how much, the files by what they are for."""
    from cardindex import exports
    from cardindex.cli.output import count

    claims = len(selection.index.claims)
    echo(f"{selection.index.title}: {count(claims, 'claim')} on {_standing(selection)}")
    for told, group in exports.told(files):
        echo(f"  {told}: {', '.join(group)}")
    if claims > exports.LARGE:
        echo(f"  of more than {exports.LARGE:,} claims no more than that: see cardindex export")
    echo("  kinds and relations: ontology.ttl")


def _before(output: Path, names: set[str]) -> tuple[str, list[str], list[str]]:
    """Return the version of the build in the folder, what is wrong with it, and which files may go.

    Files of an earlier build that this one does not make go, if nobody has changed them.
    """
    from cardindex.atomic import manifest

    before = manifest.read(output)
    if before is None:
        return "", [], []
    amiss = manifest.changed(output, before)
    return before.version, amiss, sorted(set(before.sums) - names - set(amiss))


def _standing(selection: Selection) -> str:
    from cardindex.cli.output import count

    links = selection.links
    return f"{count(len(links), 'link')}, of which {int(links['stands'].sum()):,} stand"
