"""What the application of the desk answers while the index changes under it."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import copied

from cardindex.desk import Desk
from cardindex.desk.application import steady


def test_what_is_asked_while_the_index_is_read_anew_is_answered_of_the_new_one(
    tmp_path: Path,
) -> None:
    desk = Desk.open(copied(tmp_path))
    desk.wait()
    old = desk.reading

    def label(desk: Desk, id_: str) -> str:
        if desk.reading is old:
            desk.refresh()
            desk.wait()
            raise KeyError(id_)  # as the name was in the one that was looked at first
        return desk.index.labels[id_]

    try:
        assert steady(label)(desk, "mira-brack") == "Mira Brack"
        with pytest.raises(KeyError):
            steady(label)(desk, "nobody-at-all")
    finally:
        desk.close()
