"""Claims as sentences, many at a time: what ``in_words`` says of one, over columns of Arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

# The stubs of pyarrow lack types.
arrow: Any = pa
compute: Any = pc

Texts = Any
"""An Arrow array of texts in one piece."""

Flags = npt.NDArray[np.bool_]


def in_words(cells: Mapping[str, Texts]) -> Texts:
    """Return claims in words, as ``cards.in_words`` has each.

    ``cells``: the columns of claims; of subject, object and place the labels, and of the relation
    its words.
    """
    object_, text = cells["object"], cells["text"]
    amounts = _amounts(cells["quantity"], cells["unit"])
    # A claim of a name, measure or date has no object; its text or quantity takes that place.
    measured = ~_there(object_) & _there(amounts)
    named = ~_there(object_) & ~_there(amounts)
    object_ = _chosen(measured, amounts, _chosen(named, text, object_))
    some = np.zeros(len(text), dtype=bool)
    details: list[Texts] = []
    for part, before in (
        (_chosen(named, "", text), ""),
        (_chosen(measured, "", amounts), ""),
        (cells["when"], ""),
        (cells["place"], "in "),
        (cells["mode"], ""),
    ):
        there = _there(part)
        if there.any():
            details += [_either(there, some, ("", f" ({before}", f"; {before}")), part]
            some |= there
    none = np.zeros(len(text), dtype=bool)
    return _joined(
        cells["subject"], " ", cells["relation"], _either(_there(object_), none, ("", " ", "")),
        object_, *details, _either(some, none, ("", ")", "")),
    )  # fmt: skip


def _amounts(quantities: Texts, units: Texts) -> Texts:
    """Return quantities with their units, where there are any."""
    there = _there(quantities)
    rows = arrow.array(np.flatnonzero(there))
    pairs = zip(quantities.take(rows).to_pylist(), units.take(rows).to_pylist(), strict=True)
    made = ["", *(f"{quantity} {unit}".strip() for quantity, unit in pairs)]
    return _texts(made).take(arrow.array(np.where(there, np.cumsum(there), 0)))


def _texts(texts: Sequence[str]) -> Texts:
    return arrow.array(texts, type=arrow.large_string())


def _there(texts: Texts) -> Flags:
    """Tell which texts are not empty."""
    found: Flags = np.asarray(compute.not_equal(texts, ""), dtype=bool)
    return found


def _chosen(flags: Flags, texts: Texts | str, others: Texts) -> Texts:
    """Return of each row the first where its flag is set, or else the other."""
    if not flags.any():
        return others
    first = arrow.scalar(texts, arrow.large_string()) if isinstance(texts, str) else texts
    return compute.if_else(arrow.array(flags), first, others)


def _either(there: Flags, again: Flags, texts: tuple[str, str, str]) -> Texts:
    """Return of each row what stands where nothing is there, where it is, and where it is again."""
    return _texts(texts).take(arrow.array(there * (1 + again)))


def _joined(*parts: Texts | str) -> Texts:
    """Return the texts of each row put together."""
    all_ = [
        arrow.scalar(part, arrow.large_string()) if isinstance(part, str) else part
        for part in (*parts, "")
    ]
    return compute.binary_join_element_wise(*all_)
