"""Sources as CSL-JSON and BibTeX, and footnotes in styles of CSL: read back by others and by us."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import bibtexparser
import building
import pytest
import small

from cardindex import exports
from cardindex.errors import UnknownName
from cardindex.evidence import Selection, tally
from cardindex.exports import citing, csl, footnotes
from cardindex.imports import bibtex as bibtex_reader
from cardindex.imports import csl as csl_reader
from cardindex.imports import take
from cardindex.imports.found import FoundSource, Wishes
from cardindex.index import Index

HOSTILE = r"A & B_c % #1 $x$ {y} \ ~ ^ “ü” <i>z</i> *m* ]]> `q` [w](v) and \input{/x}"


def works(
    *rows: building.Row, entries: tuple[dict[str, Any], ...] = (), **tables: Any
) -> Selection:
    return tally(building.unchecked({"sources": rows, **tables}, entries=entries))


def item(part: Selection, id_: str = "s") -> dict[str, Any]:
    return {it["id"]: it for it in csl.items(part)}[id_]


def bib(part: Selection) -> dict[str, Any]:
    text = exports.FORMATS["bibtex"].bytes_of(part).decode()
    library = bibtexparser.parse_string(text, parse_stack=[])
    assert library.failed_blocks == []
    return {
        it.key: {name: field.value[1:-1] for name, field in it.fields_dict.items()}
        for it in library.entries
    }


# CSL-JSON.


def test_every_source_is_an_item_and_the_bibliography_comes_before_the_tables() -> None:
    items = json.loads(exports.FORMATS["csl"].bytes_of(small.selection()))
    assert [it["id"] for it in items] == sorted(small.index().sources.index)
    for it in items:
        for key, value in small.index().bibliography.get(it["id"], {}).items():
            assert it[key] == value


def test_item_has_what_the_tables_know() -> None:
    part = works(
        building.work(
            "s", kind="letter", title="To a friend", author="ann;firm", date="1958-03-02"
        ),
        building.work("c", kind="comment", container="s", note="seen by the coder"),
        entities=[
            building.entity("ann", "person", label="Ann de la Cruz"),
            building.entity("firm"),
        ],
    )
    assert item(part) == {
        "id": "s", "type": "personal_communication", "title": "To a friend",
        "author": [{"family": "de la Cruz", "given": "Ann"}, {"literal": "Firm"}],
        "issued": {"date-parts": [[1958, 3, 2]]},
    }  # fmt: skip
    assert item(part, "c") == {
        "id": "c", "type": "post", "title": "C", "container-title": "To a friend",
        "annote": "seen by the coder",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Journalist from the coast", {"literal": "Journalist from the coast"}),
        ("Jorge Masetti (the son)", {"literal": "Jorge Masetti (the son)"}),
        ("Stalin", {"literal": "Stalin"}),
        ("José Piñera", {"family": "Piñera", "given": "José"}),
    ],
)
def test_label_that_describes_somebody_is_no_name(label: str, name: dict[str, str]) -> None:
    part = works(
        building.work("s", author="x"), entities=[building.entity("x", "person", label=label)]
    )
    assert item(part)["author"] == [name]


@pytest.mark.parametrize(
    ("date", "issued"),
    [
        ("1971-06", {"date-parts": [[1971, 6]]}),
        ("1971~", {"date-parts": [[1971]], "circa": True}),
        ("1953/1973", {"date-parts": [[1953], [1973]]}),
        ("-0043", {"date-parts": [[-44]]}),
    ],
)
def test_dates_are_numbers_where_csl_has_them(date: str, issued: dict[str, Any]) -> None:
    assert item(works(building.work("s", date=date)))["issued"] == issued


def test_other_dates_are_words_and_edtf() -> None:
    issued = item(works(building.work("s", date="196X")))["issued"]
    assert issued["edtf"] == "196X"
    assert "1960s" in issued["literal"]


def test_every_kind_of_source_has_a_type() -> None:
    assert csl.words()["types"].keys() == building.vocabulary().source_kinds.keys()


def read_back(reader: Any, path: Path) -> dict[str, FoundSource]:
    found = reader.read([path], Wishes())
    return {it.key: it for it in found if isinstance(it, FoundSource)}


@pytest.mark.parametrize(("name", "reader"), [("csl", csl_reader), ("bibtex", bibtex_reader)])
def test_cardindex_reads_its_own_sources_back(tmp_path: Path, name: str, reader: Any) -> None:
    path = tmp_path / exports.FORMATS[name].file
    exports.write(small.selection(), name, path)
    found = read_back(reader, path)
    sources = small.index().sources
    assert {*sources.index} <= found.keys()
    titles = {it["id"]: it["title"] for it in csl.items(small.selection())}
    for id_, row in sources.iterrows():
        assert found[id_].title == titles[id_]
        if row["date"] and id_ not in small.index().bibliography:
            assert found[id_].date == row["date"]


# BibTeX.


def test_bibtexparser_reads_every_entry() -> None:
    entries = bib(small.selection())
    assert list(entries) == sorted(small.index().sources.index)
    assert entries["history"]["author"] == "Brandt, Ilse and Orm, Pavel"
    assert entries["history"]["year"] == "1994"


def test_hostile_text_stays_in_its_field_and_is_read_back(tmp_path: Path) -> None:
    part = works(
        building.work("s", title=HOSTILE, author="a"), building.work("t"),
        entities=[building.entity("a", label=HOSTILE)],
    )  # fmt: skip
    assert list(bib(part)) == ["s", "t"]
    path = tmp_path / "x.bib"
    exports.write(part, "bibtex", path)
    # Readers take tags out of titles; and of LaTeX's sign of a circumflex they make an accent.
    wanted = HOSTILE.replace("<i>", "").replace("</i>", "").replace("^", "\u02c6")
    assert read_back(bibtex_reader, path)["s"].title == wanted


def test_links_are_left_as_they_are() -> None:
    entry = {
        "id": "s",
        "type": "book",
        "DOI": "10.1/a_b%c",
        "URL": "https://example.org/~x?a=1&b_c",
    }
    fields = bib(works(building.work("s"), entries=(entry,)))["s"]
    assert fields["doi"] == "10.1/a_b%c"
    assert fields["url"] == "https://example.org/~x?a=1&b_c"


# Footnotes.


CLAIMS = {
    "entities": [building.entity("ann", "person", label="Ann Lee")],
    "sources": [
        building.work("s", title="The Long Wire", author="ann", date="1958", unit="page"),
        building.work("t", kind="report", title="Files", unit="folio"),
        building.work("u", title="Third"),
    ],
    "claims": [building.claim("c1", when="1950"), building.claim("c2", "b trained c")],
    "citations": [
        building.cite("c1", "s", "t@3r", locator="12"),
        building.cite("c1", "s", locator="9"),
        building.cite("c1", "s", locator="10"),
        building.cite("c1", "u", "|t?", "denies probable", locator="4"),
        building.cite("c2", "s", "!", "doubts possible", locator="77"),
    ],
}  # fmt: skip


def notes(style: str = "", **changes: Any) -> dict[str, str]:
    part = tally(building.unchecked(CLAIMS | changes))
    told, _ = footnotes.notes(part, style)
    return {note.claim: re.sub("[\ue000-\ue004]", "", note.text) for note in told}


def test_note_has_every_citation_with_its_chain_stance_and_hedge() -> None:
    assert notes() == {
        "c1": (
            "Ann Lee, The Long Wire (1958), 9, 10; Lee, The Long Wire, 12, citing Files (n.d.), "
            "fol. 3r; Third (n.d.), 4, reporting Files, citing hearsay (denies it, as probable)."
        ),
        "c2": "Lee, The Long Wire, 77, its own conclusion (doubts it, as possible).",
    }


def test_given_names_are_whole_where_the_style_says_so() -> None:
    assert notes()["c1"].startswith("Ann Lee, ")
    assert "(Lee, 1958, p" in notes("apa")["c1"]


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("apa", "(Lee, 1958, pp. 9, 10)"),
        ("chicago-author-date", "(Lee 1958, 9, 10)"),
        ("chicago-note-bibliography", "Ann Lee, The Long Wire (1958), 9, 10"),
        ("modern-language-association", "9, 10)"),
        ("oscola", "The Long Wire (1958)"),
        ("ieee", "[1, pp. 9, 10]"),
    ],
)
def test_styles_of_csl_are_applied(style: str, said: str) -> None:
    assert said in notes(style)["c1"]


def test_unknown_style_is_told_with_some_that_are_near() -> None:
    with pytest.raises(UnknownName, match="chicago-author-date"):
        notes("chigago")


def test_missing_program_is_told_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "citeproc", None)
    with pytest.raises(citing.Uncitable, match=r'pip install "cardindex\[citations\]"'):
        notes()


def test_markdown_has_a_note_for_each_claim_and_a_list_of_works() -> None:
    part = tally(building.unchecked(CLAIMS))
    text = footnotes.write_markdown(part).decode()
    assert re.findall(r"\[\^(\w+)\]\.?$", text, re.MULTILINE)
    assert re.findall(r"^\[\^(\w+)\]: ", text, re.MULTILINE) == ["c1", "c2"]
    assert "- A funded B (1950) (" in text
    assert "*The Long Wire*" in text
    assert "## Works cited" in text


def test_hostile_text_is_neither_markup_nor_a_note_of_its_own() -> None:
    part = tally(building.unchecked({
        "entities": [building.entity("a", label=HOSTILE)],
        "sources": [building.work("s", title=f"{HOSTILE} [^c9]: \u202e\u001b[1m")],
        "claims": [building.claim("c1")], "citations": [building.cite("c1", "s")],
    }))  # fmt: skip
    from lxml import html
    from markdown_it import MarkdownIt

    page = html.fromstring(MarkdownIt().render(footnotes.write_markdown(part).decode()))
    assert not page.xpath("//a | //code")
    assert "\u202e" not in page.text_content()
    assert "\\u202e" in page.text_content()
    told = html.fromstring(footnotes.write_html(part))
    (title,) = told.xpath("//li[@id='c1']")
    assert HOSTILE in title.text_content()
    plain = footnotes.write_text(part).decode()
    assert HOSTILE in plain
    assert not re.search("[\ue000-\ue004\u001b]", plain)


@pytest.mark.parametrize(
    "entry",
    [
        {"custom": {"a": 1}, "categories": ["x"], "keyword": ["a"]},
        {"author": "Ann Lee"},
        {"author": [{"family": "Lee", "given": "Ann", "parse-names": True}, {}, "x", None]},
        {"issued": "1958-03"},
        {"issued": {"date-parts": [["1958", "3"]], "circa": True}},
        {"issued": {"date-parts": [[None]]}},
        {"issued": {"date-parts": [["MCM"]], "raw": "about MCM"}},
        {"issued": 1958, "volume": 3, "page": None, "title": ["x"]},
        {"type": "no-such-type"},
    ],
)
def test_whatever_a_bibliography_says_is_cited(entry: dict[str, Any]) -> None:
    rows = {**CLAIMS, "sources": CLAIMS["sources"]}
    part = tally(building.unchecked(rows, entries=[{"id": "s", "type": "book", **entry}]))
    told, listed = footnotes.notes(part)
    assert len(told) == 2
    assert listed
    # And written for managers of references.
    assert exports.FORMATS["bibtex"].bytes_of(part)


def test_index_without_claims_has_no_notes() -> None:
    part = tally(building.unchecked({}))
    for name in ("footnotes", "footnotes-html", "footnotes-text"):
        assert b"[^" not in exports.FORMATS[name].bytes_of(part)


def test_notes_of_imported_claims_go_by_person_and_date(tmp_path: Path) -> None:
    folder = tmp_path / "moths.ged"
    folder.write_text(
        "0 HEAD\n1 GEDC\n2 VERS 5.5.1\n1 CHAR UTF-8\n"
        "0 @I1@ INDI\n1 NAME Mo /Vole/\n1 DEAT\n2 DATE 1920\n1 OCCU Miller\n1 BIRT\n2 DATE 1850\n"
        "0 @I2@ INDI\n1 NAME Ann /Vole/\n1 DEAT\n2 DATE 1930\n1 BIRT\n2 DATE 1860\n0 TRLR\n",
        encoding="utf-8",
    )
    take("gedcom", [folder], new=tmp_path / "moths")
    told, _ = footnotes.notes(tally(Index.open(tmp_path / "moths")))
    assert [note.sentence for note in told] == [
        "Ann Vole was born (1860)",
        "Ann Vole died (1930)",
        "Mo Vole was born (1850)",
        "Mo Vole died (1920)",
        "Mo Vole worked as Miller",
    ]
