"""What pages show of an index, laid out once; and long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

import numpy as np
from starlette.exceptions import HTTPException

from cardindex.cards import sentence
from cardindex.dates.briefly import in_few_words
from cardindex.errors import UnknownName
from cardindex.finding import UNSIGNED, taken
from cardindex.server.site import home, served_of
from cardindex.server.slicing import digits
from cardindex.slices import STANDINGS
from cardindex.telling import Laid, Said, laid, told
from cardindex.telling.entities import Fold
from cardindex.view.words import say

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.index import Index
    from cardindex.server.served import Served

MOST = 120
"""So many claims are on one page."""

ROWS = 500
"""So many names are on one page of a list."""

STANDING_WORDS = {
    one: (say(f"claim.standing.{one}"), say(f"claim.standing_long.{one}")) for one in STANDINGS
}
"""What each standing is called, and the same at length."""

_LEAST = 5  # claims of each family, where not all have room


class Pages(NamedTuple):
    """Which page of how many it is, and how the others are asked for; ``size``: of a whole one."""

    number: int
    last: int
    path: str = ""
    query: tuple[tuple[str, str], ...] = ()
    size: int = 0

    def part(self) -> slice:
        """Return which rows of the list are on it."""
        return slice((self.number - 1) * self.size, self.number * self.size)

    def address(self, number: int) -> str:
        """Return the address of another page of the same."""
        return f"{self.path}?{urlencode([*self.query, ('page', str(number))])}"


ONE = Pages(1, 1)


class Shown(NamedTuple):
    """A fold as it is shown: its claims, as many as have room, of ``claims_in_all``.

    ``whole``: it has a page of its own for all of them.
    """

    id: str
    label: str
    claims_in_all: int
    claims: list[Said]
    whole: bool


def known(served: Served) -> Laid:
    """Return the index laid out; once, then kept."""
    return served.part(_laid)


def _laid(served: Served) -> Laid:
    return laid(served.everything, served.texts)


def exact(request: Request, kind: str, id_: str) -> str:
    """Return the id of the requested thing. Raises UnknownName with near names.

    A request by name, or in another case, is redirected to the canonical address.
    """
    index = served_of(request).index
    frame = {"entity": index.entities, "source": index.sources, "claim": index.claims}[kind]
    if id_ in frame.index:
        return id_
    found = taken(index, id_, (kind,))
    if found.fit > UNSIGNED:
        # A part of a name is not enough here: a link must not lead to another entity.
        raise UnknownName(kind, id_, offers=[(found.id, found.label)])
    moved = f"{home(request)}{kind}/{found.id}"
    raise HTTPException(302, "it has moved", headers={"Location": moved})


def in_a_sentence(index: Index, cells: Mapping[str, Any]) -> str:
    """Return a claim in words as pages say it: with its date read out."""
    return sentence(index, {**cells, "when": in_few_words(cells["when"])})


def known_of(request: Request) -> Laid:
    """Return the index that is asked, laid out."""
    return known(served_of(request))


def page_of(request: Request, count: int, size: int, path: str, *kept: str) -> Pages:
    """Return which page of a list is asked for; ``kept`` are what else its address says.

    Raises HTTPException where there is no such page.
    """
    last = max(1, -(-count // size))
    wanted = digits(request.query_params.get("page", "1"))
    if wanted is None or not 1 <= wanted <= last:
        there = "there is one page" if last == 1 else f"there are {last:,} pages"
        raise HTTPException(404, f"{there} of this, counted from 1; ask for page=1")
    said = [(name, request.query_params.get(name, "")) for name in kept]
    query = tuple((name, value) for name, value in said if value)
    return Pages(wanted, last, f"{home(request)}{path}", query, size)


def folds_shown(
    request: Request, folds: Sequence[Fold], path: str, from_: str = ""
) -> tuple[list[Shown], Pages]:
    """Return the claims of a page: all, if they have room, else of each fold the first.

    A fold that is asked for alone (``family``) is shown whole, a page at a time.
    """
    laid_ = known_of(request)
    if wanted := request.query_params.get("family"):
        fold = next((fold for fold in folds if fold.id == wanted), None)
        if fold is None:
            raise HTTPException(404, "there are no claims of that family here")
        pages = page_of(request, len(fold.at), MOST, path, "family")
        claims = told(laid_, fold.at[pages.part()], from_)
        return [Shown(fold.id, fold.label, len(fold.at), claims, whole=False)], pages
    rooms = _rooms([len(fold.at) for fold in folds])
    parts = [fold.at[:room] for fold, room in zip(folds, rooms, strict=True)]
    every = iter(told(laid_, np.concatenate(parts), from_) if parts else [])
    shown = [
        Shown(fold.id, fold.label, len(fold.at), list(islice(every, len(part))), whole=True)
        for fold, part in zip(folds, parts, strict=True)
    ]
    return shown, ONE


def _rooms(sizes: Sequence[int]) -> Iterator[int]:
    """Yield how many of each fold are shown: small ones whole, of large ones their share."""
    left, folds = MOST, len(sizes)
    share = dict.fromkeys(range(folds), 0)
    for nth, at in enumerate(sorted(range(folds), key=lambda at: sizes[at])):
        share[at] = min(sizes[at], max(_LEAST, left // (folds - nth)))
        left = max(0, left - share[at])
    yield from (share[at] for at in range(folds))
