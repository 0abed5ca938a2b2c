"""What an entry form asks: passages, relations, chains, a claim read back, what stands already."""

from __future__ import annotations

import pytest
import small
from building import cite, claim, entity, unchecked, vocabulary, work
from hypothesis import given
from hypothesis import strategies as st

from cardindex import composing, finding, ontology
from cardindex.composing import HEARSAY, OWN, Pick, Unit, chain_in_words, chain_of, picks_of
from cardindex.errors import CardindexError, MalformedValue, UnknownName
from cardindex.passages import Paragraphs, Text, seal

# Passages.

TEXT = "One is here. Two met Gen. Hale there!\n\nThree, alone.\nFour. Five."


def paragraphs(text: str = TEXT, unit: str = "paragraph") -> Paragraphs:
    return Paragraphs(Text.of(text), unit)


def around(words: str, text: str = TEXT) -> composing.around.Place:
    start = text.index(words)
    return composing.sentence_around(paragraphs(text), start, start + len(words))


@pytest.mark.parametrize(
    ("words", "passage", "locator"),
    [
        ("One", "One is here.", "1"),
        ("Hale", "Two met Gen. Hale there!", "1"),
        ("here. Two", "One is here. Two met Gen. Hale there!", "1"),
        ("there!\n\nThree", "Two met Gen. Hale there! Three, alone.", "1-3"),
        (" alone.\n", "Three, alone.", "3"),
        ("\n\n", "Two met Gen. Hale there!", "1"),
        ("Five.", "Five.", "4"),
    ],
)
def test_the_sentences_that_hold_a_selection_are_the_passage(words, passage, locator):
    found = around(words)
    assert (found.passage, found.locator) == (passage, locator)
    assert found.seal == seal(TEXT[found.start : found.end])


def test_a_caret_means_its_sentence():
    assert composing.sentence_around(paragraphs(), 15, 15).passage == "Two met Gen. Hale there!"
    assert composing.sentence_around(paragraphs(), len(TEXT), len(TEXT)).passage == "Five."


def test_a_passage_widens_and_narrows_by_a_sentence():
    text = paragraphs()
    one = around("Three")
    before = composing.widen(text, one, "before")
    assert before.passage == "Two met Gen. Hale there! Three, alone."
    both = composing.widen(text, before, "after")
    assert (both.passage, both.locator) == ("Two met Gen. Hale there! Three, alone. Four.", "1-4")
    assert composing.narrow(text, both, "after") == before
    assert composing.narrow(text, before, "before") == one
    assert composing.narrow(text, one, "before") == one
    assert composing.narrow(text, one, "after") == one


def test_a_passage_stops_at_the_ends_of_the_text():
    text = paragraphs()
    assert composing.widen(text, around("One"), "before") == around("One")
    assert composing.widen(text, around("Five"), "after") == around("Five")


@pytest.mark.parametrize(
    "text",
    [
        "قال يوناس هذا. ثم ذهب يوناس؟ انتهى الأمر.",
        "Cafe\u0301 noir. Sa\u0301bado. Fin.",
        "A\r\nb. C d.\r\nE.",
        "no stop at all",
        "x" * 100_000,
    ],
    ids=["right to left", "combining", "line ends", "no stop", "long"],
)
def test_any_selection_has_a_passage_that_holds_it(text):
    told = paragraphs(text, "")
    for start in range(min(len(text), 60)):
        end = min(start + 7, len(text))
        found = composing.sentence_around(told, start, end)
        chosen = text[start:end].strip()
        assert chosen in text[found.start : found.end]
        assert found.seal == seal(text[found.start : found.end])


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (0, 10_000)])
def test_a_selection_outside_the_text_is_refused(start, end):
    with pytest.raises(CardindexError, match="is not in the text"):
        composing.sentence_around(paragraphs(), start, end)


def test_a_text_of_white_space_has_no_passage():
    with pytest.raises(CardindexError, match="nothing stands in this text"):
        composing.sentence_around(paragraphs(" \n "), 0, 1)


def test_units_of_another_kind_are_told_by_where_they_begin():
    units = [Unit(0, "12"), Unit(TEXT.index("Three"), "13")]
    text = paragraphs(unit="page")
    start = TEXT.index("Hale")
    found = composing.sentence_around(text, start, start + 4, units)
    assert found.locator == "12"
    assert composing.widen(text, found, "after", units).locator == "12-13"


# Relations.

INDEX = unchecked(
    {
        "entities": [
            entity("ann", "person", label="Ann Hale"),
            entity("bob", "person", label="Bob"),
            entity("wren", "person", label="Wren"),
            entity("desk", "service", label="The Desk", description="A service. " * 30),
            entity("circle", label="Circle of Orlin"),
            entity("town", "place", label="Orlin"),
        ],
        "claims": [
            claim("c1", "desk funded circle", when="1970", quantity="50", unit="USD"),
            claim("c2", "desk funded circle", when="1971", text="for a press"),
            claim("c3", "ann met bob", when="1955-06-30"),
            claim("c4", "wren same_as ann"),
            claim("c5", "wren funded circle"),
            claim("c6", "ann nickname", text="The Wren"),
            claim("c7", "bob same_as desk"),
            claim("c8", "desk handled ann", place="town", mode="planned"),
        ],
        "sources": [work("annals", title="Annals", unit="page"), work("memoir", title="Memoirs")],
        "citations": [
            cite("c1", "annals", locator="3"),
            cite("c2", "annals"),
            cite("c2", "memoir"),
            cite("c3", "annals"),
            cite("c4", "annals"),
            cite("c5", "annals"),
            cite("c6", "annals"),
            cite("c7", "annals", voice="denies"),
            cite("c8", "annals", chain="memoir@12|files?"),
        ],
    }
)


def test_only_relations_that_fit_both_kinds_are_offered():
    found = composing.relations_for(INDEX, "person", "place")
    types = vocabulary()
    assert found
    for each in found:
        relation = vocabulary().relations[each.id]
        ends = ("place", "person") if each.turned else ("person", "place")
        assert types.is_a(ends[0], relation.domain)
        assert types.is_a(ends[1], relation.range)
    assert "visited" in {each.id for each in found}
    assert "married_to" not in {each.id for each in found}


def test_the_commonest_relation_comes_first():
    found = composing.relations_for(INDEX, "service", "organisation")
    assert [(it.id, it.count) for it in found][:2] == [("funded", 3), ("same_as", 2)]
    assert not any(it.turned for it in found[:10])


def test_what_has_no_object_is_offered_while_none_is_chosen():
    open_, chosen = (
        {it.id for it in composing.relations_for(INDEX, "person", end)} for end in ("", "person")
    )
    assert {"born", "nickname"} <= open_
    assert not {"born", "nickname"} & chosen


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ran", "handled"),
        ("paid off", "bribed"),
        ("Sobornó", "bribed"),
        ("soborno", "bribed"),
        ("handl", "handled"),
        ("case officer", "handled"),
        ("taught", "trained"),
        ("was friend", "befriended"),
        ("murdered", "killed"),
        ("código inexistente", ""),
    ],
)
def test_relations_are_found_by_words_people_use(typed, first):
    found = composing.relations_for(INDEX, "person", "person", typed)
    assert (found[0].id if found else "") == first


def test_a_relation_is_found_by_its_other_end():
    found = composing.relations_for(INDEX, "person", "service", "was handled by")
    assert [(it.id, it.turned) for it in found] == [("handled", True)]


@pytest.mark.parametrize("id_", ontology.load(ontology.packaged_path()).relations)
def test_every_relation_can_be_looked_for_and_says_when_not_to_use_it(id_):
    relation = vocabulary().relations[id_]
    assert relation.otherwise.startswith("Not ")
    assert len(relation.synonyms) > 3
    assert len(relation.cues) > 3
    assert not any("*" in cue[:-1] for cue in relation.cues)
    named = {word.strip("(),.;:") for word in relation.otherwise.split() if "_" in word}
    assert named <= {*vocabulary().relations}


# Chains.

CHAINS = {
    "": "Annals says so itself",
    "!": "Annals has concluded it itself",
    "?": "Annals takes it from somebody whom it does not name",
    "|?": "Annals only reports somebody whom it does not name",
    "memoir": "Annals takes it from Memoirs",
    "|memoir": "Annals only reports Memoirs",
    "memoir@12": "Annals takes it from Memoirs, 12",
    "memoir!": "Annals takes it from Memoirs, which has concluded it itself",
    "memoir>files": "Annals takes it from Memoirs, which takes it from Files",
    "memoir|files": "Annals takes it from Memoirs, which only reports Files",
    "|memoir@12,15>files?": (
        "Annals only reports Memoirs, 12,15, which takes it from Files, which takes it from "
        "somebody whom it does not name"
    ),
    "memoir|?": "Annals takes it from Memoirs, which only reports somebody whom it does not name",
}


@pytest.mark.parametrize("chain", CHAINS)
def test_a_chain_is_a_sentence(chain):
    assert chain_in_words(INDEX, "annals", chain) == CHAINS[chain]


def test_a_new_work_in_a_chain_has_the_title_that_is_given():
    told = chain_in_words(INDEX, "annals", "new", {"new": "A New Work"})
    assert told == "Annals takes it from A New Work"
    with pytest.raises(UnknownName):
        chain_in_words(INDEX, "annals", "new")


works = st.lists(
    st.builds(Pick, st.from_regex(r"[a-z]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True), st.booleans(),
              st.sampled_from(["", "72", "72,75-76"])),
    max_size=4, unique_by=lambda pick: pick.source,
)  # fmt: skip
ends = st.sampled_from([[], [Pick(HEARSAY)], [Pick(HEARSAY, reports=True)], [Pick(OWN)]])


@given(works, ends)
def test_picks_and_chains_lead_to_each_other(some, end):
    picks = (*some, *end)
    chain = chain_of(picks)
    assert picks_of(chain) == picks
    assert chain_of(picks_of(chain)) == chain


@pytest.mark.parametrize(
    "picks",
    [
        [Pick(HEARSAY), Pick("a")],
        [Pick("a"), Pick(OWN), Pick("b")],
        [Pick("a"), Pick("a")],
        [Pick(OWN, reports=True)],
        [Pick("a", place="7>8")],
        [Pick("")],
        [Pick("A b")],
    ],
)
def test_picks_that_make_no_chain_are_refused(picks):
    with pytest.raises(CardindexError):
        chain_of(picks)


# Reading back.


@pytest.mark.parametrize(
    ("row", "citation", "told"),
    [
        (
            {"subject": "desk", "relation": "funded", "object": "new", "quantity": "~400000",
             "unit": "USD", "when": "1970"},
            {"source": "annals", "locator": "12", "chain": "memoir|files", "stance": "denies",
             "certainty": "probable"},
            ("The Desk funded New Man (about 400,000 USD; some time in 1970), denied as probable: "
             "Annals, 12, takes it from Memoirs, which only reports Files."),
        ),
        (
            {"subject": "ann", "relation": "met", "object": "bob", "place": "town"},
            {"source": "annals", "locator": "12", "stance": "affirms", "certainty": "stated"},
            "Ann Hale met Bob (in Orlin), affirmed: Annals, 12 says so itself.",
        ),
        (
            {"subject": "ann", "relation": "nickname", "text": "Owl"},
            None,
            "Ann Hale was nicknamed Owl.",
        ),
        (
            {"subject": "ann", "relation": "funded", "when": "not yet"},
            {"source": "annals"},
            "Ann Hale funded … (not yet), …: Annals says so itself.",
        ),
        ({"subject": "ann"}, {}, "Ann Hale … …, …: … says so."),
    ],
)  # fmt: skip
def test_a_claim_is_read_back_in_one_sentence(row, citation, told):
    assert composing.claim_in_words(INDEX, row, citation, {"new": "New Man"}) == told


def test_a_chain_that_is_none_is_refused_when_read_back():
    with pytest.raises(MalformedValue):
        composing.claim_in_words(INDEX, {"subject": "ann"}, {"source": "annals", "chain": "a>>b"})


# What stands already.


def told(*args: str) -> list[tuple[str, str, bool]]:
    return [(it.claim, it.how, it.same_text) for it in composing.already(INDEX, *args)]


def test_a_claim_that_stands_already_is_found_the_best_first():
    assert told("desk", "funded", "circle") == [("c1", "same", True), ("c2", "same", False)]
    assert told("desk", "funded", "circle", "for a PRESS") == [
        ("c2", "same", True), ("c1", "same", False),
    ]  # fmt: skip


def test_a_symmetric_claim_stands_from_its_other_end_too():
    assert told("bob", "met", "ann") == [("c3", "opposite", True)]
    assert told("circle", "funded", "desk") == []


def test_a_claim_of_one_who_is_said_to_be_the_same_is_found():
    assert told("ann", "funded", "circle") == [("c5", "identical", True)]


def test_an_identity_that_is_only_denied_is_none():
    assert told("bob", "funded", "circle") == []


def test_a_name_stands_already_by_its_text():
    assert told("ann", "nickname", "", "the wren") == [("c6", "same", True)]
    assert told("ann", "nickname", "", "Owl") == [("c6", "same", False)]


def test_what_stands_already_comes_with_sentence_date_and_citations():
    found = composing.already(INDEX, "ann", "met", "bob")[0]
    assert found.sentence == "Ann Hale met Bob (1955-06-30)"
    assert found.when == "1955-06-30"
    assert [(it.title, it.stance) for it in found.citations] == [("Annals", "affirms")]


def test_a_new_entity_has_no_claims_yet():
    assert told("nobody", "met", "ann") == []


# Candidates.


def ids(found: list[composing.Candidate]) -> list[str]:
    return [it.id for it in found]


def test_who_stands_in_the_passage_comes_first():
    found = composing.suggested_entities(INDEX, "Bob met Ann Hale in Orlin.")
    assert ids(found) == ["bob", "ann", "town"]
    assert all(it.here for it in found)


def test_kinds_that_are_wanted_come_first_and_others_are_marked():
    found = composing.suggested_entities(INDEX, "Orlin, Bob.", "", ["agent"])
    assert [(it.id, it.fits) for it in found] == [("bob", True), ("town", False)]


def test_typing_finds_whoever_is_called_so_in_the_passage_first():
    assert ids(composing.suggested_entities(INDEX, "", "orl")) == ["circle", "town"]
    assert ids(composing.suggested_entities(INDEX, "In Orlin.", "orl")) == ["town", "circle"]


def test_a_slip_is_forgiven():
    assert ids(composing.suggested_entities(INDEX, "", "Circel of Orlin"))[0] == "circle"
    assert composing.suggested_entities(INDEX, "", "qqqqqq") == []


def test_a_candidate_comes_with_its_kind_and_one_line():
    found = composing.suggested_entities(INDEX, "", "the desk")[0]
    assert (found.kind, found.weight, found.name) == ("service", 4, "")
    assert found.line.startswith("A service. A service.")
    assert len(found.line) <= 120
    assert composing.suggested_entities(INDEX, "", "The Wren")[0].name == "The Wren"


@pytest.mark.parametrize(
    "typed", ["desk", "norrin", "ASO", "voss mara", "orm", "a", "j r", "HERON"]
)
def test_type_ahead_ranks_as_every_other_search(typed):
    index = small.index()
    wanted = [it.id for it in finding.found(index, typed)]
    assert ids(composing.suggested_entities(index, "", typed, most=100))[: len(wanted)] == wanted


def test_names_like_a_new_one_are_told():
    assert [it.id for it in composing.similar(INDEX, "Hale, Ann")] == ["ann"]
    assert composing.similar(INDEX, "hale, ann")[0].likeness == 100
    assert [it.id for it in composing.similar(INDEX, "Anne Hale")] == ["ann"]
    assert [it.id for it in composing.similar(INDEX, "Hale")] == ["ann"]
    assert composing.similar(INDEX, "Somebody Else") == []
    assert composing.similar(INDEX, " ") == []


@pytest.mark.parametrize(
    ("label", "taken", "id_"),
    [
        ("Ann Hale", (), "ann-hale"),
        ("Ann Hale", ("ann-hale",), "ann-hale-2"),
        ("Ann Hale", ("ann-hale", "ann-hale-2"), "ann-hale-3"),
        ("Łódź & Söhne (O’Hara)", (), "lodz-sohne-ohara"),
        ("K.G.B.", (), "k-g-b"),
        ("Горбачёв", (), "gorbachev"),
        ("Ελλάδα", (), "ellada"),
        ("北京", (), "unnamed"),
        ("!", ("unnamed",), "unnamed-2"),
        ("word " * 40, (), "-".join(["word"] * 12)),
        ("x" * 200, (), "x" * 60),
    ],
)
def test_an_id_is_made_of_a_label(label, taken, id_):
    assert composing.id_for(label, taken) == id_
