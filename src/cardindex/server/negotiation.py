"""Which of several kinds of answer a client would have, by its Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_RANGE = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)/([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*")
_WEIGHT = re.compile(r"\s*[qQ]\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*")
_MOST = 100  # ranges that are read; browsers send eight


class _Range(NamedTuple):
    kind: str
    subtype: str
    weight: float

    def fits(self, media_type: str) -> int:
        """Tell how exactly a media type is meant: 0 for not at all, 3 for by its name."""
        kind, _, subtype = media_type.partition("/")
        if self.kind == "*" and self.subtype == "*":
            return 1
        if self.kind != kind:
            return 0
        return 2 if self.subtype == "*" else 3 * (self.subtype == subtype)


def chosen(accept: str | None, offers: Sequence[str]) -> str | None:
    """Return the media type among ``offers`` that is wanted most; of equals the first.

    Without a header, or with one in which nothing can be read, it is the first. None where nothing
    that is offered is acceptable.
    """
    ranges = _ranges(accept or "")
    if not ranges:
        return offers[0]
    best = max(offers, key=lambda offer: _weight(ranges, offer))
    return best if _weight(ranges, best) > 0 else None


def _weight(ranges: Sequence[_Range], offer: str) -> float:
    """Return the weight that the most exact of the ranges gives a media type."""
    exact = max(ranges, key=lambda each: (each.fits(offer), each.weight))
    return exact.weight if exact.fits(offer) else 0


def _ranges(accept: str) -> list[_Range]:
    found = []
    for part in accept.split(",")[:_MOST]:
        name, *parameters = part.split(";")
        match = _RANGE.fullmatch(name)
        if not match:
            continue
        weights = [weight[1] for each in parameters if (weight := _WEIGHT.fullmatch(each))]
        found.append(_Range(match[1].lower(), match[2].lower(), float((weights or ["1"])[0])))
    return found
