"""The site: all indexes that it serves, each of which a reload replaces whole, and its settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from starlette.requests import Request

from cardindex.server.served import Served

SERVED, SITE, PATHS = "cardindex.served", "cardindex.site", "cardindex.paths"


@dataclass(frozen=True)
class Settings:
    """What an operator says of a site.

    ``public`` is the address under which readers reach it ("https://example.org/archive"), without
    a slash at its end, or empty; its path is the prefix that a proxy leaves on or takes away.
    ``hosts`` are the names to which it answers, with their port where it has one; those of
    ``public`` and of the socket are among them.
    """

    public: str = ""
    hosts: frozenset[str] = frozenset()


@dataclass
class Site:
    """The indexes of a site by name, and what all of them share."""

    settings: Settings
    served: Mapping[str, Served] = field(default_factory=dict)

    @classmethod
    def of(cls, served: Iterable[Served], settings: Settings | None = None) -> Site:
        """Return a site of some indexes."""
        return cls(settings or Settings(), {each.place.name: each for each in served})

    def replace(self, new: Served) -> Served:
        """Put a new version of an index in the place of the old one, which is returned."""
        old = self.served[new.place.name]
        self.served = {**self.served, new.place.name: new}
        return old


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
    root: str = request.scope["cardindex.home"]
    return root


def public(request: Request) -> str:
    """Return the whole address of the index that is asked, with a slash at its end."""
    site = site_of(request)
    name = served_of(request).place.name
    if site.settings.public:
        return f"{site.settings.public}/{name}/" if name else f"{site.settings.public}/"
    return f"{request.url.scheme}://{request.url.netloc}{home(request)}"
