"""Made-up files of other people's formats, as large as one likes: a STIX bundle, FtM entities.

They have the proportions that MITRE's ATT&CK and OpenSanctions have: long descriptions and
many properties that no table takes, nine relationships to a thing, a work that several cite;
companies, people, addresses, and one of three records an edge between two. One seed, so that
equal sizes give equal bytes.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SEED = 14

_WORDS = (
    "the", "group", "has", "used", "file", "access", "command", "control", "server", "which",
    "loads", "payload", "memory", "service", "registry", "key", "network", "traffic", "encoded",
    "remote", "host", "user", "process", "script", "persistence", "may", "also", "collect", "data",
    "from", "local", "system", "before", "it", "is", "sent", "archive",
)  # fmt: skip
_KINDS = ("intrusion-set", "malware", "tool", "campaign", "attack-pattern", "course-of-action")
_SAYS = ("uses", "uses", "uses", "uses", "mitigates", "targets")
_NAMES = ("Ada", "Boris", "Clara", "Dario", "Edith", "Farid", "Greta", "Hugo", "Irina", "Jonas")
_MAKER = f"identity--{uuid.UUID(int=SEED)}"
_MARK = f"marking-definition--{uuid.UUID(int=SEED + 1)}"


def stix(path: Path, size: int) -> None:
    """Write a bundle of about ``size`` bytes."""
    drawn = random.Random(SEED)
    bundle = f"bundle--{uuid.UUID(int=SEED + 2)}"
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{{"type": "bundle", "id": "{bundle}", "spec_version": "2.1", "objects": [\n')
        maker = {"type": "identity", "id": _MAKER, "name": "The Makers",
                 "identity_class": "organization", **_stamps(drawn)}  # fmt: skip
        file.write(json.dumps(maker, indent=4))
        for each in _objects(drawn, size):
            file.write(",\n")
            file.write(json.dumps(each, indent=4))
            if file.tell() >= size:
                break
        file.write("\n]}\n")


def _objects(drawn: random.Random, size: int) -> Iterator[dict[str, Any]]:
    """Yield a thing, and then nine that are said of it and of others before it."""
    works = [_reference(drawn, number) for number in range(max(40, size // 12_000))]
    things: list[str] = []
    while True:
        things.append(f"{_KINDS[len(things) % len(_KINDS)]}--{_id(drawn)}")
        yield _thing(drawn, things[-1], len(things))
        for _ in range(9):
            yield _relationship(drawn, things, works)


def _thing(drawn: random.Random, id_: str, number: int) -> dict[str, Any]:
    kind = id_.partition("--")[0]
    return {
        "type": kind, "id": id_, "created_by_ref": _MAKER, **_stamps(drawn),
        "name": f"{drawn.choice(_WORDS).title()} {drawn.choice(_WORDS)} {number}",
        "description": _text(drawn, 220),
        "aliases": [f"{drawn.choice(_WORDS).upper()}-{number}-{at}" for at in range(2)],
        "external_references": [
            {"source_name": "mitre-attack", "external_id": f"X{number:05}",
             "url": f"https://attack.example.org/{kind}/X{number:05}"},
            _reference(drawn, drawn.randrange(4_000)),
        ],
        "object_marking_refs": [_MARK],
        "x_mitre_detection": _text(drawn, 150),
        "x_mitre_platforms": drawn.sample(["Windows", "Linux", "macOS", "IaaS", "Network"], 2),
        "x_mitre_version": "1.1", "x_mitre_attack_spec_version": "3.2.0",
        "x_mitre_domains": ["enterprise-attack"], "x_mitre_modified_by_ref": _MAKER,
        "x_mitre_contributors": [f"Contributor {drawn.randrange(500)}"],
    }  # fmt: skip


def _relationship(
    drawn: random.Random, things: list[str], works: list[dict[str, str]]
) -> dict[str, Any]:
    refs = drawn.sample(works, drawn.choice((1, 1, 1, 2)))
    cited = "".join(f"(Citation: {ref['source_name']})" for ref in refs)
    one, other = drawn.choice(things), things[-1]
    return {
        "type": "relationship", "id": f"relationship--{_id(drawn)}",
        "created_by_ref": _MAKER, **_stamps(drawn),
        "relationship_type": drawn.choice(_SAYS), "source_ref": one, "target_ref": other,
        "description": f"[{things[0]}](https://attack.example.org/x) {_text(drawn, 32)}.{cited}",
        "external_references": refs, "object_marking_refs": [_MARK],
        "x_mitre_modified_by_ref": _MAKER, "x_mitre_deprecated": False,
        "x_mitre_attack_spec_version": "3.2.0", "x_mitre_version": "1.0",
        "x_mitre_domains": ["enterprise-attack"], "revoked": False,
    }  # fmt: skip


def _reference(drawn: random.Random, number: int) -> dict[str, str]:
    title = " ".join(drawn.choices(_WORDS, k=7)).capitalize()
    return {
        "source_name": f"Lab {title.split()[0]} {number}",
        "description": f"Author, A. and Other, B. (20{drawn.randint(10, 24)}, March "
        f"{drawn.randint(1, 28)}). {title} {number}. Retrieved May 4, 2021.",
        "url": f"https://lab.example.org/reports/{title.replace(' ', '-').lower()}-{number}",
    }


def ftm(path: Path, size: int) -> None:
    """Write entities of FollowTheMoney, one a line, of about ``size`` bytes."""
    drawn = random.Random(SEED)
    things: list[str] = []
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < size:
            number = len(things)
            things.append(f"NK-{drawn.getrandbits(96):024x}")
            some = [_one(drawn, things[-1], number)]
            if number and number % 2:
                some.append(_edge(drawn, things))
            for each in some:
                file.write(json.dumps(each, ensure_ascii=False) + "\n")


def _one(drawn: random.Random, id_: str, number: int) -> dict[str, Any]:
    first, last = drawn.choice(_NAMES), f"{drawn.choice(_WORDS).title()}ovich {number}"
    name = f"{first} {last}"
    if number % 3:
        schema, said = "Person", {
            "firstName": [first], "lastName": [last], "gender": ["male"],
            "birthDate": [f"19{drawn.randint(30, 99)}-0{drawn.randint(1, 9)}-11"],
            "position": [_text(drawn, 6)], "nationality": ["ru"], "passportNumber": [str(number)],
        }  # fmt: skip
    else:
        schema, said = "Company", {
            "registrationNumber": [f"{number:013}"], "jurisdiction": ["cy"], "legalForm": ["LLC"],
            "incorporationDate": [f"20{drawn.randint(10, 24)}-02-03"],
        }  # fmt: skip
    said |= {
        "name": [name, name.upper()], "alias": [f"{last}, {first}", f"{first[0]}. {last}"],
        "weakAlias": [last], "country": ["ru"], "topics": ["sanction"],
        "address": [f"{number} {_text(drawn, 6)}"], "notes": [_text(drawn, 40)],
        "sourceUrl": [f"https://list.example.org/entry/{number}"],
        "createdAt": ["2021-04-05"], "modifiedAt": ["2023-06-07"],
    }  # fmt: skip
    return _record(drawn, id_, schema, said, name)


def _edge(drawn: random.Random, things: list[str]) -> dict[str, Any]:
    said = {
        "owner": [drawn.choice(things)], "asset": [things[-1]],
        "percentage": [str(drawn.randint(1, 100))],
        "startDate": [f"20{drawn.randint(10, 24)}-02"], "role": [_text(drawn, 3)],
        "summary": [_text(drawn, 12)], "recordId": [str(len(things))],
    }  # fmt: skip
    return _record(drawn, f"own-{drawn.getrandbits(96):024x}", "Ownership", said, "Ownership")


def _record(
    drawn: random.Random, id_: str, schema: str, said: dict[str, list[str]], caption: str
) -> dict[str, Any]:
    sets = ["us_ofac_sdn", "eu_fsf", "gb_hmt_sanctions", "ua_nsdc_sanctions", "ch_seco_sanctions"]
    return {
        "id": id_, "caption": caption, "schema": schema, "properties": said,
        "referents": [f"ofac-{drawn.getrandbits(40)}", f"eu-fsf-{drawn.getrandbits(40)}"],
        "datasets": drawn.sample(sets, 1), "first_seen": "2021-04-05T09:10:11",
        "last_seen": "2025-06-07T08:09:10", "last_change": "2025-01-02T03:04:05", "target": True,
    }  # fmt: skip


def _id(drawn: random.Random) -> uuid.UUID:
    return uuid.UUID(int=drawn.getrandbits(128), version=4)


def _stamps(drawn: random.Random) -> dict[str, str]:
    day = f"20{drawn.randint(15, 24)}-0{drawn.randint(1, 9)}-1{drawn.randint(0, 9)}"
    return {"spec_version": "2.1", "created": f"{day}T15:25:32.000Z",
            "modified": f"{day}T17:19:03.211Z"}  # fmt: skip


def _text(drawn: random.Random, words: int) -> str:
    return " ".join(drawn.choices(_WORDS, k=words)).capitalize()
