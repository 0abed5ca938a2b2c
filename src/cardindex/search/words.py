"""Words: what is compared of a text and of what is searched for, and where it stands in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cardindex.folding import MARKS, folded, unsigned

LONGEST = 300
"""Characters of what is searched for; a longer text is no search."""

MOST_WORDS = 20
"""Words of what is searched for; those that follow are not looked for."""

_LEAST_BEGINNING = 2  # letters of the shortest beginning of a word: one would match everything
_AROUND, _WIDEST = 12, 300  # words before the first hit, and characters of a snippet
_ASKED = re.compile(r'"([^"]*)"|([^\s"]+)')
_OTHER = re.compile(r"[^\w']+")
# Scripts without spaces between words: each sign counts as a word, several as a phrase.
_SIGN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_PIECE = re.compile(r"\S+")
_EDGES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)

Snippet = tuple[tuple[str, bool], ...]


class Asked(NamedTuple):
    """What is searched for: phrases of folded words, of which the last may go on if ``open``."""

    phrases: tuple[str, ...]
    open: bool

    def match(self) -> str:
        """Return it in the language of FTS5, in which nothing that was typed is an operator."""
        told = [f'"{phrase}"' for phrase in self.phrases]
        return " AND ".join(told) + (" *" if self.open else "")


def plain(text: str) -> str:
    """Return the folded words of a text, a space between."""
    words = _OTHER.sub(" ", unsigned(folded(text))).replace("_", " ")
    if not words.isascii():
        words = _SIGN.sub(r" \g<0> ", words)
    return " ".join(filter(None, (word.strip("'") for word in words.split())))


def asked(text: str) -> Asked:
    """Read what somebody typed: words that all must be there, ``"phrases"``, a beginning last."""
    phrases, is_open = [], False
    for found in _ASKED.finditer(text[:LONGEST].translate(MARKS)):
        phrase = plain(found[1] if found[1] is not None else found[2])
        if phrase:
            phrases.append(phrase)
            last = phrase.split()[-1]
            is_open = found[2] is not None and len(last) >= _LEAST_BEGINNING
            is_open = is_open and not _SIGN.match(last)
        if len(phrases) == MOST_WORDS:
            break
    return Asked(tuple(phrases), is_open)


def snippet(text: str, sought: Asked) -> Snippet:
    """Return the part of a text where it is first found, in pieces; True: that is what was sought.

    Text as it is written, but that white space is single.
    """
    whole = {word for phrase in sought.phrases for word in phrase.split()}
    beginning = sought.phrases[-1].split()[-1] if sought.open else ""
    pieces = [(found[0], _is_hit(found[0], whole, beginning)) for found in _PIECE.finditer(text)]
    first = next((at for at, (_, is_hit) in enumerate(pieces) if is_hit), 0)
    start = max(first - _AROUND, 0) if sum(len(piece) + 1 for piece, _ in pieces) > _WIDEST else 0
    return tuple(part for told in _joined(pieces, start) for part in _bare(*told))


def _bare(piece: str, is_hit: bool) -> Iterator[tuple[str, bool]]:  # noqa: FBT001 - as pieces have it
    """Yield a piece with what is no letter at its ends apart: a full stop was not sought."""
    if not is_hit:
        yield piece, False
        return
    before, words, after = _EDGES.findall(piece)[0]
    yield from ((part, part is words) for part in (before, words, after) if part)


def _is_hit(piece: str, whole: set[str], beginning: str) -> bool:
    words = plain(piece).split()
    return any(word in whole or (beginning and word.startswith(beginning)) for word in words)


def _joined(pieces: list[tuple[str, bool]], start: int) -> Iterator[tuple[str, bool]]:
    """Yield what stands from ``start`` on, as wide as a snippet is; what is alike is one."""
    told: list[str] = ["… "] if start else []
    state, size, cut = False, 0, False
    for at in range(start, len(pieces)):
        piece, is_hit = pieces[at]
        if is_hit != state:
            if told:
                yield "".join(told), state
            told, state = [], is_hit
        room = _WIDEST - size
        size += len(piece) + 1
        cut = size > _WIDEST + 1
        last = cut or at + 1 == len(pieces)
        told.append(piece[: max(room, 1)] + ("" if last else " "))
        if cut:
            break
    if told:
        yield "".join(told), state
    if cut:
        yield " …", False
