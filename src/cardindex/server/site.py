"""The site: all indexes that it serves, each of which a reload replaces whole, and its settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from starlette.requests import Request

from cardindex.server.served import Served
from cardindex.server.versions import Changes

SERVED, SITE, PATHS = "cardindex.served", "cardindex.site", "cardindex.paths"
HOME, API = "cardindex.home", "cardindex.api"

PROBES = frozenset(("health", "ready"))
"""What machines ask to know whether the site is up."""


@dataclass(frozen=True)
class Settings:
    """What an operator says of a site.

    ``public`` is the address under which readers reach it ("https://example.org/archive"), without
    a slash at its end, or empty; its path is the prefix that a proxy leaves on or takes away.
    ``hosts`` are the names to which it answers, with their port where it has one; those of
    ``public`` and of the socket are among them. With ``addresses`` it also answers to what is an
    address and no name, as a site has to that listens at all addresses of its machine.
    ``state``: a folder in which it is kept what changed between versions, for the feed.
    """

    public: str = ""
    hosts: frozenset[str] = frozenset()
    addresses: bool = False
    state: Path | None = None

    @property
    def is_public(self) -> bool:
        """Whether any page may read the site.

        Without names that it answers to there is no site that anybody reaches.
        """
        return bool(self.public) or not self.hosts


@dataclass
class Site:
    """The indexes of a site by name, and what all of them share.

    ``stale`` are the names of those whose files have come to be in error, so that what is served is
    older. ``count`` tells the operator's counters that something came to something: a query was
    "run", "refused" or "ended". ``changes``: what changed between versions.
    """

    settings: Settings
    served: Mapping[str, Served] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()
    changes: Changes = field(default_factory=Changes)
    count: Callable[[str, str], None] = lambda what, how: None  # noqa: ARG005
    _asking: dict[Served, int] = field(default_factory=dict)
    _left: set[Served] = field(default_factory=set)

    @classmethod
    def of(cls, served: Iterable[Served], settings: Settings | None = None) -> Site:
        """Return a site of some indexes."""
        said = settings or Settings()
        found = {each.place.name: each for each in served}
        return cls(said, found, changes=Changes(said.state))

    def replace(self, new: Served) -> None:
        """Put a new version of an index in the place of the old one.

        Running requests keep the old version, which is closed after the last of them.
        """
        old = self.served[new.place.name]
        self.served = {**self.served, new.place.name: new}
        self._left.add(old)
        self._close_if_left(old)

    @contextmanager
    def asking(self, name: str) -> Iterator[Served]:
        """Yield the present version of an index, and keep it open meanwhile."""
        served = self.served[name]
        self._asking[served] = self._asking.get(served, 0) + 1
        try:
            yield served
        finally:
            self._asking[served] -= 1
            if not self._asking[served]:
                del self._asking[served]
                self._close_if_left(served)

    def close(self) -> None:
        """Close all indexes, after the last request."""
        for served in self.served.values():
            served.close()

    def _close_if_left(self, served: Served) -> None:
        if served in self._left and served not in self._asking:
            self._left.discard(served)
            # In a thread of its own: closing a store may take long.
            Thread(target=served.close, daemon=True).start()


def site_of(request: Request) -> Site:
    """Return the site that is asked."""
    site: Site = request.scope[SITE]
    return site


def served_of(request: Request) -> Served:
    """Return the index that is asked, in the version that this request began with."""
    served: Served = request.scope[SERVED]
    return served


def paths(request: Request) -> frozenset[str]:
    """Return the routes that an index has, as they are written: ``/entity/{id}``."""
    known: frozenset[str] = request.scope.get(PATHS, frozenset())
    return known


def home(request: Request) -> str:
    """Return the path of the index that is asked, as a browser has to write it: "/", "/chile/"."""
    root: str = request.scope[HOME]
    return root


def public(request: Request) -> str:
    """Return the whole address of the index that is asked, with a slash at its end."""
    site = site_of(request)
    name = served_of(request).place.name
    if site.settings.public:
        return f"{site.settings.public}/{name}/" if name else f"{site.settings.public}/"
    return f"{request.url.scheme}://{request.url.netloc}{home(request)}"
