"""cardindex cluster: a tally or a dump of an index in Parquet, on a Spark Connect cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cardindex.cli.printing import echo

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cardindex.cluster import Done


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what both commands are told."""
    for option in reversed(
        (
            click.option(
                "--spark", required=True, metavar="sc://HOST:PORT", help="Where it listens."
            ),
            click.option(
                "--in", "source", required=True, metavar="PATH",
                help="The folder of the index in Parquet, as the cluster reads it: a path, s3://…",
            ),
            click.option(
                "--out", required=True, metavar="PATH",
                help="The folder to write to, as the cluster writes it.",
            ),
            click.option(
                "--partitions", type=click.IntRange(0), default=0, metavar="N",
                help="How many parts the claims are put into; one for 250,000 unless you say.",
            ),
            click.option(
                "--rounds", type=click.IntRange(1), default=1, show_default=True, metavar="N",
                help="Work on an N-th of the claims at a time, for an engine that holds all that "
                "it works on in memory.",
            ),
            click.option(
                "--replace", is_flag=True,
                help="Write over what an earlier run has written there.",
            ),
        )
    ):  # fmt: skip
        command = option(command)
    return command


@click.group("cluster")
def command() -> None:
    """Tally or dump an index of hundreds of millions of claims on a Spark Connect cluster.

    The tables are Parquet with the columns of the CSV (claims.parquet, citations.parquet …), each
    a file or a folder, beside index.toml. The workers need the same versions of Python and of
    cardindex as this machine; docs/cluster.md tells how they come by them.

    \b
    Example: cardindex cluster tally --spark sc://localhost:15002 --in /data/index --out /data/tally
    """


@command.command("tally")
@_options
@click.option(
    "--only", "outputs", multiple=True, type=click.Choice(["standings", "links", "weights"]),
    help="Write this, and the standings that it is made of; may be given again.",
)  # fmt: skip
def tally(
    *,
    spark: str,
    source: str,
    out: str,
    partitions: int,
    rounds: int,
    replace: bool,
    outputs: tuple[str, ...],
) -> None:
    """Write the standings of all claims, the links they come to, and the weights of sources.

    OUT holds a folder of Parquet for each, and "finished", which is written last: without it the
    rest is half-written.

    \b
    Example: cardindex cluster tally --spark sc://localhost:15002 --in s3://b/index --out s3://b/o
    """
    from cardindex import cluster

    with cluster.connected(spark) as session:
        done = cluster.tally(
            session, source, out, outputs=outputs or cluster.OUTPUTS, replace=replace,
            spread=cluster.Spread(partitions, rounds),
        )  # fmt: skip
    _tell(done)


@command.command("dump")
@_options
def dump(*, spark: str, source: str, out: str, partitions: int, rounds: int, replace: bool) -> None:
    """Write the index as N-Quads, a gzipped file a partition, for any SPARQL store to bulk-load.

    OUT holds folders of them, and "finished", which is written last.

    \b
    Example: cardindex cluster dump --spark sc://localhost:15002 --in /data/index --out /data/quads
    """
    from cardindex import cluster

    with cluster.connected(spark) as session:
        done = cluster.dump(
            session, source, out, spread=cluster.Spread(partitions, rounds), replace=replace
        )
    _tell(done)


def _tell(done: Done) -> None:
    partitions, rounds = done.spread
    many = f" and {rounds:,} rounds" if rounds > 1 else ""
    echo(f"{done.claims:,} claims in {partitions:,} partitions{many}; {done.place} holds:")
    for name in done.outputs:
        echo(f"  {name}")
    for standing, count in done.standings.items():
        echo(f"{count:>13,} {standing}")
