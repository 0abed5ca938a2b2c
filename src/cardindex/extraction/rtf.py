"""RTF: its paragraphs; the library that reads it loses notes, and that is said."""

from __future__ import annotations

import re
from typing import Any

from cardindex.extraction.body import Body
from cardindex.extraction.extract import Extract, Options, Unreadable
from cardindex.extraction.needed import needed

_NOTE = re.compile(rb"\\footnote\b")
_PICTURE = re.compile(rb"\\pict\b")


def read(data: bytes, options: Options) -> Extract:
    """Read an RTF document; its locator is the paragraph."""
    reader: Any = needed("striprtf.striprtf", "RTF")
    if not data.lstrip().startswith(b"{\\rtf"):
        message = "it is no RTF, which begins with {\\rtf; look what it is"
        raise Unreadable(message)
    try:
        text = reader.rtf_to_text(
            data.decode("latin-1"), encoding=options.encoding or "cp1252", errors="replace"
        )
    except Exception as error:  # any error of the library on malformed input
        message = f"it cannot be read as RTF ({error}); save it as DOCX and read that"
        raise Unreadable(message) from error
    body = Body()
    for line in text.split("\n"):
        body.say(line)
        body.end()
    notes, pictures = len(_NOTE.findall(data)), len(_PICTURE.findall(data))
    if notes:
        body.lose(
            "note (save it as DOCX to have it)", "notes (save it as DOCX to have them)", notes
        )
    if pictures:
        body.lose("picture", "pictures", pictures)
    return Extract("RTF", tuple(body.blocks), tuple(body.told()))
