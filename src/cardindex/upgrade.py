"""Upgrading an index of an older cardindex: the changes, file by file.

``citations.csv`` gets the column ``coder``, ``[blocs]`` of index.toml become rows of
``groups.csv``, and core terms of the ontology are added, replaced or removed. ``cardindex fmt
--upgrade`` writes them.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from cardindex import inputs, ontology, settings, tables, toml, turtlereader
from cardindex.errors import InvalidIndex, Problem
from cardindex.tables import ADDED, COLUMNS, Table, columns_of

_BLOCS = "blocs"
_START = re.compile(r"""^[ \t]*(?:\[[ \t]*["']?blocs["']?[ \t]*[\].]|["']?blocs["']?[ \t]*[.=])""")


def added_columns(table: Table) -> list[str]:
    """Say which columns that were added since a table lacks; its canonical form has them."""
    return [
        f'{table.file}: added the column "{column}", empty in every row'
        for column in ADDED.get(table.name, ())
        if column in table.missing
    ]


def added_core(folder: Path) -> tuple[Path, str, list[str]] | None:
    """Return an index's own ontology with the core terms that it lacks, and what was done.

    None where the index has no ontology of its own that can be read, or where it lacks none.
    """
    path = settings.read(folder)[0].ontology
    if path is None:
        return None
    try:
        document = turtlereader.read(path)
    except InvalidIndex:
        return None
    text, names = ontology.with_missing(document)
    if not names:
        return None
    return (
        path,
        text,
        [f"{path.name}: brought up to date the core terms {', '.join(names)}"],
    )


def is_mended(problem: Problem) -> bool:
    """Tell whether a problem of reading is one that an upgrade mends."""
    name = problem.file.removesuffix(".csv")
    return problem.code == "missing-column" and problem.column in ADDED.get(name, ())


def moved_blocs(folder: Path, groups: Table | None) -> tuple[str, Table, list[str]] | None:
    """Return the text of index.toml without its blocs, groups.csv with them, and what was done.

    None where there are no blocs, or no index.toml that can be read. The rest of the text and its
    comments stay as they are. Raises InvalidIndex where the blocs are not labels with lists of
    ids, or cannot be taken out of the text.
    """
    try:
        data = inputs.contents(folder / settings.FILE, settings.MOST)
        values = toml.parsed(inputs.decoded(data))
    except (OSError, ValueError):
        return None
    text = data.decode("utf-8")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    if _BLOCS not in values:
        return None
    members = _members(values[_BLOCS])
    there = groups or tables.empty("groups")
    rows = dict.fromkeys(there.rows())
    known = {row[:3] for row in rows}
    rows |= dict.fromkeys((*row, "") for row in members if row not in known)
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS["groups"])
    moved = Table("groups", columns_of("groups", columns), range(len(rows)))
    told = [f"{settings.FILE}: moved the blocs to groups.csv ({len(members)} rows)"]
    told += [
        f'{settings.FILE}: took out the bloc "{label}", which nobody was in'
        for label, ids in values[_BLOCS].items()
        if not ids
    ]
    return _without_blocs(text, values), moved, told


def _members(blocs: object) -> list[tuple[str, str, str]]:
    """Return entity, scheme and value of each member of a bloc, each once."""
    if not isinstance(blocs, dict):
        raise _refusal("blocs is not a table of labels with lists of ids")
    for label, ids in blocs.items():
        if not (isinstance(ids, list) and all(isinstance(id_, str) for id_ in ids)):
            raise _refusal(f'bloc "{label}" is not a list of entity ids')
    rows = (
        (_composed(id_.strip()), settings.WASH, _composed(" ".join(label.split())))
        for label, ids in blocs.items()
        for id_ in ids
    )
    return list(dict.fromkeys(rows))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _without_blocs(text: str, values: dict[str, Any]) -> str:
    """Take the blocs out of the text of index.toml; what is left is read to see that it is right.

    At each place where blocs begin, the fewest lines are removed that leave the meaning of the rest
    unchanged. Lines of comment stay.
    """
    rest = {key: value for key, value in values.items() if key != _BLOCS}
    left = values
    body = text.removeprefix("\ufeff")
    lines = body.splitlines(keepends=True)
    while _BLOCS in left:
        shorter = _shortened(lines, left, rest)
        if shorter is None:
            raise _refusal("the blocs cannot be told from the rest of the file")
        lines, left = shorter
    return text[: len(text) - len(body)] + "".join(lines)


def _shortened(
    lines: list[str], values: dict[str, Any], rest: dict[str, Any]
) -> tuple[list[str], dict[str, Any]] | None:
    """Return the lines without one piece of the blocs, and what they then say."""
    for start in (at for at, line in enumerate(lines) if _START.match(line)):
        for end in range(start + 1, len(lines) + 1):
            comments = [line for line in lines[start:end] if line.lstrip().startswith("#")]
            kept = [*lines[:start], *comments, *lines[end:]]
            try:
                found = tomllib.loads("".join(kept))
            except tomllib.TOMLDecodeError:
                continue
            fewer = found.get(_BLOCS) != values[_BLOCS]
            if fewer and {key: found[key] for key in found if key != _BLOCS} == rest:
                return kept, found
    return None


def _refusal(wrong: str) -> InvalidIndex:
    message = (
        f"{wrong}; move them by hand: to groups.csv, one row a member, with the columns entity, "
        f"scheme ({settings.WASH}), value (the label) and note"
    )
    return InvalidIndex([Problem(settings.FILE, 0, _BLOCS, "blocs-in-settings", message)])
