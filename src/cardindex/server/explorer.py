"""The explorer of an index, of any slice of it, and of an entity's surroundings: as one page each.

Such a page costs seconds, so it is made by a process of its own that can be ended, a few at once,
and is kept on disk while the index stays as it is.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections import OrderedDict
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from threading import Lock, get_ident
from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from cardindex.errors import NO_MEMORY
from cardindex.evidence import tally
from cardindex.finding import taken
from cardindex.server import logs
from cardindex.server.answercache import Body
from cardindex.server.answers import HTML, kept
from cardindex.server.shares import client_of
from cardindex.server.shown import exact
from cardindex.server.site import home, served_of
from cardindex.server.slicing import OPTIONS, number, slice_of
from cardindex.server.slots import Slots
from cardindex.server.statics import within
from cardindex.slices import ACTUAL, EVERYTHING, Slice
from cardindex.view import MOST, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.datastructures import QueryParams
    from starlette.requests import Request

    from cardindex.server.served import Served

AT_ONCE = 2
"""How many pages a worker makes at a time; further requests wait, and are then refused."""

SECONDS = 120.0

MEMORY = 1 << 30
"""Bytes that the process of a page may take, and beside them so many for each claim:"""

_A_CLAIM = 3_000
# The process is held to its bounds before it imports anything of ours.
_BOOT = """
import sys
from cardindex.engine import confined
confined.bound(int(sys.argv.pop(1)), int(sys.argv.pop(1)))
confined.give_up()
from cardindex.__main__ import main
main()
"""
_AFTER = 10  # seconds after which one may ask again
_KEPT_BYTES, _SMALL = 512 << 20, 6 << 20
_AROUND = 20_000  # claims of a page of somebody's surroundings
_DEEPEST = 5


class _Asked(NamedTuple):
    """A slice, an entity to begin with, how far around it, how many claims at most.

    ``home``: the path of the index, as a browser has to write it.
    """

    chosen: Slice
    focus: str | None
    depth: int
    most: int
    home: str


_SLOTS = Slots(AT_ONCE, f"{AT_ONCE} explorers are being made just now", _AFTER)
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


def routes() -> list[BaseRoute]:
    """Return where the explorer is asked for."""
    return [Route("/explore", _slice), Route("/explore/entity/{id}", _entity)]


def _slice(request: Request) -> Response:
    return _answer(request, None, MOST)


def _entity(request: Request) -> Response:
    return _answer(request, exact(request, "entity", request.path_params["id"]), _AROUND)


def _answer(request: Request, focus: str | None, most: int) -> Response:
    served = served_of(request)
    asked = _asked(served, request.query_params, focus, most, home(request))
    began = time.monotonic()
    try:
        path = served.part(_pages).get(asked, client_of(request))
    except OSError as error:
        logs.fault("explorer not kept", index=served.place.name, why=str(error))
        raise _not_now() from error
    took = f"explorer;dur={1000 * (time.monotonic() - began):.0f}"
    headers = {
        "Content-Security-Policy": f"{_policy(path)}; frame-ancestors 'none'",
        "Server-Timing": took,
        "X-Robots-Tag": "noindex",
    }
    if path.stat().st_size > _SMALL:
        return FileResponse(path, media_type=HTML, headers=headers)

    def read() -> Body:
        return Body(path.read_bytes(), HTML)

    return kept(request, read, headers=headers)


def _policy(path: Path) -> str:
    """Return the policy that a page carries, by which its own scripts may run and no other."""
    with path.open(encoding="utf-8") as file:
        found = _POLICY.search(file.read(4000))
    return unescape(found[1]) if found else "default-src 'none'"


def _with_ways_back(served: Served, told: str, root: str) -> str:
    """Return a page whose title and cards lead to the pages that are read, with the site's sign."""
    title = escape(served.index.title)
    linked = f'<h1><a href="{escape(root)}">{title}</a></h1>'
    known = f'<body class="plain" data-server="{escape(root)}">'
    told = told.replace('<body class="plain">', known, 1)
    icon = f'<link rel="icon" href="{within("icon.svg")}">'
    told = told.replace("<style>", f"{icon}\n<style>", 1)
    return told.replace(f"<h1>{title}</h1>", linked, 1)


def _asked(served: Served, query: QueryParams, focus: str | None, most: int, root: str) -> _Asked:
    """Return what an address asks for. Raises what ``slices.verify`` does."""
    chosen = slice_of(served, query, EVERYTHING, others=("focus", "depth", "most"))
    depth = number(query, "depth", 1, _DEEPEST)
    named = query.get("focus", "")
    if named and focus is None:
        focus = taken(served.index, named).id
    held = number(query, "most", most, most)
    return _Asked(chosen, focus, depth, held, root)


class _Pages:
    """The pages that were made of one version: on disk, the last that were asked for."""

    def __init__(self, served: Served) -> None:
        self._served, self._lock = served, Lock()
        self._folder = tempfile.TemporaryDirectory(prefix="cardindex-explorer-")
        self._sizes: OrderedDict[str, int] = OrderedDict()

    def get(self, asked: _Asked, client: str) -> Path:
        """Return the file of a page; raises HTTPException where too many are being made."""
        name = f"{sha256(repr(asked).encode()).hexdigest()}.html"
        path = Path(self._folder.name, name)
        if self._has(name, path):
            return path
        with _SLOTS.one(client):
            # Another request may have made it meanwhile.
            if not self._has(name, path):
                _make(self._served, asked, path)
                self._keep(name, path)
        return path

    def _has(self, name: str, path: Path) -> bool:
        with self._lock:
            if name in self._sizes and path.exists():
                self._sizes.move_to_end(name)
                return True
        return False

    def _keep(self, name: str, path: Path) -> None:
        with self._lock:
            self._sizes[name] = path.stat().st_size
            while sum(self._sizes.values()) > _KEPT_BYTES and len(self._sizes) > 1:
                old, _ = self._sizes.popitem(last=False)
                Path(self._folder.name, old).unlink(missing_ok=True)

    def close(self) -> None:
        """Take the pages away."""
        self._folder.cleanup()


def _pages(served: Served) -> _Pages:
    return _Pages(served)


def _make(served: Served, asked: _Asked, path: Path) -> None:
    """Make a page in a process of its own; here, where the index on disk is another by now."""
    chosen, focus, depth, most, _ = asked
    # Two equal requests both make it, each in a file of its own until it is whole.
    part = path.with_suffix(f".{get_ident()}.part")
    if not served.is_as_on_disk():
        selection = tally(served.index, chosen)
        told = page(selection, focus=focus, depth=depth, texts=served.texts or None, most=most)
        part.write_text(told, encoding="utf-8")
    else:
        _in_another_process(served, asked, part)
    told = _with_ways_back(served, part.read_text(encoding="utf-8"), asked.home)
    part.write_text(told, encoding="utf-8")
    part.replace(path)


def _in_another_process(served: Served, asked: _Asked, path: Path) -> None:
    bounds = (MEMORY + _A_CLAIM * len(served.index.claims), SECONDS)
    command = [sys.executable, "-P", "-c", _BOOT, *(f"{each:.0f}" for each in bounds)]
    command += ["view", *_options(served, asked), f"-o{path}"]
    try:
        done = subprocess.run(  # noqa: S603 - each value is glued to its option; no shell
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        words = f"this took more than {SECONDS:.0f} seconds; ask for a smaller part"
        raise HTTPException(503, words, headers={"Retry-After": str(_AFTER)}) from error
    if done.returncode or not path.is_file():
        why = done.stderr.decode("utf-8", "replace").strip()[-2000:]
        if NO_MEMORY in why or why.endswith("MemoryError"):
            raise HTTPException(503, NO_MEMORY, headers={"Retry-After": str(_AFTER)})
        # The request was verified before, so an error now is one for the operator.
        logs.fault("explorer not made", index=served.place.name, why=why)
        raise _not_now()


def _not_now() -> HTTPException:
    words = "this cannot be made just now; the operator of this site finds more in the log"
    return HTTPException(503, words, headers={"Retry-After": str(_AFTER)})


def _options(served: Served, asked: _Asked) -> Iterator[str]:
    """Yield the options of ``cardindex view`` that ask for the same."""
    chosen, focus, depth, most, _ = asked
    yield f"--index={served.place.folder}"
    yield f"--most={most}"
    if served.place.texts:
        yield f"--texts={served.place.texts}"
    if focus is not None:
        yield f"--focus={focus}"
        yield f"--depth={depth}"
    for name, option in OPTIONS.items():
        value = getattr(chosen, name)
        if value == getattr(EVERYTHING, name):
            continue
        if isinstance(value, frozenset):
            yield from (f"--{option}={each or ACTUAL}" for each in sorted(value))
        else:
            yield f"--{option}" if value is True else f"--{option}={value}"
