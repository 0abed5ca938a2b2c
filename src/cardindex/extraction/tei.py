"""TEI: pages, folios and numbered documents as it goes; notes after their paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from cardindex.brief import count
from cardindex.extraction.body import Body
from cardindex.extraction.extract import Extract, Options, Unreadable
from cardindex.extraction.needed import needed
from cardindex.extraction.xml import name, parsed

_BLOCKS = frozenset(
    "ab address argument attachment back bibl body byline castItem castList cit closer "  # noqa: SIM905
    "dateline div div1 div2 div3 div4 div5 div6 div7 docAuthor docDate docImprint docTitle entry "
    "epigraph figure floatingText front group head headItem item l lg list listBibl listPerson "
    "listPlace opener p person place postscript quote row salute signed sp speaker stage table "
    "text titlePage titlePart trailer".split()
)
_INLINE_WITHIN = frozenset(("quote", "bibl", "stage", "address", "place", "person"))
_CELLS = frozenset(("cell", "label"))
_SILENT = frozenset(("teiHeader", "facsimile", "sourceDoc", "standOff", "figDesc"))
_LOST = {
    "fw": ("running head or catchword", "running heads and catchwords"),
    "del": ("struck-out passage", "struck-out passages"),
    "surplus": ("passage that the editors think superfluous", "passages thought superfluous"),
    "graphic": ("picture", "pictures"),
    "formula": ("formula", "formulas"),
    "notatedMusic": ("piece of music", "pieces of music"),
}
_DOCUMENT = re.compile(r"\b(?:document|letter|charter|dispatch|telegram|brief|urkunde|carta)\b")
_DIVISIONS = re.compile(r"div[1-7]?|text|floatingText")
_OWN, _EDITED = ("sic", "orig", "abbr"), ("corr", "reg", "expan")


@dataclass
class _Reading:
    """One reading of a document: whose page breaks count, how often one had to choose."""

    body: Body
    options: Options
    edition: str | None = None
    other_editions: int = 0
    choices: int = 0
    variants: int = 0
    gaps: int = 0
    supplied: int = 0
    notes: list[Any] = field(default_factory=list)


def read(data: bytes, options: Options) -> Extract:
    """Read a TEI document: its text, in the document's own spelling unless ``edited``."""
    root = parsed(data, "TEI")
    if name(root) not in {"TEI", "TEI.2", "teiCorpus", "text", "div"}:
        message = f"its root is <{name(root)}>, which is no TEI; give a .html or .txt of it"
        raise Unreadable(message)
    reading = _Reading(Body(), options)
    _walk(root, reading)
    titles = root.iterfind(".//{*}titleStmt/{*}title")
    title = " ".join("".join(next(titles, root.makeelement("none")).itertext()).split())
    return Extract("TEI", tuple(reading.body.blocks), tuple(_told(reading)), title)


def _walk(root: Any, reading: _Reading) -> None:  # noqa: ANN401 - an element of lxml
    walker = needed("lxml.etree", "TEI").iterwalk(root, events=("start", "end"))
    gone: list[Any] = []
    for event, node in walker:
        if event == "start":
            if not gone and _is_left_out(node, reading):
                gone.append(node)
                walker.skip_subtree()
            elif not gone:
                _start(node, reading)
                reading.body.say(node.text)
            continue
        if gone and gone[-1] is node:
            gone.pop()
        elif not gone:
            _end(node, reading)
        if not gone and node is not root:
            reading.body.say(node.tail)
    reading.body.end()


def _is_left_out(node: Any, reading: _Reading) -> bool:  # noqa: ANN401
    tag = name(node)
    if not tag or tag in _SILENT:
        return True
    if tag in _LOST:
        reading.body.lose(*_LOST[tag])
        return True
    parent = node.getparent()
    above = name(parent) if parent is not None else ""
    if above == "choice":
        return not _is_chosen(node, parent, reading)
    if above == "app":
        chosen = parent.find("{*}lem")
        return node is not (chosen if chosen is not None else parent[0])
    return False


def _is_chosen(node: Any, choice: Any, reading: _Reading) -> bool:  # noqa: ANN401
    """Tell whether an alternative is the one that is read: of those wanted, else the first."""
    wanted = _EDITED if reading.options.edited else _OWN
    fits = [each for each in choice if name(each) in wanted]
    return node is (fits[0] if fits else choice[0])


def _start(node: Any, reading: _Reading) -> None:  # noqa: ANN401
    tag, body = name(node), reading.body
    if tag == "note" and not _is_inline(node):
        body.open_note(node.get("n") or "")
        reading.notes.append(node)
    elif tag in {"pb", "milestone"}:
        _page(node, tag, reading)
    elif _is_block(node, tag):
        body.end()
        if _is_document(node, tag):
            body.mark("document", _number(node))
    elif (tag in {"lb", "cb"} and node.get("break") != "no") or tag in _CELLS:
        body.say(" ")
    elif tag == "gap":
        reading.gaps += 1
        body.say("[…]")
    reading.choices += tag == "choice"
    reading.variants += tag == "app"
    reading.supplied += tag == "supplied"


def _end(node: Any, reading: _Reading) -> None:  # noqa: ANN401
    tag, body = name(node), reading.body
    if reading.notes and reading.notes[-1] is node:
        reading.notes.pop()
        body.close_note()
    elif _is_block(node, tag):
        body.end()
        if _is_document(node, tag):
            body.mark("document", "")
    elif tag in _CELLS:
        body.say(" ")


def _is_block(node: Any, tag: str) -> bool:  # noqa: ANN401
    if tag not in _BLOCKS:
        return tag == "note"
    parent = node.getparent()
    above = name(parent) if parent is not None else ""
    # A quotation within a paragraph belongs to its sentence, unless it has paragraphs itself.
    return tag not in _INLINE_WITHIN or above not in {"p", "note", "ab", "item", "cell", "q", "seg"}


def _is_inline(node: Any) -> bool:  # noqa: ANN401
    return "inline" in {node.get("rend"), node.get("place"), node.get("type")}


def _is_document(node: Any, tag: str) -> bool:  # noqa: ANN401
    """Tell whether a division is a numbered document of an edition."""
    if not _DIVISIONS.fullmatch(tag) or not _number(node):
        return False
    kinds = f"{node.get('type') or ''} {node.get('subtype') or ''}".lower()
    parent = node.getparent()
    in_group = tag == "text" and parent is not None and name(parent) == "group"
    return in_group or bool(_DOCUMENT.search(kinds))


def _number(node: Any) -> str:  # noqa: ANN401
    found = re.fullmatch(
        r"\s*(?:no|nr|doc)?\.?\s*0*([1-9]\d{0,5})\.?\s*", node.get("n") or "", re.IGNORECASE
    )
    return found[1] if found else ""


def _page(node: Any, tag: str, reading: _Reading) -> None:  # noqa: ANN401
    """Mark a page or a folio; of several editions those of the first alone."""
    unit = node.get("unit") or "page"
    locator = (node.get("n") or "").strip().strip("[]").strip()
    if tag == "pb":
        edition = node.get("ed") or ""
        reading.edition = edition if reading.edition is None else reading.edition
        if edition != reading.edition:
            reading.other_editions += 1
            return
        locator = re.sub(r"^(?:p|pp|s|f|fol|page|folio)\.?\s*(?=\d)", "", locator.lower())
        unit = "folio" if re.fullmatch(r"\d+[rv]", locator) else "page"
    if unit in {"page", "folio"}:
        reading.body.mark(unit, locator.lower())
        if node.get("break") != "no" and tag == "pb" and not _within_word(node):
            reading.body.say(" ")


def _within_word(node: Any) -> bool:  # noqa: ANN401
    """Tell whether letters touch a page break on both sides: it does not say that it parts them."""
    before = node.getprevious()
    text = before.tail if before is not None else node.getparent().text
    return bool(text and text[-1].isalpha() and node.tail and node.tail[0].isalpha())


def _told(reading: _Reading) -> list[str]:
    read, other = ("own", "editors'") if not reading.options.edited else ("editors'", "own")
    found = []
    if reading.body.notes:
        found.append(
            f"{count(reading.body.notes, 'note')} put after the paragraph of its sign, as a "
            "paragraph of its own"
        )
    if reading.choices:
        flag = "without --edited" if reading.options.edited else "with --edited"
        found.append(
            f"chose the {read} words in {count(reading.choices, 'place')} (sic, orig, abbr are the "
            f"document's own; corr, reg, expan the editors'); the {other} {flag}"
        )
    if reading.variants:
        found.append(f"left out: the variants in {count(reading.variants, 'place')}")
    if reading.gaps:
        found.append(f"{count(reading.gaps, 'gap')} of the document told by […]")
    if reading.supplied:
        found.append(f"{count(reading.supplied, 'passage')} supplied by the editors stayed in")
    if reading.other_editions:
        found.append(f"left out: {count(reading.other_editions, 'page break')} of other editions")
    return [*found, *reading.body.told()]
