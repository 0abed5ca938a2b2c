"""The house, room by room: what a package has by name is what it says, whatever was imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from test_house import modules


def test_no_module_takes_the_name_of_what_its_package_has() -> None:
    """Whoever first imports such a module puts it in the place of the function of that name.

    Where the package itself has imported it before, it does no harm.
    """
    wrong = [
        f"{name}.{bound}"
        for name, path in modules().items()
        if path.name == "__init__.py"
        for bound in bound_in(path)
        if f"{name}.{bound}" in modules() and f"{name}.{bound}" not in imported_by(path)
    ]
    assert wrong == []


def bound_in(path: Path) -> Iterator[str]:
    """Yield what a module defines, or takes from elsewhere."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name) | ast.ClassDef(name) | ast.AsyncFunctionDef(name):
                yield name
            case ast.Assign(targets):
                yield from (each.id for each in targets if isinstance(each, ast.Name))
            case ast.ImportFrom(module, names):
                for alias in names:
                    # A module that is taken whole is itself.
                    if f"{module}.{alias.name}" not in modules():
                        yield alias.asname or alias.name


def imported_by(path: Path) -> set[str]:
    """Return the modules that something is taken from as the package is imported."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return {node.module for node in body if isinstance(node, ast.ImportFrom) and node.module}
