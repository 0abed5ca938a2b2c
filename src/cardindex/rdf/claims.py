"""Claims, each followed by its citations, as slabs of rows, with what evidence makes of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from cardindex import quantities
from cardindex.cards.columns import in_words
from cardindex.evidence import Selection
from cardindex.evidence.cited import positions
from cardindex.frames import BOUNDS, runs, texts
from cardindex.index import Index
from cardindex.rdf.citations import GOES_BACK, Citations, roots
from cardindex.rdf.columns import (
    Cells,
    Listed,
    Numbers,
    Texts,
    Where,
    and_none,
    arrow,
    coded,
    together,
    told,
)
from cardindex.rdf.days import cells_of, dated
from cardindex.rdf.slabs import (
    ROWS,
    Column,
    Filled,
    Property,
    Rows,
    Several,
    Slab,
    Subjects,
    Telling,
    alike,
    always,
)
from cardindex.rdf.terms import OWN, TERM, TEXT, Said, ref
from cardindex.ties import parse_ties

_CELLS = (
    "subject", "relation", "object", "text", "quantity", "unit", "when", "place", "mode", "ties",
    "gloss", "whole_roots", *BOUNDS,
)  # fmt: skip
_SUPPORT = (
    ("whole_support_low", "ci:supportLow"),
    ("whole_support_high", "ci:supportHigh"),
    ("whole_works", "ci:works"),
)
_OPPOSITION = (
    ("whole_opposition_low", "ci:oppositionLow"),
    ("whole_opposition_high", "ci:oppositionHigh"),
)
_CAUTIONS = (
    ("whole_told_by_doer", "ci:ToldByDoer"),
    ("whole_told_by_concerned", "ci:ToldByConcerned"),
    ("whole_apparent", "ci:Apparent"),
    ("whole_circular", "ci:Circular"),
    ("whole_misquoted", "ci:Misquoted"),
    ("whole_overstated", "ci:Overstated"),
)
_EVIDENCE = (
    "whole_standing", "whole_stands", *(column for column, _ in (*_SUPPORT, *_OPPOSITION)),
    *(column for column, _ in _CAUTIONS),
)  # fmt: skip


_TYPE = always(("rdf:type", TERM, "ci:Claim"))
_LABEL = Property("rdfs:label", TEXT)
_SUBJECT = Property("rdf:subject", OWN, "entity/")
_OBJECT = Property("rdf:object", OWN, "entity/")
_PLACE = Property("ci:place", OWN, "entity/")
_CITATION = Several.of("ci:citation", "citation/")


def claims(selection: Selection) -> Iterator[Slab]:
    """Return the selection's claims, each followed by its citations.

    Standing and all that goes with it is that of the whole index, whatever the selection struck.
    What is looked up in the whole index is looked up now: the slabs may be made in a thread.
    """
    all_, size = Claims(selection), len(selection.claims)
    return (all_.slab(start, min(start + ROWS, size)) for start in range(0, size, ROWS))


class Claims:
    """The claims of a selection, to be had as rows, some at a time, by position."""

    def __init__(self, selection: Selection) -> None:
        self.cited = Citations(selection)
        self._columns, self._few = _columns(selection), _few(selection.index)
        self._labelled = _labels(selection)
        self._cells, self._of = Cells(selection.claims, (*_CELLS, *_EVIDENCE)), _Of(selection)

    def slab(self, start: int, stop: int) -> Slab:
        """Return the claims from one position to another, each followed by its citations."""
        cell = self._cells.of(slice(start, stop))
        at, claim = self._of.claims(start, stop)
        citations, ids = self.cited.rows(at)
        starts = np.searchsorted(claim, np.arange(stop - start + 1))
        listed = _listed(starts, ids)
        # The order of rows: each claim, then its citations.
        order = np.argsort(np.concatenate([np.arange(stop - start), claim]), kind="stable")
        rows = _rows(self._columns, cell, self._labelled(cell, slice(start, stop)), listed)
        return Slab((rows, citations), order)

    def citations(self, at: int) -> Numbers:
        """Return the positions of the citations of the claim at a position."""
        found = self._of.claims(at, at + 1)[0]
        return np.arange(found.start, found.stop) if isinstance(found, slice) else found

    def links(self, at: Where, cited: Texts = None) -> Rows:
        """Return no more of some claims than which they are, and how they stand.

        ``cited``: of the citations of a single claim these alone; none unless they are given.
        """
        cell = self._cells.of(at)
        size, listed = len(cell["id"]), texts([] if cited is None else cited)
        starts = np.append(np.zeros(size, dtype=np.int64), len(listed))
        cells = (
            alike(size),
            self._labelled(cell, at),
            cell["subject"],
            coded(cell["relation"]),
            cell["object"],
            cell["place"],
            together(cell["whole_standing"], cell["whole_stands"]),
            _listed(starts, listed),
        )
        return Rows(self._few, Subjects("claim/", cell["id"]), cells)


def _listed(starts: Numbers, ids: Texts) -> Listed:
    """Return the citations of claims, which are all different."""
    return Listed(starts, np.zeros(len(ids), dtype=np.int64), np.arange(len(ids)), ids)


class _Of:
    """Which citations each claim of a selection has: all of them, whatever it struck."""

    def __init__(self, selection: Selection) -> None:
        cited = texts(selection.index.citations["claim"])
        claims = texts(selection.claims.index.to_series())
        # Mostly they stand in the order of the claims, and all of these are here.
        starts = np.append(True, runs(cited)) if len(cited) else np.zeros(0, dtype=bool)
        if cited.filter(arrow.array(starts)).equals(claims):
            at = np.cumsum(starts) - 1
        else:
            at = selection.claims.index.get_indexer(pd.Index(selection.index.citations["claim"]))
        order = np.argsort(at, kind="stable")
        self._claim, self._at = at[order], order

    def claims(self, start: int, stop: int) -> tuple[Where, Numbers]:
        """Return the citations of some claims, and which of these claims, from 0, each is of."""
        first, last = np.searchsorted(self._claim, (start, stop))
        at, claim = self._at[first:last], self._claim[first:last] - start
        # Mostly they stand together, and a slice of a frame is fast.
        together = len(at) and at[-1] - at[0] == len(at) - 1 and bool((np.diff(at) == 1).all())
        return slice(int(at[0]), int(at[-1]) + 1) if together else at, claim


def _columns(selection: Selection) -> tuple[Column, ...]:
    index = selection.index
    modes = {"": "", **{word: ref(iri) for word, iri in index.vocabulary.modes.items()}}
    return (
        _TYPE,
        _LABEL,
        _SUBJECT,
        Telling(_relation(index)),
        _OBJECT,
        Property("ci:text", TEXT),
        Telling(_quantity),
        Property("ci:unit", TEXT),
        _PLACE,
        Telling(lambda mode: [("ci:mode", TERM, modes[mode])] if mode else []),
        Property("ci:gloss", TEXT),
        *dated("ci:when"),
        Telling(_ties(selection.claims.index)),
        Telling(_evidence(index)),
        GOES_BACK,
        _CITATION,
    )


def _few(index: Index) -> tuple[Column, ...]:
    standing = Telling(_standing(index))
    return _TYPE, _LABEL, _SUBJECT, Telling(_relation(index)), _OBJECT, _PLACE, standing, _CITATION


def _rows(
    columns: tuple[Column, ...], cell: Mapping[str, Any], labels: Texts, listed: Listed
) -> Rows:
    cells: Sequence[Filled] = (
        alike(len(labels)),
        labels,
        cell["subject"],
        coded(cell["relation"]),
        cell["object"],
        cell["text"],
        coded(cell["quantity"]),
        cell["unit"],
        cell["place"],
        coded(cell["mode"]),
        cell["gloss"],
        *cells_of(cell["when"], *(cell[bound] for bound in BOUNDS)),
        coded(cell["ties"]),
        together(*(cell[name] for name in _EVIDENCE)),
        roots(cell["whole_roots"]),
        listed,
    )
    return Rows(columns, Subjects("claim/", cell["id"]), cells)


def _labels(selection: Selection) -> Callable[[Mapping[str, Any], Where], Texts]:
    """Return what tells the claims at some positions in words."""
    index = selection.index
    places = {"": "", **index.labels}
    words = {id_: relation.words for id_, relation in index.vocabulary.relations.items()}
    labels = and_none(index.entities["label"])
    chosen = positions(selection.claims.index.to_series(), index.claims.index)
    ends = [np.where(end < 0, len(labels) - 1, end)[chosen] for end in index.ends]

    def labelled(cell: Mapping[str, Any], at: Where) -> Texts:
        subject, object_ = (labels.take(arrow.array(end[at])) for end in ends)
        return in_words(
            {
                **{name: cell[name] for name in ("text", "quantity", "unit", "when", "mode")},
                "subject": subject,
                "relation": told(cell["relation"], words.__getitem__),
                "object": object_,
                "place": told(cell["place"], places.__getitem__),
            }
        )

    return labelled


def _relation(index: Index) -> Callable[[str], Iterable[Said]]:
    vocabulary = index.vocabulary

    def said(id_: str) -> Iterator[Said]:
        relation = vocabulary.relations[id_]
        yield "rdf:predicate", TERM, ref(relation.iri)
        yield "ci:family", TERM, ref(vocabulary.families[relation.family].iri)

    return said


def _quantity(text: str) -> Iterator[Said]:
    if text:
        quantity = quantities.parse(text)
        yield "ci:quantity", TEXT, text
        yield "ci:low", "xsd:decimal", f"{quantity.low:f}"
        if quantity.high is not None:
            yield "ci:high", "xsd:decimal", f"{quantity.high:f}"


def _ties(present: Collection[str]) -> Callable[[str], Iterable[Said]]:
    """Return what tells ties to claims that are here, and all of them as the table writes them."""

    def said(text: str) -> Iterator[Said]:
        for tie in dict.fromkeys(parse_ties(text)):
            if tie.claim in present:
                predicate = f"ci:perhaps{tie.kind.title()}" if tie.perhaps else f"ci:{tie.kind}"
                yield predicate, OWN, f"claim/{tie.claim}"
        if text:
            yield "ci:tieList", TEXT, text

    return said


def _evidence(index: Index) -> Callable[[tuple[Any, ...]], Iterable[Said]]:
    """Return what tells how a claim stands, by the cells of ``_EVIDENCE``.

    Flags that are false and an opposition of 0 are not written: rules of the ontology restore them.
    """
    standing = _standing(index)

    def said(cells: tuple[Any, ...]) -> Iterator[Said]:
        found = dict(zip(_EVIDENCE, cells, strict=True))
        yield from standing((found["whole_standing"], found["whole_stands"]))
        for column, predicate in _SUPPORT:
            yield predicate, "xsd:integer", str(found[column])
        if found["whole_opposition_high"]:
            for column, predicate in _OPPOSITION:
                yield predicate, "xsd:integer", str(found[column])
        for column, concept in _CAUTIONS:
            if found[column]:
                yield "ci:caution", TERM, concept

    return said


def _standing(index: Index) -> Callable[[tuple[str, bool]], Iterable[Said]]:
    standings = {word: ref(iri) for word, iri in index.vocabulary.standings.items()}

    def said(cells: tuple[str, bool]) -> Iterator[Said]:
        standing, stands = cells
        yield "ci:standing", TERM, standings[standing]
        yield "ci:stands", "xsd:boolean", "true" if stands else "false"

    return said
