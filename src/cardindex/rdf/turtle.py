"""Turtle, and what stands in a graph of TriG: facts grouped by subject, with prefixes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from cardindex.rdf.lines import quoted
from cardindex.rdf.syntax import MARK, Frame, unmarked
from cardindex.rdf.terms import OWN, TERM, TEXT, Names, expanded

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_-])?(?:#[A-Za-z0-9_-]+)?")
_BARE = frozenset({"xsd:integer", "xsd:boolean"})


class Turtle:
    """Facts grouped by subject."""

    joint = b""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._prefixes = {iri: prefix for prefix, iri in names.prefixes.items()}
        self.frame = cache(self._frame)
        self.value = cache(self._value)

    def _frame(self, predicate: str, *, several: bool) -> Frame:  # noqa: ARG002 - alike here
        named = "a" if predicate == "rdf:type" else self._term(predicate)
        return Frame(f" ;\n\t{named} {MARK}", f" , {MARK}", "")

    def _value(self, predicate: str, kind: str) -> Callable[[str], str]:  # noqa: ARG002
        if kind == OWN:
            return self._own
        if kind == TERM:
            return self._term
        if kind == TEXT:
            return quoted
        if kind in _BARE:
            return str
        behind = kind if kind.startswith("@") else f"^^{kind}"
        return lambda text: quoted(text) + behind

    def things(self, subjects: Sequence[str], told: Sequence[bytes]) -> tuple[list[bytes], int]:
        """Return what is said of each thing, a line a predicate, and how many facts it is."""
        bare, facts = unmarked(told)
        things = [
            b"%s %s .\n" % (self._named(subject).encode(), some[4:])
            for subject, some in zip(subjects, bare, strict=True)
        ]
        return things, facts

    def _named(self, subject: str) -> str:
        return self._term(subject) if subject.startswith("<") else self._own(subject)

    def _own(self, path: str) -> str:
        """Return the prefixed name of a thing of the index (``entity:kgb``), or its IRI."""
        kind, _, local = path.partition("/")
        if _LOCAL.fullmatch(local):
            return f"{kind}:{local}".replace("#", "\\#")
        return f"<{self._names.base}{path}>"

    def _term(self, short: str) -> str:
        """Return the prefixed name of a term, or its IRI."""
        iri = expanded(short)
        at = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix, local = self._prefixes.get(iri[:at]), iri[at:]
        return f"{prefix}:{local}" if prefix and _LOCAL.fullmatch(local) else f"<{iri}>"
