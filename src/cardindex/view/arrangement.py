"""Files of arrangements: which marks a reader of the page has put where, hidden or alone kept.

The page writes them, and reads them by the same rules (``static/state/arrangementfile.js``).
``docs/page.md`` tells what stands in one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cardindex import inputs
from cardindex.brief import count
from cardindex.characters import ACTING, quoted
from cardindex.errors import CardindexError, suggestion
from cardindex.index import Index

FORM = 1
MOST_BYTES = 2_000_000
"""The size of the largest file that is read."""

MOST_PLACES = 5_000
"""How many marks may be put somewhere: a drawing has far fewer."""

FURTHEST = 999_999
"""The furthest place from the middle, in drawing units."""

LONGEST_ID = 200
NAMED = 5
"""How many of those that the index does not have are named."""

_FIELDS = ("arrangement", "base", "version", "title", "places", "hidden", "kept")
_OF_PLACE = ("id", "wide", "upright", "around", "sectors")
_SECTORS = "/sectors"
_HOW = 'save one from the page: "Picture", then "Save the arrangement"'


class BadArrangement(CardindexError):
    """A file that is no arrangement of this index; ``code`` says why, ``at`` where in it."""

    def __init__(self, file: str, code: str, at: str, message: str) -> None:
        self.code, self.at = code, at
        super().__init__(": ".join(part for part in (file, at, message) if part))


@dataclass(frozen=True)
class Arrangement:
    """What a reader has made of a drawing, in the words of ``static/state/arrangement.js``.

    ``pins``: texts, ``hidden`` and ``kept``: ids, all sorted. ``unknown``: ids that stand in the
    file and not in the index, which are left out of the others. ``version``: of the index of which
    it was made.
    """

    pins: tuple[str, ...]
    hidden: tuple[str, ...]
    kept: tuple[str, ...]
    unknown: tuple[str, ...]
    version: str

    def opening(self, drawn: Iterable[str]) -> dict[str, list[str]]:
        """Return the parts of a state in which a page opens that has these entities."""
        among = set(drawn)
        found = {
            "pins": [pin for pin in self.pins if pin.partition(":")[0] in among],
            "hidden": [id_ for id_ in self.hidden if id_ in among],
            "kept": [id_ for id_ in self.kept if id_ in among],
        }
        return {name: ids for name, ids in found.items() if ids}

    def notes(self) -> list[str]:
        """Say in a sentence what the index does not have; nothing, where it has all."""
        if not self.unknown:
            return []
        named = ", ".join(map(quoted, self.unknown[:NAMED]))
        more = " …" if len(self.unknown) > NAMED else ""
        many = count(len(self.unknown), "mark")
        made = f", which was made of version {quoted(self.version)}" if self.version else ""
        left = f"The arrangement{made}, has {many} that this index has not, left out: "
        return [f"{left}{named}{more}."]


def read(path: Path, index: Index) -> Arrangement:
    """Read the file of an arrangement of ``index``. Raises BadArrangement."""
    file = str(path)
    try:
        text = inputs.decoded(inputs.contents(path, MOST_BYTES))
    except inputs.Undecodable as error:
        at = f"line {error.line}" if error.line else ""
        raise BadArrangement(file, "not-utf-8", at, f"{error}; save it as UTF-8") from error
    except OSError as error:
        message = f"cannot be read: {error.strerror}; name a file that you may open"
        if "larger" in str(error.strerror):
            raise BadArrangement(file, "too-large", "", f"{error.strerror}; {_HOW}") from error
        raise BadArrangement(file, "unreadable", "", message) from error
    return parse(text, index, file)


def parse(text: str, index: Index, file: str = "arrangement.json") -> Arrangement:
    """Parse an arrangement of ``index``. Raises BadArrangement for the first thing amiss."""
    try:
        said = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, character {error.colno}"
        raise BadArrangement(file, "not-json", at, f"is not JSON: {error.msg}; {_HOW}") from error
    except (ValueError, RecursionError) as error:
        message = f"is not JSON: it has NaN or Infinity, or is nested too deep; {_HOW}"
        raise BadArrangement(file, "not-json", "", message) from error
    for code, at, message in _faults(said, index):
        raise BadArrangement(file, code, at, message)
    pins = {_key(row): _pin(row) for row in said["places"]}
    wanted = [row["id"] for row in said["places"]]
    wanted += [row["around"] for row in said["places"] if row.get("around")]
    hidden, kept = (said.get(name, []) for name in ("hidden", "kept"))
    known = index.entities.index
    unknown = {id_ for id_ in (*wanted, *hidden, *kept) if id_ not in known}
    return Arrangement(
        pins=tuple(sorted(pin for key, pin in pins.items() if unknown.isdisjoint(key[:2]))),
        hidden=tuple(sorted(set(hidden) - unknown)),
        kept=tuple(sorted(set(kept) - unknown)),
        unknown=tuple(sorted(unknown)),
        version=said.get("version", ""),
    )


def _no_number(name: str) -> None:
    raise ValueError(name)


_Fault = tuple[str, str, str]


def _faults(said: Any, index: Index) -> Iterator[_Fault]:  # noqa: ANN401
    """Yield code, place and message of what is amiss, the first things first."""
    if not isinstance(said, dict) or "arrangement" not in said:
        yield "no-arrangement", "", f"is no arrangement; {_HOW}"
        return
    if said["arrangement"] != FORM or isinstance(said["arrangement"], bool):
        message = f"is of another form than {FORM}; open it with a newer cardindex, or {_HOW}"
        yield "other-form", '"arrangement"', message
    yield from _unknown_fields(said, _FIELDS, "")
    for name in ("base", "version", "title"):
        if not isinstance(said.get(name, ""), str):
            yield "no-text", f'"{name}"', "is no text; put it into quotation marks"
    if said.get("base") != index.base:
        message = f"is of another index, {quoted(str(said.get('base', '')))}; this one's base is "
        yield "another-index", '"base"', f"{message}{quoted(index.base)}"
    yield from _faults_of_places(said.get("places"))
    for name in ("hidden", "kept"):
        yield from _faults_of_ids(said.get(name, []), name)


def _faults_of_places(places: Any) -> Iterator[_Fault]:  # noqa: ANN401
    if not isinstance(places, list):
        yield "no-list", '"places"', 'is no list; write "places": []'
        return
    if len(places) > MOST_PLACES:
        message = f"has {len(places):,} marks, and may have {MOST_PLACES:,}; take some away"
        yield "too-many", '"places"', message
        return
    seen = set()
    for at, row in enumerate(places, start=1):
        place = f'"places" {at}'
        yield from _faults_of_place(row, place)
        if _key(row) in seen:
            message = f"puts {quoted(row['id'])} somewhere for the second time; take one away"
            yield "duplicate", place, message
        seen.add(_key(row))


def _faults_of_place(row: Any, place: str) -> Iterator[_Fault]:  # noqa: ANN401
    if not isinstance(row, dict):
        yield "no-place", place, 'is no place; write {"id": "x", "wide": [0, 0]}'
        return
    yield from _unknown_fields(row, _OF_PLACE, place)
    yield from _faults_of_id(row.get("id"), place)
    if "wide" not in row:
        yield "no-place", place, 'has no "wide"; write "wide": [0, 0]'
    for name in ("wide", "upright"):
        if name in row and not _is_spot(row[name]):
            message = f'has no place in "{name}"; write two whole numbers up to {FURTHEST:,}'
            yield "no-number", place, message
    if "around" in row:
        yield from _faults_of_id(row["around"], place)
    if not isinstance(row.get("sectors", False), bool):
        yield "no-place", place, 'has in "sectors" neither true nor false; write one of them'
    if row.get("sectors") and "around" not in row:
        yield "no-place", place, 'has "sectors", but not whose; write "around": "x"'


def _faults_of_ids(ids: Any, name: str) -> Iterator[_Fault]:  # noqa: ANN401
    if not isinstance(ids, list):
        yield "no-list", f'"{name}"', f'is no list; write "{name}": []'
        return
    if len(ids) > MOST_PLACES:
        message = f"has {len(ids):,} marks, and may have {MOST_PLACES:,}; take some away"
        yield "too-many", f'"{name}"', message
        return
    seen = set()
    for at, id_ in enumerate(ids, start=1):
        place = f'"{name}" {at}'
        yield from _faults_of_id(id_, place)
        if id_ in seen:
            message = f"has {quoted(id_)} for the second time; take one away"
            yield "duplicate", place, message
        seen.add(id_)


def _faults_of_id(id_: Any, place: str) -> Iterator[_Fault]:  # noqa: ANN401
    if not isinstance(id_, str) or not id_:
        yield "no-id", place, "names no entity; write its id between quotation marks"
    elif ACTING.search(id_) or any(sign in id_ for sign in ":@+,/\n\t"):
        message = f"has {quoted(id_)}, which can be no id; write lower-case letters and hyphens"
        yield "no-id", place, message
    elif len(id_) > LONGEST_ID:
        yield "no-id", place, f"has an id of {len(id_):,} characters; none is over {LONGEST_ID}"


def _unknown_fields(said: dict[str, Any], fields: tuple[str, ...], place: str) -> Iterator[_Fault]:
    for name in said:
        if name not in fields:
            mend = suggestion(name, fields) or f"; there are {', '.join(fields)}"
            yield "unknown-field", place, f"has an unknown field {quoted(name)}{mend}"


def _is_spot(spot: Any) -> bool:  # noqa: ANN401
    return isinstance(spot, list) and len(spot) == len("xy") and all(map(_is_whole, spot))


def _is_whole(number: Any) -> bool:  # noqa: ANN401
    if isinstance(number, bool) or not isinstance(number, int | float):
        return False
    return abs(number) <= FURTHEST and number == int(number)


def _key(row: dict[str, Any]) -> tuple[str, str, bool]:
    return row["id"], row.get("around", ""), row.get("sectors", False)


def _pin(row: dict[str, Any]) -> str:
    """Return a place as a text, as ``writePin`` in ``static/state/arrangement.js`` does."""
    wide = [int(number) for number in row["wide"]]
    usual = wide if row.get("sectors") else wide[::-1]
    upright = [int(number) for number in row.get("upright", usual)]
    among = f"@{row['around']}{_SECTORS * row.get('sectors', False)}" if "around" in row else ""
    numbers = wide if upright == usual else [*wide, *upright]
    return ":".join([row["id"], *map(str, numbers)]) + among
