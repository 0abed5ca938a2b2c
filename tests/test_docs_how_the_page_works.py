"""docs/how-the-page-works.md names files and functions that are there, and all of the folders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
VIEW = PROJECT / "src" / "cardindex" / "view"
STATIC = VIEW / "static"
TEXT = (PROJECT / "docs" / "how-the-page-works.md").read_text(encoding="utf-8")

DECLARED = r"(?:function\*?|const|let|interface|def) +{name}\b"
FILES = sorted(set(re.findall(r"`([\w./-]+\.(?:js|py|json|html|css|d\.ts))`", TEXT)))
NAMES = sorted(set(re.findall(r"`(\w+)` \(`([\w./-]+)`\)", TEXT)))
PIECES = re.findall(r"`([^`]+)`", TEXT)


def named(file: str) -> Path:
    """Return the file that a name in the text is of."""
    return next(
        (path for folder in (STATIC, VIEW, PROJECT) if (path := folder / file).is_file()),
        PROJECT / file,
    )


@pytest.mark.parametrize("file", FILES)
def test_file_that_is_named_is_there(file: str) -> None:
    assert named(file).is_file()


@pytest.mark.parametrize(("name", "file"), NAMES)
def test_function_that_is_named_is_in_its_file(name: str, file: str) -> None:
    text = named(file).read_text(encoding="utf-8")
    assert re.search(DECLARED.format(name=name), text)


def test_every_folder_of_scripts_is_told_of_in_the_order_in_which_they_import() -> None:
    folders = {path.parent.name for path in STATIC.glob("*/*.js")}
    told = re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)
    assert set(told) == folders
    order = (PROJECT / "docs" / "page.md").read_text(encoding="utf-8")
    listed = re.search(r"folders by duty: ((?:`\w+`(?:, )?)+)", order)
    assert listed
    assert told == re.findall(r"`(\w+)`", listed[1])


def test_every_script_at_the_root_is_told_of() -> None:
    assert {path.name for path in STATIC.glob("*.js")} <= set(FILES)


@pytest.mark.parametrize(
    "attribute", sorted({it for it in PIECES if it.startswith("data-") and it != "data-"})
)
def test_attribute_that_is_named_is_heard(attribute: str) -> None:
    field = re.sub(r"-(\w)", lambda match: match[1].upper(), attribute.removeprefix("data-"))
    text = (STATIC / "main.js").read_text(encoding="utf-8")
    assert attribute in text or re.search(rf"\b{field}\b", text)
