"""Checked tables → frames: columns of Arrow, in canonical order, and what follows from each row.

Texts are never made Python objects; derived values (days, quantities, ties) are computed once for
each distinct text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cardindex import dates, quantities
from cardindex.checks import Draft
from cardindex.groups import Numbers
from cardindex.lineage import Traced, split_list, touched
from cardindex.ontology import Vocabulary
from cardindex.settings import Coder
from cardindex.tables import CITATION_KEY, SORTED_BY, Table, sort_keys
from cardindex.tables.bibliography import Entry
from cardindex.tables.columns import CLAIM_IDS, PLACES
from cardindex.ties import Tie, parse_ties, told_as_one
from cardindex.tuples import Tuples, coded, lists_of

BOUNDS = ("earliest_start", "latest_start", "earliest_end", "latest_end")
"""The four days of a claim or a source, as columns of its frame."""

# The stubs of pyarrow lack types.
arrow: Any = pa
compute: Any = pc

Texts = Any
"""An Arrow array of texts in one piece."""

Flags = npt.NDArray[np.bool_]

_TEXT = pd.StringDtype(na_value=np.nan)
_TEXTS = arrow.large_string()
_BY_ID = ("entities", "sources", "claims")


@dataclass(frozen=True)
class Parts:
    """An index in parts: its frames by name, what index.toml says, and the rest."""

    said: Mapping[str, str]
    coders: dict[str, Coder]
    vocabulary: Vocabulary
    frames: Mapping[str, pd.DataFrame]
    bibliography: dict[str, Entry]


def parts(draft: Draft, *, last: bool = False) -> Parts:
    """Return an index in parts, from a draft in which the checks found no error.

    ``last``: the draft is not used afterwards, so its tables are freed while the frames are made.
    For a million claims, both at once would take a gigabyte more.
    """
    settings = draft.settings
    names = ("title", "description", "base", "licence", "version", "wash")
    frames = {}
    if last:
        draft.let_go()
    for table in draft.tables:
        frames[table.name] = _frame(table) if len(table.lines) else _empty(table)
        if last:
            table.let_go_of_cells()
    frames["sources"] = _sources(frames["sources"])
    frames["claims"] = _claims(frames["claims"])
    frames["citations"] = _citations(frames["citations"], draft)
    for name in _BY_ID:
        frames[name] = frames[name].set_index("id")
    return Parts(
        said={name: getattr(settings, name) for name in names},
        coders=settings.coders,
        vocabulary=draft.vocabulary,
        frames=frames,
        bibliography=_by_id(draft.bibliography.entries),
    )


def texts(column: Any) -> Texts:  # noqa: ANN401 - a Column, a Series, Arrow, or a sequence of texts
    """Return a column of texts as one Arrow array, copied only if it is none yet."""
    if isinstance(column, pd.Series | pd.Index):
        found = arrow.array(column.array)
    elif isinstance(column, arrow.Array | arrow.ChunkedArray):
        found = column
    else:
        found = getattr(column, "arrow", None)
        if found is None:
            found = arrow.array(column, type=arrow.large_string())
    if isinstance(found, arrow.ChunkedArray):
        found = found.combine_chunks()
    return found if found.type == _TEXTS else found.cast(_TEXTS)


def joined(*parts: Any, between: str = "") -> Texts:  # noqa: ANN401 - texts, or one for all rows
    """Return the texts of each row put together; missing where one of them is."""
    scalars = [
        arrow.scalar(part, _TEXTS) if isinstance(part, str) else part for part in (*parts, between)
    ]
    return compute.binary_join_element_wise(*scalars, null_handling="emit_null")


def series(column: Texts) -> Any:  # noqa: ANN401 - an array of pandas
    """Return Arrow's texts as pandas has them; nothing is copied."""
    return cast("Any", pd.arrays.ArrowStringArray)(column, dtype=_TEXT)


def named(codes: Numbers, names: Iterable[str]) -> Any:  # noqa: ANN401 - an array of pandas
    """Return a column of names by their places; -1 is the last of them."""
    known = texts(list(names))
    return series(known.take(arrow.array(np.where(codes < 0, len(known) + codes, codes))))


def differing(frame: pd.DataFrame, *columns: str) -> set[str]:
    """Return the texts that stand in some columns, each once."""
    return {text for column in columns for text in frame[column].unique()}


def runs(column: Texts) -> Flags:
    """Tell of each text but the first whether it differs from the one before."""
    differs: Flags = np.asarray(compute.not_equal(column[1:], column[:-1]), dtype=bool)
    return differs


def _frame(table: Table) -> pd.DataFrame:
    """Return a table as a frame in canonical order, with the line of each row."""
    columns = {name: texts(table[name]) for name in table.columns}
    lines = np.asarray(table.lines, dtype=np.int64)
    order = in_order([key for name in SORTED_BY[table.name] for key in _keys(table, name, columns)])
    if order is not None:
        columns = {name: column.take(arrow.array(order)) for name, column in columns.items()}
        lines = lines[order]
    arrays = {name: series(column) for name, column in columns.items()}
    return pd.DataFrame({**arrays, "line": lines}, copy=False)


def _empty(table: Table) -> pd.DataFrame:
    """Return the frame of a table without rows, as most indexes have some."""
    return _of_none(tuple(table.columns)).copy()


@cache
def _of_none(columns: Sequence[str]) -> pd.DataFrame:
    arrays = {name: series(texts([])) for name in columns}
    return pd.DataFrame({**arrays, "line": np.empty(0, dtype=np.int64)}, copy=False)


def _keys(table: Table, name: str, columns: Mapping[str, Texts]) -> list[Texts]:
    """Return what a column sorts by: the text itself, or of claim ids the parts of it."""
    column, here = columns[name], (table.name, name)
    if here in PLACES:
        at = SORTED_BY[table.name].index(name)
        return [texts(sort_keys(table.name, table.columns)[at])]
    if here not in CLAIM_IDS or len(compute.unique(compute.utf8_length(column))) < 2:
        return [column]
    # As ``tables.claim_key``: the letter, the length of the number, the number, the text.
    digits = compute.utf8_ltrim(compute.utf8_slice_codeunits(column, 1), "0")
    return [compute.utf8_slice_codeunits(column, 0, 1), compute.utf8_length(digits), digits, column]


def in_order(keys: Sequence[Texts]) -> Numbers | None:
    """Return the positions of rows in the order of these keys; None where they stand so already."""
    rows = np.arange(1, len(keys[0]))
    for key in keys:
        # Only rows with equal earlier keys are compared by this one.
        every = len(rows) == len(key) - 1
        this, last = (key[1:], key[:-1]) if every else (key.take(rows), key.take(rows - 1))
        if compute.any(compute.less(this, last)).as_py():
            named = {str(at): each for at, each in enumerate(keys)}
            by = [(name, "ascending") for name in named]
            return np.asarray(
                compute.sort_indices(arrow.table(named), sort_keys=by), dtype=np.int64
            )
        rows = rows[np.asarray(compute.equal(this, last), dtype=bool)]
        if not len(rows):
            return None
    return None


def _by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {str(entry["id"]): entry for entry in sorted(entries, key=lambda it: str(it["id"]))}


def _arrays(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the columns of a frame, to be made one with others: nothing is copied.

    A column that pandas adds to a frame by itself costs it all names of columns anew.
    """
    return {str(name): frame[name].array for name in frame}


def _sources(frame: pd.DataFrame) -> pd.DataFrame:
    authors, rests = (Tuples.per_text(frame[name], split_list) for name in ("author", "rests_on"))
    more = {"authors": authors, "rests": rests, **_days(frame["date"])}
    return pd.DataFrame({**_arrays(frame), **more}, copy=False)


def _days(column: pd.Series[str]) -> dict[str, Numbers]:
    """Return the four days of the dates in a column."""
    days = _worked_out(column, dates.parse, np.int64, len(BOUNDS))
    return {name: days[:, place] for place, name in enumerate(BOUNDS)}


def _worked_out(
    column: pd.Series[str], work: Callable[[str], Any], kind: type[Any], width: int
) -> npt.NDArray[Any]:
    """Return so many numbers of each text, worked out once for all that are alike."""
    codes, distinct = coded(column)
    found = np.array([work(text) for text in distinct], dtype=kind).reshape(-1, width)
    return np.asfortranarray(found)[codes] if len(codes) else np.empty((0, width), dtype=kind)


def _claims(frame: pd.DataFrame) -> pd.DataFrame:
    low, high = _worked_out(frame["quantity"], _range, float, 2).T
    tied = Tuples.per_text(frame["ties"], parse_ties, read=tie)
    more = {**_days(frame["when"]), "low": low, "high": high, "tied": tied}
    frame = pd.DataFrame({**_arrays(frame), **more}, copy=False)
    frame["told_as"] = told_as(frame)
    return frame


def tie(text: str) -> Tie:
    """Read one tie that ``str()`` wrote."""
    return parse_ties(text)[0]


def _range(text: str) -> tuple[float, float]:
    if not text:
        return np.nan, np.nan
    quantity = quantities.parse(text)
    return float(quantity.low), np.inf if quantity.high is None else float(quantity.high)


def told_as(frame: pd.DataFrame) -> Numbers:
    """Number the claims of a frame as ``ties.told_as_one`` does."""
    rows = np.flatnonzero(frame["ties"] != "")
    tied = zip(rows.tolist(), frame["tied"].iloc[rows], strict=True)

    def place(ids: Sequence[str]) -> Numbers:
        others = arrow.array(ids, type=arrow.large_string())
        found = compute.index_in(others, value_set=texts(frame["id"]))
        return np.asarray(found.fill_null(-1), dtype=np.int64)

    modes, _ = coded(frame["mode"])
    return told_as_one(((row, one) for row, ties in tied for one in ties), place, modes)


def _citations(frame: pd.DataFrame, draft: Draft) -> pd.DataFrame:
    _, found = draft.traced
    # In an index without errors every citation is traced, in the order of lines.
    lines = np.asarray(draft.citations.lines)
    order = np.searchsorted(lines, frame["line"].to_numpy())
    about, struck = found.about, touched(found)
    ids, roots = texts(about.ids), texts(about.roots)
    columns = {
        "leans": found.leans[order],
        "node": found.node[order],
        "leans_on": series(_leaned_on(found, ids).take(arrow.array(order))),
        "root": series(roots.take(arrow.array(found.root[order]))),
        "speakers": Tuples(found.way[order], lists_of(about.ids, found.ways.speakers)),
        "touched": Tuples(struck.code[order], lists_of(struck.keys, struck.groups)),
        "misquoted": found.misquoted[order],
        "overstated": found.overstated[order],
        "loop": series(texts(found.loop).take(arrow.array(order))),
    }
    columns |= {name: _place(frame[name]) for name in ("start", "end")}
    ids = {"id": series(_citation_ids(frame))}
    return pd.DataFrame({**ids, **_arrays(frame), **columns}, copy=False)


def _place(column: pd.Series[str]) -> Numbers:
    """Return places in a text as numbers; -1 is none."""
    cells = texts(column)
    whole = compute.if_else(compute.equal(cells, ""), "-1", cells)
    return np.asarray(whole.cast(arrow.int64()))


def _leaned_on(found: Traced, ids: Texts) -> Texts:
    """Return the work that each citation leans on, or nothing."""
    rows = np.flatnonzero(found.stop >= 0)
    steps = found.ways.steps
    works = steps.things[steps.starts[found.way[rows]] + found.stop[rows]]
    place = np.full(len(found.stop), len(ids))
    place[rows] = works
    return arrow.concat_arrays([ids, texts([""])]).take(arrow.array(place))


def _citation_ids(frame: pd.DataFrame) -> Texts:
    """Return ``tables.citation_id`` of each row: a claim, and a hash of all else that tells it."""
    claim, *rest = (texts(frame[name]) for name in CITATION_KEY)
    line, dash = (arrow.scalar(sign, arrow.large_string()) for sign in "\n-")
    joining = compute.binary_join_element_wise
    hashes: list[Texts] = []
    for start in range(0, len(claim), _STEP):
        some = [column.slice(start, _STEP) for column in rest]
        # Without a coder the hash has no line for one.
        nobody = compute.equal(some[-1], "")
        whole = compute.if_else(nobody, joining(*some[:-1], line), joining(*some, line))
        cells = whole.cast(arrow.large_binary()).to_pylist()
        found = [sha256(cell).hexdigest()[:8] for cell in cells]
        hashes.append(arrow.array(found, arrow.large_string()))
    return joining(claim, texts(arrow.chunked_array(hashes, arrow.large_string())), dash)


_STEP = 1 << 17  # how many texts are made Python objects at a time
