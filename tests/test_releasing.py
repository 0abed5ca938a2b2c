"""What a release is told by says the same everywhere: its number, its Pythons, its licence."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from test_wheel import NEWEST, OLDEST

PROJECT = Path(__file__).resolve().parent.parent
ABOUT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CHANGELOG = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
RELEASING = (PROJECT / "docs" / "releasing.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def citation() -> dict[str, Any]:
    """What CITATION.cff says; its dates as text, as its schema has them."""
    text = (PROJECT / "CITATION.cff").read_text(encoding="utf-8")
    found = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - texts alone, no objects
    assert isinstance(found, dict)
    return found


def test_citation_is_of_this_version_under_its_licence(citation: dict[str, Any]) -> None:
    assert (citation["title"], citation["version"]) == (ABOUT["name"], ABOUT["version"])
    assert citation["license"] == ABOUT["license"]
    assert citation["authors"] == ABOUT["authors"]


def test_citation_keeps_to_its_published_schema(citation: dict[str, Any], specs: Path) -> None:
    schema = specs / "cff" / "schema.json"
    if not schema.exists():
        pytest.skip(f"no schema of CFF 1.2.0 in {schema.parent}")
    validator = jsonschema.Draft7Validator(json.loads(schema.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(citation)] == []


def test_changelog_opens_with_what_is_not_released_and_last_released_this_version() -> None:
    headings = re.findall(r"^## (.+)$", CHANGELOG, re.MULTILINE)
    assert headings[0] == "Unreleased"
    released = [re.fullmatch(r"(\d+\.\d+\.\d+) - \d{4}-\d\d-\d\d", each) for each in headings[1:]]
    assert None not in released
    assert [each[1] for each in released if each][:1] in ([], [ABOUT["version"]])


def test_pythons_are_the_same_wherever_they_are_named() -> None:
    named = [
        found[1]
        for each in ABOUT["classifiers"]
        if (found := re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", each))
    ]
    assert (named[0], named[-1]) == (OLDEST, NEWEST)
    before = f"3.{int(NEWEST.partition('.')[2]) + 1}"
    assert ABOUT["requires-python"] == f">={OLDEST},<{before}"
    fits = re.search(
        r"^fits := .*\((\d+), (\d+)\) <= .* < \((\d+), (\d+)\)", MAKEFILE, re.MULTILINE
    )
    assert fits
    assert fits.groups() == (*OLDEST.split("."), *before.split("."))


def test_what_the_checklist_names_is_there() -> None:
    targets = set(re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE))
    for command in re.findall(r"`make ([\w =&-]+)", RELEASING):
        words = command.replace("&& make", "").split()
        assert {word for word in words if "=" not in word} <= targets, command
    for name in re.findall(
        r"`((?:src|tests|benchmarks)/[\w./]+|[\w.]+\.(?:toml|cff|md))`", RELEASING
    ):
        assert (PROJECT / name).exists() or (PROJECT / "graph" / name).exists(), name
    for name in re.findall(r"\]\(([\w.]+)\)", RELEASING):
        assert (PROJECT / "docs" / name).exists(), name


def test_release_is_of_what_is_committed() -> None:
    told = subprocess.run(
        ["make", "--dry-run", "release"], cwd=PROJECT, check=True, capture_output=True, text=True
    ).stdout
    assert "git diff --quiet HEAD" in told
    assert "git archive HEAD" in told
    assert "hatchling build -d ../release" in told
