"""The JSON API held to its OpenAPI document: Schemathesis asks what it admits and forbids."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sites import ESSAY, Running, site

from cardindex.server.endpoints import ENDPOINTS

SMALLEST = Path(__file__).resolve().parent.parent / "data" / "valid" / "smallest"
SETTINGS = Path(__file__).with_name("schemathesis.toml")


def asked(running: Running, path: str, phases: str, folder: Path, most: int) -> str:
    """Have an API asked, and return what Schemathesis says; the same is asked in each run."""
    root = f"{running.address.rpartition(':')[0]}:{running.port}{path}"
    told = subprocess.run(
        [
            *(sys.executable, "-P", "-m", "schemathesis.cli", "--config-file", SETTINGS, "run"),
            *(f"{root}/openapi.json", "--url", root, "--phases", phases),
            *("--max-examples", str(most), "--no-color", "--continue-on-failure"),
        ],
        capture_output=True, text=True, cwd=folder, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def test_what_the_document_admits_is_answered_as_it_says_and_what_it_forbids_is_refused(
    tmp_path: Path,
) -> None:
    with site(SMALLEST) as running:
        told = asked(running, "/api", "examples,coverage,fuzzing", tmp_path, 4)
    for phase in ("Examples", "Coverage", "Fuzzing"):
        of_it = told.partition(f"{phase} (in ")[2].partition("\n\n")[2].partition("\n")[0]
        assert of_it.strip() == f"✅ {len(ENDPOINTS)} passed", told


def test_so_it_is_of_one_of_several_indexes_behind_a_prefix(tmp_path: Path) -> None:
    public = "https://archive.example.org/of"
    with site(f"essay={ESSAY}", f"small={SMALLEST}", "--public", public) as running:
        told = asked(running, "/of/essay/api", "examples,fuzzing", tmp_path, 3)
    assert f"Tested: {len(ENDPOINTS)}\n" in told
