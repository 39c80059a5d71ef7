"""What the numerical methods read densities with."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from kltext.distributions.distribution import (
    DIRICHLET,
    INVERSE_WISHART,
    SAMPLE,
    UNIFORM_DIRECTION,
    VON_MISES_FISHER,
    WISHART,
    Distribution,
)

Array = npt.NDArray[np.float64]


def log_density_at(distribution: Distribution, x: Array) -> Array:
    """Return the log density (or log mass) of `distribution` at points of the space it lives in."""
    if distribution.kind is SAMPLE:
        order = np.argsort(distribution.shapes["xk"])
        place = np.searchsorted(distribution.shapes["xk"], x, sorter=order).clip(max=order.size - 1)
        found = distribution.shapes["xk"][order][place] == x
        return np.where(found, np.log(distribution.shapes["pk"][order][place]), -np.inf)
    if distribution.multivariate:
        return _multivariate_log_density(distribution, x)
    return distribution.log_density(
        (np.asarray(x) - distribution.loc) / distribution.scale
    ) - math.log(distribution.scale)


def _multivariate_log_density(distribution: Distribution, x: Array) -> Array:
    if distribution.kind is UNIFORM_DIRECTION:
        d = int(distribution.shapes["dim"])
        area = math.log(2) + d / 2 * math.log(math.pi) - math.lgamma(d / 2)
        return np.full(len(x), -area)
    if distribution.kind is DIRICHLET:
        return np.asarray(distribution.source.logpdf((x / x.sum(axis=1, keepdims=True)).T))
    if distribution.kind in (WISHART, INVERSE_WISHART):
        return np.asarray(distribution.source.logpdf(np.moveaxis(x, 0, -1)))
    if distribution.kind is VON_MISES_FISHER:
        return np.asarray(distribution.source.logpdf(x))
    return np.asarray(
        (distribution.source.logpmf if distribution.discrete else distribution.source.logpdf)(x)
    )
