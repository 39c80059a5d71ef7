"""A browser, the built site from a server and from its folder, and the explorers on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from kltext.widgets.explorer import Explorer
from lightbook.printing.chromium import complaints
from tests.browser.explorer_page import ROOT, Place, Shown, explorers_of
from tests.browser.serving import serving


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built site."""
    html = ROOT / "_build" / "html"
    assert (html / "index.html").is_file(), "there is no built book: run `make book` first"
    return html


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """Serve the built site; return its address."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def places(site: Path) -> dict[str, Place]:
    """Return a place for each kind of explorer, in its first state if the book shows it so."""
    found = [place for page in sorted(site.rglob("*.html")) for place in explorers_of(page)]
    return {place.kind: place for place in sorted(found, key=lambda place: place.first)}


@pytest.fixture
def opened(
    browser: Browser, served: str, site: Path, places: dict[str, Place]
) -> Iterator[Callable[..., Shown]]:
    """Return a function that opens an explorer's page; at the end all pages were silent."""
    with ExitStack() as contexts:
        heard: list[list[str]] = []

        def open_one(
            explorer: type[Explorer],
            *,
            scheme: str = "http",
            link: str = "",
            theme: str = "light",
            width: int = 1000,
            **settings: Any,
        ) -> Shown:
            assert explorer._module in places, f"no page of the book shows {explorer.__name__}"
            place = places[explorer._module]
            size = {"width": width, "height": 900}
            context = browser.new_context(viewport=size, color_scheme=theme, **settings)
            contexts.enter_context(context)
            context.add_init_script(f"localStorage.mode = localStorage.theme = '{theme}'")
            page = context.new_page()
            heard.append(complaints(page))
            base = served if scheme == "http" else site.as_uri()
            address = f"{base}/{place.page.relative_to(site).as_posix()}"
            page.goto(f"{address}{link and f'#{place.name}?{link}'}")
            page.locator(f'[data-model="{place.model}"]').scroll_into_view_if_needed()
            root = page.locator(f'[data-name="{place.name}"] > .kltext-explorer')
            root.locator(".kl-figure svg[viewBox]").wait_for()
            return Shown(page, root, explorer)

        yield open_one
        assert [line for lines in heard for line in lines] == []
