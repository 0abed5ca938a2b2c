"""Claims of dependence and identity: which hold, and which roots they make one in every partition.

They are assessed on the cluster, with all that is tied to them. The roots that they join are then
found on the driver, and go to every partition as one small table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cardindex.cluster.circles import CELLS, CITED, CLAIM, KEY
from cardindex.cluster.errors import explained
from cardindex.cluster.given import Frame
from cardindex.cluster.parts import Arrow, Shared, common, gathered, index_of, unpacked
from cardindex.cluster.rounds import Rows, Spread
from cardindex.evidence.cited import cited
from cardindex.evidence.standing import assess
from cardindex.groups import Numbers, joined
from cardindex.lineage import split_list
from cardindex.ontology import Vocabulary

arrow: Any = pa  # its stubs know fewer types than it does
compute: Any = pc

_ENDS = "subject string, object string"
_ENTITY, _SOURCE = "entity:", "source:"

NOBODY = arrow.table(
    {
        "root": arrow.array([], arrow.large_string()),
        "leader": arrow.array([], arrow.large_string()),
        "group": arrow.array([], arrow.int64()),
    }
)
"""The leaders where no roots count as one."""


def binding(vocabulary: Vocabulary) -> list[str]:
    """Return the relations whose ends are one witness, sorted."""
    return sorted(id_ for id_, relation in vocabulary.relations.items() if relation.dependence)


def circles_of(rows: Frame, vocabulary: Vocabulary) -> Frame:
    """Return those rows that are of a claim of dependence, or in a circle with one."""
    cell = dict(zip(CLAIM, CELLS, strict=True))
    relation, object_, mode = cell["relation"], cell["object"], cell["mode"]
    said = ", ".join(f"'{name}'" for name in binding(vocabulary)) or "''"
    these = f"NOT cited AND {relation} IN ({said}) AND {mode} = '' AND {object_} <> ''"
    keys = rows.where(these).select(KEY).distinct()
    return rows.join(keys, KEY, "left_semi")


def leaders(rows: Rows, shared: Shared, vocabulary: Vocabulary, spread: Spread) -> Arrow:
    """Return which roots count as one: ``root``, ``leader``, and ``group``, a number of each.

    A group is told by the smallest of its entities.
    """
    if not binding(vocabulary):
        return NOBODY
    held, told = [], partial(_holding, shared)
    with explained():
        for some in rows:
            bonds = spread.within(circles_of(some, vocabulary), KEY).drop(KEY)
            held.append(bonds.mapInArrow(told, _ENDS).toArrow())
    return _led(arrow.concat_tables(held), rows, shared, spread)


def _holding(shared: Shared, batches: Iterable[Arrow]) -> Iterator[Arrow]:
    """Yield the ends of the claims of dependence that hold in a partition."""
    part = gathered(batches)
    if part is None:
        return
    index = index_of(part, common(shared))
    evidence = cited(index)
    found = assess(evidence, np.ones(len(evidence.claim), dtype=bool))
    at = evidence.bonds.claim[found.affirmed[evidence.bonds.claim]]
    ends = index.claims.iloc[at][["subject", "object"]]
    columns = {name: arrow.array(ends[name].array).cast(arrow.string()) for name in ends}
    yield from arrow.table(columns).to_batches()


def _led(held: Arrow, rows: Rows, shared: Shared, spread: Spread) -> Arrow:
    """Join the ends of the claims that hold, and works with several authors among these ends."""
    if not len(held):
        return NOBODY
    ends = [held[name].combine_chunks() for name in ("subject", "object")]
    coded = arrow.concat_arrays(ends).dictionary_encode()
    pairs: Numbers = np.asarray(coded.indices, dtype=np.int64).reshape(2, -1).T
    names: list[str] = coded.dictionary.to_pylist()
    place = {name: at for at, name in enumerate(names)}
    made = _works(shared, place)
    first = joined(len(names), pairs)
    doubtful = {work for work, by in made.items() if len({int(first[at]) for at in by}) > 1}
    if doubtful:
        # A work joins its authors only where it is a root of anything at all.
        known = _roots(rows, shared, doubtful, spread)
        made = {work: by for work, by in made.items() if work not in doubtful or work in known}
        more = [(by[0], other) for by in made.values() for other in by[1:]]
        both = np.concatenate([pairs, np.array(more, dtype=np.int64).reshape(-1, 2)])
        first = joined(len(names), both)
    return _as_table(names, first, made)


def _as_table(names: list[str], first: Numbers, made: dict[str, list[int]]) -> Arrow:
    _, group = np.unique(first, return_inverse=True)
    texts = np.array(names, dtype=object)
    order = np.argsort(texts, kind="stable")
    smallest = np.zeros(int(group.max(initial=-1)) + 1, dtype=np.int64)
    smallest[group[order][::-1]] = order[::-1]
    works = [group[by[0]] for by in made.values()]
    of = np.concatenate([group, np.array(works, dtype=np.int64)])
    roots = [*(_ENTITY + name for name in names), *(_SOURCE + work for work in made)]
    led = [_ENTITY + names[at] for at in smallest[of].tolist()]
    kind = arrow.large_string()
    return arrow.table(
        {"root": arrow.array(roots, kind), "leader": arrow.array(led, kind), "group": of}
    )


def _works(shared: Shared, place: dict[str, int]) -> dict[str, list[int]]:
    """Return the works that may be a root of their own and have authors among these."""
    sources = unpacked(shared.sources).select(["id", "author"])
    several = sources.filter(compute.match_substring(sources["author"], ";")).to_pylist()
    found = {
        row["id"]: [place[author] for author in split_list(row["author"]) if author in place]
        for row in several
    }
    return {work: by for work, by in found.items() if by}


def joining_works(rows: Rows, shared: Shared, guests: Arrow, spread: Spread) -> set[str]:
    """Return, as roots, the works that may join two of those whom claims of dependence name.

    ``guests``: the rows of ``circles_of``. When claims fall, such works may be all that joins them.
    """
    told = guests.filter(compute.invert(guests[CITED]))
    cell = dict(zip(CLAIM, CELLS, strict=True))
    ends = {*told[cell["subject"]].to_pylist(), *told[cell["object"]].to_pylist()}
    made = _works(shared, {name: at for at, name in enumerate(sorted(ends))})
    several = {work for work, by in made.items() if len(by) > 1}
    found = _roots(rows, shared, several, spread) if several else set[str]()
    return {_SOURCE + work for work in found}


def _roots(rows: Rows, shared: Shared, among: set[str], spread: Spread) -> set[str]:
    """Return which of these works are the root of any citation."""
    told, found = partial(_rooted, shared, frozenset(among)), set[str]()
    with explained():
        for some in rows:
            rooted = spread.within(some, KEY).drop(KEY).mapInArrow(told, "work string").toArrow()
            found.update(rooted["work"].to_pylist())
    return found


def _rooted(shared: Shared, among: frozenset[str], batches: Iterable[Arrow]) -> Iterator[Arrow]:
    part = gathered(batches)
    if part is None:
        return
    roots = set(index_of(part, common(shared)).citations["root"].unique())
    named = sorted(work for work in among if _SOURCE + work in roots)
    yield arrow.RecordBatch.from_pydict({"work": arrow.array(named, arrow.string())})
