"""The shapes that ``data.d.ts`` tells of are those that the scripts make."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import javascript

from cardindex.evidence import tally
from cardindex.view import collect, columns

if TYPE_CHECKING:
    from cardindex.index import Index

JS = javascript.functions("shapes_of_data.js")


SHAPES = Path(collect.__file__).parent / "static" / "data.d.ts"

MADE = JS["made"]


def test_shapes_are_those_that_are_made(modules: Callable[..., Any], harbour: Index) -> None:
    text = SHAPES.read_text(encoding="utf-8")
    declared = {
        name: sorted(re.findall(r"^  (\w+):", body, re.MULTILINE))
        for name, body in re.findall(r"export interface (\w+) \{\n(.*?)\n\}", text, re.DOTALL)
    }
    content = collect.page_data(tally(harbour), places={}, drawing={}, opening={})
    assert modules("base/rows.js", MADE, columns.encode(content)) == declared
