"""The first reading of STIX files: which objects there are, and what points at what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern
from typing import NamedTuple

from cardindex.imports.format import Unreadable
from cardindex.imports.found import Dropped, Wishes
from cardindex.imports.meeting import asked
from cardindex.imports.stix.objects import Object, dicts, objects, plain, text, texts, type_of

WORKS = frozenset({"report", "grouping", "note", "opinion"})
"""Types that are works, which say something of other objects."""

SAYINGS = frozenset({"relationship", "sighting"})
"""Types that say something of two objects."""

ASIDE = frozenset({"marking-definition", "extension-definition", "language-content"})
"""Types that are about how objects are kept."""


class Opinion(NamedTuple):
    """What somebody thinks of an object: the word, and why."""

    work: str
    word: str
    why: str


@dataclass
class Catalogue:
    """Every id with its newest version, and what works say of them. Holds no object whole.

    ``several`` are the ids of objects that stand there more than once.
    """

    newest: dict[str, str] = field(default_factory=dict)
    several: set[str] = field(default_factory=set)
    gone: dict[str, str] = field(default_factory=dict)
    types: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    creators: Counter[str] = field(default_factory=Counter)
    mentions: dict[str, list[str]] = field(default_factory=dict)
    opinions: dict[str, list[Opinion]] = field(default_factory=dict)
    translations: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def why_not(self, ref: str) -> str:
        """Return why an object that is referred to is not taken; empty where it is."""
        if ref not in self.newest:
            return "it is not in the file"
        return self.gone.get(ref, "")


def gather(paths: Iterable[Path], wishes: Wishes) -> Catalogue:
    """Read all files once. Raises Unreadable, also where ``--only`` names no type of theirs."""
    catalogue = Catalogue()
    for path in paths:
        for found in objects(path, wishes.encoding):
            if not isinstance(found, Dropped):
                _note(catalogue, found.value)
    catalogue.creators.pop("", None)
    _check_only(catalogue.types, asked(wishes))
    return catalogue


def _note(catalogue: Catalogue, one: Object) -> None:
    id_, type_ = one["id"], one["type"]
    version = intern(text(one, "modified"))
    if id_ in catalogue.newest:
        catalogue.several.add(id_)
    if id_ in catalogue.newest and catalogue.newest[id_] >= version:
        return
    if id_ not in catalogue.newest:
        catalogue.types[type_] += 1
    catalogue.newest[id_] = version
    catalogue.gone.pop(id_, None)
    if one.get("revoked") is True:
        catalogue.gone[id_] = "it is revoked"
        return
    if one.get("x_mitre_deprecated") is True:
        catalogue.gone[id_] = "it is deprecated"
        return
    if type_ == "identity":
        catalogue.names[id_] = text(one, "name")
    elif type_ in SAYINGS or type_ in WORKS:
        catalogue.creators[text(one, "created_by_ref")] += 1
    if type_ == "language-content":
        _note_translation(catalogue, one)
    elif type_ in WORKS:
        _note_work(catalogue, one)


def _note_work(catalogue: Catalogue, one: Object) -> None:
    id_ = one["id"]
    for ref in texts(one, "object_refs"):
        if one["type"] == "opinion":
            why = plain(text(one, "explanation"))
            said = Opinion(id_, text(one, "opinion"), why)
            catalogue.opinions.setdefault(ref, []).append(said)
        # A report is a source of the relationships that it lists, not of the things.
        elif type_of(ref) in SAYINGS:
            works = catalogue.mentions.setdefault(ref, [])
            if id_ not in works:
                works.append(id_)


def _note_translation(catalogue: Catalogue, one: Object) -> None:
    contents = one.get("contents")
    for language, said in contents.items() if isinstance(contents, dict) else ():
        if isinstance(said, dict) and (name := text(said, "name")):
            catalogue.translations.setdefault(text(one, "object_ref"), []).append((name, language))


def _check_only(types: Mapping[str, int], only: Iterable[str]) -> None:
    unknown = [word for word in only if word not in types]
    if unknown:
        there = ", ".join(sorted({*types} - SAYINGS - WORKS - ASIDE)) or "none"
        wrong = ", ".join(f'"{word}"' for word in unknown)
        raise Unreadable(f"--only {wrong}: no object is of this type; there are {there}")


def references(one: Object) -> list[Object]:
    """Return the external references of an object."""
    return dicts(one, "external_references")
