"""The page against pyvis as it comes, in one run of headless Chromium on one machine.

    python benchmarks/page.py

For made-up indexes with five claims to an entity: size of the file, seconds from asking for the
page until its first stable drawing and until that can be moved (median of five openings, with
physics one), frames a second while panning (beside those of an empty canvas), and, of ours alone,
milliseconds from unticking a source and from a filter to the redrawn page (mean of twenty, as
frames come in steps of a sixtieth; and the very first), beside what redrawing alone costs: marks,
lines and labels of what is drawn, given again. To untick and to tick a source opens and closes the
card of what falls, which takes its room from the drawing. Last comes a page of 100,000 claims, with
the memory of its scripts, which pyvis does not draw.
"""

from __future__ import annotations

import math
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median

import made_up
from playwright.sync_api import Browser, Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as TooLong
from pyvis.network import Network

from cardindex.evidence import Selection, tally
from cardindex.index import Index
from cardindex.view import page

SIZES = (300, 1_000, 5_000, 10_000)
LARGE = 100_000  # claims
WITH_PHYSICS = 1_000  # past this size, a quarter of an hour and more
PATIENCE = 150_000  # milliseconds; who takes longer is given as infinite
# Milliseconds that a new window is left alone: Chromium then reads pages of its own (for its
# address bar), which on two cores take their time from whatever is asked for at once.
SETTLING = 2_000
OPENINGS = 5

# Panning as a reader does: a drag, a few pixels a frame.
FRAMES = """async () => {
    const canvas = document.querySelector('canvas')
        ?? document.body.appendChild(document.createElement('canvas'));
    const context = canvas.getContext('2d');
    const point = (kind, x) => canvas.dispatchEvent(new PointerEvent(kind, {
        bubbles: true, pointerId: 1, pointerType: 'mouse', isPrimary: true, button: 0,
        buttons: kind === 'pointerup' ? 0 : 1, clientX: x, clientY: 250,
    }));
    let [frames, x] = [0, 500];
    point('pointerdown', x);
    const start = performance.now();
    while (performance.now() - start < 2000) {
        point('pointermove', x += 3);
        if (document.title === '') context.clearRect(0, 0, 1280, 800);
        await new Promise(requestAnimationFrame);
        frames += 1;
    }
    point('pointerup', x);
    return frames / ((performance.now() - start) / 1000);
}"""

# When the first picture stood, in milliseconds since the page was asked for. Ours marks it, once a
# frame has passed; pyvis keeps its drawing in a global variable.
NOTED = """
    let held;
    Object.defineProperty(window, 'network', {
        get: () => held,
        set: (network) => {
            held = network;
            network.once('%s', () => requestAnimationFrame(() => setTimeout(() => {
                window.drawnAt = performance.now();
            })));
        },
    });
"""

MARKED = """["drawn", "awake"].map((name) => performance.getEntriesByName(name)[0].startTime)"""

# The first time, when the browser has yet to compile what it runs, and the mean once it has.
TIMED = """async (selector) => {
    const redraw = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    document.getElementById(selector.includes('strike') ? 'tab-sources' : 'tab-legend').click();
    await redraw();
    const times = [];
    for (let turn = 0; turn < 24; turn += 1) {
        const start = performance.now();
        document.querySelector(selector).click();
        await redraw();
        times.push(performance.now() - start);
    }
    return [times[0], times.slice(4).reduce((sum, time) => sum + time) / 20];
}"""
# What is drawn, drawn again from its rows: marks, lines and labels.
REDRAWN = """async () => {
    const { drawing } = document.getElementById('stage');
    const times = [];
    for (let turn = 0; turn < 24; turn += 1) {
        const start = performance.now();
        drawing.sheets = { labels: null, lines: null };
        drawing.nodes.update(drawing.nodes.get());
        drawing.network.redraw();
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        times.push(performance.now() - start);
    }
    return [times[0], times.slice(4).reduce((sum, time) => sum + time) / 20];
}"""


def main() -> None:
    """Print the table."""
    # The system's own, or else Playwright's (make chromium).
    executable = os.environ.get("CARDINDEX_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info"],
        )
        print(f"an empty canvas: {empty_canvas(browser):.0f} frames a second\n")
        print("entities/claims    which                        MB   drawn s   awake s   frames/s")
        tell_empty(browser, Path(folder))
        for size in SIZES:
            measure(browser, Path(folder), size)
        measure_large(browser, Path(folder))
        browser.close()


def tell_empty(browser: Browser, folder: Path) -> None:
    """Tell what pyvis takes over nothing at all: to read vis-network and to set it up."""
    file = folder / "empty.html"
    empty = Network(directed=True, cdn_resources="in_line")
    file.write_text(empty.generate_html(), encoding="utf-8")
    tell("0/0", "pyvis, nothing in it", file, *try_theirs(browser, file, physics=False))


def measure(browser: Browser, folder: Path, size: int) -> None:
    selection = made(folder / str(size), size)
    name = f"{size:,}/{len(selection.claims):,}"
    ours = folder / "ours.html"
    ours.write_text(page(selection), encoding="utf-8")
    *figures, opened = try_ours(browser, ours)
    tell(name, "cardindex", ours, *figures)
    deeds = times_of_deeds(opened)
    opened.context.close()
    for physics in (False, True):
        if physics and size > WITH_PHYSICS:
            continue
        theirs = folder / "theirs.html"
        theirs.write_text(of_pyvis(selection, physics=physics), encoding="utf-8")
        which = "pyvis, physics on" if physics else "pyvis, positions given"
        tell(name, which, theirs, *try_theirs(browser, theirs, physics=physics))
    tell_deeds(deeds)


def measure_large(browser: Browser, folder: Path) -> None:
    selection = tally(Index.open(made_up.write(folder / "large", LARGE)))
    ours = folder / "large.html"
    ours.write_text(page(selection), encoding="utf-8")
    *figures, opened = try_ours(browser, ours)
    entities = len(selection.index.entities)
    tell(f"{entities:,}/{len(selection.claims):,}", "cardindex", ours, *figures)
    tell_deeds(times_of_deeds(opened))
    heap = opened.evaluate("performance.memory.usedJSHeapSize / 1e6")
    print(f"{'':18} memory of its scripts {heap:.0f} MB")
    opened.context.close()


def times_of_deeds(opened: Page) -> dict[str, list[float]]:
    """Return what each deed takes in milliseconds: the first time, and the mean later."""
    return {
        "a strike": opened.evaluate(TIMED, "[data-strike]:not(:disabled)"),
        "a filter": opened.evaluate(TIMED, "#legend input"),
        "redrawing": opened.evaluate(REDRAWN),
    }


def tell_deeds(deeds: dict[str, list[float]]) -> None:
    for what, times in deeds.items():
        print(f"{'':18} {what:10} {times[1]:5.0f} ms, the first time {times[0]:5.0f} ms")


def tell(name: str, which: str, file: Path, drawn: float, awake: float, frames: float) -> None:
    size = file.stat().st_size / 1e6
    print(f"{name:18} {which:24} {size:6.2f} {drawn:9.2f} {awake:9.2f} {frames:10.0f}", flush=True)


def made(folder: Path, size: int) -> Selection:
    """Return a selection of about ``size`` entities and five times as many claims."""
    selection = tally(Index.open(made_up.write(folder, 20 * size)))
    # The generator makes twenty claims to an entity.
    return replace(selection, claims=selection.claims.iloc[::4])


def of_pyvis(selection: Selection, *, physics: bool) -> str:
    network = Network(directed=True, cdn_resources="in_line")
    claims = selection.claims[selection.claims["object"] != ""]
    ends = sorted({*claims["subject"], *claims["object"]})
    labels = selection.index.entities["label"]
    for at, entity in enumerate(ends):
        turn, far = at * 2.4, 40 * math.sqrt(at)
        place = {} if physics else {"x": far * math.cos(turn), "y": far * math.sin(turn)}
        network.add_node(entity, label=labels[entity], **place)
    # Its check of each id against a list takes longer than everything else.
    network.get_nodes = lambda known=frozenset(ends): known
    for subject, object_ in zip(claims["subject"], claims["object"], strict=True):
        network.add_edge(subject, object_)
    network.toggle_physics(physics)
    return network.generate_html()


def context_page(browser: Browser) -> Page:
    def refuse(route: Route) -> None:
        route.abort()

    context = browser.new_context(viewport={"width": 1280, "height": 800})
    # pyvis asks for two files from outside, whatever it is told.
    context.route("http*://**", refuse)
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    opened.wait_for_timeout(SETTLING)
    return opened


def try_ours(browser: Browser, file: Path) -> tuple[float, float, float, Page]:
    """Return seconds until the first picture and until it can be moved, frames, and the page."""
    opened = open_ours(browser, file)
    times = [opened.evaluate(MARKED)]
    while len(times) < OPENINGS:
        opened.context.close()
        opened = open_ours(browser, file)
        times.append(opened.evaluate(MARKED))
    drawn, awake = (median(column) / 1000 for column in zip(*times, strict=True))
    return drawn, awake, opened.evaluate(FRAMES), opened


def open_ours(browser: Browser, file: Path) -> Page:
    opened = context_page(browser)
    opened.goto(file.as_uri())
    opened.wait_for_selector("body[data-ready]")
    return opened


def try_theirs(browser: Browser, file: Path, *, physics: bool) -> tuple[float, float, float]:
    openings = 1 if physics else OPENINGS
    tries = [open_theirs(browser, file, physics=physics) for _ in range(openings)]
    ready, frames = (median(column) for column in zip(*tries, strict=True))
    return ready, ready, frames


def open_theirs(browser: Browser, file: Path, *, physics: bool) -> tuple[float, float]:
    """Return seconds until the drawing stands, and frames."""
    opened = context_page(browser)
    opened.add_init_script(NOTED % ("stabilizationIterationsDone" if physics else "afterDrawing"))
    opened.goto(file.as_uri(), wait_until="commit")
    try:
        opened.wait_for_function("window.drawnAt")
        return opened.evaluate("window.drawnAt") / 1000, opened.evaluate(FRAMES)
    except TooLong:
        return math.inf, math.nan
    finally:
        opened.context.close()


def empty_canvas(browser: Browser) -> float:
    opened = context_page(browser)
    opened.goto("about:blank")
    frames: float = opened.evaluate(FRAMES)
    opened.context.close()
    return frames


if __name__ == "__main__":
    main()
