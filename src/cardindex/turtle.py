"""A Turtle file → what it says of each subject, as plain text, and on which line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from cardindex.errors import InvalidIndex, Problem

OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"

_SYNTAX_PLACE = re.compile(r"^Parser error at .*?: ")


class Term(NamedTuple):
    """An object: its IRI, text or blank node (``_:x``), and how N-Triples writes it."""

    value: str
    written: str


@dataclass(frozen=True)
class Document:
    """A Turtle file: subject → predicate → objects, in the order of the file."""

    name: str
    text: str
    prefixes: Mapping[str, str]
    subjects: Mapping[str, Mapping[str, list[Term]]]

    def all_of(self, subject: str, predicate: str) -> list[str]:
        """Return the values of a property."""
        return [term.value for term in self.subjects.get(subject, {}).get(predicate, ())]

    def first_of(self, subject: str, predicate: str) -> str:
        """Return the first value of a property, or empty text."""
        return next(iter(self.all_of(subject, predicate)), "")

    def is_true(self, subject: str, predicate: str) -> bool:
        """Tell whether a property is said to be true; silence is false."""
        return self.first_of(subject, predicate) in {"true", "1"}

    def has_type(self, subject: str, *types: str) -> bool:
        """Tell whether a subject is said to be of one of the types."""
        return not set(types).isdisjoint(self.all_of(subject, f"{RDF}type"))

    def of_type(self, type_: str) -> Iterator[str]:
        """Yield the subjects that are said to be of a type."""
        return (subject for subject in self.subjects if self.has_type(subject, type_))

    def members(self, head: str) -> Iterator[str]:
        """Yield the members of an RDF list; one that leads back into itself ends there."""
        met = set()
        while head not in met and (items := self.all_of(head, f"{RDF}first")):
            met.add(head)
            yield items[0]
            head = self.first_of(head, f"{RDF}rest")

    def content(self, subject: str, path: tuple[str, ...] = ()) -> str:
        """Write all that is said of a subject, alike for any order and any blank node's name.

        Blank nodes are followed, other than back along the ``path`` that led to them.
        """
        path = (*path, subject)
        return repr(
            sorted(
                (
                    predicate,
                    written
                    if not written.startswith("_:")
                    else f"back {path.index(value)}"
                    if value in path
                    else self.content(value, path),
                )
                for predicate, terms in self.subjects.get(subject, {}).items()
                for value, written in terms
            )
        )

    def short(self, iri: str) -> str:
        """Write an IRI as the file would; blank nodes have no name that is worth telling."""
        if iri.startswith("_:"):
            return "[ … ]"
        for prefix, namespace in self.prefixes.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return f"<{iri}>"

    def line(self, subject: str) -> int:
        """Find the line on which a term is described; 0 where it is not to be seen."""
        spellings = "|".join(map(re.escape, (self.short(subject), f"<{subject}>")))
        found = re.search(rf"^(?:{spellings})(?=\s)", self.text, re.MULTILINE)
        return self.text.count("\n", 0, found.start()) + 1 if found else 0


def read(path: Path) -> Document:
    """Parse a file; raises InvalidIndex where it cannot be read or is not Turtle."""
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise InvalidIndex([Problem(path.name, 0, "", "unreadable-file", message)]) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {data[error.start]:#04x} is not UTF-8; save the file as UTF-8"
        raise InvalidIndex([Problem(path.name, line, "", "bad-encoding", message)]) from error
    subjects: dict[str, dict[str, list[Term]]] = {}
    try:
        parser = ox.parse(text, format=ox.RdfFormat.TURTLE)
        for subject, predicate, object_, _ in parser:
            description = subjects.setdefault(_value(subject), {})
            term = Term(_value(object_), str(object_))
            description.setdefault(predicate.value, []).append(term)
    except SyntaxError as error:
        message = f"is not Turtle: {_SYNTAX_PLACE.sub('', error.msg)}"
        problem = Problem(path.name, error.lineno or 0, "", "malformed-ontology", message)
        raise InvalidIndex([problem]) from error
    return Document(path.name, text, parser.prefixes, subjects)


def is_iri(text: str) -> bool:
    """Tell whether a text is an absolute IRI, as RDF is written with."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value
