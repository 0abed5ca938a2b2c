"""``Index.open(path)``: the one door. Checked frames and the vocabulary; data only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from cardindex import dates, quantities
from cardindex.checks import Draft, examine
from cardindex.checks.claims import parse_ties
from cardindex.errors import InvalidIndex
from cardindex.lineage import Lineage, Source, parse_chain, split_list, trace
from cardindex.ontology import Vocabulary
from cardindex.settings import Coder
from cardindex.tables import CITATION_KEY, Table, citation_id, is_sorted, sort_keys, sorted_rows
from cardindex.tables.bibliography import Entry

BOUNDS = ("earliest_start", "latest_start", "earliest_end", "latest_end")
"""The four days of a claim, as columns of the claims frame."""

_LOCATOR = re.compile("@[^>|?]+")


@dataclass(frozen=True, eq=False)
class Index:
    """A checked index.

    Cells that are empty in a table are empty texts in its frame; ``line`` is where a row starts.
    Beside the columns of the tables the frames hold what follows from single rows:

    ``entities``, by id.
    ``names``.
    ``sources``, by id: ``authors`` and ``rests`` as tuples of ids.
    ``claims``, by id: the four days (``earliest_start`` to ``latest_end``: days since 1970-01-01,
    the ends of ``datetime.date`` standing for "no bound"), ``low`` and ``high`` of the quantity
    (NaN without one, infinite where it is open), ``tied`` as a tuple of Ties.
    ``citations``, in canonical order: ``id``, ``start`` and ``end`` as numbers (-1 if empty),
    and the ``speakers``, ``root`` and ``touched`` of ``lineage.Lineage``.
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
            citations=_citations(draft.citations, draft.lineages),
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
        return str(self.entities.at[entity, "label"])


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
    return frame.set_index("id")


def _claims(table: Table) -> pd.DataFrame:
    frame = _frame(table)
    bounds = {
        when: [dates.day_number(day) for day in dates.parse(when)]
        for when in frame["when"].unique()
    }
    whens = frame["when"].tolist()
    days = np.array([bounds[when] for when in whens], dtype=np.int64).reshape(-1, 4)
    for place, name in enumerate(BOUNDS):
        frame[name] = days[:, place]
    ranges = {text: _range(text) for text in frame["quantity"].unique()}
    limits = [ranges[text] for text in frame["quantity"].tolist()]
    frame["low"], frame["high"] = np.array(limits, dtype=float).reshape(-1, 2).T
    frame["tied"] = pd.Series(list(map(parse_ties, frame["ties"].tolist())), dtype=object)
    return frame.set_index("id")


def _range(text: str) -> tuple[float, float]:
    if not text:
        return np.nan, np.nan
    quantity = quantities.parse(text)
    return float(quantity.low), np.inf if quantity.high is None else float(quantity.high)


def _citations(table: Table, sources: Mapping[str, Source]) -> pd.DataFrame:
    frame = _frame(table)
    # Pages say nothing of lineage, and without them few chains differ. Lists, as walking a column
    # of texts itself takes many times as long.
    works = {text: _LOCATOR.sub("", text) for text in frame["chain"].unique()}
    chains = {text: parse_chain(text) for text in dict.fromkeys(works.values())}
    read = zip(frame["source"].tolist(), frame["chain"].tolist(), strict=True)
    pairs = [(source, works[chain]) for source, chain in read]
    traced: dict[tuple[str, str], Lineage] = {
        pair: trace(pair[0], chains[pair[1]], sources) for pair in dict.fromkeys(pairs)
    }
    for name in Lineage._fields:
        values = (getattr(traced[pair], name) for pair in pairs)
        frame[name] = pd.Series(list(values), dtype=object)
    for name in ("start", "end"):
        frame[name] = frame[name].replace("", "-1").astype(np.int64)
    keys = zip(*(frame[name].tolist() for name in CITATION_KEY), strict=True)
    ids = [citation_id(*key) for key in keys]
    frame.insert(0, "id", ids)
    return frame
