"""A card index of who was linked to whom, and who says so."""

from __future__ import annotations


def __getattr__(name: str) -> str:
    """Read the version when it is asked for: importlib.metadata is slow to import."""
    if name == "__version__":
        from importlib.metadata import version

        return version("cardindex")
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
