"""Who is who: what people have decided of entities and claims of two indexes, read and applied."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cardindex import inputs
from cardindex.checks.beside import DECISIONS
from cardindex.editing import CLAIM, ENTITY
from cardindex.errors import CardindexError, InvalidIndex, Problem, suggestion
from cardindex.merging.naming import Names
from cardindex.merging.parties import Party

COLUMNS = ("one", "other", "decision", "who", "why")
"""The columns of a file of decisions; further ones, as scores and reasons, are for its reader."""


class Decision(NamedTuple):
    """One decision, of two entities or two claims by their ids in the whole."""

    one: str
    other: str
    decision: str
    who: str
    why: str


def read_decisions(
    path: Path, parties: Sequence[Party], names: Sequence[Names], who: str = ""
) -> list[Decision]:
    """Return the decisions of a CSV file whose ids are those of the indexes, as NAME:id.

    Rows without a decision are left for later. ``who`` decided where the file does not say. An id
    without a name is one of the whole. Raises InvalidIndex, which tells all that is wrong.
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
        faults = list(_faults(row, known))
        problems += [Problem(path.name, line, *fault) for fault in faults]
        if faults:
            continue
        one, other = (_in_whole(row[column], called) for column in ("one", "other"))
        found.append(Decision(one, other, row["decision"], row["who"] or who, row["why"]))
    if problems:
        raise InvalidIndex(problems)
    return found


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a file of decisions, each with its line and its cells by column.

    Raises CardindexError where it cannot be read or is none.
    """
    try:
        text = inputs.decoded(inputs.contents(path))
    except inputs.Undecodable as error:
        raise CardindexError(f"{path}: {error}; save the file as UTF-8") from None
    except OSError as error:
        raise CardindexError(f"{path}: cannot be read: {error.strerror}") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=False)
    header = [cell.strip().lower() for cell in next(reader, [])]
    if missing := [column for column in COLUMNS[:3] if column not in header]:
        raise CardindexError(
            f"{path}: has no column {', '.join(missing)}; a file of decisions has the columns "
            f"{','.join(COLUMNS)}, as cardindex candidates writes it"
        )
    return [
        (
            reader.line_num,
            dict.fromkeys(COLUMNS, "") | dict(zip(header, map(str.strip, cells), strict=False)),
        )
        for cells in reader
        if any(cells)
    ]


def _faults(
    row: Mapping[str, str], known: Mapping[str, Collection[str]]
) -> Iterable[tuple[str, str, str]]:
    if row["decision"] not in DECISIONS:
        mend = suggestion(row["decision"], DECISIONS) or f"; it is one of {', '.join(DECISIONS)}"
        yield "decision", "unknown-decision", f'unknown decision "{row["decision"]}"{mend}'
    for column in ("one", "other"):
        name, colon, id_ = row[column].partition(":")
        if not colon:
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


def _in_whole(end: str, called: Mapping[str, Names]) -> str:
    name, colon, id_ = end.partition(":")
    if not colon:
        return end
    kind = CLAIM if id_ in called[name].ids[CLAIM] else ENTITY
    return called[name].id(kind, id_)


def hold(decisions: Iterable[Decision]) -> None:
    """Refuse decisions that contradict one another, also by way of others.

    Raises CardindexError, which names them.
    """
    decisions = list(decisions)
    root: dict[str, str] = {}

    def top(id_: str) -> str:
        while root.get(id_, id_) != id_:
            id_ = root[id_]
        return id_

    for each in decisions:
        if each.decision == "same":
            root[top(each.one)] = top(each.other)
    amiss = [
        f"{each.one} and {each.other} are decided not to be one"
        + (f" by {each.who}" if each.who else "")
        + ", and are one by what is decided the same"
        for each in decisions
        if each.decision == "not" and top(each.one) == top(each.other)
    ]
    if amiss:
        raise CardindexError("\n".join([*amiss, "take back one of the decisions"]))
