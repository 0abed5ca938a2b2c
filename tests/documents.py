"""Small made-up files of the kinds that are read into texts, put together byte by byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
LOCKED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<%s> <%s>]" % (
    b"ab" * 32,
    b"cd" * 32,
    b"11" * 16,
    b"11" * 16,
)
"""In a PDF's trailer: locked with a password that nobody knows."""


def pdf(pages: Sequence[Sequence[str]], labels: str = "", trailer: bytes = b"") -> bytes:
    """Return a PDF whose pages have these lines; ``labels`` as /PageLabels /Nums [...] has them."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    numbered = f"/PageLabels << /Nums [{labels}] >>" if labels else ""
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R {numbered} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, lines in enumerate(pages):
        told = (line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") for line in lines)
        shown = b" ".join(b"(" + line + b") Tj T*" for line in told)
        stream = b"BT /F1 12 Tf 72 720 Td 14 TL " + shown + b" ET"
        parts.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * at)
        )
        parts.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(parts) + 1, len(out)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, trailer, start)
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def docx(body: str, notes: Mapping[int, str] | None = None, **more: str) -> bytes:
    """Return a DOCX whose body is WordprocessingML; notes by their id."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    told = "".join(
        f'<w:footnote w:id="{id_}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        for id_, text in (notes or {}).items()
    )
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
            f'Type="{relations}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{packages}/relationships">'
            f'<Relationship Id="r2" Type="{relations}/footnotes" Target="footnotes.xml"/>'
            "</Relationships>",
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/footnotes.xml": f"<w:footnotes {W}>{told}</w:footnotes>",
            **more,
        }
    )


def para(*runs: str) -> str:
    """Return a paragraph of a DOCX; a run that begins with < stands as it is."""
    return "<w:p>" + "".join(
        run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>'
        for run in runs
    ) + "</w:p>"  # fmt: skip


def tei(body: str, before: str = "") -> bytes:
    """Return a TEI document whose body this is."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<TEI {TEI}><teiHeader><fileDesc>'
        "<titleStmt><title>The Harbour Papers</title></titleStmt></fileDesc></teiHeader>"
        f"<text><body>{body}</body></text></TEI>"
    ).encode()


def odt(body: str) -> bytes:
    """Return an ODT whose office:text this is."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("table", "table"))
    )
    content = (
        f"<office:document-content {names}><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def epub(chapters: Sequence[str], **more: str) -> bytes:
    """Return an EPUB of chapters, each the body of an XHTML file."""
    numbers = range(1, len(chapters) + 1)
    items = "".join(
        f'<item id="c{n}" href="c%20{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in numbers
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
    files = {
        f"OPS/c {n}.xhtml": f"<html><head><title>x</title></head><body>{chapter}</body></html>"
        for n, chapter in zip(numbers, chapters, strict=True)
    }
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OPS/b.opf"/>'
            "</rootfiles></container>",
            "OPS/b.opf": "<package><metadata><title>A Book</title></metadata>"
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
            **files,
            **more,
        }
    )
