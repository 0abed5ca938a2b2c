"""A text as it is put together: paragraph by paragraph, with marks, its notes after each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from cardindex.brief import count
from cardindex.extraction.cleaning import cleaned, told
from cardindex.extraction.extract import Block, Mark


@dataclass
class _Open:
    """A paragraph that is not ended yet. White space becomes one space, none at its ends."""

    pieces: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0
    spaced: bool = False

    def add(self, text: str) -> None:
        words = " ".join(text.split())
        if not words:
            self.spaced |= bool(text)
            return
        parted = self.spaced or text[0].isspace()
        if self.length and parted and not self.pieces[-1].endswith(" "):
            words = f" {words}"
        self.pieces.append(words)
        self.length += len(words)
        self.spaced = text[-1].isspace()

    def here(self) -> int:
        """Return where the next word begins."""
        if self.spaced and self.length:
            self.pieces.append(" ")
            self.length += 1
        self.spaced = False
        return self.length


@dataclass
class _Note:
    """A note that stands in a paragraph: its own paragraphs, and where one was at its sign."""

    blocks: list[Block]
    where: dict[str, str]


@dataclass
class Body:
    """The paragraphs of a text so far; what is counted as lost goes into ``lost`` by its name."""

    blocks: list[Block] = field(default_factory=list)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    notes: int = 0
    _open: _Open = field(default_factory=_Open)
    _outer: list[tuple[_Open, list[Block]]] = field(default_factory=list)
    _held: list[_Note] = field(default_factory=list)
    _sign: str = ""
    _now: dict[str, str] = field(default_factory=dict)

    def say(self, text: str | None) -> None:
        """Add running text."""
        if text:
            self._open.add(cleaned(text, self.characters))

    def mark(self, unit: str, locator: str) -> None:
        """Say that a unit begins here; one that begins in a note begins at its sign."""
        if self._now.get(unit, "") == locator:
            return
        self._now[unit] = locator
        outer = self._outer[0][0] if self._outer else self._open
        outer.marks.append(Mark(outer.here(), unit, locator))

    def lose(self, one: str, many: str, number: int = 1) -> None:
        """Count something that was left out, by its name in the singular and the plural."""
        self.lost[one, many] += number

    def end(self) -> None:
        """End the paragraph; the notes whose signs stand in it follow."""
        block = self._ended()
        if block is None:
            return
        self.blocks.append(block)
        if not self._outer:
            self._follow()

    def open_note(self, sign: str) -> None:
        """Begin a note, which is told after the paragraph in which it stands."""
        self._outer.append((self._open, self.blocks))
        self._open, self.blocks = _Open(), []
        self.sign(sign)

    def sign(self, sign: str) -> None:
        """Begin a paragraph with the sign of a note, in brackets; it waits for the first words."""
        self._sign = f"[{cleaned(sign, self.characters)}]" if sign else ""
        self._open.add(self._sign)
        self._open.spaced = True

    def close_note(self) -> None:
        """End the note that was begun last."""
        self.end()
        opened, blocks = self._outer.pop()
        # A note without text is dropped, and its sign with it.
        self._sign = ""
        note, self._open, self.blocks = self.blocks, opened, blocks
        if not note:
            return
        self.notes += 1
        if self._outer:
            self.blocks += note
        elif self._open.length or self._held:
            self._held.append(_Note(note, dict(self._now)))
        else:
            # A note between paragraphs is a paragraph itself.
            first = Block(note[0].text, (*self._open.marks, *note[0].marks))
            self._open = _Open()
            self.blocks += [first, *note[1:]]

    def told(self) -> list[str]:
        """Return sentences on what was lost."""
        some = [
            count(number, one, many) for (one, many), number in sorted(self.lost.items()) if number
        ]
        left = [f"left out: {', '.join(some)}"] if some else []
        return [*left, *told(self.characters)]

    def _ended(self) -> Block | None:
        opened = self._open
        text = "".join(opened.pieces).rstrip()
        if self._sign and text == self._sign:
            opened.spaced = True
            return None
        self._sign = ""
        if not text:
            self._open = _Open(marks=[Mark(0, *mark[1:]) for mark in opened.marks])
            return None
        inside = [mark for mark in opened.marks if mark.start < len(text)]
        after = [Mark(0, *mark[1:]) for mark in opened.marks if mark.start >= len(text)]
        self._open = _Open(marks=after)
        return Block(text, tuple(inside))

    def _follow(self) -> None:
        """Put the notes after their paragraph, each on the page on which its sign stands."""
        held, self._held = self._held, []
        after, self._open.marks = self._open.marks, []
        # The units in which the last ended paragraph ends.
        ends = dict(self._now)
        for note in held:
            marks = [
                Mark(0, unit, note.where.get(unit, ""))
                for unit in {**ends, **note.where}
                if note.where.get(unit, "") != ends.get(unit, "")
            ]
            ends = note.where
            first = Block(note.blocks[0].text, (*marks, *note.blocks[0].marks))
            self.blocks += [first, *note.blocks[1:]]
        back = [
            Mark(0, unit, locator)
            for unit, locator in self._now.items()
            if ends.get(unit, "") != locator
        ]
        said = {mark.unit for mark in back}
        self._open.marks = [*(mark for mark in after if mark.unit not in said), *back]
