"""cardindex add: a claim with who says it, an entity, a source, or a row of another table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from cardindex.cli.entering import enter, entering_options, named, opened, sealed
from cardindex.cli.options import FOLDER
from cardindex.tables.columns import COLUMNS

_HELP = {
    "id": "Its id; the next one, or one made of its label or title, unless you say.",
    "subject": "Who, by id or name.",
    "object": "To whom, by id or name.",
    "source": "The work that was read, by id or title.",
    "chain": "Whom it has it from: a>b, a|b, a@72, ? or !.",
    "when": "When it was so, as EDTF.",
    "ties": 'To other claims: "same c12", "rival c12", "part c12".',
    "type": "Its kind.",
    "author": 'Entities, ";" between.',
    "rests_on": 'Sources, ";" between.',
}
_DEFAULTS = {"stance": "affirms", "certainty": "stated"}
_ENDS = ("subject", "object")

Command = Callable[..., Any]


def _columns(*tables: str, without: tuple[str, ...] = ()) -> Callable[[Command], Command]:
    """Give a command an option for each column of some tables."""

    def give(command: Command) -> Command:
        for table in reversed(tables):
            for column in reversed(COLUMNS[table]):
                if column not in without:
                    command = click.option(
                        f"--{column.replace('_', '-')}", column, default=_DEFAULTS.get(column, ""),
                        show_default=column in _DEFAULTS, help=_HELP.get(column),
                    )(command)  # fmt: skip
        return command

    return give


@click.group("add", short_help="Add a claim with who says it, an entity, a source and so on.")
def command() -> None:
    """Add one row, or a claim with its citation and whatever is new with it.

    The same checks as those of "cardindex check" are made before; where there is an error, nothing
    is written. "cardindex undo" takes back what was written.

    \b
    Example: cardindex add entity --type person --label "Ida Quill" --dry-run
    """


@command.command("claim")
@_columns("claims", "citations", without=("claim",))
@click.option("--new-subject", metavar="KIND", help="The subject is the label of a new entity.")
@click.option("--new-object", metavar="KIND", help="The object is the label of a new entity.")
@click.option("--new-source", metavar="KIND", help="The source is the title of a new one.")
@click.option("--texts", type=FOLDER, metavar="DIR", help="The folder of the texts.")
@click.option("--passage", metavar="WORDS", help="Words of the passage, to be found and sealed.")
@entering_options
def add_claim(
    index: Path,
    *,
    new_subject: str | None,
    new_object: str | None,
    new_source: str | None,
    texts: Path | None,
    passage: str | None,
    dry_run: bool,
    **cells: str,
) -> None:
    """Add a claim and its citation.

    \b
    Example: cardindex add claim --subject ida-quill --relation met --object "Nell Farrow"
             --source quill-memoir --locator 12 --dry-run
    """
    from cardindex.editing import add_claim as entry_of
    from cardindex.editing import entity_id, source_id

    ledger = opened(index)
    entities: list[dict[str, str]] = []
    sources: list[dict[str, str]] = []
    for column, kind in zip(_ENDS, (new_subject, new_object), strict=True):
        if kind:
            id_ = entity_id(ledger, cells[column], [each["id"] for each in entities])
            entities.append({"id": id_, "type": kind, "label": cells[column]})
            cells[column] = id_
        elif cells[column]:
            cells[column] = named(ledger, cells[column], "entity")[1]
    if new_source:
        id_ = source_id(ledger, cells["source"])
        sources.append({"id": id_, "kind": new_source, "title": cells["source"]})
        cells["source"] = id_
    elif cells["source"]:
        cells["source"] = named(ledger, cells["source"], "source")[1]
    cells |= _sealed(index, cells["source"], passage, texts)
    cited = {column: cells.pop(column) for column in COLUMNS["citations"] if column in cells}
    enter(ledger, entry_of(ledger, cells, [cited], entities, sources), dry_run=dry_run)


def _sealed(index: Path, source: str, passage: str | None, texts: Path | None) -> dict[str, str]:
    if passage is None and texts is None:
        return {}
    if passage is None or texts is None:
        message = "--passage and --texts go together"
        raise click.UsageError(message)
    return sealed(index, source, passage, texts)


def _row_command(table: str, name: str) -> None:
    """Make the command that adds a row of a table."""

    @command.command(name, short_help=f"Add a row of {table}.csv.")
    @_columns(table)
    @entering_options
    def add_row(index: Path, *, dry_run: bool, **cells: str) -> None:
        from cardindex.editing import add_row as entry_of

        ledger = opened(index)
        enter(ledger, entry_of(ledger, table, cells), dry_run=dry_run)

    add_row.help = f"Add a row of {table}.csv: {', '.join(COLUMNS[table])}."


for _table, _name in (
    ("entities", "entity"), ("sources", "source"), ("names", "name"), ("groups", "group"),
    ("silent", "silent"),
):  # fmt: skip
    _row_command(_table, _name)
