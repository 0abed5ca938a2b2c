"""What programs can ask of an index for JSON: each address, its parameters, and what answers it.

One list makes the routes and the OpenAPI document alike. Answers have the words and numbers of the
commands' own JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from cardindex import cards
from cardindex.cards.shapes import Card, Line, Sheet
from cardindex.errors import CardindexError, MalformedValue, UnknownName
from cardindex.evidence import Weight, tally, weigh, weights
from cardindex.measures import ranges, structure
from cardindex.measures.centrality import MEASURES
from cardindex.network import Path, best_paths
from cardindex.records import records
from cardindex.server.parameters import Parameter, parameters
from cardindex.server.shapes import (
    EntityRow,
    Listed,
    Ranking,
    SourceRow,
    TotalRow,
    WeightRow,
)
from cardindex.server.slicing import number, slice_of
from cardindex.slices import EVERYTHING, Slice, strike_keys

if TYPE_CHECKING:
    import pandas as pd
    from starlette.datastructures import QueryParams

    from cardindex.evidence import Selection
    from cardindex.index import Index
    from cardindex.measures.strikes import Struck
    from cardindex.server.served import Served

MOST = 1000
"""How many things one answer lists at most."""

LARGE = 20_000
"""Claims of an index past which a card, too, may take long."""

_USUAL = 100
_WITHIN = 5.0  # seconds of one core for the ranges of a ranking


class Asked(NamedTuple):
    """What is asked of an index: by which words, of what ``id``, within which slice."""

    served: Served
    query: QueryParams
    id: str
    part: Slice

    @property
    def selection(self) -> Selection:
        """What the slice holds."""
        everything = self.served.everything
        return everything if self.part == EVERYTHING else tally(self.served.index, self.part)


@dataclass(frozen=True)
class Endpoint:
    """An address: what it answers, by which parameters.

    ``shape``: the type of the answer. ``heavy``: it may take long, whatever is asked. ``usual``:
    where it also takes the words of a slice, the one that is meant unless they say otherwise.
    """

    path: str
    told: str
    answer: Callable[[Asked], Any]
    shape: Any
    parameters: tuple[Parameter, ...] = ()
    heavy: bool = False
    usual: Slice | None = None

    @property
    def takes_id(self) -> bool:
        """Whether it is of one thing."""
        return "{id}" in self.path

    def of(self, index: Index) -> dict[str, Parameter]:
        """Return its parameters by name, with the words of an index; those of a slice as well."""
        own = {each.name: each for each in self.parameters}
        if "by" in own:
            schemes = sorted(index.groups["scheme"].unique().tolist())
            own["by"] = replace(own["by"], choices=(structure.KIND, *schemes))
        return own if self.usual is None else own | parameters(index)

    def takes_long(self, asked: Asked) -> bool:
        """Tell whether it may: a slice is assessed anew, and a card of a large index is long."""
        is_large = self.usual is not None and len(asked.served.index.claims) > LARGE
        return self.heavy or asked.part != EVERYTHING or is_large

    def asked(self, served: Served, query: QueryParams, id_: str) -> Asked:
        """Return what an address asks. Raises what ``slicing.slice_of`` does."""
        if self.usual is None:
            return Asked(served, query, id_, EVERYTHING)
        own = [each.name for each in self.parameters]
        return Asked(served, query, id_, slice_of(served, query, self.usual, others=own))


def status_of(error: CardindexError, id_: str) -> int:
    """Return 404 where it is the thing itself that there is none of, and not what is said of it."""
    return 404 if id_ and isinstance(error, UnknownName) and error.name == id_ else 400


def _claims(asked: Asked) -> Any:  # noqa: ANN401 - plain data
    selection = asked.selection
    start, rows = _page(asked.query)
    lines = cards.claim_lines(selection, selection.claims.iloc[rows], asked.served.texts)
    return _listed(len(selection.claims), start, [asdict(line) for line in lines])


def _claim(asked: Asked) -> Any:  # noqa: ANN401
    told = cards.claim_line(asked.selection, asked.id, asked.served.texts)
    return told and asdict(told)


def _entities(asked: Asked) -> Any:  # noqa: ANN401
    return _rows(asked.served.index.entities, asked.query, EntityRow)


def _entity(asked: Asked) -> Any:  # noqa: ANN401
    return asdict(cards.card(asked.selection, asked.id, asked.served.texts))


def _sources(asked: Asked) -> Any:  # noqa: ANN401
    return _rows(asked.served.index.sources, asked.query, SourceRow)


def _source(asked: Asked) -> Any:  # noqa: ANN401
    return asdict(cards.source_sheet(asked.selection, asked.id, asked.served.texts))


def _paths(asked: Asked) -> Any:  # noqa: ANN401
    query, wanted = asked.query, number(asked.query, "number", 3, 10)
    found = best_paths(asked.selection, query["from"], query["to"], wanted)
    return [asdict(path) for path in found]


def _weigh(asked: Asked) -> Any:  # noqa: ANN401
    index = asked.served.index
    struck = [name for text in asked.query.getlist("strike") for name in text.split(",") if name]
    if "strike" in asked.query and not struck:
        raise MalformedValue("strike", "names nothing; tell a source, author or origin")
    if not struck:
        return records(weights(index, asked.part).reset_index())
    keys = frozenset(key for name in struck for key in strike_keys(index, name))
    return asdict(weigh(index, keys, asked.part))


def _rank(asked: Asked) -> Any:  # noqa: ANN401
    index, query = asked.served.index, asked.query
    found = ranges.ranking(
        index,
        structure.chosen(index, query["measure"], query.get("by", "bloc")),
        asked.part,
        strikes=cast("Struck", query.get("strikes", "all")),
        within=_WITHIN,
    )
    table = found.table.reset_index().head(number(query, "limit", _USUAL, MOST))
    return {"measure": found.measure.label, "table": records(table), "notes": list(found.notes)}


def _totals(asked: Asked) -> Any:  # noqa: ANN401
    return records(asked.selection.totals)


def _rows(frame: pd.DataFrame, query: QueryParams, row: type[EntityRow | SourceRow]) -> Any:  # noqa: ANN401
    start, rows = _page(query)
    shown = frame[[each.name for each in fields(row) if each.name != frame.index.name]]
    return _listed(len(frame), start, records(shown.iloc[rows].reset_index()))


def _page(query: QueryParams) -> tuple[int, slice]:
    """Return the number of the first that is listed, and the places of all that are."""
    start = number(query, "start", 1, 1_000_000_000)
    return start, slice(start - 1, start - 1 + number(query, "limit", _USUAL, MOST))


def _listed(total: int, start: int, items: Sequence[Any]) -> dict[str, Any]:
    return {"total": total, "start": start, "items": items}


_START = Parameter("start", "the first to be listed, counted from 1", most=1_000_000_000, usual=1)
_LIMIT = Parameter("limit", f"how many are listed; {_USUAL} unless told", most=MOST, usual=_USUAL)
_ID = "an id, or a name"

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("claims", "Claims in words, with who says so.", _claims, Listed[Line],
             (_START, _LIMIT), usual=EVERYTHING),
    Endpoint("claims/{id}", "One claim in words, with who says so.", _claim, Line),
    Endpoint("entities", "Entities by id.", _entities, Listed[EntityRow], (_START, _LIMIT)),
    Endpoint("entities/{id}", "The card of an entity: its names and all claims.", _entity, Card,
             usual=EVERYTHING),
    Endpoint("sources", "Sources by id.", _sources, Listed[SourceRow], (_START, _LIMIT)),
    Endpoint("sources/{id}", "What a source is, and the claims that it is cited for.", _source,
             Sheet, usual=EVERYTHING),
    Endpoint("paths", "The best-attested paths between two entities.", _paths, tuple[Path, ...], (
        Parameter("from", _ID, required=True), Parameter("to", _ID, required=True),
        Parameter("number", "how many paths; 3 unless told", most=10, usual=3),
    ), heavy=True, usual=Slice()),
    Endpoint("weigh", "What falls and what clears when sources are struck out; without strike, "
             "what each alone carries.", _weigh, Weight | tuple[WeightRow, ...], (
                 Parameter("strike", "a source, author or origin", several=True),
             ), heavy=True, usual=EVERYTHING),
    Endpoint("rank", "Entities by a measure, with the range of each rank as sources are struck "
             f"out; estimated, and so told, where it would take over {_WITHIN:g} seconds.", _rank,
             Ranking, (
                 Parameter("measure", "how they are ranked", required=True,
                           choices=(*MEASURES, structure.BROKERAGE), only=True),
                 Parameter("by", "for brokerage: between which groups", only=True),
                 Parameter("strikes", "what is struck out, one after the other",
                           choices=("all", "none", "sources", "authors", "origins"), only=True),
                 _LIMIT,
             ), heavy=True, usual=Slice()),
    Endpoint("totals", "What quantities add up to, as ranges.", _totals,
             tuple[TotalRow, ...], heavy=True, usual=Slice()),
)  # fmt: skip
"""All that can be asked."""
