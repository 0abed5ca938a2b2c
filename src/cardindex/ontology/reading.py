"""Reading an ontology: families, kinds of entity, relations and the words of the tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from weakref import WeakKeyDictionary

from cardindex import turtlereader
from cardindex.errors import InvalidIndex, Problem
from cardindex.ontology.core import core_problems, packaged_path
from cardindex.ontology.relations import read_relations
from cardindex.ontology.terms import (
    CORE,
    MOST_GROUPS,
    EntityType,
    Family,
    FamilyGroup,
    Vocabulary,
)
from cardindex.ontology.values import (
    SHAPES,
    Report,
    by_id,
    by_name,
    doubts,
    drawn,
    listed,
    local_name,
    nearest_term,
    report_values,
    texts,
)
from cardindex.turtlereader import OWL, RDFS, SKOS, Document

# In the order in which Vocabulary has them.
_CONCEPTS = ("SourceKind", "NameKind", "Mode", "Stance", "Certainty", "Standing")

_GREY = "#787878"
_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# The deepest level of kinds: each kind lists all that are above it.
_MOST_WIDER = 100
_MOST_PROBLEMS = 1000


def load(path: Path, name: str = "", additions: Path | None = None) -> Vocabulary:
    """Read an ontology, which problems call ``name``, or else by the last part of its path.

    ``additions``: a file of more terms, which is read as if it stood at the ontology's end.

    Raises InvalidIndex with every problem found: text that is not Turtle, a relation without
    kind, family or words, a family or kind of entity that is not defined, two terms of one id, a
    concept without its word, a colour, shape or dash that cannot be drawn, a property that only
    links can have at another relation, a dependence of what is no agent, a property that leads to
    what it cannot lead to.
    """
    document, length = _with_additions(turtlereader.read(path, name), additions)
    vocabulary, problems = _read(document)
    if problems or vocabulary is None:
        raise InvalidIndex(_placed(problems, additions, length))
    return vocabulary


def of_text(text: str, name: str) -> Vocabulary:
    """Read the text of an ontology, which problems call ``name``. Raises InvalidIndex."""
    vocabulary, problems = _read(turtlereader.parse(text, name))
    if problems or vocabulary is None:
        raise InvalidIndex(problems)
    return vocabulary


def whole_text(path: Path, additions: Path | None = None) -> str:
    """Return the text of an ontology, with its additions at its end.

    Raises InvalidIndex where one of them cannot be read, or is no Turtle.
    """
    return _with_additions(turtlereader.read(path), additions)[0].text


def _with_additions(document: Document, additions: Path | None) -> tuple[Document, int]:
    """Return an ontology with what is added to it, and how many lines it had before."""
    if additions is None:
        return document, 0
    more = turtlereader.read(additions)
    text = document.text.rstrip("\n") + "\n\n"
    return turtlereader.parse(text + more.text, document.name), text.count("\n")


def _placed(problems: Iterable[Problem], additions: Path | None, length: int) -> list[Problem]:
    """Return problems, those of what was added by its own file and lines."""
    if additions is None:
        return list(problems)
    return [
        replace(each, file=additions.name, row=each.row - length) if each.row > length else each
        for each in problems
    ]


def examine(
    path: Path, name: str = "", additions: Path | None = None
) -> tuple[Vocabulary | None, list[Problem]]:
    """Read an ontology as ``load`` does: what there is of it, and every problem, also warnings.

    A core that is not as it ships is a problem too. There is no vocabulary where nothing can be
    made of the file.
    """
    if path == packaged_path() and additions is None:
        return load(path), []
    try:
        document, length = _with_additions(turtlereader.read(path, name), additions)
    except InvalidIndex as error:
        return None, list(error.problems)
    vocabulary, problems = _read(document)
    if problems:
        return None, _placed(problems, additions, length)
    core = core_problems(document)
    nothing = any(not problem.column for problem in core)
    found = _placed(core + _doubts(document, vocabulary), additions, length)
    return None if nothing else vocabulary, found


def _doubts(document: Document, vocabulary: Vocabulary | None) -> list[Problem]:
    """Return warnings of what the texts of an ontology's terms are made of; of many the first."""
    if vocabulary is None:
        return []
    defined = (vocabulary.families, vocabulary.types, vocabulary.relations)
    iris = [term.iri for terms in defined for term in terms.values()]
    found = islice(doubts(document, iris), _MOST_PROBLEMS)
    return sorted(
        Problem(
            document.name, document.line(iri), "", fault.code,
            f"{document.short(iri)} {fault.message}", fault.severity,
        )
        for iri, fault in found
    )  # fmt: skip


class _Enough(Exception):
    """Enough problems were found; the search ends."""


def _read(document: Document) -> tuple[Vocabulary | None, list[Problem]]:
    """Return what an ontology defines, and its problems; of very many the first."""
    if document not in _READ:
        _READ[document] = _read_anew(document)
    vocabulary, problems = _READ[document]
    return vocabulary, list(problems)


_READ: WeakKeyDictionary[Document, tuple[Vocabulary | None, list[Problem]]] = WeakKeyDictionary()


def _read_anew(document: Document) -> tuple[Vocabulary | None, list[Problem]]:
    problems: list[Problem] = []

    def report(iri: str, code: str, message: str) -> None:
        message = f"{document.short(iri)} {message}"
        problems.append(Problem(document.name, document.line(iri), "", code, message))
        if len(problems) == _MOST_PROBLEMS:
            raise _Enough

    try:
        vocabulary = _vocabulary(document, report)
    except _Enough:
        message = f"of the problems with this file the first {_MOST_PROBLEMS} are told; mend these"
        problems.append(Problem(document.name, 0, "", problems[-1].code, message))
        return None, sorted(problems)
    return vocabulary, sorted(problems)


def _vocabulary(document: Document, report: Report) -> Vocabulary:
    groups = _groups(document, report)
    families = _families(document, groups, report)
    types = _types(document, report)
    relations = read_relations(document, families, types, report)
    concepts = {class_: _concepts(document, class_, report) for class_ in _CONCEPTS}
    for terms in (groups, families, types, relations):
        report_values(document, (term.iri for term in terms.values()), report)
    for words in concepts.values():
        report_values(document, words.values(), report)
    published = frozenset(
        word
        for word, iri in concepts["SourceKind"].items()
        if document.is_true(iri, f"{CORE}published")
    )
    identifiers = frozenset(
        word
        for word, iri in concepts["NameKind"].items()
        if document.is_true(iri, f"{CORE}identifier")
    )
    return Vocabulary(
        types, relations, families, groups, published, document.prefixes, *concepts.values(),
        identifiers=identifiers,
    )  # fmt: skip


def _groups(document: Document, report: Report) -> dict[str, FamilyGroup]:
    ids = {iri: local_name(iri) for iri in document.of_type(f"{CORE}FamilyGroup")}
    groups = {}
    for id_, iri in by_id(document, ids, report).items():
        label, definition = texts(document, iri)
        colour, _, _ = drawn(document, iri, report)
        groups[id_] = FamilyGroup(id_, iri, label, definition, colour or _GREY)
    for more in list(groups.values())[MOST_GROUPS:]:
        message = (
            f"is one more than the {MOST_GROUPS} groups of families whose colours can be told "
            "apart; put its families into another"
        )
        report(more.iri, "too-many-family-groups", message)
    return groups


def _families(
    document: Document, groups: Mapping[str, FamilyGroup], report: Report
) -> dict[str, Family]:
    ids = {iri: local_name(iri) for iri in document.of_type(f"{CORE}Family")}
    families = {}
    for id_, iri in by_id(document, ids, report).items():
        label, definition = texts(document, iri)
        colour, _, _ = drawn(document, iri, report)
        structural = document.is_true(iri, f"{CORE}structural")
        group = _group(document, iri, groups, report)
        families[id_] = Family(id_, iri, label, definition, colour or _GREY, structural, group)
    return families


def _group(document: Document, iri: str, groups: Mapping[str, FamilyGroup], report: Report) -> str:
    """Return the id of the group of a family, or nothing where it has none."""
    ids = {group.iri: id_ for id_, group in groups.items()}
    given = document.nodes_of(iri, f"{CORE}familyGroup")
    for other in (other for other in given if other not in ids):
        choices = f"; take one of {listed(document, ids)}, or define it" if ids else "; define it"
        mend = nearest_term(document, other, by_name(ids)) or choices
        message = f"has the group {document.short(other)}, which is not defined{mend}"
        report(iri, "unknown-family-group", message)
    known = [ids[other] for other in given if other in ids]
    if len(known) > 1:
        report(iri, "several-values", "has more than one ci:familyGroup; keep one")
    return known[0] if known else ""


def _kebab(name: str) -> str:
    return _WORD_STARTS.sub("-", name).lower()


def _below(document: Document, class_: str) -> set[str]:
    """Return a class and all that are below it."""
    narrower: dict[str, list[str]] = {}
    for subject in document.subjects:
        for wider in document.nodes_of(subject, f"{RDFS}subClassOf"):
            narrower.setdefault(wider, []).append(subject)
    found = {class_}
    waiting = [class_]
    while waiting:
        new = [other for other in narrower.get(waiting.pop(), ()) if other not in found]
        found.update(new)
        waiting += new
    return found


def _above(document: Document, iri: str) -> list[str]:
    """Return all wider classes, nearest first, and no more than one too many.

    A circle of classes is walked once.
    """
    found = {iri: None}
    waiting = [iri]
    for class_ in waiting:
        for wider in document.nodes_of(class_, f"{RDFS}subClassOf"):
            if wider not in found:
                found[wider] = None
                waiting.append(wider)
        if len(found) > _MOST_WIDER + 1:
            break
    return waiting[1 : _MOST_WIDER + 2]


def _types(document: Document, report: Report) -> dict[str, EntityType]:
    """Read the classes below the core's Entity, and that one."""
    below = _below(document, f"{CORE}Entity")
    ids = {
        iri: _kebab(local_name(iri))
        for iri in document.of_type(f"{OWL}Class", f"{RDFS}Class")
        if iri in below
    }
    types = {}
    deep = []
    for id_, iri in by_id(document, ids, report).items():
        above = _above(document, iri)
        deep += [iri] if len(above) > _MOST_WIDER else []
        wider = [class_ for class_ in above if class_ in ids]
        label, definition = texts(document, iri)
        colour, shape, _ = drawn(document, iri, report)
        types[id_] = EntityType(
            id_,
            iri,
            label,
            definition,
            parents=tuple(ids[class_] for class_ in wider),
            abstract=document.is_true(iri, f"{CORE}abstract"),
            shape=shape or _inherited(document, wider, "shape") or SHAPES[0],
            colour=colour or _inherited(document, wider, "colour") or _GREY,
            synonyms=document.texts_of(iri, f"{SKOS}altLabel"),
        )
    if deep:
        others = f", as have {len(deep) - 1} more" if len(deep) > 1 else ""
        message = f"has more than {_MOST_WIDER} kinds above it{others}; leave some between out"
        report(deep[0], "kinds-too-deep", message)
    return types


def _inherited(document: Document, wider: Iterable[str], name: str) -> str:
    values = (document.first_of(class_, f"{CORE}{name}") for class_ in wider)
    return next(filter(None, values), "")


def _concepts(document: Document, class_: str, report: Report) -> dict[str, str]:
    """Map the words of the tables to the IRIs of the concepts that they stand for."""
    words = {
        iri: unicodedata.normalize("NFC", document.first_of(iri, f"{SKOS}notation"))
        for iri in document.of_type(f"{CORE}{class_}")
    }
    for iri in (iri for iri, word in words.items() if not word):
        message = "has no skos:notation; give it the word that stands for it in the tables"
        report(iri, "concept-without-word", message)
    return by_id(document, {iri: word for iri, word in words.items() if word}, report)
