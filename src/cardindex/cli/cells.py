"""What commands that enter rows share: an option for each cell, and words turned into cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cardindex.cli.entering import named, sealed
from cardindex.cli.printing import echo
from cardindex.tables.columns import COLUMNS

if TYPE_CHECKING:
    from cardindex.editing import Ledger

Command = TypeVar("Command", bound=Callable[..., Any])

_HELP = {
    "id": "Its id; the next one, or one made of its label or title, unless you say.",
    "subject": "Who: an id or a name.",
    "object": "To whom: an id or a name.",
    "place": "Where: an id or a name.",
    "entity": "Whose: an id or a name.",
    "relation": "The relation, by its id or label.",
    "source": "The work that was read: an id or a title.",
    "chain": "Whom it has it from: a>b, a|b, a@72, ? or !.",
    "stance": "affirms, denies or doubts; affirms, unless you say.",
    "certainty": "stated, probable or possible; stated, unless you say.",
    "quantity": 'How much: 400000, ~400000, or as people write it ("4,000 pesos").',
    "when": 'When it was so: EDTF (1951-06), or as people write it ("June 1951").',
    "date": "When the source says it, as --when.",
    "ties": 'To other claims: "same c12", "rival c12", "part c12".',
    "type": "Of what kind an entity is.",
    "kind": "Of what kind a source or a name is.",
    "author": 'Entities, ";" between.',
    "origin": 'Whose own knowledge a source records: an entity, or "self".',
    "container": "The source that it stands in.",
    "rests_on": 'Sources, ";" between.',
    "unit": "What a quantity counts; of a source, what a locator counts.",
}
_TIMES = ("when", "date")
_NAMING = {
    "subject": "entity", "object": "entity", "place": "entity", "entity": "entity",
    "author": "entity", "origin": "entity", "source": "source", "container": "source",
    "rests_on": "source",
}  # fmt: skip
_LISTS = ("author", "rests_on")
_SELF = "self"
_LIKE_EDTF = re.compile(r"-?[0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2})?[~?%]?")
"""Texts that are meant as EDTF; where one is not (1961-13), the checks say why."""

_OFFERED = 5  # relations that are offered for a word


def cell_options(
    tables: Iterable[str], without: Iterable[str] = (), told: Mapping[str, str] | None = None
) -> Callable[[Command], Command]:
    """Give a command an option for each column of these tables, but for those ``without``."""
    files: dict[str, list[str]] = {}
    for table in tables:
        for column in COLUMNS[table]:
            files.setdefault(column, []).append(f"{table}.csv")
    helps = {**_HELP, **(told or {})}

    def given(command: Command) -> Command:
        for column in [each for each in reversed(files) if each not in without]:
            of = helps.get(column, f"A cell of {', '.join(files[column])}.")
            command = click.option(option_of(column), column, help=of)(command)
        return command

    return given


def option_of(column: str) -> str:
    """Return the option of a column."""
    return f"--{column.replace('_', '-')}"


passage_option = click.option(
    "--passage", metavar="WORDS", help="Words of the passage, to be found and sealed."
)


def seal_into(cells: dict[str, str], index: Path, source: str, words: str, texts: Path) -> None:
    """Put where a passage stands, and its seal, into the cells of a citation.

    Of several passages with these words that at the locator which is there already is meant.
    """
    cells |= sealed(index, source, words, texts, locator=cells.get("locator", ""))


def as_kept(ledger: Ledger, cells: dict[str, str], new: Mapping[str, str | None]) -> None:
    """Replace names, dates and amounts as people write them by ids, EDTF and quantities.

    Standard error says what was taken for what. ``new``: columns whose cell names something new,
    with the value of their option. Raises CardindexError where a text may mean several things, and
    UnknownName where nothing has that name.
    """
    for column in _NAMING:
        if cells.get(column) and not new.get(column):
            cells[column] = _named(ledger, column, cells[column])
    for column in _TIMES:
        if cells.get(column):
            cells[column] = _time(option_of(column), cells[column])
    if cells.get("quantity"):
        _amount(cells)
    if cells.get("type"):
        cells["type"] = kind_of(ledger, cells["type"])
    if cells.get("relation"):
        cells["relation"] = _relation(ledger, cells, new)


def _named(ledger: Ledger, column: str, cell: str) -> str:
    from cardindex.errors import CardindexError, UnknownName

    kind = _NAMING[column]
    if column == "origin" and cell == _SELF:
        return cell
    parts = [part.strip() for part in cell.split(";")] if column in _LISTS else [cell]
    try:
        return ";".join(named(ledger, part, kind)[1] for part in parts if part)
    except UnknownName as error:
        raise CardindexError(f"{error}; {_first(column, cell)}") from None


def _first(column: str, cell: str) -> str:
    """Say by which option something new is made."""
    if column in {"subject", "object", "place"}:
        return f"where it is new, say of what kind it is: --new-{column} KIND"
    if column == "source":
        return "where it is new, say of what kind it is: --new-source KIND, or: cardindex text add"
    if _NAMING[column] == "entity":
        return f'where it is new, add it first: cardindex add entity --type KIND --label "{cell}"'
    return f'where it is new, add it first: cardindex add source --kind KIND --title "{cell}"'


def _time(option: str, text: str) -> str:
    """Return a date as EDTF; EDTF stays, and so does what is no date, for the checks to judge."""
    from cardindex.dates.mistakes import is_valid
    from cardindex.dates.said import said

    if is_valid(text) or _LIKE_EDTF.fullmatch(text):
        return text
    readings = said(text).readings
    if not readings:
        return text
    meanings = [f"{each.edtf} ({each.words})" for each in readings]
    return readings[_only(option, text, meanings)].edtf


def _amount(cells: dict[str, str]) -> None:
    """Put quantity and unit in place of an amount in words."""
    from cardindex import quantities
    from cardindex.composing import amounts_said
    from cardindex.errors import MalformedValue

    text = cells["quantity"]
    try:
        quantities.parse(text)
    except MalformedValue:
        readings = amounts_said(text).readings
        if not readings:
            return
        meanings = [f"{each.quantity} {each.unit}".strip() for each in readings]
        one = readings[_only("--quantity", text, meanings)]
        if one.note:
            echo(one.note, err=True)
        cells["quantity"] = one.quantity
        if one.unit and not cells.get("unit"):
            cells["unit"] = one.unit


def _only(option: str, text: str, meanings: list[str]) -> int:
    """Say what a text is taken for and return 0. Raises CardindexError for several meanings."""
    from cardindex.errors import CardindexError

    if len(meanings) > 1:
        message = f'{option} "{text}" may mean {"; ".join(meanings)}: write the one that is meant'
        raise CardindexError(message)
    echo(f'"{text}" is taken for {meanings[0]}', err=True)
    return 0


def _relation(ledger: Ledger, cells: Mapping[str, str], new: Mapping[str, str | None]) -> str:
    """Return the id of a relation. Raises CardindexError with those that people call so."""
    from cardindex.composing import relations_for
    from cardindex.errors import CardindexError, InvalidIndex
    from cardindex.index import Index

    text = cells["relation"]
    relations = ledger.vocabulary.relations
    if text in relations:
        return text
    plain = re.sub("[ -]", "_", text.lower())
    called = [each.id for each in relations.values() if plain in {each.id, each.label.lower()}]
    if len(called) == 1:
        echo(f'"{text}" is taken for {called[0]}', err=True)
        return called[0]
    subject, object_ = (
        _kind(ledger, cells.get(end, ""), new.get(end)) for end in ("subject", "object")
    )
    try:
        found = relations_for(Index.open(ledger.folder), subject, object_, text)
    except InvalidIndex:
        return text
    if not found:
        return text
    offers = ", ".join(
        f"{each.id} ({each.matched or each.label})"
        + (" with the ends turned" if each.turned else "")
        for each in found[:_OFFERED]
    )
    raise CardindexError(f'unknown relation "{text}"; that may be {offers}')


def kind_of(ledger: Ledger, text: str) -> str:
    """Return the id of a kind of entity; as it stands where nothing is called so."""
    kinds = ledger.vocabulary.types
    if text in kinds:
        return text
    plain = re.sub("[_-]", " ", text.lower())
    called = [
        each.id
        for each in kinds.values()
        if plain in {each.id.replace("-", " "), each.label.lower()}
    ]
    if len(called) != 1:
        return text
    echo(f'"{text}" is taken for {called[0]}', err=True)
    return called[0]


def _kind(ledger: Ledger, id_: str, new: str | None) -> str:
    """Return the kind of an entity; empty where it is not known."""
    row = ledger.row("entities", id_)
    kind = new or (row[1] if row else "")
    return kind if kind in ledger.vocabulary.types else ""
