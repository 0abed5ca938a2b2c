"""Pictures for previews: of one size, equal for equal input, whatever a name is."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from starlette.testclient import TestClient

from cardindex.server.head import letters, plain
from cardindex.server.socialcards import INK, SIZE, Picture, drawn

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
NAMES = (
    "", "KGB", "x" * 10_000, "word " * 2000, "محمد بن عبد الله " * 20, "שלום עולם", "毛泽东",
    "\u202eevil\u2066", "e\u0301" * 500, FAMILY * 50, "\x00\x1b[31m", "a\u0300\u0301" * 300,
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_any_name_has_a_picture(name: str) -> None:
    picture = Picture(name, name, ((name, INK), (name, INK)), name, "an-id")
    told = drawn(picture)
    assert Image.open(io.BytesIO(told)).size == SIZE
    assert drawn(picture) == told


def test_what_cannot_be_written_is_called_by_its_id() -> None:
    assert drawn(Picture("t", "毛泽东", (), "", "mao")) == drawn(Picture("t", "mao", (), "", "mao"))


def test_text_is_cut_between_letters() -> None:
    for text in ("e\u0301" * 100, FAMILY * 30, "word " * 40):
        cut = plain(text, 20).removesuffix("…")
        assert len(cut) < 20
        assert "".join(letters(text)[: len(letters(cut))]).rstrip() == cut


@pytest.mark.parametrize("path", ["home", "entity/kgb", "claim/c0533"])
def test_there_is_one_of_everything(client: TestClient, path: str) -> None:
    told = client.get(f"/card/{path}.png")
    assert told.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(told.content)).size == SIZE


def test_there_is_none_of_nobody(client: TestClient) -> None:
    assert client.get("/card/entity/nobody.png").status_code == 404
