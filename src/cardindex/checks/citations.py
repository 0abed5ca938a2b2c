"""Checks of citations: stance, certainty, locator, chain and seal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np

from cardindex.checks.alike import numbered, part, rows_where
from cardindex.checks.registry import Draft, check, unknown, unlike, where
from cardindex.checks.tracing import looped
from cardindex.dates import mangled_pair
from cardindex.errors import MalformedValue, Problem, nearest, suggestion
from cardindex.folding import folded
from cardindex.lineage import Chain, loops, parse_chain
from cardindex.tables import CITATION_KEY, Column

STANCES = ("affirms", "denies", "doubts")
"""What the last work of a chain does with a claim."""

CERTAINTIES = ("stated", "probable", "possible")
"""How certain that work is."""

_NUMBER = r"[1-9][0-9]*"
_ROMAN = r"[ivxlcdm]{1,20}"
_FOLIO = rf"{_NUMBER}[rv]?"
# One place in each unit; a locator is a place, a range, or several joined by commas.
_PLACES = {
    "paragraph": _NUMBER,
    "footnote": _NUMBER,
    "page": rf"{_NUMBER}|{_ROMAN}",
    "folio": _FOLIO,
    "document": _NUMBER,
}
_LOCATORS = {
    unit: re.compile(rf"(?:{place})(?:-(?:{place}))?(?:, ?(?:{place})(?:-(?:{place}))?)*")
    for unit, place in _PLACES.items()
}
_EXAMPLES = {
    "paragraph": "87, 87-89 or 87,91",
    "footnote": "9 or 9-10",
    "page": "72, 346-349 or xxv",
    "folio": "12r or 12v-13r",
    "document": "19 or 67-68",
}
# Words that people write before a place in each unit.
_CALLED = {
    "paragraph": "paragraphs?|paras?|pars?",
    "footnote": "footnotes?|notes?|fns?|n",
    "page": "pages?|pp?|pgs?",
    "folio": "folios?|fols?|ff?",
    "document": "documents?|docs?|nos?|nrs?",
}
_SIGNS = {"paragraph": "¶§", "footnote": "#", "page": "#", "folio": "#", "document": "#"}
_JOINT = re.compile("[>|]")
_RANGE = re.compile(r"([0-9]+)([rv]?)-([0-9]+)([rv]?)")
_SHORT = 60  # the longest locator that a correction is suggested for
_DIGITS = re.compile(r"[0-9]+")
_OFFSET_DIGITS = 12
_SEAL = rf"[0-9]{{1,{_OFFSET_DIGITS}}}:[0-9a-f]{{64}}"
_OFFSET = rf"(?:0|[1-9][0-9]{{0,{_OFFSET_DIGITS - 1}}})"

LAST_PLACE, MOST_PLACES = 999_999, 10_000
"""The greatest number of a page or paragraph, and how many of them a locator names at most."""

_Fault = tuple[str, str]
"""A code and a message."""


@check
def stances_and_certainties_exist(draft: Draft) -> Iterator[Problem]:
    """Stance and certainty are among the known words."""
    for column, known, code in (
        ("stance", STANCES, "unknown-stance"),
        ("certainty", CERTAINTIES, "unknown-certainty"),
    ):
        for row, value in unknown(draft.citations, column, known):
            found = nearest(value, known)
            mend = f'did you mean "{found}"?' if found else f"it is one of {', '.join(known)}"
            message = f'unknown {column} "{value}"; {mend}'
            yield draft.citations.problem(row, column, code, message)


@check
def citations_are_distinct(draft: Draft) -> Iterator[Problem]:
    """No two citations of a claim agree in source, locator, chain, stance and coder."""
    citations = draft.citations
    if citations.order.strict:
        return  # in canonical order, equal rows are neighbours
    columns = [citations[column] for column in CITATION_KEY]
    keys = list(zip(*columns, strict=True))
    if len(set(keys)) == len(keys):
        return
    first: dict[tuple[str, ...], int] = {}
    for row, key in enumerate(keys):
        if key in first:
            message = (
                f"line {citations.lines[first[key]]} cites {key[0]} from the same source, place "
                f"and chain with the same stance{' and coder' if key[-1] else ''}; delete one of "
                "them"
            )
            yield citations.problem(row, "claim", "duplicate-citation", message)
        first.setdefault(key, row)


@check
def locators_count_in_the_unit(draft: Draft) -> Iterator[Problem]:
    """A locator is in the unit of its source, and a range runs forwards."""
    citations = draft.citations
    sources, locators = citations["source"], citations["locator"]
    units = [draft.units.get(id_) for id_ in sources.distinct]
    different = {unit: at for at, unit in enumerate(dict.fromkeys(units))}
    unit = np.array([different[unit] for unit in units], dtype=np.int64)[sources.codes]
    which, first = numbered([(unit, len(different)), part(locators)])
    faults = [locator_fault(units[sources.codes[row]], locators[row]) for row in first]
    for row in rows_where(which, list(map(bool, faults))):
        if fault := faults[which[row]]:
            yield citations.problem(row, "locator", *fault)


def locator_fault(unit: str | None, locator: str) -> _Fault | None:
    """Return the fault of a locator in this unit, if any; without a unit everything is right."""
    if not locator:
        return None
    if pair := mangled_pair(locator):
        low, high = sorted(pair)
        message = (
            f'"{locator}": a spreadsheet has probably made a date of this; write "{low}-{high}"'
        )
        return "mangled-date", message
    if unit not in _LOCATORS:
        return None
    if not _LOCATORS[unit].fullmatch(locator):
        message = f'"{locator}" is no {unit}, and the source counts in {unit}s'
        return "malformed-locator", f"{message}; write {_meant(unit, locator) or _EXAMPLES[unit]}"
    return _range_fault(locator, unit)


def _meant(unit: str, locator: str) -> str:
    """Quote the locator that is meant, for one with a word before it or another dash; else none."""
    if len(locator) > _SHORT:
        return ""
    plain = re.sub(rf"\b(?:{_CALLED[unit]})\b\.?|[{_SIGNS[unit]}]", "", folded(locator))
    plain = re.sub(r"\s*(?:;|&|\band\b)\s*", ",", plain)
    plain = re.sub(r"\s*([-,])\s*", r"\1", plain).strip()
    fits = _LOCATORS[unit].fullmatch(plain)
    return f'"{plain}"' if fits and not _range_fault(plain, unit) else ""


def _range_fault(locator: str, unit: str) -> _Fault | None:
    """Return the fault of the numbers of a locator: too large, backwards or too many."""
    if max(map(len, _DIGITS.findall(locator)), default=0) > len(str(LAST_PLACE)):
        message = (
            f'"{locator}": no source has a {unit} of more than {LAST_PLACE:,}; mend the number'
        )
        return "too-large", message
    places = 0
    for found in _RANGE.finditer(locator):
        first, front, last, back = found.groups()
        if (int(first), front if back else "") > (int(last), back if front else ""):
            message = f'"{found[0]}" ends before it starts; write "{_forwards(found)}"'
            return "malformed-locator", message
        places += int(last) - int(first)
    if places > MOST_PLACES:
        message = (
            f'"{locator}" names more than {MOST_PLACES:,} {unit}s; write where among them it '
            "stands, or leave it empty for the whole work"
        )
        return "too-large", message
    return None


def _forwards(found: re.Match[str]) -> str:
    """Return the range that an abbreviated one means: ``346-49`` is 346-349."""
    first, front, last, back = found.groups()
    whole = first[: len(first) - len(last)] + last
    if len(last) < len(first) and int(whole) > int(first):
        return f"{first}{front}-{whole}{back}"
    return f"{last}{back}-{first}{front}"


@check
def chains_lead_somewhere(draft: Draft) -> Iterator[Problem]:
    """Chains parse, name known sources, and name no work twice."""
    citations = draft.citations
    faults: dict[str, list[_Fault]] = {}
    loose: dict[str, tuple[str, ...]] = {}
    chains = draft.chains
    for text, bare in zip(citations["chain"].distinct, chains.bare, strict=True):
        if bare or not text:
            continue
        named = tuple(_JOINT.split(text.removeprefix("|")))
        if draft.source_ids.issuperset(named):
            loose[text] = named  # of works that exist, if under ids that are none
            continue
        try:
            chain = parse_chain(text)
        except MalformedValue as error:
            faults[text] = [("malformed-chain", str(error))]
        else:
            faults[text] = list(_chain_faults(draft, chain))
    for row, text in where(citations, "chain", {text for text, found in faults.items() if found}):
        for fault in faults[text]:
            yield citations.problem(row, "chain", *fault)
    for row, way in _looped_ways(draft, loose):
        message = (
            f"the chain comes back to a work: {_way_back(way)}; name each work once, and the "
            "work that was read in source alone"
        )
        yield citations.problem(row, "chain", "looped-chain", message)


def _looped_ways(
    draft: Draft, loose: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the rows whose chain names a work twice, and its works."""
    texts, sources = draft.citations["chain"], draft.citations["source"]
    for row in looped(draft.chains, texts):
        yield row, (sources[row], *(draft.chains.works[texts.codes[row]] or ()))
    for row, text in where(draft.citations, "chain", loose):
        way = (sources[row], *loose[text])
        if len(set(way)) < len(way):
            yield row, way


def _chain_faults(draft: Draft, chain: Chain) -> Iterator[_Fault]:
    for step in chain.steps:
        if step.source not in draft.source_ids:
            if step.source in draft.entity_ids:
                mend = "; that is an entity: add what they said or wrote to sources.csv, by them"
            else:
                mend = suggestion(step.source, draft.source_ids) or "; add it to sources.csv"
            yield "unknown-source", f'the chain names an unknown source "{step.source}"{mend}'
        elif step.locator and (fault := locator_fault(draft.units[step.source], step.locator)):
            code, message = fault
            yield code, f"in the chain, {step.source}@: {message}"


def _way_back(way: tuple[str, ...]) -> str:
    """Spell out a way up to the first work that is named twice."""
    again = next(at for at, work in enumerate(way) if work in way[:at])
    return " > ".join(way[: again + 1])


@check
def containers_do_not_hold_themselves(draft: Draft) -> Iterator[Problem]:
    """``container`` never leads back to a work."""
    sources = draft.sources
    pairs = zip(sources["id"], sources["container"], strict=True)
    for loop in loops({id_: (container,) for id_, container in pairs if container}):
        row = sources["id"].index(loop[0])
        path = " stands in ".join(loop)
        message = f"a work cannot stand in itself: {path}; empty one container"
        yield sources.problem(row, "container", "looped-container", message)


@check
def offsets_are_in_order(draft: Draft) -> Iterator[Problem]:
    """Start and end are whole numbers, the end after the start."""
    citations = draft.citations
    wrong = set()
    for column in ("start", "end"):
        for row, text in unlike(citations, column, _OFFSET):
            wrong.add(text)
            code, message = "malformed-offset", f'"{text}" is no offset'
            if _DIGITS.fullmatch(text) and len(text.lstrip("0")) > _OFFSET_DIGITS:
                code, message = "too-large", f'"{text}" is farther on than any text is long'
            how = "write how many characters stand before the place"
            yield citations.problem(row, column, code, f"{message}; {how}")
    for row in _backwards(citations["start"], citations["end"]):
        start, end = citations["start"][row], citations["end"][row]
        if not (wrong and wrong & {start, end}) and int(end) <= int(start):
            message = f"the passage ends ({end}) before it starts ({start}); the end is the greater"
            yield citations.problem(row, "end", "reversed-offsets", message)


def _backwards(starts: Column, ends: Column) -> list[int]:
    """Return rows with both, including all whose end is not after the start."""
    both = starts.full() & ends.full()
    if not (starts.is_arrow and ends.is_arrow):
        rows: list[int] = np.flatnonzero(both).tolist()
        return rows
    # Of two numbers without leading zeros the longer is greater; else digits decide.
    import pyarrow.compute as pc  # noqa: PLC0415 - only where there are columns of Arrow

    first, last = pc.binary_length(starts.arrow), pc.binary_length(ends.arrow)
    same = pc.and_(pc.equal(first, last), pc.less_equal(ends.arrow, starts.arrow))
    found = pc.or_(pc.less(last, first), same).to_numpy(zero_copy_only=False)
    wrong: list[int] = np.flatnonzero(both & found).tolist()
    return wrong


@check
def seals_parse(draft: Draft) -> Iterator[Problem]:
    """A seal is a length and a SHA-256, and goes with the offsets of its passage."""
    citations = draft.citations
    for row, seal in unlike(citations, "seal", _SEAL):
        message = (
            f'"{seal}" is no seal; a seal is a length, a colon and a SHA-256 in 64 small '
            'hexadecimal digits, as "cardindex cite" prints it'
        )
        yield citations.problem(row, "seal", "malformed-seal", message)
    columns = ("start", "end", "seal")
    filled = np.sum([citations[column].full() for column in columns], axis=0, dtype=np.int8)
    for row in np.flatnonzero((filled > 0) & (filled < len(columns))).tolist():
        column = columns[[citations[name][row] for name in columns].index("")]
        message = (
            f'{column} is empty; start, end and seal go together, and "cardindex cite" '
            "prints all three"
        )
        yield citations.problem(row, column, "incomplete-seal", message)
