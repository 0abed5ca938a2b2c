"""Seals: how a passage is fingerprinted, found and checked without being republished.

A seal is the length and the SHA-256 of a passage in its normal form: NFKC, quotation marks and
dashes folded, white space to one space. Offsets count code points of the source's text, each of
its line ends as one.
"""

from cardindex.passages.locators import places
from cardindex.passages.normal import Text, normal, seal
from cardindex.passages.paragraphs import Paragraphs
from cardindex.passages.quoting import Place, cite, place, quoted, spans
from cardindex.passages.seals import STATES, passage, text_source, unit_of, verify
from cardindex.passages.texts import read_texts
from cardindex.passages.units import COUNTED, Units

__all__ = [
    "COUNTED",
    "STATES",
    "Paragraphs",
    "Place",
    "Text",
    "Units",
    "cite",
    "normal",
    "passage",
    "place",
    "places",
    "quoted",
    "read_texts",
    "seal",
    "spans",
    "text_source",
    "unit_of",
    "verify",
]
