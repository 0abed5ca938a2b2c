"""The ways of many citations at once, as arrays; ``works.way`` says what a way is.

An index has nearly as many different ways as citations, and to follow each on its own takes most
of the time of a tally. Those that come back to a work are few, and are followed one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cardindex.groups import Groups, distinct
from cardindex.lineage.chains import parse_chain, without_places
from cardindex.lineage.works import UNKNOWN, Source, Way, maker, root_of, way

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

_NONE = -1


class Chains(NamedTuple):
    """Different chains, taken apart: their works as numbers, and how they end.

    ``first``: the place among source and works of the first who speaks.
    """

    works: Groups
    first: Numbers
    hearsay: Flags
    own: Flags


@dataclass(frozen=True)
class Works:
    """The sources as numbers, in their order, and what follows from each.

    ``tails``: what one comes to along ``rests_on`` from a work, while that is one work; ``odd``:
    works from which one comes back. ``origin`` and ``maker``: their roots, as numbers among
    ``roots``, of which the first is UNKNOWN; ``branches``: it rests on several.
    """

    sources: Mapping[str, Source]
    ids: list[str]
    tails: Groups
    odd: Flags
    origin: Numbers
    maker: Numbers
    branches: Flags
    roots: list[str]

    @cached_property
    def names(self) -> Any:  # noqa: ANN401 - an array of Arrow's
        """The ids as Arrow has them."""
        arrow, _ = _arrow()
        return arrow.array(self.ids, arrow.large_string())


def _arrow() -> tuple[Any, Any]:
    """Return pyarrow and its compute module, imported late: few commands trace."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    return pa, pc


def works_of(sources: Mapping[str, Source]) -> Works:
    """Number the sources and follow what each rests on."""
    ids = list(sources)
    number = {id_: at for at, id_ in enumerate(ids)}
    rests = [sources[id_].rests for id_ in ids]
    single = np.array([number[it[0]] if len(it) == 1 else _NONE for it in rests], dtype=np.int64)
    roots = {UNKNOWN: 0}
    origin, made = (
        np.array([roots.setdefault(root(id_, sources), len(roots)) for id_ in ids], np.int64)
        for root in (root_of, maker)
    )
    tails, odd = tails_of(single)
    branches = np.array([len(it) > 1 for it in rests], dtype=bool)
    return Works(sources, ids, tails, odd, origin, made, branches, list(roots))


def tails_of(single: Numbers) -> tuple[Groups, Flags]:
    """Return what each number leads to, one after the other, and which of them lead round.

    ``single``: the one that each leads to next, or -1; what leads round leads to nothing here.
    """
    count = len(single)
    pending = np.bincount(single[single >= 0], minlength=count)
    odd = np.ones(count, dtype=bool)
    waiting = np.flatnonzero(pending == 0)
    while len(waiting):  # an entry that no open one leads to is in no loop
        odd[waiting] = False
        onward = single[waiting]
        onward = onward[onward >= 0]
        np.subtract.at(pending, onward, 1)
        onward = distinct(onward)
        waiting = onward[pending[onward] == 0]
    # What leads into a loop is odd as well.
    while True:
        into = ~odd & (single >= 0) & odd[single]
        if not into.any():
            break
        odd |= into
    owner = np.flatnonzero(~odd)
    at = single[owner]
    owners, steps = [], []
    while len(owner):
        going = at >= 0
        owner, at = owner[going], at[going]
        owners.append(owner)
        steps.append(at)
        at = single[at]
    whose = np.concatenate([*owners, np.empty(0, np.int64)])
    order = np.argsort(whose, kind="stable")
    ends = np.cumsum(np.bincount(whose, minlength=count))
    return Groups(np.concatenate([*steps, np.empty(0, np.int64)])[order], np.append(0, ends)), odd


def chains_of(texts: Sequence[str], works: Works) -> Chains:
    """Take chains apart that have no places in them. Raises MalformedValue for one that is none."""
    arrow, compute = _arrow()
    column = arrow.array(texts, arrow.large_string())
    for text in compute.filter(column, compute.invert(compute.match_substring_regex(
        column, _FORM
    ))).to_pylist():  # fmt: skip
        parse_chain(text)
    hearsay, own = compute.ends_with(column, "?"), compute.ends_with(column, "!")
    led = compute.if_else(
        compute.starts_with(column, "|"), column,
        compute.utf8_replace_slice(column, start=0, stop=0, replacement=">"),
    )  # fmt: skip
    signs = compute.utf8_reverse(compute.replace_substring_regex(led, "[^>|]+", ""))
    last = np.asarray(compute.find_substring(signs, "|"), dtype=np.int64)
    length = np.asarray(compute.utf8_length(signs), dtype=np.int64)
    body = compute.replace_substring_regex(column, r"^\||[>|]?\?$|!$", "")
    lists = compute.split_pattern_regex(body, "[>|]")
    offsets = np.asarray(lists.offsets, dtype=np.int64)
    flat = lists.flatten()
    codes = np.asarray(compute.index_in(flat, value_set=works.names).fill_null(_NONE), np.int64)
    full = np.asarray(compute.not_equal(flat, ""), dtype=bool)
    if (codes[full] < 0).any():
        raise KeyError(flat.filter(arrow.array(full & (codes < 0)))[0].as_py())
    starts = np.append(0, np.cumsum(full))[offsets - offsets[0]]
    return Chains(
        works=Groups(codes[full], starts),
        first=np.where(last >= 0, length - last, 0),
        hearsay=np.asarray(hearsay, dtype=bool),
        own=np.asarray(own, dtype=bool),
    )


_ID = "[a-z0-9]+(?:-[a-z0-9]+)*"
_FORM = rf"\A(?:\|?{_ID}(?:[>|]{_ID})*(?:[>|]?\?|!)?|\|?\?|!|)\z"


class Paths(Sequence[Way]):
    """The ways of pairs of a source and a chain: as arrays, and one by one where that is wanted.

    By way: ``works``, ``speakers``, ``rests`` and ``steps`` as groups of numbers of works, ``root``
    (a number among those of ``Works``), ``quoted`` (a work, or -1), ``circular``, and ``speaks``:
    whether the source is among those who speak.
    """

    def __init__(self, source: Numbers, chain: Numbers, texts: Sequence[str], about: Works) -> None:
        chains = chains_of(texts, about)
        self._source, self._chain, self._texts, self._about = source, chain, texts, about
        self._known: dict[int, Way] = {}
        self.works = joined_groups(_ones(source), chains.works.part(chain))
        sizes = np.diff(self.works.starts)
        end = self.works.things[self.works.starts[1:] - 1]
        own, hearsay = chains.own[chain], chains.hearsay[chain]
        follows = ~own & ~hearsay
        tails = about.tails.part(np.where(follows, end, 0))
        tails = _kept(tails, follows)
        odd = (follows & about.odd[end]) | self._meets(tails)
        ways = {at: self[at] for at in np.flatnonzero(odd).tolist()}
        self.rests = self._with(tails, odd, ways)
        self.circular = np.zeros(len(source), dtype=bool)
        self.circular[[at for at, it in ways.items() if it.circular]] = True
        last = joined_groups(self.works, self.rests)
        final = last.things[last.starts[1:] - 1]
        unsure = self.circular | about.branches[final]
        self.root = np.select(
            [own, hearsay | unsure], [about.maker[end], 0], about.origin[final]
        ).astype(np.int64)
        tried = between(self.works, np.ones_like(sizes), sizes - own)
        self.steps = joined_groups(tried, self.rests)
        self.speakers = between(self.works, np.minimum(chains.first[chain], sizes), sizes)
        self.quoted = np.where((sizes > 1) & ~hearsay, end, _NONE)
        self.speaks = chains.first[chain] == 0

    def _meets(self, tails: Groups) -> Flags:
        """Tell which ways come back by ``rests_on`` to a work of theirs."""
        width = len(self._about.ids)
        passed = whose(tails) * width + tails.things
        own = whose(self.works) * width + self.works.things
        found = np.zeros(len(self), dtype=bool)
        found[whose(tails)[np.isin(passed, own)]] = True
        return found

    def _with(self, tails: Groups, odd: Flags, ways: Mapping[int, Way]) -> Groups:
        """Return what each rests on, where the ``odd`` ones were followed one by one."""
        if not ways:
            return tails
        number = {id_: at for at, id_ in enumerate(self._about.ids)}
        plain = _kept(tails, ~odd)
        lists = [[number[work] for work in way_.rests] for way_ in ways.values()]
        sizes = np.zeros(len(self), dtype=np.int64)
        sizes[list(ways)] = [len(it) for it in lists]
        things = np.array([it for some in lists for it in some], dtype=np.int64)
        return joined_groups(plain, Groups(things, np.append(0, np.cumsum(sizes))))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._source)

    def __getitem__(self, at: Any) -> Any:  # noqa: ANN401 - a Way, as nobody takes slices
        """Return one way."""
        if at not in self._known:
            source = self._about.ids[int(self._source[at])]
            chain = parse_chain(self._texts[int(self._chain[at])])
            self._known[at] = way(source, chain, self._about.sources)
        return self._known[at]


def whose(groups: Groups) -> Numbers:
    """Return of each thing the group that it is in."""
    sizes = np.diff(groups.starts)
    return np.repeat(np.arange(len(sizes)), sizes)


def _ones(things: Numbers) -> Groups:
    return Groups(things, np.arange(len(things) + 1))


def _kept(groups: Groups, which: Flags) -> Groups:
    """Return the groups, those that are not wanted without anything in them."""
    sizes = np.diff(groups.starts)
    return Groups(
        groups.things[np.repeat(which, sizes)], np.append(0, np.cumsum(np.where(which, sizes, 0)))
    )


def between(groups: Groups, start: Numbers, stop: Numbers) -> Groups:
    """Return of each group what lies from one place to another."""
    sizes = np.diff(groups.starts)
    place = np.arange(len(groups.things)) - np.repeat(groups.starts[:-1], sizes)
    inside = (place >= np.repeat(start, sizes)) & (place < np.repeat(stop, sizes))
    left = np.maximum(stop - start, 0)
    return Groups(groups.things[inside], np.append(0, np.cumsum(left)))


def joined_groups(one: Groups, other: Groups) -> Groups:
    """Return each group of one and that of the other behind it."""
    sizes = np.diff(one.starts) + np.diff(other.starts)
    starts = np.append(0, np.cumsum(sizes))
    things = np.empty(int(starts[-1]), dtype=np.int64)
    for groups, shift in ((one, np.zeros(len(sizes), np.int64)), (other, np.diff(one.starts))):
        counts = np.diff(groups.starts)
        inside = np.arange(len(groups.things)) - np.repeat(groups.starts[:-1], counts)
        things[np.repeat(starts[:-1] + shift, counts) + inside] = groups.things
    return Groups(things, starts)


Codes = npt.NDArray[np.integer[Any]]


def paths(
    source: tuple[Codes, Sequence[str]], chain: tuple[Codes, Sequence[str]], about: Works
) -> tuple[Numbers, Paths]:
    """Return of citations which way each has, and the ways.

    ``source`` and ``chain``: by citation a code, and the texts that these stand for.
    """
    arrow, compute = _arrow()
    place = compute.index_in(arrow.array(source[1], arrow.large_string()), value_set=about.names)
    own = np.asarray(place, dtype=np.int64)[source[0]]
    known: dict[str, int] = {}
    short = [
        known.setdefault(without_places(text) if "@" in text else text, len(known))
        for text in chain[1]
    ]
    texts, width = list(known), max(len(known), 1)
    keys = own * width + np.array(short, dtype=np.int64)[chain[0]]
    pairs, of = np.unique(keys, return_inverse=True)
    return of.astype(np.int64), Paths(pairs // width, pairs % width, texts, about)
