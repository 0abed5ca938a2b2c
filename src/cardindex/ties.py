"""Ties between claims: rivals, the same told elsewhere, parts of a whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cardindex.errors import MalformedValue
from cardindex.groups import Numbers, joined

Codes = npt.NDArray[np.integer[Any]]

TIES = ("rival", "same", "part")
"""How a claim may be tied to another."""

_TIE = re.compile(r"(rival|same|part)(\?)? +([a-z][0-9]+)")


class Tie(NamedTuple):
    """A tie to another claim; ``perhaps`` where the text leaves it open."""

    kind: str
    claim: str
    perhaps: bool

    def __str__(self) -> str:
        """Write the tie as the table has it."""
        return f"{self.kind}{'?' if self.perhaps else ''} {self.claim}"


def parse_ties(text: str) -> tuple[Tie, ...]:
    """Parse the ties of one claim. Raises MalformedValue."""
    if not text:
        return ()
    ties = []
    for part in (part.strip() for part in text.split(";")):
        match = _TIE.fullmatch(part)
        if match is None:
            named = f'"{part}" is' if ";" in text else "this is"
            reason = (
                f'{named} no tie; write "rival c12", "same c12" or "part c12", with "?" '
                'after the word for perhaps, and ";" between two'
            )
            raise MalformedValue(text, reason, "malformed-tie")
        ties.append(Tie(match[1], match[3], perhaps=bool(match[2])))
    return tuple(ties)


def told_as_one(
    tied: Iterable[tuple[int, Tie]], place: Callable[[Sequence[str]], Numbers], modes: Codes
) -> Numbers:
    """Number claims so that those tied as ``same`` (not perhaps), and of one mode, share a number.

    ``tied``: claims by position, each with a tie of its; ``place``: where claims with some ids
    stand, -1 for one that is not there; ``modes``: that of each claim, as a number. Returns for
    each claim the position of the first of those that share its number.
    """
    told = [(row, one.claim) for row, one in tied if one.kind == "same" and not one.perhaps]
    if not told:
        return np.arange(len(modes))
    rows, others = zip(*told, strict=True)
    pairs = np.stack([np.array(rows), place(others)], axis=1)
    pairs = pairs[pairs[:, 1] >= 0]
    return joined(len(modes), pairs[modes[pairs[:, 0]] == modes[pairs[:, 1]]])
