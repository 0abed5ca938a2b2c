"""What an entry form needs to know before anything is written: pure functions of an index.

``mentions``: the names that an index knows, in a text.
``sentence_around``, ``widen``, ``narrow``: the passage around a selection.
``suggested_entities``, ``similar``, ``id_for``: whom one may mean, and what a new one is called.
``relations_for``: the relations that fit two kinds, found by words people use.
``dates_said``, ``amounts_said``: dates and amounts as people write them.
``chain_of``, ``picks_of``, ``chain_in_words``: a chain as picks, and as a sentence.
``claim_in_words``: what is about to be written; ``already``: what says the same.

What an Index is asked for is made ready once, and kept as long as that Index is.
"""

from cardindex.composing.already import Already, CitedBy, already
from cardindex.composing.amounts import Amount, Amounts, amounts_said
from cardindex.composing.around import Side, Unit, narrow, sentence_around, widen
from cardindex.composing.candidates import Candidate, Similar, similar, suggested_entities
from cardindex.composing.chains import HEARSAY, OWN, Pick, chain_in_words, chain_of, picks_of
from cardindex.composing.ids import id_for
from cardindex.composing.mentions import Mention, mentions
from cardindex.composing.readback import MISSING, claim_in_words
from cardindex.composing.relations import Fitting, relations_for
from cardindex.dates.said import Reading, Said
from cardindex.dates.said import said as dates_said

__all__ = [
    "HEARSAY",
    "MISSING",
    "OWN",
    "Already",
    "Amount",
    "Amounts",
    "Candidate",
    "CitedBy",
    "Fitting",
    "Mention",
    "Pick",
    "Reading",
    "Said",
    "Side",
    "Similar",
    "Unit",
    "already",
    "amounts_said",
    "chain_in_words",
    "chain_of",
    "claim_in_words",
    "dates_said",
    "id_for",
    "mentions",
    "narrow",
    "picks_of",
    "relations_for",
    "sentence_around",
    "similar",
    "suggested_entities",
    "widen",
]
