"""What indexes and the site may be called: in a path, by a host, under one base."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from cardindex.characters import quoted
from cardindex.errors import CardindexError
from cardindex.server.application import segments
from cardindex.server.served import Place
from cardindex.server.site import PROBES, Settings

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}(\.[A-Za-z0-9_-]+)*")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9._-]*[a-z0-9])?)(:[0-9]{1,5})?")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_ALSO = frozenset((".well-known", "favicon.ico", "metrics", "robots.txt", "sitemap.xml", "static"))
_USUAL = {"http": 80, "https": 443}


def hold(places: Sequence[Place], settings: Settings) -> None:
    """Raise CardindexError where names of indexes cannot stand in paths beside one another."""
    prefix = urlsplit(settings.public).path.split("/")[1:2]
    names = [place.name for place in places]
    taken = PROBES | _ALSO
    # The paths of an index without a name lie at the top, beside the names of others.
    own = {*names, *taken} if names != [""] else segments() | taken
    for name in names:
        if name and not _NAME.fullmatch(name):
            raise CardindexError(
                f"{quoted(name)} cannot stand in a path; give the index a name of letters, digits,"
                " - and _, as NAME=INDEX"
            )
        if name in taken:
            raise CardindexError(
                f"{quoted(name)} stands for something else on a site; give the index another name,"
                f" as {name}-index=INDEX"
            )
        if names.count(name) > 1:
            raise CardindexError(
                f"two indexes are called {quoted(name)}; name them apart, as one=INDEX two=INDEX"
                if name else "of several indexes each needs a name, as NAME=INDEX"
            )  # fmt: skip
    if prefix and prefix[0] in own:
        raise CardindexError(
            f"--public: the path /{prefix[0]} is one of the site's own as well, so that a proxy"
            " that takes it away cannot be told from one that leaves it; choose another"
        )


def public(told: str) -> str:
    """Return an address under which readers come, without a slash at its end; raise if it is none.

    A host in another script is returned as browsers send it.
    """
    if not told:
        return ""
    try:
        parts = urlsplit(told)
        port = f":{parts.port}" if parts.port else ""
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        parts, port, host = urlsplit(""), "", ""
    host = f"[{host}]" if ":" in host else host
    path = parts.path.rstrip("/")
    is_one = parts.scheme in _USUAL and _HOST.fullmatch(host) and _PATH.fullmatch(path)
    if not is_one or parts.query or parts.fragment or parts.username is not None:
        raise CardindexError(
            f"--public: {quoted(told)} is no address of a site; write one as"
            " https://archive.example.org or https://example.org/archive"
        )
    return f"{parts.scheme}://{host}{port}{path}"


def hosts(told: Sequence[str], address: str) -> frozenset[str]:
    """Return the names to answer to: those that are told, and that of the public address."""
    found = set()
    for each in told:
        host = each.strip().lower()
        if not _HOST.fullmatch(host):
            raise CardindexError(
                f"--host: {quoted(each)} is no name of a host; write one as archive.example.org,"
                " with its port where it has one, and without https://"
            )
        found.add(host)
    if address:
        parts = urlsplit(address)
        host, usual = parts.netloc, _USUAL[parts.scheme]
        found |= {host, host.removesuffix(f":{usual}")}
        if parts.port is None:
            found.add(f"{host}:{usual}")
    return frozenset(found)


def sharing(bases: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each base IRI that several indexes have, and their names."""
    alike: dict[str, list[str]] = {}
    for name, base in bases.items():
        alike.setdefault(base.rstrip("/#"), []).append(name)
    for names in alike.values():
        if len(names) > 1:
            yield bases[names[0]], names
