"""cardindex init: a new index with one example of everything."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.options import FOLDER


@click.command("init", short_help="Make a new index with one example of everything.")
@click.argument("folder", type=FOLDER)
def command(folder: Path) -> None:
    """Make a new index in FOLDER, with its own ontology and one example of everything.

    The example passes "cardindex check"; put your own rows in its place. FOLDER is made if it is
    not there, and must be empty if it is.

    \b
    Example: cardindex init my-index
    """
    from importlib.resources import files

    from cardindex import ontology
    from cardindex.errors import OutputError
    from cardindex.files import write_bytes

    if folder.is_file():
        message = f"{folder}: is a file; name a folder"
        raise OutputError(message)
    if folder.is_dir() and any(folder.iterdir()):
        message = f"{folder}: is not empty; name a new folder, so that nothing is overwritten"
        raise OutputError(message)
    example = Path(str(files("cardindex"))) / "example"
    for path in sorted(example.rglob("*")):
        if path.suffix in {".csv", ".toml", ".json", ".md", ".txt"}:
            write_bytes(folder / path.relative_to(example), path.read_bytes())
    write_bytes(folder / "ontology.ttl", ontology.packaged_path().read_bytes())
    click.echo(f"made {folder}: tables, index.toml, ontology.ttl, and a README.md on each")
    click.echo(
        f'check it with "cardindex check {folder}", see it with "cardindex view -i {folder}"'
    )
