"""Citations as rows: who says it where, on whose word, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np

from cardindex.cards import told_via
from cardindex.evidence import Selection
from cardindex.evidence.reach import roots_of_citations
from cardindex.index import Index
from cardindex.lineage import UNKNOWN, Chain, Source, parse_chain, way
from cardindex.rdf.beside import coded_by
from cardindex.rdf.days import said_earliest, said_latest
from cardindex.rdf.slabs import Cells, Property, Rows, Telling, Where
from cardindex.rdf.terms import OWN, TERM, TEXT, Said, ref, root
from cardindex.statementdates import told_days

_CELLS = (
    "id", "source", "locator", "chain", "stance", "certainty", "speakers", "leans_on", "misquoted",
    "overstated", "start", "end", "seal", "coder", "note",
)  # fmt: skip


_MOST = 1 << 16  # the size of caches for recurring values


class _Told(NamedTuple):
    """What a chain says: how it is parsed, its works, and with brackets in words.

    ``plain``: it ends in a work without ``!``. ``last``: the work that makes the statement; None
    where that is the source that was read, empty behind a final ``?``.
    """

    chain: Chain
    plain: bool
    works: tuple[str, ...]
    last: str | None
    via: str


class Citations:
    """The citations of an index, to be had as rows, some at a time."""

    def __init__(self, selection: Selection) -> None:
        index = selection.index
        self._index = index
        self._cells = Cells(index.citations, _CELLS)
        # The roots of each citation while nothing is struck.
        self._roots = roots_of_citations(
            selection.evidence, np.ones(len(index.citations), dtype=bool)
        )
        days = told_days(index)
        self._earliest, self._latest = days.said_earliest, days.said_latest
        self._primary = _primaries(index)
        self._told = lru_cache(_MOST)(partial(_told, index))
        self._columns = (
            Telling(lambda _: [("rdf:type", TERM, "ci:Citation")]),
            Property("rdfs:label", TEXT, recurs=False),
            Property("ci:source", OWN, "source/"),
            Property("ci:locator", TEXT),
            Telling(_stance(index)),
            Property("ci:chain", TEXT),
            Property("ci:speaker", OWN, "source/", many=True),
            Telling(goes_back),
            Telling(_faults),
            Property("prov:wasDerivedFrom", OWN, "source/", many=True),
            Property("prov:hadPrimarySource", OWN, "source/"),
            Property("ci:saidIn", OWN, "source/"),
            Telling(said_earliest),
            Telling(said_latest),
            Property("ci:position", TEXT, recurs=False),
            Property("ci:seal", TEXT, recurs=False),
            Telling(coded_by),
            Property("ci:note", TEXT, recurs=False),
        )

    def rows(self, at: Where) -> tuple[Rows, list[str]]:
        """Return the citations at these positions, and their ids."""
        cell = self._cells.of(at)
        numbers = range(len(self._roots))[at] if isinstance(at, slice) else at.tolist()
        sources, chains = cell["source"], cell["chain"]
        told = list(map(self._told, chains))
        cells: Sequence[Iterable[Any]] = (
            [None] * len(told),
            self._labels(sources, cell["locator"], told),
            sources,
            cell["locator"],
            zip(cell["stance"], cell["certainty"], strict=True),
            chains,
            cell["speakers"],
            map(self._roots.__getitem__, numbers),
            zip(cell["leans_on"], cell["misquoted"], cell["overstated"], strict=True),
            [chain.works for chain in told],
            map(self._primary, sources, told),
            [
                source if chain.last is None else chain.last
                for source, chain in zip(sources, told, strict=True)
            ],
            self._earliest[at].tolist(),
            self._latest[at].tolist(),
            map(_position, cell["start"], cell["end"]),
            cell["seal"],
            cell["coder"],
            cell["note"],
        )
        ids = cell["id"]
        return Rows(self._columns, [f"citation/{id_}" for id_ in ids], cells), ids

    def _labels(
        self, sources: list[str], locators: list[str], chains: list[_Told]
    ) -> Iterator[str]:
        """Yield each in words: the work, the place in it, and whom it has it from."""
        titles = self._index.titles
        for source, locator, chain in zip(sources, locators, chains, strict=True):
            yield (
                f"{titles[source]}, {locator}{chain.via}" if locator else titles[source] + chain.via
            )


def _told(index: Index, text: str) -> _Told:
    chain = parse_chain(text)
    via, works = told_via(index, chain) if text else "", chain.sources
    last = "" if chain.hearsay else works[-1] if works else None
    return _Told(chain, not (chain.hearsay or chain.own), works, last, f" ({via})" if via else "")


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


def goes_back(roots: Iterable[str]) -> Iterator[Said]:
    """Yield whose knowledge a claim or a citation goes back to, as far as that is known."""
    return (("ci:root", OWN, root(each)) for each in roots)


def _position(start: int, end: int) -> str:
    """Return where a passage stands in a text, as RFC 5147 has it: between which characters."""
    return f"char={start},{end}" if start >= 0 else ""


def _primaries(index: Index) -> Callable[[str, _Told], str]:
    """Return what finds for source and chain the work whose makers knew at first hand, or nothing.

    It is the work in which lineage finds the root: the end of the chain, ``rests_on`` followed.
    """
    columns = (index.sources[name] for name in ("authors", "origin", "rests"))
    about = {
        id_: Source(*cells)
        for id_, cells in zip(index.sources.index, zip(*columns, strict=True), strict=True)
    }

    def found(source: str, chain: Chain) -> str:
        taken = way(source, chain, about)
        return (*taken.works, *taken.rests)[-1] if taken.root != UNKNOWN else ""

    # Only the end of the chain matters, unless its ``rests_on`` leads back to an earlier work.
    alone = {id_: (found(id_, Chain()), way(id_, Chain(), about).rests) for id_ in about}

    def primary(source: str, told: _Told) -> str:
        if not told.plain:
            return found(source, told.chain)
        end, rests = alone[told.last or source]
        back = rests and not {source, *told.works}.isdisjoint(rests)
        return found(source, told.chain) if back else end

    return primary
