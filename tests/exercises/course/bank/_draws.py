"""Inputs that several exercises of the test course draw."""

from __future__ import annotations

import numpy as np


def numbers(rng: np.random.Generator) -> tuple[object, ...]:
    """Return a short array of numbers."""
    return (rng.normal(size=rng.integers(2, 6)),)
