"""RIS, as Zotero, EndNote and catalogues write it → works and their entries in CSL-JSON.

Read a line at a time and not by a library: the one that there is tells no lines, loses a record
without its ER in silence, and all but the first of a tag that comes twice. Tests hold it to that
library where the two can agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cardindex.dates.csl import csl_of
from cardindex.imports import works
from cardindex.imports.format import Format
from cardindex.imports.found import Dropped, Found, Guessed, Wishes
from cardindex.imports.meeting import words
from cardindex.imports.opened import held_to, place, refuse, text_of
from cardindex.imports.works import Work

_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?")
_START, _END = "TY", "ER"
_NO_PLACE = "CSL-JSON has no place for it"
_HOW = "each record begins with a line such as TY  - BOOK and ends with ER  -"


@dataclass
class _Record:
    """One record: its tags with their values, in order, and where it begins."""

    tags: list[tuple[str, str]]
    at: str


@dataclass
class _Left:
    """What was not taken, counted."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: list[Found] = field(default_factory=list)


def read(paths: Sequence[Path], wishes: Wishes) -> Iterator[Found]:
    """Yield the works of RIS files; a record that no ER ends is taken, and told."""
    left = _Left()
    records: list[_Record] = []
    for path in paths:
        held_to(path, "ris")
        records += _records(path, text_of(path, wishes.encoding), left)
    found = (_work(record, left) for record in records)
    yield from works.found_in((each for each in found if "id" in each.entry), wishes.mapping)
    yield from left.found
    for (what, why), times in sorted(left.counts.items()):
        yield Dropped("", what + (f" ({times:,} times)" if times > 1 else ""), why)


def _records(path: Path, text: str, left: _Left) -> Iterator[_Record]:
    """Yield the records of a file; one that no ER ends where the next begins, or the file ends."""
    record: _Record | None = None
    none = True
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.fullmatch(line.rstrip())
        tag, value = (match[1], (match[2] or "").strip()) if match else ("", line.strip())
        if tag in {_START, _END} and record is not None:
            if tag == _START:
                left.found.append(Guessed(_ENDLESS))
            yield record
            record = None
        if tag == _START:
            record, none = _Record([(tag, value)], place(path, number)), False
        elif tag != _END and value:
            _add(record, tag, value, left)
    if record is not None:
        why = "no ER ends the file's last record: the file may be cut off there"
        left.found.append(Dropped(record.at, "what may follow this record", why))
        yield record
    if none:
        refuse(path, f"holds no records; {_HOW}")


def _add(record: _Record | None, tag: str, value: str, left: _Left) -> None:
    """Add what a line says to its record; without a tag it goes on from the line before."""
    if record is None:
        left.counts["a line outside the records", "it belongs to none"] += 1
    elif tag:
        record.tags.append((tag, value))
    else:
        name, before = record.tags[-1]
        record.tags[-1] = (name, f"{before} {value}".strip())


_ENDLESS = "records without an ER were taken to end where the next begins"


def _work(record: _Record, left: _Left) -> Work:
    """Return a record in CSL-JSON."""
    table = words("ris")
    tags = dict(reversed(record.tags))
    theirs = tags[_START].upper()
    type_ = table["types"].get(theirs, "")
    if not type_:
        left.counts[f'the type "{theirs}" of a record', "CSL has none like it: a document"] += 1
        type_ = "document"
    entry: dict[str, Any] = {"id": "", "type": type_}
    for tag, value in record.tags:
        if value:
            _put(left, entry, tag, value, table)
    first, last = tags.get("SP", ""), tags.get("EP", "")
    pages = f"{first}-{last}" if last and last != first and "-" not in first else first
    keywords = ", ".join(value for tag, value in record.tags if tag == "KW" and value)
    entry |= {"page": pages, "keyword": keywords}
    chosen = (tags.get("ID", ""), tags.get("LB", ""))
    entry["id"] = next(filter(works.is_key, chosen), "") or _key(entry)
    if not entry["id"]:
        left.found.append(Dropped(record.at, "a record", "it has no title, author or DOI"))
    return Work(works.without_empty(entry), record.at)


def _put(
    left: _Left, entry: dict[str, Any], tag: str, value: str, table: Mapping[str, Any]
) -> None:
    """Put the value of a tag where CSL has it; what has no place is counted."""
    own = table["own"].get(entry["type"], {})
    if tag in table["aside"]["taken"]:
        return
    csl = own.get(tag) or table["names"].get(tag) or table["tags"].get(tag, "")
    if csl in table["names"].values() or csl in {"recipient", "interviewer"}:
        entry.setdefault(csl, []).append(_name(value))
    elif tag in table["dates"]:
        _put_date(left, entry, table["dates"][tag], value, tag)
    elif csl == "note" and csl in entry:
        entry[csl] += f"\n{value}"
    elif not csl or (csl in entry and entry[csl] != value):
        why = _NO_PLACE if not csl else f"another tag is its {csl}"
        left.counts[f"the tag {tag}", why] += 1
    else:
        entry[csl] = value


def _put_date(left: _Left, entry: dict[str, Any], csl: str, value: str, tag: str) -> None:
    """Put a date: the fullest of several (DA beside PY) is taken."""
    # 1953/05/02/Spring: what follows the third slash is in nobody's calendar.
    match = re.match(r"(\d{4}(?:/\d{0,2}){0,2})/*(.*)", value)
    plain = match[1].rstrip("/") if match else value
    if match and match[2].strip():
        left.counts[f"what the tag {tag} says after the day", _NO_PLACE] += 1
    date = csl_of(plain)
    parts, known = _parts(date), _parts(entry.get(csl, {}))
    if csl not in entry or (parts and len(parts) > len(known)):
        entry[csl] = date


def _parts(date: Mapping[str, Any]) -> Sequence[int]:
    found = date.get("date-parts", ())
    return found[0] if found else ()


def _name(value: str) -> dict[str, str]:
    """Return a name as CSL has it: ``Family, Given, Suffix``; without a comma it is a body's."""
    family, *rest = (part.strip() for part in value.split(","))
    rest = [part for part in rest if part]
    if not rest:
        return {"literal": family}
    return {"family": family, "given": rest[0], **({"suffix": rest[1]} if rest[1:] else {})}


def _key(entry: Mapping[str, Any]) -> str:
    """Return a key for a record that has none: its DOI, or its author, year and title."""
    title = works.text(entry.get("title"))
    return works.text(entry.get("DOI")) or f"{works.author_year(entry)} {title}".strip()


FORMATS = (
    Format(
        name="ris",
        description="RIS, as Zotero, EndNote and library catalogues export: sources, their entries",
        extensions=(".ris",),
        read=read,
    ),
)
