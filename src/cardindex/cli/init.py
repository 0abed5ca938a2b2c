"""cardindex init: a new index, with one example of everything, empty, or made from texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from cardindex.cli.options import FOLDER
from cardindex.cli.printing import echo


@click.command("init", short_help="Make a new index.")
@click.argument("folder", type=FOLDER)
@click.option("--empty", is_flag=True, help="Without the example: tables without rows.")
@click.option(
    "--from-texts", "source", type=FOLDER, metavar="DIR",
    help="Without the example: a source and its text for each file in DIR.",
)  # fmt: skip
def command(folder: Path, empty: bool, source: Path | None) -> None:
    """Make a new index in FOLDER, with its own ontology and one example of everything.

    The example passes "cardindex check"; put your own rows in its place. FOLDER is made if it is
    not there, and must be empty if it is. --empty makes tables without rows; --from-texts reads
    the files in DIR as "cardindex text add" does, and lists each as a source.

    \b
    Example: cardindex init my-index
    """
    from cardindex.atomic import refuse_full, sweep, write_folder
    from cardindex.cli.output import print_notes

    notes: list[str] = []
    texts = _example()
    if empty or source is not None:
        texts = _blank()
    if source is not None:
        from cardindex.sourcetexts import from_texts

        begun = from_texts(source)
        texts["sources.csv"] = begun.sources.encode()
        texts |= {f"texts/{name}": text.encode("utf-8") for name, text in begun.texts.items()}
        notes = [
            f"{name}: {id_}{''.join(f'; {each}' for each in told)}"
            for name, id_, told in begun.told
        ]
        notes.append(
            "look through sources.csv: kinds are guessed by the file (web, book, else report), and "
            "who wrote what, when, is not said yet"
        )
        if begun.skipped:
            notes.append(f"not read, as of no kind that is: {', '.join(begun.skipped)}")
    for inside in {(folder / name).parent for name in texts}:
        sweep(inside, [Path(name).name for name in texts])
    if folder.is_dir() and not _is_begun(folder, texts):
        refuse_full(folder)
    write_folder(folder, texts)
    echo(f"made {folder}: tables, index.toml, ontology.ttl, and a README.md on each")
    echo("how a text becomes rows is told in its coding.md, the coding manual")
    if empty or source is not None:
        echo(f"change title and base in {folder / 'index.toml'} first")
        echo(f'enter with "cardindex add claim -i {folder}", as its README.md shows')
        echo(f'check it with "cardindex check {folder}"')
    else:
        echo(f'check it with "cardindex check {folder}", see it with "cardindex view -i {folder}"')
    print_notes(notes)


def _example() -> dict[str, bytes]:
    """Return the files of the example, by their names in an index."""
    return _packaged("example") | _with_every_index()


def _blank() -> dict[str, bytes]:
    """Return the files of an index without rows; tables that it may do without stay away."""
    from cardindex import tables

    names = [name for name in tables.COLUMNS if name not in tables.OPTIONAL or name == "silent"]
    headers = {f"{name}.csv": tables.render(name, ()).encode() for name in names}
    return headers | _packaged("blank") | _with_every_index()


def _with_every_index() -> dict[str, bytes]:
    """Return what every new index gets: the ontology and the coding manual, to change and keep."""
    from importlib.resources import files

    from cardindex import ontology

    manual = files("cardindex").joinpath("coding.md")
    return {"ontology.ttl": ontology.packaged_path().read_bytes(), "coding.md": manual.read_bytes()}


def _packaged(name: str) -> dict[str, bytes]:
    from importlib.resources import files

    folder = Path(str(files("cardindex"))) / name
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".csv", ".toml", ".json", ".md", ".txt"}
    }


def _is_begun(folder: Path, texts: Mapping[str, bytes]) -> bool:
    """Tell whether a folder is empty, or holds only a part of a new index.

    A full disk or a signal may have ended an earlier "init"; the index is then made anew.
    """
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    held = {name for name, path in there.items() if path.is_symlink() or not path.is_dir()}
    return held < set(texts) and all(
        there[name].is_file() and there[name].read_bytes() == texts[name] for name in held
    )
