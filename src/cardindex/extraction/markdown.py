"""Markdown: read as the HTML that it means."""

from __future__ import annotations

import re

from cardindex.extraction.body import Body
from cardindex.extraction.decoding import decoded
from cardindex.extraction.extract import Extract, Options
from cardindex.extraction.html import read_into
from cardindex.extraction.needed import needed

_HEAD = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
_NOTE = re.compile(r"^\[\^([^\]\s]{1,40})\]:[ \t]*", re.MULTILINE)
_SIGN = re.compile(r"\[\^[^\]\s]{1,40}\](?!:)")


def read(data: bytes, options: Options) -> Extract:
    """Read a Markdown document."""
    text, told, title = decoded(data, options.encoding), [], ""
    if head := _HEAD.match(text):
        text = text[head.end() :]
        told.append("left out: the settings at its head (between ---)")
        found = _TITLE.search(head[1])
        title = found[1] if found else ""
    text, signs = _SIGN.subn("", text)
    # CommonMark reads a one-word note as the address of a link, and would drop it.
    text, notes = _NOTE.subn(r"\n\\[\1\\] ", text)
    if signs:
        told.append(f"left out: the signs of notes in the text ({signs})")
    if notes:
        told.append(f"{notes} of its notes stand where the file has them, as paragraphs")
    reader = needed("markdown_it", "Markdown").MarkdownIt("commonmark", {"html": True})
    body = Body()
    read_into(body, reader.enable(["table", "strikethrough"]).render(text))
    if not title and body.blocks and text.lstrip().startswith("# "):
        title = body.blocks[0].text
    return Extract("Markdown", tuple(body.blocks), (*told, *body.told()), title)
