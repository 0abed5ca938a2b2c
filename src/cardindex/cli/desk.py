"""cardindex desk: a page beside the texts, by which evidence goes into the tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.installed import require
from cardindex.cli.options import FOLDER, index_argument
from cardindex.cli.printing import echo

if TYPE_CHECKING:
    from cardindex.desk.guard import Keys


@click.command("desk", short_help="Open the desk: read texts and enter claims beside them.")
@index_argument
@click.option(
    "--texts", type=FOLDER, metavar="DIR",
    help='The folder of the texts; "texts" in that of the index, unless you say.',
)  # fmt: skip
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=0, help="The port; 0 is a free one."
)
@click.option("--read-only", is_flag=True, help="Let nobody change anything.")
@click.option("--no-browser", is_flag=True, help="Open no browser; the address is printed.")
def command(index: Path, texts: Path | None, port: int, read_only: bool, no_browser: bool) -> None:
    """Serve a page on this machine alone, to read texts and enter claims beside them.

    What is entered is written into the tables of INDEX at once, checked and in canonical form;
    "cardindex undo" takes it back. The first address that is printed may write, the second only
    look on. Control-C ends it. Needs: pip install "cardindex[desk]".

    \b
    Example: cardindex desk graph --texts ../texts
    """
    from cardindex.checks import no_index
    from cardindex.errors import CardindexError, InvalidIndex

    require("open the desk", "desk", "starlette", "uvicorn")
    from cardindex.desk import Desk, serve

    if problem := no_index(index):
        raise InvalidIndex([problem])
    if texts is not None and not texts.is_dir():
        raise CardindexError(f"{texts}: there is no such folder; name the one that holds the texts")

    def tell(keys: Keys) -> None:
        echo(f"The desk of {index} is at {keys.address(keys.write)}")
        if not read_only:
            echo(f"To look over your shoulder:  {keys.address(keys.read)}")
        echo("Control-C ends it.")

    serve(
        Desk.open(index, texts, first=True),
        tell,
        port=port,
        read_only=read_only,
        browser=not no_browser,
    )
