"""Plain text: kept as it is, line by line; form feeds are ends of pages."""

from __future__ import annotations

import re
from collections import Counter

from cardindex.brief import count
from cardindex.extraction.cleaning import cleaned, told
from cardindex.extraction.decoding import decoded
from cardindex.extraction.extract import Block, Extract, Mark, Options

_WRAPPED = 100  # characters that a line which was broken to fit has at most
_ENOUGH = 5  # lines by which that is told
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zà-ÿ])")


def read(data: bytes, options: Options) -> Extract:
    """Read a plain text; its paragraphs are its lines, unless ``unwrap`` puts them together."""
    counts: Counter[str] = Counter()
    text = cleaned(decoded(data, options.encoding), counts)
    notes = told(counts)
    if options.unwrap:
        text = _unwrapped(text)
    elif not options.unit and _is_wrapped(text):
        notes.append(
            "its paragraphs seem to be broken into lines, and each line counts as one; --unwrap "
            "makes each paragraph a line"
        )
    if not text.strip():
        return Extract("plain text", (), tuple(notes))
    marks = _pages(text)
    if marks:
        notes.append(f"form feeds tell {count(len(marks), 'page')}, counted from 1")
    return Extract("plain text", (Block(text.rstrip("\n"), marks),), tuple(notes))


def _pages(text: str) -> tuple[Mark, ...]:
    if "\f" not in text.strip("\f\n "):
        return ()
    starts = [0, *(found.end() for found in re.finditer("\f", text))]
    return tuple(
        Mark(start, "page", str(number))
        for number, start in enumerate(starts, start=1)
        if start < len(text.rstrip())
    )


def _is_wrapped(text: str) -> bool:
    """Tell whether paragraphs are parted by empty lines, and are of several lines of a width."""
    paragraphs = re.split(r"\n\s*\n", text)
    broken = [part for part in paragraphs if part.count("\n") >= 2]
    lines = [line for part in broken for line in part.split("\n")]
    return (
        len(lines) >= _ENOUGH
        and len(broken) * 2 >= len([part for part in paragraphs if part.strip()])
        and max(map(len, lines)) <= _WRAPPED
        and sum(map(len, lines)) > len(lines) * 40
    )


def _unwrapped(text: str) -> str:
    parts = (part.strip("\n") for part in re.split(r"\n[ \t]*\n", text))
    joined = (_HYPHEN.sub("", part) for part in parts if part.strip())
    # A form feed stays, as the sign of a page.
    return "\n".join(re.sub(r"[ \t]*\n[ \t]*", " ", part).strip(" \t") for part in joined)
