"""cardindex split: one entity, source or claim that is two."""

from __future__ import annotations

import re
from pathlib import Path

import click

from cardindex.cli.entering import enter, entering_options, named, opened

_CITATION = re.compile("[a-z][0-9]+-[0-9a-f]{8}")


@click.command("split", short_help="Move claims or citations to a new entity, source or claim.")
@click.argument("id_", metavar="ID")
@click.argument("moving", nargs=-1, required=True)
@click.option("--label", default="", help="What the new entity is called.")
@click.option("--title", default="", help="The title of the new source.")
@click.option("--id", "new", default="", help="The id of what is new; made, unless you say.")
@entering_options
def command(
    id_: str, moving: tuple[str, ...], label: str, title: str, new: str, index: Path, *,
    dry_run: bool,
) -> None:  # fmt: skip
    """Make a new entity, source or claim beside ID, and move some of what names it there.

    MOVING are claims, or citations by their ids ("cardindex show c012" has them). What is new has
    the cells of ID but for what you give.

    \b
    Example: cardindex split ida-quill c015 c016 --label "Another Quill" --dry-run
    """
    from cardindex.editing import split

    ledger = opened(index)
    kind, old = named(ledger, id_)
    given = {"id": new, "label": label, "title": title}
    columns = {"entities": ("id", "label"), "sources": ("id", "title"), "claims": ("id",)}[kind]
    cells = {column: given[column] for column in columns if given[column]}
    citations = [each for each in moving if _CITATION.fullmatch(each)]
    claims = [named(ledger, each, "claim")[1] for each in moving if each not in citations]
    entry = split(ledger, kind, old, cells, claims=claims, citations=citations)
    enter(ledger, entry, dry_run=dry_run)
