"""Forms of dates beyond those of ``advice``: decades in words, weeks, feasts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cardindex.dates.names import MONTHS, SEASONS

AT_LEAST = "it may be more than is said"


class Rewriting(NamedTuple):
    """A pattern, what is put for it (its groups by number), and what is to be noted then."""

    pattern: re.Pattern[str]
    instead: str
    note: str = ""


def _rewriting(pattern: str, instead: str, note: str = "") -> Rewriting:
    return Rewriting(re.compile(pattern, re.IGNORECASE), instead, note)


_TENS = {
    "twent": 2, "thirt": 3, "fort": 4, "fift": 5, "sixt": 6, "sevent": 7, "eight": 8, "ninet": 9,
    "veinte": 2, "treinta": 3, "cuarenta": 4, "cincuenta": 5, "sesenta": 6, "setenta": 7,
    "ochenta": 8, "noventa": 9, "zwanziger": 2, "dreißiger": 3, "dreissiger": 3, "vierziger": 4,
    "fünfziger": 5, "sechziger": 6, "siebziger": 7, "achtziger": 8, "neunziger": 9,
}  # fmt: skip
_NTH = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth", "twenty-first",
)  # fmt: skip

_ENDS = r"(end|beginning|start|middle)"


def _decades() -> Iterator[Rewriting]:
    """Yield decades in words, of any of the languages: all become ``the 1950s`` or ``the 50s``."""
    for word, tens in _TENS.items():
        if word.endswith(("a", "e")):
            led = r"(?:los )?(?:los|años|década de) (?:los )?(?:años )?"
            yield _rewriting(rf"\b{led}{word}\b", f"the {tens}0s")
        elif word.endswith("er"):
            yield _rewriting(rf"(?:(?:die|den|der) )?\b{word}(?: jahren?)?\b", f"the {tens}0s")
        else:
            yield _rewriting(rf"(?:the )?\bnineteen[ -]?{word}ies\b", f"the 19{tens}0s")
            yield _rewriting(rf"(?:the )?\beighteen[ -]?{word}ies\b", f"the 18{tens}0s")
            yield _rewriting(rf"(?:the )?\b{word}ies\b", f"the {tens}0s")


_NAMED_MONTHS = "|".join(MONTHS)

REWRITINGS = (
    *_decades(),
    _rewriting(r"\b(?:(?:los|las|la|les) )?(?:años|anos|années|década de|decenio de)"
               r" (?:los |les )?(?:años )?'?([0-9]?[0-9]?[0-9]0)(?![0-9])", r"the \1s"),
    _rewriting(r"\blos '?([0-9]0)$", r"the \1s"),
    _rewriting(r"(?:\b(?:die|der|den) )?\b([0-9]{2,4})er(?: jahren?)?$", r"the \1s"),
    *(_rewriting(rf"\b{word} century\b", f"{at}th century")
      for at, word in reversed(list(enumerate(_NTH, start=1)))),
    _rewriting(r"\b(first|1st) quarter of ", "Q1 "),
    _rewriting(r"\b(second|2nd) quarter of ", "Q2 "),
    _rewriting(r"\b(third|3rd) quarter of ", "Q3 "),
    _rewriting(r"\b(fourth|4th|last) quarter of ", "Q4 "),
    _rewriting(r"^(?:the )?(?=Q[1-4] )", ""),
    _rewriting(r"^(?:by|before) the (?:very )?end of (?:the )?", "by "),
    _rewriting(rf"^(?:at|in|towards?|near) (?:the )?(?:very )?{_ENDS} of", r"\1 of"),
    _rewriting(r"^(?:a|al|hacia|para|por) (?=(?:el )?(?:principio|fin|final|mediado|comienzo)e?s)",
               ""),
    _rewriting(r"^(?:el )?(?:fin|final) del? ", "fines de "),
    _rewriting(r"^(?:el )?(?:principio|comienzo|inicio)s? del? ", "principios de "),
    _rewriting(r"^(?:early|late) on (?=.*[0-9])", ""),
    _rewriting(r"^(?:on |in |during |at |en |por )*(?:the |la )?(?:early |late )?"
               r"(?:night|morning|afternoon|evening|noche|mañana|tarde) (?:of|del?) ", ""),
    _rewriting(r"^(?:at )?some ?(?:time|point) (?:in|during) |^some ?time (?=around)|"
               r"^at some (?:point|time) (?:in|during) |^already (?:in )?|"
               r"^as (?:early|late) as (?:in )?|^later in |"
               r"^in the course of |^(?:once|one day) in |^ya en |^en algún momento de |"
               r"^en el curso de ", ""),
    _rewriting(r"\b(?:at least|por lo menos|al menos|mindestens|au moins) ", "", AT_LEAST),
    _rewriting(rf"\b({_NAMED_MONTHS})/({_NAMED_MONTHS}) (?=[0-9]{{4}}$)", r"\1-\2 "),
    _rewriting(r"^([0-9]{2})([0-9]{2})/(1[3-9]|[2-9][0-9])$", r"\1\2-\1\3"),
    _rewriting(r"\bdel ([0-9]{2})$", r"'\1"),
    _rewriting(r"^ever since\b", "since"),
    _rewriting(r"\b(?:the present(?: day)?|la fecha|nowadays|our days)$", "present"),
    _rewriting(r"\bdespues\b", "después"),
    _rewriting(r"\bprimero de\b", "1 de"),
    _rewriting(r"\b(?:christmas eve|nochebuena|heiligabend)(?: of| de)?,? (?=[0-9]{4}$)",
               "24 December "),
    _rewriting(r"\b(?:christmas(?: day)?|navidad|weihnachten|noël)(?: of| de)?,? (?=[0-9]{4}$)",
               "25 December "),
    _rewriting(r"\b(?:new year'?s eve|nochevieja|silvester)(?: of| de)?,? (?=[0-9]{4}$)",
               "31 December "),
    _rewriting(r"\b(?:new year(?:'?s(?: day)?)?|año nuevo|neujahr)(?: of| de)?,? (?=[0-9]{4}$)",
               "1 January "),
    _rewriting(r"\b(?:may day|labou?r day)(?: of)?,? (?=[0-9]{4}$)", "1 May "),
)  # fmt: skip
"""Applied in this order, wherever in the text they match."""

_UNIT = r"(?:day|week|month|year|decade|century|night|morning|summer|winter|spring|autumn|fall)s?"
_NAMES = "|".join((*MONTHS, *SEASONS))
_NTH_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)"

_NO_YEAR = "it tells no year; look in the text for the year, and write it too: June 1944"
_RELATIVE = "it counts from another date, which is not in these words; look that up in the text"
_LENGTH = "it tells how long, and not when"
_FEAST = "this feast is on another day each year: look up the day of that year, and write it"


def _refusal(why: str, *pattern: str) -> tuple[re.Pattern[str], str]:
    return re.compile("".join(pattern), re.IGNORECASE), why


REFUSALS = (
    _refusal(
        _NO_YEAR,
        r"(?:(?:in|on|of|en|im|the) )*(?:early |mid-?|late )?",
        rf"(?:(?:{_NTH_DAY}|[0-9]{{1,2}}\.?) )?(?:of |de )?(?:{_NAMES})\.?(?: {_NTH_DAY})?",
    ),
    _refusal(
        _RELATIVE, "yesterday|today|tomorrow|tonight|now|currently|ayer|hoy|mañana|gestern|heute"
    ),
    _refusal(
        _RELATIVE,
        r"(?!.*[0-9]{4}).*\b(?:last|next|this|that|same|following|previous|preceding|coming) ",
        rf"{_UNIT}.*",
    ),
    _refusal(_RELATIVE, rf".*\b{_UNIT} (?:later|earlier|before|after|ago|afterwards?|previously)"),
    _refusal(
        _RELATIVE,
        r".*\b(?:(?:año|mes|día|semana)s? (?:siguiente|anterior|antes|después|más tarde|pasad[oa])",
        r"|mism[oa] (?:año|mes|día)|al día siguiente)",
    ),
    _refusal(
        _LENGTH,
        r"(?:for|over|within|in|during)? ?(?:about |some |more than |nearly )*(?:[0-9]+|[a-z]+) ",
        _UNIT,
    ),
    _refusal(
        _FEAST,
        r".*\b(?:easter|whitsun|pentecost|passover|ramadan|semana santa|holy week|pascua|ostern|",
        r"pâques|carnival|thanksgiving).*",
    ),
)
"""What tells no date, and why; held against the text as it was written."""
