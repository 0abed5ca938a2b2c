"""Folded lines: links between folded entities, and the identifications that each hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from cardindex.evidence.identities import Identities, Pair
from cardindex.evidence.links import independent, links
from cardindex.ontology import Vocabulary

_Deed = tuple[bool, str, tuple[str, ...]]  # whether it stands, its standing, its roots


class Told(NamedTuple):
    """Claims that link, with folded ends.

    ``claims`` have folded ends. ``hung``: by claim, the identifications that it needs, of those
    claims that need any. ``inside`` and ``identifying``: the links that are left out, as they are
    within one who is folded, or say who is who: subject, relation and object, each once.
    """

    claims: pd.DataFrame
    hung: Mapping[str, tuple[Pair, ...]]
    inside: frozenset[tuple[str, ...]]
    identifying: frozenset[tuple[str, ...]]


def told_of(claims: pd.DataFrame, vocabulary: Vocabulary, found: Identities) -> Told:
    """Fold the ends of a selection's claims; what stands of identifications is left out."""
    linking = claims[claims["object"] != ""]
    keys = list(zip(*(linking[end] for end in ("subject", "relation", "object")), strict=True))
    says = vocabulary.identifying
    identifying = {
        key for key in keys if key[1] in says and (key[0], key[2]) in found.links
    }  # fmt: skip
    inside = {
        key for key in {*keys} - identifying
        if key[0] != key[2] and found.of(key[0]) == found.of(key[2])
    }  # fmt: skip
    out = identifying | inside
    kept = linking[np.array([key not in out for key in keys], dtype=bool)]
    hung = {
        str(id_): found.hung_on(subject, object_)
        for id_, subject, object_ in zip(kept.index, kept["subject"], kept["object"], strict=True)
        if subject in found.into or object_ in found.into
    }
    folded = {end: kept[end].map(found.of) for end in ("subject", "object")}
    mutual = {
        key if key[0] <= key[2] or not vocabulary.relations[key[1]].symmetric else key[::-1]
        for key in inside
    }
    return Told(kept.assign(**folded), hung, frozenset(mutual), frozenset(identifying))


def lines(
    told: Told, vocabulary: Vocabulary, joined: Mapping[str, str], found: Identities
) -> pd.DataFrame:
    """Fold claims into lines: the columns of ``links``, and what each line hangs on.

    ``identifications``: the claims on the way from the name under which each deed was told. The
    support of a line that needs some is the larger of two: that of the deeds that need none, and
    the smaller of that of all deeds and of the weakest identification. The line is contested if any
    of its deeds is; else, if one of them stands, its support gives its standing, as for a claim.
    """
    frame = links(told.claims, vocabulary, joined)
    if not told.hung:
        return frame
    about = told.claims
    columns = (about["stands"].tolist(), about["standing"].tolist(), about["roots"].tolist())
    deeds = dict(zip(about.index, zip(*columns, strict=True), strict=True))
    changed: dict[str, list[object]] = {
        name: frame[name].tolist()
        for name in ("standing", "support_low", "support_high", "identifications")
    }
    for at, ids in enumerate(frame["claims"]):
        on = {id_: told.hung[id_] for id_ in ids if id_ in told.hung}
        if on:
            line = _line({id_: deeds[id_] for id_ in ids}, on, joined, found)
            for name, value in zip(("support_low", "support_high"), line, strict=True):
                changed[name][at] = value
            standing = _standing([deeds[id_] for id_ in ids], *line)
            changed["standing"][at] = standing or frame.at[at, "standing"]
            changed["identifications"][at] = found.claims(
                pair for way in on.values() for pair in way
            )
    return frame.assign(
        **{name: pd.Series(values, dtype=frame[name].dtype) for name, values in changed.items()}
    )


def _line(
    deeds: Mapping[str, _Deed],
    on: Mapping[str, tuple[Pair, ...]],
    joined: Mapping[str, str],
    found: Identities,
) -> tuple[int, int]:
    """Return the support, low and high, of a line that hangs on identifications."""
    standing = {id_ for id_, (stands, _, _) in deeds.items() if stands} or {*deeds}
    roots = {id_: frozenset(deeds[id_][2]) for id_ in standing}
    every = frozenset().union(*roots.values())
    own = frozenset().union(*(some for id_, some in roots.items() if id_ not in on))
    low, high = found.ceiling(pair for id_ in standing if id_ in on for pair in on[id_])
    return (
        max(independent(own, joined), min(independent(every, joined), low)),
        max(len(own), min(len(every), high)),
    )


def _standing(deeds: Iterable[_Deed], low: int, high: int) -> str:
    """Return the standing of a line; nothing where none of its deeds stands or is contested."""
    told = list(deeds)
    if any(standing == "contested" for _, standing, _ in told):
        return "contested"
    if not any(stands for stands, _, _ in told):
        return ""
    return "corroborated" if low > 1 else "single-root" if high else "untraced"
