"""HTML: its blocks as paragraphs, in the order in which they stand; scripts and pictures go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cardindex.extraction.body import Body
from cardindex.extraction.decoding import decoded, said_encoding
from cardindex.extraction.extract import Extract, Options, Unreadable
from cardindex.extraction.needed import needed

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt "  # noqa: SIM905
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main "
    "menu nav ol p pre search section summary table tbody tfoot thead tr ul".split()
)
_CELLS = frozenset(("td", "th"))
_SPACES = frozenset(("br", "wbr"))
_SILENT = frozenset(
    "head script style template noscript title iframe object embed applet datalist "  # noqa: SIM905
    "select textarea button canvas audio video".split()
)
_ELSEWHERE = frozenset(("object", "embed", "iframe", "audio", "video"))
# What is left out, and what it is called.
_LOST = {
    "img": ("picture", "pictures"),
    "svg": ("picture", "pictures"),
    "picture": ("picture", "pictures"),
    "del": ("struck-out passage", "struck-out passages"),
    "s": ("struck-out passage", "struck-out passages"),
    "strike": ("struck-out passage", "struck-out passages"),
    "nav": ("menu", "menus"),
    "math": ("formula", "formulas"),
}
# Void elements, and elements that the next of their name ends.
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
_ENDED = frozenset("dd dt li option p td th tr".split())  # noqa: SIM905
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,30})[^<>]*>")
_BOUND = 20  # how many open elements are searched for one that ends
_CLOSED = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,30})((?:\s[^<>]*)?)/>")
_DEEPEST = 5_000
"""Elements within elements; reading takes the square of it, and browsers end at 512."""

_SIGN = re.compile(r"\s*[\[(]?(?:\d{1,4}|[*†‡§]{1,3}|[a-z])[\])]?\s*")
_BACK = re.compile(r"\s*[↑↩^\ufe0e\ufe0f]+\s*")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PAGE = re.compile(
    r"(?:p|pg|page|pagina|página|seite)?[\s._-]*0*([1-9]\d{0,5}|[ivxlcdm]{1,20})", re.IGNORECASE
)


def read(data: bytes, options: Options) -> Extract:
    """Read an HTML document."""
    body = Body()
    encoding = options.encoding or said_encoding(data)
    title = read_into(body, decoded(data, encoding))
    notes = [f"read as {encoding}, as it says"] if encoding and not options.encoding else []
    return Extract("HTML", tuple(body.blocks), (*notes, *body.told()), title)


def read_into(body: Body, text: str, notes: str = "") -> str:
    """Read an HTML document into a body, and return its title.

    ``notes``: with what the ids of notes begin (``footnote-``), whose numbers follow it.
    """
    text = _opened(text)
    _refuse_depth(text)
    parser = needed("selectolax.lexbor", "HTML")
    tree = parser.LexborHTMLParser(text)
    for node, opens in _walk(tree.root, body):
        tag = node.tag
        if node.is_text_node:
            body.say(node.text_content)
        elif tag in _BLOCKS:
            body.end()
            _place(node, body, notes, opens=opens)
        elif tag in _CELLS or tag in _SPACES:
            body.say(" ")
        if opens and not node.is_text_node:
            _page(node, body)
    body.end()
    head = tree.css_first("title")
    return " ".join(head.text().split()) if head else ""


def _refuse_depth(text: str) -> None:
    above: list[str] = []
    for found in _TAG.finditer(text):
        name = found[2].lower()
        if found[1] or name in _ENDED:
            near = above[-_BOUND:]
            if name in near:
                del above[len(above) - 1 - near[::-1].index(name) :]
        if not found[1] and name not in _VOID:
            above.append(name)
        if len(above) > _DEEPEST:
            message = (
                f"it has more than {_DEEPEST:,} elements within each other, or never closes "
                "them, as no page does; look what it is"
            )
            raise Unreadable(message)


def _opened(text: str) -> str:
    """Return XHTML with an end for each element that closes itself, which HTML leaves open."""
    head = text[:2000]
    if not head.lstrip().startswith("<?xml") and "http://www.w3.org/1999/xhtml" not in head:
        return text
    return _CLOSED.sub(
        lambda it: it[0] if it[1].lower() in _VOID else f"<{it[1]}{it[2]}></{it[1]}>", text
    )


def _walk(root: Any, body: Body) -> Iterator[tuple[Any, bool]]:  # noqa: ANN401 - a node of the library
    """Yield each node that is read, as it opens and (but for texts) as it closes.

    Not by calls within calls, as what is nested ten thousand deep would end the process.
    """
    waiting: list[tuple[Any, bool]] = [(root, True)]
    while waiting:
        node, opens = waiting.pop()
        if not opens:
            yield node, False
            continue
        if node.next is not None and node is not root:
            waiting.append((node.next, True))
        if node.is_text_node:
            yield node, True
            continue
        if not node.is_element_node or _is_left_out(node, body):
            continue
        yield node, True
        waiting.append((node, False))
        if node.first_child is not None:
            waiting.append((node.first_child, True))


def _is_left_out(node: Any, body: Body) -> bool:  # noqa: ANN401
    tag, attributes = node.tag, node.attributes
    if tag in _LOST:
        body.lose(*_LOST[tag])
        return True
    if tag in _SILENT:
        if tag in _ELSEWHERE:
            body.lose("thing from elsewhere", "things from elsewhere")
        return True
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
        body.lose("hidden part", "hidden parts")
        return True
    if tag == "a" and _is_sign(node):
        body.lose("sign of a note", "signs of notes")
        return True
    return False


def _is_sign(node: Any) -> bool:  # noqa: ANN401
    """Tell whether a link is the sign of a note in the text, or leads back from a note to it."""
    attributes = node.attributes
    if (attributes.get("role") or "") in {"doc-noteref", "doc-backlink"}:
        return True
    if not (attributes.get("href") or "").startswith("#"):
        return False
    text = node.text()
    if _BACK.fullmatch(text):
        return True
    raised = node.parent is not None and node.parent.tag == "sup"
    raised |= node.css_first("sup") is not None
    return raised and bool(_SIGN.fullmatch(text))


def _place(node: Any, body: Body, notes: str, *, opens: bool) -> None:  # noqa: ANN401
    """Mark where a note begins and ends, and tell its number in brackets."""
    id_ = node.attributes.get("id") or ""
    number = id_.removeprefix(notes) if notes and id_.startswith(notes) else ""
    if node.tag != "li" or not number.isdecimal():
        return
    if opens:
        body.mark("footnote", number)
        body.sign(number)
        body.notes += 1
    else:
        body.mark("footnote", "")


def _page(node: Any, body: Body) -> None:  # noqa: ANN401
    """Mark where a page of the printed book begins, as e-books tell it."""
    attributes = node.attributes
    kinds = f"{attributes.get('role') or ''} {attributes.get('epub:type') or ''}".split()
    if not {"doc-pagebreak", "pagebreak"} & set(kinds):
        return
    for name in ("aria-label", "title", "id"):
        found = _PAGE.fullmatch((attributes.get(name) or "").strip())
        if found:
            body.mark("page", found[1].lower())
            return
