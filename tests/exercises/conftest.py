"""What the tests of the exercises share."""

from __future__ import annotations

import os
from functools import partial

import pytest

from tests.exercises.made_once import Once, made_once

collect_ignore = ["course"]  # a bank, which klgrade loads


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Return what makes a folder once for all processes of this test run."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # each has a folder of its own in there
        base = base.parent
    return partial(made_once, base)
