"""Warnings of reporting: what goes in a circle, is misquoted, or is said too surely."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cardindex.checks.registry import Draft, check
from cardindex.errors import Problem
from cardindex.lineage import loops, parse_chain


@check
def works_do_not_rest_on_themselves(draft: Draft) -> Iterator[Problem]:
    """``rests_on`` does not lead back: circular reporting is a finding, so this is a warning."""
    sources = draft.sources
    for loop in loops({id_: source.rests for id_, source in draft.lineages.items()}):
        row = sources["id"].index(loop[0])
        message = (
            f"circular reporting: {' rests on '.join(loop)}; if the sources bear out each of "
            "these, leave it: what is said in a circle has no root"
        )
        yield sources.warning(row, "rests_on", "looped-rests-on", message)


@check
def claims_are_not_told_in_a_circle(draft: Draft) -> Iterator[Problem]:
    """Following a citation back never comes to a work twice; told once for each claim."""
    found = draft.retold
    told = set[str]()
    for row, loop in zip(found.rows.tolist(), found.loop, strict=True):
        claim = draft.citations["claim"][row]
        if loop and claim not in told:
            told.add(claim)
            message = (
                f"circular reporting: {claim} is told along {loop}; if the sources bear out each "
                "of these, leave it: what is said in a circle adds no root"
            )
            yield draft.citations.warning(row, "chain", "circular", message)


@check
def works_are_quoted_as_they_say(draft: Draft) -> Iterator[Problem]:
    """The last work of a chain, where it was read itself, says it as surely as it is quoted."""
    found = draft.retold
    if not (found.misquoted.any() or found.overstated.any()):
        return
    citations = draft.citations
    of: dict[tuple[str, str], list[int]] = {}
    for row, speaks in zip(found.rows.tolist(), found.speaks.tolist(), strict=True):
        if speaks:
            of.setdefault((citations["claim"][row], citations["source"][row]), []).append(row)
    for at in np.flatnonzero(found.misquoted | found.overstated).tolist():
        row = int(found.rows[at])
        work = parse_chain(citations["chain"][row]).sources[-1]
        other = of[citations["claim"][row], work][0]
        stance = citations["stance"]
        here, line = f"{citations['source'][row]} has it that {work}", citations.lines[other]
        if found.misquoted[at]:
            said = f"{here} {stance[row]} {citations['claim'][row]}"
            message = (
                f"{said}, but on line {line} {work} {stance[other]} it; mend what was misread, or "
                "leave both: then the one who quotes has no root for it"
            )
            yield citations.warning(row, "chain", "misquoted", message)
        else:
            said = f"{here} {stance[row]} it as {citations['certainty'][row]}"
            message = (
                f"{said}, but on line {line} {work} has it only as possible; mend what was "
                "misread, or leave both: it is taken for no surer than that"
            )
            yield citations.warning(row, "certainty", "overstated", message)
