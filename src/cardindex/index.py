"""``Index.open(path)``: an index as checked frames and its vocabulary; data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex import compiled
from cardindex.brief import brief, count
from cardindex.checks import Draft, examine, no_index
from cardindex.compiled import frames
from cardindex.errors import InvalidIndex
from cardindex.frames import BOUNDS, Parts, parts
from cardindex.ontology import Vocabulary
from cardindex.settings import Coder
from cardindex.tables.bibliography import Entry
from cardindex.tuples import coded

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

__all__ = ["BOUNDS", "Index"]

# Of so many claims the frames that were just compiled are read back, as files that lie in memory
# only where they are looked at.
_MAPPED = 200_000


@dataclass(frozen=True, eq=False)
class Index:
    """A checked index.

    Cells that are empty in a table are empty texts in its frame; ``line`` is where a row starts.
    Beside the columns of the tables the frames hold what follows from single rows:

    ``entities``, by id.
    ``names``.
    ``sources``, by id: ``authors`` and ``rests`` as tuples of ids, and the four days of its date
    (``earliest_start`` to ``latest_end``: days since 1970-01-01, ``dates.ALWAYS`` and
    ``dates.NEVER`` standing for "no bound", so that the days of what has no date bound nothing).
    ``claims``, by id: the four days of ``when``, ``low`` and ``high`` of the quantity
    (NaN without one, infinite where it is open), ``tied`` as a tuple of Ties, ``told_as``: a
    number that claims share which are tied as the same.
    ``citations``, in canonical order: ``id``, ``start`` and ``end`` as numbers (-1 if empty),
    and what follows from all of them, as ``lineage.Traced`` has it: ``leans`` and ``node``;
    ``leans_on``: the work whose citations it leans on, or nothing; ``root`` of a ground:
    ``entity:x``, ``source:y`` or nothing if it is unknown, nothing for what leans; ``speakers``:
    source ids; ``touched``: the keys under which a strike reaches it (``source:x``, ``author:y``,
    ``origin:z``); ``misquoted``, ``overstated`` and ``loop``.
    ``groups``, ``silent``, ``decisions``, ``came_from``: without rows where there is no such file.

    ``wash`` is the scheme of the groups that the page washes, or empty; ``coders`` and
    ``bibliography`` are by id, of a coder and of a source.
    """

    path: Path
    title: str
    description: str
    base: str
    licence: str
    version: str
    wash: str
    coders: dict[str, Coder]
    vocabulary: Vocabulary
    entities: pd.DataFrame
    names: pd.DataFrame
    groups: pd.DataFrame
    sources: pd.DataFrame
    claims: pd.DataFrame
    citations: pd.DataFrame
    silent: pd.DataFrame
    decisions: pd.DataFrame
    came_from: pd.DataFrame
    bibliography: dict[str, Entry]

    def __repr__(self) -> str:
        return brief(
            self, self.title, count(len(self.claims), "claim"),
            count(len(self.citations), "citation"), count(len(self.sources), "source"),
            count(len(self.entities), "entity", "entities"),
        )  # fmt: skip

    @classmethod
    def open(cls, path: str | Path) -> Index:
        """Open the index in the folder ``path``.

        Raises InvalidIndex, which carries every problem, if there is any but a warning.
        """
        folder, cache = Path(path), compiled.cache()
        key = None if cache is None or no_index(folder) else compiled.key(folder)
        found = None if cache is None or key is None else frames.read(cache, key)
        if found is None:
            draft, problems = examine(folder)
            errors = [problem for problem in problems if problem.severity == "error"]
            if errors or draft is None:
                raise InvalidIndex(errors)
            found = parts(draft, last=True)
            if cache is None or key is None or not frames.keep(cache, key, folder, found):
                key = None
            elif len(found.frames["claims"]) > _MAPPED:
                del draft
                found = frames.read(cache, key) or found
        index = cls._of_parts(folder, found)
        index.__dict__["key"] = key
        return index

    @classmethod
    def kept(cls, path: Path, key: compiled.Key) -> Index | None:
        """Return the index that has this key from the cache; None where it is not there.

        The folder is not read.
        """
        cache = compiled.cache()
        found = None if cache is None else frames.read(cache, key)
        if found is None:
            return None
        index = cls._of_parts(path, found)
        index.__dict__["key"] = key
        return index

    @classmethod
    def of(cls, path: Path, draft: Draft) -> Index:
        """Build an index from a draft in which the checks found no error."""
        return cls._of_parts(path, parts(draft))

    @classmethod
    def _of_parts(cls, path: Path, found: Parts) -> Index:
        values: dict[str, Any] = {**found.said, **found.frames}
        return cls(
            path=path,
            coders=found.coders,
            vocabulary=found.vocabulary,
            bibliography=found.bibliography,
            **values,
        )

    @cached_property
    def key(self) -> compiled.Key | None:
        """The key of the index in the cache, if it is as ``open`` found it."""
        return None

    @property
    def blocs(self) -> dict[str, tuple[str, ...]]:
        """The groups of the scheme that is washed: the entities of each, by its label."""
        washed = self.groups[self.groups["scheme"] == self.wash]
        return {str(value): tuple(members) for value, members in washed.groupby("value")["entity"]}

    def label(self, entity: str) -> str:
        """Return the label of an entity."""
        return self.labels[entity]

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The label of each entity, as a dict: lookups in a frame would take half of the time."""
        return dict(zip(self.entities.index, self.entities["label"], strict=True))

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of each source."""
        return dict(zip(self.sources.index, self.sources["title"], strict=True))

    @cached_property
    def containers(self) -> Mapping[str, str]:
        """The source in which each source stands, or empty text."""
        return dict(zip(self.sources.index, self.sources["container"], strict=True))

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The kind of each source."""
        return dict(zip(self.sources.index, self.sources["kind"], strict=True))

    @cached_property
    def ends(self) -> tuple[Numbers, Numbers]:
        """The positions of each claim's subject and object among the entities; -1 for none."""
        subject, object_ = (self._places(end) for end in ("subject", "object"))
        return subject, object_

    def _places(self, end: str) -> Numbers:
        codes, distinct = coded(self.claims[end])
        return self.entities.index.get_indexer(pd.Index(distinct)).astype(np.int64)[codes]

    @cached_property
    def symmetric(self) -> Flags:
        """Whether each claim's relation reads alike from either end."""
        return self.claims["relation"].isin(self.vocabulary.symmetric).to_numpy(dtype=bool)

    @cached_property
    def identifying(self) -> Numbers:
        """The positions of the claims, of any mode, that say that one is the other."""
        return np.flatnonzero(self.claims["relation"].isin(self.vocabulary.identifying))
