"""Where sentences end: a splitter of many languages, held to lists of abbreviations.

``sentencex`` knows how languages end sentences; the lists in ``languages/`` say after which
abbreviations a sentence goes on. Neither can tell whether a sentence ends in "in the U.S. Allende":
then it goes on, as a passage that is too long hides nothing.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import sentencex

from cardindex.folding import APOSTROPHES, QUOTES
from cardindex.sentences.rules import Rules, language_of, languages, rules

__all__ = ["Sentence", "language_of", "languages", "split"]

DEFAULT = "en"

_MARKS = f"{APOSTROPHES}{QUOTES}\"'"
# What follows a stop and still belongs to its sentence: marks, brackets, the number of a note.
_CLOSING = rf"(?:[{_MARKS})\]}}*†‡⁰¹²³⁴⁵⁶⁷⁸⁹]|\[\d{{1,4}}\]|\d{{1,3}}|[ \u00a0\u202f]»(?!\w))*+"
_STOP = re.compile(rf"(?<![.!?…])(?P<stop>[.!?…]++)(?P<close>{_CLOSING})(?=\s)")
# Full stops of other scripts are left to sentencex.
_FOREIGN = frozenset("\u3002\uff01\uff1f\uff61\u0964\u0965\u061f\u06d4\u1362")
_VISIBLE = re.compile(r"\S")
# An apostrophe within a word is no quotation mark.
_INNER = re.compile(r"(?<=\w)['’](?=\w)")
# What a quoter leaves out or adds between two sentences: … [...] [emphasis added]
_BETWEEN = r"\s++(?:…|\.{3}|\. \. \.|[\[(](?:…|\.{3})[\])]|[\[(][a-z][^\[\]()]{0,60}[\])])(?=\s|$)"
_OPENING = rf"[{_MARKS}(\[{{«¿¡—–\-_\s]*+"
_NEXT = re.compile(
    rf"(?:{_BETWEEN}){{0,3}}+\s*+{_OPENING}(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)?(?P<after>.?)",
    re.DOTALL,
)
_NUMBER = re.compile(r"\s*+(?:\d|[IVXLCDM]+\b(?![’'])|[B-DF-HJ-NP-XZ]\b)")
_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d$")
# A numbered or lettered point, where a paragraph begins with it: 1. a. IV.
_POINT = re.compile(r"[(\[]?(?:\d{1,4}|[^\W\d_]|[IVXLC]{1,5}|[ivxlc]{1,5})")
_LAST_WORD = re.compile(rf"[^\s(\[{{\"“”„«»—–/{APOSTROPHES[:3]}]+$")
# "Why?" Ann asked: the question is not the end.
_ASKED = re.compile(
    r"\s+(?:[^\W\d_][\w.’'-]*\s+){0,3}?"
    r"(?:said|asked|replied|answered|wrote|cried|shouted|exclaimed|demanded|wondered|added|says"
    r"|asks|writes|preguntó|dijo|respondió|exclamó|gritó|contestó|replicó|escribió|añadió)\b"
)
_POINT_LENGTH = 8
# How many characters before a stop are searched for an abbreviation of one or more words.
_REACH = 24
# How long a bracket within a sentence is at most.
_BRACKET = 80
_BRACKETS = str.maketrans(dict.fromkeys(f"{_MARKS}()[]{{}}", " "))


class Sentence(NamedTuple):
    """A sentence's offsets in its paragraph, and the abbreviation that it ends with, if any."""

    start: int
    end: int
    abbreviation: str


class _Text(NamedTuple):
    """A paragraph, where its words begin, its rules, and where sentencex ends a sentence."""

    raw: str
    start: int
    rules: Rules
    voted: frozenset[int]


def split(paragraph: str, language: str = "") -> list[Sentence]:
    """Return the sentences of a paragraph; what stands between two is white space.

    ``language``: its two letters, or one of the others that sentencex knows; English where it is
    not said. A line end within the paragraph ends no sentence.
    """
    stops = list(_STOP.finditer(paragraph))
    start, last = _skip(paragraph, 0), len(paragraph.rstrip())
    voted = _voted(paragraph, stops, language or DEFAULT)
    text = _Text(paragraph, start, rules(language or DEFAULT), voted)
    found = []
    for end, abbreviation in _ends(text, stops):
        if start < end < last:
            found.append(Sentence(start, end, abbreviation))
            start = _skip(paragraph, end)
    if last > start:
        found.append(Sentence(start, last, _abbreviation_at(text, last)))
    return found


def _ends(text: _Text, stops: list[re.Match[str]]) -> list[tuple[int, str]]:
    """Return where sentences end, and with which abbreviation."""
    found = dict.fromkeys((at for at in text.voted if text.raw[at - 1 : at] in _FOREIGN), "")
    for stop in stops:
        ends, abbreviation = _judged(text, stop)
        if ends:
            found[stop.end()] = abbreviation
    return sorted(found.items())


def _judged(text: _Text, stop: re.Match[str]) -> tuple[bool, str]:
    """Tell whether a stop ends its sentence, and which abbreviation it belongs to."""
    follows = _NEXT.match(text.raw, stop.end())
    word, after = (follows["word"] or "", follows["after"]) if follows else ("", "")
    before = text.raw[stop.start() - 1 : stop.start()]
    goes_on = word[:1].islower() or (not word and after and after in ".,;:!?…)]}")
    if goes_on or before in ("(", "["):
        return False, ""
    if stop["stop"] != ".":
        asked = stop["close"] and stop["stop"][-1] in "!?" and _ASKED.match(text.raw, stop.end())
        return not asked, ""
    if before.isdecimal() or _is_point(text, stop.start()):
        return _after_number(text, stop), ""
    if not _in_word(before):
        return True, ""
    if stop["close"].startswith((")", "]")) and _within(text, stop.start()):
        return _opens(text, word, after), ""  # Gen. (ret.) Hale
    return _after_word(text, stop, word, after)


def _in_word(char: str) -> bool:
    if not char:  # the paragraph begins with the stop
        return False
    return char.isalnum() or char in ".°\u00ad" or bool(unicodedata.combining(char))


def _after_number(text: _Text, stop: re.Match[str]) -> bool:
    if stop["close"][:1].isdecimal():  # 3.5, but 1973.12 is a year and a note
        return bool(_YEAR.search(text.raw[max(stop.start() - 5, 0) : stop.start()]))
    # German writes 11. September.
    return stop.end() in text.voted and not _is_point(text, stop.start())


def _after_word(text: _Text, stop: re.Match[str], word: str, after: str) -> tuple[bool, str]:
    kind, abbreviation = text.rules.kind(_words_before(text.raw, stop.start()))
    if not kind and stop.end() in text.voted:
        return True, ""
    abbreviation += "."
    if after == "." and f"{abbreviation} {word}" in text.rules.kinds:  # a. C.
        return False, abbreviation
    if kind == "numbered":
        return not _NUMBER.match(text.raw, stop.end()), abbreviation
    if kind in ("always", "closing"):
        return kind == "closing", abbreviation
    initial = len(abbreviation) == 2
    if initial and word.casefold() in text.rules.particles:
        return False, abbreviation
    return _opens(text, word, after), abbreviation


def _opens(text: _Text, word: str, after: str) -> bool:
    """Tell whether a word, and what stands after it, begin a sentence: A man, but not A. Hale."""
    return word.casefold() in text.rules.openers and after != "."


def _is_point(text: _Text, at: int) -> bool:
    """Tell whether all that stands before a stop is the number or letter of a point."""
    return at - text.start < _POINT_LENGTH and bool(_POINT.fullmatch(text.raw, text.start, at))


def _within(text: _Text, at: int) -> bool:
    """Tell whether the bracket that closes at ``at`` opened in the midst of a sentence."""
    from_ = max(at - _BRACKET, 0)
    before = text.raw[from_:at]
    opened = max(before.rfind("("), before.rfind("["))
    lead = before[:opened].rstrip() if opened >= 0 else ""
    if lead.endswith("."):
        kind, _ = text.rules.kind(_words_before(text.raw, from_ + len(lead) - 1))
        return kind == "always"
    return bool(lead) and lead[-1] not in "!?…"


def _abbreviation_at(text: _Text, end: int) -> str:
    """Return the abbreviation that stands before ``end``, where the paragraph ends with one."""
    if text.raw[end - 1 : end] != ".":
        return ""
    kind, abbreviation = text.rules.kind(_words_before(text.raw, end - 1))
    return f"{abbreviation}." if kind else ""


def _words_before(raw: str, at: int) -> list[str]:
    """Return the last few words before a stop; of one with an opening mark, what follows it."""
    words = raw[max(at - _REACH, 0) : at].split()[-4:]
    last = _LAST_WORD.search(words[-1]) if words else None
    if last is None:
        return []
    return words if last[0] == words[-1] else [last[0]]


def _voted(paragraph: str, stops: list[re.Match[str]], language: str) -> frozenset[int]:
    """Return where sentencex ends a sentence, quotation marks, brackets and notes left aside."""
    plain = _STOP.sub(lambda it: it["stop"] + " " * len(it["close"]), paragraph)
    plain = _INNER.sub("x", plain).translate(_BRACKETS)
    ends = set()
    for found in sentencex.get_sentence_boundaries(language, plain):
        ends.add(found["start_index"] + len(found["text"].rstrip()))
    # Closing marks were blanked out for sentencex: the end lies behind them.
    behind = {it.start("close"): it.end() for it in stops}
    return frozenset(behind.get(end, end) for end in ends)


def _skip(text: str, at: int) -> int:
    """Return the next offset at which no white space stands."""
    found = _VISIBLE.search(text, at)
    return found.start() if found else len(text)
