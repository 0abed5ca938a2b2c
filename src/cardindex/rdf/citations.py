"""Citations as rows: who says it where, on whose word, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from cardindex.cards.columns import told_via
from cardindex.evidence import Selection
from cardindex.evidence.reach import coded_roots
from cardindex.frames import joined, texts
from cardindex.index import Index
from cardindex.rdf.beside import coded_by
from cardindex.rdf.columns import (
    Cells,
    Listed,
    Lists,
    Numbers,
    Texts,
    Where,
    arrow,
    coded,
    compute,
    together,
    where_any,
)
from cardindex.rdf.days import said
from cardindex.rdf.slabs import Filled, Property, Rows, Several, Subjects, Telling, alike, always
from cardindex.rdf.terms import OWN, TERM, TEXT, Said, ref
from cardindex.rdf.ways import Ways, Works, primaries
from cardindex.statementdates import told_days

_CELLS = (
    "id", "source", "locator", "chain", "stance", "certainty", "speakers", "leans_on", "misquoted",
    "overstated", "start", "end", "seal", "coder", "note",
)  # fmt: skip


class Citations:
    """The citations of an index, to be had as rows, some at a time."""

    def __init__(self, selection: Selection) -> None:
        index = selection.index
        self._index = index
        self._cells = Cells(index.citations, _CELLS)
        # The roots of each citation while nothing is struck.
        left = np.ones(len(index.citations), dtype=bool)
        self._roots = Lists.made(*coded_roots(selection.evidence, left))
        days = told_days(index)
        self._earliest, self._latest = days.said_earliest, days.said_latest
        self._works = Works(index)
        self._sources = self._works.numbers(texts(index.citations["source"]))
        self._columns = (
            always(("rdf:type", TERM, "ci:Citation")),
            Property("rdfs:label", TEXT),
            Property("ci:source", OWN, "source/"),
            Property("ci:locator", TEXT),
            Telling(_stance(index)),
            Property("ci:chain", TEXT),
            Several.of("ci:speaker", "source/"),
            GOES_BACK,
            Telling(_faults),
            Several.of("prov:wasDerivedFrom", "source/"),
            Property("prov:hadPrimarySource", OWN, "source/"),
            Property("ci:saidIn", OWN, "source/"),
            Property("ci:saidEarliest", "xsd:date"),
            Property("ci:saidLatest", "xsd:date"),
            Property("ci:position", TEXT),
            Property("ci:seal", TEXT),
            Telling(coded_by),
            Property("ci:note", TEXT),
        )

    def rows(self, at: Where) -> tuple[Rows, Texts]:
        """Return the citations at these positions, and their ids."""
        cell = self._cells.of(at)
        works, source = self._works, self._sources[at]
        ways = Ways.of(cell["chain"], works)
        made_in = ways.made_in(source, works.none)
        cells: tuple[Filled, ...] = (
            alike(len(made_in)),
            self._labels(cell["locator"], source, ways),
            cell["source"],
            cell["locator"],
            together(cell["stance"], cell["certainty"]),
            cell["chain"],
            cell["speakers"],
            roots(self._roots.at(at)),
            together(cell["leans_on"], cell["misquoted"], cell["overstated"]),
            ways.works.at(),
            works.called(primaries(works, source, ways, made_in)),
            works.called(made_in),
            *said(self._earliest[at], self._latest[at]),
            _positions(cell["start"], cell["end"]),
            cell["seal"],
            coded(cell["coder"]),
            cell["note"],
        )
        return Rows(self._columns, Subjects("citation/", cell["id"]), cells), cell["id"]

    def _labels(self, locators: Texts, sources: Numbers, ways: Ways) -> Texts:
        """Return each in words: the work, the place in it, and whom it has it from."""
        titled = self._works.titled
        via = told_via(ways.chains, titled(ways.steps))
        via = joined(where_any(via, " (", ""), via, where_any(via, ")", ""))
        return joined(
            titled(sources), where_any(locators, ", ", ""), locators,
            via.take(arrow.array(ways.codes)),
        )  # fmt: skip


def _stance(index: Index) -> Callable[[tuple[str, str]], Iterable[Said]]:
    stances, certainties = index.vocabulary.stances, index.vocabulary.certainties

    def said(cells: tuple[str, str]) -> Iterator[Said]:
        stance, certainty = cells
        yield "ci:stance", TERM, ref(stances[stance])
        yield "ci:certainty", TERM, ref(certainties[certainty])

    return said


def _faults(cells: tuple[str, bool, bool]) -> Iterator[Said]:
    """Yield what a citation leans on, and what is wrong with it."""
    leans_on, misquoted, overstated = cells
    if leans_on:
        yield "ci:leansOn", OWN, f"source/{leans_on}"
    for flag, concept in ((misquoted, "ci:Misquoted"), (overstated, "ci:Overstated")):
        if flag:
            yield "ci:caution", TERM, concept


GOES_BACK = Several.of("ci:root", "entity/", "source/")
"""Whose knowledge a claim or a citation goes back to, as far as that is known."""


def roots(listed: Listed) -> Listed:
    """Return the cells of ``GOES_BACK`` for roots as lineage writes them: ``entity:kgb``."""
    kind = np.asarray(compute.starts_with(listed.texts, "source:"), dtype=np.int64)
    # Both words have the same length.
    names = compute.utf8_slice_codeunits(listed.texts, len("entity:"))
    return listed._replace(which=kind[listed.at], texts=names)


def _positions(start: Numbers, end: Numbers) -> Texts:
    """Return where passages stand in a text, as RFC 5147 has it: between which characters."""
    first, last = (arrow.array(each).cast(arrow.large_string()) for each in (start, end))
    return compute.if_else(arrow.array(start >= 0), joined("char=", first, ",", last), "")
