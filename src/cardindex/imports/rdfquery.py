"""Any RDF → claims, by a query whose variables say who, what, whom, when, and who says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from cardindex import inputs
from cardindex.engine import Runner, written
from cardindex.errors import QueryError, nearest
from cardindex.imports import rdfdumps
from cardindex.imports.format import Format, Unreadable
from cardindex.imports.found import (
    Dropped,
    Found,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundRelation,
    FoundSource,
    Link,
    Read,
    Wishes,
)
from cardindex.imports.meeting import words
from cardindex.imports.rdffiles import BLANK, SUFFIXES, Told, first_query, key_of, quads
from cardindex.store.answer import Answer, answer_of

_CELLS = ("when", "locator", "stance", "certainty", "quantity", "unit", "text", "mode", "gloss")
_ENDS = ("subject", "object", "place")
VARIABLES = (
    *_ENDS, "relation", "source", "chain", *_CELLS,
    *(f"{end}{more}" for end in (*_ENDS, "source") for more in ("Label", "Kind")),
    "relationLabel", "note",
)  # fmt: skip
"""The variables of a query of which something is made."""

_Term = Any
"""A term of the store."""

_MOST = 1_000_000
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(
    _XSD + each for each in ("integer", "decimal", "double", "float", "int", "long", "short",
                             "nonNegativeInteger", "positiveInteger")
)  # fmt: skip
_DATES = frozenset(_XSD + each for each in ("date", "dateTime", "gYear", "gYearMonth"))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[_-]+")


def read(paths: Sequence[Path], wishes: Wishes) -> Iterator[Found]:
    """Yield what a query takes of files of RDF; they are one store, and nothing is fetched.

    Raises Unreadable where a file is no RDF, where there is no query (with one to begin with), and
    where the query is none, or selects what nothing can be made of.
    """
    told = Told()
    if not wishes.query:
        for path in filter(rdfdumps.is_ours, paths):
            how = f"cardindex import rdf {path.name} -o NEW"
            raise Unreadable(f"{path.name}: is a dump of a whole index; make one of it: {how}")
        for _ in quads(paths, told):
            pass
        raise Unreadable(
            "RDF does not say what of it is who, whom and whence; say it in a query, in a file "
            "that --query names. One to begin with:\n\n" + first_query(paths, told)
        )
    answer = _answer(paths, Path(wishes.query), told, wishes.relation)
    yield Read(told.triples, "triple")
    yield Read(len(answer.terms), "row")
    yield from _Taking(answer, told, wishes).all()


def _answer(paths: Sequence[Path], query: Path, told: Told, wished: str) -> Answer:
    """Put a query to the files, in a process of its own, within limits, and without a network."""
    text = inputs.text(query, _MOST, "query", Unreadable)
    runner = Runner(lambda: written(quads(paths, told)))
    try:
        runner.start()
        answer = answer_of(runner.run(text, {}), {})
    except QueryError as error:
        raise Unreadable(f"{query.name}: {error}") from error
    finally:
        runner.end()
    _hold(query.name, answer, wished)
    return answer


def _hold(name: str, answer: Answer, wished: str) -> None:
    """Refuse an answer that is no rows, or whose variables make no claim."""
    if answer.boolean is not None or answer.graph is not None:
        raise Unreadable(f"{name}: this is no SELECT; write SELECT ?subject ?relation ?object …")
    faults = []
    for each in answer.columns:
        if each not in VARIABLES:
            near = nearest(each, VARIABLES)
            hint = f"; the nearest is ?{near}" if near else ""
            faults.append(f"{name}: nothing is made of ?{each}{hint}")
    if "subject" not in answer.columns:
        faults.append(f"{name}: it selects no ?subject: whom is something said of?")
    if "relation" not in answer.columns and not wished:
        faults.append(f"{name}: it selects no ?relation, and --relation names none")
    if not {"object", "text", "quantity", "when"} & set(answer.columns):
        faults.append(f"{name}: it selects no ?object, nor ?text, ?quantity or ?when")
    if faults:
        known = " ".join(f"?{each}" for each in VARIABLES)
        raise Unreadable("\n".join([*faults, f"the variables are {known}"]))


class _Taking:
    """One answer, taken row by row."""

    def __init__(self, answer: Answer, told: Told, wishes: Wishes) -> None:
        self._answer, self._told, self._wishes = answer, told, wishes
        self._seen: set[object] = set()
        self._left: Counter[tuple[str, str]] = Counter()
        self._words: dict[str, str] = {}

    def all(self) -> Iterator[Found]:
        """Yield entities, sources, relations and claims."""
        for number, terms in enumerate(self._answer.terms, 1):
            row = {
                name: term
                for name, term in zip(self._answer.columns, terms, strict=True)
                if term is not None
            }
            yield from self._row(row, f"row {number}")
        for (what, why), times in sorted(self._left.items()):
            yield Dropped("", what + (f" ({times:,} times)" if times > 1 else ""), why)

    def _row(self, row: Mapping[str, Any], at: str) -> Iterator[Found]:
        relation = self._relation(row)
        if "subject" not in row or not relation:
            what = "subject" if "subject" not in row else "relation"
            self._left[f"a row without ?{what}", "it says nothing of anybody"] += 1
            return
        keys: dict[str, str] = {}
        cells: dict[str, Any] = {name: _text(row[name]) for name in _CELLS if name in row}
        for end in _ENDS:
            if end == "object" and isinstance(row.get(end), ox.Literal):
                _put_literal(cells, row[end])
            elif end in row:
                keys[end] = yield from self._entity(row, end)
        if not keys["subject"] or ("object" in row and not keys.get("object") and not cells):
            self._left["a row of a blank node", "it has no name: select its ?…Label"] += 1
            return
        yield from self._defined(row, relation, cells)
        citation = yield from self._citation(row, cells)
        yield FoundClaim(
            keys["subject"], relation, keys.get("object", ""), place=keys.get("place", ""),
            citations=(citation,), at=at, **{name: cells[name] for name in cells},
        )  # fmt: skip

    def _relation(self, row: Mapping[str, Any]) -> str:
        """Return the word of a relation: what it is called, or the end of its address."""
        term = row.get("relation")
        if term is None:
            return self._wishes.relation
        if not isinstance(term, ox.NamedNode):
            return _text(term)
        own = words("rdf")["own"]
        if term.value.startswith(own):
            return term.value.removeprefix(own)
        if term.value not in self._words:
            end = re.split(r"[#/:]", term.value.rstrip("#/"))[-1]
            self._words[term.value] = (
                self._told.label(term.value) or " ".join(_CAMEL.sub(" ", end).split()).lower()
            )
        said = _text(row["relationLabel"]) if "relationLabel" in row else ""
        return said or self._words[term.value]

    def _defined(
        self, row: Mapping[str, Any], word: str, cells: Mapping[str, Any]
    ) -> Iterator[Found]:
        """Yield a relation as one that the file defines, by its address."""
        term, own = row.get("relation"), words("rdf")["own"]
        if not isinstance(term, ox.NamedNode) or term.value.startswith(own):
            return
        if ("relation", word) not in self._seen:
            self._seen.add(("relation", word))
            is_link = "object" in row and not isinstance(row["object"], ox.Literal)
            takes = (("quantity", "measure"), ("text", "name"), ("when", "dating"))
            alone = next((kind for cell, kind in takes if cell in cells), "name")
            definition = f"As <{term.value}> has it."
            yield FoundRelation(word, definition=definition, takes="link" if is_link else alone)

    def _entity(self, row: Mapping[str, Any], end: str) -> Generator[Found, None, str]:
        """Yield who stands at an end of a claim, once; return the key."""
        term = row[end]
        key = key_of(term) if not isinstance(term, ox.Literal) else _text(term)
        label = _text(row[f"{end}Label"]) if f"{end}Label" in row else self._told.label(key)
        blank = key.startswith(BLANK)
        if blank:
            # Its sign means nothing outside the file, nor in it the next time.
            key = label
        kind = self._told.kinds.get(key_of(term), "")
        if f"{end}Kind" in row:
            said = row[f"{end}Kind"]
            kind = words("rdf")["kinds"].get(key_of(said), re.split(r"[#/]", _text(said))[-1])
        if key and (key, label, kind) not in self._seen:
            self._seen.add((key, label, kind))
            id_kind = "iri" if isinstance(term, ox.NamedNode) and not blank else ""
            called = label or (_end(key) if id_kind else key)
            yield FoundEntity(key, called, kind, id_kind=id_kind)
        return key

    def _citation(
        self, row: Mapping[str, Any], cells: dict[str, Any]
    ) -> Generator[Found, None, FoundCitation]:
        said = {name: cells.pop(name, "") for name in ("locator", "stance", "certainty")}
        note = _text(row["note"]) if "note" in row else ""
        source = (yield from self._work(row["source"], row)) if "source" in row else ""
        chain = []
        for each in _chain(row.get("chain")):
            key = yield from self._work(each, {})
            chain.append(Link(key))
        return FoundCitation(source, chain=tuple(chain), note=note, **said)

    def _work(self, term: _Term, row: Mapping[str, Any]) -> Generator[Found, None, str]:
        key = key_of(term) if isinstance(term, ox.NamedNode) else _text(term)
        if ("source", key) not in self._seen:
            self._seen.add(("source", key))
            title = _text(row["sourceLabel"]) if "sourceLabel" in row else self._told.label(key)
            kind = _text(row["sourceKind"]) if "sourceKind" in row else ""
            address = key if isinstance(term, ox.NamedNode) else ""
            yield FoundSource(key, title or _end(key), kind, note=address)
        return key


def _chain(term: _Term) -> list[Any]:
    """Return the works of a chain: one, or several in a text, nearest first (``a > b``)."""
    if term is None:
        return []
    if not isinstance(term, ox.Literal):
        return [term]
    parts = (part.strip() for part in re.split(r"\s+>\s+", term.value))
    return [ox.NamedNode(part) if "://" in part else ox.Literal(part) for part in parts if part]


def _put_literal(cells: dict[str, Any], literal: ox.Literal) -> None:
    """Put what stands in place of an object where a claim has it: a number, a date, or a text."""
    kind = literal.datatype.value
    name = "quantity" if kind in _NUMBERS else "when" if kind in _DATES else "text"
    cells.setdefault(name, _text(literal))


def _text(term: _Term) -> str:
    """Return a term as a cell has it; of a time of day the day."""
    value = key_of(term) if not isinstance(term, ox.Literal) else term.value
    if isinstance(term, ox.Literal) and term.datatype.value in _DATES:
        value = re.sub(r"(?:T.*|Z|[+-]\d\d:\d\d)$", "", value)
    return " ".join(value.split())


def _end(key: str) -> str:
    """Return the end of an address, for what has no other name."""
    if "://" not in key:
        return key
    return re.split(r"[#/]", key.rstrip("#/"))[-1].replace("_", " ") or key


FORMATS = (
    Format(
        name="rdf",
        description="RDF of any syntax, by a query; or a full dump of ours, back into an index",
        extensions=SUFFIXES,
        read=read,
        takes=("query",),
        restores=rdfdumps.restored,
    ),
)
