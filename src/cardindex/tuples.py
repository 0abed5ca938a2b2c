"""Columns of tuples with few distinct values: stored as codes, made into tuples when read.

A million citations have few different tuples of speakers. A column of Python tuples would take
seconds to open; here it is a code for each row and the distinct tuples as Arrow lists, ready on the
disk. Reading rows from the column gives tuples all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import ExtensionArray, ExtensionDtype

from cardindex.groups import Groups, Numbers

arrow: Any = pa  # its stubs know fewer types than it does
compute: Any = pc

Arrow = Any
"""An array of Arrow's."""

Scalars = Any
"""What pandas gives and takes."""

Flags = npt.NDArray[np.bool_]
Read = Callable[[str], Any]

_MISSING = -1
_MANY = 1_000  # rows: fewer are asked for again and again, and making all tuples once pays


class Distinct:
    """Different tuples, by their codes: as an Arrow array of lists of texts, or as they are.

    ``read`` makes of each text what stands in the tuple, where that is something else.
    """

    def __init__(
        self, lists: Arrow = None, read: Read | None = None, made: Sequence[Any] = ()
    ) -> None:
        self._lists, self.read, self._made = lists, read, made

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._made) if self._lists is None else len(self._lists)

    @cached_property
    def lists(self) -> Arrow:
        """The tuples as Arrow has them, of texts."""
        if self._lists is not None:
            return self._lists
        return arrow.array(list(map(list, self._made)), type=arrow.list_(arrow.string()))

    @cached_property
    def tuples(self) -> npt.NDArray[np.object_]:
        """The tuples, by their codes; one more, behind the last, stands for a missing one."""
        found = np.empty(len(self) + 1, dtype=object)
        found[_MISSING] = np.nan
        made = self._made if self._lists is None else self._read()
        for code, row in enumerate(made):
            found[code] = row
        return found

    @property
    def are_made(self) -> bool:
        """Whether the tuples lie ready as such."""
        return self._lists is None or "tuples" in vars(self)

    def some(self, codes: npt.NDArray[np.int64]) -> Distinct:
        """Return the tuples of these codes alone, in their order."""
        return Distinct(self.lists.take(arrow.array(codes)), self.read)

    def _read(self) -> Iterator[tuple[Any, ...]]:
        texts = self.lists.flatten().to_pylist()
        parts = list(map(self.read, texts)) if self.read else texts
        for start, end in pairwise(self.groups.starts.tolist()):
            yield tuple(parts[start:end])

    @cached_property
    def groups(self) -> Groups:
        """What is in each tuple, as places in ``lists.flatten()``."""
        starts = np.asarray(self.lists.offsets, dtype=np.int64)
        return Groups(np.arange(starts[-1] - starts[0]), starts - starts[0])


class TuplesDtype(ExtensionDtype):
    """The type of a column of tuples."""

    name = "tuples"
    type: ClassVar[Any] = tuple
    na_value = np.nan

    @classmethod
    def construct_array_type(cls) -> Any:  # noqa: ANN401 - its own ``type`` hides Python's
        """Return the class of its arrays."""
        return Tuples


class Tuples(ExtensionArray):
    """A column of tuples: ``codes`` by row, -1 for a missing one, and what they stand for."""

    def __init__(self, codes: npt.NDArray[np.integer[Any]], distinct: Distinct) -> None:
        self.codes, self.distinct = codes, distinct

    @classmethod
    def of(cls, rows: Iterable[Any]) -> Tuples:
        """Make a column of tuples. Raises TypeError for what is neither one nor missing."""
        known: dict[Any, int] = {}
        codes = []
        for row in rows:
            if isinstance(row, tuple):
                codes.append(known.setdefault(row, len(known)))
            elif row is None or row != row:  # noqa: PLR0124 - as NaN is
                codes.append(_MISSING)
            else:
                raise TypeError(row)
        return cls(np.array(codes, dtype=np.int32), Distinct(made=list(known)))

    @classmethod
    def grouped(
        cls, names: Sequence[str], groups: Groups, at: Numbers | slice = slice(None)
    ) -> Tuples:
        """Make the column of the groups at these positions; what is in them are places in names.

        Groups of none or of one share their tuples.
        """
        sizes = np.diff(groups.starts)
        several = np.flatnonzero(sizes > 1)
        codes = np.full(len(sizes), len(names), dtype=np.int64)
        alone = np.flatnonzero(sizes == 1)
        codes[alone] = groups.things[groups.starts[alone]]
        codes[several] = len(names) + 1 + np.arange(len(several))
        part = groups.part(several)
        ends = len(names) + np.append(0, part.starts)
        offsets = np.concatenate([np.arange(len(names)), ends]).astype(np.int32)
        places = arrow.array(np.append(np.arange(len(names)), part.things))
        values = arrow.array(list(names), type=arrow.string()).take(places)
        lists = arrow.ListArray.from_arrays(arrow.array(offsets), values)
        return cls(codes[at], Distinct(lists))

    @classmethod
    def per_text(
        cls,
        column: pd.Series[str],
        split: Callable[[str], tuple[Any, ...]],
        read: Read | None = None,
    ) -> Tuples:
        """Make the column that ``split`` makes of texts, each different one split once.

        ``read``: as in Distinct, what stands in the tuples being written as ``str()`` has it.
        """
        codes, texts = coded(column)
        rows = [tuple(map(str, split(text))) for text in texts]
        return cls(codes, Distinct(Distinct(made=rows).lists, read))

    @classmethod
    def of_arrow(cls, column: Arrow, read: Read | None = None) -> Tuples:
        """Make the column of an Arrow dictionary of lists; nothing is copied."""
        whole = cast("Any", column.chunk(0) if column.num_chunks == 1 else column.combine_chunks())
        return cls(whole.indices.to_numpy(zero_copy_only=False), Distinct(whole.dictionary, read))

    def arrow(self) -> Arrow:
        """Return the column as an Arrow dictionary of lists."""
        return arrow.DictionaryArray.from_arrays(
            arrow.array(self.codes.astype(np.int32, copy=False)), self.distinct.lists
        )

    def members(self) -> set[str]:
        """Return all texts that are in some tuple of the column."""
        used = self.distinct.groups.part(np.unique(self.codes[self.codes >= 0]).astype(np.int64))
        return set(self.distinct.lists.flatten().take(arrow.array(used.things)).to_pylist())

    def names_any(self, names: Collection[str]) -> Flags:
        """Tell of each tuple whether one of these texts is in it."""
        flat = self.distinct.lists.flatten()
        inside = np.asarray(compute.is_in(flat, arrow.array(list(names), flat.type)), dtype=bool)
        ends = self.distinct.groups.starts
        count = np.append(0, np.cumsum(inside))[ends]
        found: Flags = (count[1:] > count[:-1])[self.codes]
        return found

    def places(self, among: pd.Index[str]) -> Groups:
        """Return what is in the tuple of each row, as positions in ``among``."""
        flat = among.get_indexer(pd.Index(self.distinct.lists.flatten().to_pylist(), dtype=object))
        groups = Groups(flat.astype(np.int64), self.distinct.groups.starts)
        return groups.part(self.codes.astype(np.int64, copy=False))

    @property
    def dtype(self) -> TuplesDtype:
        """The type of the column."""
        return TuplesDtype()

    @property
    def nbytes(self) -> int:
        """How many bytes the codes take."""
        return int(self.codes.nbytes)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    def __iter__(self) -> Iterator[Any]:
        """Yield the tuples."""
        return iter(self._made().tolist())

    def __getitem__(self, item: Any) -> Any:  # noqa: ANN401 - as pandas has it
        """Return one tuple, or a column of some rows."""
        item = pd.api.indexers.check_array_indexer(self, item)
        codes = self.codes[item]
        if isinstance(codes, np.ndarray):
            return Tuples(codes, self.distinct)
        return self.distinct.tuples[codes]

    def __setitem__(self, key: Any, value: Any) -> None:  # noqa: ANN401 - as pandas has it
        """Put one tuple, or as many as there are rows, into some rows."""
        key = pd.api.indexers.check_array_indexer(self, key)
        made, rows = self._made().copy(), np.arange(len(self))[key]
        if np.ndim(rows) == 0:
            made[rows] = tuple(value)
        else:
            values = [value] * len(rows) if isinstance(value, tuple) else list(value)
            for at, one in zip(rows.tolist(), values, strict=True):
                made[at] = one
        new = Tuples.of(made)
        self.codes, self.distinct = new.codes, new.distinct

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:  # noqa: ANN401, FBT001
        """Return the tuples as an array of objects."""
        return self._made()

    def __eq__(self, other: object) -> Any:  # noqa: ANN401 - as pandas has it
        """Tell of each row whether it equals another, or one tuple."""
        if isinstance(other, pd.Series | pd.Index | pd.DataFrame):
            return NotImplemented
        if isinstance(other, tuple):
            others: Iterable[object] = [other] * len(self)
        else:
            others = cast("Iterable[object]", other)
        return np.array([one == two for one, two in zip(self, others, strict=True)], dtype=bool)

    __hash__ = None  # type: ignore[assignment]

    def isna(self) -> Flags:
        """Tell which rows have none."""
        missing: Flags = self.codes == _MISSING
        return missing

    def take(
        self,
        indices: Scalars,
        *,
        allow_fill: bool = False,
        fill_value: Any = None,  # noqa: ANN401, ARG002
    ) -> Tuples:
        """Return the rows at these positions; with ``allow_fill`` -1 stands for a missing one."""
        taken = pd.api.extensions.take(
            self.codes, np.asarray(indices, dtype=np.intp), allow_fill=allow_fill,
            fill_value=_MISSING if allow_fill else None,
        )  # fmt: skip
        return Tuples(cast("Any", taken), self.distinct)

    def copy(self) -> Tuples:
        """Return a column of its own."""
        return Tuples(self.codes.copy(), self.distinct)

    def _cast_pointwise_result(self, values: Scalars) -> Scalars:
        """Return what was worked out of each row as the type that it is, as of any objects."""
        found = np.empty(len(values), dtype=object)
        for at, value in enumerate(values):
            found[at] = value
        return pd.Series(found).infer_objects().array

    def _made(self) -> npt.NDArray[np.object_]:
        if _MANY < len(self) < len(self.distinct) // 2 and not self.distinct.are_made:
            # A part of a large column: all its other tuples would be made for nothing, and kept.
            used, codes = np.unique(self.codes[self.codes != _MISSING], return_inverse=True)
            found = np.full(len(self), _MISSING)
            found[self.codes != _MISSING] = codes
            made: npt.NDArray[np.object_] = self.distinct.some(used).tuples[found]
        else:
            made = self.distinct.tuples[self.codes]
        return made

    @classmethod
    def _from_sequence(
        cls,
        scalars: Scalars,
        *,
        dtype: Scalars = None,  # noqa: ARG003
        copy: bool = False,  # noqa: ARG003
    ) -> Tuples:
        return scalars if isinstance(scalars, Tuples) else cls.of(scalars)

    def _explode(self) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.uint64]]:
        """Return what is in the tuples, and how many rows each is; an empty one is missing."""
        rows = [row if isinstance(row, tuple) and row else (np.nan,) for row in self]
        parts = np.empty(sum(map(len, rows)), dtype=object)
        for at, part in enumerate(part for row in rows for part in row):
            parts[at] = part
        return parts, np.array([len(row) for row in rows], dtype=np.uint64)

    def _values_for_factorize(self) -> tuple[npt.NDArray[np.object_], float]:
        return self._made(), np.nan

    @classmethod
    def _from_factorized(cls, values: Scalars, original: Tuples) -> Tuples:  # noqa: ARG003
        return cls.of(values)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Tuples]) -> Any:  # noqa: ANN401
        distinct = to_concat[0].distinct
        if all(each.distinct is distinct for each in to_concat):
            return cls(np.concatenate([each.codes for each in to_concat]), distinct)
        return cls.of(row for each in to_concat for row in each)


def lists_of(names: Sequence[str], groups: Groups) -> Distinct:
    """Return groups of places in ``names`` as different tuples, by their codes."""
    values = arrow.array(list(names), type=arrow.string()).take(arrow.array(groups.things))
    offsets = arrow.array(groups.starts.astype(np.int32))
    return Distinct(arrow.ListArray.from_arrays(offsets, values))


def tuples(column: pd.Series[Any]) -> Tuples:
    """Return a column of a frame as one of Tuples, made if it is not."""
    found = column.array
    return found if isinstance(found, Tuples) else Tuples.of(column.tolist())


def coded(column: Arrow) -> tuple[npt.NDArray[np.int32], list[str]]:
    """Return a column of texts as codes, and the different texts in order of first appearance."""
    encoded = cast("Any", arrow.array(column).dictionary_encode())
    whole = encoded.combine_chunks() if isinstance(encoded, arrow.ChunkedArray) else encoded
    return whole.indices.to_numpy(zero_copy_only=False), whole.dictionary.to_pylist()
