"""cardindex add: a claim with who says it, an entity, a source, or a row of another table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.cells import (
    as_kept,
    cell_options,
    kind_of,
    option_of,
    passage_option,
    seal_into,
)
from cardindex.cli.entering import enter, entering_options, opened
from cardindex.cli.options import default_texts_option, texts_of
from cardindex.tables.columns import COLUMNS

if TYPE_CHECKING:
    from cardindex.editing import Entry, Ledger

_TABLES = {
    "claim": "claims", "entity": "entities", "source": "sources", "name": "names",
    "group": "groups", "silent": "silent",
}  # fmt: skip
_COLUMNS_OF = ("claims", "citations", "entities", "sources", "names", "groups", "silent")
_DEFAULTS = {"stance": "affirms", "certainty": "stated"}


@click.command("add", short_help="Add a claim with who says it, an entity, a source and so on.")
@click.argument("what", type=click.Choice(list(_TABLES)))
@cell_options(_COLUMNS_OF, without=("claim",))
@click.option("--new-subject", metavar="KIND", help="The subject is the label of a new entity.")
@click.option("--new-object", metavar="KIND", help="The object is the label of a new entity.")
@click.option("--new-place", metavar="KIND", help="The place is the label of a new entity.")
@click.option("--new-source", metavar="KIND", help="The source is the title of a new one.")
@default_texts_option
@passage_option
@entering_options
def command(
    what: str,
    index: Path,
    *,
    new_subject: str | None,
    new_object: str | None,
    new_place: str | None,
    new_source: str | None,
    texts: Path | None,
    passage: str | None,
    dry_run: bool,
    **fields: str | None,
) -> None:
    """Add a row, or a claim with its citation and whoever and whatever is new with it.

    The checks of "cardindex check" are made before; where there is an error, nothing is written.
    "cardindex undo" takes back what was written.

    \b
    Example: cardindex add entity --type person --label "Ada Quill" --dry-run
    """
    from cardindex.editing import add_row

    cells = {column: cell for column, cell in fields.items() if cell is not None}
    table = _TABLES[what]
    columns = {*COLUMNS[table], *(COLUMNS["citations"] if what == "claim" else ())} - {"claim"}
    if strange := [column for column in cells if column not in columns]:
        message = f"{option_of(strange[0])} is nothing that {table}.csv has"
        raise click.UsageError(message)
    new = {"subject": new_subject, "object": new_object, "place": new_place, "source": new_source}
    if what != "claim" and any(each is not None for each in (*new.values(), texts, passage)):
        message = "--new-subject and the like, --texts and --passage are of claims"
        raise click.UsageError(message)
    _hold_passage(passage, texts, source=None if new_source else cells.get("source"))
    ledger = opened(index)
    for end in ("subject", "object", "place"):
        if kind := new[end]:
            new[end] = kind_of(ledger, kind)
    as_kept(ledger, cells, new)
    if what != "claim":
        enter(
            ledger,
            add_row(ledger, table, cells, ledger.vocabulary.identifiers),
            dry_run=dry_run,
            unused=True,
        )
        return
    about = _about(ledger, cells, new)
    if passage is not None:
        seal_into(cells, index, cells["source"], passage, texts_of(index, texts))
    enter(ledger, _entry(ledger, cells, *about), dry_run=dry_run)


def _hold_passage(passage: str | None, texts: Path | None, *, source: str | None) -> None:
    """See to it that a passage is of a source whose text is there. Raises UsageError."""
    if texts is not None and passage is None:
        message = "--texts is for --passage; say which words"
        raise click.UsageError(message)
    if passage is not None and not source:
        message = "--passage is of a --source whose text is there; cardindex text add makes both"
        raise click.UsageError(message)


def _about(
    ledger: Ledger, cells: dict[str, str], new: dict[str, str | None]
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the new entities and sources, and put the ids that they are given into the cells."""
    from cardindex.editing import entity_id, source_id

    entities: list[dict[str, str]] = []
    sources: list[dict[str, str]] = []
    for column, kind in new.items():
        called = cells.get(column, "")
        if kind and column == "source":
            cells[column] = source_id(ledger, called)
            sources.append({"id": cells[column], "kind": kind, "title": called})
        elif kind:
            cells[column] = entity_id(ledger, called, [each["id"] for each in entities])
            entities.append({"id": cells[column], "type": kind, "label": called})
    return entities, sources


def _entry(
    ledger: Ledger,
    cells: dict[str, str],
    entities: list[dict[str, str]],
    sources: list[dict[str, str]],
) -> Entry:
    from cardindex.editing import add_claim

    said = {column: cells[column] for column in COLUMNS["claims"] if column in cells}
    cited = {column: cells[column] for column in COLUMNS["citations"] if column in cells}
    known = ledger.vocabulary.identifiers
    return add_claim(ledger, said, [_DEFAULTS | cited], entities, sources, known)
