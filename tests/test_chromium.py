"""A browser is taken for one only when it says so."""

from __future__ import annotations

from pathlib import Path

import chromium
import firefox
import pytest


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program"
    path.touch(mode=0o755)
    return path


def test_program_that_says_chromium_is_one(program: Path) -> None:
    program.write_text("#!/bin/sh\necho Chromium 1.2.3\n", encoding="utf-8")
    assert chromium.runs(str(program))


@pytest.mark.parametrize(
    "script",
    ["#!/bin/sh\necho install the snap; exit 1\n", "#!/bin/sh\necho 1.2.3\n", "#!/no/such/shell\n"],
)
def test_program_in_its_place_is_not(program: Path, script: str) -> None:
    program.write_text(script, encoding="utf-8")
    assert not chromium.runs(str(program))


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ("Mozilla Firefox 153.8.0esr", True),
        ("Mozilla Firefox 140.12.0esr", False),
        ("Chromium 160", False),
    ],
)
def test_firefox_is_taken_if_it_is_new_enough(program: Path, said: str, fits: bool) -> None:
    program.write_text(f"#!/bin/sh\necho {said}\n", encoding="utf-8")
    assert firefox.fits(str(program)) == fits


def test_the_one_asked_for_is_taken(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program.write_text("#!/bin/sh\necho Chromium 1.2.3\n", encoding="utf-8")
    monkeypatch.setenv(chromium.VARIABLE, str(program))
    assert chromium.find() == program


def test_asking_for_one_that_does_not_run_is_an_error_that_names_it(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(chromium.VARIABLE, str(program))
    with pytest.raises(chromium.ChromiumNotUsableError, match=f"{program} is not a Chromium"):
        chromium.find()
