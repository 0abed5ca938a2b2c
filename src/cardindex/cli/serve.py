"""cardindex serve: indexes on the web, for readers and programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from cardindex.cli.installed import require
from cardindex.cli.printing import echo

if TYPE_CHECKING:
    from cardindex.server import Place

_LIBRARIES = ("httptools", "matplotlib", "PIL", "prometheus_client", "starlette", "uvicorn")


@click.command("serve", short_help="Put indexes on the web, read-only.")
@click.argument("indexes", metavar="[INDEX…]", nargs=-1)
@click.option(
    "--texts", multiple=True, metavar="[NAME=]DIR",
    help="The folder of the texts of an index, which everybody may then read.",
)  # fmt: skip
@click.option(
    "--endpoint", "endpoints", multiple=True, metavar="[NAME=]URL",
    help="A SPARQL endpoint that holds an index and answers its queries; see push.",
)  # fmt: skip
@click.option(
    "--bind", default="127.0.0.1", show_default=True, metavar="ADDRESS",
    help="The address to listen at, 0.0.0.0 for all, or unix:PATH.",
)  # fmt: skip
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=8000, show_default=True,
    help="The port; 0 is a free one.",
)  # fmt: skip
@click.option(
    "--public", default="", metavar="URL",
    help="The address under which readers come, with its path.",
)  # fmt: skip
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="A further name to answer to.")
@click.option(
    "--proxy", "proxies", multiple=True, metavar="ADDRESS",
    help="A proxy whose word is taken for who asks: an address, a network, or unix.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True,
    help="How many processes answer; as many as there are cores is a good number.",
)  # fmt: skip
@click.option(
    "--per-client", type=click.IntRange(0), default=0, show_default=True,
    help="The connections that one client may have in a worker; 0 is any number.",
)  # fmt: skip
@click.option(
    "--metrics", default="", metavar="[ADDRESS:]PORT",
    help="Where what is counted can be asked, for Prometheus; nowhere, unless you say.",
)  # fmt: skip
@click.option(
    "--log", type=click.Choice(["json", "text", "none"]), default=None,
    help="How requests are logged to standard error; text at a terminal, else json.",
)  # fmt: skip
@click.option(
    "--log-clients", type=click.Choice(["none", "short", "full"]), default="none",
    show_default=True, help="What is logged of the addresses of clients.",
)  # fmt: skip
@click.option(
    "--state", type=click.Path(file_okay=False, path_type=Path), default=None, metavar="DIR",
    help="Where it is kept what changed between versions; until the end, unless you say.",
)  # fmt: skip
def command(
    indexes: tuple[str, ...], texts: tuple[str, ...], endpoints: tuple[str, ...], *, bind: str,
    port: int, public: str,
    hosts: tuple[str, ...], proxies: tuple[str, ...], workers: int, per_client: int, metrics: str,
    log: Literal["json", "text", "none"] | None, log_clients: Literal["none", "short", "full"],
    state: Path | None,
) -> None:  # fmt: skip
    """Serve one or several indexes, each an INDEX or NAME=INDEX; graph, unless you say.

    A page for every entity, claim, citation and source, search, linked data, SPARQL and APIs,
    on this machine alone unless you say otherwise. Nothing is written but in --state. An index that
    changes on disk is served anew. Texts are shown only with --texts. Control-C ends it.
    Needs: pip install "cardindex[serve]".

    \b
    Example: cardindex serve graph documents=examples/us-documents
    """
    require("serve an index", "serve", *_LIBRARIES)
    from cardindex.server import Running, Settings, naming, serve
    from cardindex.server.connections import Bounds
    from cardindex.server.forwarded import networks

    def tell(told: str) -> None:
        if told.startswith("Warning"):
            echo(told, err=True)
            return
        echo(f"Serving at {told}" + (f", for {public}" if public else ""))
        echo("Control-C ends it.")

    address = naming.public(public)
    networks(proxies)
    settings = Settings(public=address, hosts=naming.hosts(hosts, address), state=state)
    running = Running(
        bind=bind, port=port, workers=workers, proxies=proxies, metrics=metrics,
        log=log or _usual_log(), clients=log_clients, bounds=Bounds(of_client=per_client),
    )  # fmt: skip
    serve(_places(indexes or ("graph",), texts, endpoints), settings, tell, running)


def _usual_log() -> Literal["json", "text"]:
    return "text" if sys.stderr.isatty() else "json"


def _places(
    indexes: tuple[str, ...], texts: tuple[str, ...], endpoints: tuple[str, ...]
) -> list[Place]:
    """Return the folders of the indexes by name; a single index has no name unless it is given."""
    from cardindex.characters import quoted
    from cardindex.errors import CardindexError
    from cardindex.remote import Address
    from cardindex.server import Place

    named = [_named(index) for index in indexes]
    if len(named) > 1:
        named = [(name or Path(folder).resolve().name, folder) for name, folder in named]
    shown = dict(_named(text) for text in texts)
    asked = dict(_of_endpoint(text) for text in endpoints)
    for option, told in (("--texts", shown), ("--endpoint", asked)):
        for name, value in told.items():
            if name not in dict(named):
                meant = f"there is no index {quoted(name)}" if name else "say of which index"
                raise CardindexError(
                    f"{option}: {meant}; write NAME={value} with a name of an index"
                )
    for folder in shown.values():
        if not Path(folder).is_dir():
            raise CardindexError(f"--texts: {folder} is no folder")
    for url in asked.values():
        Address.of(url)
    return [
        Place(Path(folder), name, Path(shown[name]) if name in shown else None, asked.get(name, ""))
        for name, folder in named
    ]


def _of_endpoint(text: str) -> tuple[str, str]:
    """Return name and address; an address may have a = of its own."""
    name, equals, url = text.partition("=")
    return (name, url) if equals and "/" not in name else ("", text)


def _named(text: str) -> tuple[str, str]:
    """Split NAME=INDEX, unless a folder has that whole text as its name."""
    name, equals, folder = text.partition("=")
    return (name, folder) if equals and not Path(text).is_dir() else ("", text)
