"""The libraries that read files, each asked for when a file needs it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cardindex.errors import NotInstalled
from cardindex.extraction.extract import Unreadable


def needed(module: str, kind: str) -> Any:  # noqa: ANN401 - a module of a library without types
    """Return a module of a library; raise Unreadable, with how to install it, where it is missing.

    ``kind``: what it reads, as people call it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        missing = NotInstalled(f"read {kind}", module.partition(".")[0], "texts")
        raise Unreadable(str(missing)) from error
