"""What STIX refers to → sources: reports, notes and external references, with date and address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cardindex.dates.csl import csl_of
from cardindex.imports.found import FoundSource
from cardindex.imports.meeting import words
from cardindex.imports.stix.objects import Object, day, plain, text, texts

_TITLE = 120  # characters

# As ATT&CK writes its references: Author. (2020, February 3). Title. Retrieved May 4, 2021.
_WORK = re.compile(
    r"(?P<author>.+?)\.?\s*\((?P<date>\d{4}[^()]*|n\.d\.)\)[.,]?\s*(?P<title>.+?)\.?"
    r"(?:\s*Retrieved:?\s*(?P<seen>[^()]+?)\.?)?\s*"
)
_DATE = re.compile(r"(\d{4})(?:,?\s*([A-Z][a-z]+)\.?(?:\s+(\d{1,2}))?(?:st|nd|rd|th)?)?")
_SEEN = re.compile(r"([A-Z][a-z]+)\.?\s+(\d{1,2}),?\s+(\d{4})")
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip


def reference_key(ref: Object) -> str:
    """Return by what an external reference is known: its name, and its address if it has one."""
    name = text(ref, "source_name")
    where = text(ref, "url") or text(ref, "external_id") or text(ref, "description")
    return f"{name} {where}".strip()


def reference_source(ref: Object, at: str) -> FoundSource:
    """Return the work that an external reference names."""
    name, url = text(ref, "source_name"), text(ref, "url")
    described, id_ = plain(text(ref, "description")), text(ref, "external_id")
    work = _WORK.fullmatch(described)
    title = work["title"] if work else described or " ".join(filter(None, (name, id_)))
    date = _edtf(work["date"]) if work else ""
    note = described if work is None and len(described) > _TITLE else ""
    entry: dict[str, Any] = {"type": "webpage" if url else "document", "title": title}
    if work:
        entry["author"] = [{"literal": work["author"]}]
        if work["seen"] and (seen := _seen(work["seen"])):
            entry["accessed"] = csl_of(seen)
    if date:
        entry["issued"] = csl_of(date)
    if url:
        entry["URL"] = url
    kind = words("stix")["sources"]["reference"]
    return FoundSource(
        reference_key(ref), _short(title), kind, date=date, note=note, entry=entry, at=at
    )


def work_source(one: Object, refs: Sequence[Object], author: str, at: str) -> FoundSource:
    """Return a report, a grouping, a note or an opinion as a source."""
    said = plain(text(one, "content") or text(one, "explanation"))
    title = text(one, "name") or text(one, "abstract") or text(one, "context") or said
    url = next((address for ref in refs if (address := text(ref, "url"))), "")
    others = [reference_key(ref) for ref in refs if text(ref, "url") != url]
    date = day(text(one, "published") or text(one, "created"))
    authors = texts(one, "authors")
    note = plain(text(one, "description")) or (said if said != title else "")
    if others:
        note = " ".join(filter(None, (note, "It refers to: " + "; ".join(others) + ".")))
    entry: dict[str, Any] = {"type": "report", "title": title or one["type"]}
    if authors:
        entry["author"] = [{"literal": name} for name in authors]
    if date:
        entry["issued"] = csl_of(date)
    if url:
        entry["URL"] = url
    return FoundSource(
        one["id"],
        _short(title) or f"{one['type'].capitalize()} {one['id'][-12:]}",
        words("stix")["sources"][one["type"]],
        author=(author,) if author else (),
        date=date,
        note=note,
        entry=entry if len(entry) > 2 else None,
        at=at,
    )


def creator_source(id_: str, name: str) -> FoundSource:
    """Return what one of several creators of objects says, as a source of its own."""
    kind = words("stix")["sources"]["creator"]
    return FoundSource(creator_key(id_), f"Objects by {name}", kind, author=(id_,))


def creator_key(id_: str) -> str:
    """Return the key of what a creator says."""
    return f"objects by {id_}"


def by_name(refs: Sequence[Object]) -> Mapping[str, Object]:
    """Return references by the name under which a text cites them."""
    return {text(ref, "source_name"): ref for ref in refs}


def named_here(refs: Sequence[Object]) -> Iterator[tuple[str, str]]:
    """Yield ids elsewhere, each with who gives it: ``G0007`` of ``mitre-attack``."""
    for ref in refs:
        id_, name = text(ref, "external_id"), text(ref, "source_name")
        if id_ and name:
            yield id_, name


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else title[: _TITLE - 2].rsplit(" ", 1)[0] + " …"


def _edtf(written: str) -> str:
    found = _DATE.match(written)
    if not found:
        return ""
    year, month, number = found.groups()
    named = (month or "")[:3].lower()
    if named not in _MONTHS:
        return year
    date = f"{year}-{_MONTHS.index(named) + 1:02}"
    return f"{date}-{int(number):02}" if number and 1 <= int(number) <= 31 else date


def _seen(written: str) -> str:
    found = _SEEN.match(written)
    return _edtf(f"{found[3]}, {found[1]} {found[2]}") if found else ""
