"""Claims as sentences and chains in words, many at a time, over columns of Arrow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cardindex.frames import joined, texts
from cardindex.lineage.many import Chains

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
    return joined(
        cells["subject"], " ", cells["relation"], _either(_there(object_), none, ("", " ", "")),
        object_, *details, _either(some, none, ("", ")", "")),
    )  # fmt: skip


_JOINTS = ("from", "reporting", ", which has it from", ", which reports")
_ENDS = (
    "", "from hearsay", "reporting hearsay", "its own conclusion",
    "", ", which has it from hearsay", ", which reports hearsay", ", which has concluded it itself",
)  # fmt: skip


def told_via(chains: Chains, titles: Texts) -> Texts:
    """Return chains in words, as ``cards.told_via`` has each.

    ``titles``: of the work of each step.
    """
    starts = chains.steps.starts
    sizes = np.diff(starts)
    first = np.zeros(len(titles), dtype=bool)
    first[starts[:-1][sizes > 0]] = True
    located = _there(chains.locators)
    steps = joined(
        texts(_JOINTS).take(arrow.array(chains.reported + 2 * ~first)), " ", titles,
        _either(located, np.zeros(len(located), dtype=bool), ("", ", ", "")), chains.locators,
    )  # fmt: skip
    ends = np.where(chains.hearsay, 1 + chains.reports_hearsay, 3 * chains.own) + 4 * (sizes > 0)
    return joined(_in_runs(steps, starts), texts(_ENDS).take(arrow.array(ends)))


def _in_runs(column: Texts, starts: npt.NDArray[np.int64]) -> Texts:
    """Return texts put together, from each start to the next."""
    if not len(column):
        return arrow.array([""] * (len(starts) - 1), type=arrow.large_string())
    _, offsets, data = column.buffers()
    ends = np.frombuffer(offsets, dtype=np.int64)[starts]
    return arrow.Array.from_buffers(
        arrow.large_string(), len(starts) - 1, [None, arrow.py_buffer(ends), data]
    )


def _amounts(quantities: Texts, units: Texts) -> Texts:
    """Return quantities with their units, where there are any."""
    there = _there(quantities)
    rows = arrow.array(np.flatnonzero(there))
    pairs = zip(quantities.take(rows).to_pylist(), units.take(rows).to_pylist(), strict=True)
    made = ["", *(f"{quantity} {unit}".strip() for quantity, unit in pairs)]
    return texts(made).take(arrow.array(np.where(there, np.cumsum(there), 0)))


def _there(column: Texts) -> Flags:
    """Tell which texts are not empty."""
    found: Flags = np.asarray(compute.not_equal(column, ""), dtype=bool)
    return found


def _chosen(flags: Flags, ones: Texts | str, others: Texts) -> Texts:
    """Return of each row the first where its flag is set, or else the other."""
    if not flags.any():
        return others
    first = arrow.scalar(ones, arrow.large_string()) if isinstance(ones, str) else ones
    return compute.if_else(arrow.array(flags), first, others)


def _either(there: Flags, again: Flags, words: tuple[str, str, str]) -> Texts:
    """Return of each row what stands where nothing is there, where it is, and where it is again."""
    return texts(words).take(arrow.array(there * (1 + again)))
