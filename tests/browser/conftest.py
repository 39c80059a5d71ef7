"""A browser, the built site from a server and from its folder, and the explorers on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext
from xdist.scheduler import LoadScopeScheduling

from kltext.widgets.explorer import Explorer
from tests.browser import loopback
from tests.browser.engines import Engine, firefox, webkit
from tests.browser.explorer_page import EXPLORERS, ROOT, ExplorerPage, explorers_of
from tests.browser.lab_server import Lab, lab
from tests.browser.live_page import LivePage
from tests.browser.open_pages import KeptPage, OpenPages, Site

NAMES = {explorer.__name__ for explorer in EXPLORERS}


def group(test: str) -> str:
    """Return what a test shares with others: its explorer's page, a program, or its file."""
    explorer = re.search(r"-?(\w+)\]$", test)
    for program in ("engines", "jupyterlab"):
        if program in test:
            return program
    return explorer[1] if explorer and explorer[1] in NAMES else test.partition("::")[0]


class Groups(LoadScopeScheduling):
    """Gives all tests of a group to one worker."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Groups | None:
    """Keep groups together, if asked for by ``--dist loadscope``."""
    return Groups(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of a group one after another, the small groups of the explorers last.

    They share out what time is left after the large ones.
    """
    items.sort(key=lambda item: ((name := group(item.nodeid)) in NAMES, name))


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built site."""
    html = ROOT / "_build" / "html"
    assert (html / "index.html").is_file(), "there is no built book: run `make book` first"
    return html


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """Serve the built site; return its address."""
    with loopback.served(site) as address:
        yield address


# Not kept for longer: what a page does when nobody looks takes time from the other tests.
@pytest.fixture(scope="module", params=[firefox, webkit], ids=lambda engine: engine.__name__)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Run one of the browsers other than Chromium."""
    with request.param() as running:
        yield running


@pytest.fixture(scope="session")
def explorers(site: Path, served: str) -> Site:
    """Return where the site shows each explorer, in its first state if the book shows it so."""
    found = [place for page in sorted(site.rglob("*.html")) for place in explorers_of(page)]
    places = {place.kind: place for place in sorted(found, key=lambda place: place.first)}
    return Site(site, served, places)


@pytest.fixture(scope="session")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Run JupyterLab on an empty folder."""
    with lab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture
def opened(browser: Browser, explorers: Site) -> Iterator[Callable[..., ExplorerPage]]:
    """Return a function that opens an explorer's page; at the end all pages were silent."""
    pages = OpenPages(browser, explorers)
    yield pages.open
    pages.close()
    assert pages.complaints() == []


@pytest.fixture(scope="session")
def kept_page(browser: Browser, explorers: Site) -> Iterator[KeptPage]:
    """Keep a page open for tests of one explorer that follow each other."""
    kept = KeptPage(browser, explorers)
    yield kept
    kept.pages.close()


@pytest.fixture
def shown(kept_page: KeptPage, explorer: type[Explorer]) -> Iterator[ExplorerPage]:
    """Return the test's explorer as the book shows it; at the end its page was silent."""
    yield kept_page.of(explorer)
    assert kept_page.pages.complaints() == []


@pytest.fixture(scope="module")
def live_context(browser: Browser, site: Path) -> Iterator[BrowserContext]:
    """Keep what browsers keep between pages, of a site that has Python."""
    assert (site / "python" / "pyodide.js").is_file(), "there is no Python: run `make live` first"
    with browser.new_context(viewport={"width": 1280, "height": 900}) as made:
        yield made


@pytest.fixture
def open_page(live_context: BrowserContext, served: str) -> Iterator[Callable[..., LivePage]]:
    """Return a function that opens a page; at the end no page has complained."""
    complaints: list[str] = []
    pages = []

    def opened(name: str, *, expected: str = "", fresh: bool = True) -> LivePage:
        page = live_context.new_page()
        pages.append(page)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type in {"error", "warning"}
                and not (expected and re.search(expected, message.text))
                else None
            ),
        )
        page.goto(f"{served}/{name}.html")
        if fresh:
            page.evaluate("localStorage.clear()")
            page.reload()
        return LivePage(page)

    yield opened
    for page in pages:
        page.close()
    assert complaints == []
