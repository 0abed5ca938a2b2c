"""Which kind of answer a client would have, how packed, or whether it has it (RFC 9110, 12, 13)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - a token of HTTP
_RANGE = re.compile(rf"({_TOKEN})/({_TOKEN})")
_CODING = re.compile(_TOKEN)
_WEIGHT = re.compile(r"[qQ][ \t]*=[ \t]*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.ASCII)
# A piece of a header: a quoted string, or text without quotation marks.
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*+"|[^",;]++|[,;"]', re.DOTALL)
_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*+")')
_MOST = 100  # ranges that are read; browsers send eight
_LONGEST = 8_000  # characters of a header that are read


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


def holds(wanted: Sequence[str], tag: str) -> bool:
    """Tell whether a client has the version of an ETag, by its lines of If-None-Match."""
    held = ",".join(wanted)
    return held.strip() == "*" or tag.removeprefix("W/") in _TAG.findall(held)


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


def packs(accept_encoding: str | None) -> bool:
    """Tell whether a client would have an answer packed with gzip; not without a header."""
    weights: dict[str, float] = {}
    for name, parameters in _elements(accept_encoding or ""):
        if _CODING.fullmatch(name):
            weights.setdefault(name.lower(), _q(parameters))
    anything = weights.get("*", 0.0)
    packed = weights.get("gzip", weights.get("x-gzip", anything))
    # A client that names only gzip accepts the plain form too, with a lower weight.
    return packed > 0 and packed >= weights.get("identity", 0.0)


def _weight(ranges: Sequence[_Range], offer: str) -> float:
    """Return the weight that the most exact of the ranges gives a media type."""
    exact = max(ranges, key=lambda each: (each.fits(offer), each.weight))
    return exact.weight if exact.fits(offer) else 0


def _ranges(accept: str) -> list[_Range]:
    found = []
    for name, parameters in _elements(accept):
        if match := _RANGE.fullmatch(name):
            found.append(_Range(match[1].lower(), match[2].lower(), _q(parameters)))
    return found


def _q(parameters: Sequence[str]) -> float:
    """Return the weight among parameters; 1 where there is none that can be read."""
    return next((float(found[1]) for it in parameters if (found := _WEIGHT.fullmatch(it))), 1)


def _elements(header: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the elements of a header, each with its parameters, bare of white space."""
    elements: list[list[str]] = [[""]]
    for piece in _PIECE.findall(header[:_LONGEST]):
        if piece == ",":
            if len(elements) == _MOST:
                break
            elements.append([""])
        elif piece == ";":
            elements[-1].append("")
        else:
            elements[-1][-1] += piece
    for name, *parameters in elements:
        yield name.strip(" \t"), [each.strip(" \t") for each in parameters]
