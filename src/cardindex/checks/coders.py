"""Checks of who coded and decided: somebody whom index.toml knows, and never a machine alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cardindex.checks.registry import Draft, check, where
from cardindex.errors import Problem, suggestion
from cardindex.lineage import split_list
from cardindex.settings import FILE, MACHINE, PERSON, Coder

_Fault = tuple[str, str]
"""A code and a message."""


@check
def coders_are_known_persons(draft: Draft) -> Iterator[Problem]:
    """Coders are in [coders]; what a machine proposed a person has accepted."""
    for table, column in ((draft.citations, "coder"), (draft.decisions, "who")):
        coders = draft.settings.coders
        faults = {cell: _fault(cell, coders) for cell in set(table[column]) - {""}}
        for row, cell in where(table, column, {cell for cell, fault in faults.items() if fault}):
            code, message = faults[cell] or ("", "")
            yield table.problem(row, column, code, message)


def _fault(cell: str, coders: Mapping[str, Coder]) -> _Fault | None:
    """Say what is wrong with a cell that names one person, or a machine and a person after it."""
    ids = split_list(cell)
    for id_ in ids:
        if id_ not in coders:
            mend = suggestion(id_, coders) or f"; add it to {FILE}: [coders.{id_}]"
            return "unknown-coder", f'unknown coder "{id_}"{mend}'
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
    mend = f'; write "{ids[1]};{ids[0]}"' if kinds == (PERSON, MACHINE) else ""
    return "malformed-coder", f'"{cell}" is not one person, nor a machine and a person{mend}'
