"""A source's text made from files: what would be written and changed, and any objections.

Nothing is written here: all faults are found first, so that nothing is half done.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cardindex import tables
from cardindex.brief import count
from cardindex.characters import spelt
from cardindex.checks.citations import locator_fault
from cardindex.checks.names import KEBAB, UNITS
from cardindex.errors import CardindexError, UnknownName, suggestion
from cardindex.extraction import Extract, Options, Unreadable, extract
from cardindex.finding import label, taken
from cardindex.index import Index
from cardindex.passages import Text, sidecar, texts
from cardindex.passages.seals import found_at, marks
from cardindex.sourcetexts.making import UNSEEN, Made, made

_SHOWN = 10  # claims that are named one by one


@dataclass(frozen=True)
class NewSource:
    """What a source that the index does not have yet is called."""

    kind: str = ""
    title: str = ""


@dataclass(frozen=True)
class Addition:
    """What is to be written: files by path, the row of sources.csv, and notes.

    ``row``: the new row by column, if the source or its unit is new; else empty.
    """

    source: str
    files: dict[Path, str]
    row: dict[str, str]
    told: tuple[str, ...]


def added(  # noqa: PLR0913 - each says one thing, by its name
    index: Index,
    source: str,
    paths: Sequence[Path],
    folder: Path,
    *,
    options: Options | None = None,
    new: NewSource | None = None,
    again: bool = False,
) -> Addition:
    """Make the text of ``source`` from files that follow on each other, for the folder of texts.

    ``again``: a text that is there already may be replaced. Raises CardindexError with all faults:
    files that cannot be read, an unknown source, an existing text that seals were made of.
    """
    options, new = options or Options(), new or NewSource()
    faults: list[str] = []
    id_ = _source(index, source, new, faults)
    unit = _unit(index, id_, options.unit, faults)
    extracts: list[Extract] = []
    for path in paths:
        try:
            extracts.append(extract(path, replace(options, unit=unit)))
        except Unreadable as error:
            faults.append(str(error))
    if len(extracts) < len(paths) or not id_:
        raise CardindexError("\n".join(faults))
    text = made(extracts, unit)
    if len(text.raw.encode("utf-8", "surrogatepass")) > texts.MOST_BYTES:
        faults.append(f"{paths[0]}: the text would be too large to be read again; divide it")
    place, old = _held(folder, id_, faults)
    if old is not None and old != text.raw and not again and not faults:
        faults.append(_refusal(index, id_, place, old))
    if faults:
        raise CardindexError("\n".join(faults))
    files = _files(place, text, old)
    notes = _told(paths, extracts, text)
    if id_ != source:
        notes.insert(0, f'"{source}" is taken for {id_} ({label(index, "source", id_)})')
    elif id_ in index.sources.index and (new.kind or new.title):
        notes.append(f"{id_} is in sources.csv already: --kind and --title were not used")
    row, row_told = _row(index, id_, text.unit, new, extracts)
    notes += row_told
    notes += seals_told(index, id_, text.raw)
    return Addition(id_, files, row, tuple(notes))


def seals_told(index: Index, id_: str, raw: str) -> list[str]:
    """Say of a source's seals which hold in a text, have moved, or are not there."""
    sealed = marks(index).get(id_, [])
    if not sealed:
        return []
    found = found_at(Text.of(raw), sealed)
    states = [state for state, _, _ in found.values()]
    missing = {mark for mark, (state, _, _) in found.items() if state == "missing"}
    told = []
    if states.count("exact"):
        told.append(f"{count(states.count('exact'), 'sealed passage')} stand where they stood")
    if states.count("moved"):
        told.append(
            f"{count(states.count('moved'), 'sealed passage')} moved: "
            '"cardindex verify --fix" writes where they stand now'
        )
    if missing:
        cited = index.citations[index.citations["seal"].isin({mark.seal for mark in missing})]
        claims = tables.in_order(set(cited["claim"]))
        shown = ", ".join(claims[:_SHOWN]) + (" …" if len(claims) > _SHOWN else "")
        told.append(
            f"{count(len(missing), 'sealed passage')} not in this text, of {shown}: these seals "
            "no longer hold; cite them anew"
        )
    return told


def _source(index: Index, source: str, new: NewSource, faults: list[str]) -> str:
    """Return the id of the source that is meant or made; empty, with a fault, where it is none."""
    if source in index.sources.index:
        return _whole(index, source, faults)
    kinds = index.vocabulary.source_kinds
    if not (new.kind or new.title):
        try:
            return _whole(index, taken(index, source, ("source",)).id, faults)
        except UnknownName as error:
            add = "to add it to sources.csv, say --kind and --title; kinds are"
            faults.append(f"{error} ({add} {', '.join(kinds)})")
            return ""
    if not re.fullmatch(KEBAB, source):
        faults.append(
            f'"{source}" is no id; one is lower-case letters and digits joined by hyphens, such '
            "as lorne-1988"
        )
    if not new.kind:
        faults.append(f"--kind is missing; it is one of {', '.join(kinds)}")
    elif new.kind not in kinds:
        mend = suggestion(new.kind, kinds) or f"; it is one of {', '.join(kinds)}"
        faults.append(f'unknown kind of source "{new.kind}"{mend}')
    if not new.title.strip():
        faults.append("--title is missing; say what the source is called")
    elif unseen := UNSEEN.search(new.title):
        faults.append(f"--title holds {spelt(unseen[0])}, which is not seen; take it out")
    return source


def _whole(index: Index, id_: str, faults: list[str]) -> str:
    holder = index.containers[id_]
    if holder:
        faults.append(
            f'"{id_}" stands in "{holder}", whose text holds it; add that: --source {holder}'
        )
    return id_


def _unit(index: Index, id_: str, wanted: str, faults: list[str]) -> str:
    known = str(index.sources.at[id_, "unit"]) if id_ in index.sources.index else ""
    if wanted and wanted not in UNITS:
        mend = suggestion(wanted, UNITS) or f"; it is one of {', '.join(UNITS)}"
        faults.append(f'unknown unit "{wanted}"{mend}')
        return known
    if wanted and known and wanted != known:
        faults.append(
            f'"{id_}" counts in {known}s by sources.csv; leave --unit out, or write {wanted} there '
            "first"
        )
    return known or wanted


def _held(folder: Path, id_: str, faults: list[str]) -> tuple[Path, str | None]:
    """Return where the text of a source lies or will lie, and what is there."""
    place = folder / f"{id_}.txt"
    if folder.is_dir():
        same = (path for path in sorted(folder.iterdir()) if path.name.lower() == place.name)
        place = next(same, place)
    if not place.exists() and not place.is_symlink():
        return place, None
    try:
        return place, texts.read_raw(place)
    except CardindexError as error:
        faults.append(f"{error}, and would be written over; move it away first")
        return place, None


def _refusal(index: Index, id_: str, place: Path, old: str) -> str:
    sealed = marks(index).get(id_, [])
    states = [state for state, _, _ in found_at(Text.of(old), sealed).values()]
    holding = len(states) - states.count("missing")
    made_of = f", of which {count(holding, 'seal')} were made" if holding else ""
    return (
        f"{place}: is another text of {id_}{made_of}; --replace puts the new one in its place, and "
        "says which seals no longer hold"
    )


def _files(place: Path, text: Made, old: str | None) -> dict[Path, str]:
    """Return what is written, where it is not there already."""
    files = {place: text.raw} if old != text.raw else {}
    beside = sidecar.beside(place)
    there = beside.exists()
    wanted = text.beside or (sidecar.written((), text.raw) if there else "")
    if wanted and not (there and _same(beside, wanted)):
        files[beside] = wanted
    return files


def _same(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except OSError:
        return False


def _told(paths: Sequence[Path], extracts: Sequence[Extract], text: Made) -> list[str]:
    told = list(text.told)
    for path, one in zip(paths, extracts, strict=True):
        of_which = f"{path.name}: " if len(paths) > 1 else ""
        told += (f"{of_which}{note}" for note in one.told)
    return told


def _row(
    index: Index, id_: str, unit: str, new: NewSource, extracts: Sequence[Extract]
) -> tuple[dict[str, str], list[str]]:
    """Return the new cells of the source's row, if any, and note them."""
    if id_ not in index.sources.index:
        return {"id": id_, "kind": new.kind, "title": new.title.strip(), "unit": unit}, [
            f"added {id_} to sources.csv: {new.kind}, {new.title.strip()}, counted in {unit}s"
        ]
    if index.sources.at[id_, "unit"] or not any(one.blocks for one in extracts):
        return {}, []
    cited = index.citations[index.citations["source"] == id_]
    if wrong := [each for each in cited["locator"] if each and locator_fault(unit, each)]:
        return {}, [f'{id_} counts nothing in sources.csv, and "{wrong[0]}" is no {unit}: it stays']
    return {"id": id_, "unit": unit}, [f"set the unit of {id_} in sources.csv to {unit}"]
