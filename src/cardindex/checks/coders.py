"""Checks of coders: all are in index.toml, and a machine is never the only one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cardindex.checks.registry import Draft, check, where
from cardindex.errors import Problem, suggestion
from cardindex.lineage import split_list
from cardindex.settings import CODER_ID, FILE, MACHINE, PERSON, Coder

_Fault = tuple[str, str]
"""A code and a message."""


@check
def coders_are_known_persons(draft: Draft) -> Iterator[Problem]:
    """Coders are in [coders]; a person has accepted each proposal of a machine."""
    for table, column in ((draft.citations, "coder"), (draft.decisions, "who")):
        coders = draft.settings.coders
        faults = {cell: _fault(cell, coders) for cell in set(table[column]) - {""}}
        for row, cell in where(table, column, {cell for cell, fault in faults.items() if fault}):
            code, message = faults[cell] or ("", "")
            yield table.problem(row, column, code, message)


def _fault(cell: str, coders: Mapping[str, Coder]) -> _Fault | None:
    """Return the fault of a cell, if any: it names a person, or a machine and then a person."""
    named = split_list(cell)
    ids = tuple(filter(None, named))
    for id_ in ids:
        if id_ not in coders:
            return "unknown-coder", f'unknown coder "{id_}"{_mend(id_, coders)}'
    if len(ids) < len(named):
        mend = f'write "{";".join(ids)}"' if ids else "name a coder, or leave the field empty"
        return "malformed-coder", f'"{cell}" has a semicolon with nobody beside it; {mend}'
    kinds = tuple(coders[id_].kind for id_ in ids)
    if kinds in ((PERSON,), (MACHINE, PERSON)):
        return None
    if PERSON not in kinds:
        person = next((id_ for id_, coder in coders.items() if coder.kind == PERSON), "ann")
        message = (
            f'"{cell}" is no person; what a machine proposes counts when somebody has read it: '
            f'write who that was after it, such as "{ids[0]};{person}"'
        )
        return "machine-alone", message
    if kinds == (PERSON, MACHINE):
        mend = f'write "{ids[1]};{ids[0]}"'
    else:
        # Offer the first one, after a machine with the first person; the others can go into a note.
        first = ids[:1] if kinds[0] == PERSON else (ids[0], ids[kinds.index(PERSON)])
        mend = f'name one, such as "{";".join(first)}", and others in a note'
    return "malformed-coder", f'"{cell}" is not one person, nor a machine and a person; {mend}'


def _mend(id_: str, coders: Mapping[str, Coder]) -> str:
    """Tell how to mend an id that is no coder's."""
    if hint := suggestion(id_, coders):
        return hint
    if CODER_ID.fullmatch(id_):
        return f"; add it to {FILE}: [coders.{id_}]"
    return f"; an id is lower-case letters and digits joined by hyphens, and stands in {FILE}"
