"""The built pages, each parsed once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup


def parsed(page: Path) -> BeautifulSoup:
    """Return a built page. Whoever wants to change it takes a copy: others read the same one."""
    return _parsed(page.resolve())


@cache
def _parsed(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
