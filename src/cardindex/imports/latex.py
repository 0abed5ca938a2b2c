"""LaTeX in the fields of BibTeX → plain text, and lists of names → names of CSL."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any

from cardindex.imports.opened import needed

_MARKS = re.compile(r"[\\{}$~]|--|``|''")
_COMMENT = re.compile(r"(?<!\\)%")
_ESCAPED = re.compile(r"\\([%&_#${}~])")
_URL = re.compile(r"\\url\s*\{([^{}]*)\}")
_HREF = re.compile(r"\\href\s*\{[^{}]*\}\s*")
_EXTENDED = re.compile(r"\s*(given|family|prefix|suffix|useprefix|given-i)\s*=", re.IGNORECASE)
_OTHERS = "others"
_NO_BRACES = str.maketrans("", "", "{}")


@cache
def _decoder() -> Callable[[str], str]:
    text = needed("pylatexenc.latex2text", "BibTeX")
    context = text.get_default_latex_context_db()
    logging.getLogger("pylatexenc").addHandler(logging.NullHandler())
    plain = [text.MacroTextSpec("url", "%s")]
    context.add_context_category("of-bibtex", prepend=True, macros=plain)
    found: Callable[[str], str] = text.LatexNodes2Text(
        latex_context=context, math_mode="text", strict_latex_spaces=False
    ).latex_to_text
    return found


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Return LaTeX as plain text in one line: accents, dashes, signs; groups without braces."""
    if not _MARKS.search(text):
        return " ".join(text.split())
    try:
        # A sign of per cent would hide the rest of the line.
        decoded = _decoder()(_COMMENT.sub(r"\\%", _HREF.sub("", text)))
    except RecursionError:  # groups within groups, deeper than anybody writes
        decoded = text.translate(_NO_BRACES)
    return " ".join(decoded.replace("\xa0", " ").split())


def address(text: str) -> str:
    """Return an address or an identifier, in which only what is escaped is LaTeX."""
    return _ESCAPED.sub(r"\1", _URL.sub(r"\1", text)).strip().strip("{}")


def names(text: str) -> tuple[list[dict[str, Any]], int]:
    """Return a list of names as CSL has them, and how many are only said to be more (``others``).

    A name in braces is that of a body, and is kept as one.
    """
    middlewares = needed("bibtexparser.middlewares.names", "BibTeX")
    split = [name.strip() for name in middlewares.split_multiple_persons_names(text)]
    found = [_name(name, middlewares) for name in split if name and name.lower() != _OTHERS]
    return found, sum(name.lower() == _OTHERS for name in split)


def _name(name: str, middlewares: Any) -> dict[str, Any]:  # noqa: ANN401 - a module of a library
    if _in_braces(name):
        return {"literal": plain(name)}
    if _EXTENDED.match(name):
        return dict(_extended(name))
    try:
        parts = middlewares.parse_single_name_into_parts(name)
    except middlewares.InvalidNameError:
        return {"literal": plain(name)}
    said = (
        ("family", parts.last), ("given", parts.first),
        ("non-dropping-particle", parts.von), ("suffix", parts.jr),
    )  # fmt: skip
    found = {key: plain(" ".join(words)) for key, words in said if words}
    return found if found.get("family") else {"literal": plain(name)}


def _extended(name: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a name as BibLaTeX writes them: ``family=Gaulle, prefix=de``."""
    keys = {"family": "family", "given": "given", "prefix": "non-dropping-particle"}
    for part in name.split(","):
        key, _, value = part.partition("=")
        if key.strip().lower() in {**keys, "suffix": ""}:
            yield keys.get(key.strip().lower(), "suffix"), plain(value.strip().strip('"'))


def _in_braces(name: str) -> bool:
    """Tell whether one pair of braces holds all of a name."""
    if not (name.startswith("{") and name.endswith("}")):
        return False
    depth = 0
    for at, letter in enumerate(name):
        escaped = at and name[at - 1] == "\\"
        depth += 0 if escaped else (letter == "{") - (letter == "}")
        if depth == 0:
            return at == len(name) - 1
    return False
