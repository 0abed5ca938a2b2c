"""What a command needs beyond the package itself, asked for before it begins."""

from __future__ import annotations

from importlib.util import find_spec


def require(what_for: str, extra: str, *modules: str) -> None:
    """Raise NotInstalled, with how to install it, for the first module that is missing."""
    from cardindex.errors import NotInstalled

    for module in modules:
        if find_spec(module) is None:
            raise NotInstalled(what_for, module, extra)
