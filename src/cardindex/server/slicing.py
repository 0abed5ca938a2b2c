"""The slice of an address: by the names of the commands' options, or by those of a permalink."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from cardindex.characters import shown
from cardindex.errors import MalformedValue
from cardindex.slices import EVERYTHING, NAMED, Slice, parse, verify

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.datastructures import QueryParams

    from cardindex.server.served import Served

WORDS = {
    "relation": "relations", "family": "families", "type": "types", "not-type": "not_types",
    "entity": "entities", "said-by": "said_by", "published-by": "published_by",
    "standing": "standings", "mode": "modes", "according-to": "according_to",
}  # fmt: skip
"""Options of commands whose name is not that of the field: the singular, or with a hyphen."""

_CALLED = {field: word for word, field in WORDS.items()}
OPTIONS = {field.name: _CALLED.get(field.name, field.name) for field in fields(Slice)}
"""The option of a command that says each field of a slice."""


def slice_of(
    served: Served, query: QueryParams, usual: Slice, *, others: Collection[str] = ()
) -> Slice:
    """Return the slice that an address asks for; other fields are those of ``usual``.

    ``others``: parameters that are no part of a slice. Raises MalformedValue for an unknown
    parameter, and what ``slices.verify`` raises.
    """
    told: dict[str, Any] = {}
    several = {field.name for field in fields(Slice) if isinstance(field.default, frozenset)}
    switches = {field.name for field in fields(Slice) if field.default is False}
    known = {field.name for field in fields(Slice)}
    for key in dict.fromkeys(query):
        if "\0" in key + query[key]:
            raise MalformedValue(shown(key + query[key]), "no text has U+0000")
        if key in others:
            continue
        field = WORDS.get(key, key)
        if field not in known:
            raise MalformedValue(key, f"is no option; ask by {', '.join(sorted(known))}")
        values = [part for text in query.getlist(key) for part in text.split(",")]
        if field in several:
            told[field] = [*told.get(field, ()), *filter(None, values)]
        else:
            if len(query.getlist(key)) > 1:
                raise MalformedValue(key, "is told more than once; tell it once")
            told[field] = _switched(key, query[key]) if field in switches else query[key]
    narrowed = parse(told)
    chosen = replace(usual, **{name: _meant(served, name, narrowed) for name in told})
    return verify(served.index, chosen)


def _switched(key: str, value: str) -> bool:
    if value not in ("0", "1"):
        raise MalformedValue(value, f"{key} is 1 or 0")
    return value == "1"


def _meant(served: Served, name: str, narrowed: Slice) -> Any:  # noqa: ANN401 - of any field
    """Return what a field says, "any" standing for all that there is."""
    value = getattr(narrowed, name)
    if not isinstance(value, frozenset) or "any" not in map(str.lower, value):
        return value
    if name in NAMED:
        return frozenset(served.index.vocabulary.families) if name == "families" else frozenset()
    return getattr(EVERYTHING, name)


def number(query: QueryParams, name: str, usual: int, most: int) -> int:
    """Return a parameter that is a number from 1 to ``most``. Raises MalformedValue."""
    text = query.get(name)
    if text is None:
        return usual
    found = digits(text, 11)
    if found is None or not 1 <= found <= most:
        raise MalformedValue(text, f"{name} is a number from 1 to {most:,}")
    return found


def digits(text: str, most: int = 8) -> int | None:
    """Return the number that a text is in plain digits, ``most`` of them; None for another text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most else None
