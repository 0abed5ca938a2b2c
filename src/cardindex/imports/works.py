"""Entries of CSL-JSON → works with their authors and containers, whatever they were written in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cardindex.dates.csl import edtf_of
from cardindex.folding import folded
from cardindex.imports.format import Unreadable
from cardindex.imports.found import Dropped, Found, FoundEntity, FoundSource, Guessed, Read
from cardindex.imports.meeting import words

_MANY = 20
_WORD = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_MARKUP = re.compile(r"</?(?:i|b|sub|sup|sc|span|em|strong)(?:\s[^<>]*)?>", re.IGNORECASE)
_KEY = re.compile(r"(?=.*[A-Za-z])[\w][\w:.+/-]{0,79}")
_OPAQUE = re.compile(r"https?://|^10\.\d|^[0-9./]+$|^(?:.*/)?[0-9A-Z]{8}$")

Entry = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """One entry, where it stands (file and line), and the key of the entry it stands in, if any."""

    entry: Entry
    at: str
    within: str = ""


@dataclass
class _Shelf:
    """All works of an import, by key; the books and what makes them known."""

    works: dict[str, Work] = field(default_factory=dict)
    books: dict[tuple[str, str], str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    loosely: Counter[tuple[str, str]] = field(default_factory=Counter)


def found_in(works: Iterable[Work], mapping: Mapping[str, Any]) -> Iterator[Found]:
    """Yield what works say: each a source, its authors entities, what it stands in a source too.

    ``mapping``: that of the wishes; its table ``kinds`` says for types of CSL what they are here.
    Raises Unreadable for two works of one key that differ, and for a work that stands in itself.
    """
    shelf = _Shelf(kinds={**words("works")["kinds"], **mapping.get("kinds", {})})
    read = _put(shelf, works)
    _refuse_loops(shelf)
    yield Read(read, "work")
    # By their keys, so that a library in another order gives the same books.
    for _, work in sorted(shelf.works.items()):
        yield from _people(work)
        yield from _source(shelf, work)
    for (type_, kind), times in sorted(shelf.loosely.items()):
        how = f'[kinds] {type_} = "…" in --map says otherwise'
        for _ in range(times):
            yield Guessed(f'works of the type "{type_}" were taken as {kind}; {how}')


def _put(shelf: _Shelf, works: Iterable[Work]) -> int:
    """Put works on the shelf by their keys; return how many there were."""
    read, clashes = 0, []
    for work in works:
        read += 1
        key = str(work.entry["id"])
        known = shelf.works.get(key)
        if known is not None and known.entry != work.entry:
            clashes.append(f"{work.at}: the key {key} is that of another work, at {known.at}")
            continue
        shelf.works[key] = known or work
    if clashes:
        more = [f"… and {len(clashes) - _MANY:,} more"] if len(clashes) > _MANY else []
        how = "give each work a key of its own, or take one of the two out"
        raise Unreadable("\n".join([*clashes[:_MANY], *more, how]))
    for key, work in sorted(shelf.works.items()):
        if work.entry["type"] == "book":
            shelf.books.setdefault(_known_by(work.entry.get("title"), work.entry), key)
    return read


def _refuse_loops(shelf: _Shelf) -> None:
    for key in shelf.works:
        path, at = [key], shelf.works[key].within
        while at in shelf.works and at not in path:
            path.append(at)
            at = shelf.works[at].within
        if at == key:
            told = " in ".join([*path, at])
            where = shelf.works[key].at
            message = f"{where}: a work cannot stand in itself: {told}; take one crossref out"
            raise Unreadable(message)


def _known_by(title: object, entry: Mapping[str, Any]) -> tuple[str, str]:
    return " ".join(_WORD.findall(folded(text(title)))) or text(title), _year(entry)


def _people(work: Work) -> Iterator[Found]:
    kinds = words("works")["authors"]
    for name in _names(work.entry.get("author")):
        label = called(name)
        if label:
            kind = kinds["body"] if _is_body(name) else kinds["person"]
            yield FoundEntity(label, label, kind, at=work.at)
    others = sum(1 for name in _names(work.entry.get("author")) if not called(name))
    if others:
        yield Dropped(work.at, f"{others} of the authors", "they have no name")


def _source(shelf: _Shelf, work: Work) -> Iterator[Found]:
    entry = work.entry
    key, title = str(entry["id"]), text(entry.get("title"))
    if not title:
        yield Guessed("works without a title were called by their key")
    container = yield from _container(shelf, work)
    authors = [called(name) for name in _names(entry.get("author"))]
    yield FoundSource(
        key=key,
        title=title or key,
        kind=_kind(shelf, entry),
        author=tuple(dict.fromkeys(filter(None, authors))),
        date=edtf_of(entry.get("issued")),
        container=container,
        unit="",
        entry=entry,
        at=work.at,
        slug=key if is_key(key) else author_year(entry),
    )


def _kind(shelf: _Shelf, entry: Mapping[str, Any]) -> str:
    """Return the kind of source that an entry is; where it is only near, that is counted."""
    table, type_ = words("works"), str(entry["type"])
    for word in _WORD.findall(folded(text(entry.get("genre")))):
        if word in table["genres"]:
            return str(table["genres"][word])
    kind = shelf.kinds.get(type_, shelf.kinds["document"])
    if (type_ in table["loosely"]["types"] or type_ not in shelf.kinds) and (
        kind == table["kinds"].get(type_, kind)
    ):
        shelf.loosely[type_, kind] += 1
    return kind


def _container(shelf: _Shelf, work: Work) -> Generator[Found, None, str]:
    """Yield the book that a chapter stands in, where it is no entry itself; return its key."""
    entry = work.entry
    if work.within:
        if work.within in shelf.works:
            return work.within
        yield Dropped(work.at, f"crossref to {work.within}", "no entry has this key")
    title, type_ = text(entry.get("container-title")), str(entry["type"])
    if not title or type_ not in words("works")["containers"]:
        return ""
    known = _known_by(title, entry)
    if known not in shelf.books:
        book = _book(shelf, entry, words("works")["containers"][type_], title)
        shelf.books[known] = book["id"]
        shelf.works[book["id"]] = Work(book, work.at)
        yield from _people(Work(book, work.at))
        yield from _source(shelf, Work(book, work.at))
    key = shelf.books[known]
    return "" if key == str(entry["id"]) else key


_OF_THE_BOOK = {
    "container-author": "author", "editor": "editor", "publisher": "publisher",
    "publisher-place": "publisher-place", "issued": "issued", "ISBN": "ISBN", "volume": "volume",
    "collection-title": "collection-title", "collection-editor": "collection-editor",
    "collection-number": "collection-number", "number-of-volumes": "number-of-volumes",
    "edition": "edition", "language": "language",
}  # fmt: skip


def _book(shelf: _Shelf, entry: Mapping[str, Any], type_: str, title: str) -> Entry:
    """Return the entry of the book that a chapter says it stands in."""
    book: Entry = {"id": "", "type": type_, "title": title}
    book |= {ours: entry[theirs] for theirs, ours in _OF_THE_BOOK.items() if theirs in entry}
    known = _known_by(title, entry)
    key = slug_of(*known[0].split()[:4], known[1]) or "book"
    if key in shelf.works:
        key = f"{key}-{sha256(known[0].encode()).hexdigest()[:4]}"
    return {**book, "id": key}


def is_key(key: str) -> bool:
    """Tell whether people may have written this key: no number, no address, no id of Zotero's."""
    return _KEY.fullmatch(key) is not None and not _OPAQUE.search(key)


def author_year(entry: Mapping[str, Any]) -> str:
    """Return what people call a work by: who wrote it, or its title, and when."""
    names = _names(entry.get("author")) or _names(entry.get("editor"))
    family = text(names[0].get("family")) or called(names[0]) if names else ""
    return slug_of(
        family or " ".join(_WORD.findall(folded(text(entry.get("title"))))[:4]), _year(entry)
    )


def slug_of(*parts: str) -> str:
    """Return an id made of some texts."""
    return "-".join(word for part in parts for word in _WORD.findall(folded(part)))


def _year(entry: Mapping[str, Any]) -> str:
    found = re.match(r"-?\d{4}", edtf_of(entry.get("issued")))
    return found[0] if found else ""


def _names(value: object) -> list[Mapping[str, Any]]:
    if not isinstance(value, list):
        return []
    return [name for name in value if isinstance(name, Mapping)]


def _is_body(name: Mapping[str, Any]) -> bool:
    return bool(name.get("literal")) and not name.get("family")


def called(name: Mapping[str, Any]) -> str:
    """Return a name of CSL as one text, the given names first."""
    if _is_body(name):
        return text(name["literal"])
    family, given = text(name.get("family")), text(name.get("given"))
    if _HAN.fullmatch(family) and _HAN.fullmatch(given):
        return family + given
    particles = (text(name.get(each)) for each in ("dropping-particle", "non-dropping-particle"))
    parts = [given, *particles, family, text(name.get("suffix"))]
    return " ".join(filter(None, parts))


def text(value: object) -> str:
    """Return a value as one line, without the markup that CSL allows in titles."""
    plain = value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
    return " ".join((_MARKUP.sub("", plain) if "<" in plain else plain).split())


def dropped(counts: Mapping[str, int], at: str, what: str, why: str) -> Iterator[Dropped]:
    """Yield each thing that was not taken once, with how often it was there."""
    for name, times in sorted(counts.items()):
        yield Dropped(at, f"{what} {name}" + (f" ({times:,} times)" if times > 1 else ""), why)


def without_empty(entry: Entry) -> Entry:
    """Return an entry without fields that say nothing."""
    return {key: value for key, value in entry.items() if value not in ("", [], {}, None)}
