"""What the numerical methods read densities with."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from kltext.distributions.distribution import (
    DIRICHLET,
    SAMPLE,
    UNIFORM_DIRECTION,
    VON_MISES_FISHER,
    Law,
)

Array = npt.NDArray[np.float64]


def log_density_at(law: Law, x: Array) -> Array:
    """Return the log density (or log mass) of `law` at points of the space it lives in."""
    if law.kind is SAMPLE:
        order = np.argsort(law.shapes["xk"])
        place = np.searchsorted(law.shapes["xk"], x, sorter=order).clip(max=order.size - 1)
        found = law.shapes["xk"][order][place] == x
        return np.where(found, np.log(law.shapes["pk"][order][place]), -np.inf)
    if law.multivariate:
        return _multivariate_log_density(law, x)
    return law.log_density((np.asarray(x) - law.loc) / law.scale) - math.log(law.scale)


def _multivariate_log_density(law: Law, x: Array) -> Array:
    if law.kind is UNIFORM_DIRECTION:
        d = int(law.shapes["dim"])
        area = math.log(2) + d / 2 * math.log(math.pi) - math.lgamma(d / 2)
        return np.full(len(x), -area)
    if law.kind is DIRICHLET:
        return np.asarray(law.source.logpdf((x / x.sum(axis=1, keepdims=True)).T))
    if law.kind is VON_MISES_FISHER:
        return np.asarray(law.source.logpdf(x))
    return np.asarray((law.source.logpmf if law.discrete else law.source.logpdf)(x))
