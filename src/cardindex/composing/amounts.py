"""Amounts as people write them: quantity and unit, in figures or in words, hedged or not."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from cardindex import quantities
from cardindex.errors import MalformedValue

_LONGEST = 120
_NONE = "no number that can be read; write it like 400,000, about 400, over 50 or 150 to 200"
_VAGUE = "it does not say how many; keep the words in the text of the claim"
_RATIO = "a ratio is no quantity; keep the words in the text of the claim"


class Amount(NamedTuple):
    """One meaning of an amount: quantity and unit as in claims.csv, the same in English words.

    ``unit``: the code of a currency where it is known, else the noun as it was written, or empty.
    ``note``: what was taken for granted.
    """

    quantity: str
    unit: str
    words: str
    note: str = ""


class Amounts(NamedTuple):
    """What an amount may mean, the likeliest first; or, where it means none, why."""

    readings: tuple[Amount, ...]
    why: str = ""


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SPANISH = {
    "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6,
    "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "veinte": 20, "treinta": 30, "cuarenta": 40,
    "cincuenta": 50, "cien": 100, "doscientos": 200, "trescientos": 300, "quinientos": 500,
}  # fmt: skip
_NUMBERS = (
    {"a": 1, "an": 1}
    | {word: at for at, word in enumerate(_ONES.split())}
    | {word: 10 * at for at, word in enumerate(_TENS.split(), start=2)}
    | _SPANISH
)
_SCALES = {
    "hundred": 100, "dozen": 12, "docena": 12, "score": 20, "k": 1000, "thousand": 1000,
    "mil": 1000, "tausend": 1000, "million": 10**6, "millions": 10**6, "mn": 10**6, "m": 10**6,
    "millón": 10**6, "millon": 10**6, "millones": 10**6, "millionen": 10**6, "billion": 10**9,
    "bn": 10**9,
}  # fmt: skip

_CURRENCIES = {
    "$": ("USD", "dollars are taken for those of the United States"),
    "dollar": ("USD", "dollars are taken for those of the United States"),
    "dólar": ("USD", "dollars are taken for those of the United States"),
    "dólare": ("USD", "dollars are taken for those of the United States"),
    "us$": ("USD", ""), "us dollar": ("USD", ""), "american dollar": ("USD", ""),
    "u.s. dollar": ("USD", ""),
    "£": ("GBP", "pounds are taken for those of the United Kingdom"),
    "pound": ("GBP", "pounds are taken for those of the United Kingdom"),
    "pounds sterling": ("GBP", ""), "pound sterling": ("GBP", ""),
    "€": ("EUR", ""), "euro": ("EUR", ""), "¥": ("JPY", "yen are taken for those of Japan"),
    "%": ("percent", ""), "per cent": ("percent", ""), "percent": ("percent", ""),
    "por ciento": ("percent", ""), "prozent": ("percent", ""),
}  # fmt: skip

_ABOUT = (
    r"(?:about|around|some|roughly|approximately|circa|ca?\.?|nearly|almost|close to|an estimated|"
    r"unas|unos|cerca de|alrededor de|casi|aproximadamente|etwa|rund|fast|ungefähr|environ|presque|"
    r"~)"
)
_LEAST = (
    r"(?:over|more than|at least|above|upwards of|no (?:less|fewer) than|más de|al menos|por lo "
    r"menos|mehr als|über|mindestens|plus de|au moins|>=?)"
)
_MOST = (
    r"(?:up to|less than|fewer than|under|below|at most|no more than|not more than|hasta|menos de|"
    r"weniger als|höchstens|bis zu|moins de|au plus|<=?)"
)
_SIGN = r"(?:us\$|\$|£|€|¥|(?-i:[A-Z]{3})(?= ?[0-9]))"
_DIGITS = r"[0-9](?:[0-9.,']|[ \u00a0\u202f](?=[0-9]{3}(?![0-9])))*"
_WORDS = "|".join(sorted((*_NUMBERS, "half", "media", "medio"), key=len, reverse=True))
_SCALED = "|".join(sorted(map(re.escape, _SCALES), key=len, reverse=True))
_SPELT = rf"(?:{_WORDS}|{_SCALED})(?:(?: and | y |[ -])(?:{_WORDS}|{_SCALED}))*"
_NUMBER = rf"(?:{_DIGITS}(?:[ -]?(?:{_SCALED})\b)*|(?:{_SPELT})\b)"
_TO = r"(?: ?- ?| to | and | until | y | a | bis | und | et | à )"
_FORM = re.compile(
    rf"(?:(?P<about>{_ABOUT})\s?|(?P<least>{_LEAST})\s?|(?P<most>{_MOST})\s?|"
    r"(?P<range>between|from|entre|de|zwischen|von)\s)?"
    rf"(?P<sign>{_SIGN})? ?(?P<a>{_NUMBER})(?:{_TO}(?:{_SIGN})? ?(?P<b>{_NUMBER}))?"
    r"(?P<more> ?\+| or more| o más)?(?P<odd>-odd)?(?:-strong)?(?P<unit>.*)",
    re.IGNORECASE,
)
_VAGUE_FORM = re.compile(
    r"(?:(?:several|many|a few|a couple|few|some|countless|numerous|dozens|scores|"
    r"tens|hundreds|thousands|millions|billions|muchos|muchas|varios|varias|algunos|algunas|docenas|decenas|cientos|"
    r"miles|millones|dutzende|hunderte|tausende|einige|viele|a lot|lots)\b).*",
    re.IGNORECASE,
)
_RATIO_FORM = re.compile(
    r".*\b(?:twice|thrice|double[ds]?|tripled?|trebled|halved?|quadrupled|times as|a (?:third|"
    r"quarter) of|two thirds|el doble|la mitad)\b.*",
    re.IGNORECASE,
)
# A collective noun before a number: "an army of 300".
_ARMY = re.compile(r"^(?:an?|the) [^\W\d_]+ of (?=[^\W_]*[0-9])", re.IGNORECASE)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def amounts_said(text: str) -> Amounts:
    """Return what an amount may mean that somebody wrote in English, Spanish, German or French.

    ``1.500`` may be fifteen hundred or one and a half: both are read. A plural alone ("dozens")
    and a ratio ("doubled") mean no quantity. Never raises.
    """
    plain = " ".join(text.translate(_DASHES).split()).strip(" ;:.")
    if not plain or len(plain) > _LONGEST:
        return Amounts((), _NONE)
    if _VAGUE_FORM.fullmatch(plain) and not re.match(rf"{_ABOUT} ?[0-9]", plain, re.IGNORECASE):
        spelt = _FORM.fullmatch(plain)
        if spelt is None or not spelt["about"] or re.match(r"some \D", plain):
            return Amounts((), _VAGUE)
    found = _FORM.fullmatch(_ARMY.sub("", plain))
    readings = _read(found) if found else ()
    if readings:
        return Amounts(readings)
    return Amounts((), _RATIO if _RATIO_FORM.fullmatch(plain) else _NONE)


def _read(found: re.Match[str]) -> tuple[Amount, ...]:
    rest = found["unit"]
    if rest and rest[0].isalnum() and not found["more"] and found["a"][-1].isalnum():
        return ()  # the number was the beginning of a word
    unit, note = _unit(rest.strip(), (found["sign"] or "").lower())
    firsts, lasts = _values(found["a"]), _values(found["b"] or "")
    if not firsts or (found["b"] and not lasts):
        return ()
    made: dict[str, None] = {}
    for at, first in enumerate(firsts):
        made[_hedged(found, first, lasts[min(at, len(lasts) - 1)] if lasts else None)] = None
    return tuple(
        Amount(quantity, unit, f"{quantities.in_words(quantity)} {unit}".strip(), note)
        for quantity in made
        if quantity
    )


def _hedged(found: re.Match[str], first: Decimal, last: Decimal | None) -> str:
    """Return a quantity as claims.csv has it; nothing where there is none such."""
    if last is not None:
        low, high = first, last
        # What scales the last number is of both: 150 and 200 thousand.
        scale = _scale(found["b"])
        if scale > 1 and _scale(found["a"]) == 1 and low < scale:
            low *= scale
        text = quantities.format_range(min(low, high), max(low, high))
    else:
        hedge = (
            "~" if found["about"] or found["odd"] else ">" if found["least"] or found["more"]
            else "<" if found["most"] else ""
        )  # fmt: skip
        text = hedge + quantities.format_range(first, first)
    try:
        return quantities.parse(text).text
    except MalformedValue:
        return ""


def _scale(number: str) -> int:
    words = re.findall(r"[^\W\d_]+", number.lower())
    scale = 1
    for word in words:
        scale *= _SCALES.get(word, 1)
    return scale


def _values(number: str) -> list[Decimal]:
    """Return what a number may be, the likeliest first; of none, nothing."""
    if not number:
        return []
    if not number[0].isdigit():
        spelt = _spelt(re.split(r"[ -]", number.lower()))
        return [] if spelt is None else [spelt]
    digits = re.match(_DIGITS, number)
    text = re.sub(r"['\s\u00a0\u202f]", "", digits[0]) if digits else ""
    scale = _scale(number)
    readings = quantities.spelt(text.rstrip(".,"))
    return [Decimal(each) * scale for each in readings]


def _spelt(words: list[str]) -> Decimal | None:
    """Return a number in words: "two hundred and fifty", "half a million"."""
    if words in (["a"], ["an"]):
        return None
    total, part = Decimal(0), Decimal(0)
    half = False
    for word, after in zip(words, [*words[1:], ""], strict=True):
        if word in {"and", "y"} or (word in {"a", "an"} and after == "half"):
            continue
        if word in {"half", "media", "medio"}:
            half = True
        elif word in _NUMBERS:
            if not (half and word in {"a", "an"}):
                part += _NUMBERS[word]
        elif (scale := _SCALES.get(word)) is None:
            return None
        else:
            part = (part + (Decimal("0.5") if half else 0)) or Decimal(1)
            half = False
            part *= scale
            if scale >= 1000:
                total, part = total + part, Decimal(0)
    if half:
        return None
    return total + part


def _unit(noun: str, sign: str) -> tuple[str, str]:
    """Return the unit, and what was taken for granted of it."""
    noun = re.sub(r"^(?:of |de |d')", "", noun, flags=re.IGNORECASE).strip(" ,.")
    if sign:
        return _CURRENCIES.get(sign, (sign.upper(), ""))
    lower = noun.lower()
    for name, (unit, note) in sorted(_CURRENCIES.items(), key=lambda it: -len(it[0])):
        if lower in {name, f"{name}s"}:
            return unit, note
        if unit == "percent" and re.match(rf"{re.escape(name)}(?!\w)", lower):
            return f"percent{noun[len(name) :]}", ""
    return noun, ""
