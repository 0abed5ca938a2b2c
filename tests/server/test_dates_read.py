"""Dates on pages: read out in words, with the code beside them for who knows it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from cardindex.dates.briefly import in_few_words
from cardindex.server import Served

# A date as EDTF alone has it: hedged, with blanks, a season, an interval, one of several.
CODE = re.compile(r"\d{3}X|\d\dXX|-XX|\d{4}-2[1-4]\b|\d[~?%]|\[\d|\d{4}/|/\.\.")


def visible(text: str) -> str:
    """Return what a reader sees of a page: no attribute, no script, and no code marked as such."""
    body = text.partition("<body")[2]
    body = re.sub(r"<(script|code|svg)\b.*?</\1>", "", body, flags=re.DOTALL)
    return unescape(re.sub("<[^>]*>", " ", body))


@pytest.fixture(scope="module")
def coded(essay: Served) -> dict[str, str]:
    """Return claims whose date is read otherwise than it is written, one for each form of it."""
    whens = essay.index.claims["when"]
    forms = {re.sub(r"\d", "0", when): (str(id_), when) for id_, when in whens.items()
             if in_few_words(when) != when}  # fmt: skip
    return dict(forms.values())


def test_a_claim_and_how_to_cite_it_are_read_in_words(
    client: TestClient, coded: dict[str, str]
) -> None:
    assert len(set(map(in_few_words, coded.values()))) > 10
    for id_, when in coded.items():
        told = client.get(f"/claim/{id_}", headers={"Accept": "text/html"}).text
        cited = unescape(re.search(r'class="cite-as">(.*?)</p>', told, re.DOTALL)[1])
        assert in_few_words(when) in cited, id_
        assert not CODE.search(cited.rpartition(". ")[0]), cited
        assert in_few_words(when) in visible(told)
        assert f'<span class="when" title="{when}">' in unescape(told)
        assert f"<code>{when}</code>" in unescape(told)


def test_pages_of_entities_and_works_show_no_code(
    client: TestClient, essay: Served, coded: dict[str, str]
) -> None:
    index = essay.index
    subjects = {index.claims.at[id_, "subject"] for id_ in coded}
    for path in [*(f"/entity/{id_}" for id_ in sorted(subjects)), "/sources", "/disputes"]:
        text = visible(client.get(path, headers={"Accept": "text/html"}).text)
        assert not CODE.search(text), (path, CODE.search(text))
    dated = [id_ for id_, date in index.sources["date"].items() if in_few_words(date) != date]
    for id_ in dated:
        told = client.get(f"/source/{id_}", headers={"Accept": "text/html"}).text
        date = index.sources.at[id_, "date"]
        assert f"<dd>{in_few_words(date)} <code>{date}</code></dd>" in unescape(told)
    assert dated


def test_a_plain_year_is_told_once(client: TestClient, essay: Served) -> None:
    whens = essay.index.claims["when"]
    id_ = whens.index[whens.str.fullmatch(r"\d{4}")][0]
    told = client.get(f"/claim/{id_}", headers={"Accept": "text/html"}).text
    assert f"<dt>Date</dt><dd>{whens[id_]}</dd>" in told
    assert f'<span class="when">{whens[id_]}</span>' in told


def test_rows_of_an_answer_read_dates_and_files_keep_them(
    client: TestClient, coded: dict[str, str]
) -> None:
    (id_, when), *_ = coded.items()
    query = f"SELECT ?when ('{when}' AS ?text) {{ <claim/{id_}> ci:when ?when }}"
    asked = {"query": query}
    told = client.get("/sparql", params=asked, headers={"Accept": "text/html"}).text
    cells = re.findall(r"<td([^>]*)>(.*?)</td>", told.partition('class="rows"')[2])
    assert [(unescape(more), unescape(text)) for more, text in cells] == [
        (f' title="{when}"', in_few_words(when)), ("", when),
    ]  # fmt: skip
    rows = client.get("/sparql", params=asked, headers={"Accept": "text/csv"}).text
    assert rows.splitlines()[1] == f"{when},{when}"
