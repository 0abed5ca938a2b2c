"""Other people's data → rows of an index: one file a format, one registry.

A reader yields the content of a file in the file's own words (``found``). Ids, relations, dates and
came_from.csv are worked out once for all formats.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cardindex.editing import Ledger
from cardindex.errors import UnknownName
from cardindex.imports import (
    bibtex,
    csl,
    csv,
    ftm,
    gedcom,
    gexf,
    graphml,
    ipif,
    rdfquery,
    ris,
    stix,
    tei,
    xlsx,
)
from cardindex.imports.format import Format, Unreadable
from cardindex.imports.found import (
    OWN_ID,
    Dropped,
    Found,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundKind,
    FoundNameKind,
    FoundRelation,
    FoundSource,
    Guessed,
    Link,
    Read,
    Wishes,
)
from cardindex.imports.mapping import read_mapping
from cardindex.imports.taking import How, Taken, prepare, write

__all__ = [
    "FORMATS", "OWN_ID", "Dropped", "Format", "Found", "FoundCitation", "FoundClaim",
    "FoundEntity", "FoundKind", "FoundNameKind", "FoundRelation", "FoundSource", "Guessed", "How",
    "Link", "Read", "Taken", "Unreadable", "Wishes", "prepared", "read_mapping", "take",
]  # fmt: skip

_LARGE = 25_000_000  # from so many bytes on, the content of files is held in temporary files

FORMATS: dict[str, Format] = {
    format_.name: format_
    for module in (
        bibtex, csl, csv, ftm, gedcom, gexf, graphml, ipif, rdfquery, ris, stix, tei, xlsx,
    )
    for format_ in module.FORMATS
}  # fmt: skip
"""Every format, by name."""


def take(
    format: str,  # noqa: A002
    files: Sequence[str | Path],
    *,
    into: str | Path | None = None,
    new: str | Path | None = None,
    mapping: str | Path | None = None,
    dry_run: bool = False,
    **said: Any,  # noqa: ANN401 - texts, truth values, tuples
) -> Taken:
    """Import files of a format ``into`` an index, or make a ``new`` one; all of it or nothing.

    ``said``: the options of "cardindex import", as fields of Wishes and How (``relation``,
    ``symmetric``, ``kind``, ``source``, ``origin``, ``family`` …). Of the result, ``again`` has
    what changed, ``dropped`` what was not taken, and why. Raises UnknownName, UnknownWords,
    Unreadable, InvalidIndex or OutputError; nothing is written then.
    """
    if format not in FORMATS:
        raise UnknownName("format", format, FORMATS)
    paths = [Path(each) for each in files]
    ledger = Ledger.open(into) if into is not None else None
    table = read_mapping(Path(mapping)) if mapping is not None else {}
    of_how = {name: said.pop(name) for name in How.__dataclass_fields__ if name in said}
    taken = prepared(FORMATS[format], paths, ledger, Wishes(**said, mapping=table), How(**of_how))
    if not dry_run:
        write(taken, ledger, None if new is None else Path(new))
    return taken


def prepared(
    format_: Format, files: Sequence[Path], ledger: Ledger | None, wishes: Wishes, how: How
) -> Taken:
    """Prepare an import without writing anything. Raises as ``take`` does."""
    title = " ".join(files[0].stem.replace("_", " ").replace("-", " ").split()) or "Imported"
    return prepare(
        format_.read(files, wishes), title[:1].upper() + title[1:], wishes, how, ledger,
        large=sum(map(_size, files)) > _LARGE,
    )  # fmt: skip


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
