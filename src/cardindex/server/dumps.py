"""Whole files of an index to take away: made when they are first asked for, then kept on disk."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock, Semaphore
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from cardindex import exports
from cardindex.atomic import Bytes, packing
from cardindex.server import logs
from cardindex.server.answers import has_it
from cardindex.server.site import served_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.server.served import Served

PACKED = ".gz"
_WAIT = 5.0  # seconds that a request waits for a file that another request makes
_WAITING = 4  # how many requests may wait at a time: each occupies a thread
_LATER = {"Retry-After": "10"}
_BUSY = "another file is being made; ask again later"


class Dumps:
    """The files of one version of an index, one made at a time, in a folder that goes with it."""

    def __init__(self, served: Served) -> None:
        self._made_by: dict[str, Callable[[], Iterator[Bytes]]] = exports.files(served.index)
        self._folder: Path | None = None
        self._beginning, self._making, self._waiting = Lock(), Lock(), Semaphore(_WAITING)

    @property
    def names(self) -> list[str]:
        """The names of the files, each of which can also be had packed."""
        return list(self._made_by)

    def path(self, name: str) -> Path:
        """Return where a file lies. Raises HTTPException where there is none, or not yet."""
        plain = name.removesuffix(PACKED)
        if plain not in self._made_by:
            raise HTTPException(404)
        if self._folder is not None and (path := self._folder / name).exists():
            return path
        if not self._waiting.acquire(blocking=False):
            raise HTTPException(503, _BUSY, _LATER)
        try:
            path = self._begun() / name
            self._made(plain, path)
        except OSError as error:
            logs.fault("file not made", file=name, why=str(error))
            raise HTTPException(503, "there is no room to make that file now", _LATER) from error
        finally:
            self._waiting.release()
        return path

    def _begun(self) -> Path:
        """Return the folder, made when a file first is. Raises OSError."""
        with self._beginning:
            if self._folder is None:
                self._folder = Path(mkdtemp(prefix="cardindex-dumps-"))
                self._gone = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            return self._folder

    def _made(self, name: str, path: Path) -> None:
        """Make a file, unless another request has made it. Raises HTTPException, OSError."""
        if not self._making.acquire(timeout=_WAIT):
            raise HTTPException(503, _BUSY, _LATER)
        try:
            if not path.exists():
                # The system may clean its folder of temporary files while we run.
                path.parent.mkdir(mode=0o700, exist_ok=True)
                self._make(name, path)
        finally:
            self._making.release()

    def _make(self, name: str, path: Path) -> None:
        with packing(path) as file:
            for chunk in self._made_by[name]():
                file.write(chunk)

    def close(self) -> None:
        """Take the files away."""
        if self._folder is not None:
            self._gone()


def dumps(served: Served) -> Dumps:
    """Return the files of an index; once, then kept."""
    return Dumps(served)


def answer(request: Request, name: str) -> Response:
    """Answer a file, or the part of it that is asked for (Range)."""
    served = served_of(request)
    path = served.part(dumps).path(name)
    headers = {"ETag": f'"{served.version}-{name}"', "Cache-Control": "no-cache"}
    if has_it(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return FileResponse(path, headers=headers, media_type=media_type(name))


def media_type(name: str) -> str:
    """Return what kind of file one is, by its name."""
    if name.endswith(PACKED):
        return "application/gzip"
    kinds = {each.file: each.media_type for each in exports.FORMATS.values()}
    return kinds.get(name, "application/octet-stream")
