"""Warnings of entities and sources that nothing uses: they stand in a table and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cardindex.checks.names import KEBAB
from cardindex.checks.registry import Draft, check, where
from cardindex.errors import Problem
from cardindex.lineage import split_list
from cardindex.tables import Table


@check
def entities_are_used(draft: Draft) -> Iterator[Problem]:
    """An entity stands in a claim, a group or a decision, or has made or known a source."""
    used: set[str] = set()
    naming = (
        (draft.claims, ("subject", "object", "place")),
        (draft.groups, ("entity",)),
        (draft.decisions, ("one", "other")),
        (draft.sources, ("origin",)),
    )
    if not _are_whole(*(table for table, _ in naming)):
        return
    for table, columns in naming:
        for column in columns:
            used.update(table[column].differing())
    for authors in set(draft.sources["author"]):
        used.update(split_list(authors))
    for row, id_ in where(draft.entities, "id", _formed(draft.entity_ids - used)):
        message = (
            f'no claim, group, decision or source names "{id_}", which stands alone in every '
            "network; say something of it, or delete it"
        )
        yield draft.entities.warning(row, "id", "unused-entity", message)


@check
def sources_are_used(draft: Draft) -> Iterator[Problem]:
    """A source is cited, stands in a chain, contains or supports another, or has silent places."""
    sources = draft.sources
    if not _are_whole(sources, draft.citations, draft.silent):
        return
    used = {
        *draft.citations["source"].distinct, *draft.silent["source"], *sources["container"],
    }  # fmt: skip
    for works in set(sources["rests_on"]):
        used.update(split_list(works))
    for named in filter(None, draft.chains.works):
        used.update(named)
    for row, id_ in where(sources, "id", _formed(draft.source_ids - used)):
        message = (
            f'no citation, chain or other source names "{id_}"; cite it, list in silent.csv what '
            "of it was read and states nothing, or delete it"
        )
        yield sources.warning(row, "id", "unused-source", message)


def _are_whole(*tables: Table) -> bool:
    """Tell whether these tables were read whole, so that a missing use is really missing."""
    return not any(table.missing or table.ragged for table in tables)


def _formed(ids: Iterable[str]) -> set[str]:
    """Leave out what is no id: nothing can name it before it is mended."""
    return {id_ for id_ in ids if re.fullmatch(KEBAB, id_)}
