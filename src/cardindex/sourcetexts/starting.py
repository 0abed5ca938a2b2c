"""A new index from a folder of files: a source and a text for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count as numbers
from pathlib import Path

from cardindex import tables
from cardindex.errors import CardindexError
from cardindex.extraction import SUFFIXES, Extract, Options, Unreadable, extract
from cardindex.folding import folded
from cardindex.passages.texts import texts_in
from cardindex.scripts import in_latin
from cardindex.sourcetexts.making import UNSEEN, made
from cardindex.tables import COLUMNS
from cardindex.watching import watched

_LONGEST = 60  # characters of an id
_LONGEST_TITLE = 200

# The kinds of source that kinds of file imply; other files imply none.
_KINDS = {"HTML": "web", "EPUB": "book"}
_USUAL = "report"


@dataclass(frozen=True)
class Begun:
    """The rows of sources.csv as its text, the texts and what is beside them, by name.

    ``told``: (name of the file, id, what is to be said of it).
    """

    sources: str
    texts: dict[str, str]
    told: tuple[tuple[str, str, tuple[str, ...]], ...]
    skipped: tuple[str, ...]


def from_texts(folder: Path, options: Options | None = None) -> Begun:
    """Read every file in ``folder`` that is of a kind that is read, in the order of names.

    Raises CardindexError, with all files that cannot be read.
    """
    paths, skipped = _paths(folder)
    rows, texts, told, faults = [], {}, [], []
    taken: set[str] = set()
    for path in watched(paths, "Reading files", len(paths)):
        try:
            one = extract(path, options)
        except Unreadable as error:
            faults.append(str(error))
            continue
        id_ = _id(path.stem, taken)
        taken.add(id_)
        text = made([one])
        title = _title(path, one)
        row = {"id": id_, "kind": _KINDS.get(one.kind, _USUAL), "title": title, "unit": text.unit}
        rows.append([row.get(name, "") for name in COLUMNS["sources"]])
        texts[f"{id_}.txt"] = text.raw
        if text.beside:
            texts[f"{id_}.units.csv"] = text.beside
        told.append((path.name, id_, (*text.told, *one.told)))
    if faults:
        last = f"{folder}: nothing was made; mend these files, or take them out of the folder"
        raise CardindexError("\n".join([*faults, last]))
    sources = tables.render("sources", tables.ordered("sources", rows))
    return Begun(sources, texts, tuple(told), tuple(skipped))


def _paths(folder: Path) -> tuple[list[Path], list[str]]:
    entries = texts_in(folder)
    paths = [
        path for path in entries
        if path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$"))
    ]  # fmt: skip
    if not paths:
        known = ", ".join(sorted(SUFFIXES))
        message = f"{folder}: holds no file of a kind that is read ({known})"
        raise CardindexError(message)
    return paths, [path.name for path in entries if path not in paths]


def _id(stem: str, taken: Collection[str]) -> str:
    """Return an id that reads like the name of a file; of one without Latin letters, a number."""
    words = re.findall(r"[a-z0-9]+", folded(in_latin(stem)).replace("'", ""))
    plain = "-".join(words)[:_LONGEST].strip("-") or "source"
    return next(each for each in _numbered(plain) if each not in taken)


def _numbered(plain: str) -> Iterator[str]:
    yield plain
    yield from (f"{plain}-{number}" for number in numbers(2))


def _title(path: Path, one: Extract) -> str:
    """Return the title that a file says it has, else its name in words."""
    words = " ".join(re.sub(r"[_\s-]+", " ", UNSEEN.sub(" ", path.stem)).split())
    said = " ".join(UNSEEN.sub(" ", one.title).split())
    return (said or words[:1].upper() + words[1:] or "Untitled")[:_LONGEST_TITLE].strip()
