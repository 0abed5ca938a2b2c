"""What a person has said of drafts, noted in their lines; every other line stays as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from cardindex import atomic, inputs
from cardindex.drafts.reading import MOST_BYTES, annotated, draft_of, said_in
from cardindex.errors import CardindexError


class Verdict(NamedTuple):
    """What somebody has said of a draft: one of JUDGEMENTS or nothing, and what it became."""

    judged: str
    by: str = ""
    citation: str = ""


def note(path: Path, verdicts: Mapping[str, Verdict]) -> list[str]:
    """Note verdicts in a file of drafts as it is on the disk now; see ``noted``.

    Raises CardindexError where the file cannot be read, OutputError where it cannot be written.
    """
    try:
        text = inputs.decoded(inputs.contents(path, MOST_BYTES))
    except (OSError, inputs.Undecodable) as error:
        message = f"{path}: cannot be read: {error}; nothing was noted in it"
        raise CardindexError(message) from error
    now, found = noted(text, verdicts)
    if now != text:
        atomic.write_text(path, now)
    return found


def noted(text: str, verdicts: Mapping[str, Verdict]) -> tuple[str, list[str]]:
    """Return the lines with verdicts noted, by the digests of drafts, and the digests found.

    A line of several drafts (as models and LangExtract write them) of which one is judged becomes
    a line for each. Raises CardindexError for Web Annotations, which have no place for it.
    """
    if annotated(text) is not None:
        message = (
            "drafts.jsonl holds Web Annotations, in which nothing can be noted; move it elsewhere "
            "and take it in with cardindex drafts FILE --take"
        )
        raise CardindexError(message)
    lines, found = [], list[str]()
    for line in text.split("\n"):
        said = list(_noted(line, verdicts))
        here = [digest for _, digest in said if digest]
        found += here
        lines += [_line(one) for one, _ in said] if here else [line]
    return "\n".join(lines), found


def _noted(line: str, verdicts: Mapping[str, Verdict]) -> Iterator[tuple[Any, str]]:
    """Yield what a line proposes, with the digest of each draft in which something was noted."""
    try:
        proposed = list(said_in(line)) if line.strip() else []
    except ValueError:
        return
    for said in proposed:
        draft = draft_of(said)
        verdict = verdicts.get(draft.digest) if draft else None
        if draft is None or verdict is None:
            yield said, ""
        else:
            yield {**said, **verdict._asdict()}, draft.digest


def _line(said: Any) -> str:  # noqa: ANN401 - whatever a line has
    if isinstance(said, dict):
        said = {key: value for key, value in said.items() if value != ""}
    return json.dumps(said, ensure_ascii=False)
