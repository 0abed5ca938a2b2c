"""cardindex rename: another id for an entity, a source or a claim, everywhere at once."""

from __future__ import annotations

from pathlib import Path

import click

from cardindex.cli.entering import enter, entering_options, named, opened, tell_mentions


@click.command("rename", short_help="Give an entity, a source or a claim another id, everywhere.")
@click.argument("old")
@click.argument("new")
@entering_options
def command(old: str, new: str, index: Path, *, dry_run: bool) -> None:
    """Call OLD, an entity, a source or a claim, NEW in all tables at once.

    Chains, ties, containers, what works rest on, groups, decisions, the bibliography and what
    tells where rows come from follow. Where two kinds have one id, write "source:" or "entity:"
    before it.

    \b
    Example: cardindex rename ida-quill ida-marlow --dry-run
    """
    from cardindex.editing import rename

    ledger = opened(index)
    kind, id_ = named(ledger, old)
    tell_mentions(index, id_)
    enter(ledger, rename(ledger, kind, id_, new), dry_run=dry_run)
