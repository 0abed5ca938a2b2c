"""Columns of tuples, of which many are alike: kept as numbers, and made when somebody asks.

A frame of a million citations has few different speakers. As a column of Python tuples it would
cost seconds to open; here it is a code a row and the different tuples as Arrow lists, that lie
ready on a disk. Whoever takes rows from the column gets tuples all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionArray, ExtensionDtype

from cardindex.groups import Groups

arrow: Any = pa  # its stubs know fewer types than it does

Arrow = Any
"""An array of Arrow's."""

Scalars = Any
"""What pandas gives and takes."""

Flags = npt.NDArray[np.bool_]
Read = Callable[[str], Any]

_MISSING = -1


class Distinct:
    """Different tuples, by their codes, as an Arrow array of lists of texts.

    ``read`` makes of each text what stands in the tuple, where that is something else.
    """

    def __init__(self, lists: Arrow, read: Read | None = None) -> None:
        self.lists, self.read = lists, read

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.lists)

    @cached_property
    def tuples(self) -> npt.NDArray[np.object_]:
        """The tuples, by their codes; one more, behind the last, stands for a missing one."""
        read, texts = self.read, self.lists.flatten().to_pylist()
        parts = [read(text) for text in texts] if read else texts
        ends = self.groups.starts.tolist()
        found = np.empty(len(self) + 1, dtype=object)
        for code in range(len(self)):
            found[code] = tuple(parts[ends[code] : ends[code + 1]])
        found[_MISSING] = np.nan
        return found

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
    def of(cls, rows: Iterable[tuple[str, ...]]) -> Tuples:
        """Make a column of tuples of texts."""
        known: dict[Hashable, int] = {}
        codes = [known.setdefault(row, len(known)) for row in rows]
        return cls(np.array(codes, dtype=np.int32), Distinct(_lists(cast("Any", known))))

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
        return cls(codes, Distinct(_lists(rows), read))

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

    def names_any(self, names: Collection[str]) -> Flags:
        """Tell of each tuple whether one of these texts is in it."""
        flat = self.distinct.lists.flatten()
        inside = np.array([text in names for text in flat.to_pylist()], dtype=bool)
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

    def _made(self) -> npt.NDArray[np.object_]:
        made: npt.NDArray[np.object_] = self.distinct.tuples[self.codes]
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

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Tuples]) -> Any:  # noqa: ANN401
        distinct = to_concat[0].distinct
        if all(each.distinct is distinct for each in to_concat):
            return cls(np.concatenate([each.codes for each in to_concat]), distinct)
        return cls.of(row for each in to_concat for row in each)


def coded(column: pd.Series[str]) -> tuple[npt.NDArray[np.int32], list[str]]:
    """Return a column of texts as codes, and the different texts in order of first appearance."""
    encoded = cast("Any", arrow.array(column).dictionary_encode())
    whole = encoded.combine_chunks() if isinstance(encoded, arrow.ChunkedArray) else encoded
    return whole.indices.to_numpy(zero_copy_only=False), whole.dictionary.to_pylist()


def _lists(rows: Collection[tuple[str, ...]]) -> Arrow:
    return arrow.array(list(map(list, rows)), type=arrow.list_(arrow.string()))
