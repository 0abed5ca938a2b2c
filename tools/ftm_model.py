"""Make the table of FollowTheMoney's schemata that its reader goes by, from a copy of the model.

    python tools/ftm_model.py followthemoney/schema 4.11.2 > ftm_model.json

The table stands in src/cardindex/imports/meets. The first argument is the folder ``schema`` of an
unpacked wheel of followthemoney, the second its version. Needs PyYAML.
"""
# ruff: noqa: INP001, T201 - a script, which prints what it makes

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

LICENCE = (
    "MIT: Copyright (c) 2017-2024 Journalism Development Network, Inc.; "
    "Copyright (c) 2025 OpenSanctions Datenbanken GmbH. Permission is hereby granted, free of "
    "charge, to any person obtaining a copy of this software and associated documentation files "
    '(the "Software"), to deal in the Software without restriction, including without limitation '
    "the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies "
    "of the Software, and to permit persons to whom the Software is furnished to do so, subject "
    "to the following conditions: The above copyright notice and this permission notice shall be "
    'included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS '
    'IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE '
    "WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO "
    "EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER "
    "LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN "
    "CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."
)


def schema(said: dict[str, Any]) -> dict[str, Any]:
    """Return of a schema what the reader asks: its parents, ends and properties, and in words."""
    edge = said.get("edge")
    ends = edge and [edge["source"], edge["target"], edge["label"], edge.get("directed", True)]
    kept = {
        "label": said.get("label"),
        "description": " ".join((said.get("description") or "").split()),
        "extends": said.get("extends", []),
        "edge": ends,
        "properties": {
            name: [about.get("type", "string"), about.get("label", name)]
            for name, about in said.get("properties", {}).items()
        },
    }
    return {key: value for key, value in kept.items() if value}


def main(folder: str, version: str) -> None:
    """Print the table of all schemata in a folder."""
    schemata = {
        name: schema(said)
        for path in sorted(Path(folder).glob("*.yaml"))
        for name, said in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    }
    lines = [f"{json.dumps(name)}: {json.dumps(said)}" for name, said in schemata.items()]
    about = {"model": f"followthemoney {version}", "licence": LICENCE}
    print(json.dumps(about, indent=1)[:-2] + ',\n "schemata": {')
    print(",\n".join(lines) + "\n}}")


if __name__ == "__main__":
    main(*sys.argv[1:])
