"""CSL-JSON, as Zotero, Better BibTeX and others write it → works with their entries as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cardindex.imports import streaming, works
from cardindex.imports.format import Format, Unreadable
from cardindex.imports.found import Found, Wishes
from cardindex.imports.opened import held_to, refuse
from cardindex.imports.works import Entry, Work

_MANY = 20
_HOW = 'an entry is an object such as {"id": "smith1999", "type": "book", "title": "…"}'


def read(paths: Sequence[Path], wishes: Wishes) -> Iterator[Found]:
    """Yield the works of libraries: a list of entries, or one under ``items`` or ``references``."""
    yield from works.found_in(_works(paths, wishes.encoding), wishes.mapping)


def _works(paths: Sequence[Path], encoding: str) -> Iterator[Work]:
    faults: list[str] = []
    for path in paths:
        held_to(path, "csl")
        number = 0
        for number, entry in enumerate(streaming.values(path, _where(path, encoding), encoding), 1):
            at = f"{path.name}: entry {number}"
            fault = _fault(entry)
            if fault:
                faults.append(f"{at}: {fault}")
            elif not faults:
                yield Work({**entry, "id": _key(entry)}, at)
        if not number:
            refuse(path, f"holds no entries; {_HOW}")
    if faults:
        more = [f"… and {len(faults) - _MANY:,} more"] if len(faults) > _MANY else []
        raise Unreadable("\n".join([*faults[:_MANY], *more, _HOW]))


def _where(path: Path, encoding: str) -> str:
    """Return where the entries of a file are, in the words of ijson."""
    keys = streaming.keys(path, encoding)
    named = next((key for key in ("items", "references") if key in keys), "")
    if named:
        return f"{named}.item"
    # One entry alone is an object that is not in a list.
    return "" if "type" in keys else "item"


def _fault(entry: Any) -> str:  # noqa: ANN401 - whatever JSON has
    if not isinstance(entry, dict):
        return "is no object"
    if not isinstance(entry.get("type"), str) or not entry["type"]:
        return 'has no "type"'
    return "" if _key(entry) else 'has no "id"'


def _key(entry: Entry) -> str:
    """Return the key that a person chose, before the id that a program gave."""
    found = (entry.get(each) for each in ("citation-key", "citekey", "id", "DOI"))
    return next((works.text(each) for each in found if works.text(each)), "")


FORMATS = (
    Format(
        name="csl",
        description="CSL-JSON, as Zotero and others export a library: sources and their entries",
        extensions=(".json",),
        read=read,
        extra="imports",
    ),
)
