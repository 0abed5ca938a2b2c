"""BibTeX and BibLaTeX → works and their entries in CSL-JSON; what is broken is told by its line."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cardindex.dates.csl import csl_of
from cardindex.imports import latex, works
from cardindex.imports.format import Format
from cardindex.imports.found import Dropped, Found, Wishes
from cardindex.imports.meeting import words
from cardindex.imports.opened import held_to, needed, place, refuse, text_of
from cardindex.imports.works import Work

_NO_PLACE = "CSL-JSON has no place for it"
_ADDRESSES = frozenset(("doi", "url", "file", "eprint", "isbn", "issn"))
_MANY = 20
_YEAR = re.compile(r"-?\d{4}")
_EDTF = re.compile(r"[-\dX/.]+[~?%]?(?:/[-\dX.]*[~?%]?)?")


@dataclass(frozen=True)
class _Raw:
    """One entry as it stands in a file: type, key, fields, and the line on which it starts."""

    type: str
    key: str
    fields: dict[str, str]
    at: str


@dataclass
class _Library:
    """The entries of all files by their keys in lower case, and what was not taken."""

    entries: dict[str, _Raw] = field(default_factory=dict)
    twice: list[_Raw] = field(default_factory=list)
    left: Counter[tuple[str, str]] = field(default_factory=Counter)
    dropped: list[Dropped] = field(default_factory=list)


def read(paths: Sequence[Path], wishes: Wishes) -> Iterator[Found]:
    """Yield the works of BibTeX libraries.

    A block that is broken is dropped with its line; a file that ends within one is Unreadable.
    """
    library = _Library()
    for path in paths:
        held_to(path, "bibtex")
        _gather(library, path, text_of(path, wishes.encoding))
    entries = (*library.entries.values(), *library.twice)
    yield from works.found_in((_work(library, raw) for raw in entries), wishes.mapping)
    yield from library.dropped
    for (what, why), times in sorted(library.left.items()):
        yield Dropped("", what + (f" ({times:,} times)" if times > 1 else ""), why)


def _gather(library: _Library, path: Path, text: str) -> None:
    """Take up the blocks of a file."""
    parser = needed("bibtexparser", "BibTeX")
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    blocks = parser.parse_string(text, parse_stack=()).blocks
    strings: dict[str, str] = {}
    broken = None
    for block in blocks:
        inner = getattr(block, "ignore_error_block", None) or block
        line = (block.start_line or 0) + 1
        at, kind = place(path, line), type(inner).__name__
        if kind == "String":
            strings[inner.key.lower()] = _value(inner.value, strings)
        elif kind == "Entry":
            _take(library, inner, at, strings)
        elif kind == "ParsingFailedBlock":
            _broken(library, path, block, line, last=block is _last(blocks))
        elif not (kind == "ImplicitComment" and (broken or not block.comment.strip())):
            library.left[_ASIDE.get(kind, kind), "it is no entry"] += 1
        broken = kind == "ParsingFailedBlock"
    if not library.entries:
        told = "".join(f"\n{each.at}: {each.why}" for each in library.dropped[:_MANY])
        how = "one is written so: @book{smith1999, title = {…}, …}"
        refuse(path, f"holds no entries that can be read; {how}{told}")


_ASIDE = {
    "ExplicitComment": "@comment", "ImplicitComment": "text between the entries",
    "Preamble": "@preamble",
}  # fmt: skip


def _last(blocks: Sequence[Any]) -> Any:  # noqa: ANN401 - of a library
    return next(each for each in reversed(blocks) if type(each).__name__ != "ImplicitComment")


def _broken(library: _Library, path: Path, block: Any, line: int, *, last: bool) -> None:  # noqa: ANN401
    reason = " ".join(str(getattr(block.error, "abort_reason", block.error)).split()).rstrip(".")
    start = " ".join((block.raw or "").split())[:40]
    if last and "end of file" in reason.lower():
        refuse(path, f"ends within this entry ({start} …); get the whole file, or close it", line)
    library.dropped.append(Dropped(place(path, line), f"the entry {start} …", reason))


def _take(library: _Library, entry: Any, at: str, strings: Mapping[str, str]) -> None:  # noqa: ANN401
    """Take up an entry; of a field that it has twice the first counts."""
    fields: dict[str, str] = {}
    for each in entry.fields:
        key = each.key.lower()
        if key in fields:
            what = f"the field {key}, which {entry.key} has twice"
            library.dropped.append(Dropped(at, what, "the first was taken"))
            continue
        fields[key] = _value(each.value, strings)
    raw = _Raw(entry.entry_type.lower(), entry.key.strip(), fields, at)
    if not raw.key:
        library.dropped.append(Dropped(at, f"an entry of the type {raw.type}", "it has no key"))
    elif raw.key.lower() in library.entries:
        library.twice.append(raw)
    else:
        library.entries[raw.key.lower()] = raw


def _value(raw: str, strings: Mapping[str, str]) -> str:
    """Return the value of a field: texts, numbers and names of strings, joined by ``#``."""
    whole = raw.strip()
    found = []
    for part in _parts(whole) if "#" in whole else [whole]:
        if part[:1] in ("{", '"') and len(part) > 1:
            found.append(part[1:-1])
        else:
            found.append(strings.get(part.lower(), part))
    return "".join(found)


def _parts(text: str) -> Iterator[str]:
    """Yield the parts of a value: what is joined by ``#`` outside of braces and quotation marks."""
    depth, quoted, start = 0, False, 0
    for at, letter in enumerate(text):
        if letter in "{}" and text[at - 1 : at] != "\\":
            depth += 1 if letter == "{" else -1
        elif letter == '"' and not depth:
            quoted = not quoted
        elif letter == "#" and not depth and not quoted:
            yield text[start:at].strip()
            start = at + 1
    yield text[start:].strip()


def _work(library: _Library, raw: _Raw) -> Work:
    """Return an entry in CSL-JSON, with what it has from the work that it stands in."""
    table = words("bibtex")
    fields, within = _with_inherited(library, raw, table)
    type_ = table["types"].get(raw.type, "")
    if not type_:
        library.left[f'the type "{raw.type}" of an entry', "CSL has none like it: a document"] += 1
        type_ = "document"
    type_ = table["subtypes"].get(fields.get("entrysubtype", "").lower(), type_)
    entry: dict[str, Any] = {"id": raw.key, "type": type_}
    for name, value in fields.items():
        _put(library, entry, name, value, type_)
    for name, csl in (("title", "title"), ("booktitle", "container-title")):
        subtitle = fields.get(name.replace("title", "subtitle"))
        if subtitle and csl in entry:
            entry[csl] = f"{entry[csl]}: {latex.plain(subtitle)}"
    if genre := table["genres"].get(raw.type):
        entry.setdefault("genre", genre)
    entry |= _dates(fields, table)
    return Work(works.without_empty(entry), raw.at, within)


def _put(library: _Library, entry: dict[str, Any], name: str, value: str, type_: str) -> None:
    """Put a field where CSL has it; what has no place is counted."""
    table = words("bibtex")
    if name in table["names"]:
        found, others = latex.names(value)
        entry[table["names"][name]] = found
        if others:
            library.left["“and others”", "those others have no names"] += 1
        return
    if name in table["dates"] or name in table["aside"]["taken"]:
        return
    csl = table["fields"].get(name, "")
    if name == "number":
        csl = table["numbers"].get(type_, csl)
    if not csl or csl in entry:
        why = _NO_PLACE if not csl else f"another field is its {csl}"
        library.left[f"the field {name}", why] += 1
        return
    text = latex.address(value) if name in _ADDRESSES else latex.plain(value)
    entry[csl] = text.replace("–", "-") if csl == "page" else text


def _with_inherited(
    library: _Library, raw: _Raw, table: Mapping[str, Any]
) -> tuple[dict[str, str], str]:
    """Return the fields of an entry with those of its crossref, and the key of that."""
    target = raw.fields.get("crossref", "").strip()
    parent = library.entries.get(target.lower())
    if parent is None or parent is raw:
        return raw.fields, target
    given = {
        table["inherited"][name]: value
        for name, value in parent.fields.items()
        if table["inherited"].get(name)
    }
    return {**given, **raw.fields}, parent.key


def _dates(fields: Mapping[str, str], table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the dates of an entry: ``date``, or ``year``, ``month`` and ``day``."""
    found: dict[str, Any] = {}
    for name, csl in table["dates"].items():
        value = _when(fields.get(name, ""))
        if not value or csl in found:
            continue
        found[csl] = csl_of(value)
        month = _month(latex.plain(fields.get("month", "")), table)
        if name == "year" and month and _YEAR.fullmatch(value):
            day = fields.get("day", "").strip()
            whole = f"{value}-{month:02}" + (f"-{int(day):02}" if day.isdecimal() else "")
            found[csl] = csl_of(whole)
    return found


def _when(text: str) -> str:
    """Return a date: in EDTF, as BibLaTeX writes it, a tilde is no space."""
    bare = text.strip().strip("{}")
    return bare if _EDTF.fullmatch(bare) else latex.plain(text)


def _month(text: str, table: Mapping[str, Any]) -> int:
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else 0
    return int(table["months"].get(text.lower()[:3], 0))


FORMATS = (
    Format(
        name="bibtex",
        description="BibTeX and BibLaTeX: sources and their entries",
        extensions=(".bib", ".bibtex"),
        read=read,
        extra="imports",
    ),
)
