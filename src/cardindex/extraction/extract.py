"""What is read out of a file, as plain data, and what can be asked of the reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from cardindex.errors import CardindexError


class Unreadable(CardindexError):
    """A file of which no text can be made; the message says why and what helps."""


class Mark(NamedTuple):
    """A unit begins: at an offset in a block or a text, what is counted, and its locator.

    An empty locator: from here on one is in no such unit.
    """

    start: int
    unit: str
    locator: str


class Block(NamedTuple):
    """A paragraph, or a text of several lines that is kept as it is, and the marks in it."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Options:
    """What may be asked of the reading of a file.

    ``encoding``: that of a plain text, where it is not UTF-8. ``unit``: what the source counts,
    so that marks of it in brackets are looked for. ``first_page``: the number printed on the first
    page of a PDF, where the file does not say. ``edited``: of TEI, the editors' reading (corr,
    reg, expan) in place of the document's own (sic, orig, abbr). ``heads``: running heads of a PDF
    are kept. ``unwrap``: of a plain text, each paragraph is put on one line.
    """

    encoding: str = ""
    unit: str = ""
    first_page: int = 0
    edited: bool = False
    heads: bool = False
    unwrap: bool = False


@dataclass(frozen=True)
class Extract:
    """What a file holds: ``kind`` as people call it, its blocks in order, its title if it says one.

    ``told``: sentences on what was lost, left out or moved.
    """

    kind: str
    blocks: tuple[Block, ...]
    told: tuple[str, ...] = ()
    title: str = ""
