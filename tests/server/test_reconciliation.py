"""Reconciliation: its own schemas hold our answers, and rows of a table find whom they mean."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from starlette.testclient import TestClient

from cardindex.server import extending
from cardindex.server.matching import alike


@pytest.fixture(scope="module")
def judged(specs: Path) -> Any:
    """Holds JSON against one of the published schemas."""
    folder = specs / "reconciliation" / "0.2" / "schemas"

    def read(name: str) -> dict[str, Any]:
        text = (folder / f"{name}.json").read_text("utf-8")
        # Its one neighbour is taken in, so that nothing is looked up at its address.
        text = text.replace('"type.json"', '"#/definitions/type"')
        text = re.sub(r'"http://swagger.io/v2/schema.json#[^"]*"', '"#/definitions/any"', text)
        schema: dict[str, Any] = json.loads(text)
        schema.pop("$id")
        return schema

    def held(answer: Any, name: str) -> None:
        schema = read(name)
        schema.setdefault("definitions", {}).update(type=read("type"), any={})
        Draft7Validator(schema).validate(answer)

    return held


def _matched(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    told = client.post("/reconcile", data={"queries": json.dumps({"q": query})})
    assert told.status_code == 200, told.text
    return list(told.json()["q"]["result"])


def test_all_answers_are_as_the_schemas_have_them(
    client: TestClient, judged: Any
) -> None:  # fmt: skip
    manifest = client.get("/reconcile").json()
    judged(manifest, "manifest")
    batch = {
        "a": {"query": "Allende"},
        "b": {"query": "nobody at all"},
        "__proto__": {"query": "x"},
    }
    told = client.get("/reconcile", params={"queries": json.dumps(batch)})
    judged(told.json(), "reconciliation-result-batch")
    assert list(told.json()) == list(batch)
    suggest = {each: manifest["suggest"][each] for each in ("entity", "property", "type")}
    for kind, name in (("entity", "entities"), ("property", "properties"), ("type", "types")):
        address = suggest[kind]["service_url"] + suggest[kind]["service_path"]
        found = client.get(address, params={"prefix": {"type": "pers"}.get(kind, "led")}).json()
        assert found["result"]
        judged(found, f"suggest-{name}-response")
    propose = manifest["extend"]["propose_properties"]
    told = client.get(propose["service_url"] + propose["service_path"], params={"type": "person"})
    judged(told.json(), "data-extension-property-proposal")
    columns = [{"id": each["id"]} for each in told.json()["properties"][:50]]
    asked = {"ids": ["salvador-allende", "kgb", "nobody"], "properties": columns}
    rows = client.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    judged(rows, "data-extension-response")
    assert rows["rows"]["salvador-allende"]["type"] == [{"id": "person", "name": "person"}]
    assert not any(rows["rows"]["nobody"].values())


def test_the_examples_of_queries_are_answered_or_refused(
    client: TestClient, specs: Path, judged: Any
) -> None:  # fmt: skip
    folder = specs / "reconciliation" / "0.2" / "examples" / "reconciliation-query-batch"
    for path in sorted(folder.rglob("*.json")):
        told = client.post("/reconcile", data={"queries": path.read_text("utf-8")})
        assert told.status_code == (200 if path.parent.name == "valid" else 400), path.name
        if told.status_code == 200:
            judged(told.json(), "reconciliation-result-batch")


@pytest.mark.parametrize(
    "typed", ["K.G.B.", "kgb", "  KGB ", "https://w3id.org/cardindex/allende/entity/kgb"]
)
def test_a_whole_name_as_people_type_it_is_a_match(client: TestClient, typed: str) -> None:
    first, *others = _matched(client, query=typed)
    assert (first["id"], first["score"], first["match"]) == ("kgb", 100.0, True)
    assert not any(each["match"] for each in others)


def test_what_is_only_like_a_name_is_offered_and_no_match(client: TestClient) -> None:
    first = _matched(client, query="Alende, Salvadro")[0]
    assert first["id"] == "salvador-allende"
    assert not first["match"]
    assert 45 < first["score"] < 95
    # Of those that fit equally the best known comes first.
    assert _matched(client, query="ALLENDE")[0]["id"] == "salvador-allende"


def test_kinds_are_held_to_with_what_is_under_them(client: TestClient) -> None:
    kinds = {each["type"][0]["id"] for each in _matched(client, query="Allende", type="person")}
    assert kinds == {"person"}
    assert "salvador-allende" in {
        each["id"] for each in _matched(client, query="Allende", type=["agent"])
    }
    assert _matched(client, query="Allende", type="no-such-kind") == []


def test_relations_speak_for_who_has_them(client: TestClient) -> None:
    told = [{"pid": "led", "v": {"id": "chile", "name": "Chile"}}]
    plain = {each["id"]: each["score"] for each in _matched(client, query="Allende", limit=50)}
    boosted = _matched(client, query="Allende", properties=told, limit=50)
    assert boosted[0]["id"] == "salvador-allende"
    assert boosted[0]["score"] > plain["salvador-allende"]
    assert all(
        each["score"] <= plain[each["id"]] for each in boosted if each["features"][1]["value"] == 0
    )
    mirrored = _matched(
        client, query="Chile", properties=[{"pid": "^led", "v": "Salvador Allende"}]
    )
    assert (mirrored[0]["id"], mirrored[0]["features"][1]["value"]) == ("chile", 1)


def test_limits_are_held(client: TestClient) -> None:
    assert len(_matched(client, query="Allende", limit=2)) == 2


@pytest.mark.parametrize("queries", [
    "[]", "7", "null", "{", '{"a": 1}', '{"a": {}}', '{"a": {"query": 7}}',
    '{"a": {"query": "x", "limit": -1}}', '{"a": {"query": "x", "limit": "5"}}',
    '{"a": {"query": "x", "limit": Infinity}}', '{"a": {"query": "x", "limit": NaN}}',
    '{"a": {"query": "x", "type": {"__proto__": 1}}}', '{"a": {"query": "x", "properties": {}}}',
    '{"a": {"query": "x", "properties": [{"pid": 1, "v": 2}]}}',
    '{"a": {"query": "x", "properties": [{"pid": "led", "v": [[]]}]}}',
    '{"a": {"query": "x", "type_strict": "perhaps"}}', '{"a": {"query": "x", "other": 1}}',
    json.dumps({"a": {"query": "x" * 5000}}), "[" * 100_000,
    json.dumps({f"q{at}": {"query": "x"} for at in range(10_000)}),
])  # fmt: skip
def test_malformed_queries_are_refused_in_json(client: TestClient, queries: str) -> None:
    told = client.post("/reconcile", data={"queries": queries})
    assert told.status_code == 400
    assert told.json()["error"]
    assert told.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("extend", [
    "[]", '{"ids": "a", "properties": []}', '{"ids": [1], "properties": []}',
    '{"ids": [], "properties": [{}]}',
    '{"ids": ["\\ud800"], "properties": []}',
    '{"ids": [], "properties": [{"id": "no_such"}]}',
    '{"ids": [], "properties": [{"id": "led", "settings": {"limit": -1}}]}',
    json.dumps({"ids": ["kgb"] * 2000, "properties": []}),
])  # fmt: skip
def test_malformed_extensions_are_refused_in_json(client: TestClient, extend: str) -> None:
    told = client.post("/reconcile", data={"extend": extend})
    assert (told.status_code, told.json()["status"]) == (400, "error")


def test_a_callback_is_a_name_and_nothing_else(client: TestClient) -> None:
    told = client.get("/reconcile", params={"callback": "jQuery.cb_1"})
    assert re.fullmatch(r"/\*\*/jQuery\.cb_1\(\{.*\}\);", told.text)
    assert told.headers["content-type"].startswith("text/javascript")
    for bad in ("alert(1)//", "a b", "a.", "ä", "x" * 200, "a\n", "<script>"):
        told = client.get("/reconcile", params={"callback": bad})
        assert told.status_code == 400, bad
        assert told.headers["content-type"] == "application/json"


def test_the_preview_stands_in_a_frame(client: TestClient) -> None:
    preview = client.get("/reconcile").json()["preview"]
    told = client.get(preview["url"].replace("{{id}}", "kgb"))
    assert "KGB" in told.text
    assert "frame-ancestors *" in told.headers["content-security-policy"]
    view = client.get("/reconcile").json()["view"]["url"].replace("{{id}}", "kgb")
    assert client.get(view).status_code == 200


def test_other_sites_may_ask(client: TestClient) -> None:
    told = client.options("/reconcile", headers={"Origin": "https://example.org"})
    assert told.status_code == 204
    assert "POST" in told.headers["access-control-allow-methods"]
    assert client.post("/reconcile", content=b"{}").status_code == 415
    assert client.get("/reconcile?queries=%ff").status_code == 400
    assert client.get("/reconcile/suggest/entity?prefix=a&cursor=-1").status_code == 400


def test_only_the_same_is_wholly_alike() -> None:
    assert alike("kgb", "kgb") == 100.0
    assert alike("allende salvador", "salvador allende") < 100.0
    assert alike("a", "b") == 0.0


def test_bounds_are_told_as_they_are(client: TestClient) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "apis.md").read_text("utf-8")
    most = f"At most 100 queries, or {extending.MOST_ROWS:,} rows of {extending.MOST_PROPERTIES}"
    assert most in text
    for count, status in ((100, 200), (101, 400)):
        queries = json.dumps({f"q{at}": {"query": "kgb"} for at in range(count)})
        assert client.post("/reconcile", data={"queries": queries}).status_code == status
    assert client.get("/ipif/persons?size=500").status_code == 200
    assert client.get("/ipif/persons?size=501").status_code == 400
