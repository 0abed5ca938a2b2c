"""A card index of who was linked to whom, and who says so.

``cardindex.open("graph")`` opens an index and gives a ``Workbench``: frames, cards, SPARQL,
networks, and what falls when a source is struck out.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cardindex.errors import (
        CardindexError,
        InvalidIndex,
        MalformedValue,
        OutputError,
        Problem,
        QueryError,
        UndefinedMeasure,
        UnknownName,
    )
    from cardindex.evidence import Selection, Weight
    from cardindex.index import Index
    from cardindex.slices import EVERYTHING, Slice
    from cardindex.workbench import Workbench
    from cardindex.workbench import open_index as open

_WHERE = {
    "CardindexError": "errors",
    "EVERYTHING": "slices",
    "Index": "index",
    "InvalidIndex": "errors",
    "MalformedValue": "errors",
    "OutputError": "errors",
    "Problem": "errors",
    "QueryError": "errors",
    "Selection": "evidence",
    "Slice": "slices",
    "UndefinedMeasure": "errors",
    "UnknownName": "errors",
    "Weight": "evidence",
    "Workbench": "workbench",
    "open": "workbench",
}

__all__ = [
    "EVERYTHING",
    "CardindexError",
    "Index",
    "InvalidIndex",
    "MalformedValue",
    "OutputError",
    "Problem",
    "QueryError",
    "Selection",
    "Slice",
    "UndefinedMeasure",
    "UnknownName",
    "Weight",
    "Workbench",
    "__version__",
    "open",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: pandas alone takes half a second."""
    if name == "__version__":
        from importlib.metadata import version

        return version("cardindex")
    if name in _WHERE:
        module = import_module(f"cardindex.{_WHERE[name]}")
        return getattr(module, "open_index" if name == "open" else name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """List the public names, including those that are not imported yet."""
    return __all__
