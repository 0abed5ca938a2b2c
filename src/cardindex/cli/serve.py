"""cardindex serve: an index on the web, for readers and programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.printing import echo

if TYPE_CHECKING:
    from cardindex.server import Place


@click.command("serve", short_help="Put indexes on the web, read-only.")
@click.argument("indexes", metavar="[INDEX…]", nargs=-1)
@click.option(
    "--texts", multiple=True, metavar="[NAME=]DIR",
    help="The folder of the texts of an index, which everybody may then read.",
)  # fmt: skip
@click.option("--bind", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, show_default=True,
              help="The port; 0 is a free one.")  # fmt: skip
@click.option("--public", default="", metavar="URL", help="The address under which readers come.")
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="A further name to answer to.")
def command(
    indexes: tuple[str, ...], texts: tuple[str, ...], *, bind: str, port: int, public: str,
    hosts: tuple[str, ...],
) -> None:  # fmt: skip
    """Serve one or several indexes, each an INDEX or NAME=INDEX; graph, unless you say.

    A page for every entity, claim, citation and source, search, linked data, SPARQL and APIs,
    on this machine alone unless you say otherwise. Nothing is written. Texts are shown only with
    --texts. Control-C ends it. Needs: pip install "cardindex[serve]".

    \b
    Example: cardindex serve graph documents=examples/us-documents
    """
    from cardindex.errors import CardindexError

    try:
        from cardindex.server import Settings, serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn", "anyio"):
            raise
        message = f'a server needs {error.name}; install it: pip install "cardindex[serve]"'
        raise CardindexError(message) from error

    def tell(address: str) -> None:
        echo(f"Serving at {address}")
        echo("Control-C ends it.")

    settings = Settings(public=public.rstrip("/"), hosts=frozenset(hosts))
    serve(_places(indexes or ("graph",), texts), settings, tell, host=bind, port=port)


def _places(indexes: tuple[str, ...], texts: tuple[str, ...]) -> list[Place]:
    """Return where the indexes lie; one alone has no name, unless it is given one."""
    from cardindex.server import Place

    shown = dict(_named(text) for text in texts)
    named = [_named(index) for index in indexes]
    if len(named) > 1:
        named = [(name or Path(folder).resolve().name, folder) for name, folder in named]
    return [
        Place(Path(folder), name, Path(shown[name]) if name in shown else None)
        for name, folder in named
    ]


def _named(text: str) -> tuple[str, str]:
    name, equals, folder = text.partition("=")
    return (name, folder) if equals else ("", text)
