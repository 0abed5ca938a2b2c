"""Checks of ids and of every reference from one table to another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import count, islice

from cardindex.checks.registry import Draft, check, unknown, unlike, where
from cardindex.errors import Problem, nearest, suggestion
from cardindex.folding import folded
from cardindex.lineage import SELF, split_list
from cardindex.scripts import alike, in_latin, script
from cardindex.tables import NEEDED, Table

KEBAB = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""What ids of entities and sources look like."""

_CLAIM_ID = r"[a-z][0-9]+"
_ROOM = 150  # characters of an id that is offered, so that a number has room behind it

_FEW = 5  # letters that are named

UNITS = ("paragraph", "page", "footnote", "folio", "document")
"""What a locator can count."""


@check
def ids_are_well_formed(draft: Draft) -> Iterator[Problem]:
    """Entities and sources are kebab-case, claims a letter and a number."""
    kebab = "an id is lower-case letters and digits joined by hyphens"
    for table in (draft.entities, draft.sources):
        mends = _mends(table)
        for row, id_ in where(table, "id", mends):
            mend, foreign = mends[id_], _foreign(id_)
            how = f'write "{mend}"' if mend else "write it in Latin letters"
            message = f'"{id_}" is no id; {kebab}; {how}{foreign}'
            yield table.problem(row, "id", "malformed-id", message)
    for row, id_ in unlike(draft.claims, "id", _CLAIM_ID):
        # A letter of another script among digits was meant as the Latin one that it looks like.
        plain = re.sub(r"[\W_]+", "", folded(in_latin(alike(id_, id_[:1]))))
        mend = f"c{plain}" if plain.isdecimal() else plain
        fits = re.fullmatch(_CLAIM_ID, mend) and len(mend) < _ROOM and mend not in draft.claim_ids
        how = f'; write "{mend}"' if fits else ""
        message = f'"{id_}" is no claim id, which is a letter and a number, such as c42{how}'
        yield draft.claims.problem(row, "id", "malformed-id", message)


@check
def ids_are_unique(draft: Draft) -> Iterator[Problem]:
    """No two rows of a table have one id, and no name is listed twice."""
    for table in (draft.entities, draft.sources, draft.claims):
        first: dict[str, int] = {}
        if len(table["id"].differing()) == len(table):
            continue
        for row, id_ in enumerate(table["id"]):
            if id_ and id_ in first:
                line = table.lines[first[id_]]
                message = f'"{id_}" is the id of line {line} already; give one of them another'
                yield table.problem(row, "id", "duplicate-id", message)
            first.setdefault(id_, row)
    if draft.names.order.strict:
        return  # in canonical order no two can be alike without being neighbours
    seen: dict[tuple[str, ...], int] = {}
    for row, cells in enumerate(draft.names.rows()):
        if cells in seen:
            line = draft.names.lines[seen[cells]]
            message = f"line {line} gives the same name; delete one of them"
            yield draft.names.problem(row, "name", "duplicate-name", message)
        seen.setdefault(cells, row)


@check
def lists_are_whole(draft: Draft) -> Iterator[Problem]:
    """A cell of several values has something on either side of each ``;``, and nothing twice."""
    for column in ("author", "rests_on"):
        faults = {
            cell: _list_fault(cell) for cell in draft.sources[column].differing() if ";" in cell
        }
        for row, cell in where(draft.sources, column, {cell for cell in faults if faults[cell]}):
            yield draft.sources.problem(row, column, "malformed-list", faults[cell])


def _list_fault(cell: str) -> str:
    parts = split_list(cell)
    mend = ";".join(part for part in dict.fromkeys(parts) if part)
    if "" in parts:
        how = f'write "{mend}"' if mend else "empty the cell"
        return f'"{cell}" has nothing before or after a ";"; {how}'
    if len(set(parts)) < len(parts):
        return f'"{cell}" names one twice; write "{mend}"'
    return ""


@check
def entities_exist(draft: Draft) -> Iterator[Problem]:
    """Every entity that names, groups, sources or claims name has a row in entities.csv."""
    references = (
        (draft.names, "entity", False),
        (draft.groups, "entity", False),
        (draft.sources, "author", True),
        (draft.claims, "subject", False),
        (draft.claims, "object", False),
        (draft.claims, "place", False),
    )
    mends = _mends(draft.entities)
    # An id that exists once another row is mended is no fault; a text that is no id is not offered.
    known, offered = draft.entity_ids.union(mends.values()), draft.entity_ids.difference(mends)
    for table, column, several in references:
        for row, id_ in unknown(table, column, known, several=several):
            yield table.problem(row, column, "unknown-entity", _no_entity(id_, offered))
    for row, id_ in unknown(draft.sources, "origin", {*known, SELF}):
        message = f'{_no_entity(id_, offered)}, or write "{SELF}" for a work\'s own inquiry'
        yield draft.sources.problem(row, "origin", "unknown-entity", message)


@check
def sources_exist(draft: Draft) -> Iterator[Problem]:
    """Every source that is cited, silent, a container or rested on has a row in sources.csv."""
    references = (
        (draft.sources, "container", False),
        (draft.sources, "rests_on", True),
        (draft.citations, "source", False),
        (draft.silent, "source", False),
    )
    mends = _mends(draft.sources)
    known, offered = draft.source_ids.union(mends.values()), draft.source_ids.difference(mends)
    for table, column, several in references:
        for row, id_ in unknown(table, column, known, several=several):
            mend = suggestion(id_, offered) or "; add it to sources.csv"
            message = f'unknown source "{id_}"{mend}'
            yield table.problem(row, column, "unknown-source", message)


@check
def claims_exist(draft: Draft) -> Iterator[Problem]:
    """A citation is of a claim, and a claim has a citation: no edge without a source."""
    claims, citations = draft.claims["id"], draft.citations["claim"]
    if not claims.is_packed and claims.distinct == citations.distinct:
        return
    known, cited = draft.claim_ids, set(draft.citations["claim"].differing()) - {""}
    if cited == known:
        return
    for row, id_ in where(draft.citations, "claim", cited - known):
        mend = suggestion(id_, known) or "; add the claim, or delete the citation"
        message = f'citation of no claim: there is no "{id_}" in claims.csv{mend}'
        yield draft.citations.problem(row, "claim", "unknown-claim", message)
    for row, id_ in where(draft.claims, "id", known - cited):
        message = f'"{id_}" has no citation; add who says so to citations.csv, or delete it'
        yield draft.claims.problem(row, "id", "uncited-claim", message)


@check
def kinds_exist(draft: Draft) -> Iterator[Problem]:
    """Kinds of entity, source and name, and units, are those of the vocabulary."""
    vocabulary = draft.vocabulary
    concrete = sorted(id_ for id_, type_ in vocabulary.types.items() if not type_.abstract)
    choices: tuple[tuple[Table, str, str, Collection[str]], ...] = (
        (draft.entities, "type", "kind of entity", concrete),
        (draft.names, "kind", "kind of name", vocabulary.name_kinds),
        (draft.sources, "kind", "kind of source", vocabulary.source_kinds),
        (draft.sources, "unit", "unit", UNITS),
    )
    for table, column, called, known in choices:
        for row, value in unknown(table, column, known):
            found = nearest(value, known)
            mend = f'did you mean "{found}"?' if found else f"it is one of {', '.join(known)}"
            message = f'unknown {called} "{value}"; {mend}'
            if table is draft.entities and value in vocabulary.types:
                narrower = (id_ for id_ in concrete if vocabulary.is_a(id_, {value}))
                message = f'"{value}" only groups others; write one of {", ".join(narrower)}'
            yield table.problem(row, column, "unknown-kind", message)


@check
def needed_cells_are_full(draft: Draft) -> Iterator[Problem]:
    """Cells without which a row says nothing are not empty."""
    for table in draft.tables:
        for column in NEEDED[table.name]:
            if table[column].full().all():
                continue
            for row, _ in where(table, column, {""}):
                message = f"{column} is empty; every row of {table.file} has one"
                yield table.problem(row, column, "missing-value", message)


def _no_entity(id_: str, offered: Collection[str]) -> str:
    mend = suggestion(id_, offered) or "; add it to entities.csv"
    return f'unknown entity "{id_}"{mend}'


def _mends(table: Table) -> dict[str, str]:
    """Return for each id that is none the one to write instead; nothing where none can be said."""
    taken = set(table["id"])
    mends: dict[str, str] = {}
    for _, id_ in unlike(table, "id", KEBAB):
        if id_ not in mends:
            mends[id_] = mended(id_, taken)
            taken.add(mends[id_])
    return mends


def mended(id_: str, taken: Collection[str]) -> str:
    """Return an id that is not ``taken`` and that reads like this text; nothing where none does.

    Letters of other scripts are written in Latin ones, or, if that cannot be, there is none.
    """
    plain = folded(in_latin(id_.strip()))
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    if not words or any(script(char) and not char.isascii() for char in plain):
        return ""
    mend = "-".join(words)[:_ROOM].strip("-")
    others = (f"{mend}-{number}" for number in count(2))
    return mend if mend not in taken else next(other for other in others if other not in taken)


def _foreign(id_: str) -> str:
    """Name the letters of an id that are not Latin."""
    found = dict.fromkeys(char for char in id_ if script(char) not in ("", "LATIN"))
    letters = (f"{char} (U+{ord(char):04X}) is {script(char).capitalize()}" for char in found)
    return "".join(f"; {letter}" for letter in islice(letters, _FEW))
