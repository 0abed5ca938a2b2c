"""Checks of citations and of what sources rest on: stance, locator, chain, seal, loops."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cardindex.checks.registry import Draft, check, unknown, where
from cardindex.errors import MalformedValue, Problem, nearest, suggestion
from cardindex.lineage import Chain, loops, parse_chain, split_list

STANCES = ("affirms", "denies", "doubts")
"""What the last of a chain does with a claim."""

CERTAINTIES = ("stated", "probable", "possible")
"""How surely it does so."""

_NUMBER = r"[1-9][0-9]*"
_ROMAN = r"[ivxlcdm]+"
_FOLIO = rf"{_NUMBER}[rv]?"
# What one place is in each unit; a locator is one, a range, or several joined by a comma.
_PLACES = {"paragraph": _NUMBER, "footnote": _NUMBER, "page": rf"{_NUMBER}|{_ROMAN}", "folio": _FOLIO}
_LOCATORS = {
    unit: re.compile(rf"(?:{place})(?:-(?:{place}))?(?:, ?(?:{place})(?:-(?:{place}))?)*")
    for unit, place in _PLACES.items()
}
_EXAMPLES = {
    "paragraph": "87, 87-89 or 87,91",
    "footnote": "9 or 9-10",
    "page": "72, 346-349 or xxv",
    "folio": "12r or 12v-13r",
}
_RANGE = re.compile(r"([0-9]+)-([0-9]+)")
_SEAL = re.compile(r"[0-9]+:[0-9a-f]{64}")


@check
def stances_and_certainties_exist(draft: Draft) -> Iterator[Problem]:
    """Stance and certainty are words that we know."""
    for column, known in (("stance", STANCES), ("certainty", CERTAINTIES)):
        for row, value in unknown(draft.citations, column, known):
            found = nearest(value, known)
            mend = f'did you mean "{found}"?' if found else f"one of {', '.join(known)}"
            message = f'unknown {column} "{value}"; {mend}'
            yield draft.citations.problem(row, column, f"unknown-{column}", message)


@check
def citations_are_distinct(draft: Draft) -> Iterator[Problem]:
    """No two citations of a claim agree in source, locator, chain and stance."""
    columns = ("claim", "source", "locator", "chain", "stance")
    citations = draft.citations
    keys = list(zip(*(citations[column] for column in columns), strict=True))
    if len(set(keys)) == len(keys):
        return
    first: dict[tuple[str, ...], int] = {}
    for row, key in enumerate(keys):
        if key in first:
            message = (
                f"line {citations.lines[first[key]]} cites {key[0]} from the same source, place "
                "and chain with the same stance; delete one of them"
            )
            yield citations.problem(row, "claim", "duplicate-citation", message)
        first.setdefault(key, row)


@check
def locators_count_in_the_unit(draft: Draft) -> Iterator[Problem]:
    """A locator is in the unit of its source, and a range runs forwards."""
    citations = draft.citations
    units = list(map(draft.units.get, citations["source"]))
    faults = {}
    for unit, locator in set(zip(units, citations["locator"], strict=True)):
        fault = locator_fault(unit or "", locator)
        if fault:
            faults[unit, locator] = fault
    if not faults:
        return
    for row, pair in enumerate(zip(units, citations["locator"], strict=True)):
        if pair in faults:
            yield citations.problem(row, "locator", "malformed-locator", faults[pair])


def locator_fault(unit: str, locator: str) -> str:
    """Say what is wrong with a locator in this unit, or nothing."""
    if not locator or unit not in _LOCATORS:
        return ""
    if not _LOCATORS[unit].fullmatch(locator):
        return f'"{locator}" is no {unit} of the source; write {_EXAMPLES[unit]}'
    for first, last in _RANGE.findall(locator):
        if int(last) < int(first):
            return f'"{locator}" ends before it starts; write {last}-{first}'
    return ""


@check
def chains_lead_somewhere(draft: Draft) -> Iterator[Problem]:
    """Chains parse, name known sources, and never come back to a work."""
    citations = draft.citations
    parsed: dict[str, Chain] = {}
    faults: dict[str, tuple[str, str]] = {}
    for text in set(citations["chain"]) - {""}:
        try:
            parsed[text] = parse_chain(text)
        except MalformedValue as error:
            faults[text] = ("malformed-chain", str(error))
        else:
            fault = _chain_fault(draft, parsed[text])
            if fault:
                faults[text] = fault
    for row, text in where(citations, "chain", faults):
        yield citations.problem(row, "chain", *faults[text])
    pairs = zip(citations["source"], citations["chain"], strict=True)
    looped = {
        (source, text): (source, *parsed[text].sources)
        for source, text in set(pairs)
        if text in parsed and text not in faults and _comes_back((source, *parsed[text].sources))
    }
    if looped:
        for row, pair in enumerate(zip(citations["source"], citations["chain"], strict=True)):
            if pair in looped:
                path = " > ".join(looped[pair])
                message = f"the chain comes back to a work: {path}; name each work once"
                yield citations.problem(row, "chain", "looped-chain", message)


def _comes_back(works: tuple[str, ...]) -> bool:
    return len(set(works)) < len(works)


def _chain_fault(draft: Draft, chain: Chain) -> tuple[str, str] | None:
    for step in chain.steps:
        if step.source not in draft.lineages:
            hint = suggestion(step.source, draft.lineages)
            message = f'the chain names an unknown source "{step.source}"{hint}'
            return "unknown-source", f"{message}; add it to sources.csv"
        fault = locator_fault(draft.units[step.source], step.locator)
        if fault:
            return "malformed-locator", f"in the chain, {step.source}@: {fault}"
    return None


@check
def sources_do_not_rest_on_themselves(draft: Draft) -> Iterator[Problem]:
    """``rests_on`` and ``container`` never lead back: circular reporting is an error."""
    sources = draft.sources
    links = {id_: source.rests for id_, source in draft.lineages.items()}
    for loop in loops(links):
        row = sources["id"].index(loop[0])
        path = " rests on ".join(loop)
        message = f"circular reporting: {path}; take one link out"
        yield sources.problem(row, "rests_on", "looped-rests-on", message)
    pairs = zip(sources["id"], sources["container"], strict=True)
    for loop in loops({id_: split_list(container) for id_, container in pairs}):
        row = sources["id"].index(loop[0])
        message = f"a work cannot stand in itself: {' in '.join(loop)}; empty one container"
        yield sources.problem(row, "container", "looped-container", message)


@check
def seals_parse(draft: Draft) -> Iterator[Problem]:
    """Offsets are whole numbers in order; a seal is a length and a SHA-256."""
    citations = draft.citations
    for column in ("start", "end"):
        wrong = {text for text in set(citations[column]) if text and not _is_number(text)}
        for row, text in where(citations, column, wrong):
            message = f'"{text}" is no offset; write the number of characters before the place'
            yield citations.problem(row, column, "malformed-offset", message)
    wrong = {seal for seal in set(citations["seal"]) if seal and not _SEAL.fullmatch(seal)}
    for row, seal in where(citations, "seal", wrong):
        message = (
            f'"{seal}" is no seal; a seal is a length, a colon and a SHA-256 in hexadecimal, '
            'as "cardindex cite" prints it'
        )
        yield citations.problem(row, "seal", "malformed-seal", message)
    columns = (citations[name] for name in ("start", "end", "seal"))
    for row, (start, end, seal) in enumerate(zip(*columns, strict=True)):
        if not (start or end or seal):
            continue
        if not (start and end and seal):
            message = 'start, end and seal go together; "cardindex cite" prints all three'
            yield citations.problem(row, "seal", "incomplete-seal", message)
        elif _is_number(start) and _is_number(end) and int(end) <= int(start):
            message = f"the passage ends ({end}) before it starts ({start}); swap them"
            yield citations.problem(row, "end", "reversed-offsets", message)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()
