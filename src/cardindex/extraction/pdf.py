"""PDF: page by page with the numbers printed on them, its lines as they are set."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from cardindex.brief import count
from cardindex.extraction.cleaning import cleaned
from cardindex.extraction.cleaning import told as characters_told
from cardindex.extraction.extract import Block, Extract, Mark, Options, Unreadable
from cardindex.extraction.needed import needed

_LABEL = re.compile(r"[1-9][0-9]{0,5}|[ivxlcdm]{1,20}")
_DIGITS = re.compile(r"\d+|\b[ivxlcdm]+\b", re.IGNORECASE)
_PASSWORD = 4  # pdfium's number for a wrong password
_FEW = 3  # pages on which a line stands first or last that is a running head
_SHOWN = 5  # things that are named one by one
_OCR = (
    "its pages are pictures without text; have them read with: ocrmypdf in.pdf out.pdf (--language "
    "spa for Spanish), look how well that went, and add out.pdf"
)


def read(data: bytes, options: Options) -> Extract:
    """Read a PDF: the text of each page, line by line, hyphens at line ends kept."""
    pdfium: Any = needed("pypdfium2", "PDF")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise Unreadable(_refusal(error)) from error
    counts: Counter[str] = Counter()
    try:
        pages, pictures = _pages(document, pdfium, counts)
        labels = [document.get_page_label(at) for at in range(len(pages))]
        title = _title(document)
    except (pdfium.PdfiumError, OSError, ValueError) as error:
        message = f"it is broken: {error}; open it in a viewer and print it to a new PDF"
        raise Unreadable(message) from error
    finally:
        document.close()
    if not any(page.strip() for page in pages):
        raise Unreadable(_OCR if pages else "it has no pages; look what it is")
    notes = []
    if not options.heads:
        pages, heads = without_heads(pages)
        notes += _heads_told(heads)
    locators, doubts = numbered(labels, options.first_page)
    notes += [*doubts, *_lost(pages, locators, pictures), *characters_told(counts)]
    return Extract("PDF", (_block(pages, locators),), tuple(notes), title)


def _pages(
    document: Any,  # noqa: ANN401 - the library has no types
    pdfium: Any,  # noqa: ANN401
    counts: Counter[str],
) -> tuple[list[str], int]:
    """Return the text of each page, and on how many pages there are pictures."""
    pages, pictures = [], 0
    for page in document:
        text = page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\r", "\n")
        # At a line's end pdfium writes U+FFFE for the hyphen and the end of the line.
        text = re.sub("[\ufffe\x02](?!\n)", "-\n", text)
        lines = (" ".join(line.split()) for line in cleaned(text, counts).split("\n"))
        pages.append("\n".join(lines).strip("\n"))
        kinds = [pdfium.raw.FPDF_PAGEOBJ_IMAGE]
        pictures += next(iter(page.get_objects(filter=kinds)), None) is not None
        page.close()
    return pages, pictures


def _refusal(error: Any) -> str:  # noqa: ANN401 - pdfium's own error
    if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
        return (
            "it is locked with a password; make a copy without one (qpdf --decrypt --password=… "
            "in.pdf out.pdf, or print it to a new PDF) and add that"
        )
    return f"it is no PDF that can be read ({error}); open it in a viewer and print it to a new PDF"


def without_heads(pages: list[str]) -> tuple[list[str], Counter[str]]:
    """Take off the first and last lines that many pages share, or that are a number alone.

    Returns the pages, and how often each such line stood there, its numbers as #.
    """
    found: Counter[str] = Counter()
    seen = Counter(
        (at, _shape(line))
        for page in pages if (lines := page.split("\n")) and page.strip()
        for at, line in {0: lines[0], -1: lines[-1]}.items()
    )  # fmt: skip
    enough = max(_FEW, sum(bool(page.strip()) for page in pages) // 4)
    cut = []
    for page in pages:
        lines = page.split("\n")
        for at in (0, -1):
            shape = _shape(lines[at]) if len(lines) > 1 else ""
            if shape and seen[at, shape] >= enough:
                found[shape] += 1
                lines = lines[1:] if at == 0 else lines[:-1]
        cut.append("\n".join(lines).strip("\n"))
    return cut, found


def _shape(line: str) -> str:
    """Return what the running heads of several pages have in common."""
    return _DIGITS.sub("#", line.strip()).lower()


def numbered(labels: list[str], first: int = 0) -> tuple[list[str], list[str]]:
    """Return the locator of each page, empty where it has none, and what is to be said of it.

    The numbers printed on them, as the file tells; without these, or from ``first`` where it is
    named, the pages are counted.
    """
    if first:
        return [str(first + at) for at in range(len(labels))], []
    counted = [str(at) for at in range(1, len(labels) + 1)]
    plain = [label.strip().lower() for label in labels]
    if not any(plain):
        told = (
            "the file does not say which numbers are printed on its pages: they are counted from "
            "1; --first-page N says what is printed on the first"
        )
        return counted, [told]
    fit = [label if _LABEL.fullmatch(label) else "" for label in plain]
    kept = [label for label in fit if label]
    if len(set(kept)) < len(kept) or len(kept) * 2 < len(labels):
        times = Counter(plain)
        odd = _some([label for label in times if times[label] > 1 or label not in kept])
        told = (
            f"what the file says of the numbers of its pages is of no use ({odd}): they are "
            "counted from 1; --first-page N says what is printed on the first"
        )
        return counted, [told]
    without = [label for label, known in zip(labels, fit, strict=True) if not known]
    told = (
        f"{count(len(without), 'page')} bear no number ({_some(without)}): passages there get no "
        "locator"
    )
    return fit, [told] if without else []


def _some(names: list[str]) -> str:
    shown = ", ".join(f'"{name}"' for name in names[:_SHOWN])
    return f"{shown} …" if len(names) > _SHOWN else shown


def _heads_told(heads: Counter[str]) -> list[str]:
    if not heads:
        return []
    shown = "; ".join(f'"{shape}" ({times})' for shape, times in heads.most_common(_SHOWN))
    more = " …" if len(heads) > _SHOWN else ""
    total = sum(heads.values())
    return [f"left out: {count(total, 'running head')}: {shown}{more}; --heads keeps them"]


def _lost(pages: list[str], locators: list[str], pictures: int) -> list[str]:
    notes = ["notes stand at the foot of their pages, in between the text"]
    bare = [
        locator or f"page {at} of the file"
        for at, (page, locator) in enumerate(zip(pages, locators, strict=True), start=1)
        if not page.strip()
    ]
    if bare:
        named = ", ".join(bare[:20]) + (" …" if len(bare) > 20 else "")
        notes.append(
            f"{count(len(bare), 'page')} without text: {named}; if there is writing on them, "
            "have it read with: ocrmypdf --skip-text in.pdf out.pdf"
        )
    if pictures:
        notes.append(f"left out: the pictures on {count(pictures, 'page')}")
    return notes


def _block(pages: list[str], locators: list[str]) -> Block:
    marks, parts, at = [], [], 0
    for page, locator in zip(pages, locators, strict=True):
        marks.append(Mark(at, "page", locator))
        if page.strip():
            parts.append(page)
            at += len(page) + 1
    return Block("\n".join(parts), tuple(marks))


def _title(document: Any) -> str:  # noqa: ANN401
    counts: Counter[str] = Counter()
    told_title = document.get_metadata_dict().get("Title") or ""
    return " ".join(cleaned(told_title, counts).split())
