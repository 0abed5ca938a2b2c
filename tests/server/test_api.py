"""The JSON API: the words and numbers of the commands, and mistakes told as problems."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from cardindex.checks.claims import MODES
from cardindex.measures.centrality import MEASURES
from cardindex.server import Place, Served, Site, application
from cardindex.server.calculating import SLOTS
from cardindex.server.endpoints import ENDPOINTS
from cardindex.server.failures import PROBLEM
from cardindex.slices import EVERYTHING, STANDINGS
from cardindex.workbench import Workbench

SMALLEST = Path(__file__).resolve().parent.parent / "data" / "valid" / "smallest"
OWN = [each.path for each in ENDPOINTS]


@pytest.fixture(scope="module")
def bench(essay: Served) -> Workbench:
    return Workbench(essay.index)


def plain(told: object) -> object:
    """Return what JSON makes of plain data."""
    return json.loads(json.dumps(told, default=str))


def test_an_entity_is_its_card(client: TestClient, bench: Workbench) -> None:
    assert client.get("/api/entities/kgb").json() == plain(asdict(bench.show("kgb")))


def test_a_slice_is_that_of_the_command(client: TestClient, bench: Workbench) -> None:
    told = client.get("/api/entities/kgb", params={"family": "money"}).json()
    wanted = bench.show("kgb", replace(EVERYTHING, families=frozenset(("money",))))
    assert told["families"] == plain(asdict(wanted))["families"]
    assert told["families"]


def test_claims_come_a_page_at_a_time(client: TestClient, bench: Workbench) -> None:
    whole = list(bench.claims.index)
    pages = [client.get("/api/claims", params={"start": start, "limit": 3}).json()
             for start in (1, 4)]  # fmt: skip
    assert [line["claim"] for page in pages for line in page["items"]] == whole[:6]
    assert {page["total"] for page in pages} == {len(whole)}
    for start in (len(whole) + 1, 1_000_000_000):
        assert client.get("/api/claims", params={"start": start}).json()["items"] == []
    assert pages[0]["items"][0] == plain(asdict(bench.claim(whole[0])))


def test_a_source_is_its_sheet(client: TestClient, bench: Workbench) -> None:
    assert client.get("/api/sources/essay").json() == plain(asdict(bench.source("essay")))


def test_a_weight_is_that_of_the_command(client: TestClient, bench: Workbench) -> None:
    told = client.get("/api/weigh", params={"strike": "kgb"}).json()
    assert {**told, "keys": sorted(told["keys"])} == plain(
        {**asdict(bench.weigh("kgb")), "keys": sorted(bench.weigh("kgb").keys)}
    )
    listed = client.get("/api/weigh").json()
    assert [row["key"] for row in listed] == list(bench.weights().index)


def test_a_ranking_is_that_of_the_command(client: TestClient, bench: Workbench) -> None:
    told = client.get("/api/rank", params={"measure": "degree", "limit": 5}).json()
    table = bench.rank("degree").head(5)
    assert [(row["entity"], row["value"], row["rank"]) for row in told["table"]] == list(
        zip(table.index, table["value"], table["rank"], strict=True)
    )


def test_numbers_are_those_of_the_command_to_the_last_digit(
    client: TestClient, bench: Workbench
) -> None:
    asked = {"measure": "betweenness", "strikes": "none", "limit": 20}
    told = client.get("/api/rank", params=asked).json()
    values = bench.rank("betweenness", strikes="none").head(20)["value"].tolist()
    assert [row["value"] for row in told["table"]] == values


def test_brokerage_is_between_the_groups_that_are_told(
    client: TestClient, bench: Workbench
) -> None:
    asked = {"measure": "brokerage", "by": "kind", "limit": 3, "strikes": "none"}
    told = client.get("/api/rank", params=asked).json()
    table = bench.rank("brokerage", by="kind", strikes="none").head(3)
    assert [row["entity"] for row in told["table"]] == list(table.index)


def test_paths_are_those_of_the_command(client: TestClient, run_path) -> None:
    told = client.get("/api/paths", params={"from": "kgb", "to": "mir"}).json()
    assert [[hop["claims"] for hop in path["hops"]] for path in told] == run_path


@pytest.fixture(scope="module")
def run_path(essay: Served) -> list[list[list[str]]]:
    from cardindex.evidence import tally
    from cardindex.network import best_paths
    from cardindex.slices import Slice

    found = best_paths(tally(essay.index, Slice()), "kgb", "mir", 3)
    return [[list(hop.claims) for hop in path.hops] for path in found]


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("/api/entities/kgbx", 404, 'did you mean "kgb"?'),
        ("/api/entities/kgbx?family=money", 404, 'did you mean "kgb"?'),
        ("/api/entities/kgb?family=monney", 400, 'did you mean "money"'),
        ("/api/claims/c999999", 404, "unknown claim"),
        ("/api/sources/nothing-such", 404, "unknown source"),
        ("/api/nowhere", 404, "nothing at this address"),
        ("/api/claims?limit=0", 400, "limit is a number from 1 to 1,000"),
        ("/api/claims?limit=-1", 400, "limit is a number"),
        ("/api/claims?limit=", 400, "is empty; leave it out"),
        ("/api/claims?start=", 400, "is empty; leave it out"),
        ("/api/claims?family=", 400, "is empty; leave it out"),
        ("/api/claims?window=1970&window=1971", 400, "more than once"),
        ("/api/claims?surely=", 400, "is empty; leave it out"),
        ("/api/claims?surely=true", 400, "surely is one of 1, 0"),
        ("/api/paths?from=kgb&to=mir&number=", 400, "is empty; leave it out"),
        ("/api/paths?from=kgb&to=", 400, "is empty"),
        ("/api/weigh?strike=,", 400, "names nothing"),
        ("/api/rank?measure=degree&by=colour", 400, "by is one of kind, bloc"),
        ("/api/claims?limit=1e3", 400, "limit is a number"),
        ("/api/claims?start=99999999999999999999", 400, "start is a number"),
        ("/api/claims?limit=1&limit=2", 400, "more than once"),
        ("/api/claims?familly=money", 400, "is no option"),
        ("/api/claims?family=monney", 400, 'did you mean "money"'),
        ("/api/claims?window=yesterday", 400, "yesterday"),
        ("/api/claims?family=%00", 400, "U+0000"),
        ("/api/entities?kind=person", 400, "is no parameter of this address"),
        ("/api/totals?limit=3", 400, "is no option"),
        ("/api/entities/kgb?start=2", 400, "is no option"),
        ("/api/rank", 400, "measure"),
        ("/api/rank?measure=fame", 400, "measure is one of degree"),
        ("/api/rank?measure=degree&strikes=some", 400, "strikes is one of"),
        ("/api/paths?from=kgb", 400, "to"),
        ("/api/paths?from=kgb&to=nobodyy", 400, "unknown entity"),
        ("/api/weigh?strike=nobodyy", 400, "nobodyy"),
    ],
)
def test_a_mistake_is_a_problem_that_says_how_to_mend_it(
    client: TestClient, asked: str, status: int, words: str
) -> None:
    told = client.get(asked)
    assert (told.status_code, told.headers["content-type"]) == (status, PROBLEM), told.text
    assert told.json()["status"] == status
    assert words in told.json()["detail"]


def test_cards_of_a_large_index_are_made_in_a_process_of_their_own(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = client.get("/api/entities/mir").json()
    monkeypatch.setattr("cardindex.server.endpoints.LARGE", 10)
    monkeypatch.setattr("cardindex.server.endpoints.cards", None)
    assert client.get("/api/entities/mir?identities=0").json() == here


def test_too_much_at_once_is_told_when_to_come_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SLOTS, "_wait", 0.01)
    with SLOTS.one(), SLOTS.one():
        told = client.get("/api/weigh", params={"strike": "essay"})
    assert (told.status_code, told.headers["retry-after"]) == (503, "5")
    assert client.get("/api/weigh", params={"strike": "essay"}).status_code == 200


def test_who_has_an_answer_is_not_sent_it_again(client: TestClient) -> None:
    first = client.get("/api/entities/kgb")
    again = client.get("/api/entities/kgb", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_document_names_every_address_and_parameter(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    assert list(document["paths"]) == [f"/{path}" for path in OWN]
    for each in ENDPOINTS:
        told = document["paths"][f"/{each.path}"]["get"]["parameters"]
        assert {each.name for each in each.parameters} <= {one["name"] for one in told}
        for one in told:
            Draft202012Validator.check_schema(one["schema"])
        words = {"family", "window", "surely", "dated", "coder", "text", "identities"}
        assert (words <= {one["name"] for one in told}) == (each.usual is not None)


def test_the_document_lists_the_words_of_the_index_that_is_asked(
    client: TestClient, essay: Served
) -> None:
    document, vocabulary = client.get("/api/openapi.json").json(), essay.index.vocabulary
    told = {one["name"]: one["schema"] for each in document["paths"].values()
            for one in each["get"]["parameters"]}  # fmt: skip
    lists = {name: schema["items"]["enum"] for name, schema in told.items()
             if "enum" in schema.get("items", {})}  # fmt: skip
    assert lists == {
        "relation": ["any", *vocabulary.relations], "family": ["any", *vocabulary.families],
        "type": ["any", *vocabulary.types], "not-type": ["any", *vocabulary.types],
        "standing": ["any", *STANDINGS], "mode": ["any", "actual", *MODES],
    }  # fmt: skip
    words = {name: schema["enum"] for name, schema in told.items() if "enum" in schema}
    assert {**words, "measure": set(words["measure"])} == {
        "measure": {*MEASURES, "brokerage"}, "by": ["kind", "bloc"],
        "strikes": ["all", "none", "sources", "authors", "origins"],
        "surely": ["1", "0"], "dated": ["1", "0"], "identities": ["1", "0"],
    }  # fmt: skip
    page = client.get("/api/").text
    assert "problem" in page
    for choices in (*lists.values(), *words.values()):
        assert ", ".join(choices) in page


def test_every_word_that_the_document_lists_is_taken() -> None:
    client = TestClient(application(Site.of([small()])), base_url="http://127.0.0.1")
    document = client.get("/api/openapi.json").json()
    for one in document["paths"]["/claims"]["get"]["parameters"]:
        for word in one["schema"].get("items", one["schema"]).get("enum", ()):
            told = client.get("/api/claims", params={"limit": 1, one["name"]: word})
            assert told.status_code == 200, (one["name"], word, told.text)
    for measure in (*MEASURES, "brokerage"):
        asked = {"measure": measure, "by": "kind", "strikes": "none", "limit": 1}
        assert client.get("/api/rank", params=asked).status_code == 200, measure


def small(name: str = "") -> Served:
    return Served.open(Place(SMALLEST, name))


@pytest.mark.parametrize("of_all", ["essay", "small"])
def test_every_example_is_answered_as_it_is_told(client: TestClient, of_all: str) -> None:
    lone = TestClient(application(Site.of([small()])), base_url="http://127.0.0.1")
    asked = client if of_all == "essay" else lone
    document = asked.get("/api/openapi.json").json()
    assert asked.get("/api/openapi.json").content == asked.get("/api/openapi.json").content
    # Neither has coders, and the small one nothing beside the only source that says anything.
    untold = {"coder", *(["struck"] if of_all == "small" else [])}
    for path, operation in document["paths"].items():
        told = operation["get"]["parameters"]
        without = {one["name"] for one in told if "example" not in one}
        assert without == untold & {one["name"] for one in told}, path
        examples = {one["name"]: one for one in told if "example" in one}
        here = path.replace("{id}", str(examples["id"]["example"])) if "id" in examples else path
        needed = {name: one["example"] for name, one in examples.items()
                  if one["in"] == "query" and one["required"]}  # fmt: skip
        schema = operation["get"]["responses"]["200"]["content"]["application/json"]
        validator = Draft202012Validator({**schema["schema"], "components": document["components"]})
        for name, one in examples.items():
            Draft202012Validator(one["schema"]).validate(one["example"])
            also = {} if one["in"] == "path" else {name: one["example"]}
            answer = asked.get(f"/api{here}", params={**needed, **also})
            assert answer.status_code == 200, (path, name, answer.text)
            validator.validate(answer.json())
        example = schema["examples"]["answer"]
        validator.validate(example["value"])
        again = asked.get(f"/api{example['summary'].removeprefix('GET ')}")
        assert again.json() == example["value"], path


def test_of_a_large_index_no_answer_is_worked_out_for_the_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cardindex.server.examples.LARGE", 1)
    lone = TestClient(application(Site.of([small()])), base_url="http://127.0.0.1")
    told = lone.get("/api/openapi.json").json()["paths"]
    for each in told.values():
        assert "examples" not in each["get"]["responses"]["200"]["content"]["application/json"]
    assert told["/claims"]["get"]["parameters"][1]["example"] == 2


def test_answers_have_the_shape_that_the_document_tells(client: TestClient) -> None:
    asked = {
        "claims": ["?limit=1000"],
        "claims/{id}": ["/c0042"],
        "entities": ["?limit=1000"],
        "entities/{id}": ["/kgb", "/chile?identities=1", "/mir?family=money"],
        "sources": ["?limit=1000"],
        "sources/{id}": ["/essay"],
        "paths": ["?from=kgb&to=mir"],
        "weigh": ["", "?strike=kgb"],
        "rank": ["?measure=degree", "?measure=brokerage&strikes=none"],
        "totals": [""],
    }
    assert list(asked) == OWN
    assert all(hold_to_document(client, asked))


def test_answers_of_a_small_index_have_that_shape_as_well() -> None:
    asked = {
        "claims": [""],
        "claims/{id}": ["/c01"],
        "entities": [""],
        "entities/{id}": ["/ada", "/club?surely=1"],
        "sources": [""],
        "sources/{id}": ["/book"],
        "paths": ["?from=ada&to=club"],
        "weigh": ["", "?strike=book"],
        "rank": ["?measure=degree"],
        "totals": [""],
    }
    assert list(asked) == OWN
    hold_to_document(
        TestClient(application(Site.of([small()])), base_url="http://127.0.0.1"), asked
    )


def hold_to_document(client: TestClient, asked: dict[str, list[str]]) -> list[object]:
    """Hold what a site answers to the schemas of its own document, and return it."""
    answers = []
    document = client.get("/api/openapi.json").json()
    for path, queries in asked.items():
        responses = document["paths"][f"/{path}"]["get"]["responses"]
        schema = responses["200"]["content"]["application/json"]["schema"]
        validator = Draft202012Validator({**schema, "components": document["components"]})
        for query in queries:
            told = client.get(f"/api/{path.removesuffix('/{id}')}{query}")
            assert told.status_code == 200, told.text
            validator.validate(told.json())
            answers.append(told.json())
    return answers


def test_every_shape_is_closed_and_says_what_it_is(client: TestClient) -> None:
    schemas = client.get("/api/openapi.json").json()["components"]["schemas"]
    for name, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        assert schema["additionalProperties"] is False
        assert schema["description"].endswith("."), name
        assert schema["required"] == list(schema["properties"])
    assert schemas["RankRow"]["properties"]["highest"] == {
        "anyOf": [{"type": "integer"}, {"type": "null"}]
    }


_TEXTS = st.one_of(
    st.sampled_from(["kgb", "essay", "c0042", "money", "1973", "any"]), st.text(max_size=30)
)


@seed(17)
@settings(max_examples=60, deadline=None, database=None)
@given(st.data())
def test_no_question_breaks_it(client: TestClient, data: st.DataObject) -> None:
    each = data.draw(st.sampled_from(ENDPOINTS))
    names = [one.name for one in each.parameters] + (["family", "entity", "window", "struck"])
    query = data.draw(st.lists(st.tuples(st.sampled_from(names), _TEXTS), max_size=4))
    path = each.path.replace("{id}", "kgb")
    told = client.get(
        f"/api/{path}", params=[(key, value.encode("utf-8", "replace")) for key, value in query]
    )
    assert told.status_code in (200, 400, 404), told.text
    assert told.json() is not None
