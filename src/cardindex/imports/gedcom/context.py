"""What one import of GEDCOM knows of its files: who there is, notes, names of repositories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cardindex.imports.found import Wishes
from cardindex.imports.gedcom.lines import Node
from cardindex.imports.meeting import Losses, Meeting, words

TABLE: Mapping[str, Any] = words("gedcom")


@dataclass
class Known:
    """One file: ids by what they are of, texts of notes, and who is whose child.

    ``children`` maps a family to its children as either side tells, each with what it says of how
    (adopted, foster).
    """

    name: str
    people: set[str] = field(default_factory=set)
    families: dict[str, tuple[str, str]] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)
    repositories: dict[str, str] = field(default_factory=dict)
    submitters: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    pedigree: dict[tuple[str, str], str] = field(default_factory=dict)
    children: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass
class Context:
    """One import of one file: what it knows, what met what, what was lost and told."""

    known: Known
    wishes: Wishes
    meeting: Meeting
    losses: Losses
    prefix: str = ""  # of keys, where there are several files
    told: set[str] = field(default_factory=set)
    told_ids: set[str] = field(default_factory=set)

    def key(self, id_: str) -> str:
        """Return the key of a record; files that are imported together have ids of their own."""
        return f"{self.prefix}{id_}"

    def at(self, node: Node) -> str:
        """Return where a structure stands."""
        return f"{self.known.name}:{node.line}"

    def lose(self, what: str, why: str, times: int = 1) -> None:
        """Count something that was not taken."""
        self.losses.count(self.known.name, what, why, times)


def note_all(known: Known, records: Iterable[Node]) -> None:
    """Note what a first reading of the records tells."""
    for record in records:
        if record.tag in {"INDI", "FAM"}:
            _note_kin(known, record)
        elif record.tag in {"NOTE", "SNOTE"}:
            known.notes[record.id] = record.value
        elif record.tag == "SOUR":
            known.sources.add(record.id)
        elif record.tag == "REPO":
            known.repositories[record.id] = record.text("NAME")
        elif record.tag == "SUBM":
            known.submitters[record.id] = record.text("NAME")
    for (child, family), how in known.pedigree.items():
        known.children.setdefault(family, {})[child] = how


def _note_kin(known: Known, record: Node) -> None:
    id_ = record.id
    if record.tag == "INDI":
        known.people.add(id_)
        for part in record.all("FAMC"):
            if part.pointer:
                known.pedigree[id_, part.pointer] = _born(part.text("PEDI").lower())
    else:
        known.families[id_] = _pointer(record, "HUSB"), _pointer(record, "WIFE")
        known.children[id_] = {part.pointer: "" for part in record.all("CHIL") if part.pointer}


def _born(how: str) -> str:
    return "" if how == "birth" else how


def _pointer(record: Node, tag: str) -> str:
    part = record.one(tag)
    return part.pointer if part is not None else ""
