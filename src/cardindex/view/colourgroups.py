"""The groups by which lines are coloured at rest: at most five, one for some families each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cardindex.ontology import MOST_GROUPS

if TYPE_CHECKING:
    from cardindex.ontology import Family, Vocabulary

_GREY = "#787878"
# The page has words for these unnamed groups in text.json.
_STRUCTURAL, _OTHER = "structural", "other"


class ColourGroup(NamedTuple):
    """Families that are drawn alike at rest. ``label`` is empty where the page has words for it."""

    id: str
    label: str
    definition: str
    colour: str
    families: tuple[str, ...]


def colour_groups(vocabulary: Vocabulary) -> list[ColourGroup]:
    """Return the groups of families, in the order of the ontology, each family in one.

    A family of no group is one by itself where there are no more than five with it. Else all such
    are one group in grey; or two, where no group is named at all: those that carry people, means
    and orders in the colour of the first of them, and the others in grey.
    """
    families = vocabulary.families.values()
    named = [
        ColourGroup(group.id, group.label, group.definition, group.colour, members)
        for group in vocabulary.groups.values()
        if (members := tuple(it.id for it in families if it.group == group.id))
    ]
    lone = [family for family in families if not family.group]
    if len(named) + len(lone) <= MOST_GROUPS:
        return named + [
            # No group may have the id of another.
            ColourGroup(f"{it.id}.", it.label, it.definition, it.colour, (it.id,))
            for it in lone
        ]
    if named:
        return [*named, _unnamed(_OTHER, lone, _GREY)]
    structural = [family for family in lone if family.structural]
    others = [family for family in lone if not family.structural]
    return [
        *([_unnamed(_STRUCTURAL, structural, structural[0].colour)] if structural else []),
        *([_unnamed(_OTHER, others, _GREY)] if others else []),
    ]


def _unnamed(id_: str, families: list[Family], colour: str) -> ColourGroup:
    return ColourGroup(f"{id_}.", "", "", colour, tuple(family.id for family in families))
