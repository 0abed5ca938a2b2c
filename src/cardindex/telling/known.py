"""A selection indexed for single things: its rows by entity, claim and work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.brief import shortened
from cardindex.evidence import Selection
from cardindex.groups import Groups
from cardindex.index import Index
from cardindex.passages import Text
from cardindex.tuples import tuples
from cardindex.view.collect import Trail, trails
from cardindex.view.shorttitles import short_titles

Numbers = npt.NDArray[np.int64]

LONG = 200
"""The most characters of a name or a title within a list or a sentence."""

PLAIN = 300_000
"""Tables of up to so many rows are laid out as plain values, a kilobyte a row."""

_CLAIMS = (
    "subject", "relation", "object", "text", "quantity", "unit", "when", "place", "mode", "ties",
    "gloss", "earliest_start", "latest_start", "standing", "support_low", "support_high",
    "works", "opposition_low", "opposition_high", "told_by_doer", "told_by_concerned", "apparent",
    "circular", "misquoted", "overstated", "roots",
)  # fmt: skip
_CITATIONS = (
    "id", "claim", "source", "locator", "chain", "stance", "certainty", "start", "end", "seal",
    "coder", "note", "leans_on", "speakers", "misquoted", "overstated", "loop",
)  # fmt: skip


class Ref(NamedTuple):
    """Something with a page of its own: what it is, its id, what it is called on a line.

    ``whole``: what it is called where there is room, if that is more.
    """

    kind: str
    id: str
    label: str
    whole: str = ""


@dataclass(frozen=True, eq=False)
class Laid:
    """A selection, and which rows of it tell of what.

    ``claims`` and ``citations`` have the columns that are told, by position. ``of_entity``:
    positions of claims by the position of an entity that is an end of them;
    ``of_claim``: positions of citations by that of their claim. ``roots``: the known roots of each
    citation, ``firm`` whether it is stated or probable all the way. ``texts`` are the texts that
    may be shown. ``trail`` tells the way down from a source and a chain.
    """

    selection: Selection
    ids: pd.Index[str]
    claims: Columns
    citations: Columns
    of_entity: Groups
    of_claim: Groups
    roots: npt.NDArray[np.object_]
    firm: npt.NDArray[np.bool_]
    short: Mapping[str, str]
    trail: Callable[[str, str], Trail]
    texts: Mapping[str, Text] = field(default_factory=dict)

    @property
    def index(self) -> Index:
        """The index that it is of."""
        return self.selection.index

    def entity(self, id_: str) -> Ref:
        """Return an entity to be linked; a label of white space would be a link nobody sees."""
        return Ref("entity", id_, shortened(self.index.labels[id_].strip() or id_, LONG))

    def work(self, id_: str) -> Ref:
        """Return a work to be linked, by its short title."""
        return Ref("source", id_, shortened(self.short[id_], LONG), self.title(id_))

    def titled(self, id_: str) -> Ref:
        """Return a work to be linked, by its title."""
        return Ref("source", id_, self.title(id_))

    def title(self, id_: str) -> str:
        """Return the title of a work, or its id where it has none."""
        return shortened(self.index.titles[id_].strip() or id_, LONG)

    def root(self, root: str) -> Ref:
        """Return a root to be linked: an entity, or a work that is its own origin."""
        kind, _, id_ = root.partition(":")
        if kind == "entity":
            return self.entity(id_)
        return self.titled(id_)

    def about(self, entity: str) -> Numbers:
        """Return the positions of the claims of which an entity is an end."""
        at = self.index.entities.index.get_loc(entity)
        found: Numbers = self.of_entity.one(int(at))  # type: ignore[arg-type]
        return found

    def one(self, claim: str) -> Numbers:
        """Return the position of a claim of the selection, as those of several are told."""
        return np.array([self.ids.get_loc(claim)], dtype=np.int64)

    @cached_property
    def identified(self) -> frozenset[str]:
        """Entities that are said to be another, or that another is said to be."""
        found = self.selection.identifications
        return frozenset(found["subject"]) | frozenset(found["object"])

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The kind of each entity, by its id."""
        return dict(zip(self.index.labels, self.index.entities["type"].tolist(), strict=True))

    @cached_property
    def descriptions(self) -> Mapping[str, str]:
        """What each entity is, in a few words."""
        cells = self.index.entities["description"].tolist()
        return dict(zip(self.index.labels, cells, strict=True))

    @cached_property
    def units(self) -> Mapping[str, str]:
        """What the locators of each work count: its own unit, or that of what it stands in."""
        sources = self.index.sources
        own = dict(zip(sources.index, sources["unit"], strict=True))
        within = self.index.containers
        return {id_: unit or own.get(within[id_], "") for id_, unit in own.items()}

    @cached_property
    def names(self) -> Mapping[str, list[tuple[str, str, str]]]:
        """The other names of each entity that has any: name, kind, language."""
        found: dict[str, list[tuple[str, str, str]]] = {}
        columns = (self.index.names[name] for name in ("entity", "name", "kind", "language"))
        for entity, name, kind, language in zip(*columns, strict=True):
            found.setdefault(entity, []).append((name, kind, language))
        return found

    @cached_property
    def ties(self) -> Mapping[str, list[tuple[str, str, bool]]]:
        """The ties of each claim that has any: kind, other claim, whether perhaps; from each end.

        A tie ``part`` is the tie ``whole`` from the other end.
        """
        claims = self.index.claims
        some = claims.loc[claims["ties"] != "", "tied"]
        found: dict[str, list[tuple[str, str, bool]]] = {}
        for id_, ties in some.items():
            for tie in ties:
                back = "whole" if tie.kind == "part" else tie.kind
                found.setdefault(str(id_), []).append((tie.kind, tie.claim, tie.perhaps))
                found.setdefault(tie.claim, []).append((back, str(id_), tie.perhaps))
        return {id_: list(dict.fromkeys(ties)) for id_, ties in found.items()}

    def cited_through(self, source: str) -> Numbers:
        """Return the positions of the citations that come from a work, or by way of it."""
        touched = tuples(self.selection.citations["touched"])
        return np.flatnonzero(touched.names_any((f"source:{source}",)))


def laid(selection: Selection, texts: Mapping[str, Text] | None = None) -> Laid:
    """Lay out a selection; ``texts`` are those whose passages may be told."""
    index, claims, citations = selection.index, selection.claims, selection.citations
    at = claims.index.get_indexer(pd.Index(citations["claim"]))
    return Laid(
        selection=selection,
        ids=claims.index,
        claims=Columns(claims, _CLAIMS),
        citations=Columns(citations, _CITATIONS),
        of_entity=_by_entity(index, claims),
        of_claim=_groups(np.arange(len(at)), at, len(claims)),
        roots=selection.roots_of_citations.to_numpy(dtype=object),
        firm=selection.assessed.firm[citations.index.to_numpy()],
        short=short_titles(index),
        trail=trails(index),
        texts=texts or {},
    )


class Columns:
    """Columns of which few rows are asked at a time.

    pandas is slow at taking a few rows, as a page does. So tables are converted to plain values
    once, unless they are so large that this would fill the memory.
    """

    def __init__(self, frame: pd.DataFrame, names: Sequence[str]) -> None:
        self._names, self._frame = names, frame
        self._plain: dict[str, list[Any]] = {}
        if len(frame) <= PLAIN:
            self._plain = {name: frame[name].tolist() for name in names}

    def rows(self, at: Numbers) -> list[dict[str, Any]]:
        """Return rows by their positions, as plain values by column."""
        columns = [self.of(name, at) for name in self._names]
        return [dict(zip(self._names, cells, strict=True)) for cells in zip(*columns, strict=True)]

    def of(self, name: str, at: Numbers) -> list[Any]:
        """Return some cells of a column, by their positions."""
        if self._plain:
            cells = self._plain[name]
            return [cells[place] for place in at.tolist()]
        found: list[Any] = self._frame[name].take(at).tolist()
        return found

    def whole(self, name: str) -> pd.Series[Any]:
        """Return a column as it is in the frame."""
        column: pd.Series[Any] = self._frame[name]
        return column


def _by_entity(index: Index, claims: pd.DataFrame) -> Groups:
    entities = index.entities.index
    subject, object_ = (
        entities.get_indexer(pd.Index(claims[end])) for end in ("subject", "object")
    )
    linked = (object_ >= 0) & (object_ != subject)
    who = np.concatenate([subject, object_[linked]])
    which = np.concatenate([np.arange(len(claims)), np.flatnonzero(linked)])
    return _groups(which, who, len(entities))


def _groups(things: Numbers, whose: Numbers, count: int) -> Groups:
    """Return things by whose they are; of each those in the order of the table."""
    order = np.lexsort((things, whose))
    return Groups(things[order], np.searchsorted(whose[order], np.arange(count + 1)))
