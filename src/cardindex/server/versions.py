"""What changed between the versions of an index that were served: claims added, gone, changed.

Of the version that was served last the words and the standing of each claim are remembered, so
that what changed is known after a reload; with a folder of state after a new start, too. A claim
that says the same under another id is neither new nor gone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from cardindex.atomic import write_text
from cardindex.errors import OutputError

if TYPE_CHECKING:
    from cardindex.server.served import Served

MOST_CLAIMS = 200_000
"""Above so many claims, only the fact of a change and the number of claims are told."""

MOST_VERSIONS, MOST_TOLD = 100, 200
_FORM = 1

Told = Mapping[str, tuple[str, str]]
"""The words and the standing of each claim."""


class Moved(NamedTuple):
    """A claim that came, went, or stands otherwise: its id, words, how it stood and stands."""

    claim: str
    words: str
    was: str
    is_: str


class Change(NamedTuple):
    """What one version brought.

    ``version`` is its hash, ``called`` what the index calls it, ``when`` when it was written.
    ``claims``: how many it has. Lists are of the first ``MOST_TOLD``, ``counts`` of all: added,
    gone, standing anew; None where that is not known.
    """

    version: str
    called: str
    when: str
    claims: int
    counts: tuple[int, int, int] | None
    added: tuple[Moved, ...] = ()
    gone: tuple[Moved, ...] = ()
    anew: tuple[Moved, ...] = ()


class _History(NamedTuple):
    """The versions, the newest first, and what that told; None if it has too many claims."""

    versions: tuple[Change, ...]
    told: Told | None


class Changes:
    """What changed in each index of a site; kept in ``folder``, where there is one."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder, self._lock = folder, Lock()
        self._known: dict[str, _History] = {}

    def of(self, served: Served) -> tuple[Change, ...]:
        """Return the versions of an index up to that which is served, the newest first."""
        name = served.place.name
        with self._lock:
            history = self._known.get(name) or self._read(name)
            if any(each.version == served.version for each in history.versions):
                self._known[name] = history
                at = [each.version for each in history.versions].index(served.version)
                return history.versions[at:]
            history = _with(history, served)
            self._known[name] = history
            self._write(name, history)
            return history.versions

    def _path(self, name: str) -> Path | None:
        return self._folder / f"changes-{name or 'index'}.json" if self._folder else None

    def _read(self, name: str) -> _History:
        path = self._path(name)
        if path is None:
            return _History((), None)
        # A missing or damaged file is begun anew.
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return _of_plain(json.loads(path.read_text(encoding="utf-8")))
        return _History((), None)

    def _write(self, name: str, history: _History) -> None:
        path = self._path(name)
        if path is None:
            return
        # A full disk must not fail the request.
        with suppress(OSError, OutputError):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_text(path, _as_text(history))


def _with(history: _History, served: Served) -> _History:
    told = _told(served)
    change = Change(
        version=served.version,
        called=served.index.version,
        when=served.changed.strftime("%Y-%m-%dT%H:%M:%SZ"),
        claims=len(served.index.claims),
        counts=None,
    )
    if told is not None and history.told is not None:
        change = _compared(change, history.told, told)
    return _History((change, *history.versions)[:MOST_VERSIONS], told)


def _told(served: Served) -> Told | None:
    claims = served.everything.claims
    if len(claims) > MOST_CLAIMS:
        return None
    from cardindex.exports.sqlite import sentences  # noqa: PLC0415 - all exports come with it, and a start waits for them

    words, standings = sentences(served.everything), claims["standing"].tolist()
    cells = zip(words, standings, strict=True)
    return dict(zip(map(str, claims.index), cells, strict=True))


def _compared(change: Change, old: Told, new: Told) -> Change:
    gone, added = old.keys() - new.keys(), new.keys() - old.keys()
    # A claim that says something else under the same id is a new one.
    other = {id_ for id_ in old.keys() & new.keys() if old[id_][0] != new[id_][0]}
    gone, added = gone | other, added | other
    before: dict[str, list[str]] = {}
    for id_ in sorted(gone):
        before.setdefault(old[id_][0], []).append(id_)
    same = {id_: id_ for id_ in (old.keys() & new.keys()) - other}
    for id_ in sorted(added):
        if ids := before.get(new[id_][0]):
            same[id_] = ids.pop(0)
    gone, added = gone - {*same.values()}, added - same.keys()
    anew = [id_ for id_, was in same.items() if old[was][1] != new[id_][1]]
    lists = (
        [Moved(id_, new[id_][0], "", new[id_][1]) for id_ in sorted(added)],
        [Moved(id_, old[id_][0], old[id_][1], "") for id_ in sorted(gone)],
        [Moved(id_, new[id_][0], old[same[id_]][1], new[id_][1]) for id_ in sorted(anew)],
    )
    first = [tuple(each[:MOST_TOLD]) for each in lists]
    counts = (len(lists[0]), len(lists[1]), len(lists[2]))
    return change._replace(counts=counts, added=first[0], gone=first[1], anew=first[2])


def _as_text(history: _History) -> str:
    plain = {"form": _FORM, "versions": history.versions, "told": history.told}
    return json.dumps(plain, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def _of_plain(plain: Any) -> _History:  # noqa: ANN401 - whatever JSON has
    if plain["form"] != _FORM:
        return _History((), None)
    versions = []
    for version, called, when, claims, counts, *lists in plain["versions"]:
        found = [tuple(Moved(*map(str, cells)) for cells in each) for each in lists]
        numbers = None if counts is None else (int(counts[0]), int(counts[1]), int(counts[2]))
        versions.append(Change(str(version), str(called), str(when), int(claims), numbers, *found))
    told = plain["told"]
    if told is not None:
        told = {str(id_): (str(words), str(standing)) for id_, (words, standing) in told.items()}
    return _History(tuple(versions), told)
