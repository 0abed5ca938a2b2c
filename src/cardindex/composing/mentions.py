"""The names that an index knows, found in a text even where they are spelt a little differently.

A name is found as whole words, in any case, with accents or without, over a line end, and before
``'s`` or ``'``; dots between initials may be there or not (``K.G.B.``). Of overlapping names the
one that begins first is taken, of these the longest. Names that are also words have own rules:

- A name of up to three letters that is all capitals (``US``, ``MIR``) is found only in capitals.
- Another of up to three letters (``Che``), or one that is a common word (``Congress`` is none,
  ``May`` is), only where its first letter is a capital.
- A common word that begins a sentence may be that word: the mention is ``doubtful``. So is every
  surname that no name of the index says (``SURNAME``).
- The name of a month or of a day of the week is none beside a number (``in May 1971``), or after
  a word such as ``in``, ``early`` or ``last``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from cardindex.composing.names import SURNAME, names_of
from cardindex.composing.offsets import Folded, fold
from cardindex.dates.names import MONTHS, SEASONS, WEEKDAYS
from cardindex.folding import folded
from cardindex.index import Index
from cardindex.sentences.rules import languages, rules

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_SHORT = 3
_INITIALS = range(2, 7)  # names in capitals of up to so many letters may be written with dots
# Words that are also names of people, and that sentences begin with or are full of.
_ALSO_WORDS = """
will mark grant hope rose case may march bill frank rich young long short love wolf fox rock stone
hill wood field lane park rivers waters banks page king bishop major general star
sol luz paz rosa cruz flores campos blanca blanco mar reyes dolores
"""
_BEFORE_A_MONTH = re.compile(
    r"(?:\d|\b(?:in|of|by|since|until|till|early|late|mid|during|last|next|this|every|each|on"
    r"|de|en|desde|hasta|del|im|seit|bis|depuis))[ .,-]*$"
)
_AFTER_A_MONTH = re.compile(r"[ .,-]*(?:\d|of |de )")
_BEGINS = re.compile(r"(?:^|[.!?…:\n]|\n\s)[\s\"'“”‘’«»()\[\]¿¡—–-]*$")
_REACH = 24


class Mention(NamedTuple):
    """A name of the index in a text: ``text[start:end]``, in code points, without an ``'s``.

    ``entities``: whom it may mean, the ids in order; more than one where it is ambiguous.
    ``doubtful``: it may also be a word, or a surname that somebody else bears.
    """

    start: int
    end: int
    entities: tuple[str, ...]
    doubtful: bool = False

    @property
    def ambiguous(self) -> bool:
        """Whether it may mean several."""
        return len(self.entities) > 1


class _Name(NamedTuple):
    """One folded name: whom it means, and how it has to be written.

    ``exact``: as one of these; ``capital``: with a capital first.
    """

    entities: tuple[str, ...]
    exact: frozenset[str]
    capital: bool
    common: bool
    month: bool
    guessed: bool


@dataclass(frozen=True)
class Finder:
    """The names of an index, made ready to be found: a tenth of a second for 10,000."""

    names: tuple[_Name, ...]
    automaton: AhoCorasick | None


_FINDERS: WeakKeyDictionary[Index, dict[bool, Finder]] = WeakKeyDictionary()


def mentions(index: Index, text: str, *, surnames: bool = True) -> list[Mention]:
    """Return where a text names entities of an index, in the order of the text; none overlap.

    ``surnames``: also find persons by the last word of their labels.
    """
    finder = _finder(index, surnames=surnames)
    if finder.automaton is None or not text:
        return []
    plain = fold(text)
    hits = sorted(
        (start, -end, number)
        for number, start, end in finder.automaton.find_matches_as_indexes(
            plain.text, overlapping=True
        )
        if _is_whole(plain.text, start, end)
    )
    found: list[Mention] = []
    free = 0
    for start, negative, number in hits:
        if start >= free and (mention := _read(finder.names[number], plain, start, -negative)):
            found.append(mention)
            free = -negative
    return found


def _finder(index: Index, *, surnames: bool) -> Finder:
    """Return the names of an index ready to be found; kept as long as the index is."""
    known = _FINDERS.setdefault(index, {})
    if surnames not in known:
        known[surnames] = _made(_gathered(index, surnames=surnames))
    return known[surnames]


def _made(names: Mapping[str, _Name]) -> Finder:
    from ahocorasick_rs import AhoCorasick, Implementation  # noqa: PLC0415 - not at every start

    automaton = AhoCorasick(list(names), implementation=Implementation.ContiguousNFA)
    return Finder(tuple(names.values()), automaton if names else None)


def _gathered(index: Index, *, surnames: bool) -> dict[str, _Name]:
    """Return what is known of each folded form of a name."""
    entities: dict[str, dict[str, None]] = {}
    exact: dict[str, set[str]] = {}
    sure: dict[str, bool] = {}
    for entity, name, kind in names_of(index, surnames=surnames):
        for form, spelling in _forms(name):
            if kind == SURNAME and sure.get(form):
                continue  # an entity with this very name is meant, not one that shares the word
            entities.setdefault(form, {})[entity] = None
            exact.setdefault(form, set()).add(spelling)
            sure.setdefault(form, kind != SURNAME)
    return {
        form: _name(form, tuple(sorted(ids)), exact[form], guessed=not sure[form])
        for form, ids in entities.items()
    }


def _forms(name: str) -> list[tuple[str, str]]:
    """Return the folded forms of a name, each with its spelling in capitals and small letters."""
    plain = folded(name)
    if not any(map(str.isalnum, plain)):
        return []
    if len(plain) > 3 * _INITIALS.stop:  # too long for capitals to matter
        return [(plain, name)]
    forms = {plain: _cased(name)}
    joined = forms[plain].replace(".", "")
    if joined.isalpha() and joined.isupper() and len(joined) in _INITIALS:
        dotted = ".".join(joined)
        for spelling in (joined, dotted, f"{dotted}."):
            forms.setdefault(spelling.lower(), spelling)
    return list(forms.items())


def _name(form: str, entities: tuple[str, ...], exact: set[str], *, guessed: bool) -> _Name:
    letters = sum(map(str.isalnum, form))
    capitals = {spelling for spelling in exact if spelling.isupper()}
    short = letters <= _SHORT
    common = form in _common()
    upper = any(spelling[:1].isupper() for spelling in exact)
    return _Name(
        entities,
        exact=frozenset(capitals) if short and capitals == exact else frozenset(),
        capital=upper and (short or common),
        common=common,
        month=form in _months(),
        guessed=guessed,
    )


@cache
def _common() -> frozenset[str]:
    """Return folded words that are common in texts, and may be names."""
    known = {*_ALSO_WORDS.split(), *_months()}
    for language in languages():
        known |= rules(language).openers | rules(language).common
    return frozenset(map(folded, known))


@cache
def _months() -> frozenset[str]:
    days = re.sub(r"[()?:]", "", WEEKDAYS).split("|")
    return frozenset(map(folded, (*MONTHS, *SEASONS, *days)))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether no word goes on before or behind a stretch of a folded text."""
    if start and text[start - 1].isalnum() and text[start].isalnum():
        return False
    after = text[end : end + 3]
    if not after or not text[end - 1].isalnum():
        return True
    if after[0] != "'":
        return not after[0].isalnum()
    # Ann's and Ann', but not the beginning of Ann'ar.
    return not after[1:2].isalnum() or (after[1] == "s" and not after[2:].isalnum())


def _read(name: _Name, plain: Folded, start: int, end: int) -> Mention | None:
    """Return the mention that a hit is; None where it is a word."""
    first, last = plain.span(start, end)
    written = plain.raw[first:last]
    if name.exact and _cased(written) not in name.exact:
        return None
    if name.capital and not written[:1].isupper():
        return None
    if name.month and _is_of_a_date(plain.text, start, end):
        return None
    doubtful = name.guessed or (name.common and _begins(plain.raw, first))
    return Mention(first, last, name.entities, doubtful)


def _cased(text: str) -> str:
    """Return a text folded as searches do, with its capitals."""
    return "".join(map(_cased_letter, text))


@cache
def _cased_letter(char: str) -> str:
    if char.isspace():
        return " "
    return folded(char).upper() if char.isupper() else folded(char)


def _is_of_a_date(text: str, start: int, end: int) -> bool:
    before = text[max(start - _REACH, 0) : start]
    return bool(_BEFORE_A_MONTH.search(before) or _AFTER_A_MONTH.match(text, end))


def _begins(raw: str, at: int) -> bool:
    return bool(_BEGINS.search(raw[max(at - _REACH, 0) : at]))
