"""Files of nine kinds as texts: what stays, where units begin, what is said to be lost."""

from __future__ import annotations

import sys
from pathlib import Path

import documents
import pytest

from cardindex.extraction import Options, Unreadable, assembled, default_unit, extract
from cardindex.extraction.pdf import numbered, without_heads


def read(tmp_path: Path, name: str, data: bytes | str, unit: str = "", **options: object):
    """Return the text of a file, its marks as (unit, locator, first word), and what was told."""
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    one = extract(path, Options(unit=unit, **options))
    text, marks = assembled([one], unit or default_unit([one]))
    opens = [(mark.unit, mark.locator, (text[mark.start :].split() or [""])[0]) for mark in marks]
    return text, opens, one.told


def refused(tmp_path: Path, name: str, data: bytes | str, **options: object) -> str:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, name, data, **options)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / name}: ")
    return message


# Plain text


def test_plain_text_stays_as_it_is_but_for_marks_and_line_ends(tmp_path: Path) -> None:
    text, marks, told = read(tmp_path, "a.txt", "\ufeffOne  two\r\n\r\nÉl dijo\t«no»\r")
    assert (text, marks, told) == ("One  two\n\nÉl dijo\t«no»\n", [], ())


def test_right_to_left_and_combining_characters_stay(tmp_path: Path) -> None:
    written = "שלום \u200fעולם\ne\u0301\u0323 \u202bمرحبا\u202c\n"  # noqa: RUF001
    assert read(tmp_path, "a.txt", written)[0] == written


def test_controls_go_and_hyphens_of_printing_are_put_right(tmp_path: Path) -> None:
    text, _, told = read(tmp_path, "a.txt", "infor\ufffe\nmation\x00\x1b[31m a\ufffeb \ufdd0\n")
    assert text == "infor-\nmation[31m a\u00adb \n"
    assert told == ("took out 3 control characters, which nobody sees",)


def test_form_feeds_are_pages(tmp_path: Path) -> None:
    _, marks, told = read(tmp_path, "a.txt", "One\n\fTwo\n\fThree\n\f")
    assert marks == [("page", "1", "One"), ("page", "2", "Two"), ("page", "3", "Three")]
    assert told == ("form feeds tell 3 pages, counted from 1",)


def test_signs_in_brackets_are_units_where_they_are_asked_for(tmp_path: Path) -> None:
    written = "[fol. 12r] Lantern\n[fol. 12v] reed [p. 9] and\n"
    assert read(tmp_path, "a.txt", written)[1] == []
    _, marks, _ = read(tmp_path, "a.txt", written, unit="folio")
    assert marks == [("folio", "12r", "[fol."), ("folio", "12v", "[fol.")]
    _, marks, _ = read(tmp_path, "b.txt", written, unit="page")
    assert marks == [("page", "9", "[p.")]


def test_headings_that_number_documents_are_units_where_they_are_asked_for(tmp_path: Path) -> None:
    _, marks, _ = read(tmp_path, "a.txt", "Document 3\nx\nNo. 4. To the Bureau\n", unit="document")
    assert marks == [("document", "3", "Document"), ("document", "4", "No.")]


def test_broken_paragraphs_are_told_and_unwrapped_if_wanted(tmp_path: Path) -> None:
    line = "the lantern was carried from the harbour to the station and nobody saw infor-\n"
    written = (
        line + "mation of it\nwhatever was said of the reed company on the docks later\n\n"
    ) * 3
    assert any("--unwrap" in told for told in read(tmp_path, "a.txt", written)[2])
    text, _, told = read(tmp_path, "a.txt", written, unwrap=True)
    assert text.count("\n") == 3
    assert "nobody saw information of it whatever" in text
    assert told == ()


def test_text_that_is_not_utf8_is_refused_with_what_it_may_be(tmp_path: Path) -> None:
    told = refused(tmp_path, "a.txt", "Uno\nAños de él\n".encode("cp1252"))
    assert "line 2: byte 0xf1 is not UTF-8" in told
    assert 'with --encoding cp1252 it would read "Años de él"' in told
    text = read(tmp_path, "a.txt", "Años".encode("cp1252"), encoding="cp1252")[0]
    assert text == "Años\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_text_that_says_so_is_read(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, "a.txt", "Añil\r\n".encode(encoding))[0] == "Añil\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("nonesuch", 'no encoding "nonesuch"'),
        ("base64", "no encoding of texts"),
        ("ascii", "ascii"),
    ],
)
def test_encoding_that_is_none_is_refused(tmp_path: Path, encoding: str, told: str) -> None:
    assert told in refused(tmp_path, "a.txt", "Añil", encoding=encoding)


# HTML and Markdown


def test_html_gives_its_blocks_without_what_is_not_read(tmp_path: Path) -> None:
    text, marks, told = read(
        tmp_path,
        "a.html",
        "<!doctype html><title>T</title><style>p{}</style><nav>Menu</nav><p>One<br>two <b>th</b>ree"
        "<script>alert(1)</script></p>loose &amp; &lt;b&gt;<ul><li>a<li>b</ul><img src=x onerror=y>"
        "<table><tr><td>1<td>2<tr><td>3</table><p hidden>no</p><del>gone</del><!-- c --></p>",
    )
    assert text.split("\n") == ["One two three", "loose & <b>", "a", "b", "1 2", "3", ""]
    assert marks == []
    assert told == ("left out: 1 hidden part, 1 menu, 1 picture, 1 struck-out passage",)


def test_html_tells_pages_of_the_printed_book_and_drops_signs_of_notes(tmp_path: Path) -> None:
    text, marks, told = read(
        tmp_path,
        "a.html",
        '<html><p>One<sup><a href="#n1">1</a></sup> <span role="doc-pagebreak" aria-label="12">'
        '</span>two, see <a href="#x">chapter 3</a>.</p><span role="doc-pagebreak" id="page_13">'
        '</span><p id="n1">1. Note <a href="#r1">↩</a></p>',
    )
    assert text == "One two, see chapter 3.\n\n1. Note\n"
    assert marks == [("page", "12", "two,"), ("page", "13", "1.")]
    assert told == ("left out: 2 signs of notes",)


def test_html_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    data = '<html><meta charset="iso-8859-1"><p>Año “x”'.encode("cp1252")
    text, _, told = read(tmp_path, "a.html", data)
    assert (text, told) == ("Año “x”\n", ("read as cp1252, as it says",))


def test_html_that_is_nested_beyond_measure_is_refused(tmp_path: Path) -> None:
    assert read(tmp_path, "a.html", "<html>" + "<div>" * 3_000 + "deep")[0] == "deep\n"
    told = refused(tmp_path, "b.html", "<html>" + "<div class=x>" * 300_000 + "deep")
    assert "more than 5,000 elements within each other" in told
    assert read(tmp_path, "c.html", "<html>" + "<p>a<br/><li>" * 6_000)[0].count("a") == 6_000


def test_markdown_keeps_a_note_of_one_word(tmp_path: Path) -> None:
    text, _, told = read(
        tmp_path,
        "a.md",
        "---\ntitle: The Reed\n---\n# One\n\nTwo[^1] *three*\nfour\n\n[^1]: Note\n",
    )
    assert text == "One\nTwo three four\n[1] Note\n"
    assert "left out: the settings at its head (between ---)" in told


# Word processors


def test_docx_keeps_notes_and_insertions_and_tells_what_is_gone(tmp_path: Path) -> None:
    body = documents.para(
        "The lantern ",
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        '<w:ins w:id="9"><w:r><w:t>was lit</w:t></w:r></w:ins>',
        '<w:del w:id="8"><w:r><w:delText>out</w:delText></w:r></w:del>',
        ".",
    ) + documents.para("Second")
    text, _, told = read(tmp_path, "a.docx", documents.docx(body, {2: "Lorne, page 9"}))
    assert text == "The lantern was lit.\nSecond\n[1] Lorne, page 9\n"
    assert told == (
        (
            "1 note put at the end, as paragraphs of their own that begin with their number; their "
            "signs in the text are left out"
        ),
        "tracked changes: 1 insertion taken as accepted, 1 deletion left out",
    )


def test_odt_puts_notes_after_their_paragraph_and_drops_what_was_struck(tmp_path: Path) -> None:
    text, _, told = read(
        tmp_path,
        "a.odt",
        documents.odt(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>"
            "</text:deletion></text:changed-region></text:tracked-changes>"
            "<text:h>Head</text:h><text:p>One<text:note><text:note-citation>1</text:note-citation>"
            "<text:note-body><text:p>A note</text:p></text:note-body></text:note><text:s/>two"
            "</text:p><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
            "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"
        ),
    )
    assert text == "Head\nOne two\n[1] A note\na b\n"
    assert told == (
        "1 note put after the paragraph of its sign, as a paragraph",
        "left out: 1 tracked deletion",
    )


def test_rtf_says_that_it_loses_notes(tmp_path: Path) -> None:
    text, _, told = read(tmp_path, "a.rtf", r"{\rtf1\ansi One \'e9t\'e9{\footnote x}\par Two\par}")
    assert text == "One été\nTwo\n"
    assert told == ("left out: 1 note (save it as DOCX to have it)",)


def test_epub_is_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    text, _, _ = read(tmp_path, "a.epub", documents.epub(["<p>One</p>", "<p>Two</p>"]))
    assert text == "One\nTwo\n"


def test_elements_of_xhtml_that_close_themselves_swallow_nothing(tmp_path: Path) -> None:
    page = (
        '<?xml version="1.0"?><html><head><title/><script src="x"/></head><body><p>One'
        '<span epub:type="pagebreak" title="9"/> two<br/>three</p><del/><p>Four</p></body></html>'
    )
    text, marks, _ = read(tmp_path, "a.xhtml", page)
    assert text == "One two three\n\nFour\n"
    assert marks == [("page", "9", "two")]


# PDF


def test_pdf_tells_printed_pages_and_keeps_hyphens_at_line_ends(tmp_path: Path) -> None:
    pages = [["The infor-", "mation was good."], ["Second page"], []]
    data = documents.pdf(pages, "0 << /S /r /St 4 >> 1 << /S /D /St 12 >>")
    text, marks, told = read(tmp_path, "a.pdf", data)
    assert text == "The infor-\nmation was good.\nSecond page\n"
    assert marks == [("page", "iv", "The"), ("page", "12", "Second")]
    assert any("1 page without text: 13" in each for each in told)


def test_pdf_that_does_not_say_its_numbers_is_counted_from_one_or_as_told(tmp_path: Path) -> None:
    data = documents.pdf([["One"], ["Two"]])
    _, marks, told = read(tmp_path, "a.pdf", data)
    assert [locator for _, locator, _ in marks] == ["1", "2"]
    assert any("--first-page" in each for each in told)
    _, marks, told = read(tmp_path, "a.pdf", data, first_page=345)
    assert [locator for _, locator, _ in marks] == ["345", "346"]
    assert not any("--first-page" in each for each in told)


def test_running_heads_go_unless_they_are_kept(tmp_path: Path) -> None:
    data = documents.pdf(
        [["THE LANTERN", f"text {word}", f"{at}"] for at, word in enumerate("abcd")]
    )
    assert read(tmp_path, "a.pdf", data)[0] == "text a\ntext b\ntext c\ntext d\n"
    assert read(tmp_path, "a.pdf", data, heads=True)[0].startswith("THE LANTERN\ntext a\n0\n")


def test_lines_that_few_pages_share_are_no_heads() -> None:
    pages = ["Chapter\none", "Chapter\ntwo", "three"]
    assert without_heads(pages)[0] == pages


@pytest.mark.parametrize(
    ("labels", "locators"),
    [
        (["Cover", "i", "1", "2"], ["", "i", "1", "2"]),
        (["1", "2", "1", "2"], ["1", "2", "3", "4"]),
        (["A-1", "A-2", "A-3"], ["1", "2", "3"]),
        (["XII", "XIII"], ["xii", "xiii"]),
    ],
)
def test_labels_of_pages_that_no_locator_can_have(labels: list[str], locators: list[str]) -> None:
    assert numbered(labels)[0] == locators


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (documents.pdf([["x"]], trailer=documents.LOCKED), "qpdf --decrypt"),
        (documents.pdf([[], []]), "ocrmypdf in.pdf out.pdf"),
        (b"%PDF-1.4\nrubbish", "it is no PDF that can be read"),
        (documents.pdf([["x"]])[:200], "it is no PDF that can be read"),
    ],
    ids=["password", "scan", "rubbish", "cut"],
)
def test_pdf_that_cannot_be_read_says_what_helps(tmp_path: Path, data: bytes, told: str) -> None:
    assert told in refused(tmp_path, "a.pdf", data)


# TEI

EDITION = """<div type="document" n="4"><head>4. Letter</head>
<p>We <choice><sic>recieved</sic><corr>received</corr></choice> the
<del>red </del>lantern<note n="1">A note<pb n="8"/> on it.</note> and <app><lem>reed</lem>
<rdg>rid</rdg></app><pb n="9"/> went <gap/>
immedi<pb n="10" break="no"/>ately.</p><note n="2"><p>First.</p><p>Then.</p></note></div>
<div type="document" n="5"><fw>HEAD</fw><p>Last <quote>word</quote>.</p></div><p>After</p>"""


def test_tei_chooses_keeps_notes_apart_and_tells_documents_and_pages(tmp_path: Path) -> None:
    text, marks, told = read(tmp_path, "a.xml", documents.tei(EDITION))
    assert text.split("\n\n") == [
        "4. Letter",
        "We recieved the lantern and reed went […] immediately.",
        "[1] A note on it.",
        "[2] First.",
        "Then.",
        "Last word.",
        "After\n",
    ]
    assert [mark for mark in marks if mark[0] == "document"] == [
        ("document", "4", "4."), ("document", "5", "Last"), ("document", "", "After"),
    ]  # fmt: skip
    assert ("page", "10", "ately.") in marks
    assert "left out: 1 running head or catchword, 1 struck-out passage" in told
    assert any("1 gap" in each for each in told)
    edited = read(tmp_path, "a.xml", documents.tei(EDITION), edited=True)[0]
    assert "We received the" in edited


def test_note_is_on_the_page_of_its_sign(tmp_path: Path) -> None:
    body = '<pb n="1"/><p>One<note n="1">a</note> two<pb n="2"/> three</p><p>Four</p>'
    text, marks, _ = read(tmp_path, "a.xml", documents.tei(body))
    assert text.split("\n\n") == ["One two three", "[1] a", "Four\n"]
    assert marks == [
        ("page", "1", "One"), ("page", "2", "three"), ("page", "1", "[1]"), ("page", "2", "Four"),
    ]  # fmt: skip


def test_tei_folios_and_page_breaks_of_one_edition_alone(tmp_path: Path) -> None:
    body = '<p><pb n="f. 12r" ed="A"/>One <pb n="7" ed="B"/>two <pb n="12v" ed="A"/>three</p>'
    _, marks, told = read(tmp_path, "a.xml", documents.tei(body))
    assert marks == [("folio", "12r", "One"), ("folio", "12v", "three")]
    assert "left out: 1 page break of other editions" in told


BOMB = '<!DOCTYPE TEI [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {one} "{f"&{other};" * 10}">' for one, other in ("ba", "cb", "dc", "ed", "fe")
) + "]>"  # fmt: skip


@pytest.mark.parametrize(
    ("before", "body"),
    [(BOMB, "<p>&f;</p>"), ('<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "&x;")],
    ids=["swelling", "outside"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path: Path, before: str, body: str, encoding: str) -> None:
    data = documents.tei(body, before).decode().replace('"UTF-8"', f'"{encoding}"').encode(encoding)
    path = tmp_path / "a.xml"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as caught:
        extract(path)
    assert "declares entities" in str(caught.value)


def test_broken_xml_says_its_line(tmp_path: Path) -> None:
    told = refused(tmp_path, "a.xml", documents.tei("\n<p>One</div>"))
    assert "line 3: it is no XML that can be read" in told


# Files that are not what they are called


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.txt", b"", "it is empty"),
        ("a.txt", b" \n\n", "it is empty"),
        ("a.html", b"<html><script>x</script>", "there is no text in it, read as HTML"),
        ("a.docx", b"plain words", "it is called .docx and is no DOCX"),
        ("a.docx", documents.pdf([["x"]]), "by its content it is PDF"),
        ("a.docx", b"\xd0\xcf\x11\xe0 old", "old Word document (.doc), or one with a password"),
        ("a.docx", documents.docx("<w:p>")[:300], "it is broken"),
        ("a.docx", documents.docx("<w:p>"), "it is no XML"),
        ("a.docx", documents.docx("", None, **{"word/x.xml": "<!DOCTYPE a><a/>"}), "declares"),
        ("a.zip", documents.packed({"x": "y"}), "of a kind that is not read"),
        ("a.pdf", b"\x89PNG", "it is a picture"),
        ("a.bin", b"a\0b\0" * 50, "it is no text"),
        ("a.txt", "Añil".encode("utf-16-le") * 9, "--encoding utf-16-le"),
        ("a.rtf", b"no rtf", "it is no RTF"),
        ("a.xml", b"<a>x</a>", "its root is <a>, which is no TEI"),
        (
            "a.epub",
            documents.epub(["x"], **{"META-INF/encryption.xml": "<x URI='OPS/c%201.xhtml'/>"}),
            "locked (DRM)",
        ),
    ],
)
def test_file_that_is_not_what_it_is_called(
    tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    assert told in refused(tmp_path, name, data)


def test_package_that_would_swell_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cardindex.extraction.packages.MOST", 1000)
    told = refused(tmp_path, "a.docx", documents.docx(documents.para("x" * 2000)))
    assert "which no document is" in told


def test_folder_and_missing_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="it is a folder"):
        extract(tmp_path)
    with pytest.raises(Unreadable, match="No such file"):
        extract(tmp_path / "none")


def test_missing_library_is_told_with_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    told = refused(tmp_path, "a.pdf", documents.pdf([["x"]]))
    assert 'pip install "cardindex[texts]"' in told


def test_ten_megabytes_in_one_line_are_read(tmp_path: Path) -> None:
    text = read(tmp_path, "a.txt", "lantern " * 1_250_000)[0]
    assert len(text) == 10_000_001
