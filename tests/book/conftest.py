"""The built site, one small book, for all tests that look at them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.book.minibook import STRICT, build_book, write_minibook
from tests.book.pages import ROOT, exercise_files, page_files
from tests.book.small_book import BASE, chapter_stubs, pages
from tests.made_once import Once


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built site; it must be newer than every page."""
    html = ROOT / "_build" / "html"
    sources = [*page_files(), *exercise_files()]
    for source in sources:
        page = (html / source.relative_to(ROOT)).with_suffix(".html")
        assert page.is_file(), f"{page} is missing: run `make book` first"
    record = html / ".buildinfo"
    stale = [str(path) for path in sources if path.stat().st_mtime > record.stat().st_mtime]
    assert not stale, f"changed since the book was built, run `make book`: {stale}"
    return html


@pytest.fixture(scope="session")
def small_site(once: Once) -> Path:
    """Build a sound small book that knows its address and shows no solutions, without a warning."""

    def build(book: Path) -> None:
        settings = {
            "lightbook_show_solutions": False,
            "nb_execution_excludepatterns": sorted(chapter_stubs()),  # there is nothing to run
        }
        write_minibook(book, pages(), baseurl=f"{BASE}/", **settings)
        for folder in ("exercises", "exercises/solutions", "exercises/kltasks"):
            (book / folder).mkdir(parents=True)
            for path in (ROOT / folder).iterdir():
                if path.suffix not in {".ipynb", ".json"}:
                    continue
                shutil.copy(path, book / folder)
        done = build_book(book, *STRICT)
        assert done.returncode == 0, done.stdout + done.stderr

    return once("small-book", build) / "_build" / "html"
