"""``Index.open(path)``: the one door. Checked frames and the vocabulary; data only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex import dates, quantities
from cardindex.brief import brief, count
from cardindex.checks import Draft, examine
from cardindex.errors import InvalidIndex
from cardindex.lineage import Grounds, split_list
from cardindex.ontology import Vocabulary
from cardindex.settings import Coder
from cardindex.tables import CITATION_KEY, Table, citation_id, is_sorted, sort_keys, sorted_rows
from cardindex.tables.bibliography import Entry
from cardindex.ties import parse_ties, told_as_one

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

BOUNDS = ("earliest_start", "latest_start", "earliest_end", "latest_end")
"""The four days of a claim or a source, as columns of its frame."""


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
    and the columns of ``lineage.Grounds``.
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
        draft, problems = examine(Path(path))
        errors = [problem for problem in problems if problem.severity == "error"]
        if errors or draft is None:
            raise InvalidIndex(errors)
        return cls.of(Path(path), draft)

    @classmethod
    def of(cls, path: Path, draft: Draft) -> Index:
        """Build an index from a draft in which the checks found no error."""
        settings = draft.settings
        return cls(
            path=path,
            title=settings.title,
            description=settings.description,
            base=settings.base,
            licence=settings.licence,
            version=settings.version,
            wash=settings.wash,
            coders=settings.coders,
            vocabulary=draft.vocabulary,
            entities=_frame(draft.entities).set_index("id"),
            names=_frame(draft.names),
            groups=_frame(draft.groups),
            sources=_sources(draft.sources),
            claims=_claims(draft.claims),
            citations=_citations(draft),
            silent=_frame(draft.silent),
            decisions=_frame(draft.decisions),
            came_from=_frame(draft.came_from),
            bibliography=_by_id(draft.bibliography.entries),
        )

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
        """The label of each entity: asked so often that a frame would take half of the time."""
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
        subject, object_ = (
            self.entities.index.get_indexer(pd.Index(self.claims[end])).astype(np.int64)
            for end in ("subject", "object")
        )
        return subject, object_

    @cached_property
    def symmetric(self) -> Flags:
        """Whether each claim's relation reads alike from either end."""
        return self.claims["relation"].isin(self.vocabulary.symmetric).to_numpy(dtype=bool)

    @cached_property
    def identifying(self) -> Numbers:
        """The positions of the claims, of any mode, that say that one is the other."""
        return np.flatnonzero(self.claims["relation"].isin(self.vocabulary.identifying))


def _frame(table: Table) -> pd.DataFrame:
    """Return a table as a frame in canonical order, with the line of each row."""
    # Of a table without rows pandas would not know that its cells are texts.
    texts = pd.DataFrame(table.columns).astype(str)
    frame = texts.assign(line=np.asarray(table.lines, dtype=np.int64))
    keys = sort_keys(table.name, table.columns)
    return frame if is_sorted(keys) else frame.iloc[sorted_rows(keys)].reset_index(drop=True)


def _by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {str(entry["id"]): entry for entry in sorted(entries, key=lambda it: str(it["id"]))}


def _sources(table: Table) -> pd.DataFrame:
    frame = _frame(table)
    for cells, lists in (("author", "authors"), ("rests_on", "rests")):
        frame[lists] = pd.Series(list(map(split_list, frame[cells])), dtype=object)
    return _with_days(frame, "date").set_index("id")


def _with_days(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the frame with the four days of the dates in a column."""
    bounds = {text: dates.parse(text) for text in frame[column].unique()}
    texts = frame[column].tolist()
    days = np.array([bounds[text] for text in texts], dtype=np.int64).reshape(-1, 4)
    return frame.assign(**{name: days[:, place] for place, name in enumerate(BOUNDS)})


def _claims(table: Table) -> pd.DataFrame:
    frame = _with_days(_frame(table), "when")
    ranges = {text: _range(text) for text in frame["quantity"].unique()}
    limits = [ranges[text] for text in frame["quantity"].tolist()]
    frame["low"], frame["high"] = np.array(limits, dtype=float).reshape(-1, 2).T
    tied = list(map(parse_ties, frame["ties"].tolist()))
    frame["tied"] = pd.Series(tied, dtype=object)
    frame["told_as"] = told_as_one(frame["id"].tolist(), tied, frame["mode"].tolist())
    return frame.set_index("id")


def _range(text: str) -> tuple[float, float]:
    if not text:
        return np.nan, np.nan
    quantity = quantities.parse(text)
    return float(quantity.low), np.inf if quantity.high is None else float(quantity.high)


def _citations(draft: Draft) -> pd.DataFrame:
    frame = _frame(draft.citations)
    _, found = draft.traced
    # Of an index without errors every citation was traced; they were in the order of their lines.
    order = np.searchsorted(np.asarray(draft.citations.lines), frame["line"].to_numpy())
    inward = order.tolist()
    for name in Grounds._fields:
        column = getattr(found, name)
        if isinstance(column, list):
            frame[name] = pd.Series([column[at] for at in inward], dtype=object)
        else:
            frame[name] = column[order]
    for name in ("start", "end"):
        frame[name] = frame[name].replace("", "-1").astype(np.int64)
    keys = zip(*(frame[name].tolist() for name in CITATION_KEY), strict=True)
    ids = [citation_id(*key) for key in keys]
    frame.insert(0, "id", ids)
    return frame
