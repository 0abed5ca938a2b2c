"""Who is who: what people have decided of entities and claims of two indexes, read and applied."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from cardindex import inputs
from cardindex.checks.beside import DECISIONS
from cardindex.editing import CLAIM, ENTITY
from cardindex.errors import CardindexError, InvalidIndex, Problem, suggestion
from cardindex.groups import leaders
from cardindex.imports import cells
from cardindex.merging.naming import Names
from cardindex.merging.parties import Party
from cardindex.settings import CODER_ID

COLUMNS = ("one", "other", "decision", "who", "why")
"""The columns of a file of decisions; further ones, as scores and reasons, are for its reader."""


_SEPARATORS = ",;\t"


class _Reader(Protocol):
    """What csv.reader returns."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


class Decision(NamedTuple):
    """One decision, of two entities or two claims by their ids in the whole."""

    one: str
    other: str
    decision: str
    who: str
    why: str


def read_decisions(
    path: Path,
    parties: Sequence[Party],
    names: Sequence[Names],
    who: str = "",
    whole: Collection[str] = (),
) -> list[Decision]:
    """Return the decisions of a CSV file whose ids are those of the indexes, as NAME:id.

    Rows without a decision are left for later. ``who`` decided where the file does not say. An id
    without a name is one of the ``whole``. Raises InvalidIndex, which tells all that is wrong.
    """
    rows = read_rows(path)
    called = {party.name: each for party, each in zip(parties, names, strict=True)}
    known = {
        party.name: {row[0] for kind in (ENTITY, CLAIM) for row in party.rows[kind]}
        for party in parties
    }
    problems: list[Problem] = []
    found = []
    for line, row in rows:
        if not row["decision"]:
            continue
        row["who"] = row["who"] or who
        faults = list(_faults(row, known, whole))
        problems += [Problem(path.name, line, *fault) for fault in faults]
        if faults:
            continue
        one, other = (_in_whole(row[column], called) for column in ("one", "other"))
        found.append(Decision(one, other, row["decision"], row["who"], cells.line(row["why"])))
    if problems:
        raise InvalidIndex(problems)
    return found


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a file of decisions, each with its line and its cells by column.

    Raises CardindexError where it cannot be read or is none.
    """
    text = inputs.text(path)
    first = text.partition("\n")[0]
    by = max(_SEPARATORS, key=first.count)  # a spreadsheet may have saved it with semicolons
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=by, strict=True)
    try:
        return _of_reader(path, reader)
    except csv.Error as error:
        message = f"{path}:{reader.line_num}: is not CSV ({error}); mend the row that ends here"
        raise CardindexError(message) from None


def _of_reader(path: Path, reader: _Reader) -> list[tuple[int, dict[str, str]]]:
    header = [cell.strip().lower() for cell in next(reader, [])]
    if missing := [column for column in COLUMNS[:3] if column not in header]:
        raise CardindexError(
            f"{path}: has no column {', '.join(missing)}; a file of decisions has the columns "
            f"{','.join(COLUMNS)}, as cardindex candidates writes it"
        )
    return [
        (reader.line_num, _cells(dict(zip(header, map(str.strip, row), strict=False))))
        for row in reader
        if any(row)
    ]


def _cells(found: Mapping[str, str]) -> dict[str, str]:
    """Return all cells of a row, the decision in small letters: spreadsheets capitalise words."""
    return {**dict.fromkeys(COLUMNS, ""), **found, "decision": found.get("decision", "").lower()}


def _faults(
    row: Mapping[str, str], known: Mapping[str, Collection[str]], whole: Collection[str]
) -> Iterable[tuple[str, str, str]]:
    if row["decision"] not in DECISIONS:
        mend = suggestion(row["decision"], DECISIONS) or f"; it is one of {', '.join(DECISIONS)}"
        yield "decision", "unknown-decision", f'unknown decision "{row["decision"]}"{mend}'
    for column in ("one", "other"):
        name, colon, id_ = row[column].partition(":")
        if not colon:
            if not name or (whole and name not in whole):
                mend = suggestion(name, whole) or ""
                message = f'the whole has neither an entity nor a claim "{name}"{mend}; write '
                yield column, "unknown-end", f"{message}an id of an index as NAME:id"
            continue
        if name not in known:
            mend = suggestion(name, known) or f"; they are {', '.join(known)}"
            yield column, "unknown-index", f'no index is called "{name}"{mend}'
        elif id_ not in known[name]:
            mend = suggestion(id_, known[name]) or ""
            message = f'{name} has neither an entity nor a claim "{id_}"{mend}'
            yield column, "unknown-end", message
    if row["one"] == row["other"]:
        yield "other", "unlike-ends", f'"{row["one"]}" is decided on with itself; name two'
    yield from _who(row["who"])


def _who(who: str) -> Iterator[tuple[str, str, str]]:
    """Say what is wrong with who decided."""
    if not who:
        yield "who", "missing-value", "who decided this? fill it in, or say it of all by --who"
    for id_ in filter(None, who.split(";")):
        if not CODER_ID.fullmatch(id_):
            message = f'"{id_}" can be nobody\'s id, which is as ann or g-smith'
            yield "who", "malformed-coder", message


def _in_whole(end: str, called: Mapping[str, Names]) -> str:
    name, colon, id_ = end.partition(":")
    if not colon:
        return end
    kind = CLAIM if id_ in called[name].ids[CLAIM] else ENTITY
    return called[name].id(kind, id_)


def hold(decisions: Iterable[Decision]) -> None:
    """Refuse decisions that contradict one another, directly or through others.

    Raises CardindexError, which names them.
    """
    decisions = list(decisions)
    first = leaders(
        {id_ for each in decisions for id_ in each[:2]},
        (each[:2] for each in decisions if each.decision == "same"),
    )
    amiss = [
        f"{each.one} and {each.other} are decided not to be one"
        + (f" by {each.who}" if each.who else "")
        + ", and are one by what is decided the same"
        for each in decisions
        if each.decision == "not" and first[each.one] == first[each.other]
    ]
    if amiss:
        raise CardindexError("\n".join([*amiss, "take back one of the decisions"]))
