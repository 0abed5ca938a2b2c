"""XML as it streams: the start and the end of each element, with its line; no entities."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from cardindex.imports.format import Unreadable

_STEP = 1 << 18


class Event(NamedTuple):
    """An element opens (``attributes``) or closes (``attributes`` is None, ``text`` its own text).

    Names are without their namespaces. ``text`` is what stands directly in the element.
    """

    name: str
    line: int
    attributes: dict[str, str] | None = None
    text: str = ""


class _Entities(Exception):
    """The document declares entities."""


_DECLARES = (
    "it declares entities (<!ENTITY …>), which can stand for other files or swell without end; put "
    "their text in their place (xmllint --noent in.xml > out.xml)"
)


def events(path: Path, contents: bytes) -> Iterator[Event]:
    """Yield what stands in an XML document; raises Unreadable where it breaks, with the line.

    What declares entities is refused: they can stand for other files, or swell without end.
    """
    waiting: list[Event] = []
    texts: list[list[str]] = []
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def opens(name: str, attributes: dict[str, str]) -> None:
        texts.append([])
        plain = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        waiting.append(Event(name.rpartition("}")[2], parser.CurrentLineNumber, plain))

    def closes(name: str) -> None:
        text = " ".join("".join(texts.pop()).split())
        waiting.append(Event(name.rpartition("}")[2], parser.CurrentLineNumber, None, text))

    def declares(*_: object) -> None:
        raise _Entities

    parser.StartElementHandler = opens
    parser.EndElementHandler = closes
    parser.CharacterDataHandler = lambda text: texts[-1].append(text) if texts else None
    parser.EntityDeclHandler = declares
    try:
        for start in range(0, len(contents), _STEP):
            parser.Parse(contents[start : start + _STEP])
            yield from waiting
            waiting.clear()
        parser.Parse(b"", True)  # noqa: FBT003 - as expat has it
        yield from waiting
    except _Entities as error:
        raise Unreadable(f"{path}: {_DECLARES}") from error
    except (LookupError, ValueError) as error:  # of the encoding that it says it is in
        message = f"{path}: it cannot be read ({error}); save it as UTF-8"
        raise Unreadable(message) from error
    except expat.ExpatError as error:
        yield from waiting
        what = expat.errors.messages[error.code]
        message = (
            f"{path}:{error.lineno}: it is no XML that can be read from here on ({what}); see "
            "whether the file is whole, or write it anew in its program"
        )
        raise Unreadable(message) from error
