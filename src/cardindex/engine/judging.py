"""Whether a query asks another server, and whether it chooses its graphs, as the engine reads it.

A keyword is found by replacing it: if every ``SERVICE`` in a text, wherever it stands, is spelt
differently and the text still parses, none of them was the keyword. So the only grammar is that of
the engine that runs the query.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

import pyoxigraph as ox

from cardindex.engine.syntax import keyword, place
from cardindex.errors import QueryError


def chooses_graphs(text: str, prefixes: Mapping[str, str], base: str = "") -> bool:
    """Tell whether a query says ``FROM``, once it is known that it asks nobody else.

    Raises QueryError where it asks another server, SyntaxError where it cannot be read.
    """
    _read(text, dict(prefixes), base)
    if _uses("SERVICE", text, prefixes, base):
        found = keyword("SERVICE", text)
        if found is None:
            found = next(_spelt("SERVICE").finditer(text)).start()
        message = f"{place(text, found)}: SERVICE asks another server, and nothing here does"
        raise QueryError(message, "service")
    return _uses("FROM", text, prefixes, base)


def _uses(word: str, text: str, prefixes: Mapping[str, str], base: str) -> bool:
    """Tell whether a query, which can be read, has a keyword."""
    altered = _without(word, text)
    if altered == text:
        return False
    try:
        _read(altered, {_without(word, prefix): iri for prefix, iri in prefixes.items()}, base)
    except SyntaxError:
        return True
    return False


# No query selects this variable, so the engine refuses to substitute it, after it has parsed the
# whole query and before it runs it.
_NOBODY = ox.Variable(f"x{secrets.token_hex(16)}")


def _read(text: str, prefixes: dict[str, str], base: str) -> None:
    """Have the engine parse a query without running it; raises SyntaxError where it cannot."""
    with suppress(RuntimeError):
        ox.Store().query(
            text, base_iri=base or None, prefixes=prefixes, substitutions={_NOBODY: ox.Literal("")}
        )


def _without(word: str, text: str) -> str:
    """Spell a word differently wherever it stands, so that declared and used names still agree."""
    return _spelt(word).sub(lambda found: found[1] + ("Q" if found[2].isupper() else "q"), text)


@cache
def _spelt(word: str) -> re.Pattern[str]:
    """Return what finds a word in any case, and with letters that are written as escapes."""
    *first, last = (
        rf"(?:{letter}|\\u00[{code >> 4:x}{(code >> 4) + 2:x}]{code & 15:x}"
        rf"|\\U000000[{code >> 4:x}{(code >> 4) + 2:x}]{code & 15:x})"
        for letter in word
        for code in (ord(letter),)
    )
    return re.compile(f"({''.join(first)})({last})", re.IGNORECASE)
