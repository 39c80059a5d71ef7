"""What `make test` takes of a long list of cases: the audit takes all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def sampled(cases: Iterable[Any], often: Collection[Any]) -> list[Any]:
    """Return parameters of a test: those that are not among the often tried are for the audit."""
    return [pytest.param(one, marks=() if one in often else pytest.mark.audit) for one in cases]


def every(step: int, cases: Iterable[Any]) -> list[Any]:
    """Return parameters of a test: the first of each so many is tried often."""
    found = list(cases)
    return sampled(found, found[::step])
