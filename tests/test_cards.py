"""Cards: claims as sentences, chains in words, and all that is said of one entity."""

from __future__ import annotations

import pytest
from building import Row, cite, claim, entity, unchecked, work

from cardindex.cards import card, root_label, sentence, told_via
from cardindex.cards.shapes import Card, Line
from cardindex.errors import UnknownName
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.passages import Text, seal
from cardindex.slices import Slice

PASSAGE = "The Bureau paid the Club."


@pytest.fixture(scope="module")
def made() -> Index:
    """An index with one claim of each kind, and chains of each kind."""
    sealed = {"start": "0", "end": str(len(PASSAGE)), "seal": seal(PASSAGE)}
    return unchecked(
        {
            "claims": [
                claim("c1", "bureau funded club", quantity="~400000", unit="USD", when="1970",
                      text="for print", place="lima", mode="planned", gloss="Money for the Club."),
                claim("c2", "bureau name", text="The Office"),
                claim("c3", "bureau size", quantity="40", unit="persons", text="in 1970"),
                claim("c4", "club founded_on", when="1912"),
                claim("c5", "bureau funded club", when="1953"),
                claim("c6", "bureau handled ada"),
            ],
            "citations": [
                cite("c1", "essay", "book@12>files", "affirms probable", locator="3",
                     note="Hedged.", **sealed),
                cite("c2", "essay", "|book"), cite("c3", "essay", "?"), cite("c4", "essay"),
                cite("c5", "essay", "files"), cite("c6", "survey"),
                cite("c6", "essay", "", "denies possible"),
            ],
            "sources": [work("files", origin="bureau"), work("survey", origin="self")],
            "entities": [
                entity("ada", "person"), entity("bureau", "service", description="Made up."),
                entity("club", "party"), entity("lima", "place"),
            ],
            "names": [{"entity": "bureau", "name": "Büro", "kind": "native", "language": "de"}],
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def bureau(made: Index) -> Card:
    return card(tally(made), "bureau", {"essay": Text.of(PASSAGE)})


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("c1", "Bureau {words} Club (for print; ~400000 USD; 1970; in Lima; planned)"),
        ("c2", "Bureau {words} The Office"),
        ("c3", "Bureau {words} 40 persons (in 1970)"),
        ("c4", "Club {words} (1912)"),
        ("c6", "Bureau {words} Ada"),
    ],
)
def test_claim_is_a_sentence(made: Index, id_: str, expected: str) -> None:
    words = made.vocabulary.relations[made.claims.at[id_, "relation"]].words
    assert sentence(made, made.claims.loc[id_]) == expected.format(words=words)


@pytest.mark.parametrize(
    ("chain", "words"),
    [
        ("", ""),
        ("book", "from Book"),
        ("book@12>files", "from Book, 12, which has it from Files"),
        ("book|files", "from Book, which reports Files"),
        ("|book", "reporting Book"),
        ("|book|files>survey", "reporting Book, which reports Files, which has it from Survey"),
        ("?", "from hearsay"),
        ("|?", "reporting hearsay"),
        ("book?", "from Book, which has it from hearsay"),
        ("book|?", "from Book, which reports hearsay"),
        ("!", "its own conclusion"),
        ("book!", "from Book, which has concluded it itself"),
        ("book|files@3!", "from Book, which reports Files, 3, which has concluded it itself"),
    ],
)
def test_chain_is_told_nearest_first(made: Index, chain: str, words: str) -> None:
    assert told_via(made, chain) == words


@pytest.mark.parametrize(
    ("root", "label"), [("", ""), ("entity:bureau", "Bureau"), ("source:survey", "Survey")]
)
def test_root_is_told_by_its_name(made: Index, root: str, label: str) -> None:
    assert root_label(made, root) == label


def test_card_says_who_the_entity_is(bureau: Card) -> None:
    assert (bureau.label, bureau.kind, bureau.description) == ("Bureau", "service", "Made up.")
    assert bureau.names == (("Büro", "native"),)


def test_families_come_in_the_order_of_the_vocabulary(made: Index, bureau: Card) -> None:
    labels = [family.label for family in made.vocabulary.families.values()]
    found = [label for label, _ in bureau.families]
    assert found == sorted(found, key=labels.index)
    claims = {line.claim for _, lines in bureau.families for line in lines}
    assert claims == {"c1", "c2", "c3", "c5", "c6"}


def test_earliest_claim_of_a_family_comes_first(bureau: Card) -> None:
    lines = dict(bureau.families)["Money and means"]
    assert [line.claim for line in lines] == ["c5", "c1"]


def test_undated_claim_comes_last() -> None:
    dated = [claim("c1"), claim("c2", when="1970"), claim("c3", when="1953")]
    made = unchecked({"claims": dated, "citations": [cite(it["id"], "book") for it in dated]})
    ((_, lines),) = card(tally(made), "a").families
    assert [line.claim for line in lines] == ["c3", "c2", "c1"]


def test_line_carries_the_evidence(bureau: Card) -> None:
    line = dict(bureau.families)["Handling"][0]
    # That somebody denies it as possible contests nothing.
    assert (line.standing, line.support_low, line.support_high) == ("single-root", 1, 1)
    assert (line.works, line.told_by_doer, line.told_by_concerned, line.loop) == (
        1,
        False,
        False,
        "",
    )
    assert line.remarks == ()
    assert [(it.source, it.stance, it.certainty, it.roots) for it in line.citations] == [
        ("essay", "denies", "possible", ()),
        ("survey", "affirms", "stated", ("Survey",)),
    ]


def retold(*citations: Row) -> Line:
    """The one line on what these citations say, in which k is the doer and l the other."""
    made = unchecked(
        {
            "claims": [claim("c1", "k funded l")],
            "citations": list(citations),
            "sources": [work("files", origin="k"), work("letters", origin="l"), work("book")],
        }
    )
    ((_, (line,)),) = card(tally(made), "k").families
    return line


def test_citation_that_leans_says_on_whom_and_whose_knowledge_it_goes_back_to() -> None:
    line = retold(
        cite("c1", "paper", "book"), cite("c1", "book", "files"), cite("c1", "book", "letters")
    )
    assert [(it.source, it.leans_on, it.roots) for it in line.citations] == [
        ("book", "", ("K",)), ("book", "", ("L",)), ("paper", "Book", ("K", "L")),
    ]  # fmt: skip
    assert (line.standing, line.works) == ("corroborated", 4)


@pytest.mark.parametrize(
    ("citations", "remarks"),
    [
        ([cite("c1", "files")], ("told by the doer",)),
        ([cite("c1", "letters")], ("told by the one concerned",)),
        ([cite("c1", "files"), cite("c1", "letters")], ()),
        ([cite("c1", "files"), cite("c1", "book", "files")],
         ("told by the doer", "apparent corroboration")),
        ([cite("c1", "book", "paper"), cite("c1", "paper", "book")], ("circular reporting",)),
        ([cite("c1", "book", "files"), cite("c1", "files", "", "denies")], ("misquoted",)),
        ([cite("c1", "book", "files"), cite("c1", "files", "", "affirms possible")],
         ("overstated",)),
        ([cite("c1", "book")], ()),
    ],
)  # fmt: skip
def test_line_says_in_words_what_a_reader_should_know(
    citations: list[Row], remarks: tuple[str, ...]
) -> None:
    assert retold(*citations).remarks == remarks


def test_loop_is_spelled_out_and_a_misreading_is_told_of_its_row() -> None:
    line = retold(cite("c1", "book", "paper"), cite("c1", "paper", "book"))
    assert line.loop == "book > paper > book"
    line = retold(cite("c1", "book", "files"), cite("c1", "files", "", "denies"))
    assert [(it.source, it.remark, it.roots) for it in line.citations] == [
        ("book", "misquotes", ()), ("files", "", ("K",)),
    ]  # fmt: skip
    line = retold(cite("c1", "book", "files"), cite("c1", "files", "", "affirms possible"))
    assert [(it.source, it.remark) for it in line.citations] == [
        ("book", "overstates"), ("files", ""),
    ]  # fmt: skip


def test_citation_is_told_whole(bureau: Card) -> None:
    (cited,) = dict(bureau.families)["Money and means"][1].citations
    assert (cited.work, cited.locator, cited.via, cited.stance, cited.certainty) == (
        "Essay", "3", "from Book, 12, which has it from Files", "affirms", "probable",
    )  # fmt: skip
    assert (cited.roots, cited.leans_on, cited.remark) == (("Bureau",), "", "")
    assert (cited.note, cited.passage) == ("Hedged.", PASSAGE)


def test_passage_is_left_out_without_its_text(made: Index) -> None:
    families = dict(card(tally(made), "bureau").families)
    assert families["Money and means"][1].citations[0].passage == ""


def test_card_of_a_slice_holds_its_claims_and_citations_alone(made: Index) -> None:
    part = Slice(struck=frozenset(("source:essay",)), relations=frozenset(("handled",)))
    found = card(tally(made, part), "ada")
    ((family, (line,)),) = found.families
    assert (family, line.standing) == ("Handling", "single-root")
    assert [cited.source for cited in line.citations] == ["survey"]


def test_card_of_whom_nothing_is_said_has_no_families(made: Index) -> None:
    assert card(tally(made), "lima").families == ()


def test_unknown_entity_is_told(made: Index) -> None:
    with pytest.raises(UnknownName, match='unknown entity "bureu"; did you mean "bureau"'):
        card(tally(made), "bureu")


def test_equal_claims_come_in_the_order_of_their_numbers() -> None:
    ids = ("c2", "c10", "c9", "c100")
    index = unchecked(
        {
            "claims": [claim(id_, "bureau funded club") for id_ in ids],
            "citations": [cite(id_, "essay") for id_ in ids],
        }
    )
    ((_, lines),) = card(tally(index), "bureau").families
    assert [line.claim for line in lines] == ["c2", "c9", "c10", "c100"]
