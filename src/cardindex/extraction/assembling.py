"""Extracts → one text with its marks: what is counted in it, and where each unit begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cardindex.extraction.extract import Block, Extract, Mark

PARAGRAPH, PAGE, DOCUMENT, FOLIO, FOOTNOTE = UNITS = (
    "paragraph", "page", "document", "folio", "footnote",
)  # fmt: skip
"""What can be counted in a text. Paragraph N is its line N."""

# Signs by which people write down where a unit begins: [p. 12], [fol. 12r], [doc. 3].
_NUMBER = r"(?P<locator>[1-9][0-9]{0,5})"
_SIGNS = {
    "page": re.compile(
        r"\[(?:p|pp|pg|page|pág|página|s|seite)\.?\s*"
        r"(?P<locator>[1-9][0-9]{0,5}|[ivxlcdm]{1,20})\]",
        re.IGNORECASE,
    ),
    "folio": re.compile(
        r"\[(?:f|fo|fol|folio)\.?\s*(?P<locator>[1-9][0-9]{0,5}[rv]?)\]", re.IGNORECASE
    ),
    "document": re.compile(
        rf"\[(?:doc|document|documento|no|nr)\.?\s*{_NUMBER}\]"
        rf"|^(?:document|documento|doc\.|no\.|nr\.)\s*(?P<head>[1-9][0-9]{{0,5}})\b\.?",
        re.IGNORECASE | re.MULTILINE,
    ),
    "footnote": re.compile(rf"^\[?{_NUMBER}\]\s", re.MULTILINE),
}


def default_unit(extracts: Iterable[Extract]) -> str:
    """Return what is best counted: numbered documents, else pages or folios, else paragraphs."""
    blocks = (block for one in extracts for block in one.blocks)
    found = {mark.unit for block in blocks for mark in block.marks if mark.locator}
    return next((unit for unit in (DOCUMENT, FOLIO, PAGE) if unit in found), PARAGRAPH)


def assembled(extracts: Sequence[Extract], unit: str) -> tuple[str, list[Mark]]:
    """Return the text of files that follow on each other, and its marks in order.

    A paragraph is a line. Where another unit is counted, an empty line stands between paragraphs,
    as people write them.
    """
    gap = "\n" if unit == PARAGRAPH else "\n\n"
    parts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for one in extracts:
        for block in one.blocks:
            marks += (Mark(at + mark.start, mark.unit, mark.locator) for mark in block.marks)
            parts.append(block.text)
            at += len(block.text) + len(gap)
    text = gap.join(parts)
    end = text if not text or text.endswith("\n") else f"{text}\n"
    marks = sorted((mark for mark in marks if mark.start < len(end)), key=lambda mark: mark.start)
    begins = {(mark.start, mark.unit) for mark in marks if mark.locator}
    # An end of a unit is dropped where the next begins at the same place.
    return end, [mark for mark in marks if mark.locator or (mark.start, mark.unit) not in begins]


def marked(extract: Extract, unit: str) -> Extract:
    """Return an extract with marks where its text itself says in brackets that a unit begins.

    Nothing changes where the file told its units otherwise.
    """
    known = any(mark.unit == unit for block in extract.blocks for mark in block.marks)
    if known or unit not in _SIGNS:
        return extract
    blocks = tuple(
        Block(block.text, tuple(sorted([*block.marks, *_found(block.text, unit)])))
        for block in extract.blocks
    )
    return Extract(extract.kind, blocks, extract.told, extract.title)


def _found(text: str, unit: str) -> list[Mark]:
    found = []
    for match in _SIGNS[unit].finditer(text):
        said = match.groupdict()
        locator = (said["locator"] or said.get("head") or "").lower()
        found.append(Mark(match.start(), unit, locator))
    return found
