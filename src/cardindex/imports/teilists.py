"""Persons, bodies, places and their relations in TEI's lists → entities and claims."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, product

from cardindex import identifiers
from cardindex.imports.found import (
    Dropped,
    Found,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundRelation,
    FoundSource,
    Link,
)
from cardindex.imports.meeting import words
from cardindex.imports.teiparts import (
    ID,
    LANGUAGE,
    Node,
    certainty,
    children,
    dated,
    last_word,
    name,
    pointers,
    text,
    when,
    within,
)

NAMES = ("persName", "orgName", "placeName", "name", "label", "geogName")
_SUFFIXES = frozenset(("Jr", "Sr", "II", "III", "IV"))
_FULL_STOP = re.compile(r"\b(?!Jr|Sr)\w{2,}\.$")  # and no initial's
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = ("forename", "nameLink", "surname", "genName")
_TAKEN = frozenset(
    (*NAMES, "idno", "note", "desc", "p", "listPerson", "listOrg", "listPlace", "org", "place",
     "person", "ref", "ptr", "head", "bibl", "link")
)  # fmt: skip
_HOSTS = {
    "wikidata": "wikidata.org",
    "viaf": "viaf.org",
    "gnd": "d-nb.info",
    "geonames": "geonames.org",
}


@dataclass
class Known:
    """Who is described in any of the files, and what those are called who are only pointed at."""

    described: set[str] = field(default_factory=set)
    pointed: dict[str, FoundEntity] = field(default_factory=dict)

    def rest(self) -> Iterator[FoundEntity]:
        """Yield those who are pointed at and described nowhere."""
        yield from (each for key, each in self.pointed.items() if key not in self.described)


@dataclass
class Place:
    """Where one is in a file, by whose word things are said, and what was not taken, counted."""

    file: str
    work: str = ""
    known: Known = field(default_factory=Known)
    left: Counter[tuple[str, str]] = field(default_factory=Counter)

    def point(self, key: str, label: str, kind: str, node: Node) -> None:
        """Note somebody who is pointed at, or only named, and not described here."""
        found = FoundEntity(
            key, label or key, kind, id_kind="iri" if "://" in key else "", at=self.at(node)
        )
        known = self.known.pointed.setdefault(key, found)
        if found.label < known.label or known.label == key:
            self.known.pointed[key] = replace(found, at=known.at)

    def at(self, node: Node) -> str:
        """Return the file and line of an element."""
        return f"{self.file}:{node.sourceline}" if node.sourceline else self.file

    def leave(self, what: str, why: str) -> None:
        """Count something that is not taken."""
        self.left[what, why] += 1


def entity(node: Node, place: Place) -> Iterator[Found]:
    """Yield a person, a body or a place with its names, and what is said of it."""
    table, tag = words("tei"), name(node)
    label, names = _called(node)
    key = node.get(ID) or next(iter(pointers(node.get("ref") or node.get("sameAs"))), "") or label
    if not key:
        yield Dropped(place.at(node), f"a {tag}", "it has neither an id nor a name")
        return
    notes = [text(each) for each in children(node, "note", "desc", "p") if text(each)]
    for each in notes[1:]:
        place.leave(f"a further note of a {tag}: {each[:40]} …", "one note is the description")
    place.known.described.add(key)
    yield FoundEntity(
        key=key,
        label=label or key,
        kind=table["kinds"].get(tag, ""),
        description=notes[0] if notes else "",
        names=(*names, *_identifiers(node), *local_id(node, place)),
        attributes=tuple(_attributes(node)),
        id_kind="iri" if "://" in key else "",
        at=place.at(node),
    )
    for child in node:
        if name(child) in table["datings"] or name(child) in table["links"]:
            yield from _claims(key, child, place)
        elif name(child) not in table["attributes"] and name(child) not in _TAKEN and name(child):
            place.leave(f"{name(child)} of a {tag}", "there is no place for it")
    outer = next((each for each in node.iterancestors() if name(each) == tag), None)
    if outer is not None and tag in table["nested"] and outer.get(ID):
        cited = _cited(node, place)
        yield FoundClaim(
            key, table["nested"][tag], outer.get(ID), citations=cited, at=place.at(node)
        )


def _called(node: Node) -> tuple[str, list[tuple[str, str, str]]]:
    """Return what an entity is called, and its other names with kind and language."""
    table = words("tei")["names"]
    found = [each for each in children(node, *NAMES) if text(each)]
    first = next((each for each in found if each.get("type", "") in table["first"]["types"]), None)
    first = found[0] if first is None and found else first
    if first is None:
        return "", []
    label = spelt(first)
    others = [(text(first), "alias", "")] if text(first) != label else []
    for each in found:
        if each is not first:
            kind = table.get(each.get("type", ""), "alias")
            others.append((spelt(each), str(kind), each.get(LANGUAGE, "")))
    return label, [each for each in dict.fromkeys(others) if each[0] != label]


def spelt(node: Node) -> str:
    """Return a name with the given names first: by its parts, or turned round at its comma."""
    parts = {part: " ".join(text(each) for each in within(node, part)) for part in _PARTS}
    if parts["surname"] and parts["forename"]:
        return " ".join(filter(None, (parts[part] for part in _PARTS)))
    return turned(text(node)) if name(node) == "persName" else text(node)


def turned(plain: str) -> str:
    """Return ``Vega, Ana, Jr.`` as ``Ana Vega Jr.``; what has no comma, or more, as it is."""
    whole = plain.strip(" ,;")
    whole = whole[:-1] if _FULL_STOP.search(whole) else whole
    family, *rest = whole.split(", ")
    suffix = f" {rest.pop()}" if len(rest) == 2 and rest[1].strip(".") in _SUFFIXES else ""
    return f"{rest[0]} {family}{suffix}" if len(rest) == 1 else whole


def _identifiers(node: Node) -> Iterator[tuple[str, str, str]]:
    """Yield identifiers elsewhere, each under its own kind of name."""
    said = [
        (each.get("type") or each.get("subtype") or "", text(each))
        for each in children(node, "idno")
    ]
    said += [("", each) for each in pointers(node.get("sameAs")) if "://" in each]
    names = list(children(node, *NAMES))
    said += [("", each) for own in names for each in pointers(own.get("ref")) if "://" in each]
    for type_, value in said:
        kind = next((each for each, host in _HOSTS.items() if host in value), "")
        kind = kind or re.sub(r"[^a-z0-9]+", "-", type_.lower()).strip("-") or "iri"
        kind = "iri" if kind in {"uri", "url"} else kind
        meant = identifiers.meant(kind, value) if kind in identifiers.SCHEMES else value
        if value:
            yield meant or value, kind if meant else "iri", ""


def local_id(node: Node, place: Place) -> Iterator[tuple[str, str, str]]:
    """Yield the id of an element with the work in which alone it means something."""
    if node.get(ID):
        yield f"{place.work}#{node.get(ID)}", "xml-id", ""


def _attributes(node: Node) -> Iterator[tuple[str, str]]:
    schemes = words("tei")["attributes"]
    found: dict[tuple[str, str], None] = {}
    for child in children(node, *schemes):
        value = text(child) or child.get("value") or child.get("key") or ""
        if value:
            found[schemes[name(child)], value] = None
    for key in ("sex", "gender"):
        if node.get(key):
            found[schemes[key], node.get(key)] = None
    yield from found


def _claims(key: str, node: Node, place: Place) -> Iterator[Found]:
    """Yield when somebody was born or died, and to which bodies somebody belonged."""
    table, tag = words("tei"), name(node)
    at, cited = place.at(node), _cited(node, place)
    where = somewhere(node, place)
    if tag in table["datings"]:
        date = dated(node) or (text(node) if re.search(r"\d", text(node)) else "")
        if date:
            relation = table["datings"][tag]
            yield FoundClaim(key, relation, when=date, place=where, citations=cited, at=at)
        elif text(node):
            place.leave(f"a {tag} without a date", "such a claim is of a date")
        return
    bodies = list(within(node, "orgName")) or [node]
    for body in bodies:
        label = text(body)
        other = next(iter(pointers(_pointing(body))), label)
        if not other:
            continue
        place.point(other, label, table["kinds"]["org"], body)
        role = node.get("type", "") if body is node else _role(node, label)
        yield FoundClaim(
            key, table["links"][tag], other, role, when=when(node), place=where, citations=cited,
            at=at,
        )  # fmt: skip


def _pointing(node: Node) -> str:
    """Return what points from a name to who bears it: a key, too, that is written so."""
    key = node.get("key", "")
    return str(node.get("ref") or node.get("corresp") or (key if "#" in key else ""))


def _role(node: Node, body: str) -> str:
    """Return what an affiliation says beside the name of the body: the office."""
    roles = [text(each) for each in within(node, "roleName", "term") if text(each)]
    return ", ".join(roles) or " ".join(text(node).replace(body, " ").split()).strip(" ,;.()")


def somewhere(node: Node, place: Place) -> str:
    """Return the key of the place that an element names, if any."""
    named = [each for each in within(node, "placeName", "settlement") if text(each)]
    # The pointer may be on the name inside a settlement.
    found = next(filter(_pointing, named), named[0] if named else None)
    if found is None:
        return ""
    key = next(iter(pointers(_pointing(found))), text(found))
    place.point(key, text(found), words("tei")["kinds"]["place"], found)
    return key


def relation(node: Node, place: Place) -> Iterator[Found]:
    """Yield what a relation says: from each active to each passive end, or between all mutual."""
    table, at = words("tei"), place.at(node)
    said = node.get("name") or node.get("ref") or node.get("ana") or node.get("type") or ""
    word = last_word(said.split()[0]) if said.split() else ""
    ours = str(table["relations"].get(word.replace("_", "").replace("-", "").lower(), word))
    if ours == word:
        ours = word = _CAMEL.sub(" ", word).lower()
    ends, symmetric = _ends(node)
    if not ours or not ends:
        lacks = "it has no name" if not ours else "it does not say between whom"
        yield Dropped(at, "a relation", lacks)
        return
    if symmetric and ours == word:
        yield FoundRelation(word, symmetric=True)
    cited = _cited(node, place)
    gloss = next((text(each) for each in children(node, "desc", "note") if text(each)), "")
    worded = word.lower() in table["worded"]["relations"]
    for one, other in ends:
        yield FoundClaim(
            one, ours.removeprefix("-"), other, word if worded else "", when=when(node),
            gloss=gloss, inverse=ours.startswith("-"), citations=cited, key=node.get(ID, ""), at=at,
        )  # fmt: skip
    for key in node.attrib:
        if key not in _OF_RELATIONS:
            place.leave(f"@{key.rpartition('}')[2]} of a relation", "there is no place for it")


_OF_RELATIONS = frozenset(
    ("name", "ref", "ana", "active", "passive", "mutual", "source", "cert", "resp", "type", "when",
     "notBefore", "notAfter", "from", "to", "when-iso", "from-iso", "to-iso", "notBefore-iso",
     "notAfter-iso", ID)
)  # fmt: skip


def _ends(node: Node) -> tuple[list[tuple[str, str]], bool]:
    mutual = pointers(node.get("mutual"))
    if mutual:
        return list(combinations(mutual, 2)), True
    active, passive = pointers(node.get("active")), pointers(node.get("passive"))
    return list(product(active, passive)), False


def _cited(node: Node, place: Place) -> tuple[FoundCitation, ...]:
    """Return who says it: the work that is read, and what it has it from (@source)."""
    sources = pointers(node.get("source")) or ("",)
    note = f"responsible: {' '.join(pointers(node.get('resp')))}" if node.get("resp") else ""
    return tuple(
        FoundCitation(
            place.work, chain=(Link(each),) if each else (), certainty=certainty(node), note=note
        )
        for each in sources
    )


def bibl(node: Node, place: Place) -> Iterator[Found]:
    """Yield a work that the file names with an id, to which its sources point."""
    titles = [text(each) for each in within(node, "title") if text(each)]
    title = titles[0] if titles else text(node)
    if not title:
        yield Dropped(place.at(node), f"a {name(node)}", "it says nothing")
        return
    date = next((when(each) or text(each) for each in within(node, "date")), "")
    note = text(node) if titles and text(node) != title else ""
    kind = words("tei")["kinds"]["work"]
    yield FoundSource(node.get(ID), title, kind, date=date, note=note, at=place.at(node))
