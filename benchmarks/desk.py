"""How fast the desk is: from the key to what is saved, and until the first page is there.

    python benchmarks/desk.py

Medians. Saved: what a save asks of the server, an entry of a claim with its citation, checked and
on the disk, at 10,000 claims. First page: from the start of the command to the page with the text,
at 100,000 claims; the index is still being read behind it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import made_up
from desks import served

SENTENCE = "In the spring of 1962 somebody paid somebody else. "
LINE = 7 * SENTENCE + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        saved(Path(folder) / "small")
        first_page(Path(folder) / "large")


def made(folder: Path, claims: int) -> str:
    """Make an index with a text of its first source that is a paragraph a line."""
    made_up.write(folder, claims)
    source = (folder / "sources.csv").read_text("utf-8").splitlines()[1].partition(",")[0]
    (folder / "texts").mkdir()
    (folder / "texts" / f"{source}.txt").write_text(LINE * 2_800, "utf-8")
    return source


def saved(folder: Path) -> None:
    import httpx2

    source = made(folder, 10_000)
    with served(folder) as (desk, keys):
        claims = desk.index.claims
        rows = claims[claims["object"] != ""].iloc[:40]
        headers = {"x-cardindex-token": keys.write}
        times: dict[str, list[float]] = {"judged": [], "saved": [], "undone": []}
        with httpx2.Client(base_url=f"http://{keys.host}", headers=headers) as client:
            for at, (_, row) in enumerate(rows.iterrows()):
                form = {
                    "reading": source, "start": at * len(LINE),
                    "end": at * len(LINE) + len(SENTENCE) - 1, "subject": {"id": row["subject"]},
                    "relation": row["relation"], "object": {"id": row["object"]},
                    "when": "1962", "text": row["text"] or "a matter", "quantity": row["quantity"],
                    "unit": row["unit"],
                }  # fmt: skip
                for name, path, body in (
                    ("judged", "judge", form), ("saved", "write/entry", form),
                    ("undone", "write/undo", {}),
                ):  # fmt: skip
                    desk.wait()
                    start = time.perf_counter()
                    answer = client.post(f"/api/{path}", json=body)
                    times[name].append(time.perf_counter() - start)
                    if answer.status_code != 200:
                        raise SystemExit(answer.text)
        for name, some in times.items():
            each = f"{1000 * median(some):6.0f} ms, worst {1000 * max(some):.0f}"
            print(f"10,000 claims: {name:8} {each}")


def first_page(folder: Path) -> None:
    import chromium
    from playwright.sync_api import sync_playwright

    source = made(folder, 100_000)
    executable = chromium.find()
    if executable is None:
        print(chromium.HOW_TO)
        return
    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = browser.new_page()
        for _ in range(3):
            start = time.perf_counter()
            with served(folder, wait=False) as (desk, keys):
                page.goto(keys.address(keys.write))
                page.wait_for_selector(".piece")
                times.append(time.perf_counter() - start)
                desk.wait()
                ready = time.perf_counter() - start
        browser.close()
    print(f"100,000 claims: first page of {source} {median(times):.2f} s, everything {ready:.1f} s")


if __name__ == "__main__":
    main()
