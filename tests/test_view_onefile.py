"""The page as a text: sealed, self-contained, and the same every time."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from building import Row, unchecked
from generated import indexes
from hypothesis import given, settings

from cardindex.errors import UnknownName
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.view import page
from cardindex.view.scripts import scripts

TESTS = Path(__file__).resolve().parent
HARBOUR = TESTS / "data" / "page"
STATIC = TESTS.parent / "src" / "cardindex" / "view" / "static"
SCRIPTS = sorted(STATIC.rglob("*.js"))


@pytest.fixture(scope="module")
def html() -> str:
    return page(tally(Index.open(HARBOUR)))


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_policy_allows_nothing_but_what_stands_in_the_page(html: str) -> None:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert found
    policy = found[1].replace("&#39;", "'")
    shade, first, main = re.findall(r"<script(?: type=\"module\")?>(.*?)</script>", html, re.DOTALL)
    packed = re.search(r'id="vis-network">"(.*?)"</script>', html)
    assert packed
    vis = gzip.decompress(base64.b64decode(packed[1])).decode()
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    allowed = " ".join(f"'sha256-{digest(script)}'" for script in (shade, first, vis, main))
    assert policy == (
        f"default-src 'none'; script-src {allowed}; style-src 'sha256-{digest(style)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def test_no_attribute_asks_for_anything_outside(html: str) -> None:
    outside = re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    assert re.findall(r"<link|\bsrc=\"|href=\"http|sourceMappingURL|@import", outside) == []
    assert "sourceMappingURL" not in html


def test_names_are_escaped_where_the_template_writes_them(html: str) -> None:
    assert "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;" in html
    assert "<img" not in html


def test_scripts_have_every_file_once_and_after_those_it_imports() -> None:
    text = "\n".join(scripts())
    order = re.findall(r"^// ([\w/]+\.js)$", text, re.MULTILINE)
    assert sorted(order) == sorted(map(path_of, SCRIPTS))
    assert re.findall(r"^(?:import|export) .*$", text, re.MULTILINE) == []
    for script in SCRIPTS:
        imported = re.findall(r'from "(\.[^"]+)"', script.read_text(encoding="utf-8"))
        others = [path_of((script.parent / other).resolve()) for other in imported]
        at = order.index(path_of(script))
        assert all(order.index(other) < at for other in others), script


def path_of(script: Path) -> str:
    return script.relative_to(STATIC).as_posix()


def test_no_script_makes_elements_from_text() -> None:
    unsafe = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\("
    )
    for script in SCRIPTS:
        assert not unsafe.search(script.read_text(encoding="utf-8")), script.name


def test_every_text_that_is_said_is_written_and_every_one_written_is_said() -> None:
    words = json.loads((STATIC / "text.json").read_text(encoding="utf-8"))
    written = set(_keys(words))
    scripts = "\n".join(script.read_text(encoding="utf-8") for script in SCRIPTS)
    said = set(re.findall(r'\bsay\(\s*"([\w.]+)"', scripts))
    template = (STATIC / "page.html").read_text(encoding="utf-8")
    said |= set(re.findall(r"words\.((?:\w+\.)*\w+)(?!\[|\w)", template.replace(".replace(", "(")))
    assert sorted(said - written) == []
    # Keys that are put together: `claim.standing.${standing}`.
    families = set(re.findall(r"[`\"]([a-z_]+(?:\.[a-z_]+)*)[._]\$\{", scripts))
    families |= {"quantity", *re.findall(r"words\.(\w+)\[", template)}
    unsaid = {
        key
        for key in written - said
        if not any(key.startswith((f"{family}.", f"{family}_")) for family in families)
    }
    assert sorted(unsaid) == []


def _keys(words: dict[str, object], before: str = "") -> list[str]:
    keys: list[str] = []
    for name, value in words.items():
        if isinstance(value, dict) and "other" not in value:
            keys += _keys(value, f"{before}{name}.")
        else:
            keys.append(f"{before}{name}")
    return keys


def test_page_without_script_says_how_many_claims_are_not_in_its_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cardindex.view.onefile.NOSCRIPT_CLAIMS", 20)
    html = page(tally(Index.open(HARBOUR)))
    assert html.count("<tr><td>") == 20
    assert "2 more claims are not in this table" in html


@settings(max_examples=15)
@given(indexes())
def test_every_index_has_a_page(rows: dict[str, list[Row]]) -> None:
    made_up = unchecked(rows)
    html = page(tally(made_up))
    assert html.count("<tr><td>") == len(made_up.claims)


def test_unknown_focus_offers_the_nearest() -> None:
    with pytest.raises(UnknownName, match='did you mean "aurora"'):
        page(tally(Index.open(HARBOUR)), focus="aurorra")


def test_equal_bytes_under_any_hash_seed() -> None:
    script = (
        "import sys, hashlib; from cardindex.evidence import tally; "
        "from cardindex.index import Index; from cardindex.view import page; "
        "print(hashlib.sha256(page(tally(Index.open(sys.argv[1]))).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script, str(HARBOUR)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
