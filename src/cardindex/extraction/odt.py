"""ODT: its paragraphs, its notes after each; what was struck out under tracked changes goes."""

from __future__ import annotations

from typing import Any

from cardindex.brief import count
from cardindex.extraction import packages
from cardindex.extraction.body import Body
from cardindex.extraction.extract import Extract, Options
from cardindex.extraction.needed import needed
from cardindex.extraction.xml import name, parsed

_BLOCKS = frozenset(("p", "h"))
_SPACES = frozenset(("s", "tab", "line-break"))
_SILENT = frozenset(("sequence-decls", "forms", "note-citation", "bookmark", "scripts"))


def read(data: bytes, options: Options) -> Extract:  # noqa: ARG001 - all readers are called alike
    """Read an ODT document; its locator is the paragraph."""
    archive = packages.opened(data)
    root = parsed(packages.part(archive, "content.xml"), "ODT")
    body = Body()
    content = root.find("{*}body")
    walker = needed("lxml.etree", "ODT").iterwalk(
        root if content is None else content, events=("start", "end")
    )
    gone: list[Any] = []
    for event, node in walker:
        tag = name(node)
        if event == "start":
            if not gone and _is_left_out(node, tag, body):
                gone.append(node)
                walker.skip_subtree()
            elif not gone:
                _start(node, tag, body)
                body.say(node.text)
            continue
        if gone and gone[-1] is node:
            gone.pop()
        elif not gone:
            _end(node, tag, body)
        if not gone:
            body.say(node.tail)
    body.end()
    notes = (
        [f"{count(body.notes, 'note')} put after the paragraph of its sign, as a paragraph"]
        if body.notes else []
    )  # fmt: skip
    return Extract("ODT", tuple(body.blocks), (*notes, *body.told()), _title(archive))


def _is_left_out(node: Any, tag: str, body: Body) -> bool:  # noqa: ANN401
    if tag == "tracked-changes":
        deletions = len(node.findall(".//{*}deletion"))
        if deletions:
            body.lose("tracked deletion", "tracked deletions", deletions)
        return True
    if tag == "annotation":
        body.lose("comment", "comments")
        return True
    if tag == "image":
        body.lose("picture", "pictures")
        return True
    return not tag or tag in _SILENT


def _start(node: Any, tag: str, body: Body) -> None:  # noqa: ANN401
    if tag == "note":
        sign = node.find("{*}note-citation")
        body.open_note((sign.text or "").strip() if sign is not None else "")
    elif _is_block(node, tag):
        body.end()
    elif tag in _SPACES or tag == "table-cell":
        body.say(" ")


def _end(node: Any, tag: str, body: Body) -> None:  # noqa: ANN401
    if tag == "note":
        body.close_note()
    elif _is_block(node, tag):
        body.end()
    elif tag == "table-cell":
        body.say(" ")


def _is_block(node: Any, tag: str) -> bool:  # noqa: ANN401
    """Tell whether an element is a paragraph; of a table, its rows are."""
    if tag == "table-row":
        return True
    return tag in _BLOCKS and name(node.getparent()) != "table-cell"


def _title(archive: Any) -> str:  # noqa: ANN401
    if not packages.has(archive, "meta.xml"):
        return ""
    found = parsed(packages.part(archive, "meta.xml"), "ODT").find(".//{*}title")
    return " ".join((found.text or "").split()) if found is not None else ""
