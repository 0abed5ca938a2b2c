"""IPIF: the published OpenAPI holds our answers, no denial is lost, our own reader reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from starlette.testclient import TestClient

from cardindex.folding import folded
from cardindex.imports import FORMATS, FoundClaim, FoundEntity, FoundSource, Wishes
from cardindex.server import Served

KINDS = {"persons": "Person", "sources": "Source", "statements": "Statement",
         "factoids": "Factoid"}  # fmt: skip


@pytest.fixture(scope="module")
def judged(specs: Path) -> Any:
    """Holds JSON against one of the component schemas of the published OpenAPI."""
    text = (specs / "ipif" / "prosopogrAPhI.yaml").read_text("utf-8", errors="replace")
    components = yaml.safe_load(text)["components"]
    # The text of the standard lets a dateTime or a date stand for each; "format" is not judged.

    def held(answer: Any, name: str) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": components}
        Draft7Validator(schema).validate(answer)

    return held


@pytest.fixture(scope="module")
def everything(client: TestClient) -> dict[str, list[dict[str, Any]]]:
    """All that the service has, by kind."""
    found = {}
    for kind in KINDS:
        told = client.get(f"/ipif/{kind}", params={"size": 500}).json()
        assert len(told[kind]) == told["protocol"]["totalHits"]
        found[kind] = told[kind]
    return found


def _ids(client: TestClient, kind: str, **filters: Any) -> list[str]:
    told = client.get(f"/ipif/{kind}", params={"size": 500, **filters})
    assert told.status_code == 200, told.text
    return [each["@id"] for each in told.json()[kind]]


def test_all_answers_are_as_the_standard_has_them(
    client: TestClient, judged: Any, everything: dict[str, list[dict[str, Any]]]
) -> None:
    judged(client.get("/ipif/describe").json(), "ServiceDescription")
    for kind, name in KINDS.items():
        told = client.get(f"/ipif/{kind}").json()
        assert told["protocol"]["size"] == 30
        judged(told, f"{name}sResponse")
        for each in everything[kind]:
            judged(each, name)
            assert all(each.values()) or each.get("factoid-refs") == [] or each["uris"] == []
        one = everything[kind][7]
        assert client.get(f"/ipif/{kind}/{one['@id']}").json() == one
        judged(client.get(f"/ipif/{kind}/nobody").json(), "Error")


def test_each_citation_of_a_claim_of_a_person_is_a_factoid_of_it(
    essay: Served, everything: dict[str, list[dict[str, Any]]]
) -> None:
    index = essay.index
    persons = set(index.entities.index[index.entities["type"] == "person"])
    claims = index.claims[
        index.claims["subject"].isin(persons) | index.claims["object"].isin(persons)
    ]
    cited = index.citations[index.citations["claim"].isin(claims.index)]
    assert [each["@id"] for each in everything["factoids"]] == cited["id"].tolist()
    assert {each["@id"] for each in everything["persons"]} == persons
    assert {each["@id"].partition("-")[0] for each in everything["statements"]} == set(
        cited["claim"]
    )


def test_a_denial_is_marked_and_never_lost(
    essay: Served, everything: dict[str, list[dict[str, Any]]]
) -> None:
    citations = essay.index.citations.set_index("id")
    statements = {each["@id"]: each for each in everything["statements"]}
    denials = 0
    for factoid in everything["factoids"]:
        stance = citations.at[factoid["@id"], "stance"]
        (ref,) = factoid["statement-refs"]
        told = statements[ref["@id"]]
        marked = told["statementType"]["label"].startswith(f"{stance}: ")
        assert marked == (stance != "affirms")
        assert (f"This source {stance} it: " in told["statementText"]) == marked
        if marked:
            denials += 1
            assert "memberOf" not in told
            assert "uri" not in told["statementType"]
    assert denials > 1


def test_what_is_given_our_own_reader_reads(
    tmp_path: Path, everything: dict[str, list[dict[str, Any]]]
) -> None:
    path = tmp_path / "all.json"
    path.write_text(json.dumps(everything), encoding="utf-8")
    found = list(FORMATS["ipif"].read([path], Wishes()))
    claims = [each for each in found if isinstance(each, FoundClaim)]
    assert {each.key.partition("/")[0] for each in claims} == {
        each["@id"] for each in everything["statements"]
    }
    entities = {each.key: each.label for each in found if isinstance(each, FoundEntity)}
    assert entities["salvador-allende"] == "Salvador Allende"
    assert {each["@id"] for each in everything["persons"]} <= entities.keys()
    sources = {each.key for each in found if isinstance(each, FoundSource)}
    assert sources == {each["@id"] for each in everything["sources"]}
    denied = [each for each in claims if "-denies/" in each.key]
    assert denied
    assert all(each.relation.startswith("denies: ") for each in denied)
    member = next(each for each in claims if each.key.startswith("c0049/"))
    assert (member.subject, member.object) == (
        "salvador-allende",
        "https://w3id.org/cardindex/allende/entity/ps",
    )
    assert entities[member.object] == "Socialist Party of Chile"


def test_lists_are_filtered(client: TestClient) -> None:
    allende = "salvador-allende"
    assert _ids(client, "persons", p="salvador") == [allende]
    assert _ids(client, "persons", p="SALVÁDOR") == [allende]
    of = _ids(client, "factoids", personId=allende)
    assert (
        _ids(
            client,
            "factoids",
            personId="https://w3id.org/cardindex/allende/entity/salvador-allende",
        )
        == of
    )
    assert _ids(client, "factoids", factoidId=of[3]) == [of[3]]
    assert _ids(client, "persons", factoidId=of[3]) == [allende]
    assert _ids(client, "sources", factoidId=of[3]) == ["essay"]
    statement = client.get(f"/ipif/factoids/{of[3]}").json()["statement-refs"][0]["@id"]
    assert _ids(client, "statements", f=of[3]) == [statement]
    assert of[3] in _ids(client, "factoids", statementId=statement)
    assert (
        _ids(client, "statements", sourceId="essay", personId=allende, statementText="no such")
        == []
    )
    coup = _ids(client, "statements", st="coup", **{"from": "1973-09-11", "to": "1973-09-11"})
    assert coup == ["c0002"]
    assert "c0002" not in _ids(client, "statements", to="1973-09-10")
    assert "c0049" in _ids(client, "statements", memberOf="socialist party")
    assert "c0001" in _ids(client, "statements", role="president")
    assert _ids(client, "persons", p="no such") == []


def test_lists_are_sorted_and_cut(client: TestClient) -> None:
    names = [
        each["label"]
        for each in client.get("/ipif/persons?size=500&sortBy=label").json()["persons"]
    ]
    assert names == sorted(names, key=folded)
    down = client.get("/ipif/persons?size=500&sortBy=label%20DESC").json()["persons"]
    assert [each["label"] for each in down] == names[::-1]
    told = client.get("/ipif/persons?size=10&page=2&sortBy=label").json()
    assert [each["label"] for each in told["persons"]] == names[10:20]
    assert told["protocol"] == {"size": 10, "page": 2, "totalHits": len(names)}
    assert client.get("/ipif/persons?page=999").json()["persons"] == []


@pytest.mark.parametrize("asked", [
    "size=-1", "size=0", "size=x", "size=1e3", "size=10000", "size=٣", "page=0", "page=-5",
    "page=99999999999999999999", "sortBy=__proto__", "sortBy=label;", "__proto__=1", "other=1",
    "from=yesterday", "to=2000-13", f"st={'x' * 2000}",
])  # fmt: skip
def test_bad_requests_are_told_as_the_standard_has_it(
    client: TestClient, judged: Any, asked: str
) -> None:
    told = client.get(f"/ipif/persons?{asked}")
    assert told.status_code == 400
    judged(told.json(), "Error")


def test_what_is_not_there_or_would_change_it_is_refused(client: TestClient, judged: Any) -> None:
    for kind in KINDS:
        for id_ in ("nobody", "__proto__", "https://example.org/x", "a/b"):
            told = client.get(f"/ipif/{kind}/{id_}")
            assert told.status_code in (400, 404), id_
        told = client.post(f"/ipif/{kind}", json={})
        assert told.status_code == 400
        judged(told.json(), "Error")
    assert client.get("/ipif/persons/kgb").status_code == 404


def test_other_sites_may_ask_and_what_they_have_is_not_sent_again(client: TestClient) -> None:
    told = client.get("/ipif/persons", headers={"Origin": "https://example.org"})
    assert told.headers["access-control-allow-origin"] == "*"
    assert 'rel="profile"' in told.headers["link"]
    again = client.get("/ipif/persons", headers={"If-None-Match": told.headers["etag"]})
    assert again.status_code == 304
    assert client.options("/ipif/persons").status_code == 204
