"""The built site, for the tests that read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.book.pages import ROOT, page_files


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built site; it must be newer than every page."""
    html = ROOT / "_build" / "html"
    for source in page_files():
        page = (html / source.relative_to(ROOT)).with_suffix(".html")
        assert page.is_file(), f"{page} is missing: run `make book` first"
    record = html / ".buildinfo"
    stale = [str(path) for path in page_files() if path.stat().st_mtime > record.stat().st_mtime]
    assert not stale, f"changed since the book was built, run `make book`: {stale}"
    return html
