"""cardindex unmerge: give back one of the indexes that a merged index was made of."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.options import FOLDER
from cardindex.cli.printing import echo


@click.command("unmerge", short_help="Give back an index that a whole was made of.")
@click.argument("whole", type=FOLDER)
@click.argument("name")
@click.option("-o", "--output", type=FOLDER, required=True, help="A new folder.")
def command(whole: Path, name: str, output: Path) -> None:
    """Write what of a WHOLE is the index NAME's to a new folder: its tables as they were.

    Edits made in the whole are in it; what belongs to the whole alone, such as decisions on who is
    who, is not.

    \b
    Example: cardindex unmerge both graph -o graph-again
    """
    from cardindex.merging import apart

    apart.write(apart.part(whole, name), output)
    echo(f"{output}: {name} as it is in {whole}")
