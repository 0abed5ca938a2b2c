"""Functions that tests have a page call: they stand beside the tests, in files of JavaScript.

There they are formatted and linted. They are read, not imported: a page from a file imports none.
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent / "browser"
FUNCTION = re.compile(r"(?ms)^export const (\w+) =\s+(.*?);$(?=\n+(?:export|//)|\n*\Z)")


def functions(name: str, folder: Path = HERE) -> dict[str, str]:
    """Return each ``export const`` of a file by its name, as the text of an expression."""
    text = (folder / name).read_text(encoding="utf-8")
    found = dict(FUNCTION.findall(text))
    assert list(found) == re.findall(r"(?m)^export const (\w+)", text), name
    return found
