"""INDI and FAM of GEDCOM → people, and claims of what they were to one another."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from cardindex.imports.found import (
    OWN_ID,
    Dropped,
    Found,
    FoundClaim,
    FoundEntity,
    FoundSource,
)
from cardindex.imports.gedcom.context import TABLE, Context
from cardindex.imports.gedcom.happenings import Happening, happening, of_one
from cardindex.imports.gedcom.lines import Node
from cardindex.imports.gedcom.works import cited, notes

_PERSON = (*TABLE["people"]["once"], *TABLE["people"]["facts"])


def person(record: Node, context: Context) -> Iterator[Found]:
    """Yield a person, and what is told of him or her alone."""
    key = context.key(record.id)
    names = list(_names(record))
    label = names[0][0] if names else f"unnamed {record.id}"
    if not names:
        context.lose("people without a name", "they are called unnamed, with their id")
    yield FoundEntity(
        key,
        label,
        context.meeting.kind("PERSON"),
        " ".join(notes(record, context)),
        tuple(dict.fromkeys(name for name in names[1:] if name[0] != label)),
        tuple(_sex(record, context)),
        OWN_ID,
        context.at(record),
    )
    for node in record.all(*_PERSON):
        yield from of_one(node, record, key, context)
    yield from _others(record, key, context)
    record.all("FAMS", "FAMC", "CHAN", "RIN", "CREA", "UID")
    for part in record.all("FAMC", "FAMS"):
        part.all("PEDI")
        if part.pointer and part.pointer not in context.known.families:
            why = "there is no such FAM record in the file"
            yield Dropped(context.at(part), f"{part.tag} {part.pointer} of {record.id}", why)


def family(record: Node, context: Context) -> Iterator[Found]:
    """Yield what husband and wife were to each other, and to their children."""
    husband = yield from _member(record, "HUSB", context)
    wife = yield from _member(record, "WIFE", context)
    if husband and wife:
        yield from _couple(record, husband, wife, context)
    else:
        for node in record.all(*TABLE["families"]["once"]):
            context.lose(f"{node.tag} of one spouse", "the other is not told")
    for node in record.all(*TABLE["families"]["facts"]):
        for each in filter(None, (husband, wife)):
            yield from of_one(node, record, context.key(each), context)
    yield from _children(record, husband, wife, context)
    record.all("CHAN", "RIN", "CREA", "UID")


def _member(record: Node, tag: str, context: Context) -> Generator[Found, None, str]:
    node = record.one(tag)
    pointer = node.pointer if node else ""
    if node and pointer and pointer not in context.known.people:
        yield Dropped(context.at(node), f"{tag} {pointer}", "there is no such INDI record")
        return ""
    return pointer


def _couple(record: Node, husband: str, wife: str, context: Context) -> Iterator[Found]:
    ends = context.key(husband), context.key(wife)
    nodes = record.all(*TABLE["families"]["once"])
    told = [(node.tag, happening(node, record, context)) for node in nodes]
    over = [about.when for tag, about in told if tag in {"DIV", "ANUL"}]
    for tag, about in told:
        yield from about.told
        when = _until(about.when, over) if tag == "MARR" else about.when
        yield _between(ends, tag, about, context, when)
    if not told:
        citations, before = cited([record], context)
        yield from before
        met = context.meeting.relation("FAM")
        yield FoundClaim(
            ends[0], met.word, ends[1], gloss=" ".join(notes(record, context)),
            citations=citations, at=context.at(record),
        )  # fmt: skip


def _between(
    ends: tuple[str, str], tag: str, about: Happening, context: Context, when: str
) -> FoundClaim:
    known = TABLE["relations"].get(tag, {})
    told = f"What GEDCOM writes as {tag}: {known.get('label', tag.lower())}."
    met = context.meeting.relation(tag, definition=told, symmetric=True, family=TABLE["family"])
    return FoundClaim(
        ends[0], met.word, ends[1], text=about.text, when=when, place=about.place,
        gloss=about.gloss, inverse=met.inverse, citations=about.citations, at=about.at,
    )  # fmt: skip


def _until(start: str, over: list[str]) -> str:
    """Return from when to when two were married: the day of the wedding begins it."""
    end = next(filter(None, over), "")
    plain = [each for each in (start, end) if each and not set(each) & set("[/ ")]
    if start in plain:
        return f"{start}/{end if end in plain else ''}"
    return start


def _children(record: Node, husband: str, wife: str, context: Context) -> Iterator[Found]:
    nodes = {node.pointer: node for node in record.all("CHIL") if node.pointer}
    citations, before = cited([record], context)
    yield from before
    for child, how in context.known.children.get(record.id, {}).items():
        node = nodes.get(child, record)
        if child not in context.known.people:
            yield Dropped(context.at(node), f"CHIL {child}", "there is no such INDI record")
            continue
        for parent in filter(None, (husband, wife)):
            met = context.meeting.relation("CHIL")
            yield FoundClaim(
                context.key(parent), met.word, context.key(child), text=how,
                inverse=met.inverse, citations=citations, at=context.at(node),
            )  # fmt: skip
        if not husband and not wife:
            context.lose("children of a family without parents", "a claim needs two ends")


def _names(record: Node) -> Iterator[tuple[str, str, str]]:
    for node in record.all("NAME"):
        name = " ".join(node.value.replace("/", " ").split())
        parts = {tag: node.text(tag) for tag in ("NPFX", "GIVN", "SPFX", "SURN", "NSFX")}
        name = name or " ".join(filter(None, parts.values()))
        kind = TABLE["names"].get(node.text("TYPE").lower(), "alias")
        if name:
            yield name, kind, ""
        for nick in node.all("NICK"):
            yield nick.value.strip(), TABLE["nick"], ""
        for tran in node.all("TRAN", "ROMN", "FONE"):
            other = " ".join(tran.value.replace("/", " ").split())
            language = tran.text("LANG")
            if other:
                yield other, "translation" if language else "alias", language
    for node in record.all("ALIA"):
        if not node.pointer and node.value.strip():
            yield " ".join(node.value.replace("/", " ").split()), "alias", ""


def _sex(record: Node, context: Context) -> Iterator[tuple[str, str]]:
    said = record.text("SEX").upper()
    if said in TABLE["sexes"]:
        yield "sex", TABLE["sexes"][said]
    elif said:
        context.lose(f'SEX "{said}"', "it is none of M, F, X and U")


def _others(record: Node, key: str, context: Context) -> Iterator[Found]:
    """Yield whom a person was associated with, or may be the same as."""
    for node in record.all("ASSO", "ALIA"):
        if node.tag == "ALIA" and not node.pointer:
            continue
        if node.pointer not in context.known.people:
            yield Dropped(
                context.at(node), f"{node.tag} {node.value}", "there is no such INDI record"
            )
            continue
        citations, before = cited([node, record], context)
        yield from (each for each in before if isinstance(each, Dropped | FoundSource))
        text = node.text("RELA") or node.text("ROLE")
        met = context.meeting.relation(node.tag)
        yield FoundClaim(
            key, met.word, context.key(node.pointer), text=text,
            gloss=" ".join(notes(node, context)), inverse=met.inverse, citations=citations,
            at=context.at(node),
        )  # fmt: skip
