"""TEI, streamed: lists of persons, bodies, places, relations; documents of an edition; letters.

Elements are freed as soon as they are read. A file that declares XML entities is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from cardindex.imports.format import Format
from cardindex.imports.found import Dropped, Found, FoundEntity, FoundSource, Read, Wishes
from cardindex.imports.meeting import words
from cardindex.imports.opened import head_of, held_to, needed, refuse, stream
from cardindex.imports.teiletters import (
    Document,
    correspondence,
    finished,
    kept_at,
    key_of,
    take_dateline,
)
from cardindex.imports.teilists import Known, Place, bibl, entity, local_id, relation, turned
from cardindex.imports.teiparts import ID, Node, children, name, pointers, text, when, within

_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_ROOTS = frozenset(("TEI", "TEI.2", "teiCorpus", "standOff", "listPerson", "text"))
_THINGS = frozenset(("person", "personGrp", "persona", "org", "place"))
_BLOCKS = frozenset(
    ("p", "ab", "lg", "table", "figure", "note", "list", "quote", "row", "teiHeader")
)
_OF_HEADER = frozenset(("fileDesc", "profileDesc"))
_REFUSAL = (
    "declares entities (<!ENTITY …>), which can stand for other files or swell without end; put "
    "their text in their place (xmllint --noent in.xml > out.xml) and import that"
)


@dataclass
class _Reading:
    """One reading of a file: where it is, the work that holds all, the documents one is in."""

    place: Place
    documents: list[Document] = field(default_factory=list)
    letters: list[Node] = field(default_factory=list)
    title: str = ""
    corpus: str = ""  # the work that holds several, and how many of them have begun
    files: int = 0
    is_letter: bool = False
    texts: int = 0
    works: int = 0
    mentions: Counter[str] = field(default_factory=Counter)


def read(paths: Sequence[Path], wishes: Wishes) -> Iterator[Found]:  # noqa: ARG001 - of all readers
    """Yield what files of TEI say of whom, and which documents hold it."""
    known = Known()
    for path in paths:
        held_to(path, "tei")
        if _ENTITIES.search(head_of(path)):
            refuse(path, _REFUSAL)
        with stream(path) as file:
            yield from _file(path, file, known)
    yield from known.rest()


def _file(path: Path, file: IO[bytes], known: Known) -> Iterator[Found]:
    reading = _Reading(Place(path.name, path.stem, known))
    seen = Counter[str]()
    for event, node in _events(path, file):
        tag = name(node)
        if event == "start":
            _begin(reading, tag, node)
        elif tag:
            yield from _END[tag](reading, node) if tag in _END else ()
            if tag in _COUNTED:
                seen[_COUNTED[tag]] += 1
            if tag in _BLOCKS or tag in _THINGS or tag == "div":
                _let_go(tag, node)
    for what, times in sorted(seen.items()):
        yield Read(times, what)
    yield from _told(reading)


def _events(path: Path, file: IO[bytes]) -> Iterator[tuple[str, Node]]:
    """Yield the starts and ends of elements; Unreadable where it is no XML, or no TEI."""
    etree: Any = needed("lxml.etree", "TEI")
    parser = etree.iterparse(
        file, events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True,
        remove_pis=True, remove_comments=True, huge_tree=False,
    )  # fmt: skip
    first = True
    try:
        for event, node in parser:
            if first:
                _hold(path, node)
                first = False
            yield event, node
    except etree.XMLSyntaxError as error:
        if "ntity" in str(error):
            refuse(path, _REFUSAL, error.lineno or 0)
        refuse(path, f"is no XML that can be read: {error.msg or 'it is empty'}", error.lineno or 1)


def _hold(path: Path, root: Node) -> None:
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        refuse(path, _REFUSAL)
    if name(root) not in _ROOTS:
        refuse(path, f"is no TEI: its root is <{name(root)}>")


def _begin(reading: _Reading, tag: str, node: Node) -> None:
    if tag in {"TEI", "TEI.2", "teiCorpus"}:
        outer = node.getparent() is not None
        reading.corpus = reading.corpus or (reading.place.work if outer else "")
        reading.files += outer
        own = f"{reading.corpus}-{reading.files}" if outer else reading.place.work
        reading.place.work = node.get(ID) or own
        reading.is_letter = False
    elif (
        not reading.is_letter
        and tag in {"div", "text"}
        and node.get("type") in words("tei")["documents"]["types"]
    ):
        number = len(reading.documents) + reading.texts + 1
        work = reading.place.work
        within_ = reading.documents[-1].key if reading.documents else work
        reading.documents.append(Document(node, key_of(node, work, number), within_))


def _header(reading: _Reading, node: Node) -> Iterator[Found]:
    """Yield the work that the file is, and the letters that its header tells of."""
    reading.title = _title(node)
    reading.works += 1
    letters = list(within(node, "correspDesc"))
    if len(letters) == 1 and reading.title:
        # The file is that one letter, and its divisions are no others.
        reading.is_letter = True
        work = reading.place.work
        yield from correspondence(
            letters[0], Document(node, work, ""), reading.title, reading.place
        )
    else:
        yield from _edition(reading, node)
        for number, each in enumerate(letters, 1):
            key = each.get(ID) or each.get("ref") or each.get("key") or str(number)
            key = key if "://" in key else f"{reading.place.work}-{key}"
            held = next(iter(pointers(each.get("source"))), reading.place.work)
            yield from correspondence(each, Document(each, key, held), "", reading.place)
    for each in node:
        if name(each) and name(each) not in _OF_HEADER:
            reading.place.leave(f"{name(each)} of the header", "it tells of the file alone")


def _edition(reading: _Reading, node: Node) -> Iterator[Found]:
    place, work = reading.place, reading.place.work
    authors = [turned(text(each)) for each in _of(node, "titleStmt", "author") if text(each)]
    editors = [{"literal": text(each)} for each in _of(node, "titleStmt", "editor") if text(each)]
    for author in authors:
        yield FoundEntity(author, author, words("tei")["kinds"]["person"], at=place.at(node))
    dates = list(_of(node, "publicationStmt", "date"))
    date = next((when(each) or text(each) for each in dates if when(each) or text(each)), "")
    said: dict[str, Any] = {
        "publisher": next(map(text, _of(node, "publicationStmt", "publisher")), ""),
        "publisher-place": next(map(text, _of(node, "publicationStmt", "pubPlace")), ""),
        "editor": editors,
    }
    kind, title = words("tei")["kinds"]["edition"], reading.title or work
    entry: dict[str, Any] = {"id": work, "type": "book", "title": title}
    entry |= {key: value for key, value in said.items() if value}
    held = reading.corpus if reading.corpus != work else ""
    yield FoundSource(
        work, title, kind, tuple(authors), date=date, container=held, entry=entry,
        at=place.at(node), slug=work,
    )  # fmt: skip


def _of(node: Node, parent: str, child: str) -> Iterator[Node]:
    for each in within(node, parent):
        yield from children(each, child)


def _title(header: Node) -> str:
    """Return what a file is called: the whole title, where there are several."""
    titles = [each for each in _of(header, "titleStmt", "title") if text(each)]
    for type_ in ("complete", "full", "main", None):
        found = next((each for each in titles if each.get("type") == type_), None)
        if found is not None:
            return text(found)
    return text(titles[0]) if titles else ""


def _thing(reading: _Reading, node: Node) -> Iterator[Found]:
    yield from entity(node, reading.place)


def _relation(reading: _Reading, node: Node) -> Iterator[Found]:
    yield from relation(node, reading.place)


def _bibl(reading: _Reading, node: Node) -> Iterator[Found]:
    if node.get(ID):
        yield from bibl(node, reading.place)


def _item(reading: _Reading, node: Node) -> Iterator[Found]:
    """Yield a person or a body of a plain list: a name with an id, and what is said after it."""
    for tag in ("persName", "orgName", "placeName"):
        named = next((each for each in within(node, tag) if each.get(ID)), None)
        if named is not None:
            break
    else:
        if any(each.get(ID) for each in within(node, "term")):
            reading.place.leave("a term of a list", "it is no person, body or place")
        return
    whole, own = text(node), text(named)
    rest = re.sub(r"\s+([,;.])", r"\1", whole.partition(own)[2]).strip(" ,;:.")
    kind = {"persName": "person", "orgName": "org", "placeName": "place"}[tag]
    label = turned(own) if tag == "persName" else own.strip(" ,;")
    names = [(own.strip(" ,;"), "alias", "")] if label != own.strip(" ,;") else []
    names += local_id(named, reading.place)
    reading.place.known.described.add(named.get(ID))
    yield FoundEntity(
        named.get(ID), label, words("tei")["kinds"][kind], rest, tuple(names),
        at=reading.place.at(node),
    )  # fmt: skip


def _dateline(reading: _Reading, node: Node) -> Iterator[Found]:
    if reading.documents:
        take_dateline(node, reading.documents[-1], reading.place)
    yield from ()


def _headline(reading: _Reading, node: Node) -> Iterator[Found]:
    """Keep the head of a document, and the words of its editors on where it is kept."""
    document = reading.documents[-1] if reading.documents else None
    if document is not None and node.getparent() is document.node and document.head is None:
        document.head = node
        document.kept = kept_at(node)
    yield from ()


def _subject(reading: _Reading, node: Node) -> Iterator[Found]:
    if reading.documents and node.get("type") == "subject" and not reading.documents[-1].subject:
        items = [text(each) for each in children(node, "item")]
        reading.documents[-1].subject = "; ".join(filter(None, items))
    yield from ()


def _division(reading: _Reading, node: Node) -> Iterator[Found]:
    if reading.documents and reading.documents[-1].node is node:
        document = reading.documents.pop()
        reading.texts += 1
        yield from finished(document, reading.place)


def _mention(reading: _Reading, node: Node) -> Iterator[Found]:
    pointed = node.get("corresp") or node.get("ref") or node.get("key")
    if reading.documents and pointed and not node.get(ID):
        reading.mentions[name(node)] += 1
    yield from ()


_END: dict[str, Callable[[_Reading, Node], Iterator[Found]]] = {
    **dict.fromkeys(_THINGS, _thing),
    "bibl": _bibl, "biblStruct": _bibl, "biblFull": _bibl, "witness": _bibl,
    "dateline": _dateline, "opener": _dateline, "div": _division, "head": _headline,
    "item": _item, "list": _subject, "orgName": _mention, "persName": _mention,
    "placeName": _mention, "relation": _relation, "teiHeader": _header, "text": _division,
}  # fmt: skip
_COUNTED = {
    **{each: each for each in _THINGS}, "org": "organisation", "personGrp": "group",
    "relation": "relation", "correspDesc": "letter",
}  # fmt: skip


def _let_go(tag: str, node: Node) -> None:
    """Empty an element that has been read, unless something that is not read yet needs it."""
    above = {name(each) for each in node.iterancestors()}
    if above & (_THINGS | {"head", "teiHeader", "item", "relation", "dateline", "opener"}):
        return
    if tag == "list" and "item" in above:
        return
    node.clear(keep_tail=True)
    before, parent = node.getprevious(), node.getparent()
    while (
        before is not None
        and parent is not None
        and name(before) in {"p", "person", "org", "place"}
    ):
        parent.remove(before)
        before = node.getprevious()


def _told(reading: _Reading) -> Iterator[Found]:
    """Yield what was not taken, each thing once with how often it was there."""
    place = reading.place
    if not reading.works:
        yield FoundSource(place.work, place.work, words("tei")["kinds"]["edition"], at=place.file)
    if reading.texts:
        yield Read(reading.texts, "document")
        how = 'only their heads are read; "cardindex text add" takes in what they say'
        yield Dropped(place.file, f"the text of {reading.texts:,} documents", how)
    kinds = {"persName": "persons", "orgName": "bodies", "placeName": "places"}
    for tag, times in sorted(reading.mentions.items()):
        what = f"mentions of {kinds[tag]} within documents"
        what += f" ({times:,} times)" if times > 1 else ""
        yield Dropped(place.file, what, "to be named in a text states no relation")
    for (what, why), times in sorted(place.left.items()):
        yield Dropped(place.file, what + (f" ({times:,} times)" if times > 1 else ""), why)


FORMATS = (
    Format(
        name="tei",
        description="TEI: persons, bodies, places, relations; documents and letters of an edition",
        extensions=(".xml", ".tei"),
        read=read,
        extra="imports",
    ),
)
