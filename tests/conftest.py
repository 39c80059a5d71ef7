"""What all tests share: one browser, and what makes a folder once for all processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.made_once import Once, made_once

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Nothing but this machine has a name.
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run a browser until the last test: Playwright starts once in a process."""
    from lightbook.printing.chromium import started  # tests of kltext alone do without Playwright

    with started(NO_NETWORK) as running:
        yield running


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Return what makes a folder once for all processes of this test run."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # each has a folder of its own in there
        base = base.parent
    return partial(made_once, base)
