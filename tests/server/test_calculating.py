"""What may take long is worked out in a process of its own, which is ended at its limits."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.exceptions import HTTPException

from cardindex.server import Place, Served
from cardindex.server import calculating as calculating_
from cardindex.server import calculator as calculator_
from cardindex.server.calculating import AT_ONCE, Calculators
from cardindex.server.calculator import Answer, Question

SMALLEST = Path(__file__).resolve().parent.parent / "data" / "valid" / "smallest"
WEIGHTS = Question("weigh", "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALLEST, tmp_path / "index"))


@pytest.fixture
def own(folder: Path) -> Iterator[Calculators]:
    found = Calculators(Served.open(Place(folder)))
    yield found
    found.close()


def idle(own: Calculators) -> list[calculating_.Process]:
    return [process for each, process in calculating_._IDLE if each is own]


def test_who_takes_too_long_is_ended_and_the_next_is_answered(own: Calculators) -> None:
    own.answer(WEIGHTS)
    (process,) = idle(own)
    with pytest.raises(HTTPException) as told:
        own.answer(WEIGHTS, seconds=0.0)
    assert told.value.status_code == 503
    assert told.value.detail == "this takes more than 0 seconds; ask for a smaller part"
    assert told.value.headers == {"Retry-After": "5"}
    assert (process.lives(), idle(own)) == (False, [])
    assert json.loads(own.answer(WEIGHTS))


def test_a_long_question_is_ended_in_the_middle_of_its_work(essay: Served) -> None:
    own = Calculators(essay)
    try:
        own.answer(WEIGHTS)
        (process,) = idle(own)
        with pytest.raises(HTTPException) as told:
            own.answer(Question("rank", "measure=betweenness"), seconds=0.05)
        assert told.value.detail == "this takes more than 0.05 seconds; ask for a smaller part"
        assert not process.lives()
        assert json.loads(own.answer(WEIGHTS))
    finally:
        own.close()


def test_process_is_kept_for_the_next_question_whatever_was_wrong_with_the_last(
    own: Calculators,
) -> None:
    with pytest.raises(HTTPException) as told:
        own.answer(Question("weigh", "strike=nobody"))
    assert told.value.status_code == 400
    (process,) = idle(own)
    own.answer(WEIGHTS)
    assert idle(own) == [process]


def test_process_that_somebody_ended_is_replaced(own: Calculators) -> None:
    first = own.answer(WEIGHTS)
    (process,) = idle(own)
    process.end()
    assert own.answer(WEIGHTS) == first
    assert idle(own) != [process]


def test_answer_is_of_the_version_that_is_served(own: Calculators, folder: Path) -> None:
    asked = Question("entities/{id}", "surely=1", "ada")
    assert json.loads(own.answer(asked))["label"] == "Ada"
    for process in idle(own):
        process.end()
    entities = folder / "entities.csv"
    entities.write_text(entities.read_text("utf-8").replace("Ada", "Augusta"), "utf-8")
    assert json.loads(own.answer(asked))["label"] == "Ada"


def test_nothing_is_answered_of_another_version(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Calculators(replace(Served.open(Place(folder)), version="another"))
    with pytest.raises(HTTPException) as told:
        own.answer(WEIGHTS)
    assert told.value.status_code == 503
    assert "the operator of this site finds more in the log" in told.value.detail
    assert idle(own) == []


def test_a_few_processes_wait_whatever_the_number_of_indexes(folder: Path) -> None:
    several = [Calculators(Served.open(Place(folder, name))) for name in "abc"]
    for own in several:
        own.answer(WEIGHTS)
    assert [len(idle(own)) for own in several] == [0, 1, 1]
    assert len(several) == AT_ONCE + 1
    (process,) = idle(several[-1])
    for own in several:
        own.close()
        assert idle(own) == []
    assert not process.lives()


def test_who_needs_too_much_memory_is_told(
    own: Calculators, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> object:
        raise MemoryError

    monkeypatch.setitem(
        calculator_._BY_PATH, "weigh", replace(calculator_._BY_PATH["weigh"], answer=full)
    )
    told = calculator_.answer(own._served, WEIGHTS)
    assert told == Answer(503, b"", "this takes more than 1,024 MB; ask for a smaller part")
    monkeypatch.setattr(calculating_, "_asked", lambda *_: told)
    with pytest.raises(HTTPException) as refused:
        own.answer(WEIGHTS)
    assert refused.value.status_code == 503
    assert idle(own) == []
