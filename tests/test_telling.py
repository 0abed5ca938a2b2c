"""Cards with links say what those of ``show`` say, of everything and of a part."""

from __future__ import annotations

import building
import numpy as np
import pytest
import small

from cardindex import cards
from cardindex.evidence import tally
from cardindex.slices import Slice
from cardindex.telling import Laid, Telling, dossier, laid, told, work
from cardindex.telling.known import Columns


@pytest.fixture(scope="module", params=["whole", "part"])
def known(request) -> Laid:
    """Everything, or a part in which rows stand elsewhere than in the index."""
    part = Slice(standings=frozenset(("single-root", "contested", "denied")))
    return laid(small.selection() if request.param == "whole" else tally(small.index(), part))


def _cited(telling: Telling) -> tuple[object, ...]:
    roots = tuple(root.label for root in telling.roots)
    return telling.work.label, telling.stance, telling.certainty, sorted(roots)


def test_claims_are_those_of_show(known: Laid) -> None:
    selection = known.selection
    for said in told(known, np.arange(len(known.ids)), whole=True):
        line = cards.claim_line(selection, said.id)
        assert (said.standing, said.gloss) == (line.standing, line.gloss)
        found = sorted(map(_cited, said.tellings))
        assert found == sorted(
            (one.work, one.stance, one.certainty, sorted(one.roots)) for one in line.citations
        )
        flags = {word for word, _ in said.flags}
        assert flags == set(line.remarks)


def test_an_entity_has_the_claims_of_its_card(known: Laid) -> None:
    for entity in small.index().entities.index:
        card = cards.card(known.selection, entity)
        mine = dossier(known, entity)
        shown = sorted(str(known.ids[at]) for fold in mine.folds for at in fold.at)
        assert shown == sorted(line.claim for _, lines in card.families for line in lines)
        assert mine.digest.claims == len(shown)
        assert mine.said_to_be == card.said_to_be
        assert mine.under_this_name == card.under_this_name


def test_a_work_says_what_it_speaks_for(known: Laid) -> None:
    index, selection = small.index(), known.selection
    for source in index.sources.index:
        mine = work(known, source)
        speaks = selection.citations["speakers"].map(lambda works, one=source: one in works)
        claims = set(selection.citations.loc[speaks, "claim"])
        assert {str(known.ids[at]) for fold in mine.folds for at in fold.at} == claims
        assert mine.says.claims == len(claims)


def test_the_most_telling_comes_first(tmp_path) -> None:
    index = building.index(
        tmp_path,
        [building.claim("c1", "a funded b")],
        [
            building.cite("c1", "rumour", voice="affirms possible"),
            building.cite("c1", "book", chain="letter"),
            building.cite("c1", "paper"),
        ],
        [building.work("letter", origin="a")],
    )
    (said,) = told(laid(tally(index)), np.array([0]))
    assert [one.work.id for one in said.affirms] == ["book", "paper", "rumour"]
    assert [step.work.id for step in said.affirms[0].steps] == ["letter", "book"]
    assert [root.id for root in said.affirms[0].named] == ["a"]


def test_long_tables_are_asked_as_short_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = small.index().claims
    at = np.array([3, 0, 3])
    plain = Columns(frame, ("subject", "gloss", "ties")).rows(at)
    monkeypatch.setattr("cardindex.telling.known.PLAIN", 1)
    assert Columns(frame, ("subject", "gloss", "ties")).rows(at) == plain


def test_ties_are_told_from_either_end(tmp_path) -> None:
    index = building.index(
        tmp_path,
        [building.claim("c1", "a funded b", ties="part c2"), building.claim("c2", "a funded d")],
        [building.cite("c1", "x"), building.cite("c2", "x")],
    )
    ties = {one.id: one.ties[0].how for one in told(laid(tally(index)), np.array([0, 1]))}
    assert ties == {"c1": "part of", "c2": "has as a part"}
