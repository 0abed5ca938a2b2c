"""STIX: what bundles say, whole; who says it; and what is said of files that are none."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from cardindex.imports.format import Unreadable
from cardindex.imports.found import (
    Dropped,
    FoundCitation,
    FoundClaim,
    FoundEntity,
    FoundKind,
    FoundRelation,
    FoundSource,
    Guessed,
    Link,
    Read,
    Wishes,
)
from cardindex.imports.stix import read

MOTH = "intrusion-set--11111111-1111-4111-8111-111111111111"
LAMP = "campaign--22222222-2222-4222-8222-222222222222"
ACME = "identity--33333333-3333-4333-8333-333333333333"
DESK = "identity--44444444-4444-4444-8444-444444444444"
WAX = "malware--55555555-5555-4555-8555-555555555555"
OLD = "malware--66666666-6666-4666-8666-666666666666"
GHOST = "tool--77777777-7777-4777-8777-777777777777"
DID = "relationship--88888888-8888-4888-8888-888888888888"
USES = "relationship--99999999-9999-4999-8999-999999999999"
WEEKLY = "report--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
NO = "opinion--bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"


def thing(id_: str, **more: Any) -> dict[str, Any]:
    stamp = "2024-05-01T00:00:00.000Z"
    begin = {"type": id_.partition("--")[0], "spec_version": "2.1", "id": id_}
    return {**begin, "created": stamp, "modified": stamp, **more}


def related(id_: str, start: str, word: str, end: str, **more: Any) -> dict[str, Any]:
    return thing(id_, relationship_type=word, source_ref=start, target_ref=end, **more)


BASIC = [
    thing(ACME, name="Acme Threat Desk", identity_class="organization"),
    thing(MOTH, name="Grey Moth", aliases=["Grey Moth", "Dust Wing"], description="Moths."),
    thing(LAMP, name="Operation Lamp"),
    related(DID, LAMP, "attributed-to", MOTH),
]


@pytest.fixture
def bundle(tmp_path: Path):
    def write(*objects: dict[str, Any], name: str = "bundle.json", whole: Any = None) -> Path:
        path = tmp_path / name
        held = {"type": "bundle", "id": "bundle--1", "objects": list(objects)}
        path.write_text(json.dumps(whole or held, ensure_ascii=False), encoding="utf-8")
        return path

    return write


def found(*paths: Path, kind: type | None = None, **wishes: Any) -> list[Any]:
    every = list(read(paths, Wishes(**wishes)))
    return every if kind is None else [one for one in every if isinstance(one, kind)]


def said(error: pytest.ExceptionInfo[Unreadable]) -> str:
    return str(error.value)


def test_bundle_is_read_whole(bundle) -> None:
    assert found(bundle(*BASIC)) == [
        FoundEntity(ACME, "Acme Threat Desk", "organisation", id_kind="stix",
                    at=f"bundle.json: {ACME}"),
        FoundEntity(MOTH, "Grey Moth", "intrusion-set", "Moths.", (("Dust Wing", "", ""),),
                    id_kind="stix", at=f"bundle.json: {MOTH}"),
        FoundKind("intrusion-set", "intrusion set",
                  "Adversarial behaviours and resources with common properties, believed to be "
                  "orchestrated by one organisation.", "agent"),
        FoundEntity(LAMP, "Operation Lamp", "campaign", id_kind="stix", at=f"bundle.json: {LAMP}"),
        FoundKind("campaign", "campaign", "Adversarial behaviours that make up malicious "
                  "activities against certain targets over a time.", "event"),
        FoundClaim(LAMP, "attributed-to", MOTH, citations=(FoundCitation(),), key=DID,
                   at=f"bundle.json: {DID}"),
        FoundRelation("attributed-to", "attributed to", family="identity",
                      definition="The activity of the one is believed to be the work of the "
                      "other."),
        Read(4, "object"),
    ]  # fmt: skip


@pytest.mark.parametrize("shape", ["list", "bundles", "two files", "lines"])
def test_list_and_several_bundles_say_the_same(bundle, tmp_path: Path, shape: str) -> None:
    first, second = BASIC[:2], BASIC[2:]
    held = [{"type": "bundle", "id": "bundle--1", "objects": part} for part in (first, second)]
    paths = [bundle(whole=BASIC)]
    if shape == "bundles":
        paths = [bundle(whole=held)]
    elif shape == "two files":
        paths = [bundle(*first, name="a.json"), bundle(*second, name="b.json")]
    elif shape == "lines":
        paths = [tmp_path / "lines.json"]
        paths[0].write_text("\n".join(map(json.dumps, BASIC)), encoding="utf-8")
    assert [(c.subject, c.relation, c.object) for c in found(*paths, kind=FoundClaim)] == [
        (LAMP, "attributed-to", MOTH)
    ]
    assert [e.label for e in found(*paths, kind=FoundEntity)] == [
        "Acme Threat Desk", "Grey Moth", "Operation Lamp",
    ]  # fmt: skip


def test_actor_attributed_to_an_identity_is_that_identity_and_a_map_says_otherwise(bundle) -> None:
    actor = "threat-actor--12121212-1212-4212-8212-121212121212"
    path = bundle(*BASIC, thing(actor, name="jay"), related(USES, actor, "attributed-to", ACME))
    ours = [c.relation for c in found(path, kind=FoundClaim) if c.subject == actor]
    asked = {"relations": {"attributed-to": "led"}}
    theirs = [c.relation for c in found(path, kind=FoundClaim, mapping=asked) if c.subject == actor]
    assert (ours, theirs) == (["same_as"], ["attributed-to"])
    assert found(path, kind=FoundRelation, mapping=asked) == []


def test_citations_in_the_text_are_the_chains(bundle) -> None:
    refs = [
        {"source_name": "Other 2020", "url": "https://example.org/other"},
        {
            "source_name": "Vole May 2021",
            "description": "Vole, V. (2021, May 4). A Moth (and a Lamp). Retrieved June 1, 2022.",
            "url": "https://example.org/vole",
        },
    ]
    text = (
        "[Operation Lamp](https://example.org/C1) used `wax`."
        "(Citation: Vole May 2021)(Citation: Gone)"
    )
    path = bundle(
        *BASIC, thing(WAX, name="WAX", is_family=True),
        related(USES, LAMP, "uses", WAX, description=text, external_references=refs,
                start_time="2021-01-02T00:00:00Z", stop_time="2021-03-04T10:00:00.5Z"),
    )  # fmt: skip
    vole, other = "Vole May 2021 https://example.org/vole", "Other 2020 https://example.org/other"
    claim = found(path, kind=FoundClaim)[-1]
    assert (claim.gloss, claim.when) == ("Operation Lamp used wax.", "2021-01-02/2021-03-04")
    assert claim.citations == (
        FoundCitation(chain=(Link(vole),)),
        FoundCitation(chain=(Link(other),)),
    )
    at = f"bundle.json: {USES}"
    assert found(path, kind=FoundSource) == [
        FoundSource(other, "Other 2020", "web", at=at, entry={
            "type": "webpage", "title": "Other 2020", "URL": "https://example.org/other"}),
        FoundSource(vole, "A Moth (and a Lamp)", "web", date="2021-05-04", at=at, entry={
            "type": "webpage", "title": "A Moth (and a Lamp)",
            "author": [{"literal": "Vole, V"}],
            "accessed": {"date-parts": [[2022, 6, 1]]},
            "issued": {"date-parts": [[2021, 5, 4]]}, "URL": "https://example.org/vole"}),
    ]  # fmt: skip
    assert found(path, kind=Dropped) == [
        Dropped(at, 'citation "Gone"', "none of the references of the object is called so")
    ]


def test_report_stands_in_the_chain_and_an_opinion_denies(bundle) -> None:
    path = bundle(
        *BASIC[:3],
        related(DID, LAMP, "attributed-to", MOTH, confidence=85, created_by_ref=ACME),
        thing(WEEKLY, name="Weekly", published="2024-06-03T08:00:00Z",
              object_refs=[MOTH, DID, USES], created_by_ref=ACME, external_references=[
                  {"source_name": "acme", "url": "https://example.org/weekly"}]),
        thing(NO, opinion="strongly-disagree", explanation="The clocks differ.",
              object_refs=[DID], authors=["Ann"]),
    )  # fmt: skip
    assert found(path, kind=FoundClaim)[0].citations == (
        FoundCitation(chain=(Link(WEEKLY),), certainty="stated"),
        FoundCitation(
            chain=(Link(NO),), stance="denies", certainty="stated", note="The clocks differ."
        ),
    )
    assert found(path, kind=FoundSource) == [
        FoundSource("", "", author=(ACME,)),
        FoundSource(
            WEEKLY, "Weekly", "report", (ACME,), date="2024-06-03", at=f"bundle.json: {WEEKLY}",
            entry={"type": "report", "title": "Weekly", "issued": {"date-parts": [[2024, 6, 3]]},
                   "URL": "https://example.org/weekly"}),
        FoundSource(
            NO, "The clocks differ.", "comment", date="2024-05-01", at=f"bundle.json: {NO}",
            entry={"type": "report", "title": "The clocks differ.",
                   "author": [{"literal": "Ann"}], "issued": {"date-parts": [[2024, 5, 1]]}}),
    ]  # fmt: skip
    assert found(path, kind=Dropped) == [
        Dropped(f"bundle.json: {WEEKLY}", f"report names {USES}", "it is not in the file"),
        Dropped(
            "bundle.json",
            "objects named by a report",
            "that a work names an object is no claim; the relationships that it names cite it",
        ),
    ]
    assert [g.what[:35] for g in found(path, kind=Guessed)] == [
        "confidence 70 to 100 is stated, 30 "
    ]


def test_two_creators_stand_in_the_chain_each_with_a_work(bundle) -> None:
    path = bundle(
        *BASIC[:3], thing(DESK, name="Desk", identity_class="group"), thing(WAX, name="WAX"),
        related(DID, LAMP, "attributed-to", MOTH, created_by_ref=ACME),
        related(USES, LAMP, "uses", WAX, created_by_ref=DESK),
    )  # fmt: skip
    assert found(path, kind=FoundSource) == [
        FoundSource(f"objects by {ACME}", "Objects by Acme Threat Desk", "web", (ACME,)),
        FoundSource(f"objects by {DESK}", "Objects by Desk", "web", (DESK,)),
    ]
    assert [c.citations for c in found(path, kind=FoundClaim)] == [
        (FoundCitation(chain=(Link(f"objects by {ACME}"),)),),
        (FoundCitation(chain=(Link(f"objects by {DESK}"),)),),
    ]


@pytest.mark.parametrize(
    ("confidence", "certainty"),
    [(100, "stated"), (70, "stated"), (69, "probable"), (30, "probable"), (29, "possible"),
     (0, "possible"), (True, ""), ("90", ""), (101, "")],
)  # fmt: skip
def test_confidence_is_certainty(bundle, confidence: Any, certainty: str) -> None:
    path = bundle(*BASIC[:3], related(DID, LAMP, "attributed-to", MOTH, confidence=confidence))
    assert found(path, kind=FoundClaim)[0].citations[0].certainty == certainty


def test_what_is_revoked_old_or_missing_is_left_out_and_told(bundle) -> None:
    path = bundle(
        *BASIC, thing(OLD, name="Oldie", revoked=True),
        thing(WAX, name="WAX", x_mitre_deprecated=True),
        {**BASIC[1], "name": "Moth", "modified": "2020-01-01T00:00:00Z"},
        related(USES, LAMP, "uses", OLD),
        related(USES.replace("9", "1"), LAMP, "uses", GHOST),
        related(USES.replace("9", "2"), LAMP, "", MOTH),
        thing(GHOST.replace("tool", "marking-definition"), name="TLP:RED"),
        {"type": "tool"},
    )  # fmt: skip
    assert [(d.what.replace(LAMP, "LAMP"), d.why) for d in found(path, kind=Dropped)] == [
        ('malware "Oldie"', "it is revoked"),
        ('malware "WAX"', "it is deprecated"),
        ('intrusion-set "Moth"', "a newer version of it is in the file"),
        (f"uses: LAMP to {OLD} ({OLD})", "an end of it: it is revoked"),
        (f"uses: LAMP to {GHOST} ({GHOST})", "an end of it: it is not in the file"),
        (f"relationship: LAMP to {MOTH}", "it has no relationship_type"),
        ("no object of STIX", "it has no id (type--UUID) and type"),
        ("marking-definition objects",
         "who may be shown what has no place here: see to it yourself"),
    ]  # fmt: skip
    assert [e.label for e in found(path, kind=FoundEntity)] == [
        "Acme Threat Desk", "Grey Moth", "Operation Lamp",
    ]  # fmt: skip


def test_only_takes_the_types_that_are_named(bundle) -> None:
    path = bundle(*BASIC, thing(WAX, name="WAX"), related(USES, LAMP, "uses", WAX))
    wanted = ("intrusion-set,campaign",)
    assert [e.label for e in found(path, kind=FoundEntity, only=wanted)] == [
        "Grey Moth", "Operation Lamp",
    ]  # fmt: skip
    assert [c.relation for c in found(path, kind=FoundClaim, only=wanted)] == ["attributed-to"]
    assert [d.what for d in found(path, kind=Dropped, only=wanted)] == [
        'claims "uses"', "identity objects", "malware objects",
    ]  # fmt: skip
    with pytest.raises(Unreadable) as error:
        found(path, only=("intrusion-sets",))
    assert said(error) == (
        '--only "intrusion-sets": no object is of this type; there are campaign, identity, '
        "intrusion-set, malware"
    )


def test_sighting_is_a_claim_of_who_saw_and_none_seen_is_a_denial(bundle) -> None:
    seen = {"first_seen": "2024-01-02T03:04:05Z", "sighting_of_ref": WAX, "count": 12}
    first, second = (f"sighting--{n * 8}-1111-4111-8111-111111111111" for n in "12")
    path = bundle(
        *BASIC[:1], thing(WAX, name="WAX"), thing(DESK, name="Desk"),
        thing(first, **seen, where_sighted_refs=[DESK]),
        thing(second, **{**seen, "count": 0}, created_by_ref=ACME),
    )  # fmt: skip
    claims = found(path, kind=FoundClaim)
    assert [(c.subject, c.relation, c.object, c.when, c.quantity, c.unit) for c in claims] == [
        (DESK, "sighting", WAX, "2024-01-02/", "12", "sightings"),
        (ACME, "sighting", WAX, "2024-01-02/", "", ""),
    ]
    assert [c.citations[0].stance for c in claims] == ["", "denies"]


def test_ids_elsewhere_attributes_and_translations_are_kept(bundle) -> None:
    path = bundle(
        {**BASIC[1], "external_references": [
            {"source_name": "mitre-attack", "external_id": "G0999", "url": "https://example.org/G"}],
         "primary_motivation": "ideology", "labels": ["a", "b"],
         "first_seen": "2019-01-01T00:00:00Z",
         "x_mitre_contributors": ["Ann"], "aliases": {"wrong": 1}},
        thing("language-content--" + "1" * 8, object_ref=MOTH,
              contents={"de": {"name": "Graue Motte"}, "fr": 3}),
    )  # fmt: skip
    entity = found(path, kind=FoundEntity)[0]
    assert entity.names == (("Graue Motte", "translation", "de"), ("G0999", "mitre-attack", ""))
    assert entity.attributes == (
        ("labels", "a"), ("labels", "b"), ("primary-motivation", "ideology"),
    )  # fmt: skip
    assert [(c.relation, c.when) for c in found(path, kind=FoundClaim)] == [("seen", "2019-01-01/")]
    assert found(path, kind=Dropped) == [
        Dropped("bundle.json", 'property "x_mitre_contributors" of intrusion-set',
                "an entity has no place for it")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.json: it is empty"),
        ("0 HEAD\n1 SOUR x\n",
         'x.json: this is no JSON; it looks like gedcom: "cardindex import gedcom x.json"'),
        ('{"id": "p1", "schema": "Person", "properties": {"name": ["Ann"]}}\n' * 2,
         'x.json: this is no STIX; it looks like ftm: "cardindex import ftm x.json"'),
        ('[{"id": "a", "type": "book", "title": "T", "author": []}]',
         'x.json: this is no STIX; it looks like csl: "cardindex import csl x.json"'),
        ('{"type": "bundle", "objects": [{"type": "tool", "id": "tool--1", "na',
         ("x.json: it ends in the middle of the JSON; it was cut off: get it again "
          "(after object 0)")),
        ('{"type": "bundle", "objects": [{"type": 3, "id": "tool--1"}]}',
         ("x.json: this is no STIX: its first object has no id and type; a bundle is "
          '{"type": "bundle", "objects": [...]}')),
        ('[{"type": ["tool"], "id": "tool--1", "title": 3}]',
         ("x.json: this is no STIX: its first object has no id and type; a bundle is "
          '{"type": "bundle", "objects": [...]}')),
        ("[" * 500 + "]" * 500,
         "x.json: more than 200 brackets stand inside one another; that is not read"),
    ],
)  # fmt: skip
def test_what_is_no_stix_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable) as error:
        found(path)
    assert said(error) == message


def test_utf16_is_read_and_another_encoding_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    text = json.dumps([{**BASIC[1], "name": "Graue Mötte"}], ensure_ascii=False)
    path.write_bytes(text.encode("utf-16"))
    assert [e.label for e in found(path, kind=FoundEntity)] == ["Graue Mötte"]
    path.write_bytes(text.encode("cp1252"))
    with pytest.raises(Unreadable, match="it is not UTF-8; name its encoding: --encoding cp1252"):
        found(path)
    assert [e.label for e in found(path, kind=FoundEntity, encoding="cp1252")] == ["Graue Mötte"]


def test_what_is_gzipped_is_read(bundle) -> None:
    path = bundle(*BASIC)
    packed = path.with_suffix(".json.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert found(packed, kind=FoundClaim)[0].subject == LAMP


def test_brackets_in_strings_are_no_nesting(bundle) -> None:
    deep = "[" * 300 + '\\"' + "{" * 300
    assert (
        found(bundle({**BASIC[1], "description": deep}), kind=FoundEntity)[0].label == "Grey Moth"
    )
