"""What the page is told of texts: their pieces, cited passages, names, places that nobody read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from cardindex.composing import mentions
from cardindex.coverage import EMPTY, NOWHERE, PAST, UNREAD, coverage
from cardindex.desk.holding import Desk, Held
from cardindex.passages import text_source
from cardindex.passages.seals import Mark, found_at
from cardindex.sourcetexts import found_in

if TYPE_CHECKING:
    from cardindex.passages import Text, Units

LONGEST_PIECE = 3_000
"""Characters of the longest piece that a browser lays out at once."""

MOST_FOUND = 300


class Piece(NamedTuple):
    """A stretch of a text that is laid out as one: where it starts, its line, what it says.

    ``units``: the names of the paragraphs, pages … that begin in it.
    """

    start: int
    line: int
    units: tuple[str, ...]
    text: str


def texts(desk: Desk) -> list[dict[str, Any]]:
    """Return the sources whose text is at hand, with how much of each is read."""
    index = desk.reading.index if desk.reading else None
    found = []
    for source, held in list(desk.texts.items()):
        told = {"id": source, "title": desk.titles.get(source, source), "unit": held.unit,
                "length": len(held.text.raw)}  # fmt: skip
        if index is not None and source in index.titles and held.text.units(held.unit):
            states = Counter(coverage(index, source, held.text)["states"])
            places = states.total() - states[EMPTY] - states[PAST] - states[NOWHERE]
            told |= {"places": places, "read": places - states[UNREAD]}
        found.append(told)
    # While texts are still being read, those that nobody has opened have no coverage yet.
    found += [
        {"id": source, "title": desk.titles.get(source, source), "unit": desk.units.get(source, "")}
        for source in desk.files
        if source not in desk.texts
    ]
    return sorted(found, key=lambda it: it["id"])


def text(desk: Desk, source: str) -> dict[str, Any]:
    """Return the text of a source in pieces."""
    held = desk.held(source)
    units = held.text.units(held.unit)
    return {
        "source": source,
        "title": desk.titles.get(source, source),
        "unit": held.unit,
        "counted": units is not None,
        "length": len(held.text.raw),
        "pieces": list(pieces(held.text, units)),
    }


def pieces(text: Text, units: Units | None) -> Iterator[Piece]:
    """Yield a text line by line, long lines in pieces; empty lines are left out."""
    starts = [*text.line_starts, len(text.raw) + 1]
    last = -1
    for line, start in enumerate(starts[:-1], start=1):
        whole = text.raw[start : starts[line] - 1]
        if not whole.strip():
            continue
        at = 0
        while at < len(whole):
            stop = _break(whole, at)
            names, last = _begun(units, start + at, start + stop, last)
            yield Piece(start + at, line, names, whole[at:stop])
            at = stop


def _begun(units: Units | None, start: int, end: int, last: int) -> tuple[tuple[str, ...], int]:
    """Return the names of the places that begin in a stretch, and the number of the last one."""
    names = []
    for place, _, _ in units.between(start, end) if units else ():
        if place not in (last, -1) and place < len(units.names if units else ()):
            names.append(units.names[place] if units else "")
            last = place
    return tuple(names), last


def _break(line: str, at: int) -> int:
    """Return where a piece that begins at ``at`` ends: after a space, or between two letters."""
    if len(line) - at <= LONGEST_PIECE:
        return len(line)
    space = line.rfind(" ", at + LONGEST_PIECE // 2, at + LONGEST_PIECE)
    if space > 0:
        return space + 1
    stop = at + LONGEST_PIECE
    # A break never separates a letter from its accents, unless the text is all accents.
    while at < stop and line[stop].isidentifier() is False and f"a{line[stop]}".isidentifier():
        stop -= 1
    return stop if stop > at else at + LONGEST_PIECE


def marks(desk: Desk, source: str) -> dict[str, Any]:
    """Return the cited passages of a text, each with its claims and how the first of them stands.

    ``marks``: start, end, standing, claims, state. ``places``: the numbered places that nobody has
    read. ``lost``: citations whose passage the text does not hold, ``moved``: how many stand
    elsewhere in it than the index says.
    """
    held, reading = desk.held(source), desk.reading
    if reading is None:
        return {"version": 0, "marks": [], "unread": [], "lost": [], "moved": 0, "sealed": 0}
    index = reading.index
    home = text_source(index, source)
    citations = index.citations
    ours = [work for work in index.titles if home in (work, index.containers[work])]
    sealed = citations[citations["source"].isin(ours) & (citations["seal"] != "")]
    columns = (sealed[name].tolist() for name in ("claim", "start", "end", "seal"))
    rows = [
        (str(claim), Mark(int(start), int(end), str(mark)))
        for claim, start, end, mark in zip(*columns, strict=True)
    ]
    places = found_at(held.text, dict.fromkeys(mark for _, mark in rows))
    standings = reading.selection.claims["standing"]
    spans: dict[tuple[int, int], list[str]] = {}
    lost: list[str] = []
    moved = 0
    for claim, mark in rows:
        state, start, end = places[mark]
        if state == "missing":
            lost.append(claim)
            continue
        moved += state != "exact"
        claims = spans.setdefault((start, end), [])
        if claim not in claims:
            claims.append(claim)
    return {
        "version": reading.version,
        "marks": [
            [start, end, _standing(standings, claims), claims]
            for (start, end), claims in sorted(spans.items())
        ],
        "unread": _unread(desk, home, held),
        "lost": list(dict.fromkeys(lost)),
        "moved": moved,
        "sealed": len(sealed),
    }


_RANK = ("contested", "denied", "tentative", "untraced", "single-root", "corroborated")


def _standing(standings: Any, claims: list[str]) -> str:  # noqa: ANN401 - a column of a frame
    """Return how a passage's claims stand: as the one that most needs a look."""
    told = {str(standings.get(claim, "tentative")) for claim in claims}
    return next((name for name in _RANK if name in told), "tentative")


def _unread(desk: Desk, source: str, held: Held) -> list[Any]:
    states = coverage(desk.index, source, held.text)
    return [str(place) for place, state in zip(states["place"], states["states"], strict=True)
            if state == UNREAD]  # fmt: skip


def names(desk: Desk, source: str, start: int = 0, end: int | None = None) -> dict[str, Any]:
    """Return the names in a text: start, end, whom each may mean, and whether it is doubtful.

    ``start`` and ``end``: only in this stretch of it.
    """
    held, reading = desk.held(source), desk.reading
    if reading is None:
        return {"version": 0, "names": []}
    found = mentions(reading.index, held.text.raw[start:end])
    return {
        "version": reading.version,
        "names": [[it.start + start, it.end + start, it.entities, it.doubtful] for it in found],
    }


def found(desk: Desk, words: str, source: str = "") -> dict[str, Any]:
    """Return where words stand in one text or in all: at most ``MOST_FOUND`` places.

    Case, accents, quotation marks, dashes and white space do not matter.
    """
    held = {id_: it.text for id_, it in desk.texts.items() if source in ("", id_)}
    hits = []
    if words.strip():
        hits = list(islice(found_in(desk.index, held, words), MOST_FOUND + 1))
    titles = desk.titles
    return {
        "hits": [{**asdict(hit), "title": titles.get(hit.source, hit.source)}
                 for hit in hits[:MOST_FOUND]],
        "more": len(hits) > MOST_FOUND,
    }  # fmt: skip
