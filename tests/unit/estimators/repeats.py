"""What an estimator says in repeated sampling."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kltext import Estimate


def many(estimate: Callable[[], Estimate], repeats: int = 2000) -> tuple[np.ndarray, np.ndarray]:
    """Return the values and the errors of repeated estimates, as two arrays."""
    found = [estimate() for _ in range(repeats)]
    return np.array([e.value for e in found]), np.array([e.error for e in found])
