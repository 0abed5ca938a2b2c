"""Chains, many at a time: what ``parse_chain`` makes of each, as columns of Arrow."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cardindex.groups import Groups

# The stubs of pyarrow lack types.
arrow: Any = pa
compute: Any = pc

Texts = Any
"""An Arrow array of texts in one piece."""

Flags = npt.NDArray[np.bool_]


class Chains(NamedTuple):
    """Parsed chains, as ``Chain`` has each: ``steps`` tells which of all steps are those of each.

    By step: ``sources``, ``locators`` and ``reported``.
    """

    steps: Groups
    sources: Texts
    locators: Texts
    reported: Flags
    hearsay: Flags
    reports_hearsay: Flags
    own: Flags


def parse_chains(texts: Texts) -> Chains:
    """Parse chains that are known to be well formed."""
    bare = compute.replace_substring(compute.utf8_trim(texts, "|>?!"), "|", ">")
    there = _flags(compute.not_equal(bare, ""))
    parts = compute.split_pattern(bare.filter(arrow.array(there)), ">")
    sizes = np.zeros(len(texts), dtype=np.int64)
    sizes[there] = np.diff(np.asarray(parts.offsets, dtype=np.int64))
    starts = np.append(0, np.cumsum(sizes))
    named = parts.flatten()
    located = compute.match_substring(named, "@")
    return Chains(
        Groups(np.arange(len(named)), starts),
        compute.replace_substring_regex(named, "@.*$", "") if _flags(located).any() else named,
        compute.if_else(located, compute.replace_substring_regex(named, "^[^@]*@", ""), ""),
        _reported(texts, there, starts),
        _flags(compute.ends_with(texts, "?")),
        _flags(compute.ends_with(texts, "|?")),
        _flags(compute.ends_with(texts, "!")),
    )


def _reported(texts: Texts, there: Flags, starts: npt.NDArray[np.int64]) -> Flags:
    """Tell of each step whether the work before it only reports it."""
    first = np.zeros(starts[-1], dtype=bool)
    if not len(first):
        return first
    offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset :][: len(texts) + 1]
    data = np.frombuffer(texts.buffers()[2], np.uint8)[: offsets[-1]]
    signs = np.flatnonzero((data == ord(">")) | (data == ord("|")))
    if not len(signs):
        return first
    # A sign stands before each step, but for a first one that is not reported.
    bare = there & ~_flags(compute.starts_with(texts, "|"))
    before = np.searchsorted(signs, offsets[:-1]) - bare - starts[:-1]
    at = np.arange(len(first)) + np.repeat(before, np.diff(starts))
    first[starts[:-1][bare]] = True
    found: Flags = data[signs[np.where(first, 0, at)]] == ord("|")
    return found & ~first


def _flags(found: Any) -> Flags:  # noqa: ANN401 - an array of Arrow's
    flags: Flags = np.asarray(found, dtype=bool)
    return flags
