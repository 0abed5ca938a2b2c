"""``cardindex.open(path)``: an index with everything that a notebook can ask of it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from cardindex import slices
from cardindex.cards import card, claim_line, relation_sheet, source_sheet
from cardindex.cards.shapes import Card, Line, Sheet
from cardindex.evidence import Selection, Weight, tally, weigh, weights
from cardindex.finding import found
from cardindex.index import Index
from cardindex.ontology import Vocabulary
from cardindex.slices import EVERYTHING, Slice

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from cardindex.measures.communities import Communities
    from cardindex.measures.compare import Comparison
    from cardindex.measures.ranges import Ranking
    from cardindex.measures.simplenetwork import Folded, Weighting
    from cardindex.measures.stability import Dropped
    from cardindex.measures.strikes import Struck
    from cardindex.measures.structure import Grouping
    from cardindex.measures.time import Timeline
    from cardindex.measures.told import Told
    from cardindex.store import Store
    from cardindex.store.remote import RemoteStore
    from cardindex.view.framed import Page


@dataclass(frozen=True, eq=False)
class Workbench:
    """An open index and what can be asked of it.

    Every method that looks at a part takes a ``Slice``, or the slice's fields by name:
    ``bench.network(families={"money"}, window="1953/1973")``. Every frame is a copy, to be changed
    as you like.
    """

    index: Index

    def __repr__(self) -> str:
        return repr(self.index).replace("<Index", "<Workbench", 1)

    @cached_property
    def _everything(self) -> Selection:
        return tally(self.index, EVERYTHING)

    @property
    def title(self) -> str:
        """The title of the index."""
        return self.index.title

    @property
    def vocabulary(self) -> Vocabulary:
        """The kinds of entity and the relations of the index's ontology."""
        return self.index.vocabulary

    @property
    def entities(self) -> pd.DataFrame:
        """Entities by id: ``type, label, description, line``."""
        return self.index.entities.copy()

    @property
    def names(self) -> pd.DataFrame:
        """Other names: ``entity, name, kind, language, line``."""
        return self.index.names.copy()

    @property
    def sources(self) -> pd.DataFrame:
        """Sources by id, with ``authors`` and ``rests`` as tuples."""
        return self.index.sources.copy()

    @property
    def claims(self) -> pd.DataFrame:
        """All claims by id, with their standing, support and roots; see ``Selection``."""
        return self._everything.claims.copy()

    @property
    def citations(self) -> pd.DataFrame:
        """All citations, with the speakers and the root of each."""
        return self.index.citations.copy()

    @property
    def links(self) -> pd.DataFrame:
        """The links that all claims come to; ``stands`` tells those that stand."""
        return self._everything.links.copy()

    def select(self, part: Slice | None = None, **fields: Any) -> Selection:  # noqa: ANN401
        """Return the part of the index that a slice leaves, assessed."""
        return tally(self.index, self._slice(part, fields))

    def find(self, text: str, *kinds: str) -> pd.DataFrame:
        """Return what ``text`` may mean, the best first: ``kind, id, label, name``.

        Entities, claims and sources, or things of these kinds; see ``finding.KINDS``. ``name`` is
        the one that fits.
        """
        asked = kinds or ("entity", "claim", "source")
        rows = [(it.kind, it.id, it.label, it.name) for it in found(self.index, text, asked)]
        return pd.DataFrame(rows, columns=["kind", "id", "label", "name"])

    def show(self, entity: str, part: Slice | None = None, **fields: Any) -> Card:  # noqa: ANN401
        """Return the card of an entity; without a slice, with all that is said of it.

        Here as in all that follows an entity or a source is named by its id, in any case, by a
        name of it, or by a part of a name that no other has.
        """
        return card(self._part(part, fields), entity)

    def claim(self, claim: str, part: Slice | None = None, **fields: Any) -> Line | None:  # noqa: ANN401
        """Return a claim in words, with who says so; None where the slice has it not."""
        return claim_line(self._part(part, fields), claim)

    def source(self, source: str, part: Slice | None = None, **fields: Any) -> Sheet:  # noqa: ANN401
        """Return what a work is, and the claims that it is cited for."""
        return source_sheet(self._part(part, fields), source)

    def relation(self, relation: str, part: Slice | None = None, **fields: Any) -> Sheet:  # noqa: ANN401
        """Return what a relation says, and the claims of it."""
        return relation_sheet(self._part(part, fields), relation)

    def _part(self, part: Slice | None, fields: dict[str, Any]) -> Selection:
        """Return what a slice leaves; without one, everything."""
        all_of_it = part is None and not fields
        return self._everything if all_of_it else self.select(part, **fields)

    def _slice(self, part: Slice | None, fields: dict[str, Any]) -> Slice:
        """Return the slice that was given, or the one that ``fields`` describe; never both.

        Names in it are replaced by ids.
        """
        if part is not None and fields:
            message = f"give a Slice or its fields, not both: {', '.join(sorted(fields))}"
            raise TypeError(message)
        return slices.verify(self.index, part if part is not None else slices.parse(fields))

    def weigh(self, name: str) -> Weight:
        """Strike a source, an author or an origin, and return what falls and what clears."""
        return weigh(self.index, slices.strike_keys(self.index, name))

    def weights(self) -> pd.DataFrame:
        """Return what each source, author and origin carries; see ``evidence.weights``."""
        return weights(self.index)

    def totals(self, part: Slice | None = None, **fields: Any) -> pd.DataFrame:  # noqa: ANN401
        """Return what the quantities of a slice add up to, as ranges."""
        return self.select(part, **fields).totals

    def query(self, query: str, *, endpoint: str = "", **values: str) -> pd.DataFrame:
        """Run a named query with its parameters, or SPARQL text, and return the answer.

        It is held to the limits of ``store``; warns where the index has a file of the name of a
        packaged query, which is not run. ``endpoint``: the address of a server that holds the
        index, to ask in place of ``store``; for one that wants to know who asks, make a
        ``store.remote.RemoteStore``.
        """
        from cardindex import namedqueries

        store = self._remote(endpoint) if endpoint else self.store
        if query not in namedqueries.places(self.index):
            return store.query(query).frame()
        if note := namedqueries.hidden(self.index).get(query):
            warnings.warn(note, stacklevel=2)
        return store.query(namedqueries.find(self.index, query).text(self.index, values)).frame()

    def _remote(self, endpoint: str) -> RemoteStore:
        from cardindex.store.remote import RemoteStore

        if endpoint not in self._remotes:
            self._remotes[endpoint] = RemoteStore.open(endpoint, self.index)
        return self._remotes[endpoint]

    @cached_property
    def _remotes(self) -> dict[str, RemoteStore]:
        return {}

    @property
    def queries(self) -> pd.DataFrame:
        """The named queries: ``title, purpose, parameters`` by name."""
        from cardindex import namedqueries

        return namedqueries.table(self.index)

    @cached_property
    def store(self) -> Store:
        """The index as an embedded SPARQL store; of a large one, it is kept for the next time."""
        from cardindex.store import Store

        return Store.fitting(self.index)

    @cached_property
    def graph(self) -> rdflib.Graph:
        """The full dump as an rdflib Graph."""
        from cardindex.rdf.rdflibgraph import graph_of

        return graph_of(self.index)

    def network(
        self,
        part: Slice | None = None,
        *,
        isolates: bool = False,
        **fields: Any,  # noqa: ANN401
    ) -> nx.MultiDiGraph[str]:
        """Return the claims of a slice as a network, keyed by claim id.

        ``isolates`` keeps the entities of the slice without a link.
        """
        from cardindex.network import network

        return network(self.select(part, **fields), isolates=isolates)

    def simple(
        self,
        part: Slice | None = None,
        *,
        weight: Weighting = "roots",
        directed: bool = False,
        wholes: bool = False,
        **fields: Any,  # noqa: ANN401
    ) -> Folded:
        """Return the claims of a slice folded to one line a pair; see ``measures.fold``.

        Without families or relations of its own, a slice is here, and in all that follows, about
        those families that carry people, means and orders.
        """
        from cardindex.measures import fold

        selection = self._focused(part, fields)
        return fold.simple(selection, weight, directed=directed, wholes=wholes)

    def ranking(  # noqa: PLR0913 - each says one thing, by its name
        self,
        measure: str,
        part: Slice | None = None,
        *,
        strikes: Struck = "all",
        weight: Weighting = "roots",
        directed: bool | None = None,
        wholes: bool = False,
        by: Grouping = "bloc",
        within: float | None = 120.0,
        keep: Path | None = None,
        stability: Dropped = "none",
        **fields: Any,  # noqa: ANN401
    ) -> Ranking:
        """Rank entities, with the range of each rank over strikes; see ``measures.ranges``.

        ``by`` says between which groups ``brokerage`` is.
        """
        from cardindex.measures import ranges, structure

        return ranges.ranking(
            self.index, structure.chosen(self.index, measure, by), self._slice(part, fields),
            strikes=strikes, weight=weight, directed=directed, wholes=wholes, within=within,
            keep=keep, stability=stability,
        )  # fmt: skip

    def rank(self, measure: str, part: Slice | None = None, **options: Any) -> pd.DataFrame:  # noqa: ANN401
        """Return the table of a ranking; see ``ranking``, which takes the same and says more."""
        return self.ranking(measure, part, **options).table

    def whole(
        self,
        part: Slice | None = None,
        *,
        directed: bool = False,
        isolates: bool = False,
        **fields: Any,  # noqa: ANN401
    ) -> pd.DataFrame:
        """Return the figures of a whole network; see ``measures.structure``.

        ``isolates`` takes in the entities of the slice without a line; without, they are named.
        """
        from cardindex.measures import fold, structure

        simple = fold.folded_or_empty if isolates else fold.simple
        selection = self._focused(part, fields)
        folded = simple(selection, "one", directed=directed, wholes=False)
        return structure.whole(folded, isolates=isolates)

    def brokerage(
        self,
        part: Slice | None = None,
        *,
        by: Grouping = "bloc",
        **fields: Any,  # noqa: ANN401
    ) -> pd.DataFrame:
        """Count who stands alone between whom, by role; see ``measures.structure``."""
        from cardindex.measures import structure

        return structure.brokerage(self.simple(part, **fields), structure.groups(self.index, by))

    def communities(self, part: Slice | None = None, **fields: Any) -> Communities:  # noqa: ANN401
        """Divide the network of a slice into communities; see ``measures.communities``."""
        from cardindex.measures import communities

        return communities.communities(self.simple(part, **fields))

    def timeline(
        self,
        figure: str,
        part: Slice | None = None,
        *,
        entity: str = "",
        **fields: Any,  # noqa: ANN401
    ) -> Timeline:
        """Return a figure of a network or a measure of an entity by year; see ``measures.time``."""
        from cardindex.measures import time

        return time.timeline(self.index, figure, self._slice(part, fields), entity=entity)

    def told_by_year(
        self,
        part: Slice | None = None,
        *,
        entity: str = "",
        **fields: Any,  # noqa: ANN401
    ) -> Told:
        """Return how many claims had been said, and published, by each year; see ``measures.told``.

        All claims of the slice, or those about an entity.
        """
        from cardindex.measures import told

        return told.told_by_year(self.index, self._slice(part, fields), entity=entity)

    def compare(
        self,
        one: str,
        other: str,
        part: Slice | None = None,
        *,
        measure: str = "degree",
        **fields: Any,  # noqa: ANN401
    ) -> Comparison:
        """Compare the networks of two sources or authors; see ``measures.compare``."""
        from cardindex.measures import compare

        return compare.compare(self.index, (one, other), self._slice(part, fields), measure=measure)

    def money(self, part: Slice | None = None, **fields: Any) -> pd.DataFrame:  # noqa: ANN401
        """Return the claims of a slice that have an amount of money; see ``measures.money``."""
        from cardindex.measures import money

        return money.money(self.select(part, **fields))

    def flows(self, part: Slice | None = None, **fields: Any) -> pd.DataFrame:  # noqa: ANN401
        """Return who is said to have given whom how much in all; see ``measures.money``."""
        from cardindex.measures import money

        return money.flows(self.select(part, **fields))

    def _focused(self, part: Slice | None, fields: dict[str, Any]) -> Selection:
        from cardindex.measures import fold

        return tally(self.index, fold.focus(self.index, self._slice(part, fields)))

    def view(
        self,
        part: Slice | None = None,
        *,
        focus: str | None = None,
        depth: int = 1,
        **fields: Any,  # noqa: ANN401
    ) -> Page:
        """Return the page of a slice, which a notebook shows in its cell.

        As in ``cardindex view``, and unlike elsewhere, the page holds claims of every standing
        and mode where ``fields`` name none: what it shows of them is the reader's to choose.
        """
        from cardindex.slices import EVERYTHING
        from cardindex.view import page
        from cardindex.view.framed import Page

        if part is None:
            everything = {"standings": EVERYTHING.standings, "modes": EVERYTHING.modes}
            part, fields = self._slice(None, everything | fields), {}
        return Page(page(self.select(part, **fields), focus=focus, depth=depth))


def open_index(path: str | Path) -> Workbench:
    """Open the index in the folder ``path``.

    Raises InvalidIndex, which carries every problem that stands in the way.
    """
    return Workbench(Index.open(path))
