"""Ties between claims: rivals, the same told elsewhere, parts of a whole."""

from __future__ import annotations

import re
from typing import NamedTuple

from cardindex.errors import MalformedValue

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
