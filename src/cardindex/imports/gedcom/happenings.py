"""Events and facts of GEDCOM → claims with date, place and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cardindex.imports.found import Dropped, Found, FoundCitation, FoundClaim, FoundEntity
from cardindex.imports.gedcom.context import TABLE, Context
from cardindex.imports.gedcom.dates import reading
from cardindex.imports.gedcom.lines import Node
from cardindex.imports.gedcom.works import cited, noted, notes


@dataclass(frozen=True)
class Happening:
    """What an event says besides whom it is of: ``place`` is a key, ``told`` comes before it."""

    when: str
    place: str
    text: str
    gloss: str
    citations: tuple[FoundCitation, ...]
    told: tuple[Found, ...]
    at: str


def happening(node: Node, record: Node, context: Context) -> Happening:
    """Return what an event or a fact of a record says."""
    told: list[Found] = []
    date = node.one("DATE")
    when = reading(date.value) if date else reading("")
    phrase = (when.phrase or date.text("PHRASE")) if date else ""
    note = f"the date is called: {phrase}" if phrase else ""
    if not when.read and date:
        why = "it has no reading" if phrase else "it is none of GEDCOM's forms"
        told.append(Dropped(context.at(date), f'date "{date.value}"', why))
    place = _place(node, context, told)
    citations, before = cited([node, record], context)
    value = "" if node.value.strip() == "Y" else " ".join(node.value.split())
    kind = node.text("TYPE")
    gloss = " ".join(filter(None, (node.text("CAUS"), *notes(node, context))))
    return Happening(
        when.edtf if when.read or not phrase else "",
        place,
        ": ".join(filter(None, (kind, value))),
        gloss,
        noted(citations, note),
        (*told, *before),
        context.at(node),
    )


def of_one(node: Node, record: Node, key: str, context: Context) -> Iterator[Found]:
    """Yield what an event or a fact says of one person: text, date, or place, as it has them."""
    about = happening(node, record, context)
    yield from about.told
    is_fact = node.tag in TABLE["people"]["facts"]
    text = about.text if is_fact else ""
    gloss = about.gloss if is_fact else " ".join(filter(None, (about.text, about.gloss)))
    if text:
        yield _claim(key, about, _word(node.tag, "", "name", context), gloss, text=text)
    elif about.when:
        takes = "" if not is_fact else "DATE"
        yield _claim(key, about, _word(node.tag, takes, "dating", context), gloss)
    elif about.place:
        word = _word(node.tag, "PLAC", "link", context)
        claim = _claim(key, about, word, gloss)
        yield FoundClaim(
            key, word, about.place, gloss=gloss, citations=claim.citations, at=claim.at
        )
    else:
        said = "Y" if node.value.strip() == "Y" else "nothing"
        context.lose(
            f"{node.tag} of which {said} is told", "a claim needs a date, a place or words"
        )


def _claim(key: str, about: Happening, word: str, gloss: str, text: str = "") -> FoundClaim:
    return FoundClaim(
        key, word, text=text, when=about.when, place=about.place, gloss=gloss,
        citations=about.citations, at=about.at,
    )  # fmt: skip


def _word(tag: str, suffix: str, takes: str, context: Context) -> str:
    known = TABLE["relations"]
    label = str(known.get(tag, {}).get("label", tag.lower()))
    word = f"{tag} {suffix}".strip()
    ends = {"PLAC": f"{label} at", "DATE": f"{label} in time"}
    label = ends.get(suffix, label)
    told = f"What GEDCOM writes as {tag}: {label}."
    reads = TABLE["relations"].get(tag, {}).get("words", "")
    if suffix in ends and reads:
        # Somebody worked as a miller, and worked at a mill.
        reads = f"{reads.removesuffix(' as')} {'at' if suffix == 'PLAC' else 'then'}"
    return context.meeting.relation(
        word, label=label, takes=takes, definition=told, family=TABLE["family"], words=reads
    ).word


def _place(node: Node, context: Context, told: list[Found]) -> str:
    name = node.text("PLAC")
    if not name:
        return ""
    name = ", ".join(filter(None, (part.strip() for part in name.split(","))))
    key = f"place {name}"
    if name and key not in context.told:
        context.told.add(key)
        kind = context.meeting.kind("PLACE")
        told.append(FoundEntity(key, name, kind, at=context.at(node)))
    return key if name else ""
