"""Files of drafts → drafts: lines of ``drafts.jsonl``, of LangExtract, or Web Annotations."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cardindex import inputs, webannotations
from cardindex.checks.citations import CERTAINTIES, STANCES
from cardindex.checks.claims import MODES
from cardindex.drafts import langextract
from cardindex.drafts.draft import FIELDS, JUDGEMENTS, NEEDED, Draft
from cardindex.errors import Problem, nearest

MOST_BYTES = 500_000_000
"""The size of the largest file of drafts that is read."""

LONGEST = 20_000
"""The characters of the longest field that is read; no passage is as long."""

_MALFORMED = "malformed-draft"
_WORDS: Mapping[str, Sequence[str]] = {
    "stance": STANCES,
    "certainty": CERTAINTIES,
    "mode": MODES,
    "judged": JUDGEMENTS,
}

Lines = Sequence[tuple[int, Draft]]
"""Drafts, each with the line of the file on which it stands, counted from 1."""


def read(path: Path) -> tuple[Lines, list[Problem]]:
    """Read a file of drafts: those that are well formed, and what is wrong with the others.

    Raises CardindexError where the file cannot be read.
    """
    return parse(inputs.text(path, MOST_BYTES), path.name)


def parse(text: str, file: str = "drafts.jsonl") -> tuple[Lines, list[Problem]]:
    """Parse the lines of a file of drafts; see ``read``.

    A line is a draft, an object with several under ``drafts`` (as models answer), or a document of
    LangExtract. A file may be Web Annotations instead, one for a draft.
    """
    problems: list[Problem] = []
    whole = annotated(text)
    drafts: list[tuple[int, Draft]] = []
    said_by_line = _by_line(text, file, problems) if whole is None else enumerate(whole, start=1)
    for line, said in said_by_line:
        faults = [Problem(file, line, *fault) for fault in _faults(said)]
        problems += faults
        if not faults:
            drafts.append((line, _draft(said)))
    return drafts, problems


def _by_line(text: str, file: str, problems: list[Problem]) -> Iterator[tuple[int, Any]]:
    """Yield (line, what it proposes); what is no such line is added to the problems."""
    for line, body in enumerate(text.split("\n"), start=1):
        try:
            yield from ((line, said) for said in (said_in(body) if body.strip() else ()))
        except ValueError as error:
            problems.append(Problem(file, line, "", _MALFORMED, str(error)))


def draft_of(said: Any) -> Draft | None:  # noqa: ANN401 - whatever a line has
    """Return what a line proposes as a draft; None where it is none."""
    return None if any(_faults(said)) else _draft(said)


def _draft(said: Mapping[str, str]) -> Draft:
    return Draft(**{key: _clean(value) for key, value in said.items()})


def annotated(text: str) -> list[dict[str, str]] | None:
    """Return what Web Annotations propose; None where the file is something else.

    The place of each in the file stands for its line.
    """
    if "Annotation" not in text:
        return None
    try:
        found = json.loads(text)
        if not webannotations.is_annotation(found):
            return None
        marked = list(webannotations.parse(found))
    except (ValueError, RecursionError):
        return None
    return [
        {"source": webannotations.source_id(one.source), "passage": one.exact, **dict(one.said)}
        for one in marked
    ]


def said_in(body: str) -> Iterator[Any]:
    """Yield what a line proposes. Raises ValueError, fit to print, for what is no such line."""
    how = 'write one object a line, such as {"source": "essay", "passage": "…"}'
    try:
        found = json.loads(body, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg} at character {error.colno}; {how}"
        raise ValueError(message) from error
    except (ValueError, RecursionError) as error:
        message = f"is not JSON: it is nested too deep, or has what no number is; {how}"
        raise ValueError(message) from error
    if not isinstance(found, dict):
        message = f"is no object; {how}"
        raise ValueError(message)  # noqa: TRY004 - of one kind with the others
    if langextract.is_document(found):
        yield from langextract.proposed(found)
    elif isinstance(found.get("drafts"), list):
        yield from found["drafts"]
    else:
        yield found


def _no_number(name: str) -> None:
    raise ValueError(name)


def _faults(said: Any) -> Iterator[tuple[str, str, str]]:  # noqa: ANN401
    """Yield column, code and message for all that is wrong with what is proposed."""
    if not isinstance(said, dict):
        yield "", _MALFORMED, "a draft is an object; see draft.schema.json"
        return
    for key, value in said.items():
        if key not in FIELDS:
            found = nearest(key, FIELDS)
            mend = f'did you mean "{found}"?' if found else f"there are {', '.join(FIELDS)}"
            yield "", _MALFORMED, f'unknown field "{key}"; {mend}'
        elif not isinstance(value, str):
            yield key, _MALFORMED, "is no text; put it into quotation marks"
        elif len(value) > LONGEST:
            yield key, _MALFORMED, f"has {len(value):,} characters; no passage has over {LONGEST:,}"
        elif any("\ud800" <= char <= "\udfff" for char in value):
            yield key, _MALFORMED, "has half a character; write whole ones"
        elif value.strip() and key in _WORDS and value.strip() not in _WORDS[key]:
            found = nearest(value.strip(), _WORDS[key])
            mend = f'did you mean "{found}"?' if found else f"it is {' or '.join(_WORDS[key])}"
            yield key, f"unknown-{key}", f'unknown {key} "{value}"; {mend}'
    for key in NEEDED:
        if key not in said or (isinstance(said[key], str) and not said[key].strip()):
            yield key, _MALFORMED, f'"{key}" is missing; a draft has {", ".join(NEEDED)}'


def _clean(value: str) -> str:
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n").strip())
