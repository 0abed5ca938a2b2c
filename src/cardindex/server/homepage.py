"""The first page of an index: its title, who is linked most, the main roots, and links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from markupsafe import Markup

from cardindex.brief import count
from cardindex.server import describing
from cardindex.server.answers import page
from cardindex.server.head import Head, plain
from cardindex.server.shown import STANDING_WORDS, known
from cardindex.server.site import home, paths, public, served_of
from cardindex.telling import Ref
from cardindex.view.gist import gist
from cardindex.view.opening import degrees

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.server.answercache import Body
    from cardindex.server.served import Served

_FIRST = 10  # of each list

_DOORS = (
    ("explore", "/explore", "Explore", "the network, every line to be questioned"),
    ("search", "/search", "Search", "names, code names, what claims say"),
    ("entities", "/entities", "Entities", "people, bodies, places and events, A to Z and by kind"),
    ("sources", "/sources", "Sources", "the works that are cited, and what falls without each"),
    ("disputes", "/disputes", "Disputes", "what one source affirms and another denies"),
    ("disputes?kind=circular", "/disputes", "Circular reporting",
     "what comes back to itself, and what misquotes"),
    ("relations", "/relations", "Relations", "what can be said of two, and what each means"),
    ("sparql", "/sparql", "Queries", "named questions as forms, and SPARQL"),
    ("data", "/data", "Data", "the whole as RDF, tables and networks"),
    ("api", "/api", "API", "for programs"),
    ("changes", "/changes", "Changes", "what is new between versions"),
)  # fmt: skip


class _Opening(NamedTuple):
    """What the page says, of the version that is served."""

    gist: Markup
    central: list[tuple[Ref, int]]
    rests: list[tuple[Ref, int]]
    roots: list[tuple[Ref, int]]
    standings: list[tuple[str, str, str, int]]
    figures: str


def homepage(request: Request) -> Body:
    """Return the first page of an index."""
    served = served_of(request)
    index, said = served.index, served.part(opening)
    there = paths(request)
    head = Head(
        plain(index.title), "", plain(index.description or said.figures, 300),
        picture="card/home.png", linked=describing.index_(index, public(request)),
    )  # fmt: skip
    doors = [(path, name, what) for path, route, name, what in _DOORS if route in there]
    return page(request, "home.html", {
        "head": head, "doors": doors, **said._asdict(),
        "gist": _linked(said.gist, home(request)),
    })  # fmt: skip


def _linked(told: Markup, root: str) -> Markup:
    """Return the explorer's sentence with links to pages in the place of those within it."""
    pattern = r'href="#select=([a-z]+):([^"]*)" data-select="[^"]*"'
    return Markup(re.sub(pattern, rf'href="{Markup.escape(root)}\1/\2"', told))  # noqa: S704


def opening(served: Served) -> _Opening:
    """Return what the page says of a version; once, then kept by it."""
    laid, selection = known(served), served.everything
    linked = degrees(selection)
    central = sorted(linked.items(), key=lambda pair: (-pair[1], pair[0]))[:_FIRST]
    works = selection.citations["source"].value_counts()
    standings = selection.claims["standing"].value_counts().to_dict()
    return _Opening(
        gist=gist(selection, linked),
        central=[(laid.entity(id_), n) for id_, n in central if n],
        rests=[(laid.titled(str(id_)), int(n)) for id_, n in works.head(_FIRST).items()],
        roots=_roots(served),
        standings=[
            (one, *words, standings[one])
            for one, words in STANDING_WORDS.items()
            if one in standings
        ],
        figures=figures(served),
    )


def figures(served: Served) -> str:
    """Return how much there is, in words."""
    index = served.index
    parts = (
        count(len(index.claims), "claim"), count(len(index.citations), "citation"),
        count(len(index.sources), "source"), count(len(index.entities), "entity", "entities"),
    )  # fmt: skip
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _roots(served: Served) -> list[tuple[Ref, int]]:
    """Return whose knowledge most claims go back to."""
    laid, found = known(served), served.everything
    times = np.bincount(found.assessed.roots.root, minlength=1)
    order = np.argsort(-times, kind="stable")[:_FIRST]
    names: Mapping[int, str] = dict(enumerate(found.evidence.roots))
    return [(laid.root(names[at]), int(times[at])) for at in order.tolist()
            if times[at] and names[at]]  # fmt: skip
