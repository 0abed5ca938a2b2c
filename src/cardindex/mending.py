"""What ``cardindex fmt`` mends in rows: dates that spreadsheets have mangled, passages quoted.

A date is mended where a spreadsheet has made something of it that has one reading. A passage that
is quoted in a column of its own, as one does while coding, becomes locator, offsets and seal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cardindex import dates
from cardindex.errors import Problem
from cardindex.index import Index
from cardindex.passages import Place, Text, quoted, text_source, unit_of
from cardindex.passages.locators import holds
from cardindex.tables import Column, Table

_DATED = {"claims": "when", "sources": "date"}
_PASSAGE = "passage"


def with_dates(table: Table) -> tuple[Table, list[str]]:
    """Return a table with its mangled dates mended, and a line on each that was.

    A date of which it cannot be told what it was stays as it is; ``check`` says what it may be.
    """
    column = _DATED.get(table.name, "")
    mends = {text: dates.one_reading(text) for text in set(table[column])} if column else {}
    mends = {text: mend for text, mend in mends.items() if mend}
    if not mends:
        return table, []
    told = [
        f"{table.file}:{table.lines[row]}:{column}: {mends[text]}, where there was {text}"
        for row, text in enumerate(table[column])
        if text in mends
    ]
    cells = Column.of([mends.get(text, text) for text in table[column]])
    return replace(table, columns={**table.columns, column: cells}), told


def with_seals(
    table: Table, index: Index, texts: Mapping[str, Text]
) -> tuple[Table, list[str], list[Problem]]:
    """Return the citations sealed that quote a passage, a line on the doubtful, and problems.

    A passage that stands in several places of the text is the one in the citation's locator.
    """
    columns = {name: list(table[name]) for name in ("locator", "start", "end", "seal")}
    told: list[str] = []
    problems: list[Problem] = []
    for row, words in enumerate(table.coding[_PASSAGE]):
        if not words:
            continue
        found = _found(index, texts, table["source"][row], words, table["locator"][row])
        if isinstance(found, str):
            problems.append(table.problem(row, _PASSAGE, "not-quoted", found))
            continue
        columns["locator"][row] = table["locator"][row] or found.locator
        columns["start"][row], columns["end"][row] = str(found.start), str(found.end)
        columns["seal"][row] = found.seal
        told += [
            f"{table.file}:{table.lines[row]}: the passage {doubt}; look whether it is whole"
            for doubt in found.doubts
        ]
    sealed = {name: Column.of(cells) for name, cells in columns.items()}
    return replace(table, columns={**table.columns, **sealed}, coding={}), told, problems


def _found(
    index: Index, texts: Mapping[str, Text], source: str, words: str, locator: str
) -> Place | str:
    """Return the place of a passage in the text of a source, or why it cannot be told."""
    if source not in index.sources.index:
        return f'the index has no source "{source}"'
    held = text_source(index, source)
    if held not in texts:
        return f'no text of "{held}" is at hand; name its file {held}.txt'
    unit = unit_of(index, held)
    places = quoted(texts[held], words, unit)
    if not places:
        return f'is not in the text of "{held}"; quote words as they stand there'
    here = [place for place in places if holds(texts[held], place.start, place.end, locator, unit)]
    meant = here if locator and here else places
    if len(meant) == 1:
        return meant[0]
    where = ", ".join(place.locator or str(place.start) for place in meant[:5])
    return f"stands in {len(meant)} sentences ({where}); quote more words, or give the locator"
