"""N-Triples and N-Quads: one fact a line."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from cardindex.frames import joined
from cardindex.rdf.columns import Texts, without
from cardindex.rdf.syntax import MARK, Frame, Plain, around, as_they_are
from cardindex.rdf.terms import OWN, TERM, TEXT, Names, expanded

_ESCAPED = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    **{ord(sign): f"\\{letter}" for sign, letter in zip('\b\t\n\f\r"\\', 'btnfr"\\', strict=True)},
}
_ACTING = bytes(_ESCAPED)


def quoted(text: str) -> str:
    """Return a text as N-Triples and Turtle have it, between quotation marks."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f'"{text.translate(_ESCAPED)}"'


def unquoted(texts: Texts) -> tuple[Texts, bool]:
    """Return texts as they stand between the quotation marks."""
    return without(texts, _ACTING, lambda text: text.translate(_ESCAPED)), True


class Lines:
    """One fact a line; ``graph`` is a path, or empty for the default graph."""

    around = None

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

    def plain(self, predicate: str, kind: str, under: str) -> Plain | None:
        """Return how texts of a kind are written; terms have to be expanded one by one."""
        if kind == TERM:
            return None
        safe = as_they_are if kind == OWN else unquoted
        return Plain(*around(self.value(predicate, kind), under), safe)

    def subject(self, path: str) -> str:
        """Return the IRI of a thing."""
        return f"<{self._names.iri(path)}>"

    def subjects(self, under: str, ids: Texts) -> Texts:
        """Return the IRIs of things."""
        return joined(f"<{self._names.base}{under}", ids, ">")
