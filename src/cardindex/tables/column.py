"""One column of a table: its cells as Python texts, as Arrow texts, or as codes of distinct texts.

A column is made from one of these and computes the others when they are first asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Codes = npt.NDArray[np.int32]
    Flags = npt.NDArray[np.bool_]

# How many Arrow texts are made Python texts at a time while a column is walked.
_STEP = 1 << 16


class Column(Sequence[str]):
    """The cells of a column, which nothing changes.

    Columns are equal where their cells are. With a list, compare ``list(column)``.
    """

    __slots__ = ("_arrow", "_cells", "_codes", "_distinct", "_number")

    def __init__(self, cells: Sequence[str] | None, arrow: Any = None) -> None:  # noqa: ANN401
        self._cells, self._arrow = cells, arrow
        self._number = len(arrow) if cells is None else len(cells)
        self._distinct: list[str] | None = None
        self._codes: Codes | None = None

    @classmethod
    def of(cls, cells: Iterable[str]) -> Column:
        """Return cells as a column; what is one already stays itself, a sequence is not copied."""
        if isinstance(cells, Column):
            return cells
        return cls(cells if isinstance(cells, Sequence) else list(cells))

    @classmethod
    def of_arrow(cls, cells: pa.Array[Any] | pa.ChunkedArray[Any]) -> Column:
        """Return a column of Arrow's texts, none of them null."""
        return cls(None, cells)

    @property
    def arrow(self) -> pa.StringArray | pa.ChunkedArray[pa.StringScalar]:
        """The cells as Arrow's type ``string``. Raises UnicodeEncodeError for half a character."""
        if self._arrow is None:
            import pyarrow as pa  # noqa: PLC0415 - not every table is Arrow's

            self._arrow = pa.array(self._list(), pa.string())
        found: pa.StringArray = self._arrow
        return found

    @property
    def distinct(self) -> list[str]:
        """The cells that differ, in the order in which they first appear."""
        if self._distinct is None:
            self._encode()
        return self._distinct or []

    @property
    def codes(self) -> Codes:
        """Which of ``distinct`` each cell is."""
        import numpy as np  # noqa: PLC0415 - the command line lists columns before it reads any

        if self._codes is None:
            self._encode()
        return np.empty(0, np.int32) if self._codes is None else self._codes

    @property
    def is_arrow(self) -> bool:
        """Whether the cells are Arrow's already, so that asking for them costs nothing."""
        return self._arrow is not None

    @property
    def is_packed(self) -> bool:
        """Whether the cells are a sequence that makes its texts anew each time, to save memory."""
        return self._cells is not None and not isinstance(self._cells, list | tuple)

    def differing(self) -> Collection[str]:
        """Return the cells that differ; they are kept only where all cells are at hand anyway."""
        return set(self) if self.is_packed and self._distinct is None else self.distinct

    def rows_of(self, values: Collection[str]) -> Iterable[int]:
        """Return the rows with one of these cells, in order."""
        import numpy as np  # noqa: PLC0415 - as in codes

        if self._cells is not None and self._codes is None:
            return (row for row, cell in enumerate(self._cells) if cell in values)
        wanted = np.fromiter((cell in values for cell in self.distinct), np.bool_)
        found: list[int] = np.flatnonzero(wanted[self.codes]).tolist() if wanted.any() else []
        return found

    def longest(self) -> int:
        """Return how many characters the longest cell has, or a few more; 0 without cells."""
        if self._cells is not None or not len(self):
            return max(map(len, self), default=0)
        import pyarrow.compute as pc  # noqa: PLC0415 - not every table is Arrow's

        most: int = pc.max(pc.binary_length(self._arrow)).as_py()
        return most

    def unlike(self, form: str) -> Sequence[int]:
        """Return rows among which are all whose cells are neither empty nor of this form.

        ``form`` is a regular expression of ASCII that Python and RE2 read alike. For a column of
        Arrow alone.
        """
        import pyarrow.compute as pc  # noqa: PLC0415 - not every table is Arrow's

        fits = pc.match_substring_regex(self._arrow, f"^(?:{form})?$")
        return pc.indices_nonzero(pc.invert(fits)).to_pylist() if not pc.all(fits).as_py() else []

    def full(self) -> Flags:
        """Tell which cells are not empty."""
        import numpy as np  # noqa: PLC0415 - as in codes

        if self._cells is None and self._codes is None:
            import pyarrow.compute as pc  # noqa: PLC0415 - not every table is Arrow's

            lengths = pc.binary_length(self._arrow)
            found: Flags = lengths.to_numpy() > 0
            return found
        if self._codes is None:
            return np.fromiter(map(bool, self._list()), np.bool_, len(self))
        return np.fromiter(map(bool, self.distinct), np.bool_, len(self.distinct))[self._codes]

    def _encode(self) -> None:
        import numpy as np  # noqa: PLC0415 - as in codes

        if self._cells is None:
            encoded = self._one_chunk().dictionary_encode()
            self._distinct = encoded.dictionary.to_numpy(zero_copy_only=False).tolist()
            self._codes = encoded.indices.to_numpy()
            return
        cells = self._list()
        places = {cell: at for at, cell in enumerate(dict.fromkeys(cells))}
        self._distinct = list(places)
        self._codes = np.fromiter(map(places.__getitem__, cells), np.int32, len(cells))

    def _one_chunk(self) -> Any:  # noqa: ANN401
        chunked = hasattr(self._arrow, "combine_chunks")
        return self._arrow.combine_chunks() if chunked else self._arrow

    def _list(self) -> Sequence[str]:
        return [] if self._cells is None else self._cells

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            if self._cells is not None:
                return list(self._cells[at])
            some: list[str] = self._arrow[at].to_numpy(zero_copy_only=False).tolist()
            return some
        if self._cells is not None:
            return self._cells[at]
        if self._codes is not None and self._distinct is not None:
            return self._distinct[int(self._codes[at])]
        return str(self._arrow[at].as_py())

    def __iter__(self) -> Iterator[str]:
        if self._cells is not None:
            return iter(self._cells)
        return self._walked()

    def _walked(self) -> Iterator[str]:
        """Yield Arrow's cells, never all of them Python's at a time."""
        for start in range(0, self._number, _STEP):
            some = self._arrow.slice(start, _STEP)
            yield from some.to_numpy(zero_copy_only=False).tolist()

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:  # noqa: ANN401
        """Return the first row with this cell. Raises ValueError where there is none."""
        if self._cells is not None:
            end = len(self) if stop is None else stop
            return self._cells.index(value, start, end)
        for row, cell in enumerate(islice(self, start, stop), start):
            if cell == value:
                return row
        raise ValueError(value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Column):
            return NotImplemented
        return len(self) == len(other) and all(map(str.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        some = ", ".join(map(repr, self[:5]))
        return f"Column([{some}{', …' if len(self) > 5 else ''}])"
