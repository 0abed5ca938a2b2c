"""What an ontology defines, as plain data: kinds of entity, relations, families and words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from cardindex.brief import brief, count

Kind = Literal["link", "name", "measure", "dating"]
Role = Literal["", "payer", "recipient", "intermediary"]

MOST_GROUPS = 5
"""How many groups of families there can be: thin lines in more colours are not told apart."""

CORE = "https://w3id.org/cardindex#"
"""The namespace of the core terms, in every index."""

KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a relation can be."""

ROLES: tuple[Role, ...] = get_args(Role)[1:]
"""What the subject of a relation can be in a payment that is an event."""


@dataclass(frozen=True)
class EntityType:
    """A kind of entity; ``parents`` are the ids of all wider kinds, nearest first.

    ``synonyms``: other words by which people, or the files of programs, call it.
    """

    id: str
    iri: str
    label: str
    definition: str
    parents: tuple[str, ...]
    abstract: bool
    shape: str
    colour: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class FamilyGroup:
    """Families whose lines have one colour until one of them is looked at."""

    id: str
    iri: str
    label: str
    definition: str
    colour: str


@dataclass(frozen=True)
class Family:
    """Relations that are drawn alike; ``structural`` ones carry people, means and orders.

    ``group`` is the id of its FamilyGroup, or empty.
    """

    id: str
    iri: str
    label: str
    definition: str
    colour: str
    structural: bool
    group: str = ""


@dataclass(frozen=True)
class Relation:
    """What a claim says of its subject.

    ``domain`` and ``range`` are ids of kinds of entity, any of which will do; only a link has a
    range. ``inverse`` is the IRI of the property that names the link from its other end, or
    empty. ``words`` stand between subject and object, ``inverse_words`` the other way round.
    ``dash`` is lengths in pixels (``6 3``), or empty for a solid line.

    What code asks of a relation it asks of these, never by id. ``identifies``: the subject is no
    other than the object. ``dependence``: its ends are one witness and not two. ``transfer``: what
    the quantity counts goes from subject to object. ``transfer_role``: what the subject is in a
    payment that is an event, the object. ``reflexive``: it may lead from an entity to itself.
    ``naming``: its text is a name of the object. ``parthood``: the subject is a part of the object.

    For who looks for a relation: ``synonyms`` are other words by which people ask for it,
    ``otherwise`` says when not to use it and what to take instead, and ``cues`` are words of
    running text that signal it, in any language; one that ends in ``*`` with any ending.
    """

    id: str
    iri: str
    label: str
    definition: str
    family: str
    kind: Kind
    domain: tuple[str, ...]
    range: tuple[str, ...]
    inverse: str
    symmetric: bool
    transitive: bool
    words: str
    inverse_words: str
    dash: str
    identifies: bool = False
    dependence: bool = False
    transfer: bool = False
    transfer_role: Role = ""
    reflexive: bool = False
    naming: bool = False
    parthood: bool = False
    synonyms: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    otherwise: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """All that an ontology defines, by id; the words of the tables lead to the IRIs of concepts.

    ``published`` are the kinds of source that are before the public from their date on,
    ``identifiers`` the kinds of name by which nobody is called: numbers of catalogues and the like.
    ``prefixes`` lead to the namespaces that the ontology's file declares by them.
    """

    types: Mapping[str, EntityType]
    relations: Mapping[str, Relation]
    families: Mapping[str, Family]
    groups: Mapping[str, FamilyGroup]
    published: frozenset[str]
    prefixes: Mapping[str, str]
    source_kinds: Mapping[str, str]
    name_kinds: Mapping[str, str]
    modes: Mapping[str, str]
    stances: Mapping[str, str]
    certainties: Mapping[str, str]
    standings: Mapping[str, str]
    identifiers: frozenset[str] = field(default=frozenset(), kw_only=True)

    def __repr__(self) -> str:
        return brief(
            self, "", count(len(self.types), "kind of entity", "kinds of entities"),
            count(len(self.relations), "relation"), count(len(self.families), "family", "families"),
        )  # fmt: skip

    @cached_property
    def symmetric(self) -> frozenset[str]:
        """The relations that read alike from either end."""
        return frozenset(id_ for id_, relation in self.relations.items() if relation.symmetric)

    @cached_property
    def telling_names(self) -> frozenset[str]:
        """The relations whose text is a name of the object, or of the subject: code names."""
        return frozenset(
            id_
            for id_, relation in self.relations.items()
            if relation.kind == "name" or relation.naming
        )

    @cached_property
    def identifying(self) -> frozenset[str]:
        """The relations that say that one is the other."""
        return frozenset(id_ for id_, relation in self.relations.items() if relation.identifies)

    @cached_property
    def structural(self) -> frozenset[str]:
        """The families that carry people, means and orders."""
        return frozenset(id_ for id_, family in self.families.items() if family.structural)

    def is_a(self, type_id: str, ancestors: Collection[str]) -> bool:
        """Tell whether a kind of entity is one of ``ancestors``, or narrower than one of them."""
        return type_id in ancestors or any(
            parent in ancestors for parent in self.types[type_id].parents
        )
