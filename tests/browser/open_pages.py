"""Explorers on open pages of the built site: opened anew, or kept open from test to test."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from kltext.widgets.explorer import Explorer
from lightbook.printing.chromium import complaints
from tests.browser.explorer_page import ExplorerPage, Place


@dataclass(frozen=True)
class Site:
    """The built site, in its folder and from a server, and where its explorers are."""

    folder: Path
    address: str
    places: dict[str, Place]


class OpenPages:
    """Opens explorers in one browser, and listens to their pages until they are closed."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site = browser, site
        self.contexts = ExitStack()
        self.heard: list[list[str]] = []

    def open(
        self,
        explorer: type[Explorer],
        *,
        scheme: str = "http",
        link: str = "",
        theme: str = "light",
        width: int = 1000,
        **settings: Any,
    ) -> ExplorerPage:
        """Return an explorer on a page of its own, loaded anew."""
        assert explorer._module in self.site.places, f"no page shows {explorer.__name__}"
        place = self.site.places[explorer._module]
        size = {"width": width, "height": 900}
        context = self.browser.new_context(viewport=size, color_scheme=theme, **settings)
        self.contexts.enter_context(context)
        context.add_init_script(f"localStorage.mode = localStorage.theme = '{theme}'")
        page = context.new_page()
        self.heard.append(complaints(page))
        base = self.site.address if scheme == "http" else self.site.folder.as_uri()
        address = f"{base}/{place.page.relative_to(self.site.folder).as_posix()}"
        page.goto(f"{address}{link and f'#{place.name}?{link}'}")
        page.locator(f'[data-model="{place.model}"]').scroll_into_view_if_needed()
        root = page.locator(f'[data-name="{place.name}"] > .kltext-explorer')
        root.locator(".kl-figure svg[viewBox]").wait_for()
        return ExplorerPage(page, root, explorer)

    def complaints(self) -> list[str]:
        """Return what the pages have complained of since this was last asked."""
        lines = [line for lines in self.heard for line in lines]
        for told in self.heard:
            told.clear()
        return lines

    def close(self) -> None:
        """Close every page."""
        self.contexts.close()
        self.heard.clear()


class KeptPage:
    """One explorer's page, kept open until another explorer is asked for."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.pages = OpenPages(browser, site)
        self.shown: ExplorerPage | None = None

    def of(self, explorer: type[Explorer]) -> ExplorerPage:
        """Return an explorer in the state in which its page opens."""
        if self.shown is None or self.shown.explorer is not explorer:
            self.pages.close()
            self.shown = self.pages.open(explorer)
        else:
            self.shown.restore()
        return self.shown
