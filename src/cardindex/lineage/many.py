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
    # A sign before each step, where the first has one only if it is reported.
    led = _flags(compute.starts_with(texts, "|"))
    signs = compute.replace_substring_regex(texts, "[^>|]+", "")
    first = arrow.array(["", ">"], type=signs.type).take(
        arrow.array((there & ~led).astype(np.int8))
    )
    signs = compute.binary_join_element_wise(first, signs, arrow.scalar("", signs.type))
    steps = np.arange(starts[-1])
    if not len(steps):
        return np.zeros(0, dtype=bool)
    whose = np.repeat(np.arange(len(texts)), np.diff(starts))
    offsets = np.frombuffer(signs.buffers()[1], dtype=np.int64)
    at = offsets[whose] + steps - starts[whose]
    found: Flags = np.frombuffer(signs.buffers()[2], dtype=np.uint8)[at] == ord("|")
    return found


def _flags(found: Any) -> Flags:  # noqa: ANN401 - an array of Arrow's
    flags: Flags = np.asarray(found, dtype=bool)
    return flags
