"""The one browser of all tests that open pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from lightbook.printing.chromium import started

# Nothing but this machine has a name.
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run a browser until the last test: Playwright starts once in a process."""
    with started(NO_NETWORK) as running:
        yield running
