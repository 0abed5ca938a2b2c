"""The explorer of a slice: in the words of the command line and of permalinks, a few at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier

import pytest
from sites import PATIENCE, until
from starlette.testclient import TestClient

from cardindex.errors import NO_MEMORY
from cardindex.server import Place, Served, Site, application, explorer
from cardindex.server.statics import within
from cardindex.slices import EVERYTHING

SMALL = Path(__file__).resolve().parent.parent / "data" / "page"


@pytest.fixture(scope="module")
def served():
    found = Served.open(Place(SMALL))
    yield found
    found.close()


@pytest.fixture(scope="module")
def asked(served: Served) -> TestClient:
    app = application(Site.of([served]))
    return TestClient(app, base_url="http://127.0.0.1")


def test_a_slice_is_the_page_that_the_command_writes(asked, served, run, tmp_path) -> None:
    told = asked.get("/explore?family=handling&window=1950/1960&focus=ines&depth=2")
    assert told.status_code == 200
    output = tmp_path / "page.html"
    words = "--family=handling --window=1950/1960 --focus=ines --depth=2 --standing=any --mode=any"
    run("view", "-i", SMALL, "-o", output, *words.split())
    title = served.index.title
    written = output.read_text("utf-8")
    for without, with_ in (
        (f"<h1>{title}</h1>", f'<h1><a href="/">{title}</a></h1>'),
        ('<body class="plain">', '<body class="plain" data-server="/">'),
        ("<style>", f'<link rel="icon" href="{within("icon.svg")}">\n<style>'),
    ):
        written = written.replace(without, with_, 1)
    assert told.text == written
    assert told.headers["content-security-policy"].split("; frame")[0] in written.replace(
        "&#39;", "'"
    )


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ("family=money&family=handling", "families", {"money", "handling"}),
        ("families=money,handling", "families", {"money", "handling"}),
        ("window=1953", "window", "1953"),
        ("window=1953&surely=1", "surely", True),
        ("surely=0", "surely", False),
        ("mode=actual", "modes", {""}),
        ("mode=any", "modes", EVERYTHING.modes),
        ("standing=denied,contested", "standings", {"denied", "contested"}),
        ("struck=source:survey", "struck", {"source:survey"}),
        ("entity=Ines", "entities", {"ines"}),
    ],
)
def test_options_and_permalinks_say_the_same(served, query, field, value) -> None:
    from starlette.datastructures import QueryParams

    found = explorer._asked(served, QueryParams(query), None, 1000, "/")
    assert getattr(found.chosen, field) == value


@pytest.mark.parametrize(
    ("path", "status"),
    [("/explore?family=nonsense", 404), ("/explore?nonsense=1", 400), ("/explore?depth=0", 400),
     ("/explore?depth=1e3", 400), ("/explore?window=x", 400), ("/explore?focus=nobody", 404),
     ("/explore?most=999999999", 400), ("/explore/entity/nobody", 404),
     ("/explore?text=--help%00", 400)],
)  # fmt: skip
def test_what_cannot_be_shown_is_told(asked: TestClient, path: str, status: int) -> None:
    assert asked.get(path).status_code == status


def test_more_at_once_are_told_to_come_again(asked, served, monkeypatch) -> None:
    monkeypatch.setattr(explorer._SLOTS, "_wait", 0.01)
    with ExitStack() as taken:
        for _ in range(explorer.AT_ONCE):
            taken.enter_context(explorer._SLOTS.one())
        told = asked.get("/explore?text=nothing-like-it")
    assert (told.status_code, told.headers["retry-after"]) == (503, "10")


def test_two_who_ask_the_same_at_once_both_have_it(asked, monkeypatch) -> None:
    both = Barrier(2)

    def made(served: Served, _: object, path: Path) -> None:
        path.write_text(f'<body class="plain"><h1>{served.index.title}</h1>', encoding="utf-8")
        if both.wait(PATIENCE):
            # The other has it done, and put where it is kept.
            final = path.with_name(f"{path.name.partition('.')[0]}.html")
            until(final.exists)

    monkeypatch.setattr(explorer, "_in_another_process", made)
    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(asked.get, ["/explore?text=asked-by-two"] * 2))
    assert [(each.status_code, each.text) for each in told] == [
        (200, '<body class="plain" data-server="/"><h1><a href="/">The harbour papers</a></h1>')
    ] * 2


def test_an_index_that_has_changed_on_disk_is_shown_as_it_is_served(tmp_path) -> None:
    import shutil

    folder = tmp_path / "index"
    shutil.copytree(SMALL, folder)
    served = Served.open(Place(folder))
    asked = TestClient(application(Site.of([served])), base_url="http://127.0.0.1")
    (folder / "claims.csv").write_text("broken", encoding="utf-8")
    told = asked.get("/explore/entity/ines")
    assert (told.status_code, "<title>" in told.text) == (200, True)
    served.close()


def test_where_texts_are_shown_it_is_made_in_a_process_of_its_own(tmp_path, monkeypatch) -> None:
    (tmp_path / "aurora-letters.txt").write_text("Dear Ines", encoding="utf-8")
    served = Served.open(Place(SMALL, texts=tmp_path))
    assert served.texts
    monkeypatch.setattr(explorer, "page", None)  # what would make it here
    asked = TestClient(application(Site.of([served])), base_url="http://127.0.0.1")
    assert asked.get("/explore/entity/ines").status_code == 200
    (tmp_path / "aurora-letters.txt").write_text("Dear Iris", encoding="utf-8")
    assert not served.is_as_on_disk()
    served.close()


def test_what_went_wrong_is_for_the_operator_alone(asked, monkeypatch) -> None:
    monkeypatch.setattr(explorer, "_options", lambda *_: ["--nonsense=/a/path/of/the/machine"])
    told = asked.get("/explore?text=something-else")
    assert (told.status_code, told.headers["retry-after"]) == (503, "10")
    assert "machine" not in told.text


def test_a_page_that_takes_too_much_memory_is_ended_and_told(asked, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(explorer, "MEMORY", 100 << 20)
        greedy = "bytes(300 << 20)\nmain()"
        patch.setattr(explorer, "_BOOT", explorer._BOOT.replace("main()", greedy))
        told = asked.get("/explore?text=of-little-memory")
    assert (told.status_code, told.headers["retry-after"]) == (503, "10")
    assert NO_MEMORY in told.text
    assert asked.get("/explore?text=of-little-memory").status_code == 200
