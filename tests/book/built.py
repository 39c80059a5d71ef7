"""The built pages, each parsed once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup


def parsed(page: Path) -> BeautifulSoup:
    """Return a built page. Whoever wants to change it takes a copy: others read the same one."""
    return _parsed(page.resolve())


@cache
def _parsed(page: Path) -> BeautifulSoup:
    with kept_for_good():
        return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


@contextmanager
def kept_for_good() -> Iterator[None]:
    """Make many objects that stay: looking for garbage among them takes as long as making them."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
