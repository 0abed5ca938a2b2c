"""cardindex add: a claim with who says it, an entity, a source, or a row of another table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cardindex.cli.entering import enter, entering_options, named, opened, sealed
from cardindex.cli.options import FOLDER
from cardindex.tables.columns import COLUMNS

if TYPE_CHECKING:
    from cardindex.editing import Entry, Ledger

_TABLES = {
    "claim": "claims", "entity": "entities", "source": "sources", "name": "names",
    "group": "groups", "silent": "silent",
}  # fmt: skip
_HELP = {
    "id": "Its id; the next one, or one made of its label or title, unless you say.",
    "subject": "Who: an id or a name.",
    "object": "To whom: an id or a name.",
    "source": "The work that was read: an id or a title.",
    "chain": "Whom it has it from: a>b, a|b, a@72, ? or !.",
    "stance": "affirms, denies or doubts; affirms, unless you say.",
    "certainty": "stated, probable or possible; stated, unless you say.",
    "when": "When it was so, as EDTF.",
    "ties": 'To other claims: "same c12", "rival c12", "part c12".',
    "type": "Of what kind an entity is.",
    "kind": "Of what kind a source or a name is.",
    "author": 'Entities, ";" between.',
    "rests_on": 'Sources, ";" between.',
    "unit": "What a quantity counts; of a source, what a locator counts.",
}
_DEFAULTS = {"stance": "affirms", "certainty": "stated"}

Command = Callable[..., Any]


def _fields(command: Command) -> Command:
    """Give a command an option for each column of the tables that it writes to."""
    tables: dict[str, list[str]] = {}
    for table in ("claims", "citations", *list(_TABLES.values())[1:]):
        for column in COLUMNS[table]:
            tables.setdefault(column, []).append(f"{table}.csv")
    del tables["claim"]
    for column, files in reversed(tables.items()):
        told = _HELP.get(column, f"A cell of {', '.join(files)}.")
        command = click.option(f"--{column.replace('_', '-')}", column, help=told)(command)
    return command


@click.command("add", short_help="Add a claim with who says it, an entity, a source and so on.")
@click.argument("what", type=click.Choice(list(_TABLES)))
@_fields
@click.option("--new-subject", metavar="KIND", help="The subject is the label of a new entity.")
@click.option("--new-object", metavar="KIND", help="The object is the label of a new entity.")
@click.option("--new-source", metavar="KIND", help="The source is the title of a new one.")
@click.option("--texts", type=FOLDER, metavar="DIR", help="The folder of the texts.")
@click.option("--passage", metavar="WORDS", help="Words of the passage, to be found and sealed.")
@entering_options
def command(
    what: str,
    index: Path,
    *,
    new_subject: str | None,
    new_object: str | None,
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
        message = f"--{strange[0].replace('_', '-')} is nothing that {table}.csv has"
        raise click.UsageError(message)
    of_claims = (new_subject, new_object, new_source, texts, passage)
    if what != "claim" and any(each is not None for each in of_claims):
        message = "--new-subject, --new-object, --new-source, --texts and --passage are of claims"
        raise click.UsageError(message)
    if (texts is None) != (passage is None):
        message = "--passage and --texts go together"
        raise click.UsageError(message)
    ledger = opened(index)
    if what != "claim":
        enter(ledger, add_row(ledger, table, cells), dry_run=dry_run)
        return
    new = {"subject": new_subject, "object": new_object, "source": new_source}
    about = _about(ledger, cells, new)
    if texts is not None and passage is not None:
        cells |= sealed(index, cells["source"], passage, texts)
    enter(ledger, _entry(ledger, cells, *about), dry_run=dry_run)


def _about(
    ledger: Ledger, cells: dict[str, str], new: dict[str, str | None]
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the new entities and sources, and put the ids of all that are named into the cells."""
    from cardindex.editing import entity_id, source_id

    entities: list[dict[str, str]] = []
    sources: list[dict[str, str]] = []
    for column in ("subject", "object", "place", "source"):
        called, kind = cells.get(column, ""), new.get(column)
        if kind and column == "source":
            cells[column] = source_id(ledger, called)
            sources.append({"id": cells[column], "kind": kind, "title": called})
        elif kind:
            cells[column] = entity_id(ledger, called, [each["id"] for each in entities])
            entities.append({"id": cells[column], "type": kind, "label": called})
        elif called:
            cells[column] = named(ledger, called, "source" if column == "source" else "entity")[1]
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
    return add_claim(ledger, said, [_DEFAULTS | cited], entities, sources)
