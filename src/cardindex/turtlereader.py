"""A Turtle file → what it says of each subject, as plain text, and on which line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urljoin

import pyoxigraph as ox

from cardindex import inputs
from cardindex.errors import InvalidIndex, Problem

OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"

MOST = 20_000_000
"""Bytes of a Turtle file that are read."""

_SYNTAX_PLACE = re.compile(r"^Parser error (?:at|between) .*?: ")
_LONGEST_REASON = 300  # characters
_LONGEST_NAMESPACE = 500
_LONGEST_KEPT = 1_000_000
_CIRCLE = "circle"

# The tokens of a statement: texts, IRIs, comments, brackets and other words.
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'(?:[^'\\\n]|\\.)*+'"
    r"|(?P<quoted><<)"
    r"|(?P<iri><[^<>\"\s]*+>)"
    r"|#[^\n]*+"
    r"|(?P<bracket>[\[\](){}])"
    r"|(?P<word>(?:\\.|[^\s<>\"'#;,\[\](){}\\])++)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\([_~.!$&'()*+,;=/?#@%-])")
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Term(NamedTuple):
    """An object: its IRI, text or blank node (``_:x``), and how N-Triples writes it.

    ``language`` is that of a text, or empty.
    """

    value: str
    written: str
    sort: Literal["iri", "blank", "text", "triple"]
    language: str = ""


@dataclass(frozen=True, eq=False)
class Document:
    """A Turtle file: subject → predicate → objects, in the order of the file.

    It is never changed: texts that are alike may have one document, in several threads too.
    """

    name: str
    text: str
    prefixes: Mapping[str, str]
    subjects: Mapping[str, Mapping[str, list[Term]]]

    def terms_of(self, subject: str, predicate: str) -> list[Term]:
        """Return what a property leads to."""
        return self.subjects.get(subject, {}).get(predicate, [])

    def all_of(self, subject: str, predicate: str) -> list[str]:
        """Return the values of a property."""
        return [term.value for term in self.terms_of(subject, predicate)]

    def nodes_of(self, subject: str, predicate: str) -> list[str]:
        """Return the terms and blank nodes that a property leads to; a text is none."""
        terms = self.terms_of(subject, predicate)
        return [term.value for term in terms if term.sort in {"iri", "blank"}]

    def first_of(self, subject: str, predicate: str) -> str:
        """Return the first value of a property, or empty text."""
        return next((term.value for term in self.terms_of(subject, predicate)), "")

    def text_of(self, subject: str, predicate: str) -> str:
        """Return the text of a property in one line: in English or of no language, else the first.

        A property without a text gives empty text.
        """
        texts = [term for term in self.terms_of(subject, predicate) if term.sort == "text"]
        ours = (term for term in texts if term.language.partition("-")[0].lower() in {"", "en"})
        return " ".join(next(ours, texts[0]).value.split()) if texts else ""

    def texts_of(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return all texts of a property, each in one line and once, English ones first."""
        terms = [term for term in self.terms_of(subject, predicate) if term.sort == "text"]
        terms.sort(key=lambda term: term.language.partition("-")[0].lower() not in {"", "en"})
        told = (" ".join(term.value.split()) for term in terms)
        return tuple(dict.fromkeys(filter(None, told)))

    def is_true(self, subject: str, predicate: str) -> bool:
        """Tell whether a property is said to be true; silence is false."""
        return self.first_of(subject, predicate) in {"true", "1"}

    def has_type(self, subject: str, *types: str) -> bool:
        """Tell whether a subject is said to be of one of the types."""
        return not set(types).isdisjoint(self.nodes_of(subject, f"{RDF}type"))

    def of_type(self, *types: str) -> Iterator[str]:
        """Return the subjects that are said to be of one of the types, in the order of the file."""
        if len(types) == 1:
            return iter(self._by_type.get(types[0], ()))
        found = {subject for type_ in types for subject in self._by_type.get(type_, ())}
        return (subject for subject in self.subjects if subject in found)

    @cached_property
    def _by_type(self) -> Mapping[str, list[str]]:
        """The subjects of each type."""
        by_type: dict[str, list[str]] = {}
        for subject in self.subjects:
            for type_ in dict.fromkeys(self.nodes_of(subject, f"{RDF}type")):
                by_type.setdefault(type_, []).append(subject)
        return by_type

    def members(self, head: str) -> Iterator[str]:
        """Yield the members of an RDF list; one that leads back into itself ends there."""
        met = set()
        while head not in met and (items := self.all_of(head, f"{RDF}first")):
            met.add(head)
            yield items[0]
            head = self.first_of(head, f"{RDF}rest")

    def content(self, subject: str) -> str:
        """Write all that is said of a subject, alike for any order and any blank node's name.

        A blank node is written as a fingerprint of what is said of it. Blank nodes that lead back
        to themselves are like no others.
        """
        return self._said(subject, self._fingerprints_from(subject))

    def _said(self, subject: str, known: Mapping[str, str]) -> str:
        said = sorted(
            # A node that has no fingerprint yet leads back to itself.
            (predicate, known.get(value, _CIRCLE) if sort == "blank" else written)
            for predicate, terms in self.subjects.get(subject, {}).items()
            for value, written, sort, _ in terms
        )
        return repr(said)

    def _fingerprints_from(self, subject: str) -> dict[str, str]:
        """Return the fingerprints of at least the blank nodes that hang on a subject.

        Each is looked at once, however many lead to it.
        """
        found = self._fingerprints
        # With a stack and not by recursion: blank nodes may be nested to any depth.
        waiting = list(self._blanks(subject))
        begun: set[str] = set()
        while waiting:
            at = waiting[-1]
            if at not in found and at not in begun:
                begun.add(at)
                waiting += (it for it in self._blanks(at) if it not in found and it not in begun)
            else:
                waiting.pop()
                if at not in found:
                    said = self._said(at, found).encode()
                    found[at] = f"_:{blake2b(said, digest_size=16).hexdigest()}"
        return found

    @cached_property
    def _fingerprints(self) -> dict[str, str]:
        """The fingerprints of the blank nodes that were asked for."""
        return {}

    def _blanks(self, subject: str) -> Iterator[str]:
        for terms in self.subjects.get(subject, {}).values():
            yield from (term.value for term in terms if term.sort == "blank")

    def short(self, iri: str) -> str:
        """Write an IRI as the file would; blank nodes have no name that is worth telling."""
        if iri.startswith("_:"):
            return "[ … ]"
        prefixes, lengths = self._namespaces
        for length in lengths:
            prefix = prefixes.get(iri[:length])
            if prefix is not None and len(iri) >= length:
                return f"{prefix}:{iri[length:]}"
        return f"<{iri}>"

    @cached_property
    def _namespaces(self) -> tuple[Mapping[str, str], list[int]]:
        """The prefix of each namespace, and how long these are, the longest first."""
        by_name = sorted(self.prefixes.items(), key=lambda item: (-len(item[0]), item[0]))
        prefixes = {space: prefix for prefix, space in by_name if len(space) <= _LONGEST_NAMESPACE}
        return prefixes, sorted({len(space) for space in prefixes}, reverse=True)

    def line(self, subject: str, *, last: bool = False) -> int:
        """Find the line on which a statement on a term starts; 0 where it is not to be seen.

        The first of several, or the ``last``.
        """
        lines = self._lines.get(subject, (0,))
        return lines[-1 if last else 0]

    @cached_property
    def _lines(self) -> Mapping[str, tuple[int, ...]]:
        """The lines of the first and the last statement on each subject."""
        lines: dict[str, tuple[int, ...]] = {}
        line, at = 1, 0
        for subject, place in _statements(self.text):
            line += self.text.count("\n", at, place)
            at = place
            lines[subject] = (lines.get(subject, (line,))[0], line)
        return lines


def _statements(text: str) -> Iterator[tuple[str, int]]:
    """Yield the subject of each statement that starts with a name, and where it starts."""
    names = _Names()
    depth, starts = 0, True
    for token in _TOKEN.finditer(text):
        if token["bracket"]:
            depth = max(depth + (1 if token["bracket"] in "[({" else -1), 0)
            starts = False
        elif token["iri"] or token["word"]:
            word = token["iri"] or token["word"].rstrip(".")
            if starts and word and not names.declares(word):
                iri = names.iri(word)
                if iri:
                    yield iri, token.start()
                starts = False
            # A full stop ends a statement, except inside brackets.
            starts = starts or (not depth and word != token[0])


class _Names:
    """What prefixes and base stand for at one place of a text."""

    def __init__(self) -> None:
        self._base = ""
        self._prefixes: dict[str, str] = {}
        self._declared: list[str] = []

    def declares(self, word: str) -> bool:
        """Tell whether a word at the start of a statement is part of a declaration, and keep it."""
        if not self._declared:
            opens = word.lstrip("@").lower() in {"prefix", "base"}
            self._declared = [word.lstrip("@").lower()] if opens else []
            return opens
        if not word.startswith("<"):
            self._declared.append(word)
        else:
            space = self.iri(word)
            if self._declared[0] == "base":
                self._base = space
            else:
                self._prefixes[self._declared[-1].removesuffix(":")] = space
            self._declared = []
        return True

    def iri(self, word: str) -> str:
        """Return the IRI that a word is written for, or empty text."""
        if word.startswith("<"):
            return urljoin(self._base, _decoded(word[1:-1])) if self._base else _decoded(word[1:-1])
        prefix, colon, rest = word.partition(":")
        space = self._prefixes.get(prefix) if colon else None
        return "" if space is None else space + _ESCAPED.sub(r"\1", rest)


def _decoded(iri: str) -> str:
    return _CODE_POINT.sub(lambda found: chr(int(found[1] or found[2], 16)), iri)


def read(path: Path, name: str = "") -> Document:
    """Parse a file, which problems call ``name``, or else by the last part of its path.

    Raises InvalidIndex where it cannot be read, is larger than MOST or is not Turtle. Nothing
    but the file is read, whatever it imports.
    """
    name = name or path.name
    try:
        text = inputs.decoded(inputs.contents(path, MOST))
    except inputs.Undecodable as error:
        message = f"{error}; save the file as UTF-8"
        raise InvalidIndex([Problem(name, error.line, "", "bad-encoding", message)]) from error
    except OSError as error:
        message = f"cannot be read: {error.strerror}; put a file there that you may open"
        raise InvalidIndex([Problem(name, 0, "", "unreadable-file", message)]) from error
    return parse(text, name)


def parse(text: str, name: str) -> Document:
    """Parse a text, which problems call ``name``. Raises InvalidIndex where it is not Turtle."""
    return _kept(text, name) if len(text) <= _LONGEST_KEPT else _parsed(text, name)


def _parsed(text: str, name: str) -> Document:
    quoted = _quoted_triple(text)
    if quoted:
        message = "is not Turtle 1.1: a statement on a statement (<<) starts here; take it out"
        raise InvalidIndex([Problem(name, quoted, "", "malformed-ontology", message)])
    subjects: dict[str, dict[str, list[Term]]] = {}
    try:
        parser = ox.parse(text, format=ox.RdfFormat.TURTLE)
        for subject, predicate, object_, _ in parser:
            description = subjects.setdefault(_value(subject), {})
            description.setdefault(predicate.value, []).append(_term(object_))
    except (SyntaxError, ValueError) as error:
        raise InvalidIndex([_not_turtle(name, text, error)]) from error
    return Document(name, text, dict(parser.prefixes), subjects)


# An ontology is read for every check: of an index that is being edited, of the next one.
_kept = lru_cache(maxsize=4)(_parsed)


def _quoted_triple(text: str) -> int:
    """Return the line of the first statement on a statement; 0 where there is none.

    The parser accepts it, and crashes the whole process if many are nested.
    """
    if "<<" in text:
        for token in _TOKEN.finditer(text):
            if token["quoted"]:
                return text.count("\n", 0, token.start()) + 1
    return 0


def _not_turtle(name: str, text: str, error: Exception) -> Problem:
    other = _other_format(text)
    if other:
        message = f"is {other} and not Turtle; save it as Turtle, as every editor of ontologies can"
        return Problem(name, 0, "", "malformed-ontology", message)
    said = _SYNTAX_PLACE.sub("", str(getattr(error, "msg", error)))
    said = said[:_LONGEST_REASON].replace("\n", r"\n")
    if said.startswith("No scheme found"):
        said = "an IRI has no beginning such as https:; write it whole, or @base <…> . above"
    line = getattr(error, "lineno", 0) or 0
    return Problem(name, line, "", "malformed-ontology", f"is not Turtle: {said}")


def _other_format(text: str) -> str:
    """Say of a text that is not Turtle what it is instead, where that is plain."""
    start = text[:10_000].lstrip().lower()
    if start.startswith(("<!doctype html", "<html")):
        return "a web page"
    if start.startswith(("<?xml", "<rdf:rdf", "<!doctype", "<!--")):
        return "RDF/XML" if "rdf-syntax-ns#" in start else "XML"
    if start.startswith(("{", "[")) and '"@' in start:
        return "JSON-LD"
    for format_ in (ox.RdfFormat.TRIG, ox.RdfFormat.N_QUADS, ox.RdfFormat.N3):
        try:
            for _ in ox.parse(text, format=format_):
                pass
        except (SyntaxError, ValueError):
            continue
        return format_.name
    return ""


_Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def _term(node: _Node) -> Term:
    written = str(node)
    if isinstance(node, ox.NamedNode):
        return Term(node.value, written, "iri")
    if isinstance(node, ox.Literal):
        return Term(node.value, written, "text", node.language or "")
    return Term(written, written, "blank" if isinstance(node, ox.BlankNode) else "triple")


def is_iri(text: str) -> bool:
    """Tell whether a text is an absolute IRI, as RDF is written with."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _value(term: _Node) -> str:
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value
