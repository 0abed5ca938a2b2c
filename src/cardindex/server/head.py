"""What stands in the head of a page, for browsers, search engines and managers of references.

Nothing is said there that the page does not say: a claim is a ``Claim``, never a fact.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from cardindex.characters import BIDI, CONTROLS

LONGEST_TITLE = 120
_UNSEEN = re.compile(f"[{CONTROLS}{BIDI}]")
_WEB = re.compile(r"https?://[^\s\x00-\x20<>\"\\^`{|}\x7f]+", re.IGNORECASE)
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


class Head(NamedTuple):
    """The head of a page. ``path``: its one address, under that of the index.

    ``alternates``: the same can be had as RDF there; ``embeds``: it can be put into other pages;
    ``picture``: the path of a picture for previews. ``meta``: further (name, content).
    ``linked``: what it is as JSON-LD, safe within a script element.
    """

    title: str
    path: str = ""
    description: str = ""
    alternates: bool = False
    embeds: bool = False
    picture: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    linked: Markup | None = None


def plain(text: str, most: int = LONGEST_TITLE) -> str:
    """Return a text for where nothing isolates it: without what turns or hides text, and cut.

    It is cut between words if it has any, and never between a letter and its marks.
    """
    text = " ".join(_UNSEEN.sub("", text).split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    if " " in cut[most // 2 :]:
        cut = cut.rpartition(" ")[0]
    while cut and (_joins(text[len(cut)]) or cut.endswith("\u200d")):
        cut = cut[:-1]
    return f"{cut.rstrip()}…"


def letters(text: str) -> list[str]:
    """Return a text letter by letter, each with the marks that are one with it."""
    found: list[str] = []
    for sign in text:
        if found and (_joins(sign) or found[-1].endswith("\u200d")):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _joins(letter: str) -> bool:
    """Tell whether a character is one with that before it."""
    return unicodedata.category(letter) in ("Mn", "Me", "Mc") or letter in "\u200d\ufe0f"


def is_web(address: object) -> bool:
    """Tell whether something is an address of the web, that may become a link."""
    return isinstance(address, str) and len(address) <= 2000 and bool(_WEB.fullmatch(address))


def is_tag(language: str) -> bool:
    """Tell whether a text is a tag of a language, as an attribute may have it."""
    return bool(_TAG.fullmatch(language or ""))


def scripted(value: Mapping[str, Any]) -> Markup:
    """Return JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign, written in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e"),
                          ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):  # fmt: skip
        text = text.replace(sign, written)
    return Markup(text)  # noqa: S704 - escaped above
