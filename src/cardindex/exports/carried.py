"""What an index can say, and so a format may have no place for: told where there is some of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from cardindex import rdf
from cardindex.brief import count
from cardindex.evidence.leftout import unlinked
from cardindex.exports.format import OF_CLAIMS, Format
from cardindex.index import BOUNDS

if TYPE_CHECKING:
    from cardindex.evidence import Selection


class Thing(NamedTuple):
    """What an index can say: in a word for the head of a column, in full, and how much there is.

    ``words``: one and several, for "3 other names".
    """

    head: str
    words: tuple[str, str]
    told: str
    many: Callable[[Selection], int]


def _texts(column: str) -> Callable[[Selection], int]:
    return lambda selection: int((selection.claims[column] != "").sum())


def _part(table: str) -> Callable[[Selection], int]:
    return lambda selection: len(rdf.part_of(selection, table))


def _vague(selection: Selection) -> int:
    """Count the claims of which not all four days are known, or a span from which to which."""
    claims = selection.claims[selection.claims["when"] != ""]
    first, last, end, final = (claims[name] for name in BOUNDS)
    return int(((first != last) | (end != final)).sum())


def _denied(selection: Selection) -> int:
    return int((selection.citations["stance"] != "affirms").sum())


def _parallel(selection: Selection) -> int:
    """Count the claims that link two whom another claim links as well."""
    pairs = pd.DataFrame({
        "one": selection.linking[["subject", "object"]].min(axis=1),
        "other": selection.linking[["subject", "object"]].max(axis=1),
    })  # fmt: skip
    return int(pairs.duplicated(keep=False).sum())


def _isolates(selection: Selection) -> int:
    return len(unlinked(selection))


def _bibliography(selection: Selection) -> int:
    present = rdf.reach_of(selection).sources
    return sum(id_ in present for id_ in selection.index.bibliography)


THINGS: dict[str, Thing] = {
    "claims": Thing(
        "claims", ("claim", "claims"), "the claims themselves", lambda it: len(it.claims)
    ),
    "entities": Thing(
        "entities", ("entity", "entities"), "entities, with kind and description",
        lambda it: len(rdf.part_of(it, "entities")),
    ),
    "names": Thing(
        "names", ("other name", "other names"), "other names of entities, and identifiers",
        _part("names"),
    ),
    "groups": Thing(
        "groups", ("membership of a group", "memberships of groups"),
        "the groups that the editor has made", _part("groups"),
    ),
    "isolates": Thing(
        "isolates", ("entity without a link", "entities without a link"),
        "entities that no claim links", _isolates,
    ),
    "parallel": Thing(
        "parallel", ("parallel claim", "parallel claims"),
        "several claims between the same two, each for itself", _parallel,
    ),
    "unlinked": Thing(
        "unlinked", ("claim without an object", "claims without an object"),
        "claims of names, measures and dates, which link nobody",
        lambda it: int((it.claims["object"] == "").sum()),
    ),
    "glosses": Thing(
        "gloss", ("gloss", "glosses"), "what a claim says in a sentence", _texts("gloss")
    ),
    "texts": Thing(
        "text", ("text", "texts"), "the words of a claim: a cover name, an office", _texts("text")
    ),
    "dates": Thing("dates", ("date", "dates"), "when it was", _texts("when")),
    "vague": Thing(
        "vague dates", ("vague date", "vague dates"),
        "the four days of a date that is not sure to the day", _vague,
    ),
    "quantities": Thing(
        "quantities", ("quantity", "quantities"), "sums and numbers, hedged as the source does",
        _texts("quantity"),
    ),
    "modes": Thing(
        "modes", ("mode", "modes"), "that it was only asked, planned, tried …", _texts("mode")
    ),
    "ties": Thing(
        "ties", ("tie", "ties"), "which claims rival, repeat or are part of others", _texts("ties")
    ),
    "standing": Thing(
        "standing", ("standing", "standings"), "standing, independent roots and support",
        lambda it: len(it.claims),
    ),
    "citations": Thing(
        "citations", ("citation", "citations"), "who says so, where, and how surely",
        lambda it: len(it.citations),
    ),
    "chains": Thing(
        "chains", ("chain", "chains"), "whom the work that was read has it from",
        lambda it: int((it.citations["chain"] != "").sum()),
    ),
    "denials": Thing(
        "denials", ("denial or doubt", "denials and doubts"), "who denies or doubts it", _denied
    ),
    "sources": Thing(
        "sources", ("source", "sources"), "the works: title, author, origin, date", _part("sources")
    ),
    "bibliography": Thing(
        "bibliography", ("entry of the bibliography", "entries of the bibliography"),
        "what CSL knows of the works", _bibliography,
    ),
    "silent": Thing(
        "silent", ("silent place", "silent places"), "places that were read and state nothing",
        _part("silent"),
    ),
}  # fmt: skip
"""By the name that ``Format.lacks`` calls them by, in the order in which they are told."""


def lost(selection: Selection, format_: Format, *, simple: bool = False) -> str:
    """Return in a sentence what of a selection a format has no place for; empty if nothing.

    ``simple``: lines were asked for that are several claims. Who and what links nobody is told
    elsewhere, see ``evidence.leftout``.
    """
    lacks = format_.lacks | (SIMPLE_LACKS - format_.partly.keys() if simple else frozenset())
    parts = list(_parts(selection, lacks - UNLINKED if format_.linking else lacks))
    if not parts:
        return ""
    name = format_.name.removesuffix("-all")
    return f"{name} has no place for {', '.join(parts)}. docs/formats.md says which has."


UNLINKED = frozenset({"unlinked", "isolates"})
OF_LINES = OF_CLAIMS | {"parallel"}
SIMPLE_LACKS = OF_CLAIMS - {"standing"}


def _parts(selection: Selection, lacks: frozenset[str]) -> Iterator[str]:
    for name, thing in THINGS.items():
        # Where there are no claims, nothing of them is missed besides.
        if name not in lacks or ("claims" in lacks and name in OF_LINES):
            continue
        if many := thing.many(selection):
            yield count(many, *thing.words)
