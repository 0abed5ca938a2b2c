"""GEDCOM: lives and families as claims, dates in four calendars, encodings, and broken files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cardindex.dates import parse
from cardindex.imports.format import Unreadable
from cardindex.imports.found import (
    OWN_ID,
    Dropped,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundRelation,
    FoundSource,
    Guessed,
    Link,
    Read,
    Wishes,
)
from cardindex.imports.gedcom import read
from cardindex.imports.gedcom.dates import reading

HEAD = "0 HEAD\n1 SOUR MADEUP\n1 GEDC\n2 VERS 5.5.1\n1 CHAR UTF-8\n"
PAIR = "0 @I1@ INDI\n1 NAME John /Moth/\n0 @I2@ INDI\n1 NAME Mary /Wick/\n"


@pytest.fixture
def tree(tmp_path: Path):
    def write(records: str, head: str = HEAD, name: str = "x.ged", coding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes((head + records + "0 TRLR\n").encode(coding))
        return path

    return write


def found(*paths: Path, kind: type | None = None, **wishes: Any) -> list[Any]:
    every = list(read(paths, Wishes(**wishes)))
    return every if kind is None else [each for each in every if isinstance(each, kind)]


def claims(path: Path) -> list[tuple[str, ...]]:
    return [
        (c.subject, c.relation, c.object, c.text, c.when, c.place)
        for c in found(path, kind=FoundClaim)
    ]


def dropped(path: Path) -> list[tuple[str, str, str]]:
    return [(d.at, d.what, d.why) for d in found(path, kind=Dropped)]


def test_person_is_read_whole(tree) -> None:
    path = tree(
        "0 @I1@ INDI\n1 NAME John /Moth/\n2 GIVN John\n2 NICK Jack\n1 NAME Jo /Motte/\n"
        "2 TYPE maiden\n1 SEX M\n1 BIRT\n2 DATE ABT 1850\n2 PLAC Lampton,, Essex\n"
        "2 SOUR @S1@\n3 PAGE Film 12, p. 5\n3 QUAY 2\n3 NOTE Read badly.\n3 _X 1\n2 AGE 0\n"
        "1 OCCU Lamplighter\n2 DATE FROM 1870 TO 1880\n1 NOTE @N1@\n"
        "0 @N1@ NOTE Long\n1 CONC er\n1 CONT and on\n"
        "0 @S1@ SOUR\n1 TITL Register\n1 AUTH The clerk\n1 REPO @R1@\n2 CALN D/P 1\n"
        "0 @R1@ REPO\n1 NAME Archive\n"
    )
    chain = (Link("S1", "Film 12, p. 5"),)
    assert found(path) == [
        FoundSource("", "", entry={"type": "dataset", "title": "x.ged"}, at="x.ged:1"),
        FoundEntity("I1", "John Moth", "person", "Longer and on",
                    (("Jack", "nickname", ""), ("Jo Motte", "former", "")), (("sex", "male"),),
                    OWN_ID, "x.ged:6"),
        FoundEntity("place Lampton, Essex", "Lampton, Essex", "place", at="x.ged:13"),
        FoundClaim("I1", "born", when="1850~", place="place Lampton, Essex", at="x.ged:13",
                   citations=(FoundCitation(chain=chain, certainty="probable",
                                            note="Read badly."),)),
        FoundClaim("I1", "OCCU", text="Lamplighter", when="1870/1880", at="x.ged:22"),
        FoundRelation("OCCU", "occupation", family="identity", takes="name", words="worked as",
                      definition="What GEDCOM writes as OCCU: occupation."),
        FoundSource("S1", "Register", "archive", at="x.ged:28", entry={
            "type": "document", "title": "Register", "author": [{"literal": "The clerk"}],
            "archive": "Archive", "call-number": "D/P 1"}),
        Read(1, "person"),
        Read(1, "source"),
        Dropped("x.ged", "INDI.BIRT.AGE", "there is no place for it"),
        Dropped("x.ged", "INDI.BIRT.SOUR._X",
                "a tag of a program's own (it begins with _), of which nothing is known"),
    ]  # fmt: skip


def test_family_is_marriage_divorce_and_children(tree) -> None:
    path = tree(
        PAIR + "0 @I3@ INDI\n1 NAME Wee\n1 FAMC @F1@\n2 PEDI ADOPTED\n0 @I4@ INDI\n1 NAME Bee\n"
        "0 @F1@ FAM\n1 HUSB @I1@\n1 WIFE @I2@\n1 CHIL @I4@\n1 MARR\n2 DATE 1 JAN 1875\n"
        "1 DIV\n2 DATE 1880\n1 SOUR Family Bible\n2 QUAY 0\n"
    )
    assert claims(path) == [
        ("I1", "married_to", "I2", "", "1875-01-01/1880", ""),
        ("I1", "DIV", "I2", "", "1880", ""),
        ("I1", "parent_of", "I4", "", "", ""),
        ("I2", "parent_of", "I4", "", "", ""),
        ("I1", "parent_of", "I3", "adopted", "", ""),
        ("I2", "parent_of", "I3", "adopted", "", ""),
    ]
    cited = (FoundCitation(chain=(Link("Family Bible"),), certainty="possible"),)
    assert {c.citations for c in found(path, kind=FoundClaim)} == {cited}
    assert [(s.key, s.at) for s in found(path, kind=FoundSource)] == [
        ("", "x.ged:1"), ("Family Bible", "x.ged:24"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ("", ("FAM", "")),
        ("1 MARR\n", ("married_to", "")),
        ("1 MARR\n2 DATE 1875\n", ("married_to", "1875/")),
        ("1 MARR\n2 DATE BEF 1875\n", ("married_to", "[..1874]")),
        ("1 ENGA\n2 DATE 1874\n", ("ENGA", "1874")),
    ],
)
def test_couple_is_married_only_where_it_is_told(tree, events: str, told: tuple) -> None:
    path = tree(PAIR + f"0 @F1@ FAM\n1 HUSB @I1@\n1 WIFE @I2@\n{events}")
    assert [(c.relation, c.when) for c in found(path, kind=FoundClaim)] == [told]


def test_event_without_a_date_is_at_its_place_and_without_both_is_told(tree) -> None:
    path = tree(PAIR + "1 BURI\n2 PLAC Lampton\n1 DEAT Y\n1 BIRT\n1 RESI\n2 DATE 1900\n")
    assert claims(path) == [
        ("I2", "BURI PLAC", "place Lampton", "", "", ""),
        ("I2", "RESI DATE", "", "", "1900", ""),
    ]
    why = "a claim needs a date, a place or words"
    assert dropped(path) == [
        ("x.ged", "BIRT of which nothing is told", why),
        ("x.ged", "DEAT of which Y is told", why),
    ]


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("12 JAN 1900", "1900-01-12"), ("jan 1900", "1900-01"), ("1900", "1900"),
        ("1 January 1900", "1900-01-01"), ("ABT 1900", "1900~"), ("CAL JAN 1900", "1900-01~"),
        ("EST 1900", "1900~"), ("INT 1900 (harvest)", "1900?"), ("BEF 1900", "[..1899]"),
        ("BEF JAN 1900", "[..1899-12]"), ("BEF 1 MAR 1900", "[..1900-02-28]"),
        ("AFT 31 DEC 1900", "[1901-01-01..]"), ("BET 1900 AND JAN 1905", "[1900..1905-01]"),
        ("FROM 1900 TO 1905", "1900/1905"), ("FROM 1900", "1900/"), ("TO MAR 1900", "/1900-03"),
        ("@#DGREGORIAN@ 3 MAR 1900", "1900-03-03"), ("@#DJULIAN@ 25 DEC 1700", "1701-01-05"),
        ("JULIAN 25 DEC 1700", "1701-01-05"), ("@#DJULIAN@ MAR 1699", "[1699-03-11..1699-04-10]"),
        ("@#DJULIAN@ 1699", "1699"), ("@#DFRENCH R@ 18 BRUM 8", "1799-11-09"),
        ("FRENCH_R 8", "[1799-09-23..1800-09-22]"), ("@#DHEBREW@ 5 IYR 5708", "1948-05-14"),
        ("HEBREW ADS 5784", "[2024-03-11..2024-04-08]"), ("11 FEB 1731/32", "1732-02-11"),
        ("5 VEND 10", "1801-09-27"), ("2 TVT 5758", "1997-12-31"),
        ("44 B.C.", "-0043"), ("15 MAR 44 BCE", "-0043-03-15"),
        ("FROM @#DFRENCH R@ 1 VEND 2 TO 1800", "1793-09-22/1800"), ("", ""),
    ],
)  # fmt: skip
def test_date_is_read(written: str, edtf: str) -> None:
    assert (reading(written).edtf, reading(written).read) == (edtf, True)
    assert parse(edtf)


@pytest.mark.parametrize(
    "written",
    ["31 FEB 1900", "29 FEB 1900", "@#DROMAN@ 3", "around 1900", "12.3.1900", "0", "AFT 9999",
     "@#DHEBREW@ ADS 5783", "@#DFRENCH R@ 9999", "FROM 1905 TO 1900", "BET 1900 TO 1901"],
)  # fmt: skip
def test_date_without_a_reading_stays_as_it_is_written_and_is_told(tree, written: str) -> None:
    assert reading(written) == (written, "", False)
    path = tree(PAIR + f"1 BIRT\n2 DATE {written}\n2 PLAC Lampton\n")
    assert claims(path) == [("I2", "born", "", "", written, "place Lampton")]
    assert dropped(path) == [("x.ged:11", f'date "{written}"', "it is none of GEDCOM's forms")]


def test_phrase_of_a_date_is_a_note(tree) -> None:
    path = tree(
        PAIR + "1 BIRT\n2 DATE INT 1900 (harvest)\n2 SOUR @S1@\n0 @S1@ SOUR\n1 TITL T\n"
        "0 @I3@ INDI\n1 NAME Bee\n1 BAPM\n2 DATE (Easter)\n2 PLAC Lampton\n"
    )
    first, second = found(path, kind=FoundClaim)
    assert (first.when, first.citations) == (
        "1900?", (FoundCitation(chain=(Link("S1"),), note="the date is called: harvest"),)
    )  # fmt: skip
    assert (second.relation, second.object, second.citations) == (
        "BAPM PLAC", "place Lampton", (FoundCitation(note="the date is called: Easter"),)
    )  # fmt: skip


def test_version_7_is_read(tree) -> None:
    path = tree(
        "0 @N1@ SNOTE Shared\n0 @I1@ INDI\n1 NAME Lubov /Moth/\n2 TRAN Любовь /Мот/\n3 LANG ru\n"
        "1 BIRT\n2 DATE JULIAN 25 DEC 1700\n3 PHRASE Christmas\n1 SNOTE @N1@\n1 FAMC @VOID@\n"
        "1 ASSO @I1@\n2 ROLE WITN\n1 NOTE @@handle\n",
        head="0 HEAD\n1 GEDC\n2 VERS 7.0\n",
    )
    (entity,) = found(path, kind=FoundEntity)
    assert (entity.names, entity.description) == (
        (("Любовь Мот", "translation", "ru"),), "Shared @handle"
    )  # fmt: skip
    assert claims(path) == [
        ("I1", "born", "", "", "1701-01-05", ""), ("I1", "ASSO", "I1", "WITN", "", ""),
    ]  # fmt: skip
    assert found(path, kind=Dropped) == []


MULLER = "0 @I1@ INDI\n1 NAME Müller\n0 TRLR\n"
ANSEL = HEAD.replace("UTF-8", "ANSEL").encode()


@pytest.mark.parametrize(
    ("data", "label"),
    [
        (ANSEL + b"0 @I1@ INDI\n1 NAME M\xe8uller /\xa1\xe2odz/\n0 TRLR\n", "Müller Łódz"),
        (ANSEL.replace(b"\n", b"\r") + b"0 @I1@ INDI\r1 NAME M\xe8uller\r0 TRLR\r", "Müller"),
        (ANSEL + "0 @I1@ INDI\n1 NAME Müller /Łódz/\n0 TRLR\n".encode(), "Müller Łódz"),
        (HEAD.replace("UTF-8", "ANSI").encode() + MULLER.encode("cp1252"), "Müller"),
        ((HEAD + MULLER).replace("\n", "\r").encode(), "Müller"),
        ((HEAD + MULLER).replace("\n", "\r\n").encode("utf-16"), "Müller"),
        ((HEAD + MULLER).encode("utf-8-sig"), "Müller"),
    ],
    ids=["ansel", "ansel, returns", "called ansel", "cp1252", "returns", "utf-16", "mark"],
)  # fmt: skip
def test_encodings_are_read(tmp_path: Path, data: bytes, label: str) -> None:
    path = tmp_path / "x.ged"
    path.write_bytes(data)
    assert [e.label for e in found(path, kind=FoundEntity)] == [label]


def test_encoding_that_is_named_counts(tree) -> None:
    path = tree("0 @I1@ INDI\n1 NAME Müller\n", coding="cp1252")
    with pytest.raises(Unreadable) as error:
        found(path)
    assert str(error.value) == (
        "x.ged:7: it is not UTF-8, as it says; name its encoding: --encoding cp1252, or ansel"
    )
    assert found(path, kind=FoundEntity, encoding="cp1252")[0].label == "Müller"


def test_own_ancestor_is_told_and_kept(tree) -> None:
    path = tree(
        PAIR + "0 @F1@ FAM\n1 HUSB @I1@\n1 CHIL @I2@\n0 @F2@ FAM\n1 WIFE @I2@\n1 CHIL @I1@\n"
    )
    assert [c[:3] for c in claims(path)] == [("I1", "parent_of", "I2"), ("I2", "parent_of", "I1")]
    assert found(path, kind=Guessed) == [
        Guessed("I1 is told as his or her own ancestor (I1 > I2 > I1): it is kept so")
    ]


def test_what_is_not_in_the_file_is_told(tree) -> None:
    path = tree(
        PAIR + "1 FAMC @F9@\n1 BIRT\n2 DATE 1900\n2 SOUR @S9@\n1 NOTE @N9@\n1 SEX Q\n"
        "0 @F1@ FAM\n1 HUSB @I9@\n1 WIFE @I2@\n1 CHIL @I8@\n1 MARR Y\n0 INDI\n0 @X@ OBJE\n"
    )
    assert claims(path) == [("I2", "born", "", "", "1900", "")]
    assert dropped(path) == [
        ("x.ged:13", "citation of S9", "there is no such SOUR record in the file"),
        ("x.ged:10", "FAMC F9 of I2", "there is no such FAM record in the file"),
        ("x.ged:17", "HUSB I9", "there is no such INDI record"),
        ("x.ged:19", "CHIL I8", "there is no such INDI record"),
        ("x.ged:21", "a INDI record", "it has no id (@I1@)"),
        ("x.ged", "MARR of one spouse", "the other is not told"),
        ("x.ged", "OBJE records", "it tells of no person"),
        ("x.ged", 'SEX "Q"', "it is none of M, F, X and U"),
        ("x.ged", "notes that are pointed at", "they are not in the file"),
    ]


def test_second_record_of_one_id_is_told(tree) -> None:
    path = tree(PAIR + "0 @I1@ INDI\n1 NAME Jack /Moth/\n1 OCCU Spy\n")
    assert [e.label for e in found(path, kind=FoundEntity)] == ["John Moth", "Mary Wick"]
    assert dropped(path) == [
        ("x.ged:10", "INDI I1", "a record before it has the same id, and is taken")
    ]


def test_ids_of_two_files_are_two(tree) -> None:
    one, two = tree(PAIR, name="a.ged"), tree(PAIR, name="b.ged")
    assert [e.key for e in found(one, two, kind=FoundEntity)] == ["1:I1", "1:I2", "2:I1", "2:I2"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.ged: this is no GEDCOM, which begins with 0 HEAD"),
        ('{"type": "bundle", "objects": []}',
         ("x.ged: this is no GEDCOM, which begins with 0 HEAD; it looks like stix: "
          '"cardindex import stix x.ged"')),
        (HEAD + PAIR, "x.ged: it ends without 0 TRLR: it was cut off; get it again"),
    ],
)  # fmt: skip
def test_what_is_no_gedcom_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "x.ged"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable) as error:
        found(path)
    assert str(error.value) == message


def test_line_that_is_none_goes_on_with_the_one_before(tree) -> None:
    path = tree("0 @I1@ INDI\n1 NAME Ann\n1 NOTE A note\nbroken by a program\n")
    assert found(path, kind=FoundEntity)[0].description == "A note broken by a program"
    assert found(path, kind=Guessed) == [
        Guessed("1 lines without a level are read as more of the line before")
    ]
