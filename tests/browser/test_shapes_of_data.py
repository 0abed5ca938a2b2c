"""The shapes that ``data.d.ts`` tells of are those that the scripts make."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardindex.evidence import tally
from cardindex.view import collect, columns

if TYPE_CHECKING:
    from cardindex.index import Index

SHAPES = Path(collect.__file__).parent / "static" / "data.d.ts"

MADE = """async (m, data) => {
    const { decode, link } = await import('/model/link.js');
    const { parseArrangement, writeArrangement } = await import('/state/arrangementfile.js');
    const { openingState } = await import('/state/state.js');
    const { makeWork } = await import('/state/derive.js');
    const model = link(await decode(data));
    const keys = (it) => Object.keys(it).sort();
    // Before anything is worked out: what is linked is not to be written on afterwards.
    const told = {
        Claim: keys(model.claims[0]), Citation: keys(model.citations[0]),
        Source: keys(model.sources[0]), Entity: keys(model.entities[0]),
        State: keys(openingState()),
        Arrangement: keys(parseArrangement(writeArrangement(openingState(), model.index), model)),
    };
    return { ...told, View: keys(makeWork(model)(openingState())) };
}"""


def test_shapes_are_those_that_are_made(modules: Callable[..., Any], harbour: Index) -> None:
    text = SHAPES.read_text(encoding="utf-8")
    declared = {
        name: sorted(re.findall(r"^  (\w+):", body, re.MULTILINE))
        for name, body in re.findall(r"export interface (\w+) \{\n(.*?)\n\}", text, re.DOTALL)
    }
    content = collect.page_data(tally(harbour), places={}, drawing={}, opening={})
    assert modules("base/rows.js", MADE, columns.encode(content)) == declared
