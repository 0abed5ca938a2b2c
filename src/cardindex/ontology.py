"""``ontology.ttl`` → plain kinds of entity, relations and families; no RDF object leaves here."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

from cardindex import turtle
from cardindex.brief import brief, count
from cardindex.errors import InvalidIndex, Problem, nearest, suggestion
from cardindex.turtle import OWL, RDFS, SKOS, Document

Kind = Literal["link", "name", "measure", "dating"]
Role = Literal["", "payer", "recipient", "intermediary"]

CORE = "https://w3id.org/cardindex#"
"""The namespace of the core terms, in every index."""

KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a relation can be."""

ROLES: tuple[Role, ...] = get_args(Role)[1:]
"""What the subject of a relation can be in a payment that is an event."""

SHAPES = ("dot", "square", "diamond", "triangle", "triangleDown", "star", "hexagon")
"""The shapes of nodes that an ontology may choose from."""

# In the order in which Vocabulary has them.
_CONCEPTS = ("SourceKind", "NameKind", "Mode", "Stance", "Certainty", "Standing")

_GREY = "#787878"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_DASH = re.compile(r"[1-9]\d?( [1-9]\d?)*|")
_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True)
class EntityType:
    """A kind of entity; ``parents`` are the ids of all wider kinds, nearest first."""

    id: str
    iri: str
    label: str
    definition: str
    parents: tuple[str, ...]
    abstract: bool
    shape: str
    colour: str


@dataclass(frozen=True)
class Family:
    """Relations that are drawn alike; ``structural`` ones carry people, means and orders."""

    id: str
    iri: str
    label: str
    definition: str
    colour: str
    structural: bool


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


@dataclass(frozen=True)
class Vocabulary:
    """All that an ontology defines, by id; the words of the tables lead to the IRIs of concepts.

    ``published`` are the kinds of source that are before the public from their date on.
    ``prefixes`` lead to the namespaces that the ontology's file declares by them.
    """

    types: Mapping[str, EntityType]
    relations: Mapping[str, Relation]
    families: Mapping[str, Family]
    published: frozenset[str]
    prefixes: Mapping[str, str]
    source_kinds: Mapping[str, str]
    name_kinds: Mapping[str, str]
    modes: Mapping[str, str]
    stances: Mapping[str, str]
    certainties: Mapping[str, str]
    standings: Mapping[str, str]

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


def packaged_path() -> Path:
    """Return the path of the ontology that ships with cardindex."""
    return Path(__file__).with_name("ontology.ttl")


def load(path: Path) -> Vocabulary:
    """Read an ontology.

    Raises InvalidIndex with every problem found: text that is not Turtle, a relation without
    kind, family or words, a family or kind of entity that is not defined, two terms of one id, a
    concept without its word, a colour, shape or dash that cannot be drawn, a property that only
    links can have at another relation, a dependence of what is no agent.
    """
    document = turtle.read(path)
    problems: list[Problem] = []

    def report(iri: str, code: str, message: str) -> None:
        message = f"{document.short(iri)} {message}"
        problems.append(Problem(document.name, document.line(iri), "", code, message))

    families = _families(document, report)
    types = _types(document, report)
    relations = _relations(document, families, types, report)
    concepts = {class_: _concepts(document, class_, report) for class_ in _CONCEPTS}
    if problems:
        raise InvalidIndex(sorted(problems))
    published = frozenset(
        word
        for word, iri in concepts["SourceKind"].items()
        if document.is_true(iri, f"{CORE}published")
    )
    prefixes = document.prefixes
    return Vocabulary(types, relations, families, published, prefixes, *concepts.values())


def changed_core(path: Path) -> list[str]:
    """Name the core terms (``ci:Claim``) that an ontology lacks, changes or adds, sorted.

    The measure is the packaged ontology. A term is changed if anything at all is said of it that
    is not said there, or the other way round.
    """
    theirs, ours = _core(turtle.read(path)), _core(turtle.read(packaged_path()))
    return sorted(
        f"ci:{iri.removeprefix(CORE)}"
        for iri in theirs.keys() | ours.keys()
        if theirs.get(iri) != ours.get(iri)
    )


def _core(document: Document) -> dict[str, str]:
    return {
        subject: document.content(subject)
        for subject in document.subjects
        if f"{CORE}core" in document.all_of(subject, f"{RDFS}isDefinedBy")
    }


_Report = Callable[[str, str, str], None]
"""Takes the IRI of a term, a code, and what is wrong with the term and how to mend it."""


def _local_name(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]


def _kebab(name: str) -> str:
    return _WORD_STARTS.sub("-", name).lower()


def _by_id(document: Document, ids: Mapping[str, str], report: _Report) -> dict[str, str]:
    """Turn IRI → id round; an id that two terms share is a problem."""
    by_id: dict[str, str] = {}
    for iri, id_ in ids.items():
        first = by_id.setdefault(id_, iri)
        if first != iri:
            message = (
                f'has the id "{id_}", which {document.short(first)} has already; '
                "tables could not tell them apart, so rename one of them"
            )
            report(iri, "duplicate-term", message)
    return by_id


def _texts(document: Document, iri: str) -> tuple[str, str]:
    """Return label and definition; a term without a label is called by its name."""
    label = document.first_of(iri, f"{RDFS}label") or _local_name(iri).replace("_", " ")
    return label, document.first_of(iri, f"{SKOS}definition")


def _drawn(document: Document, iri: str, report: _Report) -> tuple[str, str, str]:
    """Return colour, shape and dash, each empty where not given; all must be drawable."""
    colour, shape, dash = (
        document.first_of(iri, f"{CORE}{name}") for name in ("colour", "shape", "dash")
    )
    if colour and not _COLOUR.fullmatch(colour):
        message = f'has the colour "{colour}"; write it as six hexadecimal digits, like "#0c60d8"'
        report(iri, "malformed-colour", message)
    if shape and shape not in SHAPES:
        hint = suggestion(shape, SHAPES) or f"; take one of {', '.join(SHAPES)}"
        report(iri, "unknown-shape", f'has the shape "{shape}"{hint}')
    if not _DASH.fullmatch(dash):
        message = f'has the dash "{dash}"; write lengths from 1 to 99, a space between, like "6 3"'
        report(iri, "malformed-dash", message)
    return colour, shape, dash


def _families(document: Document, report: _Report) -> dict[str, Family]:
    ids = {iri: _local_name(iri) for iri in document.of_type(f"{CORE}Family")}
    families = {}
    for id_, iri in _by_id(document, ids, report).items():
        label, definition = _texts(document, iri)
        colour, _, _ = _drawn(document, iri, report)
        structural = document.is_true(iri, f"{CORE}structural")
        families[id_] = Family(id_, iri, label, definition, colour or _GREY, structural)
    return families


def _ancestors(document: Document, iri: str) -> list[str]:
    """Return all wider classes, nearest first; a circle of classes is walked once."""
    found = [iri]
    for class_ in found:
        wider = document.all_of(class_, f"{RDFS}subClassOf")
        found += [other for other in wider if other not in found]
    return found[1:]


def _types(document: Document, report: _Report) -> dict[str, EntityType]:
    """Read the classes below the core's Entity, and that one."""
    ancestors = {iri: _ancestors(document, iri) for iri in document.of_type(f"{OWL}Class")}
    ids = {
        iri: _kebab(_local_name(iri))
        for iri, wider in ancestors.items()
        if f"{CORE}Entity" in (iri, *wider)
    }
    types = {}
    for id_, iri in _by_id(document, ids, report).items():
        wider = [class_ for class_ in ancestors[iri] if class_ in ids]
        label, definition = _texts(document, iri)
        colour, shape, _ = _drawn(document, iri, report)
        types[id_] = EntityType(
            id_,
            iri,
            label,
            definition,
            parents=tuple(ids[class_] for class_ in wider),
            abstract=document.is_true(iri, f"{CORE}abstract"),
            shape=shape or _inherited(document, wider, "shape") or SHAPES[0],
            colour=colour or _inherited(document, wider, "colour") or _GREY,
        )
    return types


def _inherited(document: Document, wider: Iterable[str], name: str) -> str:
    values = (document.first_of(class_, f"{CORE}{name}") for class_ in wider)
    return next(filter(None, values), "")


def _relations(
    document: Document,
    families: Mapping[str, Family],
    types: Mapping[str, EntityType],
    report: _Report,
) -> dict[str, Relation]:
    """Read whatever is of a class of relation, or has a family or words, as only relations do."""
    classes = (f"{CORE}Relation", *map(_relation_class, KINDS))
    ids = {
        subject: _local_name(subject)
        for subject, description in document.subjects.items()
        if f"{CORE}family" in description
        or f"{CORE}words" in description
        or document.has_type(subject, *classes)
    }
    relations = {}
    for id_, iri in _by_id(document, ids, report).items():
        label, definition = _texts(document, iri)
        family = _family(document, iri, families, report)
        kind = _kind(document, iri, report)
        words = document.first_of(iri, f"{CORE}words")
        if not words:
            message = 'has no ci:words; say what stands between subject and object, like "funded"'
            report(iri, "relation-without-words", message)
        symmetric = document.has_type(iri, f"{OWL}SymmetricProperty")
        back = document.first_of(iri, f"{CORE}inverseWords")
        _, _, dash = _drawn(document, iri, report)
        if family and not dash:
            dash = document.first_of(families[family].iri, f"{CORE}dash")
        role = _role(document, iri, report)
        flags = {name: document.is_true(iri, f"{CORE}{name}") for name in _LINK_FLAGS}
        relations[id_] = relation = Relation(
            id_,
            iri,
            label,
            definition,
            family,
            kind,
            domain=_ends(document, iri, "domain", types, report),
            range=_ends(document, iri, "range", types, report) if kind == "link" else (),
            inverse=document.first_of(iri, f"{OWL}inverseOf"),
            symmetric=symmetric,
            transitive=document.has_type(iri, f"{OWL}TransitiveProperty"),
            words=words,
            inverse_words=back or (words if symmetric else ""),
            dash=dash,
            transfer_role=role,
            **flags,
        )
        _report_misused_flags(relation, types, report)
    return relations


_LINK_FLAGS = ("identifies", "dependence", "transfer", "reflexive")
"""Properties that are true or not, and that only a link can have."""


def _role(document: Document, iri: str, report: _Report) -> Role:
    given = document.first_of(iri, f"{CORE}transferRole")
    for role in ROLES:
        if given == role:
            return role
    if given:
        hint = suggestion(given, ROLES) or f"; take one of {', '.join(ROLES)}"
        report(iri, "unknown-transfer-role", f'has the ci:transferRole "{given}"{hint}')
    return ""


def _report_misused_flags(
    relation: Relation, types: Mapping[str, EntityType], report: _Report
) -> None:
    flags = [name for name in _LINK_FLAGS if getattr(relation, name)]
    flags += ["transferRole"] if relation.transfer_role else []
    if relation.kind != "link":
        for name in flags:
            message = (
                f"has ci:{name}, but is a {relation.kind} and leads to no other entity; make it a "
                "ci:LinkRelation, or take the property out"
            )
            report(relation.iri, "property-of-links", message)
    elif relation.dependence and not relation.identifies:
        for end, ids in (("domain", relation.domain), ("range", relation.range)):
            others = [id_ for id_ in ids if not _is_agent(types, id_)]
            if others:
                message = (
                    f"has ci:dependence, but its {end} takes the kind {' and '.join(others)}: only "
                    f"an agent can know, and be one witness with another; make its {end} ci:Agent "
                    "or kinds below that, or take the property out"
                )
                report(relation.iri, "dependence-without-agents", message)


def _is_agent(types: Mapping[str, EntityType], id_: str) -> bool:
    return any(types[kind].iri == f"{CORE}Agent" for kind in (id_, *types[id_].parents))


def _relation_class(kind: Kind) -> str:
    return f"{CORE}{kind.title()}Relation"


def _kind(document: Document, iri: str, report: _Report) -> Kind:
    found = [kind for kind in KINDS if document.has_type(iri, _relation_class(kind))]
    if len(found) != 1:
        choices = ", ".join(document.short(_relation_class(kind)) for kind in KINDS)
        said = "more than one kind of relation" if found else "no kind of relation"
        report(iri, "relation-without-kind", f"is of {said}; make it one of {choices}")
    return found[0] if found else "link"


def _family(document: Document, iri: str, families: Mapping[str, Family], report: _Report) -> str:
    """Return the id of a relation's family, or nothing where that is a problem."""
    by_iri = {family.iri: family.id for family in families.values()}
    given = document.all_of(iri, f"{CORE}family")
    if len(given) == 1 and given[0] in by_iri:
        return by_iri[given[0]]
    choices = f"take one of {', '.join(map(document.short, by_iri))}"
    if len(given) == 1:
        mend = _nearest_term(document, given[0], by_iri) or f"; {choices}, or define it"
        message = f"has the family {document.short(given[0])}, which is not defined{mend}"
        report(iri, "unknown-family", message)
    else:
        said = "more than one ci:family" if given else "no ci:family"
        report(iri, "relation-without-family", f"has {said}; {choices}")
    return ""


def _ends(
    document: Document,
    iri: str,
    end: Literal["domain", "range"],
    types: Mapping[str, EntityType],
    report: _Report,
) -> tuple[str, ...]:
    """Return the kinds of entity that a relation admits at one end; any, where it names none."""
    given = document.all_of(iri, f"{RDFS}{end}")
    if len(given) > 1:
        message = (
            f"has more than one rdfs:{end}, which means all of them at once; "
            "join them as [ a owl:Class ; owl:unionOf ( … ) ]"
        )
        report(iri, f"several-{end}s", message)
    by_iri = {type_.iri: type_.id for type_ in types.values()}
    classes = []
    for class_ in given:
        classes += list(document.members(document.first_of(class_, f"{OWL}unionOf"))) or [class_]
    for class_ in classes:
        if class_ not in by_iri:
            mend = (
                _nearest_term(document, class_, by_iri) or "; define it as a class below ci:Entity"
            )
            message = f"has the {end} {document.short(class_)}, which is no kind of entity{mend}"
            report(iri, "unknown-class", message)
    return tuple(by_iri[class_] for class_ in classes if class_ in by_iri) or ("entity",)


def _nearest_term(document: Document, iri: str, choices: Collection[str]) -> str:
    # Whole IRIs are all alike in one namespace: only the last part tells how near they are.
    by_name = {_local_name(choice): choice for choice in choices}
    found = nearest(_local_name(iri), by_name)
    return f"; did you mean {document.short(by_name[found])}?" if found else ""


def _concepts(document: Document, class_: str, report: _Report) -> dict[str, str]:
    """Map the words of the tables to the IRIs of the concepts that they stand for."""
    words = {
        iri: document.first_of(iri, f"{SKOS}notation")
        for iri in document.of_type(f"{CORE}{class_}")
    }
    for iri in (iri for iri, word in words.items() if not word):
        message = "has no skos:notation; give it the word that stands for it in the tables"
        report(iri, "concept-without-word", message)
    return _by_id(document, {iri: word for iri, word in words.items() if word}, report)
