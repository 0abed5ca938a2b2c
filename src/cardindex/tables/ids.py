"""Keys of rows: the order of claim ids, the ids of citations, the keys in came_from.csv."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise, starmap
from operator import le

from cardindex.tables.columns import CLAIM_IDS, PLACES, SORTED_BY

_DIGITS = re.compile("[0-9]+")

Cells = Mapping[str, Sequence[str]]
"""The columns of a table."""

CITATION_KEY = ("claim", "source", "locator", "chain", "stance", "coder")
"""What tells one citation from another; see ``citation_id``."""


def sort_keys(name: str, columns: Cells) -> list[Sequence[str]]:
    """Return the columns that the table ``name`` is sorted by, as texts that sort as they should.

    Claim ids are put into the order of their numbers. Where all are equally long, as they mostly
    are, that is the order of the texts, and the column comes back as it is. Silent places are put
    into the order in which they are read.
    """
    return [_sortable(name, column, columns[column]) for column in SORTED_BY[name]]


def lasting_keys(name: str, columns: Cells) -> list[Sequence[str]]:
    """Return such columns as they stay in order when rows with ids of any length come to them."""
    return [_sortable(name, column, columns[column], lasting=True) for column in SORTED_BY[name]]


def _sortable(
    name: str, column: str, cells: Sequence[str], *, lasting: bool = False
) -> Sequence[str]:
    key = key_of(name, column)
    if key is None or (key is claim_key and not lasting and len({*map(len, cells)}) < 2):
        return cells
    keys = {cell: key(cell) for cell in set(cells)}
    return [keys[cell] for cell in cells]


def key_of(name: str, column: str) -> Callable[[str], str] | None:
    """Return what makes a text that sorts as a cell of this column should; None if it does so."""
    if (name, column) in PLACES:
        return _place_key
    return claim_key if (name, column) in CLAIM_IDS else None


def _place_key(locator: str) -> str:
    """Return a text that sorts as a locator should: 9 before 10."""
    return f"{_DIGITS.sub(lambda found: found[0].zfill(9), locator)}\0{locator}"


def is_sorted(keys: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows stand in the order of the keys that ``sort_keys`` gave."""
    return all(starmap(le, pairwise(zip(*keys, strict=True))))


def sorted_rows(keys: Sequence[Sequence[str]]) -> list[int]:
    """Return the positions of rows in the order of the keys that ``sort_keys`` gave."""
    cells = list(zip(*keys, strict=True))
    return sorted(range(len(cells)), key=cells.__getitem__)


def claim_key(id_: str) -> str:
    """Return a text that sorts as a claim id should: by letter and number (c2 before c10).

    Ids of one number are told apart by their texts (c07 before c7). Any text has such a key.
    """
    digits = id_[1:].lstrip("0")
    return f"{id_[:1]}{len(digits):09}{digits}\0{id_}"


def in_order(ids: Iterable[str]) -> list[str]:
    """Return claim ids in their order."""
    return sorted(ids, key=claim_key)


def citation_id(
    claim: str, source: str, locator: str, chain: str, stance: str, coder: str = ""
) -> str:
    """Return a citation's id: its claim's, and 8 hex digits of the SHA-256 of the rest."""
    rest = f"{source}\n{locator}\n{chain}\n{stance}"
    if coder:
        rest += f"\n{coder}"
    return f"{claim}-{sha256(rest.encode()).hexdigest()[:8]}"


def row_keys(name: str, columns: Cells) -> Iterator[str]:
    """Yield what each row of a table is known by, in ``came_from.csv`` and to ``cardindex diff``.

    An id where the table has one, the id of a citation, and otherwise the cells that the table is
    sorted by, with a space between.
    """
    if "id" in columns:
        yield from columns["id"]
    elif name == "citations":
        cells = (columns[column] for column in CITATION_KEY)
        yield from (citation_id(*key) for key in zip(*cells, strict=True))
    else:
        telling = [columns[column] for column in SORTED_BY[name]]
        yield from (" ".join(filter(None, key)) for key in zip(*telling, strict=True))
