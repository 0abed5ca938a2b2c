"""BibTeX of the sources, for LaTeX and managers of references: UTF-8, and what is LaTeX escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cardindex.characters import shown
from cardindex.evidence import Selection
from cardindex.exports.csl import OF_THE_TABLES, ONLY_SOURCES, issued, items, words
from cardindex.exports.format import Format

_ESCAPED = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{sign: f"\\{sign}" for sign in "#$%&_"},
})  # fmt: skip
_DAYS = {"issued": "date", "accessed": "urldate"}
# In these fields nothing is escaped: programs make links of them.
_AS_THEY_ARE = frozenset(("doi", "url"))
_OF_LINKS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def write(selection: Selection) -> bytes:
    """Return all sources of a selection as BibTeX; a key is the source's id."""
    return "\n".join(map(_entry, items(selection))).encode()


def _entry(item: Mapping[str, Any]) -> str:
    type_ = words()["bibtex"].get(item["type"], "misc")
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(item, type_))
    return f"@{type_}{{{item['id']},\n{fields}}}\n"


def _fields(item: Mapping[str, Any], type_: str) -> Iterator[tuple[str, str]]:
    known, seen = words(), set()
    for role in ("author", "editor", "translator"):
        if people := [name for name in map(_name, _list(item.get(role))) if name]:
            yield role, " and ".join(people)
    for field, name in _DAYS.items():
        yield from _date(item.get(field), name)
    if container := item.get("container-title"):
        yield known["containers"].get(type_, "booktitle"), _braced(container)
    for field, name in known["fields"].items():
        called = known["publishers"].get(type_, name) if field == "publisher" else name
        if field not in item or called in seen or not str(item[field]).strip():
            continue
        seen.add(called)
        yield called, _value(called, str(item[field]))


def _value(name: str, text: str) -> str:
    if name in _AS_THEY_ARE:
        return _plain(text).translate(_OF_LINKS)
    if name == "title":
        return _braced(text)
    if name == "pages":
        return re.sub(r"(?<=\w)\s*[-–]\s*(?=\w)", "--", _escaped(text))
    return _escaped(text)


def _plain(text: object) -> str:
    """Return a text in one line, without the characters that a terminal would obey."""
    return shown(" ".join(str(text).split()))


def _escaped(text: object) -> str:
    return _plain(text).translate(_ESCAPED)


def _braced(text: object) -> str:
    """Return a text whose capitals stay as they are."""
    return f"{{{_escaped(text)}}}"


def _name(name: object) -> str:
    if not isinstance(name, dict):
        return ""
    if not name.get("family"):
        return _braced(name.get("literal") or name.get("given") or "")
    particle = name.get("non-dropping-particle") or name.get("dropping-particle") or ""
    family = " ".join(filter(None, [_escaped(particle), _part(name["family"])]))
    parts = [family, _escaped(name.get("suffix") or ""), _part(name.get("given") or "")]
    return ", ".join(filter(None, parts))


def _part(text: object) -> str:
    """Return a part of a name, in braces where it has what parts names from one another."""
    part = _escaped(text)
    return f"{{{part}}}" if "," in part or re.search(r"\band\b", part, re.IGNORECASE) else part


def _date(value: object, name: str) -> Iterator[tuple[str, str]]:
    """Yield a date for BibLaTeX, and for BibTeX its year and month."""
    found = issued(value)
    if not found.parts:
        if found.told:
            yield name, _escaped(found.told)
        return
    written = "/".join(_day(part) for part in found.parts)
    yield name, f"{written}~" if found.circa and len(found.parts) == 1 else written
    if name == "date":
        year, *month = found.parts[0]
        yield "year", str(year)
        if month:
            yield "month", str(month[0])


def _day(part: list[int]) -> str:
    """Return a date as ISO 8601 has it; CSL counts years before Christ without a year 0."""
    year = part[0]
    year = year + 1 if year < 0 else year
    head = f"-{-year:04}" if year < 0 else f"{year:04}"
    return "-".join([head, *(f"{number:02}" for number in part[1:3])])


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


FORMATS = (
    Format(
        name="bibtex",
        file="sources.bib",
        media_type="application/x-bibtex",
        group="sources",
        description="BibTeX: all sources, for LaTeX and managers of references",
        write=write,
        lacks=ONLY_SOURCES,
        partly=OF_THE_TABLES,
    ),
)
