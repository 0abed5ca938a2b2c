"""ANSEL, in which old GEDCOM is written → Unicode: marks come before the letter in it."""

from __future__ import annotations

import unicodedata

_SPACING = dict(
    zip(
        (*range(0xA1, 0xAF), *range(0xB0, 0xBB), 0xBC, 0xBD, 0xBE, 0xBF, *range(0xC0, 0xC9),
         0xCD, 0xCE, 0xCF),
        "ŁØĐÞÆŒʹ·♭®±ƠƯʼʻłøđþæœʺı£ðơư□■°\u2113℗©♯¿¡ß€eoß",
        strict=True,
    )
)  # fmt: skip
_MARKS = dict(
    zip(
        (*range(0xE0, 0xFC), 0xFE),
        "\u0309\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030c\u030a\ufe20\ufe21\u0315"
        "\u030b\u0310\u0327\u0328\u0323\u0324\u0325\u0333\u0332\u0326\u031c\u032e\ufe22\ufe23"
        "\u0313",
        strict=True,
    )
)


def decoded(data: bytes) -> str:
    """Return the text of bytes; what ANSEL does not have becomes U+FFFD."""
    text: list[str] = []
    marks: list[str] = []
    for byte in data:
        if byte in _MARKS:
            marks.append(_MARKS[byte])
            continue
        text.append(chr(byte) if byte < 0x80 else _SPACING.get(byte, "\ufffd"))
        text += marks
        marks.clear()
    return unicodedata.normalize("NFC", "".join((*text, *marks)))
