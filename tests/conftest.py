"""The one browser of all tests that open pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

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
