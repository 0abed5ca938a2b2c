"""Turtle, and what stands in a graph of TriG: facts grouped by subject, with prefixes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from string import ascii_letters, digits

import numpy as np

from cardindex.frames import joined, texts
from cardindex.rdf.columns import Texts, all_of, compute, ends, raw
from cardindex.rdf.lines import quoted, unquoted
from cardindex.rdf.syntax import MARK, Around, Frame, Plain, around, as_they_are
from cardindex.rdf.terms import OWN, TERM, TEXT, Names, expanded

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_-])?(?:#[A-Za-z0-9_-]+)?")
_NAMES = rf"\A(?:{_LOCAL.pattern})?\z"
_PLAIN = f"{ascii_letters}{digits}_-".encode()
_BARE = frozenset({"xsd:integer", "xsd:boolean"})


class Turtle:
    """Facts grouped by subject."""

    around = Around(behind=" ", end=" .\n", cut=len(" ;\n\t"))

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

    def plain(self, predicate: str, kind: str, under: str) -> Plain | None:
        """Return how texts of a kind are written; terms have to be shortened one by one."""
        if kind == TERM or (kind == OWN and under.find("/") != len(under) - 1):
            return None
        if kind == OWN:
            return Plain(f"{under[:-1]}:", "", lambda ids: self._shortened(under, ids))
        safe = as_they_are if kind in _BARE else unquoted
        return Plain(*around(self.value(predicate, kind), under), safe)

    def subject(self, path: str) -> str:
        """Return the name of a thing, or its IRI."""
        return self._term(path) if path.startswith("<") else self._own(path)

    def subjects(self, under: str, ids: Texts) -> Texts:
        """Return the names of things, or their IRIs."""
        found, bare = self._shortened(under, ids)
        return joined(f"{under[:-1]}:", found) if bare else found

    def _shortened(self, under: str, ids: Texts) -> tuple[Texts, bool]:
        """Return ids that stand behind a prefix as they are, or else the names or IRIs of all."""
        bounds = ends(ids)
        filled = bounds[:-1][np.diff(bounds) > 0] - bounds[0]
        if all_of(ids, _PLAIN) and b"-" not in bytes(np.frombuffer(raw(ids), np.uint8)[filled]):
            return ids, True
        if compute.all(compute.match_substring_regex(ids, _NAMES)).as_py():
            return compute.replace_substring(ids, "#", "\\#"), True
        return texts([self._own(under + id_) if id_ else "" for id_ in ids.to_pylist()]), False

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
