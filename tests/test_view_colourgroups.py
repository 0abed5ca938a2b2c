"""The groups by which lines are coloured at rest."""

from __future__ import annotations

from dataclasses import replace

from building import vocabulary

from cardindex.ontology import MOST_GROUPS, FamilyGroup, Vocabulary
from cardindex.view.colourgroups import colour_groups

GROUP = FamilyGroup("ties", "https://example.org/ties", "Ties", "Who is tied.", "#336699")


def grouped(families: int, members: int = 0) -> Vocabulary:
    """Return a vocabulary of so many families, the first of them in a group."""
    whole = vocabulary()
    kept = dict(list(whole.families.items())[:families])
    for at, (id_, family) in enumerate(kept.items()):
        kept[id_] = replace(family, group="ties" if at < members else "")
    return replace(whole, families=kept, groups={"ties": GROUP} if members else {})


def test_families_are_in_the_groups_that_the_ontology_names() -> None:
    whole = vocabulary()
    found = colour_groups(whole)
    assert [(it.id, it.label, it.colour) for it in found] == [
        (it.id, it.label, it.colour) for it in whole.groups.values()
    ]
    assert {id_: it.id for it in found for id_ in it.families} == {
        id_: family.group for id_, family in whole.families.items()
    }


def test_five_families_without_a_group_are_each_their_own() -> None:
    made = grouped(MOST_GROUPS)
    assert [(it.label, it.colour, it.families) for it in colour_groups(made)] == [
        (it.label, it.colour, (it.id,)) for it in made.families.values()
    ]


def test_many_families_without_groups_are_told_apart_by_what_they_carry() -> None:
    made = grouped(13)
    carrying, others = colour_groups(made)
    assert set(carrying.families) == made.structural
    assert {*carrying.families, *others.families} == set(made.families)
    assert (carrying.label, others.label) == ("", "")


def test_what_is_left_over_of_many_is_one_group_in_grey() -> None:
    made = grouped(13, members=3)
    named, others = colour_groups(made)
    assert (named.label, named.families) == ("Ties", tuple(made.families)[:3])
    assert (others.label, others.families) == ("", tuple(made.families)[3:])


def test_no_family_is_lost_whatever_is_named() -> None:
    for families in range(14):
        for members in range(families + 1):
            made = grouped(families, members)
            told = [id_ for it in colour_groups(made) for id_ in it.families]
            assert sorted(told) == sorted(made.families)
            assert len(colour_groups(made)) <= MOST_GROUPS
