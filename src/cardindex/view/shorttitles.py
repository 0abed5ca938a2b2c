"""What a work is called on one line: ``Andrew & Gustafson 2017``, ``Letters of Aurora 1953``.

The bibliography knows best: its authors' family names and the year. Without an entry, a published
work of persons is called by their last names and its year; a work without a year that is the only
one of its kind among those that were read by that kind (``essay``); any other by what its title
begins with, and its year. Works that would be called alike are told apart by their titles, and in
the end by their ids.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cardindex.ontology import CORE

if TYPE_CHECKING:
    from cardindex.index import Index

PERSON = f"{CORE}Person"

_LONGEST = 36  # characters of a title
_MANY = 3  # authors of whom only the first is named
_YEAR = re.compile(r"(?<![\dX-])(-?)(\d{4}|\d{3}X|\d{2}XX)")
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_SUBTITLE = re.compile(r"(?<=\S)(?::|\s[–—-])\s.*$", re.DOTALL)
_LETTER = re.compile(r"[^\W\d_]")
# Particles before a last name, which belong to it.
_PARTICLES = frozenset(
    re.findall(
        r"\w+",
        "af al ben bin da dal de degli del della den der di do dos du el ibn la las le los "
        "op ten ter van vom von y zu zum zur",
    )
)


def short_titles(index: Index) -> dict[str, str]:
    """Return what each source of the index is called on one line, by id; no two are alike."""
    alone = _alone_of_their_kind(index)
    # Columns as lists: rows of a frame are slow for thousands of works.
    rows = index.sources.to_dict("index")
    found = {str(source): list(_offers(index, str(source), rows[source], alone)) for source in rows}
    chosen = dict.fromkeys(found, 0)
    while alike := _alike(found, chosen):
        for source in alike:
            chosen[source] += 1
    return {source: offers[chosen[source]] for source, offers in found.items()}


def _alike(found: Mapping[str, list[str]], chosen: Mapping[str, int]) -> list[str]:
    """Return the sources that are called as another is, and have something else to be called."""
    called = {source: offers[chosen[source]].casefold() for source, offers in found.items()}
    count = Counter(called.values())
    return [
        source
        for source, offers in found.items()
        if count[called[source]] > 1 and chosen[source] + 1 < len(offers)
    ]


def _offers(
    index: Index, source: str, row: Mapping[Hashable, Any], alone: set[str]
) -> Iterator[str]:
    """Yield what a source may be called, the best first, and its id in the end."""
    entry = index.bibliography.get(source, {})
    year = _issued(entry) or year_of(str(row["date"]))
    who = _family_names(entry) or _last_names(index, list(row["authors"]))
    known = bool(entry) or row["kind"] in index.vocabulary.published
    title = str(entry.get("title-short") or "") or short_title(
        str(row["title"] or entry.get("title") or "")
    )
    if known and who and year:
        yield f"{who} {year}"
    elif not year and source in alone:
        yield str(row["kind"])
    if title:
        dated = f"{title} {year}" if year and year not in title else title
        yield dated
        if who and who not in title:
            yield f"{who}, {dated}"
    yield f"{title} ({source})" if title else source


def _alone_of_their_kind(index: Index) -> set[str]:
    """Return the works that were read where no other that was read is of their kind."""
    read = {str(source): index.kinds[source] for source in index.citations["source"].unique()}
    count = Counter(read.values())
    return {source for source, kind in read.items() if kind and count[kind] == 1}


def short_title(title: str) -> str:
    """Return the beginning of a title: without its subtitle, cut between words if it is long."""
    title = _SUBTITLE.sub("", " ".join(title.split()))
    if len(title) <= _LONGEST:
        return title
    cut = title[: _LONGEST + 1].rsplit(" ", 1)[0] if " " in title[: _LONGEST + 1] else ""
    return f"{(cut or title[:_LONGEST]).rstrip(' ,;:–—-')} …"


def year_of(date: str) -> str:
    """Return the year or years of a date in EDTF: ``1973``, ``1970s``, ``1993–1999``."""
    years = list(dict.fromkeys(_said_year(*found) for found in _YEAR.findall(date)))
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(years)


def _said_year(minus: str, digits: str) -> str:
    if "X" in digits:
        return "" if minus else f"{digits.replace('X', '0')}s"
    return _year(int(minus + digits))


def _year(year: int) -> str:
    return f"{1 - year} BC" if year < 1 else str(year)


def _issued(entry: Mapping[str, Any]) -> str:
    """Return the year in which a work came out, as CSL has it."""
    issued = entry.get("issued")
    if not isinstance(issued, dict):
        return ""
    try:
        return _year(int(issued["date-parts"][0][0]))
    except (TypeError, ValueError, IndexError, KeyError):
        return year_of(str(issued.get("raw") or issued.get("literal") or ""))


def _family_names(entry: Mapping[str, Any]) -> str:
    """Return the family names of the authors, or of the editors, as CSL has them."""
    for role in ("author", "editor"):
        people = entry.get(role)
        if not isinstance(people, list):
            continue
        names = [
            str(person.get("family") or person.get("literal") or "").strip()
            for person in people
            if isinstance(person, dict)
        ]
        if all(names) and names:
            return _joined(names)
    return ""


def _last_names(index: Index, authors: list[str]) -> str:
    """Return the last names of authors who are all persons; nothing otherwise."""
    types = index.vocabulary.types
    for author in authors:
        kind = types[str(index.entities.at[author, "type"])]
        wider = (types[parent].iri for parent in kind.parents if parent in types)
        if PERSON not in (kind.iri, *wider):
            return ""
    names = [last_name(index.label(author)) for author in authors]
    return _joined(names) if all(map(_LETTER.search, names)) else ""


def last_name(label: str) -> str:
    """Return the last name of a person's label: ``Jorge Masetti (the son)`` is ``Masetti``."""
    words = _ASIDE.sub(" ", label).split()
    if not words:
        return label.strip()
    if len(words) > 1 and words[0].endswith(","):
        return words[0].rstrip(",")
    begin = len(words) - 1
    while begin > 1 and words[begin - 1] in _PARTICLES:
        begin -= 1
    return " ".join(words[begin:])


def is_name(label: str) -> bool:
    """Tell whether a label may be a person's name, and does not describe somebody.

    Of a name every word but a particle begins with a capital, or with a letter that has none.
    """
    words = label.split()
    return len(words) > 1 and not _ASIDE.search(label) and all(map(_of_name, words))


def _of_name(word: str) -> bool:
    first = next(filter(str.isalpha, word), "")
    return word in _PARTICLES or bool(first and first == first.upper())


def _joined(names: list[str]) -> str:
    if len(names) >= _MANY:
        return f"{names[0]} et al."
    return " & ".join(names)
