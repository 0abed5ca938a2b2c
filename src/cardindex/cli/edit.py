"""cardindex edit: other cells of an entity, a source, a claim or a citation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardindex.cli.cells import (
    as_kept,
    cell_options,
    option_of,
    passage_option,
    seal_into,
)
from cardindex.cli.entering import CITATION, enter, entering_options, named, opened
from cardindex.cli.options import default_texts_option, texts_of
from cardindex.tables.columns import COLUMNS

if TYPE_CHECKING:
    from cardindex.editing import Ledger

_TABLES = ("claims", "citations", "entities", "sources")


@click.command("edit", short_help="Change cells of an entity, a source, a claim or a citation.")
@click.argument("id_", metavar="ID")
@cell_options(
    _TABLES,
    without=("id", "claim"),
    told={
        "stance": "affirms, denies or doubts.",
        "certainty": "stated, probable or possible.",
        "kind": "Of what kind a source is.",
    },
)
@default_texts_option
@passage_option
@entering_options
def command(
    id_: str,
    index: Path,
    *,
    texts: Path | None,
    passage: str | None,
    dry_run: bool,
    **fields: str | None,
) -> None:
    """Change cells of ID: an entity, a source, a claim, or a citation by its id.

    Cells that are not named stay; one is emptied by "". What belongs to citations alone may be
    said of a claim that has one citation. Another id is given by "cardindex rename", and
    "cardindex undo" takes back what was written.

    \b
    Example: cardindex edit c012 --when 1953 --gloss "" --dry-run
    """
    from cardindex.editing import edit, edit_citation

    cells = {column: cell for column, cell in fields.items() if cell is not None}
    if texts is not None and passage is None:
        message = "--texts is for --passage; say which words"
        raise click.UsageError(message)
    if not cells and passage is None:
        message = 'say what is to change, such as --when 1953; "" empties a cell'
        raise click.UsageError(message)
    ledger = opened(index)
    wanted = {*cells, *(("seal",) if passage is not None else ())}
    table, row = _row(ledger, id_, wanted)
    if strange := sorted(wanted - set(COLUMNS[table])):
        message = f"{option_of(strange[0])} is nothing that {table}.csv has"
        raise click.UsageError(message)
    as_kept(ledger, cells, {})
    if table != "citations":
        enter(ledger, edit(ledger, table, row, cells), dry_run=dry_run)
        return
    if passage is not None:
        source = cells.get("source", _source(ledger, row))
        seal_into(cells, index, source, passage, texts_of(index, texts))
    enter(ledger, edit_citation(ledger, row, cells), dry_run=dry_run)


def _row(ledger: Ledger, text: str, wanted: set[str]) -> tuple[str, str]:
    """Return the table and the id of what is to change."""
    from cardindex.editing import id_of
    from cardindex.errors import CardindexError

    if CITATION.fullmatch(text):
        return "citations", text
    table, id_ = named(ledger, text)
    of_citations = wanted - set(COLUMNS["claims"])
    if table != "claims" or not of_citations or not of_citations <= set(COLUMNS["citations"]):
        return table, id_
    cited = [row for row in ledger.rows("citations") if row[0] == id_]
    if len(cited) == 1 and wanted <= set(COLUMNS["citations"]):
        return "citations", id_of(cited[0])
    option = option_of(min(of_citations))
    known = ", ".join(f"{id_of(row)} ({' '.join(filter(None, row[1:4]))})" for row in cited[:10])
    if len(cited) == 1:
        raise CardindexError(f"{option} is of its citation: edit {known} by itself")
    raise CardindexError(
        f"{option} is of a citation, and {id_} has {len(cited)}: name one: {known}"
    )


def _source(ledger: Ledger, id_: str) -> str:
    from cardindex.editing import citation

    return citation(ledger, id_)[1]
