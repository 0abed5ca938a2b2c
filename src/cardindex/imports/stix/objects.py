"""Files of STIX → its objects, and values of theirs that are of the type they ought to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cardindex.imports.format import Unreadable
from cardindex.imports.found import Dropped
from cardindex.imports.streaming import Record, other, records

Object = Mapping[str, Any]

_ID = re.compile(r"[a-z0-9][a-z0-9-]*--\S+")
_DAY = re.compile(r"(-?\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ].*)?")
_CITATION = re.compile(r"\s*\(Citation: ([^()]*(?:\([^()]*\)[^()]*)*)\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")
_TAG = re.compile(r"</?(?:code|b|i|em|strong|br|p)\s*/?>")


def objects(path: Path, encoding: str = "") -> Iterator[Record | Dropped]:
    """Yield the objects of bundles, of a list of bundles or of a list of objects.

    Raises Unreadable where the first of them is no object of STIX.
    """
    first = True
    for at, value in records(path, ("objects",), encoding):
        inside = value.get("objects") if isinstance(value, dict) else None
        for one in inside if isinstance(inside, list) else [value]:
            if isinstance(one, dict) and one.get("type") == "bundle":
                continue
            if not _is_object(one):
                if first:
                    raise Unreadable(_no_stix(path))
                yield Dropped(at, "no object of STIX", "it has no id (type--UUID) and type")
                continue
            first = False
            yield Record(f"{path.name}: {one['id']}", one)


def text(one: Object, key: str) -> str:
    """Return a text or number of an object as text; empty where it is none."""
    value = one.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())


def texts(one: Object, key: str) -> list[str]:
    """Return a list of texts, or a text as a list of one; what is none is left out."""
    value = one.get(key)
    if isinstance(value, bool):
        return [str(value).lower()]
    values = value if isinstance(value, list) else [value]
    return [
        " ".join(str(v).split()) for v in values if isinstance(v, str | int | float) and v != ""
    ]


def dicts(one: Object, key: str) -> list[Object]:
    """Return a list of objects; what is none is left out."""
    value = one.get(key)
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def day(stamp: str) -> str:
    """Return the day of a timestamp; empty where it is none."""
    found = _DAY.fullmatch(stamp)
    return found[1] if found else ""


def span(start: str, stop: str) -> str:
    """Return EDTF for a time from one timestamp to another, either of them empty."""
    first, last = day(start), day(stop)
    if first == last:
        return first
    return f"{first}/{last}"


def plain(said: str) -> str:
    """Return a description without its marks of Markdown and citations, in one line."""
    bare = _TAG.sub(" ", _LINK.sub(r"\1", _CITATION.sub("", said)))
    return " ".join(bare.replace("`", "").split())


def cited(said: str) -> list[str]:
    """Return the names of the references that a description cites, as ATT&CK writes them."""
    return list(dict.fromkeys(found[1].strip() for found in _CITATION.finditer(said)))


def type_of(ref: str) -> str:
    """Return the type that an id begins with."""
    return ref.partition("--")[0]


def label_of(one: Object, keys: Sequence[str]) -> str:
    """Return what an object is called: its name, or else what says most of it."""
    found = next((said for key in keys if (said := text(one, key))), "")
    hashes = one.get("hashes")
    if not found and isinstance(hashes, dict):
        found = next((str(value) for value in hashes.values() if isinstance(value, str)), "")
    return found or str(one["id"])


def _is_object(one: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    return (
        isinstance(one, dict)
        and isinstance(one.get("id"), str)
        and isinstance(one.get("type"), str)
        and bool(_ID.fullmatch(one["id"]))
    )


def _no_stix(path: Path) -> str:
    wants = 'its first object has no id and type; a bundle is {"type": "bundle", "objects": [...]}'
    return f"{path.name}: this is no STIX{other(path, 'stix') or f': {wants}'}"
