"""The texts of sources, as they lie in a folder: read, and each known for whose it is."""

from __future__ import annotations

import codecs
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from cardindex import inputs
from cardindex.errors import CardindexError
from cardindex.index import Index
from cardindex.passages import sidecar
from cardindex.passages.normal import Text
from cardindex.passages.seals import found_at, marks
from cardindex.watching import watched

MOST_BYTES = 200_000_000
"""The size of the largest text that is read."""

_SUFFIX = ".txt"
# How many seals are tried to recognise a text whose file is not named by a source.
_SAMPLE = 20
# Longer byte order marks first: that of UTF-32 begins with that of UTF-16.
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_texts(index: Index, folder: Path) -> dict[str, Text]:
    """Return the texts in ``folder`` by source id: ``essay.txt`` is the text of ``essay``.

    A file that bears no source's name is known by its content: it is the text of the source
    most of whose sealed passages are found in it. Offsets count the code points of the text
    without a byte order mark, each of its line ends (LF, CRLF or CR) as one. Where units begin that
    are not its lines is read from beside it (``essay.units.csv``). Raises
    CardindexError for a folder without texts, and for all that cannot be read.
    """
    paths = _paths(folder)
    read: dict[Path, Text] = {}
    faults = []
    for path in watched(paths, "Reading texts", len(paths)):
        try:
            read[path] = read_text(path)
        except CardindexError as error:
            faults.append(str(error))
    if faults:
        raise CardindexError("\n".join(faults))
    texts = {path.stem: text for path, text in read.items() if path.stem in index.sources.index}
    for path, text in read.items():
        if path.stem not in texts:
            source = _recognised(index, text, texts)
            if source:
                texts[source] = text
    return texts


def read_text(path: Path) -> Text:
    """Return one text with the units that are told beside it. Raises CardindexError."""
    text = Text.of(read_raw(path))
    marks = sidecar.read(sidecar.beside(path), text.raw)
    return replace(text, marks=marks) if marks else text


def texts_in(folder: Path) -> list[Path]:
    """Return what is in a folder of texts. Raises CardindexError where it is none."""
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError as error:
        message = f"{folder}: there is no such folder; name the one that holds the texts"
        raise CardindexError(message) from error
    except NotADirectoryError as error:
        message = f"{folder}: is a file; name the folder that holds the texts"
        raise CardindexError(message) from error
    except (OSError, ValueError) as error:
        message = f"{folder}: cannot be read: {getattr(error, 'strerror', None) or error}"
        raise CardindexError(message) from error


def _paths(folder: Path) -> list[Path]:
    paths = [path for path in texts_in(folder) if path.suffix.lower() == _SUFFIX]
    if not paths:
        message = f"{folder}: holds no text; name them by source, such as essay.txt"
        raise CardindexError(message)
    return paths


def read_raw(path: Path) -> str:
    """Return the text of a file, as its offsets count. Raises CardindexError."""
    try:
        data = inputs.contents(path, MOST_BYTES)
        wide = next((name for mark, name in _WIDE if data.startswith(mark)), "")
        if not wide and data.count(b"\0") > len(data) // 4:
            message = f"{path}: is no text, or UTF-16 that does not say so; save it as UTF-8"
            raise CardindexError(message)
        return inputs.decoded(data.decode(wide).encode() if wide else data)
    except inputs.Undecodable as error:
        where = f"{path}:{error.line}" if error.line else path
        message = f"{where}: {error}; save the text as UTF-8"
        raise CardindexError(message) from error
    except UnicodeError as error:
        message = f"{path}: begins as UTF-16 does, and is none; save the text as UTF-8"
        raise CardindexError(message) from error
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise CardindexError(message) from error


def _recognised(index: Index, text: Text, known: Collection[str]) -> str:
    """Return the source not yet ``known`` most of whose first seals the text bears, or nothing."""
    hits = {
        held: sum(state != "missing" for state, _, _ in found_at(text, few[:_SAMPLE]).values())
        for held, few in sorted(marks(index).items())
        if held not in known
    }
    best = max(hits, key=lambda held: hits[held], default="")
    return best if hits.get(best) else ""
