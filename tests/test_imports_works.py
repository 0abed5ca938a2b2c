"""BibTeX, CSL-JSON and RIS: what is read of them, compared; what is broken, told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cardindex.imports import (
    FORMATS,
    Dropped,
    Found,
    FoundEntity,
    FoundSource,
    Guessed,
    Unreadable,
    Wishes,
)

BIBTEX = r"""
% A library that nobody has.
@string{mup = "Mill University Press"}
@comment{jabref-meta: databaseType:bibtex;}

@article{garcia1953,
  title     = {The {{\'E}cole} of \"{U}ber, 100% of it},
  author    = {Garc{\'\i}a M{\'a}rquez, Gabriel and {Institute of Mills and Rivers} and others},
  journal   = "Journal of Wheels \& Water",
  month     = may,
  year      = 1953,
  number    = 3,
  pages     = {1--9},
  publisher = mup # ", Riverton",
  doi       = {10.1000/a_b},
  url       = {http://example.org/a\_b%20c},
  file      = {:x.pdf:PDF},
}

@book{wheels, title = {Wheels}, subtitle = {A History}, editor = {van Beek, Lou}, year = 1999}
@incollection{turning, title = {On Turning}, crossref = {Wheels}, author = {Plato}, pages = {12}}
@inbook{falls, title = {On Falls}, booktitle = {Water}, author = {Rey, Jo}, date = {1950-05/1951}}
"""


def found(format_: str, path: Path, text: str | bytes, **wishes: object) -> list[Found]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(FORMATS[format_].read([path], Wishes(**wishes)))


def sources(things: list[Found]) -> dict[str, FoundSource]:
    return {each.key: each for each in things if isinstance(each, FoundSource)}


def test_bibtex_becomes_sources_with_entries(tmp_path: Path) -> None:
    things = found("bibtex", tmp_path / "a.bib", BIBTEX)
    works = sources(things)
    assert works["garcia1953"] == FoundSource(
        key="garcia1953",
        title="The École of Über, 100% of it",
        kind="article",
        author=("Gabriel García Márquez", "Institute of Mills and Rivers"),
        date="1953-05",
        entry={
            "id": "garcia1953",
            "type": "article-journal",
            "title": "The École of Über, 100% of it",
            "author": [
                {"family": "García Márquez", "given": "Gabriel"},
                {"literal": "Institute of Mills and Rivers"},
            ],
            "container-title": "Journal of Wheels & Water",
            "issue": "3",
            "page": "1-9",
            "publisher": "Mill University Press, Riverton",
            "DOI": "10.1000/a_b",
            "URL": "http://example.org/a_b%20c",
            "issued": {"date-parts": [[1953, 5]]},
        },
        at="a.bib:6",
        slug="garcia1953",
    )
    assert works["wheels"].title == "Wheels: A History"
    assert works["turning"].container == "wheels"
    assert works["turning"].date == "1999"
    assert works["falls"].container == "water-1950"
    assert works["water-1950"].kind == "book"
    assert works["falls"].date == "1950-05/1951"
    assert {each for each in things if isinstance(each, FoundEntity)} == {
        FoundEntity("Gabriel García Márquez", "Gabriel García Márquez", "person", at="a.bib:6"),
        FoundEntity(
            "Institute of Mills and Rivers", "Institute of Mills and Rivers", "organisation",
            at="a.bib:6",
        ),
        FoundEntity("Plato", "Plato", "person", at="a.bib:21"),
        FoundEntity("Jo Rey", "Jo Rey", "person", at="a.bib:22"),
    }  # fmt: skip
    assert [each for each in things if isinstance(each, Dropped)] == [
        Dropped("", "@comment", "it is no entry"),
        Dropped("", "text between the entries", "it is no entry"),
        Dropped("", "the field file", "CSL-JSON has no place for it"),
        Dropped("", "“and others”", "those others have no names"),
    ]


def test_a_broken_block_is_told_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    text = "@book{a, title = {A}}\n@book{b title = {B}}\n@book{c, title = {C}, title = {D}}\n"
    things = found("bibtex", tmp_path / "a.bib", text)
    assert list(sources(things)) == ["a", "c"]
    told = [(each.at, each.why) for each in things if isinstance(each, Dropped)]
    assert told == [
        ("a.bib:2", "Expected comma after entry key, but found ="),
        ("a.bib:3", "the first was taken"),
    ]


def test_a_library_in_another_order_says_the_same(tmp_path: Path) -> None:
    blocks = [
        '@inbook{x, title = "X", booktitle = "Wheels", year = 2001, publisher = "P"}',
        '@inbook{y, title = "Y", booktitle = "Wheels", year = 2001, publisher = "Q"}',
    ]
    one, other = (
        {
            key: (each.title, each.container, each.entry)
            for key, each in sources(found("bibtex", tmp_path / "a.bib", "\n".join(some))).items()
        }
        for some in (blocks, blocks[::-1])
    )
    assert one == other
    assert one["wheels-2001"][2]["publisher"] == "P"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("@book{a, title = {A}}\n@book{b, title = {B", "a.bib:2: ends within this entry"),
        ("@book{a, title={A}}\n@book{a, title={B}}", "a.bib:2: the key a is that of another"),
        ("@book{a, crossref={b}}\n@book{b, crossref={a}}", "cannot stand in itself: a in b in a"),
        ("TY  - BOOK\nER  - \n", 'is not bibtex; it looks like ris: "cardindex import ris a.bib"'),
        ("who,whom\n1,2\n", "holds no entries"),
        ("@book{a title = {A}}", "a.bib:1: Expected comma after entry key, but found ="),
        ("@book{a, title={Señor}}".encode("cp1252"), "--encoding cp1252"),
    ],
)  # fmt: skip
def test_bibtex_that_cannot_be_read_says_how_to_mend_it(
    tmp_path: Path, text: str | bytes, told: str
) -> None:
    with pytest.raises(Unreadable, match=r"^a\.bib") as raised:
        found("bibtex", tmp_path / "a.bib", text)
    assert told in str(raised.value)


def test_bibtex_in_another_encoding_is_read_where_it_is_named(tmp_path: Path) -> None:
    text = "@book{a, title={Señor}}".encode("cp1252")
    things = found("bibtex", tmp_path / "a.bib", text, encoding="cp1252")
    assert sources(things)["a"].title == "Señor"


CSL = [
    {
        "id": "http://zotero.org/users/1/items/ABCD1234",
        "type": "book",
        "title": "The <i>Mill</i> Papers",
        "author": [{"family": "Vega", "given": "Ana"}, {"literal": "Institute of Mills"}],
        "issued": {"date-parts": [["1999", 5]]},
        "DOI": "10.1000/x",
    },
    {
        "id": 2,
        "citation-key": "reyTurning",
        "type": "chapter",
        "title": "On Turning",
        "container-title": "The Mill Papers",
        "author": [{"family": "Rey", "given": "Jo", "non-dropping-particle": "de"}],
        "issued": {"date-parts": [[1999]]},
    },
    {
        "id": "cable9",
        "type": "manuscript",
        "genre": "Telegram",
        "title": "Cable 9",
        "issued": {"date-parts": [[1961, 4, 17]], "circa": True},
    },
    {"id": "ides", "type": "speech", "issued": {"date-parts": [[-44, 3, 15]]}},
    {"id": "map", "type": "map", "title": "Mills", "issued": {"raw": "spring 1950"}},
]  # fmt: skip


def test_csl_json_becomes_sources_with_entries_as_they_are(tmp_path: Path) -> None:
    things = found("csl", tmp_path / "a.json", json.dumps(CSL))
    works = sources(things)
    zotero = "http://zotero.org/users/1/items/ABCD1234"
    assert works[zotero].slug == "vega-1999"
    assert works[zotero].entry == CSL[0]
    assert works[zotero].title == "The Mill Papers"
    assert works[zotero].author == ("Ana Vega", "Institute of Mills")
    assert {key: (each.kind, each.date, each.container) for key, each in works.items()} == {
        zotero: ("book", "1999-05", ""),
        "reyTurning": ("essay", "1999", zotero),
        "cable9": ("cable", "1961-04-17~", ""),
        "ides": ("speech", "-0043-03-15", ""),
        "map": ("report", "spring 1950", ""),
    }
    assert works["reyTurning"].author == ("Jo de Rey",)
    assert sorted(each.what for each in things if isinstance(each, Guessed)) == [
        'works of the type "map" were taken as report; [kinds] map = "…" in --map says otherwise',
        "works without a title were called by their key",
    ]


def test_the_mapping_says_what_a_type_is(tmp_path: Path) -> None:
    mapping = {"kinds": {"map": "archive"}}
    things = found("csl", tmp_path / "a.json", json.dumps(CSL), mapping=mapping)
    assert sources(things)["map"].kind == "archive"
    assert not any("map" in each.what for each in things if isinstance(each, Guessed))


def test_a_library_under_a_key_and_a_single_entry_are_read(tmp_path: Path) -> None:
    one = {"id": "a", "type": "book", "title": "A"}
    for text in (json.dumps({"items": [one]}), json.dumps(one), "\ufeff" + json.dumps([one])):
        assert list(sources(found("csl", tmp_path / "a.json", text))) == ["a"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[{"id": "a", "type": "book"}, {"id": "b"', "it was cut off"),
        ('[{"id": "a", "type": "book"}, {"id": "b"}, 7]', 'a.json: entry 2: has no "type"'),
        ('[{"id": "a", "type": "book"}, {"id": "b"}, 7]', "a.json: entry 3: is no object"),
        ('[{"type": "book"}]', 'a.json: entry 1: has no "id"'),
        ("[]", "holds no entries"),
        ("[" * 3000, "brackets stand inside one another"),
        ('[{"id": "a", "type": "book"}, {"id": "a", "type": "map"}]', "that of another work, at"),
        ('{"type": "bundle", "id": "bundle--1", "objects": []}', "it looks like stix"),
        ("@book{a, title = {A}}", "it looks like bibtex"),
    ],
)  # fmt: skip
def test_csl_json_that_cannot_be_read_says_how_to_mend_it(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(Unreadable, match=r"^a\.json") as raised:
        found("csl", tmp_path / "a.json", text)
    assert told in str(raised.value)


RIS = """TY  - JOUR
TI  - On mills
AU  - Vega, Ana
AU  - Institute of Mills
T2  - Journal of Mills
DA  - 1953/05/02/
PY  - 1953
SP  - 1
EP  - 9
DO  - 10.1000/xyz
UR  - http://example.org/a;b
N1  - First note
goes on here
N1  - second
KW  - wheels
KW  - water
L1  - file.pdf
TY  - CHAP
ID  - reyTurning
TI  - On Turning
AU  - Rey, Jo
A2  - Vega, Ana
T2  - Wheels
PY  - 2001
SP  - 10-20
ER  -\x20

TY  - MANSCPT
TI  - Cable 9
M3  - telegram
DA  - 1961/04//
"""


def test_ris_becomes_sources_and_no_record_is_lost(tmp_path: Path) -> None:
    things = found("ris", tmp_path / "a.ris", RIS.replace("\n", "\r\n"))
    works = sources(things)
    assert works["10.1000/xyz"] == FoundSource(
        key="10.1000/xyz",
        title="On mills",
        kind="article",
        author=("Ana Vega", "Institute of Mills"),
        date="1953-05-02",
        entry={
            "id": "10.1000/xyz",
            "type": "article-journal",
            "title": "On mills",
            "author": [{"family": "Vega", "given": "Ana"}, {"literal": "Institute of Mills"}],
            "container-title": "Journal of Mills",
            "issued": {"date-parts": [[1953, 5, 2]]},
            "page": "1-9",
            "DOI": "10.1000/xyz",
            "URL": "http://example.org/a;b",
            "note": "First note goes on here\nsecond",
            "keyword": "wheels, water",
        },
        at="a.ris:1",
        slug="vega-1953",
    )
    assert works["reyTurning"].container == "wheels-2001"
    assert works["wheels-2001"].entry["editor"] == [{"family": "Vega", "given": "Ana"}]
    assert (works["cable-9-1961 Cable 9"].kind, works["cable-9-1961 Cable 9"].date) == (
        "cable",
        "1961-04",
    )
    assert [each for each in things if isinstance(each, (Dropped, Guessed))] == [
        Guessed("records without an ER were taken to end where the next begins"),
        Dropped(
            "a.ris:28",
            "what may follow this record",
            "no ER ends the file's last record: the file may be cut off there",
        ),
        Dropped("", "the tag L1", "CSL-JSON has no place for it"),
    ]


def test_ris_is_read_as_the_library_reads_it(tmp_path: Path) -> None:
    import rispy

    text = "".join(
        f"TY  - JOUR\nTI  - Title {number}\nAU  - A, B\nPY  - 19{number}\nVL  - {number}\nER  - \n"
        for number in range(10, 30)
    )
    ours = [
        (each.title, each.date, each.entry["volume"])
        for each in sources(found("ris", tmp_path / "a.ris", text)).values()
    ]
    theirs = [(each["title"], each["year"], each["volume"]) for each in rispy.loads(text)]
    assert ours == theirs


def test_what_is_odd_in_a_library_is_no_fault(tmp_path: Path) -> None:
    deep = "{" * 2000 + "x" + "}" * 2000
    things = found("bibtex", tmp_path / "a.bib", f"@book{{a, title = {deep}}}")
    assert sources(things)["a"].title == "x"
    linked = r"See \href{http://example.org}{the mill} \& \url{http://example.org/a}"
    things = found("bibtex", tmp_path / "a.bib", f"@book{{a, title = {{{linked}}}}}")
    assert sources(things)["a"].title == "See the mill & http://example.org/a"
    # A "#" in braces joins nothing, however long the text is.
    things = found("bibtex", tmp_path / "a.bib", "@book{a, title = {" + "{#}'\"" * 2000 + "}}")
    assert sources(things)["a"].title == "#'\"" * 2000
    things = found("ris", tmp_path / "a.ris", "TY  - BOOK\nPY  - 19xx/13\nER  - \nTY  -\nER  - ")
    assert [each.why for each in things if isinstance(each, Dropped)] == [
        "it has no title, author or DOI",
        "it has no title, author or DOI",
        "CSL has none like it: a document",
    ]
