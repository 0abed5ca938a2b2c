"""docs/concepts.md names every word of the code that a reader meets, and its example is true."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from building import Row, cite, claim, entity, unchecked, work

from cardindex import ontology
from cardindex.checks.citations import CERTAINTIES, STANCES
from cardindex.checks.claims import MODES
from cardindex.evidence import tally, weigh
from cardindex.index import Index
from cardindex.slices import EVERYTHING, STANDINGS, Slice
from cardindex.ties import TIES

PROJECT = Path(__file__).resolve().parent.parent
TEXT = (PROJECT / "docs" / "concepts.md").read_text(encoding="utf-8")
SVG = PROJECT / "docs" / "concepts.svg"
WORDS = 1500  # that a newcomer reads in five to seven minutes

CAUTIONS = {
    "told_by_doer": "told by the doer",
    "told_by_concerned": "told by the one concerned",
    "apparent": "apparent corroboration",
    "circular": "circular reporting",
    "misquoted": "misquoted",
    "overstated": "overstated",
}


def test_every_standing_mode_stance_and_certainty_is_told() -> None:
    known = ontology.load(ontology.packaged_path())
    for word in (*known.standings, *STANDINGS, *MODES, *STANCES, *CERTAINTIES):
        assert re.search(rf"[`*]{word}[`*]", TEXT), word


@pytest.mark.parametrize(
    "word",
    [
        *CAUTIONS.values(), "claim", "citation", "source", "chain", "origin", "root", "ground",
        "rests_on", "container", "leans", "dependence", "low", "high", "works", "strike", "falls",
        "clears", "weight", "surely", "possibly", "said by", "published by", "rival", "identities",
    ],
)  # fmt: skip
def test_every_word_is_explained(word: str) -> None:
    assert re.search(rf"[`*]({word[0]}|{word[0].upper()}){word[1:]}[`*]", TEXT), word


def test_words_of_the_cautions_are_those_of_the_ontology() -> None:
    document = ontology.packaged_path().read_text(encoding="utf-8")
    labels = re.findall(
        r"^ci:\w+ a ci:Caution ;\n.*\n\s+rdfs:label \"(.+?)\"", document, re.MULTILINE
    )
    assert set(CAUTIONS.values()) <= set(labels)
    assert "rival" in TIES


def test_it_is_short() -> None:
    assert len(TEXT.split()) < WORDS


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("README.md", "docs/concepts.md"),
        ("graph/README.md", "../docs/concepts.md"),
        ("src/cardindex/example/README.md", "docs/concepts.md"),
    ],
)
def test_whoever_begins_is_led_here(page: str, link: str) -> None:
    assert link in (PROJECT / page).read_text(encoding="utf-8")


def test_drawing_is_told_to_those_who_do_not_see_it() -> None:
    (described,) = re.findall(r"!\[(.+?)\]\(concepts\.svg\)", TEXT)
    assert {"Files", "Memoir", "Book", "untraced"} <= set(re.findall(r"\w+", described))
    text = SVG.read_text(encoding="utf-8")
    assert all(f"<{tag}" in text for tag in ("title", "desc", "style"))
    assert "prefers-color-scheme: dark" in text
    assert not re.search(r"(href|src|url)=|url\((?!#)|@import|@font-face", text)


# The example.


CLAIMS = [
    claim("c01", "office funded union", when="[1961..1963]"),
    claim("c02", "office handled nell"),
    claim("c03", "union founded hall"),
    claim("c04", "nell bribed clerk"),
    claim("c05", "nell met director"),
    claim("c06", "union knew_of office"),
    claim("c07", "office trained nell"),
    claim("c08", "nell married_to clerk"),
    claim("c09", "office instigated strike"),
    claim("c10", "union opposed office"),
    claim("c11", "heron same_as nell"),
]
CITATIONS = [
    cite("c01", "files"), cite("c01", "memoir"), cite("c01", "book", "files"),
    cite("c02", "files"), cite("c02", "book", "files"),
    cite("c03", "book"),
    cite("c04", "book", "files"), cite("c04", "memoir", "", "denies"),
    cite("c05", "memoir", "", "denies"),
    cite("c06", "book", "", "affirms possible"),
    cite("c07", "memoir"),
    cite("c08", "book", "memoir"), cite("c08", "memoir", "book"),
    cite("c09", "book", "memoir"), cite("c09", "memoir", "", "denies"),
    cite("c10", "book", "memoir"), cite("c10", "memoir", "", "affirms possible"),
    cite("c11", "book", "!"),
]  # fmt: skip
SOURCES = [
    work("files", kind="archive", origin="office"),
    work("memoir", kind="memoir", author="nell", origin="nell", date="1988"),
    work("book", author="ada", date="1988"),
]
ENTITIES = [
    entity("office", "service"), entity("union", "union"), entity("strike", "event"),
    *(entity(id_, "person") for id_ in ("nell", "ada", "clerk", "director", "heron")),
]  # fmt: skip


def example(*claims: Row, cited: tuple[Row, ...] = ()) -> Index:
    rows = {"claims": [*CLAIMS, *claims], "citations": [*CITATIONS, *cited], "sources": SOURCES}
    return unchecked(rows | {"entities": ENTITIES})


def standings(claims: pd.DataFrame) -> dict[str, str]:
    return {str(id_): str(standing) for id_, standing in claims["standing"].items()}


def test_table_of_standings_is_true() -> None:
    told = re.findall(r"^\| (c\d\d) .+? \| .+? \| `([a-z-]+)` \| (.*?) ?\|$", TEXT, re.MULTILINE)
    assert [id_ for id_, *_ in told] == [row["id"] for row in CLAIMS]
    claims = tally(example(), EVERYTHING).claims
    assert standings(claims) == {id_: standing for id_, standing, _ in told}
    for id_, _, beware in told:
        found = {words for name, words in CAUTIONS.items() if claims.at[id_, name]}
        assert found == set(beware.split(", ")) - {""}, id_
    assert {standing for _, standing, _ in told} == set(STANDINGS)


def test_roots_and_works_are_as_told() -> None:
    claims = tally(example(), EVERYTHING).claims
    assert claims.at["c01", "roots"] == ("entity:nell", "entity:office")
    assert claims.at["c01", "works"] == 3
    assert claims.at["c02", "roots"] == ("entity:office",)
    assert claims.at["c03", "roots"] == ()
    assert claims.at["c11", "roots"] == ("entity:ada",)


def test_two_who_agreed_their_accounts_are_perhaps_one_witness() -> None:
    more = claim("c12", "nell agreed_accounts_with office")
    claims = tally(example(more, cited=(cite("c12", "book"),)), EVERYTHING).claims
    assert claims.loc["c01", ["support_low", "support_high"]].tolist() == [1, 2]
    assert claims.at["c01", "standing"] == "single-root"


def test_strikes_do_what_is_told() -> None:
    struck = tally(
        example(), Slice(struck=frozenset({"source:files"}), standings=EVERYTHING.standings)
    )
    assert struck.claims.at["c01", "standing"] == "single-root"
    assert struck.claims.at["c01", "roots"] == ("entity:nell",)
    assert set(struck.citations.query("claim == 'c01'")["source"]) == {"memoir"}
    assert "c02" in weigh(example(), ["source:files"]).falls
    assert "c04" in weigh(example(), ["source:memoir"]).clears


def test_dates_hold_as_told() -> None:
    def held(window: str, *, surely: bool) -> bool:
        chosen = Slice(window=window, surely=surely, standings=EVERYTHING.standings)
        return "c01" in tally(example(), chosen).claims.index

    assert held("1960/1965", surely=True)
    assert held("1962", surely=False)
    assert not held("1962", surely=True)
