"""Lineage of citations: chains and ``rests_on``, leaning, roots and loops."""

from __future__ import annotations

from cardindex.lineage.chains import Chain, Step, parse_chain, speakers, split_list, without_places
from cardindex.lineage.grounds import Told, Traced, traced
from cardindex.lineage.leaning import Leaning, leading_to, leaning, sustained
from cardindex.lineage.loops import loops
from cardindex.lineage.paths import Works, tails_of, works_of
from cardindex.lineage.touching import Touched, touched
from cardindex.lineage.works import SELF, UNKNOWN, Source, Way, maker, strike_keys, way

__all__ = [
    "SELF",
    "UNKNOWN",
    "Chain",
    "Leaning",
    "Source",
    "Step",
    "Told",
    "Touched",
    "Traced",
    "Way",
    "Works",
    "leading_to",
    "leaning",
    "loops",
    "maker",
    "parse_chain",
    "speakers",
    "split_list",
    "strike_keys",
    "sustained",
    "tails_of",
    "touched",
    "traced",
    "way",
    "without_places",
    "works_of",
]
