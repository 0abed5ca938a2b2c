"""What an entry form needs to know before anything is written: pure functions of an index.

Names found in a text, the passage around a selection, candidates for subject and object, the
relations that fit two kinds, chains as sentences, and a claim read back.
"""

from cardindex.composing.around import Side, Unit, narrow, sentence_around, widen
from cardindex.composing.mentions import Mention, mentions
from cardindex.composing.relations import Fitting, relations_for

__all__ = [
    "Fitting",
    "Mention",
    "Side",
    "Unit",
    "mentions",
    "narrow",
    "relations_for",
    "sentence_around",
    "widen",
]
