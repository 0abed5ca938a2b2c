"""Parameters of addresses for programs: what each says, and by which words of an index."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from cardindex.checks.claims import MODES
from cardindex.server.slicing import OPTIONS
from cardindex.slices import ACTUAL, STANDINGS, Slice

if TYPE_CHECKING:
    from cardindex.index import Index

_ANY = "any"
_TOLD = {
    "relation": "only claims of this relation",
    "family": "only claims of relations of this family",
    "type": "only claims whose ends are both of this kind, or of a narrower one",
    "not-type": "no claims of which an end is of this kind, or of a narrower one",
    "entity": "only claims of which this is an end",
    "window": "only claims that hold in this time, in EDTF: 1973, 1953/1973",
    "said-by": "only what had been said by this day, in EDTF",
    "published-by": "only what had been published by this day, in EDTF",
    "surely": "1: what surely holds in the window, or was surely said by the day",
    "dated": "1: nothing that has no date at all",
    "standing": "only claims that stand so",
    "mode": "only claims of this mode; actual is what was so",
    "struck": "a source, author or origin that is struck out: source:x, author:y, origin:z",
    "according-to": "a source or an entity; only citations in which it speaks count",
    "coder": "only citations of this coder count",
    "text": "words that gloss, text or the names of the ends contain",
    "identities": "1: who is said to be another is taken for that one",
}
"""What each option of a slice says."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address: ``several`` where it may be told more than once.

    ``choices`` are its words, where they are a list; with ``only`` nothing else is taken, without
    it names as people type them as well.
    """

    name: str
    told: str
    required: bool = False
    several: bool = False
    most: int = 0  # of a number; 0 where it is a text
    usual: int = 0  # of a number, where it is not told
    choices: tuple[str, ...] = ()
    only: bool = False


def parameters(index: Index) -> dict[str, Parameter]:
    """Return the options of a slice of an index as parameters, by name."""
    vocabulary, types = index.vocabulary, (_ANY, *index.vocabulary.types)
    lists = {
        "relation": (_ANY, *vocabulary.relations), "family": (_ANY, *vocabulary.families),
        "type": types, "not-type": types, "standing": (_ANY, *STANDINGS),
        "mode": (_ANY, ACTUAL, *MODES), "coder": tuple(index.coders),
    }  # fmt: skip
    found = {}
    for field in fields(Slice):
        name, is_switch = OPTIONS[field.name], field.default is False
        found[name] = Parameter(
            name, _TOLD[name], several=isinstance(field.default, frozenset), only=is_switch,
            choices=("1", "0") if is_switch else lists.get(name, ()),
        )  # fmt: skip
    return found
