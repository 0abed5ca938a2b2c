"""N-Triples and N-Quads: one fact a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from cardindex.rdf.syntax import MARK, Frame
from cardindex.rdf.terms import OWN, TERM, TEXT, Names, expanded

_MARK = MARK.encode()
_ESCAPED = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    **{ord(sign): f"\\{letter}" for sign, letter in zip('\b\t\n\f\r"\\', 'btnfr"\\', strict=True)},
}


def quoted(text: str) -> str:
    """Return a text as N-Triples and Turtle have it, between quotation marks."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f'"{text.translate(_ESCAPED)}"'


class Lines:
    """One fact a line; ``graph`` is a path, or empty for the default graph."""

    joint = b""

    def __init__(self, names: Names, graph: str = "") -> None:
        self._names = names
        self._behind = f" <{names.iri(graph)}> .\n" if graph else " .\n"
        self.frame = cache(self._frame)
        self.value = cache(self._value)

    def _frame(self, predicate: str, *, several: bool) -> Frame:  # noqa: ARG002 - alike here
        before = f"{MARK} <{expanded(predicate)}> "
        return Frame(before, self._behind + before, self._behind)

    def _value(self, predicate: str, kind: str) -> Callable[[str], str]:  # noqa: ARG002
        base = self._names.base
        if kind == OWN:
            return lambda path: f"<{base}{path}>"
        if kind == TERM:
            return lambda short: f"<{expanded(short)}>"
        if kind == TEXT:
            return quoted
        behind = kind if kind.startswith("@") else f"^^<{expanded(kind)}>"
        return lambda text: quoted(text) + behind

    def things(self, subjects: Sequence[str], told: Sequence[bytes]) -> tuple[list[bytes], int]:
        """Return the lines of each thing, and how many they are."""
        iris = [f"<{self._names.iri(subject)}>".encode() for subject in subjects]
        lines = [some.replace(_MARK, iri) for some, iri in zip(told, iris, strict=True)]
        # The number of marks follows from the lengths; counting line ends is three times as slow.
        sizes = zip(map(len, lines), map(len, told), map(len, iris), strict=True)
        return lines, sum((after - before) // (iri - 1) for after, before, iri in sizes)
