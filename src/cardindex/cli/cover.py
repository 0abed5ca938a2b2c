"""cardindex cover: what each paragraph or page of a source yielded."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.options import index_option, meant, table_option


@click.command("cover")
@click.argument("source")
@index_option
@click.option("--unread", is_flag=True, help="List only what has not been read.")
@table_option
def command(source: str, index: Path, unread: bool, form: str | None) -> None:
    """List what each place of a source yielded.

    For each paragraph or page of SOURCE: its claims, or the word that it states no relation
    (from silent.csv beside the tables), or that it is unread.

    \b
    Example: cardindex cover essay
    """
    from cardindex.cli.output import print_frame
    from cardindex.coverage import coverage
    from cardindex.index import Index

    opened = Index.open(index)
    frame = coverage(opened, meant(opened, source, "source"))
    print_frame(frame[frame["states"] == "unread"] if unread else frame, form)
