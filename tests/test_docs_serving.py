"""docs/serving.md and the section of docs/commands.md: options, bounds and files as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cardindex.cli.serve import command
from cardindex.server import deadlines, guard, metrics, worker
from cardindex.server.connections import Bounds

PROJECT = Path(__file__).resolve().parent.parent
SERVING = (PROJECT / "docs" / "serving.md").read_text("utf-8")
COMMANDS = (PROJECT / "docs" / "commands.md").read_text("utf-8")
SECTION = COMMANDS[COMMANDS.index("## serve\n") : COMMANDS.index("## desk\n")]
FILES = ("Caddyfile", "Containerfile", "cardindex.service", "nginx.conf")


def test_every_option_is_told() -> None:
    options = {name for each in command.params for name in each.opts if name.startswith("--")}
    assert options - set(re.findall(r"--[a-z-]+", SECTION)) - {"--help"} == set()


def test_bounds_are_told_as_they_are() -> None:
    bounds = Bounds()
    usual, longer = guard.MOST_BYTES // 10**6, guard.MORE_BYTES["sparql"] // 10**6
    told = [
        f"after {bounds.head_seconds} seconds",
        f"after {bounds.request_seconds} seconds",
        f"after {bounds.answer_seconds} seconds",
        f"headers of more than {bounds.head // 1000} KB, or more than {bounds.headers}",
        f"a body of more than {usual} MB (SPARQL: {longer} MB), or {guard.MOST_HELD // 10**6} MB",
        f"more than {guard.MOST_REQUESTS} requests",
        f"OpenRefine's rows and IPIF's lists after {deadlines.SECONDS:g} |",
    ]
    assert [each for each in told if each not in SERVING] == []
    assert f"after {worker.GRACE} seconds at\nmost" in SECTION


@pytest.mark.parametrize("name", FILES)
def test_every_example_is_told_and_names_example_hosts_alone(name: str) -> None:
    text = (PROJECT / "deploy" / name).read_text("utf-8")
    assert f"../deploy/{name}" in SERVING
    hosts = re.findall(r"[\w.-]+\.(?:com|org|net)\b", text)
    assert all(host.endswith("example.org") for host in hosts)


@pytest.mark.parametrize("name", FILES)
def test_examples_give_options_that_there_are(name: str) -> None:
    text = (PROJECT / "deploy" / name).read_text("utf-8")
    serving = "".join(
        re.findall(r"(?:cardindex serve|cardindex /index)((?:[^\n]*\\\n)*[^\n]*)", text)
    )
    known = {name for each in command.params for name in each.opts}
    assert set(re.findall(r"(?<!\S)--[a-z-]+", serving)) <= known


def test_the_container_is_given_all_that_the_package_is_made_of() -> None:
    text = (PROJECT / "deploy" / "Containerfile").read_text("utf-8")
    copied = {
        name for line in re.findall(r"^COPY (.*)$", text, re.MULTILINE) for name in line.split()
    }
    links = [path.resolve() for path in (PROJECT / "src").rglob("*") if path.is_symlink()]
    needed = {path.relative_to(PROJECT).parts[0] for path in links}
    assert needed | {"src", "pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA"} <= copied


def test_what_is_counted_is_called_as_the_page_has_it() -> None:
    named = set(re.findall(r"`(cardindex_\w+)`", SERVING))
    source = Path(metrics.__file__).read_text("utf-8")
    assert [name for name in named if f'"{name.removeprefix("cardindex_")}"' not in source] == []
