"""From citations to standing: roots counted, denials kept, rivals met.

Works on arrays over claims and citations, so that a million claims, or a hundred strikes, cost no
more than the arithmetic. docs/concepts.md explains the definitions.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cardindex.evidence.cited import UNKNOWN_ROOT, Cited, Flags, Numbers
from cardindex.evidence.joining import joined_roots
from cardindex.evidence.reach import grounds_of
from cardindex.groups import Groups, distinct
from cardindex.lineage import leading_to, sustained
from cardindex.slices import STANDINGS
from cardindex.tuples import Tuples

CORROBORATED, SINGLE_ROOT, UNTRACED, CONTESTED, TENTATIVE, DENIED = range(len(STANDINGS))
FALLEN = -1
"""The standing of a claim of which no citation is left."""

STANDING_NAMES = np.array([*STANDINGS, ""], dtype=object)
"""The standings by their codes; FALLEN, as -1, names the last, which is no standing."""


def stand(standing: Numbers) -> Flags:
    """Tell which of these standings, given as codes, stand."""
    return np.isin(standing, (CORROBORATED, SINGLE_ROOT, UNTRACED))


class Assessment(NamedTuple):
    """What the citations come to, one value a claim; ``standing`` is a code or FALLEN."""

    standing: Numbers
    support_low: Numbers
    support_high: Numbers
    works: Numbers
    opposition_low: Numbers
    opposition_high: Numbers
    told_by_doer: Flags
    told_by_concerned: Flags
    apparent: Flags
    circular: Flags
    misquoted: Flags
    overstated: Flags


class Left(NamedTuple):
    """Which citations are left after a strike, as flags.

    ``firm``: stated or probable, with such citations alone on some way to a ground or in a loop.
    ``traced``: firm, on such a way to a known root.
    """

    left: Flags
    firm: Flags
    traced: Flags


class Known(NamedTuple):
    """Pairs of a claim and a known root of it, each once, sorted; as positions."""

    claim: Numbers
    root: Numbers

    def by_claim(self, claims: int) -> Groups:
        """Return the roots of each of so many claims."""
        return Groups(self.root, np.searchsorted(self.claim, np.arange(claims + 1)))


class Assessed(NamedTuple):
    """All that the citations of a strike come to.

    ``affirmed``: by claim, whether it is so affirmed. ``roots``: the known roots of each claim.
    ``joined``: by root, the first of those that count as one with it. By citation ``left`` and
    ``firm``, as in ``Left``.
    """

    columns: Assessment
    affirmed: Flags
    roots: Known
    joined: Numbers
    left: Flags
    firm: Flags


_STANDINGS = (CONTESTED, CORROBORATED, SINGLE_ROOT, UNTRACED, DENIED, TENTATIVE)
"""What a claim is by the first of its conditions that holds; by none, fallen."""


def assess(
    evidence: Cited, keep: Flags, heard: Flags | None = None, joined: Numbers | None = None
) -> Assessed:
    """Assess every claim by the citations in ``keep``.

    Of these only the ``heard`` count (all, where it is None), but what is not heard does not fall.
    ``joined``: which roots count as one, if that is known; otherwise it is computed.
    """
    count, claim = evidence.claims, evidence.claim
    left, firm, traced = stay(evidence, keep)
    loud, strong = among(left, heard), among(firm, heard)
    affirms, denies = strong & evidence.affirms, strong & evidence.denies
    affirmed, denied = _any(claim, affirms, count), _any(claim, denies, count)
    doubted = _any(claim, strong & evidence.doubts, count)
    part = heard is not None
    known = _known(evidence, firm, affirms, evidence.affirms, part=part)
    against = _known(evidence, firm, denies, evidence.denies, part=part)
    if joined is None:
        joined = joined_roots(evidence, affirmed[evidence.bonds.claim])
    high, low = _distinct(known, count), _joined(known, joined, count)
    met = np.zeros(count, dtype=bool)
    met[evidence.rivals[affirmed[evidence.rivals[:, 1]], 0]] = True
    contested = affirmed & (denied | doubted | met)
    told = (contested, low >= 2, high >= 1, affirmed, denied, _any(claim, loud, count))
    only = high == 1
    doer, other, mutual = (
        only & _is_root(known, whom, count)
        for whom in (evidence.doer, evidence.concerned, evidence.mutual)
    )
    columns = Assessment(
        standing=np.select(told, _STANDINGS, FALLEN).astype(np.int64),
        support_low=low,
        support_high=high,
        works=_works(evidence, affirms),
        opposition_low=_joined(against, joined, count),
        opposition_high=_distinct(against, count),
        told_by_doer=doer,
        told_by_concerned=(other | mutual) & ~doer,
        apparent=only & (_tally(claim, affirms & traced, count) > 1),
        circular=_any(claim, loud & evidence.circular, count),
        misquoted=_any(claim, loud & evidence.misquoted, count),
        overstated=_any(claim, loud & evidence.overstated, count),
    )
    return Assessed(columns, affirmed, known, joined, left, firm)


def among(flags: Flags, heard: Flags | None) -> Flags:
    """Return those citations that are ``heard`` as well; all of them, where it is None."""
    return flags if heard is None else flags & heard


def stay(evidence: Cited, keep: Flags) -> Left:
    """Return what is left of the citations that a strike keeps, and how sure it is.

    A citation falls when all that it leans on has fallen. One that reached a ground must still
    reach one; one in a loop without a ground is left while the loop holds.
    """
    who, sure = evidence.who, evidence.sure
    ground = who.leans < 0
    if ground.all():
        firm = keep & sure
        return Left(keep, firm, firm & (evidence.root > UNKNOWN_ROOT))
    left = leading_to(who, keep & ground, keep)
    firm = leading_to(who, left & ground & sure, left & sure)
    rounds = keep & ~evidence.grounded
    if rounds.any():
        left |= sustained(who, rounds)
        firm |= sustained(who, rounds & sure)
    return Left(left, firm, leading_to(who, firm & (evidence.root > UNKNOWN_ROOT), firm))


def roots_of(evidence: Cited, known: Known, at: Numbers | slice = slice(None)) -> Tuples:
    """Return for each of the claims at these positions its known roots, sorted, as a column."""
    return Tuples.grouped(evidence.roots, known.by_claim(evidence.claims), at)


def _known(evidence: Cited, firm: Flags, voiced: Flags, stance: Flags, *, part: bool) -> Known:
    """Return the known roots of the grounds that ``voiced`` citations reach, by claim.

    The grounds are of this ``stance``, and the ways lead over ``firm`` citations alone. The claim's
    own grounds are counted directly; ways are followed only where they may leave the claim or, if
    only a ``part`` of the speakers is heard, reach a ground that is not heard.
    """
    width = len(evidence.roots)
    traced = voiced & (evidence.root > UNKNOWN_ROOT)
    keys = [evidence.claim[traced] * width + evidence.root[traced]]
    starts = np.flatnonzero(voiced & (evidence.who.leans >= 0))
    if not part:
        starts = starts[evidence.shares[evidence.claim[starts]]]
    if len(starts):
        rooted = stance & (evidence.root > UNKNOWN_ROOT)
        reached, whose = grounds_of(evidence.who, evidence.claim[starts], starts, firm)
        right = rooted[reached]
        keys.append(whose[right] * width + evidence.root[reached[right]])
    differ = distinct(np.concatenate(keys))
    return Known(differ // width, differ % width)


def _distinct(known: Known, count: int) -> Numbers:
    """Return the number of known roots of each claim."""
    return np.bincount(known.claim, minlength=count).astype(np.int64)


def _joined(known: Known, joined: Numbers, count: int) -> Numbers:
    """Return the number of known roots of each claim, joined ones counted as one."""
    root = joined[known.root]
    if (root == known.root).all():
        return _distinct(known, count)
    width = len(joined)
    differ = distinct(known.claim * width + root)
    return np.bincount(differ // width, minlength=count).astype(np.int64)


def _is_root(known: Known, whom: Numbers, count: int) -> Flags:
    """Tell for which claims one of the known roots is ``whom``, given by claim."""
    return _any(known.claim, known.root == whom[known.claim], count)


def _works(evidence: Cited, affirms: Flags) -> Numbers:
    """Return how many works speak in the citations that so affirm each claim."""
    rows = np.flatnonzero(affirms)
    works, of = evidence.speakers.of(rows)
    width = int(works.max(initial=0)) + 1
    differ = distinct(evidence.claim[rows][of] * width + works)
    return np.bincount(differ // width, minlength=evidence.claims).astype(np.int64)


def _any(claim: Numbers, which: Flags, count: int) -> Flags:
    found = np.zeros(count, dtype=bool)
    found[claim[which]] = True
    return found


def _tally(claim: Numbers, which: Flags, count: int) -> Numbers:
    return np.bincount(claim[which], minlength=count).astype(np.int64)
