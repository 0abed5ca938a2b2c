"""cardindex push: an index put into a SPARQL store."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.options import FOLDER
from cardindex.cli.printing import echo


@click.command("push", short_help="Load an index into a SPARQL store.")
@click.argument("target", metavar="TARGET")
@click.argument("index", metavar="[INDEX]", type=FOLDER, default="graph")
@click.option(
    "--by", type=click.Choice(["graph-store", "update", "files"]),
    help="What TARGET is: an address of the Graph Store Protocol, of SPARQL Update, or a folder.",
)  # fmt: skip
@click.option("--update", metavar="URL", default="", help="Where the store takes SPARQL Update, "
              "so that of a graph only what has changed is sent.")  # fmt: skip
@click.option("--query", metavar="URL", default="", help="Where the store answers queries.")
@click.option("--whole", is_flag=True, help="Push everything, whatever the store holds.")
@click.option(
    "--batch", type=click.IntRange(1, 1_000_000), metavar="N",
    help="Triples in one request: unless you say, 50000 by Graph Store, 1000 by Update.",
)  # fmt: skip
@click.option("--user", metavar="NAME", default="", help="Who you are there; the password is in "
              "CARDINDEX_PASSWORD or ~/.netrc.")  # fmt: skip
@click.option("--token", is_flag=True, help="Send the bearer token that is in CARDINDEX_TOKEN.")
@click.option("--timeout", type=click.FloatRange(1, 86_400), default=300, show_default=True,
              metavar="SECONDS", help="How long one request may take.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and change nothing.")
def command(
    target: str, index: Path, *, by: str | None, update: str, query: str, whole: bool,
    batch: int | None, user: str, token: bool, timeout: float, dry_run: bool,
) -> None:  # fmt: skip
    """Load INDEX (graph, unless you say) into a SPARQL 1.1 store, as named graphs.

    The store says of itself which version it holds, and after the first push only what has changed
    is sent: by Update triple by triple, by Graph Store graph by graph. A push that is broken off
    goes on with the next one. No other graph of the store is touched. With --by files, TARGET is a
    new folder of N-Quads with scripts for bulk loaders. docs/engines.md has the addresses of
    stores that one meets.

    \b
    Examples: cardindex push http://127.0.0.1:7878/store graph
              cardindex push http://127.0.0.1:3030/index/update --user ann --dry-run
              cardindex push quads --by files
    """
    from cardindex.errors import MalformedValue
    from cardindex.index import Index
    from cardindex.pushing import push
    from cardindex.pushing import target as store_at
    from cardindex.remote import Address, Bounds, Patience, from_environment

    if by == "files":
        if "://" in target:
            raise click.UsageError("--by files writes into a folder; TARGET is an address")
        _write_files(index, Path(target), dry=dry_run)
        return
    if "://" not in target:
        reason = "write http:// or https:// before a store; a folder of files takes --by files"
        raise MalformedValue(target, reason)
    address = Address.of(target)
    credentials = from_environment(address, user, token=token)
    if credentials is not None and address.is_open_to_listeners:
        tell(
            "what is sent to http:// can be read on the way, and so can who you are: take https://"
        )
    store = store_at(
        target, by=by or "", update=update, query=query, credentials=credentials,
        patience=Patience(tell=tell), bounds=Bounds(seconds=timeout),
    )  # fmt: skip
    try:
        found = push(Index.open(index), store, tell, batch=batch or 0, whole=whole, dry=dry_run)
    finally:
        store.close()
    if dry_run and found.plan is not None:
        echo(f"about {found.plan.requests:,} requests to {address.origin}; nothing was sent")
    elif found.plan is not None:
        echo(f"pushed in {found.requests:,} requests")


def tell(text: str) -> None:
    """Say beside the results what is done."""
    echo(text, err=True)


def _write_files(index: Path, folder: Path, *, dry: bool) -> None:
    from cardindex.index import Index
    from cardindex.pushing import write

    opened = Index.open(index)
    if dry:
        echo(f"would write the graphs of {index} as N-Quads to {folder}")
        return
    for name in write(opened, folder):
        echo(f"wrote {folder / name}")
