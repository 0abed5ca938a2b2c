"""What all elements of TEI have: a text, dates in attributes, pointers, a certainty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cardindex.imports.meeting import words

Node = Any
"""An element of lxml, which has no types."""

ID = "{http://www.w3.org/XML/1998/namespace}id"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_SILENT = frozenset(("note", "del", "fw"))
_SHORT_YEAR = re.compile(r"^(\d{3}(?:-\d\d){0,2})$")
_DAY = re.compile(r"(-?\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?")
_LAST = re.compile(r".*[#/:]")


def name(node: Node) -> str:
    """Return the name of an element without its namespace; empty for what is none."""
    tag = node.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1 << 10)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def children(node: Node, *names: str) -> Iterator[Node]:
    """Yield the children of these names, in order."""
    return (each for each in node if name(each) in names)


def within(node: Node, *names: str) -> Iterator[Node]:
    """Yield what is of these names, anywhere below, in order."""
    return (each for each in node.iterdescendants() if name(each) in names)


def text(node: Node) -> str:
    """Return the text of an element in one line, without notes and what is struck out."""
    return " ".join("".join(_texts(node)).split())


def _texts(node: Node) -> Iterator[str]:
    yield node.text or ""
    for each in node:
        if name(each) and name(each) not in _SILENT:
            yield from _texts(each)
        yield each.tail or ""


def pointers(value: str | None) -> tuple[str, ...]:
    """Return the keys that an attribute points to: ``#p1 people.xml#p2`` gives p1 and p2.

    An address that is no file of TEI is a key as it stands.
    """
    return tuple(map(_key, (value or "").split()))


def _key(pointer: str) -> str:
    before, mark, after = pointer.rpartition("#")
    local = not before or (before.endswith(".xml") and "://" not in before)
    return after if mark and after and local else pointer


def last_word(pointer: str) -> str:
    """Return the end of an address or of a prefixed name: what it is called."""
    return _LAST.sub("", pointer) or pointer


def when(node: Node) -> str:
    """Return when an element says that it was, as EDTF; empty where its attributes say nothing."""
    said = {key.removesuffix("-iso"): _day(value) for key, value in node.attrib.items()}
    if said.get("when"):
        return said["when"] + _hedge(node)
    start, end = said.get("from", ""), said.get("to", "")
    if start or end:
        return start if start == end else f"{start}/{end}"
    first, last = said.get("notBefore", ""), said.get("notAfter", "")
    if first or last:
        return first if first == last else f"[{first}..{last}]"
    return ""


def dated(node: Node) -> str:
    """Return when an element was, by its attributes, or those or the text of a date in it."""
    found = when(node)
    if found:
        return found
    dates = [node] if name(node) == "date" else list(within(node, "date"))
    found = next((when(each) or text(each) for each in dates if when(each) or text(each)), "")
    # The text of a date in TEI begins with a year: 268 is a year, and no decade 268X.
    return _SHORT_YEAR.sub(r"0\1", found)


def _hedge(node: Node) -> str:
    """Return how an EDTF date says that it is not sure."""
    if node.get("precision") in {"low", "medium"}:
        return "~"
    return "?" if node.get("cert") in {"low", "medium"} else ""


def _day(value: str) -> str:
    """Return the day of a date of XML, without its time; nothing for what is none."""
    match = _DAY.fullmatch(value.strip())
    return match[1] if match else ""


def certainty(node: Node) -> str:
    """Return how sure an element says that it is, in our words; empty where it says nothing."""
    return str(words("tei")["certainty"].get(node.get("cert", ""), ""))
