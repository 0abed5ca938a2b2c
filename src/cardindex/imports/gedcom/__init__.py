"""GEDCOM 5.5, 5.5.1 and 7: family trees → people, claims of their lives, and who says so.

A file is read twice: first who there is and who is whose child, then what is told of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from cardindex.imports.format import Format
from cardindex.imports.found import Dropped, Found, Guessed, Read, Wishes
from cardindex.imports.gedcom.circles import circles
from cardindex.imports.gedcom.context import Context, Known, note_all
from cardindex.imports.gedcom.lines import Charset, Node, charset, records
from cardindex.imports.gedcom.people import family, person
from cardindex.imports.gedcom.works import head, source
from cardindex.imports.meeting import Losses, Meeting

_NAMES = {"INDI": "person", "FAM": "family record", "SOUR": "source"}
_ASIDE = {"NOTE", "SNOTE", "REPO", "SUBM", "SUBN", "TRLR"}
_OWN = "a tag of a program's own (it begins with _), of which nothing is known"


def read(paths: Sequence[Path], wishes: Wishes) -> Iterator[Found]:
    """Yield what family trees say. Raises Unreadable."""
    meeting = Meeting("gedcom", wishes)
    for number, path in enumerate(paths, start=1):
        known = Known(path.name)
        note_all(known, records(path, charset(path, wishes.encoding), wishes.encoding))
        # Ids are of a file: @I1@ of another is another person.
        prefix = f"{number}:" if len(paths) > 1 else ""
        context = Context(known, wishes, meeting, Losses(), prefix)
        yield from _file(path, context)


def _file(path: Path, context: Context) -> Iterator[Found]:
    kind = charset(path, context.wishes.encoding)
    count: Counter[str] = Counter()
    for record in records(path, kind, context.wishes.encoding):
        count[_NAMES.get(record.tag, "")] += 1
        yield from _record(record, context)
        yield from context.meeting.new()
        _untaken(record, context)
    yield from circles(context.known)
    yield from _written(kind)
    for name in _NAMES.values():
        if count[name]:
            yield Read(count[name], name)
    yield from context.losses.told()


def _record(record: Node, context: Context) -> Iterator[Found]:
    if record.tag == "HEAD":
        yield from head(record, context)
        record.all("GEDC", "CHAR", "SOUR", "DEST", "LANG", "PLAC", "SCHMA", "SUBN")
        for part in record.parts:
            part.used = True
    elif record.tag in _NAMES and not record.id:
        yield Dropped(context.at(record), f"a {record.tag} record", "it has no id (@I1@)")
    elif record.tag in _NAMES and record.id in context.told_ids:
        why = "a record before it has the same id, and is taken"
        yield Dropped(context.at(record), f"{record.tag} {record.id}", why)
        record.parts.clear()
    elif record.tag == "INDI":
        context.told_ids.add(record.id)
        yield from person(record, context)
    elif record.tag == "FAM":
        context.told_ids.add(record.id)
        yield from family(record, context)
    elif record.tag == "SOUR":
        context.told_ids.add(record.id)
        yield source(record, context)
    elif record.tag not in _ASIDE:
        why = _OWN if record.tag.startswith("_") else "it tells of no person"
        context.lose(f"{record.tag} records", why)


def _untaken(record: Node, context: Context) -> None:
    """Count the structures that nobody has looked at, by where they stand: ``INDI.BIRT.AGE``."""
    if record.tag not in _NAMES:
        return
    waiting = [(record.tag, part) for part in record.parts]
    while waiting:
        path, node = waiting.pop()
        if node.used:
            waiting += ((f"{path}.{node.tag}", part) for part in node.parts)
        elif node.tag.startswith("_"):
            context.lose(f"{path}.{node.tag}", _OWN)
        else:
            context.lose(f"{path}.{node.tag}", "there is no place for it")


def _written(kind: Charset) -> Iterator[Guessed]:
    if kind.utf8:
        yield Guessed(f"letters are read as UTF-8, although the head says {kind.name}")
    if kind.joined:
        yield Guessed(f"{kind.joined:,} lines without a level are read as more of the line before")


FORMATS = (
    Format(
        "gedcom",
        "GEDCOM 7, 5.5.1 and 5.5: family trees",
        (".ged", ".gedcom"),
        read,
    ),
)
"""What this reader reads."""
