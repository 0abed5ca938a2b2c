"""Years of an era in a text, written as they are counted in EDTF: 44 BC is -0043."""

from __future__ import annotations

import re
from functools import cache

from cardindex.dates.meaning import MINUS
from cardindex.dates.mistakes import FLAGS, LETTER
from cardindex.dates.names import AD, BC

BEFORE_1 = "years before 1 are counted from 0000, which is 1 BC"
NO_ERA = "a year has no sign or era"

_NUMBER = r"(?<![0-9])(?P<y>[0-9]{1,5})"
_BETWEEN = r"(?P<sep> ?(?:-|/|to|until|till|and|or|bis|und|oder|y|o|et|ou|a|à) ?)(?P<z>[0-9]{1,5})"


def with_years_counted(text: str) -> tuple[str, str] | None:
    """Return a text with the years of each era as they are counted, and what was wrong with it.

    None where it names no era, or a year that is in none. The sign of a year is ``MINUS``.
    """
    counted = text
    for era in ("BC", "AD"):
        for pattern in _patterns(era):
            found = pattern.search(counted)
            while found:
                instead = _counted(found, era)
                if instead is None:
                    return None
                counted = counted[: found.start()] + instead + counted[found.end() :]
                found = pattern.search(counted)
    if counted == text:
        return None
    return counted, BEFORE_1 if MINUS in counted or "0000" in counted else NO_ERA


@cache
def _patterns(era: str) -> tuple[re.Pattern[str], ...]:
    names = {"BC": BC, "AD": AD}[era]
    after = rf",? ?\(?(?:{names})\)?(?![{LETTER}])"
    return tuple(
        re.compile(pattern, FLAGS)
        for pattern in (
            rf"{_NUMBER}(?P<rest>-[0-9]{{1,2}}-[0-9]{{1,2}}|-0[0-9]){after}",
            rf"{_NUMBER}{_BETWEEN}{after}",
            rf"{_NUMBER}{after}",
            rf"(?<![{LETTER}0-9.])(?:{names}) ?{_NUMBER}(?![0-9])",
        )
    )


def _counted(found: re.Match[str], era: str) -> str | None:
    groups = found.groupdict()
    year = _year(groups["y"], era)
    if year is None:
        return None
    if "z" not in groups:
        return year + groups.get("rest", "")
    last = _year(groups["z"], era)
    if last is None:
        return None
    # One era for both ends, where they are in order by it: 50-44 BC, but 3/44 BC is March.
    one, other = int(groups["y"]), int(groups["z"])
    both = one >= other if era == "BC" else one <= other
    return f"{year if both else groups['y']}{groups['sep']}{last}"


def _year(digits: str, era: str) -> str | None:
    """Return a year of an era in four digits and its sign; None where there is none."""
    number = int(digits)
    year = 1 - number if era == "BC" else number
    if not number or not -9999 <= year <= 9999:
        return None
    return f"{MINUS if year < 0 else ''}{abs(year):04}"
