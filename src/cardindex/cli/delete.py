"""cardindex delete: a row, and what hangs on it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cardindex.cli.entering import (
    CITATION,
    enter,
    entering_options,
    named,
    opened,
    show_rows,
    tell_mentions,
)
from cardindex.cli.printing import echo


@click.command("delete", short_help="Delete an entity, a source, a claim or a citation.")
@click.argument("id_", metavar="ID")
@click.option("--all", "whole", is_flag=True, help="Also what hangs on it.")
@entering_options
def command(id_: str, *, whole: bool, index: Path, dry_run: bool) -> None:
    """Delete an entity, a source, a claim, or a citation by its id.

    What hangs on it (claims of an entity, citations of a source, ties …) is listed, and goes with
    it by --all alone. "cardindex undo" brings all of it back.

    \b
    Example: cardindex delete c012 --dry-run
    """
    from cardindex.editing import delete, delete_citation, hanging

    ledger = opened(index)
    if CITATION.fullmatch(id_):
        entry = delete_citation(ledger, id_)
        others = entry.changes[1:]
    else:
        kind, old = named(ledger, id_)
        entry = delete(ledger, kind, old)
        tell_mentions(index, old)
        # A claim is nothing without its citations.
        others = tuple(
            each
            for each in hanging(entry, kind, old)
            if kind != "claims" or each.table != "citations"
        )
    if others and not (whole or dry_run):
        show_rows(others)
        echo(f"this hangs on {id_}, and goes with it by --all; nothing was written", err=True)
        sys.exit(1)
    enter(ledger, entry, dry_run=dry_run)
