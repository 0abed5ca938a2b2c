"""Citations as rows: who says it where, on whose word, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np

from cardindex.cards import told_via
from cardindex.evidence import Selection
from cardindex.evidence.reach import coded_roots
from cardindex.index import Index
from cardindex.lineage import UNKNOWN, Chain, Source, parse_chain, way
from cardindex.rdf.beside import coded_by
from cardindex.rdf.columns import (
    Cells,
    Coded,
    Listed,
    Lists,
    Numbers,
    Texts,
    Where,
    arrow,
    coded,
    compute,
    joined,
    spread,
    texts,
    together,
    told,
    where_any,
)
from cardindex.rdf.days import said
from cardindex.rdf.slabs import Filled, Property, Rows, Several, Subjects, Telling, alike, always
from cardindex.rdf.terms import OWN, TERM, TEXT, Said, ref
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
        left = np.ones(len(index.citations), dtype=bool)
        self._roots = Lists.made(*coded_roots(selection.evidence, left))
        days = told_days(index)
        self._earliest, self._latest = days.said_earliest, days.said_latest
        self._primary = _primaries(index)
        self._told = lru_cache(_MOST)(partial(_told, index))
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
        chains = coded(cell["chain"])
        ways = list(map(self._told, chains.cells))
        made_in = _made_in(cell["source"], chains, ways)
        cells: tuple[Filled, ...] = (
            alike(len(chains.codes)),
            self._labels(cell, chains, ways),
            cell["source"],
            cell["locator"],
            together(cell["stance"], cell["certainty"]),
            cell["chain"],
            cell["speakers"],
            roots(self._roots.at(at)),
            together(cell["leans_on"], cell["misquoted"], cell["overstated"]),
            Lists.made(chains.codes, [way.works for way in ways]).at(slice(None)),
            self._primary(cell["source"], chains, ways, made_in),
            made_in,
            *said(self._earliest[at], self._latest[at]),
            _positions(cell["start"], cell["end"]),
            cell["seal"],
            coded(cell["coder"]),
            cell["note"],
        )
        return Rows(self._columns, Subjects("citation/", cell["id"]), cells), cell["id"]

    def _labels(self, cell: Mapping[str, Any], chains: Coded, ways: Sequence[_Told]) -> Texts:
        """Return each in words: the work, the place in it, and whom it has it from."""
        locators = cell["locator"]
        return joined(
            told(cell["source"], self._index.titles.__getitem__),
            where_any(locators, ", ", ""),
            locators,
            spread(Coded(chains.codes, [way.via for way in ways])),
        )


def _made_in(sources: Texts, chains: Coded, ways: Sequence[_Told]) -> Texts:
    """Return the work that makes each statement, where that is known."""
    lasts = arrow.array([way.last for way in ways], type=arrow.large_string())
    return compute.coalesce(lasts.take(arrow.array(chains.codes)), sources)


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


GOES_BACK = Several.of("ci:root", "entity/", "source/")
"""Whose knowledge a claim or a citation goes back to, as far as that is known."""


def roots(listed: Listed) -> Listed:
    """Return the cells of ``GOES_BACK`` for roots as lineage writes them: ``entity:kgb``."""
    kind = np.asarray(compute.starts_with(listed.texts, "source:"), dtype=np.int64)
    # Both words have the same length.
    return Listed(listed.starts, kind, compute.utf8_slice_codeunits(listed.texts, len("entity:")))


def _positions(start: Numbers, end: Numbers) -> Texts:
    """Return where passages stand in a text, as RFC 5147 has it: between which characters."""
    first, last = (arrow.array(each).cast(arrow.large_string()) for each in (start, end))
    return compute.if_else(arrow.array(start >= 0), joined("char=", first, ",", last), "")


def _primaries(index: Index) -> Callable[[Texts, Coded, Sequence[_Told], Texts], Texts]:
    """Return what finds for sources, chains and the works that make the statements the work whose makers knew at first hand, or nothing.

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

    def primaries(
        sources: Texts, chains: Coded, ways: Sequence[_Told], made_in: Texts
    ) -> Texts:
        works = coded(made_in)
        ends = [alone[work] if work else ("", ()) for work in works.cells]
        plain = np.array([way.plain for way in ways], dtype=bool)
        rests = np.array([bool(rests) for _, rests in ends], dtype=bool)
        odd = ~plain[chains.codes] | rests[works.codes]
        pairs = zip(
            sources.filter(arrow.array(odd)).to_pylist(), chains.codes[odd].tolist(), strict=True
        )
        whole = spread(Coded(works.codes, [end for end, _ in ends]))
        made = texts([primary(source, ways[code]) for source, code in pairs])
        return compute.replace_with_mask(whole, arrow.array(odd), made)

    return primaries
