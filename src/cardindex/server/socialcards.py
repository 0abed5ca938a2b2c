"""Pictures for previews of links: a card of an entity, of a claim, of the index, as PNG.

Equal input gives an equal picture: the fonts are those of matplotlib. A label that these cannot
write is replaced by the id.
"""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route

from cardindex.server.answercache import Body
from cardindex.server.answers import kept
from cardindex.server.head import letters, plain
from cardindex.server.homepage import figures
from cardindex.server.shown import in_a_sentence, known
from cardindex.server.site import served_of
from cardindex.telling import Telling, told
from cardindex.view.words import say

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont
    from starlette.requests import Request
    from starlette.responses import Response

SIZE = (1200, 630)
PAPER, CARD, INK, SOFT, RULE, RED = (
    "#f3ede1", "#fffcf4", "#2b2520", "#685e52", "#d8cdb9", "#9c2f26",
)  # fmt: skip
_LEFT, _TOP, _RIGHT, _BOTTOM = 90, 110, 1110, 540
_ROOM = _RIGHT - _LEFT - 100
_RIGHT_TO_LEFT = ("R", "AL")


class Picture(NamedTuple):
    """What is on a card: on its tab, its heading, what stands below it, and whose it is.

    ``instead``: what stands for the heading where it cannot be written.
    """

    tab: str
    heading: str
    lines: tuple[tuple[str, str], ...]
    whose: str
    instead: str


def routes() -> list[BaseRoute]:
    """Return where pictures are asked for."""
    return [
        Route("/card/home.png", _home),
        Route("/card/entity/{id}.png", _entity),
        Route("/card/claim/{id}.png", _claim),
    ]


def _answer(request: Request, picture: Picture) -> Response:
    return kept(request, lambda: Body(drawn(picture), "image/png"))


def _home(request: Request) -> Response:
    served = served_of(request)
    lines = ((figures(served), SOFT), (say("caption.caveat"), SOFT))
    return _answer(request, Picture("Index", served.index.title, lines, "", "Card index"))


def _entity(request: Request) -> Response:
    served, id_ = served_of(request), str(request.path_params["id"])
    index = served.index
    if id_ not in index.labels:
        raise HTTPException(404)
    kind = index.vocabulary.types[str(index.entities.at[id_, "type"])].label
    n = len(known(served).about(id_))
    lines = ((str(index.entities.at[id_, "description"]), INK), (say("digest.claims", n=n), SOFT))
    return _answer(request, Picture(kind, index.label(id_).strip() or id_, lines, index.title, id_))


def _claim(request: Request) -> Response:
    served, id_ = served_of(request), str(request.path_params["id"])
    laid = known(served)
    if id_ not in laid.ids:
        raise HTTPException(404)
    at = laid.one(id_)
    said = told(laid, at)[0]
    colour = RED if said.standing in ("contested", "denied") else INK
    lines = [(_in_words(side[0]), INK) for side in (said.affirms, said.against_it) if side]
    lines.append((" · ".join(filter(None, (said.verdict, said.counts, said.against))), colour))
    words = in_a_sentence(served.index, laid.claims.rows(at)[0])
    heading = f"claim {id_}"
    return _answer(request, Picture(heading, words, tuple(lines), served.index.title, id_))


def _in_words(telling: Telling) -> str:
    """Return a line of evidence as text."""
    sign = "●" if telling.roots else "○"
    stance = "" if telling.stance == "affirms" else f" {say(f'evidence.{telling.stance}')}"
    first = [", ".join(root.label for root in telling.named)] if telling.named else []
    works = [f"{step.work.label}{step.place}" if step.work else "…" for step in telling.steps]
    return f"{sign}{stance} {' → '.join([*first, *works])}"


def drawn(picture: Picture) -> bytes:
    """Return a picture as PNG."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - for who asks for pictures

    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    tab = _fitting(_writable(picture.tab, "Card"), 28, 500)
    width = _font(tab, 28).getlength(tab)
    draw.rounded_rectangle((_LEFT + 40, 52, _LEFT + 100 + width, 140), 16, CARD, RULE, 2)
    draw.rectangle((_LEFT, _TOP, _RIGHT, _BOTTOM), CARD, RULE, 2)
    draw.rectangle((_LEFT + 42, _TOP - 2, _LEFT + 98 + width, _TOP + 2), CARD)
    _write(draw, (_LEFT + 70, 66), tab, 28, SOFT)
    y = _heading(draw, _writable(picture.heading, picture.instead))
    draw.line((_LEFT, y, _RIGHT, y), RED, 3)
    draw.line((_LEFT, y + 7, _RIGHT, y + 7), RED, 3)
    y += 26
    for text, colour in picture.lines:
        written = _writable(plain(text, 400), "")
        for line in _wrapped(written, 28, _ROOM, 2):
            if y + 44 > _BOTTOM:
                break
            _write(draw, (_LEFT + 50, y), line, 28, colour)
            y += 44
    whose = _fitting(_writable(plain(picture.whose), ""), 26, _RIGHT - _LEFT)
    _write(draw, (_LEFT, 566), whose, 26, SOFT)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _heading(draw: ImageDraw, text: str) -> int:
    """Write a heading as large as it has room for, and return where it ends."""
    text = plain(text, 220)
    size, lines = 34, _wrapped(text, 34, _ROOM, 4)
    for larger in (68, 58, 50, 42):
        found = _wrapped(text, larger, _ROOM, 4)
        if len(found) <= (2 if larger > 50 else 3):
            size, lines = larger, found
            break
    y = _TOP + 30
    for line in lines:
        _write(draw, (_LEFT + 50, y), line, size, INK)
        y += round(size * 1.25)
    return y + 16


def _write(draw: ImageDraw, at: tuple[float, float], text: str, size: int, colour: str) -> None:
    if not text:
        return
    font = _font(text, size)
    x, y = at
    strong = (unicodedata.bidirectional(sign) for sign in text)
    first = next((way for way in strong if way in ("L", *_RIGHT_TO_LEFT)), "L")
    if first != "L":
        x = _RIGHT - (x - _LEFT) - font.getlength(text)
    draw.text((x, y), text, colour, font)


def _wrapped(text: str, size: int, room: float, most: int) -> list[str]:
    """Return a text in lines of some width; the last is cut where there are more than ``most``."""
    font = _font(text, size)
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        taken = 1
        while taken < len(words) and font.getlength(" ".join(words[: taken + 1])) <= room:
            taken += 1
        line, words = " ".join(words[:taken]), words[taken:]
        if len(lines) + 1 == most and words:
            line = f"{line} …"
        lines.append(_fitting(line, size, room))
    return lines


def _fitting(text: str, size: int, room: float) -> str:
    """Return a text that has room on one line, cut between letters where it is longer."""
    font = _font(text, size)
    if font.getlength(text) <= room:
        return text
    signs = letters(text)
    low, high = 0, len(signs)
    while low < high:
        middle = (low + high + 1) // 2
        if font.getlength("".join(signs[:middle]).rstrip() + "…") <= room:
            low = middle
        else:
            high = middle - 1
    return "".join(signs[:low]).rstrip() + "…"


def _writable(text: str, instead: str) -> str:
    """Return a text if there are letters for it, and what stands for it otherwise."""
    text = plain(text, 500)
    signs = {sign for sign in text if not sign.isspace()}
    turned = any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in signs)
    if turned and not _shapes():
        return instead
    return text if any(signs <= _letters(name) for name in _FONTS) else instead


_FONTS = ("DejaVuSerif.ttf", "DejaVuSans.ttf")


def _font(text: str, size: int) -> FreeTypeFont:
    signs = {sign for sign in text if not sign.isspace()}
    name = next((name for name in _FONTS if signs <= _letters(name)), _FONTS[-1])
    return _opened(name, size)


@cache
def _opened(name: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415

    return ImageFont.truetype(str(_path(name)), size)


@cache
def _letters(name: str) -> frozenset[str]:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - takes a while, and knows the fonts

    # Joiners are invisible and need no glyph.
    return frozenset(map(chr, FT2Font(str(_path(name))).get_charmap())) | {"\u200c", "\u200d"}


def _path(name: str) -> Path:
    import matplotlib as mpl  # noqa: PLC0415

    return Path(mpl.get_data_path(), "fonts", "ttf", name)


@cache
def _shapes() -> bool:
    """Tell whether texts that run from right to left can be written here."""
    from PIL import features  # noqa: PLC0415

    return bool(features.check("raqm"))
