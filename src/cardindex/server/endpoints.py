"""What programs can ask of an index for JSON: each address, its parameters, and what answers it.

One list makes the routes and the OpenAPI document alike. Answers have the words and numbers of the
commands' own JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from cardindex import cards
from cardindex.evidence import tally, weigh, weights
from cardindex.measures import ranges, structure
from cardindex.measures.centrality import MEASURES
from cardindex.network import best_paths
from cardindex.server.slicing import number, slice_of
from cardindex.slices import EVERYTHING, Slice, strike_keys

if TYPE_CHECKING:
    import pandas as pd
    from starlette.datastructures import QueryParams

    from cardindex.evidence import Selection
    from cardindex.measures.strikes import Struck
    from cardindex.server.served import Served

MOST = 1000
"""How many things one answer lists at most."""

_USUAL = 100
_WITHIN = 5.0  # seconds of a core that the ranges of a ranking may take
_PAGED = ("start", "limit")


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address: ``several`` where it may be told more than once."""

    name: str
    told: str
    required: bool = False
    several: bool = False
    most: int = 0  # of a number; 0 where it is a text
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Endpoint:
    """An address: what it answers, by which parameters.

    ``heavy``: it may take seconds, so that few are answered at once. ``sliced``: it also takes the
    words of a slice.
    """

    path: str
    told: str
    answer: Callable[[Served, QueryParams, str], Any]
    parameters: tuple[Parameter, ...] = ()
    heavy: bool = False
    sliced: bool = False


def _part(served: Served, query: QueryParams, usual: Slice, *others: str) -> Selection:
    chosen = slice_of(served, query, usual, others=(*_PAGED, *others))
    return served.everything if chosen == EVERYTHING else tally(served.index, chosen)


def _claims(served: Served, query: QueryParams, _: str) -> Any:  # noqa: ANN401 - plain data
    selection = _part(served, query, EVERYTHING)
    start, rows = _page(query, len(selection.claims))
    lines = cards.claim_lines(selection, selection.claims.iloc[rows], served.texts)
    return _listed(len(selection.claims), start, [asdict(line) for line in lines])


def _claim(served: Served, _: QueryParams, id_: str) -> Any:  # noqa: ANN401
    told = cards.claim_line(served.everything, id_, served.texts)
    return told and asdict(told)


def _entities(served: Served, query: QueryParams, _: str) -> Any:  # noqa: ANN401
    return _rows(served.index.entities, query, "type", "label", "description")


def _entity(served: Served, query: QueryParams, id_: str) -> Any:  # noqa: ANN401
    return asdict(cards.card(_part(served, query, EVERYTHING), id_, served.texts))


def _sources(served: Served, query: QueryParams, _: str) -> Any:  # noqa: ANN401
    return _rows(served.index.sources, query, "kind", "title", "author", "origin", "date")


def _source(served: Served, query: QueryParams, id_: str) -> Any:  # noqa: ANN401
    return asdict(cards.source_sheet(_part(served, query, EVERYTHING), id_, served.texts))


def _paths(served: Served, query: QueryParams, _: str) -> Any:  # noqa: ANN401
    selection = _part(served, query, Slice(), "from", "to", "number")
    wanted = number(query, "number", 3, 10)
    return [asdict(path) for path in best_paths(selection, query["from"], query["to"], wanted)]


def _weigh(served: Served, query: QueryParams, _: str) -> Any:  # noqa: ANN401
    within = slice_of(served, query, EVERYTHING, others=("strike",))
    struck = [name for text in query.getlist("strike") for name in text.split(",") if name]
    if not struck:
        return _records(weights(served.index, within).reset_index())
    keys = frozenset(key for name in struck for key in strike_keys(served.index, name))
    return asdict(weigh(served.index, keys, within))


def _rank(served: Served, query: QueryParams, _: str) -> Any:  # noqa: ANN401
    part = slice_of(served, query, Slice(), others=("measure", "by", "strikes", "limit"))
    found = ranges.ranking(
        served.index,
        structure.chosen(served.index, query["measure"], query.get("by", "bloc")),
        part,
        strikes=cast("Struck", query.get("strikes", "all")),
        within=_WITHIN,
    )
    table = found.table.reset_index().head(number(query, "limit", _USUAL, MOST))
    return {"measure": found.measure.label, "table": _records(table), "notes": list(found.notes)}


def _totals(served: Served, query: QueryParams, _: str) -> Any:  # noqa: ANN401
    return _records(_part(served, query, Slice()).totals.reset_index())


def _rows(frame: pd.DataFrame, query: QueryParams, *columns: str) -> dict[str, Any]:
    start, rows = _page(query, len(frame))
    shown = frame[list(columns)].iloc[rows].reset_index()
    return _listed(len(frame), start, _records(shown))


def _page(query: QueryParams, total: int) -> tuple[int, slice]:
    start = number(query, "start", 1, 1_000_000_000) - 1
    return start + 1, slice(min(start, total), start + number(query, "limit", _USUAL, MOST))


def _listed(total: int, start: int, items: Sequence[Any]) -> dict[str, Any]:
    return {"total": total, "start": start, "items": items}


def _records(frame: pd.DataFrame) -> Any:  # noqa: ANN401
    """Return the rows of a frame as plain data; null for what is not there."""
    return json.loads(frame.to_json(orient="records", double_precision=15))


_START = Parameter("start", "the first to be listed, counted from 1", most=1_000_000_000)
_LIMIT = Parameter("limit", f"how many are listed; {_USUAL} unless told", most=MOST)
_ID = "an id, or a name"

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("claims", "Claims in words, with who says so.", _claims, (_START, _LIMIT),
             heavy=True, sliced=True),
    Endpoint("claims/{id}", "One claim in words, with who says so.", _claim),
    Endpoint("entities", "Entities by id.", _entities, (_START, _LIMIT)),
    Endpoint("entities/{id}", "The card of an entity: its names and all claims.", _entity,
             sliced=True, heavy=True),
    Endpoint("sources", "Sources by id.", _sources, (_START, _LIMIT)),
    Endpoint("sources/{id}", "What a source is, and the claims that it is cited for.", _source,
             sliced=True, heavy=True),
    Endpoint("paths", "The best-attested paths between two entities.", _paths, (
        Parameter("from", _ID, required=True), Parameter("to", _ID, required=True),
        Parameter("number", "how many paths; 3 unless told", most=10),
    ), heavy=True, sliced=True),
    Endpoint("weigh", "What falls and what clears when sources are struck out; without strike, "
             "what each alone carries.", _weigh, (
                 Parameter("strike", "a source, author or origin", several=True),
             ), heavy=True, sliced=True),
    Endpoint("rank", "Entities by a measure, with the range of each rank as sources are struck "
             f"out; estimated, and so told, where it would take over {_WITHIN:g} seconds.", _rank, (
                 Parameter("measure", "how they are ranked", required=True,
                           choices=(*MEASURES, "brokerage")),
                 Parameter("by", "for brokerage: between which groups"),
                 Parameter("strikes", "what is struck out, one after the other",
                           choices=("all", "none", "sources", "authors", "origins")),
                 _LIMIT,
             ), heavy=True, sliced=True),
    Endpoint("totals", "What quantities add up to, as ranges.", _totals, heavy=True, sliced=True),
)  # fmt: skip
"""All that can be asked."""
