"""What an entry form needs to know before anything is written: pure functions of an index.

Names found in a text, the passage around a selection, candidates for subject and object, the
relations that fit two kinds, dates and amounts as people write them, chains as sentences, a claim
read back, and what the index says already.
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
