"""cardindex unite: two entities, sources or claims that are one."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.entering import KINDS, enter, entering_options, named, opened, tell_mentions


@click.command("unite", short_help="Make one of two entities, sources or claims.")
@click.argument("keep")
@click.argument("gone")
@click.option(
    "--twice", type=click.Choice(["leave", "merge", "same"]), default="leave", show_default=True,
    help="Claims that then say the same: leave them, put their citations under one, or tie them.",
)  # fmt: skip
@entering_options
def command(keep: str, gone: str, twice: str, index: Path, *, dry_run: bool) -> None:
    """Make KEEP and GONE one, called KEEP in all tables.

    The label of GONE becomes another name of KEEP, and empty cells are filled. Standard error
    tells what contradicts each other, and claims that now say the same.

    \b
    Example: cardindex unite ida-quill nell-farrow --dry-run
    """
    from cardindex.editing import unite

    ledger = opened(index)
    kind, kept = named(ledger, keep)
    called = next(name for name, table in KINDS.items() if table == kind)
    _, lost = named(ledger, gone, called)
    entry = unite(ledger, ledger.vocabulary, kind, kept, lost, twice=twice)
    tell_mentions(index, lost)
    enter(ledger, entry, dry_run=dry_run)
