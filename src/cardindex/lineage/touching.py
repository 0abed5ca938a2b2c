"""Under which keys a strike reaches citations, of all of them at once, as arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cardindex.groups import Groups, Numbers, distinct
from cardindex.lineage.grounds import Traced
from cardindex.lineage.paths import Works, between, joined_groups, whose
from cardindex.lineage.works import strike_keys


class Touched(NamedTuple):
    """The keys of citations: ``code`` by citation, and of each code which of ``keys``, sorted."""

    code: Numbers
    groups: Groups
    keys: list[str]


class _Keys(NamedTuple):
    """All keys, sorted; those of each work, and that of each root as an origin, or -1."""

    names: list[str]
    works: Groups
    roots: Numbers


def touched(found: Traced) -> Touched:
    """Return the keys under which a strike reaches citations, once for all that are alike.

    These are the keys of all works that one passes up to that which is leaned on, or, of a ground
    whose root is known to be somebody, of all works, and of that one as an origin.
    """
    keys = _keys(found.about)
    farthest = int(found.stop.max(initial=-1)) + 2
    alike = (found.way * farthest + (found.stop + 1)) * 2 + found.misquoted
    different = distinct(alike)
    way, stop = different // 2 // farthest, different // 2 % farthest - 1
    works, rests = found.ways.works.part(way), found.ways.rests.part(way)
    beyond = np.diff(works.starts) - 1
    left = np.where(stop < 0, np.diff(rests.starts), np.maximum(stop + 1 - beyond, 0))
    passed = joined_groups(works, between(rests, np.zeros_like(left), left))
    things, at = keys.works.of(passed.things)
    owner = whose(passed)[at]
    root = np.where((stop < 0) & (different % 2 == 0), found.ways.root[way], 0)
    origin = keys.roots[root]
    grounds = np.flatnonzero(origin >= 0)
    width = max(len(keys.names), 1)
    pairs = distinct(np.append(owner * width + things, grounds * width + origin[grounds]))
    starts = np.searchsorted(pairs, np.arange(len(different) + 1) * width)
    code = np.searchsorted(different, alike)
    return Touched(code, Groups(pairs % width, starts), keys.names)


def _keys(about: Works) -> _Keys:
    listed = [strike_keys(id_, about.sources[id_]) for id_ in about.ids]
    origins = {
        at: root.replace("entity:", "origin:", 1)
        for at, root in enumerate(about.roots)
        if root.startswith("entity:")
    }
    names = sorted({*origins.values(), *(key for some in listed for key in some)})
    number = {name: at for at, name in enumerate(names)}
    things = np.array([number[key] for some in listed for key in some], dtype=np.int64)
    starts = np.append(0, np.cumsum([len(some) for some in listed])).astype(np.int64)
    roots = np.full(len(about.roots), -1)
    roots[list(origins)] = [number[name] for name in origins.values()]
    return _Keys(names, Groups(things, starts), roots)
