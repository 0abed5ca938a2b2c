"""The relations of an ontology: what each joins, how it reads, and what code may ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from cardindex.characters import quoted
from cardindex.errors import suggestion
from cardindex.ontology.terms import CORE, KINDS, ROLES, EntityType, Family, Kind, Relation, Role
from cardindex.ontology.values import (
    Report,
    by_id,
    by_name,
    drawn,
    listed,
    local_name,
    nearest_term,
    texts,
)
from cardindex.turtlereader import OWL, RDFS, SKOS, Document

_LINK_FLAGS = ("identifies", "dependence", "transfer", "reflexive", "naming", "parthood")
"""Properties that are true or not, and that only a link can have."""

# How many unknown kinds are told for one end of a relation.
_FEW = 5


def read_relations(
    document: Document,
    families: Mapping[str, Family],
    types: Mapping[str, EntityType],
    report: Report,
) -> dict[str, Relation]:
    """Read whatever is of a class of relation, or has a family or words, as only relations do."""
    family_ids = {family.iri: id_ for id_, family in families.items()}
    family_names = by_name(family_ids)
    kinds = _Kinds(document, {type_.iri: id_ for id_, type_ in types.items()}, report)
    classes = (f"{CORE}Relation", *map(_relation_class, KINDS))
    ids = {
        subject: local_name(subject)
        for subject, description in document.subjects.items()
        if f"{CORE}family" in description
        or f"{CORE}words" in description
        or document.has_type(subject, *classes)
    }
    relations = {}
    for id_, iri in by_id(document, ids, report).items():
        family = _family(document, iri, family_ids, family_names, report)
        dash = document.first_of(families[family].iri, f"{CORE}dash") if family else ""
        relation = _relation(document, id_, iri, family, (kinds, dash), report)
        relations[id_] = relation
        _report_misused_flags(relation, types, report)
    return relations


def _relation(
    document: Document, id_: str, iri: str, family: str, about: tuple[_Kinds, str], report: Report
) -> Relation:
    """Read one relation; ``about``: the kinds that it may join, and its family's dash."""
    kinds, family_dash = about
    label, definition = texts(document, iri)
    kind = _kind(document, iri, report)
    words = document.text_of(iri, f"{CORE}words")
    if not words:
        message = 'has no ci:words; say what stands between subject and object, like "funded"'
        report(iri, "relation-without-words", message)
    symmetric = document.has_type(iri, f"{OWL}SymmetricProperty")
    back = document.text_of(iri, f"{CORE}inverseWords")
    _, _, dash = drawn(document, iri, report)
    return Relation(
        id_,
        iri,
        label,
        definition,
        family,
        kind,
        domain=kinds.at(iri, "domain"),
        range=kinds.at(iri, "range") if kind == "link" else (),
        inverse=document.first_of(iri, f"{OWL}inverseOf"),
        symmetric=symmetric,
        transitive=document.has_type(iri, f"{OWL}TransitiveProperty"),
        words=words,
        inverse_words=back or (words if symmetric else ""),
        dash=dash or family_dash,
        transfer_role=_role(document, iri, report),
        synonyms=document.texts_of(iri, f"{SKOS}altLabel"),
        cues=document.texts_of(iri, f"{SKOS}hiddenLabel"),
        otherwise=document.text_of(iri, f"{SKOS}scopeNote"),
        **{name: document.is_true(iri, f"{CORE}{name}") for name in _LINK_FLAGS},
    )


def _role(document: Document, iri: str, report: Report) -> Role:
    given = document.first_of(iri, f"{CORE}transferRole")
    for role in ROLES:
        if given == role:
            return role
    if given:
        hint = suggestion(given, ROLES) or f"; take one of {', '.join(ROLES)}"
        report(iri, "unknown-transfer-role", f"has the ci:transferRole {quoted(given)}{hint}")
    return ""


def _report_misused_flags(
    relation: Relation, types: Mapping[str, EntityType], report: Report
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
    kind = types.get(id_)
    if kind is None:
        return False
    return any(types[it].iri == f"{CORE}Agent" for it in (id_, *kind.parents) if it in types)


def _relation_class(kind: Kind) -> str:
    return f"{CORE}{kind.title()}Relation"


def _kind(document: Document, iri: str, report: Report) -> Kind:
    found = [kind for kind in KINDS if document.has_type(iri, _relation_class(kind))]
    if len(found) != 1:
        choices = ", ".join(document.short(_relation_class(kind)) for kind in KINDS)
        said = "more than one kind of relation" if found else "no kind of relation"
        report(iri, "relation-without-kind", f"is of {said}; make it one of {choices}")
    return found[0] if found else "link"


def _family(
    document: Document,
    iri: str,
    ids: Mapping[str, str],
    names: Mapping[str, str],
    report: Report,
) -> str:
    """Return the id of a relation's family, or nothing where that is a problem."""
    given = document.nodes_of(iri, f"{CORE}family")
    if len(given) == 1 and given[0] in ids:
        return ids[given[0]]
    choices = f"take one of {listed(document, ids)}"
    if len(given) == 1:
        mend = nearest_term(document, given[0], names) or f"; {choices}, or define it"
        message = f"has the family {document.short(given[0])}, which is not defined{mend}"
        report(iri, "unknown-family", message)
    elif given or not document.terms_of(iri, f"{CORE}family"):
        said = "more than one ci:family" if given else "no ci:family"
        report(iri, "relation-without-family", f"has {said}; {choices}")
    return ""


class _Kinds:
    """The kinds of entity that relations admit; a union that many share is looked up once."""

    def __init__(self, document: Document, ids: Mapping[str, str], report: Report) -> None:
        self._document, self._ids, self._report = document, ids, report
        self._names = by_name(ids)
        self._unions: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def at(self, iri: str, end: Literal["domain", "range"]) -> tuple[str, ...]:
        """Return the kinds that a relation admits at one end; any, where it names none."""
        given = self._document.nodes_of(iri, f"{RDFS}{end}")
        if len(given) > 1:
            message = (
                f"has more than one rdfs:{end}, which means all of them at once; "
                "join them as [ a owl:Class ; owl:unionOf ( … ) ]"
            )
            self._report(iri, f"several-{end}s", message)
        found: dict[str, None] = {}
        for class_ in given:
            known, unknown = self._union(class_)
            found |= dict.fromkeys(known)
            for other in unknown[:_FEW]:
                self._report(iri, "unknown-class", self._unknown(end, other))
        return tuple(found) or ("entity",)

    def _union(self, class_: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the ids of the kinds that a class joins, and what it joins that is no kind."""
        if class_ not in self._unions:
            head = self._document.first_of(class_, f"{OWL}unionOf")
            classes = dict.fromkeys(self._document.members(head)) or {class_: None}
            self._unions[class_] = (
                tuple(self._ids[it] for it in classes if it in self._ids),
                tuple(it for it in classes if it not in self._ids),
            )
        return self._unions[class_]

    def _unknown(self, end: str, class_: str) -> str:
        mend = nearest_term(self._document, class_, self._names)
        mend = mend or "; define it as a class below ci:Entity"
        told = self._document.short(class_)
        return f"has the {end} {told}, which is no kind of entity{mend}"
