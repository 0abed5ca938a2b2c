"""Sources, repositories and citations of GEDCOM, and its notes → sources and who says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cardindex.imports.found import Dropped, Found, FoundCitation, FoundSource, Link
from cardindex.imports.gedcom.context import TABLE, Context
from cardindex.imports.gedcom.dates import reading
from cardindex.imports.gedcom.lines import Node

_TITLE = 160  # characters


def source(record: Node, context: Context) -> FoundSource:
    """Return a SOUR record as a source."""
    title = record.text("TITL") or record.text("ABBR") or record.text("PUBL") or record.id
    author, publisher = record.text("AUTH"), record.text("PUBL")
    entry: dict[str, Any] = {"type": "document", "title": title}
    if author:
        entry["author"] = [{"literal": author}]
    if publisher:
        entry["publisher"] = publisher
    for part in record.all("REPO"):
        if name := context.known.repositories.get(part.pointer, ""):
            entry["archive"] = name
        if number := part.text("CALN"):
            entry["call-number"] = number
    told = [*notes(record, context), record.text("TEXT")]
    return FoundSource(
        context.key(record.id),
        title[:_TITLE],
        TABLE["sources"]["source"],
        note=" ".join(filter(None, told)),
        entry=entry,
        at=context.at(record),
    )


def head(record: Node, context: Context) -> Iterator[Found]:
    """Yield what the head of a file says of it as a work: its date, who made it, rights."""
    date = reading(record.text("DATE")).edtf
    rights = " ".join(filter(None, (record.text("COPR"), *notes(record, context))))
    made = context.known.submitters.get(part.pointer, "") if (part := record.one("SUBM")) else ""
    entry = {"type": "dataset", "title": record.text("FILE") or context.known.name}
    by = {"author": [{"literal": made}]} if made else {}
    yield FoundSource("", "", date=date, note=rights, entry={**entry, **by}, at=context.at(record))


def notes(node: Node, context: Context) -> list[str]:
    """Return the notes of a structure, those that it points at too."""
    found = []
    for part in node.all("NOTE", "SNOTE"):
        text = context.known.notes.get(part.pointer) if part.pointer else part.value
        if text is None:
            context.lose("notes that are pointed at", "they are not in the file")
        elif text.strip():
            found.append(" ".join(text.split()))
    return found


def cited(nodes: list[Node], context: Context) -> tuple[tuple[FoundCitation, ...], list[Found]]:
    """Return who says what structures say, and what is to be told before it.

    The first of the structures that cites anything counts: an event, or else its record.
    """
    before: list[Found] = []
    found: list[FoundCitation] = []
    for node in nodes:
        parts = node.all("SOUR")
        for part in parts:
            citation = _citation(part, context, before)
            if citation and citation not in found:
                found.append(citation)
        if parts:
            break
    return tuple(found), before


def noted(citations: tuple[FoundCitation, ...], note: str) -> tuple[FoundCitation, ...]:
    """Return citations with a note on each; on that of the file itself where there is none."""
    if not note:
        return citations
    return tuple(
        replace(each, note="; ".join(filter(None, (each.note, note))))
        for each in citations or (FoundCitation(),)
    )


def _citation(part: Node, context: Context, before: list[Found]) -> FoundCitation | None:
    key = context.key(part.pointer)
    if part.pointer and part.pointer not in context.known.sources:
        why = "there is no such SOUR record in the file"
        before.append(Dropped(context.at(part), f"citation of {part.pointer}", why))
        return None
    if not part.pointer:
        title = " ".join(part.value.split())
        if not title:
            return None
        key = title
        if key not in context.told:
            context.told.add(key)
            kind = TABLE["sources"]["source"]
            before.append(FoundSource(key, title[:_TITLE], kind, at=context.at(part)))
    quality = part.text("QUAY")
    certainty = TABLE["quality"].get(quality, "")
    if quality and not certainty:
        context.lose(f'QUAY "{quality}"', "it is none of 0, 1, 2 and 3")
    return FoundCitation(
        chain=(Link(key, part.text("PAGE")),),
        certainty=certainty,
        note=" ".join(notes(part, context)),
    )
