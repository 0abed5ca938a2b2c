"""Documents of an edition, each with who sent it to whom and when → sources and claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from cardindex.imports.found import (
    Dropped,
    Found,
    FoundCitation,
    FoundClaim,
    FoundSource,
    Guessed,
)
from cardindex.imports.meeting import words
from cardindex.imports.teilists import Place, somewhere, spelt
from cardindex.imports.teiparts import ID, Node, children, dated, name, pointers, text, within

_PEOPLE = ("persName", "orgName")
_NUMBER = re.compile(
    r"^\[?(?:No\.?|Nr\.?|Doc(?:ument)?\.?)?\s*\d+[a-z]?\]?[.:)]?\s+", re.IGNORECASE
)
_TAIL = re.compile(r"\s*(?:\[[^\[\]]*\]|\([^()]*\))?[\s.,;:¹²³0-9]*$")
_AND = re.compile(r",?\s+and\s+(?=the\s)|;\s+|,\s+(?=the\s)")
_FULL = re.compile(r"\s*Source:\s*")


class Party(NamedTuple):
    """Who sent or received: the key of an entity, what it is called, and what it is."""

    key: str
    label: str
    kind: str


@dataclass
class Document:
    """What is gathered of a document while it is read, and which work holds it."""

    node: Node
    key: str
    within: str
    head: Node = None
    date: str = ""
    place: str = ""
    subject: str = ""
    kept: str = ""


@dataclass(frozen=True)
class Mention:
    """A name in a head, where it is in the text of it, and the key of whom it points to."""

    start: int
    end: int
    party: Party


def take_dateline(node: Node, document: Document, place: Place) -> None:
    """Take the date and the place of a document from its first dateline or opener."""
    if not document.date:
        document.date = dated(node)
    if not document.place:
        document.place = somewhere(node, place)


def finished(document: Document, place: Place) -> Iterator[Found]:
    """Yield a document as a source, who sent and received it, and the claim that it makes."""
    number = document.node.get("n", "")
    head, mentions = _head(document.head) if document.head is not None else ("", [])
    start = _NUMBER.match(head)
    title = head[start.end() if start else 0 :].strip()
    mentions = [
        Mention(each.start - len(head) + len(title), each.end - len(head) + len(title), each.party)
        for each in mentions
    ]
    senders, receivers, genre = _parties(title, mentions)
    for each in dict.fromkeys((*senders, *receivers)):
        if each.key == each.label and each.kind == words("tei")["kinds"]["body"]:
            yield Guessed(_AS_BODIES)
        place.point(*each, document.node)
    kind = _kind(genre or title)
    entry = {"id": document.key, "type": "document", "title": title or document.key}
    entry |= {"archive_location": document.kept} if document.kept else {}
    at = place.at(document.node)
    yield FoundSource(
        document.key, title or document.key, kind, tuple(each.key for each in senders),
        date=document.date, container=document.within, entry=entry, at=at,
        slug=document.key,
    )  # fmt: skip
    citation = FoundCitation(document.key, number)
    yield from _wrote(senders, receivers, document, citation, at)


def _wrote(
    senders: Iterable[Party], receivers: Iterable[Party], document: Document,
    citation: FoundCitation, at: str,
) -> Iterator[Found]:  # fmt: skip
    relation = words("tei")["letters"]["wrote"]
    for one, other in product(senders, receivers):
        yield FoundClaim(
            one.key, relation, other.key, document.subject, when=document.date,
            place=document.place, citations=(citation,), at=at,
        )  # fmt: skip


_AS_BODIES = "senders and receivers whom no list names were taken as bodies, as heads call them"


def _head(node: Node) -> tuple[str, list[Mention]]:
    """Return the text of a head without its notes, and who is named in it with a pointer."""
    parts: list[str] = []
    mentions: list[Mention] = []
    _gather(node, parts, mentions)
    raw = "".join(parts)
    plain = " ".join(raw.split())
    moved = [
        Mention(_moved(raw, each.start), _moved(raw, each.end), each.party) for each in mentions
    ]
    return plain, moved


def _gather(node: Node, parts: list[str], mentions: list[Mention]) -> None:
    start = sum(map(len, parts))
    parts.append(node.text or "")
    for each in node:
        if name(each) not in {"note", ""}:
            _gather(each, parts, mentions)
        parts.append(each.tail or "")
    found = pointers(node.get("corresp") or node.get("ref") or node.get("key"))
    if name(node) in _PEOPLE and found:
        party = Party(found[0], spelt(node), _kind_of(node))
        mentions.append(Mention(start, sum(map(len, parts)), party))


def _moved(raw: str, at: int) -> int:
    """Return where a place in a text is once its white space is one space."""
    return len(" ".join(raw[:at].split())) + (
        1 if raw[:at].rstrip() != raw[:at] and raw[:at].strip() else 0
    )


def _kind_of(node: Node) -> str:
    kinds = words("tei")["kinds"]
    return str(kinds["body"] if name(node) == "orgName" else kinds["person"])


def _parties(title: str, mentions: Sequence[Mention]) -> tuple[list[Party], list[Party], str]:
    """Return senders, receivers, and what stands before them in a head."""
    heads = words("tei")["heads"]
    begin = _first(title, heads["from"])
    if begin:
        start, end = begin
        cut = _cut(title, end, heads)
        if cut:
            one, other = _named(title, mentions, end, cut[0]), _named(title, mentions, cut[1], None)
            return one, other, title[:start]
        return _named(title, mentions, end, None), [], title[:start]
    for one, other in heads["between_people"]:
        found = re.search(rf"(?:^|\s){one}\s(.*)\s{other}\s", title)
        if found and len(mentions) > 1:
            middle = found.end(1)
            sides = ([m.party for m in mentions if m.end <= middle],
                     [m.party for m in mentions if m.start >= middle])  # fmt: skip
            if all(sides):
                return sides[0], sides[1], title[: found.start()]
    addressed = _first(title, heads["only_to"])
    if addressed and addressed[0]:
        start, end = addressed
        receivers = _named(title, mentions, end, None)
        return [], receivers, title[:start] + (title[start:] if not receivers else "")
    return [], [], title


def _first(title: str, phrases: Iterable[str]) -> tuple[int, int] | None:
    """Return where the first of some phrases stands in a head, as words of their own."""
    found = [re.search(rf"(?:^|(?<=\s)){re.escape(each)}\s", title) for each in phrases]
    spans = sorted((each.start(), -each.end()) for each in found if each)
    return (spans[0][0], -spans[0][1]) if spans else None


def _cut(title: str, start: int, heads: dict[str, list[str]]) -> tuple[int, int] | None:
    """Return where a head goes from who sent it to who received it."""
    phrase = "|".join(map(re.escape, heads["to"]))
    for each in re.finditer(rf"\s(?:{phrase})\s", title[start:]):
        before = title[start : start + each.start()].split()
        if before and before[-1].strip(",’'") not in heads["offices"]:
            return start + each.start(), start + each.end()
    return None


def _named(title: str, mentions: Sequence[Mention], start: int, end: int | None) -> list[Party]:
    """Return who is named in a part of a head: those pointed at, else bodies by their words."""
    stop = len(title) if end is None else end
    found: list[Party] = []
    at = start
    for piece in _pieces(title[start:stop]):
        begin = title.index(piece, at) if piece else at
        at = begin + len(piece)
        people = [each.party for each in mentions if begin <= each.start and each.end <= at]
        found += people or _body(piece)
    return list(dict.fromkeys(found))


def _pieces(part: str) -> list[str]:
    return [each for each in _AND.split(part) if each and each.strip()]


def _body(piece: str) -> list[Party]:
    plain = _TAIL.sub("", piece).strip()
    plain = re.sub(r"^(?:the|The|an?|An?)\s+", "", plain).strip(" ,;")
    nobody = words("tei")["heads"]["nobody"]
    if not plain or plain.lower() in nobody or not plain[:1].isalnum():
        return []
    return [Party(plain, plain, words("tei")["kinds"]["body"])]


def _kind(genre: str) -> str:
    plain = genre.lower()
    for each in words("tei")["heads"]["kinds"]:
        if any(word in plain for word in each["words"]):
            return str(each["kind"])
    return ""


def correspondence(node: Node, document: Document, title: str, place: Place) -> Iterator[Found]:
    """Yield what a ``correspDesc`` says: a letter, who sent it, who received it, where and when."""
    table, at = words("tei"), place.at(node)
    sides: dict[str, list[Party]] = {"sent": [], "received": []}
    for action in children(node, "correspAction"):
        type_ = action.get("type", "sent")
        side = next((side for side in sides if type_ in table["letters"][side]), "")
        if not side:
            place.leave(f"correspAction of type {type_}", "it is neither sent nor received")
            continue
        sides[side] += _actors(action, place)
        if side == "sent":
            take_dateline(action, document, place)
    if not document.date and not any(sides.values()):
        yield Dropped(at, "a correspDesc", "it names nobody and no date")
        return
    for child in node:
        if name(child) not in {"correspAction", ""}:
            place.leave(f"{name(child)} of a correspDesc", "there is no place for it")
    ends = [", ".join(each.label for each in sides[side]) for side in ("sent", "received")]
    called = title or " to ".join(filter(None, ends)) or document.key
    entry = {"id": document.key, "type": "personal_communication", "title": called}
    yield FoundSource(
        document.key, called, table["kinds"]["letter"], tuple(each.key for each in sides["sent"]),
        date=document.date, container=document.within, entry=entry, at=at,
        slug=document.key,
    )  # fmt: skip
    yield from _wrote(sides["sent"], sides["received"], document, FoundCitation(document.key), at)


def _actors(action: Node, place: Place) -> list[Party]:
    found = []
    for node in within(action, "persName", "orgName", "name"):
        label = spelt(node)
        key = next(iter(pointers(node.get("ref") or node.get("corresp") or node.get("key"))), label)
        if key:
            found.append(Party(key, label or key, _kind_of(node)))
            place.point(*found[-1], node)
    return found


def kept_at(node: Node) -> str:
    """Return where an edition says that a document is kept (``Source: National Archives, …``)."""
    for each in within(node, "seg", "note"):
        if each.get("type") == "source" and text(each):
            return _FULL.sub("", text(each), count=1)
    return ""


def key_of(node: Node, work: str, number: int) -> str:
    """Return the key of a document: its id within the work that holds it."""
    return f"{work}-{node.get(ID) or node.get('n') or number}"
