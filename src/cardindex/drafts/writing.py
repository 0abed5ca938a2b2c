"""Drafts → lines of ``drafts.jsonl``: one object a line, what is empty left out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from cardindex import atomic
from cardindex.drafts.draft import Draft


def to_lines(drafts: Iterable[Draft]) -> str:
    """Return the drafts as text, in the order in which they come."""
    lines = (
        json.dumps(
            {key: value for key, value in asdict(draft).items() if value}, ensure_ascii=False
        )
        for draft in drafts
    )
    return "".join(f"{line}\n" for line in lines)


def write(path: Path, drafts: Iterable[Draft]) -> None:
    """Write a file of drafts in place of what is there. Raises OutputError."""
    atomic.write_text(path, to_lines(drafts))
