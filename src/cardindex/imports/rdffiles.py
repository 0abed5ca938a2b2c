"""Files of RDF of any syntax → quads as they go, with what things in them are called and are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from cardindex.atomic import PACKED
from cardindex.imports.format import Unreadable
from cardindex.imports.meeting import words
from cardindex.imports.opened import head_of, held_to, refuse, stream
from cardindex.nesting import Elements, Flat, Readable, Statements, TooDeep, may_be_deep

_BY_SUFFIX = {
    ".ttl": ox.RdfFormat.TURTLE, ".turtle": ox.RdfFormat.TURTLE, ".n3": ox.RdfFormat.N3,
    ".nt": ox.RdfFormat.N_TRIPLES, ".ntriples": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS, ".nquads": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD, ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML, ".owl": ox.RdfFormat.RDF_XML, ".xml": ox.RdfFormat.RDF_XML,
}  # fmt: skip
SUFFIXES = tuple(_BY_SUFFIX)
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s+)?([\w.:-]+)\s+(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_FOREIGN = re.compile(rb"<!ENTITY\s+(?:%\s+)?[\w.:-]+\s+(?:SYSTEM|PUBLIC)\b", re.IGNORECASE)
_MOST = 10_000  # characters of the longest XML entity; one for a namespace has a hundred
_SHOWN = 8
_PIECE = 1 << 20
_END = 500  # bytes among which the end of the root element stands
_RDF = re.compile(rb"<(?:[\w.-]+:)?RDF(?:\s(?:[^>]*[^/>])?)?>")
_RDF_END = re.compile(rb"</(?:[\w.-]+:)?RDF\s*>")

BLANK = "urn:blank:"
"""How the address of a blank node begins while its file is read; it is kept nowhere."""


@dataclass
class Told:
    """What files say beside what a query takes: labels by thing, kinds, how often predicates occur.

    A label is kept with its rank: the better its predicate and language, the lower.
    """

    labels: dict[str, tuple[tuple[int, int, str], str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    links: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    triples: int = 0

    def label(self, key: str) -> str:
        """Return what a thing is called; nothing where no file says."""
        return self.labels[key][1] if key in self.labels else ""


def quads(paths: Sequence[Path], told: Told) -> Iterator[ox.Quad]:
    """Yield the quads of files, and note what they tell. Raises Unreadable."""
    ranks = {iri: rank for rank, iri in enumerate(words("rdf")["labels"])}
    kinds = words("rdf")["kinds"]
    for path in paths:
        for quad in parsed(path):
            told.triples += 1
            _note(told, quad, ranks, kinds)
            yield quad
    if not told.triples:
        names = ", ".join(path.name for path in paths)
        raise Unreadable(f"{names}: holds no statement; get the file anew")


def parsed(path: Path) -> Iterator[ox.Quad]:
    """Yield the quads of one file, a blank node by an address of its own, as BLANK begins them."""
    format_ = _format(path)
    try:
        with stream(path) as file:
            read = _Tail(_flat(path, file, format_))
            for quad in ox.parse(read, format=format_, rename_blank_nodes=True):  # type: ignore[arg-type]
                yield _named(quad) if _is_blank(quad) else quad
            if format_ == ox.RdfFormat.RDF_XML and not read.is_whole():
                refuse(path, "ends before its root element does; it was cut off: get it again")
    except TooDeep as error:
        refuse(path, f"is nested too deep to be read: {error}")
    except SyntaxError as error:
        refuse(path, f"is no {format_.name} that can be read: {_reason(error)}", error.lineno or 0)


def _flat(path: Path, file: IO[bytes], format_: ox.RdfFormat) -> Readable:
    """Return a file that is read for as long as the parser stands it; most files are as they are.

    Of JSON-LD it counts the brackets itself, and N3 knows no statements on statements.
    """
    if format_ == ox.RdfFormat.RDF_XML:
        return Flat(file, Elements())
    if format_ in (ox.RdfFormat.JSON_LD, ox.RdfFormat.N3):
        return file
    with stream(path) as before:
        deep = may_be_deep(iter(partial(before.read, _PIECE), b""))
    return Flat(file, Statements()) if deep else file


class _Tail:
    """A file that is read to its end, and keeps what it began and ended with."""

    def __init__(self, file: Readable) -> None:
        self._file, self._first, self._last = file, b"", b""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        piece = self._file.read(size)
        self._first = self._first or piece
        self._last = (self._last + piece)[-_END:]
        return piece

    def is_whole(self) -> bool:
        """Tell whether what begins with an RDF element ends with it: who reads it does not."""
        return not _RDF.search(self._first) or bool(_RDF_END.search(self._last))


def _is_blank(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def _named(quad: ox.Quad) -> ox.Quad:
    """Return a quad with addresses for blank nodes, which a store would call by other signs."""
    subject, object_ = quad.subject, quad.object
    if isinstance(subject, ox.BlankNode):
        subject = ox.NamedNode(f"{BLANK}{subject.value}")
    if isinstance(object_, ox.BlankNode):
        object_ = ox.NamedNode(f"{BLANK}{object_.value}")
    return ox.Quad(subject, quad.predicate, object_, quad.graph_name)


def _reason(error: SyntaxError) -> str:
    said = str(error.msg)
    if "LoadDocumentCallback" in said or "remote context" in said:
        return (
            "its @context is an address, and nothing is fetched; put the context itself in its "
            "place, or get the data as Turtle"
        )
    return re.sub(r"^Parser error at line \d+(?: between)? (?:columns? )?[\d and]*: ", "", said)


def _format(path: Path) -> ox.RdfFormat:
    """Return the syntax of a file: by how it begins where that shows, or by its name."""
    suffixes = [each.lower() for each in path.suffixes if each.lower() not in PACKED]
    named = _BY_SUFFIX.get(suffixes[-1] if suffixes else "")
    head = head_of(path)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        refuse(path, "is empty")
    if start.startswith((b"<?xml", b"<!DOCTYPE", b"<rdf:RDF", b"<!--")):
        _refuse_bombs(path, head)
        held_to(path, "rdf", head)
        return ox.RdfFormat.RDF_XML
    held_to(path, "rdf", head)
    if named is None:
        ways = ", ".join(SUFFIXES)
        refuse(path, f"has a name that tells no syntax of RDF; name it with one of {ways}")
    return named


def _refuse_bombs(path: Path, head: bytes) -> None:
    """Refuse entities that stand for other files, or for more text than a namespace has."""
    if _FOREIGN.search(head):
        refuse(path, "declares an entity that stands for another file; nothing is fetched")
    sizes: dict[bytes, int] = {}
    for match in _ENTITY.finditer(head):
        value = match[2] if match[2] is not None else match[3]
        inner = re.findall(rb"&([\w.:-]+);", value)
        sizes[match[1]] = len(value) + sum(sizes.get(each, 0) for each in inner)
        if sizes[match[1]] > _MOST:
            name = match[1].decode("utf-8", "replace")
            refuse(path, f"declares the entity {name}, which swells without end")


def _note(told: Told, quad: ox.Quad, ranks: dict[str, int], kinds: dict[str, str]) -> None:
    predicate, object_ = quad.predicate.value, quad.object
    subject = key_of(quad.subject)
    if isinstance(object_, ox.Literal):
        told.texts[predicate] += 1
        if predicate in ranks:
            rank = (ranks[predicate], _language_rank(object_.language), object_.value)
            if subject not in told.labels or rank < told.labels[subject][0]:
                told.labels[subject] = (rank, " ".join(object_.value.split()))
        return
    told.links[predicate] += 1
    if quad.predicate == _TYPE and isinstance(object_, ox.NamedNode) and object_.value in kinds:
        kind = kinds[object_.value]
        told.kinds[subject] = min(kind, told.kinds.get(subject, kind))


def _language_rank(language: str | None) -> int:
    return 0 if not language else 1 if language.startswith("en") else 2


def key_of(node: Any) -> str:  # noqa: ANN401 - a term of the store
    """Return the key of a thing: its address."""
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def first_query(paths: Iterable[Path], told: Told) -> str:
    """Return a query to begin with: it takes what is said most often between two things."""
    aside = set(words("rdf")["aside"]["predicates"])
    often = sorted(told.links.items(), key=lambda each: (-each[1], each[0]))
    chosen = [(iri, times) for iri, times in often if iri not in aside][:_SHOWN]
    values = "\n".join(f"    <{iri}>  # {times:,} times" for iri, times in chosen)
    texts = sorted(told.texts.items(), key=lambda each: (-each[1], each[0]))[:_SHOWN]
    others = "\n".join(f"#   <{iri}>  {times:,} times" for iri, times in texts)
    where = " ".join(path.name for path in paths)
    return (
        f"# What is to be taken of {where} ({told.triples:,} triples). Take out what you do not\n"
        "# want, and say where it stands: ?source is the work that says it, ?locator where in it.\n"
        "SELECT ?subject ?relation ?object WHERE {\n"
        f"  VALUES ?relation {{\n{values or '    # no predicate joins two things'}\n  }}\n"
        "  ?subject ?relation ?object .\n"
        "}\n" + (f"# With a text, a number or a date:\n{others}\n" if others else "")
    )
