"""Examples for the OpenAPI document: what may be asked of one index, and what it answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

import numpy as np
from starlette.datastructures import QueryParams

from cardindex.server.endpoints import LARGE, Endpoint
from cardindex.slices import ACTUAL

if TYPE_CHECKING:
    import pandas as pd

    from cardindex.index import Index
    from cardindex.server.served import Served

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_WORD = re.compile(r"\w{3,}")
_FIXED = {
    "start": "1", "limit": "2", "number": "1", "measure": "degree", "by": "kind",
    "strikes": "none", "surely": "1", "dated": "1", "identities": "1",
}  # fmt: skip
# By which parameters the answer is asked for that is shown; others by none.
_ASKED: Mapping[str, tuple[str, ...]] = {
    "claims": ("limit",), "entities": ("limit",), "sources": ("limit",),
    "paths": ("from", "to", "number"), "weigh": ("strike",),
    "rank": ("measure", "strikes", "limit"), "totals": ("entity",),
}  # fmt: skip


class Example(NamedTuple):
    """What is asked, as a path with its query, and the answer."""

    path: str
    answer: Any


def values(served: Served) -> dict[str, str]:
    """Return by what each parameter may be told, by its name; an ``id`` by the path it is of.

    All of it is of one claim, the first that stands and is dated, so that a slice is not empty; a
    card and a sheet are of those that have the fewest claims.
    """
    index, claims = served.index, served.everything.claims
    if claims.empty:
        return dict(_FIXED)
    claim = claims.iloc[_first(claims)]
    sources = index.citations["source"]
    of_it = sources[index.citations["claim"] == claim.name]
    other = _least(sources[~sources.isin(of_it)])  # without it the claim is there still
    found = {
        **_FIXED, **_of_ends(index, claim),
        "claims/{id}": str(claim.name), "entities/{id}": _least(claims["subject"]),
        "sources/{id}": _least(sources),
        "relation": claim["relation"],
        "family": index.vocabulary.relations[claim["relation"]].family,
        "standing": claim["standing"], "mode": claim["mode"] or ACTUAL,
        "struck": f"source:{other}" if other else "", "strike": _least(sources),
        "according-to": of_it.iloc[0],
        "window": _year(claim["when"]), "coder": next(iter(index.coders), ""),
    }  # fmt: skip
    latest = max(map(_year, index.sources["date"]), default="")
    found |= {"said-by": latest, "published-by": latest}
    return {name: value for name, value in found.items() if value}


def answered(endpoint: Endpoint, served: Served, known: Mapping[str, str]) -> Example | None:
    """Return a question to an address, and its answer; none where it may take long."""
    names = _ASKED.get(endpoint.path, ())
    is_told = {*names, *([endpoint.path] if endpoint.takes_id else [])} <= known.keys()
    if len(served.index.claims) > LARGE or not is_told:
        return None
    query = urlencode([(name, known[name]) for name in names])
    id_ = known[endpoint.path] if endpoint.takes_id else ""
    path = "/" + endpoint.path.replace("{id}", quote(id_, safe=""))
    answer = endpoint.answer(endpoint.asked(served, QueryParams(query), id_))
    return Example(f"{path}?{query}" if query else path, answer)


def _first(claims: pd.DataFrame) -> int:
    """Return the place of the first claim that stands between two, and is dated if any is."""
    linked = (claims["object"] != "") & (claims["object"] != claims["subject"]) & claims["stands"]
    dated = linked & claims["when"].str.contains(_YEAR)
    for fits in (dated, linked):
        if fits.any():
            return int(np.argmax(fits.to_numpy(dtype=bool)))
    return 0


def _of_ends(index: Index, claim: pd.Series[Any]) -> dict[str, str]:
    """Return what is told of the ends of a claim: who they are, and of which kinds."""
    types, is_a = index.vocabulary.types, index.vocabulary.is_a
    ends = [end for end in (claim["subject"], claim["object"]) if end]
    kinds = [str(index.entities.at[end, "type"]) for end in ends]
    others = (each for each in types if not any(is_a(kind, (each,)) for kind in kinds))
    wide = next((each for each in types if all(is_a(kind, (each,)) for kind in kinds)), "")
    word = _WORD.search(index.labels[ends[0]])
    return {
        "entity": ends[0], "from": ends[0], "to": ends[-1] if ends[1:] else "", "type": wide,
        "not-type": next(others, ""), "text": word[0] if word else "",
    }  # fmt: skip


def _least(ids: pd.Series[str]) -> str:
    """Return what is told the least often, of several the first by its id; nothing of none."""
    counts = ids[ids != ""].value_counts()
    if counts.empty:
        return ""
    return str(min(counts.index[counts == counts.min()]))


def _year(text: str) -> str:
    found = _YEAR.search(text)
    return found[0] if found else ""
