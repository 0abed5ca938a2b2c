"""cardindex init: a new index with one example of everything."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from cardindex.cli.options import FOLDER
from cardindex.cli.printing import echo


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
    from cardindex.files import replacing, sweep

    example = Path(str(files("cardindex"))) / "example"
    texts = {
        path.relative_to(example).as_posix(): path.read_bytes()
        for path in sorted(example.rglob("*"))
        if path.suffix in {".csv", ".toml", ".json", ".md", ".txt"}
    }
    texts["ontology.ttl"] = ontology.packaged_path().read_bytes()
    for inside in {(folder / name).parent for name in texts}:
        sweep(inside, [Path(name).name for name in texts])
    if folder.is_dir() and not _is_begun(folder, texts):
        message = f"{folder}: is not empty; name a new folder, so that nothing is overwritten"
        raise OutputError(message)
    with replacing(folder) as place:
        for name, text in texts.items():
            (place / name).parent.mkdir(exist_ok=True)
            (place / name).write_bytes(text)
    echo(f"made {folder}: tables, index.toml, ontology.ttl, and a README.md on each")
    echo(f'check it with "cardindex check {folder}", see it with "cardindex view -i {folder}"')


def _is_begun(folder: Path, texts: Mapping[str, bytes]) -> bool:
    """Tell whether a folder holds nothing, or a part of a new index and nothing else.

    So it is where a full disk or a signal ended the making of one; then it is made anew.
    """
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    held = {name for name, path in there.items() if path.is_symlink() or not path.is_dir()}
    return held < set(texts) and all(
        there[name].is_file() and there[name].read_bytes() == texts[name] for name in held
    )
