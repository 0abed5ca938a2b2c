"""The vocabulary of an index as columns of the page: families, kinds of entity, relations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cardindex.view.colourgroups import ColourGroup
from cardindex.view.columns import NONE, Families, Groups, Relations, Types

if TYPE_CHECKING:
    from cardindex.ontology import Vocabulary


@dataclass(frozen=True)
class Rows:
    """Row numbers by id, for each table that others point into."""

    entity: dict[str, int]
    source: dict[str, int]
    claim: dict[str, int]
    relation: dict[str, int]
    family: dict[str, int]
    type: dict[str, int]
    key: dict[str, int]


def numbered(ids: Iterable[str]) -> dict[str, int]:
    """Return the row of each id."""
    return {name: row for row, name in enumerate(ids)}


def groups_columns(groups: list[ColourGroup]) -> Groups:
    """Return the groups of colours."""
    return Groups(
        id=[group.id for group in groups],
        label=[group.label for group in groups],
        definition=[group.definition for group in groups],
        colour=[group.colour for group in groups],
    )


def families_columns(vocabulary: Vocabulary, groups: list[ColourGroup]) -> Families:
    """Return the families of relations, each with the row of its group of colours."""
    all_ = list(vocabulary.families.values())
    group = {family: row for row, group in enumerate(groups) for family in group.families}
    return Families(
        id=[family.id for family in all_],
        label=[family.label for family in all_],
        definition=[family.definition for family in all_],
        colour=[family.colour for family in all_],
        structural=[family.structural for family in all_],
        group=[group[family.id] for family in all_],
    )


def types_columns(vocabulary: Vocabulary, rows: Rows) -> Types:
    """Return the kinds of entity that have a row."""
    all_ = [vocabulary.types[name] for name in rows.type]
    return Types(
        id=[kind.id for kind in all_],
        label=[kind.label for kind in all_],
        broader=[list(kind.parents) for kind in all_],
        shape=[kind.shape for kind in all_],
        colour=[kind.colour for kind in all_],
    )


def relations_columns(vocabulary: Vocabulary, rows: Rows) -> Relations:
    """Return the relations that have a row."""
    all_ = [vocabulary.relations[name] for name in rows.relation]
    return Relations(
        id=[relation.id for relation in all_],
        label=[relation.label for relation in all_],
        family=[rows.family.get(relation.family, NONE) for relation in all_],
        kind=[relation.kind for relation in all_],
        symmetric=[relation.symmetric for relation in all_],
        words=[relation.words for relation in all_],
        inverse_words=[relation.inverse_words for relation in all_],
        identifies=[relation.identifies for relation in all_],
        dependence=[relation.dependence for relation in all_],
        transfer=[relation.transfer for relation in all_],
        transfer_role=[relation.transfer_role for relation in all_],
        naming=[relation.naming for relation in all_],
        parthood=[relation.parthood for relation in all_],
    )
