"""Names found in a text: how they may be spelt, what is no name, and where exactly they stand."""

from __future__ import annotations

import time
import unicodedata
from itertools import islice, product

import pytest
from building import claim, entity, unchecked

from cardindex.composing import Mention, mentions
from cardindex.composing.offsets import fold
from cardindex.folding import folded

ENTITIES = [
    entity("ana", "person", label="Ana Kovač"),
    entity("bea", "person", label="Bea Łoś"),
    entity("che", "person", label="Che"),
    entity("may", "person", label="May"),
    entity("pedro", "person", label="Pedro Núñez"),
    entity("pedro-2", "person", label="Pedro Nunez"),
    entity("rosa-one", "person", label="Rosa Feld"),
    entity("rosa-two", "person", label="Emil Feld"),
    entity("us", "state", label="United States"),
    entity("mir", label="Movement of the Left"),
    entity("party", "party", label="People’s Party"),
    entity("party-youth", "party", label="People’s Party Youth"),
    entity("strasse", "place", label="Große Straße"),
    entity("ohara", "person", label="O’Hara"),
    entity("arab", "person", label="يوناس ريت"),
]
NAMES = [
    {"entity": "us", "name": "US", "kind": "abbreviation", "language": "en"},
    {"entity": "mir", "name": "MIR", "kind": "abbreviation", "language": "es"},
    {"entity": "mir", "name": "Q42", "kind": "wikidata", "language": ""},
]
CLAIMS = [claim("c1", "mir code_named ana", text="HERON")]
INDEX = unchecked({"entities": ENTITIES, "names": NAMES, "claims": CLAIMS})

FOUND = {
    "Ana Kovač came.": ["Ana Kovač=ana"],
    "ANA KOVAC came, ana kovac left.": ["ANA KOVAC=ana", "ana kovac=ana"],
    "Ana Kovač's desk, Ana Kovač’s": ["Ana Kovač=ana", "Ana Kovač=ana"],
    "The Kovačs": [],
    "with Ana\n  Kovač.": ["Ana\n  Kovač=ana"],
    "Hannah Ana Kovačić": [],
    "Kovač wrote.": ["Kovač=ana?"],
    "Bea Los and BEA ŁOŚ": ["Bea Los=bea", "BEA ŁOŚ=bea"],
    "Pedro Núñez": ["Pedro Núñez=pedro,pedro-2"],
    "Feld": ["Feld=rosa-one,rosa-two?"],
    "People's Party Youth and People's Party": [
        "People's Party Youth=party-youth",
        "People's Party=party",
    ],
    "the people’s party youthful": ["people’s party=party"],
    "GROSSE STRASSE, große Strasse": ["GROSSE STRASSE=strasse", "große Strasse=strasse"],
    "HERON said": ["HERON=ana"],
    "the heron's nest": ["heron=ana"],
    "Q42": [],
    "the US and us, U.S. aid, u.s.": ["US=us", "U.S.=us"],
    "the MIR, the M.I.R., mir": ["MIR=mir", "M.I.R.=mir"],
    "Che met che": ["Che=che"],
    "we met May there": ["May=may"],
    "May came": ["May=may?"],
    "it may be, in May 1971, on 3 May, early May": [],
    "O'Hara, O’HARA": ["O'Hara=ohara", "O’HARA=ohara"],
    "قال يوناس ريت ذلك": ["يوناس ريت=arab"],
    "Ana Kovac\u030c came": ["Ana Kovac\u030c=ana"],
    "Ana Kovač\u0301\u0323.": ["Ana Kovač\u0301\u0323=ana"],
    "A\u0301na Kovač": ["A\u0301na Kovač=ana"],
    "anti-Ana Kovač": ["Ana Kovač=ana"],
    "Ana-Kovač": ["Kovač=ana?"],
    "": [],
    " \n ": [],
    "\u0301\u0301": [],
}


def shown(text: str, found: list[Mention]) -> list[str]:
    return [
        f"{text[it.start : it.end]}={','.join(it.entities)}{'?' if it.doubtful else ''}"
        for it in found
    ]


@pytest.mark.parametrize("text", FOUND, ids=ascii)
def test_names_are_found_as_they_are_spelt(text: str) -> None:
    assert shown(text, mentions(INDEX, text)) == FOUND[text]


def test_a_name_of_several_is_ambiguous() -> None:
    first, second = mentions(INDEX, "Pedro Nuñez and Ana Kovač")
    assert (first.ambiguous, second.ambiguous) == (True, False)


def test_surnames_are_left_out_where_not_wanted() -> None:
    assert mentions(INDEX, "Kovač wrote.", surnames=False) == []


def test_a_name_of_the_index_is_surer_than_a_surname() -> None:
    names = [{"entity": "rosa-one", "name": "Feld", "kind": "alias", "language": ""}]
    index = unchecked({"entities": ENTITIES, "names": names})
    assert mentions(index, "Feld") == [Mention(0, 4, ("rosa-one",))]


def test_an_index_without_names_finds_none() -> None:
    assert mentions(unchecked({}), "anything") == []


def test_a_letter_beyond_the_first_plane_counts_as_one() -> None:
    assert mentions(INDEX, "\U0001f600 Ana Kovač")[0].start == 2


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
def test_a_folded_text_leads_back_to_every_letter(form: str) -> None:
    text = unicodedata.normalize(
        form, "Große  Straße, Æsir\t\nœuvre ﬁn — ŁÓDŹ \u00bd \u00adx \uff12\uff13 …"
    )
    plain = fold(text)
    assert " ".join(plain.text.split()) == folded(text)
    for at, letter in enumerate(plain.text):
        own = text[plain.origin(at)]
        assert letter in (" " if own.isspace() else folded(own))


def test_a_million_letters_and_five_thousand_names_take_a_blink() -> None:
    words = ["".join(letters) for letters in islice(product("aeioumnrst", repeat=6), 0, None, 197)]
    people = [
        entity(f"e{at}", "person", label=f"{words[at].title()} {words[-at - 1].title()}")
        for at in range(5000)
    ]
    index = unchecked({"entities": people})
    line = "Then it was told that they had met, né naïve — and nobody knew “why”: {}’s. "
    text = "".join(line.format(people[at % 5000]["label"]) for at in range(12_000))[:1_000_000]
    mentions(index, "x")
    start = time.process_time()
    found = mentions(index, text)
    assert time.process_time() - start < 1  # a third of it on a machine that does nothing else
    assert len(found) > 10_000
