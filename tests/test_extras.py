"""What an extra brings and is missing is told before anything else, with how to install it."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

import pytest
from commands import Run
from test_house import OF_EXTRAS, OURS, distribution, requirements

from cardindex.errors import CardindexError, NotInstalled

SMALL = Path(__file__).parent / "data" / "valid" / "small"

# Extra, package that is missing, module that is hidden, and what cannot be done without it.
MISSING = [
    ("citations", "citeproc", "citeproc", ("export", "footnotes", "--style", "apa", "-o", "OUT")),
    (
        "cluster", "Spark's client", "pyspark.sql.connect.session",
        ("cluster", "tally", "--spark", "sc://127.0.0.1:1", "--in", "IN", "--out", "OUT"),
    ),
    ("desk", "starlette", "starlette", ("desk", "INDEX", "--no-browser")),
    ("desk", "uvicorn", "uvicorn", ("desk", "INDEX", "--no-browser")),
    ("imports", "bibtexparser", "bibtexparser", ("import", "bibtex", "IN", "-o", "OUT")),
    ("plots", "matplotlib", "matplotlib", ("rank", "degree", "--plot", "OUT")),
    ("plots", "matplotlib", "matplotlib", ("timeline", "--told", "--plot", "OUT")),
    ("serve", "httptools", "httptools", ("serve", "INDEX")),
    ("serve", "PIL", "PIL", ("serve", "INDEX")),
    ("serve", "matplotlib", "matplotlib", ("serve", "INDEX")),
    ("serve", "prometheus_client", "prometheus_client", ("serve", "INDEX")),
    ("serve", "starlette", "starlette", ("serve", "INDEX")),
    ("serve", "uvicorn", "uvicorn", ("serve", "INDEX")),
    ("texts", "selectolax", "selectolax.lexbor", ("init", "OUT", "--from-texts", "FOLDER")),
]  # fmt: skip


@pytest.mark.parametrize("missing", MISSING, ids=lambda missing: f"{missing[0]}-{missing[1]}")
def test_command_without_its_extra_says_how_to_install_it(
    missing: tuple[str, str, str, tuple[str, ...]],
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extra, package, module, words = missing
    texts, file, out = tmp_path / "texts", tmp_path / "in", tmp_path / "out"
    texts.mkdir()
    for path in (file, texts / "page.html"):
        path.write_text("@book{one, title = {One}}\n", encoding="utf-8")
    places = {"INDEX": SMALL, "IN": file, "OUT": out, "FOLDER": texts}
    if words[0] in ("export", "rank", "timeline"):
        words = (*words, "-i", "INDEX")
    monkeypatch.setitem(sys.modules, module, None)
    told = run(*(places.get(word, word) for word in words))
    assert told.code == 1
    assert f"{package} " in told.err
    assert (
        f'is needed, and it is not installed; install it with: pip install "cardindex[{extra}]"'
        in (told.err)
    )
    assert not out.exists()


def test_each_extra_is_missed_by_some_command() -> None:
    assert {extra for extra, *_ in MISSING} == set(OF_EXTRAS)


def test_plots_in_python_say_how_to_install_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.delitem(sys.modules, "cardindex.measures.plots", raising=False)
    with pytest.raises(NotInstalled, match=r'pip install "cardindex\[plots\]"') as raised:
        import_module("cardindex.measures.plots")
    assert isinstance(raised.value, CardindexError)
    assert isinstance(raised.value, ImportError)
    assert (raised.value.package, raised.value.extra) == ("matplotlib", "plots")


def test_page_of_dependencies_names_every_package_where_it_is_required() -> None:
    page = (Path(__file__).parent.parent / "docs" / "dependencies.md").read_text(encoding="utf-8")
    everybody, _, extras = page.partition("## Extras")
    told = {"": set(re.findall(r"^\| ([\w-]+) \|.*\|.*\|.*\|.*\|.*\|$", everybody, re.MULTILINE))}
    told[""].discard("package")
    for extra, packages in re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|", extras, re.MULTILINE):
        parts = re.sub(r"\([^)]*\)", "", packages).split(",")
        told[extra] = {part.split()[0] for part in parts}
    required = {
        extra: {distribution(entry).replace("_", "-") for entry in entries}
        for extra, entries in requirements().items()
        if extra not in OURS
    }
    assert told == required
