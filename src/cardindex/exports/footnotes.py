"""Claims with their footnotes: each in words, and in its note who says so, in a style of CSL.

A note has all citations of its claim, each with whom it has it from ("…, citing …"), and says
where one denies or doubts, or holds it for probable or possible only.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

from cardindex import rdf
from cardindex.characters import shown
from cardindex.evidence import Selection
from cardindex.exports.citing import DEFAULT, END, Citing, citing
from cardindex.exports.csl import Item, items, words
from cardindex.exports.format import Format
from cardindex.exports.sqlite import sentences
from cardindex.folding import folded
from cardindex.lineage import parse_chain


class Note(NamedTuple):
    """A claim: its id, what it says, how it stands, and its note, with signs of typography."""

    claim: str
    sentence: str
    standing: str
    text: str


def notes(selection: Selection, style: str = DEFAULT) -> tuple[list[Note], list[str]]:
    """Return a note for each claim, and the list of what they cite.

    Claims stand in their order, those of imports by whom they are of and when. Raises what
    ``citing.citing`` does.
    """
    cites = citing(map(_to_cite, items(selection)), style or DEFAULT)
    order = _in_order(selection)
    cited: dict[str, list[str]] = {}
    for claim, said in _cited(selection, cites, order):
        cited.setdefault(claim, []).append(said)
    standings = selection.claims["whole_standing"]
    told = [
        Note(str(id_), sentence, standing.replace("-", " "), f"{'; '.join(cited[str(id_)])}.")
        for id_, sentence, standing in zip(
            selection.claims.index, sentences(selection), standings, strict=True
        )
    ]
    return sorted(told, key=lambda note: order[note.claim]), cites.listed()


_IMPORTED = re.compile(r"c\d{15}")  # these ids say nothing of the order of reading


def _in_order(selection: Selection) -> dict[str, int]:
    """Return the place of each claim among the notes."""
    labels = selection.index.entities["label"]
    claims = selection.claims
    # Undated claims come last: they have no day by which they surely began.
    rows = zip(claims.index, claims["subject"], claims["latest_start"].tolist(), strict=True)
    keyed = [
        (1, folded(labels.get(subject, subject)), start, at, id_)
        if _IMPORTED.fullmatch(id_)
        else (0, "", 0, at, id_)
        for at, (id_, subject, start) in enumerate(rows)
    ]
    return {key[-1]: place for place, key in enumerate(sorted(keyed))}


def _to_cite(item: Item) -> Item:
    """Return an item without the sort of book that it is, which no style expects."""
    return {key: value for key, value in item.items() if (item["type"], key) != ("book", "genre")}


def _cited(selection: Selection, cites: Citing, order: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Yield the claim and the words of each citation, those of one claim after one another."""
    units = _units(selection)
    part = rdf.part_of(selection, "citations")
    part = part.iloc[
        pd.Series([order[claim] for claim in part["claim"]], dtype=int).argsort(kind="stable")
    ]
    columns = ("claim", "source", "chain", "stance", "certainty", "locator")
    rows = zip(*(part[name].tolist() for name in columns), strict=True)
    for claim, of_claim in groupby(rows, key=itemgetter(0)):
        places: dict[tuple[str, ...], list[str]] = {}
        # Equal citations of a work in several places are one.
        for _, *way, locator in of_claim:
            places.setdefault(tuple(way), []).append(locator)
        for (source, chain, stance, certainty), locators in places.items():
            where = ", ".join(sorted(filter(None, locators), key=_by_number))
            said = _one(cites, source, where, units) + _chain(cites, chain, units)
            hedge = _hedge(stance, certainty)
            yield claim, f"{said} ({hedge})" if hedge else said


def _by_number(locator: str) -> tuple[int, str]:
    number = re.match(r"\d+", locator)
    return int(number[0]) if number else 0, locator


def _one(cites: Citing, source: str, locator: str, units: dict[str, str]) -> str:
    # A note has one full stop, behind all of its citations.
    place = re.sub(r",(?=\S)", ", ", locator)
    return cites.cite(source, place, units[source]).rstrip(".")


def _chain(cites: Citing, text: str, units: dict[str, str]) -> str:
    chain = parse_chain(text)
    told = [
        f", {'reporting' if step.reported else 'citing'} "
        f"{_one(cites, step.source, step.locator, units)}"
        for step in chain.steps
    ]
    if chain.hearsay:
        told.append(f", {'reporting' if chain.reports_hearsay else 'citing'} hearsay")
    if chain.own:
        told.append(", its own conclusion")
    return "".join(told)


_STANCES = {"affirms": "", "denies": "denies it", "doubts": "doubts it"}
_CERTAINTIES = {"stated": "", "probable": "as probable", "possible": "as possible"}


def _hedge(stance: str, certainty: str) -> str:
    return ", ".join(filter(None, (_STANCES[stance], _CERTAINTIES[certainty])))


def _units(selection: Selection) -> dict[str, str]:
    """Return what the locators of each source count, as CSL calls it."""
    sources, known = selection.index.sources, words()["units"]
    own = dict(zip(sources.index, sources["unit"], strict=True))
    # Locators of what stands in another work are that one's.
    within = selection.index.containers
    return {
        id_: known.get(own[within[id_]] if within[id_] else unit, "page")
        for id_, unit in own.items()
    }


def write_markdown(selection: Selection, *, style: str = "") -> bytes:
    """Return the claims as a list in Markdown, and their notes as Pandoc and others have them."""
    told, listed = notes(selection, style)
    body = "".join(
        f"- {_markdown(note.sentence)} ({note.standing}).[^{note.claim}]\n" for note in told
    )
    below = "".join(f"[^{note.claim}]: {_markdown(note.text)}\n" for note in told)
    works = "".join(f"- {_markdown(entry)}\n" for entry in listed)
    parts = [f"# {_markdown(selection.index.title)}\n", body, below]
    parts += [f"## Works cited\n\n{works}"] if works else []
    return "\n".join(parts).encode()


def write_html(selection: Selection, *, style: str = "") -> bytes:
    """Return the same as a page of HTML, which word processors take with its italics."""
    told, listed = notes(selection, style)
    title = _html(selection.index.title)
    body = "".join(
        f'<li id="{note.claim}">{_html(note.sentence)} ({note.standing}).'
        f'<sup><a href="#note-{note.claim}">{at}</a></sup></li>\n'
        for at, note in enumerate(told, 1)
    )
    below = "".join(
        f'<li id="note-{note.claim}">{_html(note.text)} <a href="#{note.claim}">↑</a></li>\n'
        for note in told
    )
    works = "".join(f"<li>{_html(entry)}</li>\n" for entry in listed)
    shelf = f"<h2>Works cited</h2>\n<ul>\n{works}</ul>\n" if works else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n<ul>\n{body}</ul>\n"
        f"<h2>Notes</h2>\n<ol>\n{below}</ol>\n{shelf}</body>\n</html>\n"
    ).encode()


def write_text(selection: Selection, *, style: str = "") -> bytes:
    """Return the same as plain text: each claim in a line, and its note below it."""
    told, listed = notes(selection, style)
    lines = [
        f"{_text(note.sentence)} ({note.standing}). [{note.claim}]\n    {_text(note.text)}\n"
        for note in told
    ]
    works = [f"{_text(entry)}\n" for entry in listed]
    return "\n".join([*lines, *works]).encode()


_MARKDOWN = {"\ue001": "*", "\ue002": "**", "\ue003": "^", "\ue004": "~"}
_TAGS = {"\ue001": "i", "\ue002": "b", "\ue003": "sup", "\ue004": "sub"}
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~^&$!])")
_SIGN = re.compile("[\ue000-\ue004]")


def _markdown(text: str) -> str:
    escaped = _MARKUP.sub(r"\\\1", shown(" ".join(text.split())))
    # Adjacent marks would be read as a different one.
    return _typeset(escaped, _MARKDOWN, _MARKDOWN)


def _html(text: str) -> str:
    opening = {sign: f"<{tag}>" for sign, tag in _TAGS.items()}
    closing = {sign: f"</{tag}>" for sign, tag in _TAGS.items()}
    return _typeset(html.escape(shown(text)), opening, closing)


def _text(text: str) -> str:
    return _SIGN.sub("", shown(" ".join(text.split())))


def _typeset(text: str, opening: dict[str, str], closing: dict[str, str]) -> str:
    """Return a text with the signs of typography in the words of a format, each closed again."""
    open_: list[str] = []

    def turned(found: re.Match[str]) -> str:
        sign = found[0]
        if sign != END:
            open_.append(sign)
            return opening[sign]
        return closing[open_.pop()] if open_ else ""

    turned_ = _SIGN.sub(turned, text)
    return turned_ + "".join(closing[sign] for sign in reversed(open_))


_LACKS = frozenset({"names", "groups", "isolates", "glosses", "ties", "silent"})
_PARTLY = {
    "entities": "by name, where a claim is of them",
    "vague": "as it is written",
    "standing": "in a word",
    "sources": "as the style cites them",
    "bibliography": "as the style cites them",
    "quantities": "in words",
    "dates": "in words",
}


def _format(name: str, end: str, media_type: str, how: str) -> Format:
    write = {"md": write_markdown, "html": write_html, "txt": write_text}[end]
    return Format(
        name=name,
        file=f"footnotes.{end}",
        media_type=media_type,
        group="footnotes",
        description=f"{how}: each claim in words, and in its note who says so, in a style of CSL",
        write=write,
        takes=frozenset({"style"}),
        lacks=_LACKS,
        partly=_PARTLY,
        built=False,
    )


FORMATS = (
    _format("footnotes", "md", "text/markdown", "Markdown"),
    _format("footnotes-html", "html", "text/html", "HTML"),
    _format("footnotes-text", "txt", "text/plain", "plain text"),
)
