"""The entry form as the page sends it, read and validated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cardindex.composing import HEARSAY, OWN
from cardindex.errors import CardindexError

_LONGEST = 20_000  # characters of a field
_MOST_STEPS = 30  # of a chain
_MOST_ROLES = 60  # of an event
_CELLS = ("relation", "text", "quantity", "unit", "when", "mode", "ties", "gloss")


class Unreadable(CardindexError):
    """A malformed form, which the page of the desk does not send."""


@dataclass(frozen=True)
class Party:
    """An entity or a source: the ``id`` of one that is there, or the cells of a ``new`` one."""

    id: str = ""
    new: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.id or self.new)


@dataclass(frozen=True)
class Step:
    """One step of a chain: a work, or the sign of nobody named (?) or of its own conclusion (!)."""

    work: Party
    sign: str
    reports: bool
    place: str


@dataclass(frozen=True)
class Role:
    """A party of an event, by which relation it takes part, and whether the sum is its own."""

    party: Party
    relation: str
    text: str
    sum: bool


@dataclass(frozen=True)
class Form:
    """One entry. ``cites``: the claim that is there already and only gets a citation more.

    ``start`` and ``end`` are the passage in the text of ``reading``, in code points, or None;
    ``cells`` the plain cells of the claim by column. With ``roles`` it is of an event, ``subject``.
    """

    reading: str
    start: int | None
    end: int | None
    locator: str
    source: Party
    subject: Party
    object: Party
    place: Party
    cells: Mapping[str, str]
    chain: tuple[Step, ...]
    stance: str
    certainty: str
    note: str
    coder: str
    cites: str
    roles: tuple[Role, ...] = ()


def form_of(data: Mapping[str, Any]) -> Form:
    """Return the form that a page has sent. Raises Unreadable."""
    start, end = _offset(data, "start"), _offset(data, "end")
    if (start is None) != (end is None) or (start or 0) > (end or 0):
        raise Unreadable("a passage has a start and an end")
    return Form(
        reading=text_in(data, "reading"),
        start=start,
        end=end,
        locator=text_in(data, "locator"),
        source=_party(data.get("source"), ("title", "kind", "author", "date", "container")),
        subject=entity_in(data.get("subject")),
        object=entity_in(data.get("object")),
        place=entity_in(data.get("place")),
        cells={name: text_in(data, name) for name in _CELLS if text_in(data, name)},
        chain=tuple(_step(each) for each in _list(data, "chain", _MOST_STEPS)),
        stance=text_in(data, "stance") or "affirms",
        certainty=text_in(data, "certainty") or "stated",
        note=text_in(data, "note"),
        coder=text_in(data, "coder"),
        cites=text_in(data, "cites"),
        roles=tuple(_role(each) for each in _list(data, "roles", _MOST_ROLES)),
    )


def text_in(data: Mapping[str, Any], name: str) -> str:
    """Return a text of what was sent; empty where it is not there. Raises Unreadable."""
    value = data.get(name, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f"{name}: is no text")
    if len(value) > _LONGEST:
        raise Unreadable(f"{name}: {len(value):,} characters; shorten it to {_LONGEST:,}")
    return value.strip()


def mapping(value: Any, name: str) -> Mapping[str, Any]:  # noqa: ANN401 - whatever was sent
    """Return a mapping that was sent. Raises Unreadable."""
    if not isinstance(value, dict):
        raise Unreadable(f"{name}: has not the form that it should have")
    return value


def _list(data: Mapping[str, Any], name: str, most: int) -> Sequence[Mapping[str, Any]]:
    value = data.get(name) or []
    if not isinstance(value, list) or len(value) > most:
        raise Unreadable(f"{name}: is no list of at most {most}")
    return [mapping(each, name) for each in value]


def _offset(data: Mapping[str, Any], name: str) -> int | None:
    value = data.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**9:
        raise Unreadable(f"{name}: is no offset")
    return value


def entity_in(value: Any) -> Party:  # noqa: ANN401 - whatever was sent
    """Return an entity that was sent, or nobody. Raises Unreadable."""
    return _party(value, ("label", "type", "description"))


def _party(value: Any, columns: Sequence[str]) -> Party:  # noqa: ANN401 - whatever was sent
    if not value:
        return Party()
    told = mapping(value, "party")
    new = mapping(told.get("new") or {}, "new")
    cells = {column: cell for column in columns if (cell := text_in(new, column))}
    return Party(text_in(told, "id"), cells)


def _step(value: Mapping[str, Any]) -> Step:
    sign = text_in(value, "sign")
    if sign not in ("", HEARSAY, OWN):
        raise Unreadable("chain: a sign is ? or !")
    work = _party(value, ("title", "kind", "author", "date"))
    return Step(work, sign, value.get("reports") is True, text_in(value, "place"))


def _role(value: Mapping[str, Any]) -> Role:
    return Role(
        entity_in(value.get("party")), text_in(value, "relation"), text_in(value, "text"),
        value.get("sum") is True,
    )  # fmt: skip
