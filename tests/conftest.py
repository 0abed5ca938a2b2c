"""What tests are given: a browser, a page that complains, the texts of the sources."""

from __future__ import annotations

import csv
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import building
import chromium
import firefox
import pace
import profiles
import pytest
from commands import Run
from hypothesis import HealthCheck, settings

from cardindex import cli

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, WebError

    from cardindex.index import Index

PROJECT = Path(__file__).resolve().parent.parent
USUAL_CELL = 131_072  # characters, as Python has it
OFTEN = 10_000, 20, 10  # new objects between two collections of garbage; Python's are 700, 10, 10
IN_CI = bool(os.environ.get("CI"))

# Nothing leaves the machine, and the browser starts no errands of its own.
BROWSER_FLAGS = [
    # What a window would load for itself takes a third of the time of all tests of pages; the rest
    # is what Playwright turns off, whose list this one takes the place of.
    (
        "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,AimEnabled,"
        "AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync,"
        "DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,"
        "MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch,"
        "ThirdPartyStoragePartitioning"
    ),
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    profiles.FLAG,
]
STORAGE_REFUSED = "The operation is insecure."  # as Firefox says it
INSIDE = ("file:", "data:", "blob:", "about:")
# The made-up host under which a test serves modules by `context.route`; no real host has such a
# name, so a page that asked for one by itself would not get far unnoticed.
MADE_UP_HOST = "http://cardindex.test/"

# A run in the background, or under nohup, has these ignored, and so would all that it starts; tests
# that interrupt a command would wait for ever.
for ignored in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
    if signal.getsignal(ignored) == signal.SIG_IGN:
        usual = signal.default_int_handler if ignored == signal.SIGINT else signal.SIG_DFL
        signal.signal(ignored, usual)

# How long an example takes says something of the machine, not of the law. CI draws the same
# examples every time, so that a change is judged and not the dice.
settings.register_profile(
    "cardindex", deadline=None, suppress_health_check=[HealthCheck.too_slow],
    derandomize=IN_CI, print_blob=True,
)  # fmt: skip
settings.load_profile("cardindex")


@pytest.fixture(scope="session", autouse=True)
def cache_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of their own: no test writes into that of whoever runs them."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARDINDEX_CACHE", str(folder))
        yield folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the command line as a shell would, in this process."""

    def run_(*words: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["cardindex", *map(str, words)])
        with pytest.raises(SystemExit) as raised:
            cli.main()
        assert isinstance(raised.value.code, int)
        return Run(raised.value.code, *capsys.readouterr())

    return run_


@pytest.fixture(autouse=True)
def usual_cells() -> None:
    """Let cells of CSV be as long as Python lets them: libraries that tests bring raise that."""
    csv.field_size_limit(USUAL_CELL)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which engine the tests of the page drive; the others run what concerns the page alone."""
    parser.addoption("--engine", choices=("chromium", "firefox"), default="chromium")
    parser.addoption("--keep-seconds", action="store_true", help="write tests/seconds.csv anew")


def pytest_configure(config: pytest.Config) -> None:
    """Tell at the end what was slow; of several processes, the one that hears of all tests does.

    It also tells of a file that is not there: with -n, pytest only says that no test was run.
    """
    gc.set_threshold(*OFTEN)
    if hasattr(config, "workerinput"):
        return
    named = [argument.partition("::")[0] for argument in config.args]
    if missing := [name for name in named if not (config.invocation_params.dir / name).exists()]:
        raise pytest.UsageError(f"file or directory not found: {', '.join(missing)}")
    config.pluginmanager.register(pace.Pace())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark each test by what it is given, so that no one has to remember to.

    What is meant for one engine alone is left out of the runs in another. Where several processes
    share the files, the longest come first.
    """
    engine = config.getoption("engine")
    for item in items:
        for name in ("browser", "texts"):
            if name in getattr(item, "fixturenames", ()):
                item.add_marker(name)
    fitting, left_out = [], []
    for item in items:
        (fitting if is_for(item, engine) else left_out).append(item)
    config.hook.pytest_deselected(items=left_out)
    if hasattr(config, "workerinput"):
        order = pace.longest_first((item.nodeid for item in fitting), pace.kept())
        place = {file: at for at, file in enumerate(order)}
        fitting.sort(key=lambda item: place[pace.file_of(item.nodeid)])
    items[:] = fitting


def pytest_collection_finish() -> None:
    """Keep what is loaded by now, which stays, from being looked through for garbage ever again.

    That took a tenth of the time of all tests.
    """
    gc.collect()
    gc.freeze()


def is_for(item: pytest.Item, engine: str) -> bool:
    """Tell whether a test is one for this engine: in Chromium all are that name no other."""
    marker = item.get_closest_marker("engine")
    if marker:
        return marker.args[0] == engine
    return engine == "chromium" or item.get_closest_marker("browser") is not None


def do_without(what: str) -> None:
    """Skip for want of something, or fail where CI should have it."""
    if IN_CI:
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A headless browser, one for all tests: a Chromium, or what ``--engine`` asks for."""
    asked_for = request.config.getoption("engine")
    yield from a_firefox() if asked_for == "firefox" else a_chromium()


def a_firefox() -> Iterator[Browser]:
    executable = firefox.find()
    if executable is None:
        pytest.exit(firefox.HOW_TO, returncode=1)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, firefox.launched(playwright, executable) as launched:
        yield launched


def a_chromium() -> Iterator[Browser]:
    try:
        executable = chromium.find()
    except chromium.ChromiumNotUsableError as error:
        pytest.fail(str(error), pytrace=False)
    if executable is None:
        do_without(chromium.HOW_TO)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=executable, headless=True, args=BROWSER_FLAGS
        )
        yield launched
        launched.close()


@pytest.fixture
def complaints() -> list[str]:
    """What went wrong in `page`: a test that provokes something clears it from this list."""
    return []


@pytest.fixture(scope="session")
def opening(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[profiles.Opening]:
    """What opens a page that finds nothing of those before it."""
    if request.config.getoption("engine") == "firefox":
        yield profiles.new_ones(browser)
        return
    with profiles.shared(browser, tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def page(opening: profiles.Opening, complaints: list[str]) -> Iterator[Page]:
    """A page of its own; a console error or a request to the outside fails the test."""

    def note_request(request: Request) -> None:
        if not request.url.startswith((*INSIDE, MADE_UP_HOST)):
            complaints.append(f"asked for {request.url}")

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console error: {message.text} ({message.location['url']})")

    def note_error(error: WebError) -> None:
        # What a test puts into each page it puts into the blank one as well, which has no storage.
        if str(error.error) != STORAGE_REFUSED or not is_blank(error.page):
            complaints.append(f"uncaught: {error.error}")

    notes = {"request": note_request, "console": note_console, "weberror": note_error}
    with opening(notes) as opened:
        yield opened
    assert complaints == []


def is_blank(page: Page | None) -> bool:
    return page is not None and page.url == "about:blank"


@pytest.fixture(scope="session")
def specs() -> Path:
    """The folder of published schemas, which are not ours to copy into the project."""
    folder = Path(os.environ.get("CARDINDEX_SPECS") or PROJECT.parent / "shared" / "specs")
    if not folder.is_dir():
        pytest.skip(f"no schemas in {folder}; CARDINDEX_SPECS=DIR says where they are")
    return folder


@pytest.fixture(scope="session")
def texts() -> Path:
    """The folder of the texts of the sources, each under its own name; they are not published."""
    folder = Path(os.environ.get("CARDINDEX_TEXTS") or PROJECT.parent / "shared" / "seeds")
    if not folder.is_dir():
        do_without(f"no texts in {folder}; CARDINDEX_TEXTS=DIR says where they are")
    return folder


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Index]:
    """Make an index in a folder of the test's own."""
    return lambda *args, **rows: building.index(tmp_path, *args, **rows)
