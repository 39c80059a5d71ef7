"""Monte Carlo: the mean of log p/q over draws from P, with its standard error."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from kltext._estimate import Estimate
from kltext.distributions.distribution import SAMPLE, UNIFORM_DIRECTION, Distribution
from kltext.distributions.log_density import log_density_at

Array = npt.NDArray[np.float64]

DRAWS = 100_000


def kl_mc(p: Distribution, q: Distribution, rng: np.random.Generator) -> Estimate:
    """Return the mean and the standard error of log p/q over draws from P.

    The standard error is itself an estimate: where log p/q has no variance under P, it is
    too small.
    """
    draws = _draw(p, rng)
    with np.errstate(all="ignore"):
        log_p, log_q = log_density_at(p, draws), log_density_at(q, draws)
        ratios = log_p - log_q
    bad = ~np.isfinite(ratios)
    if bad.any():
        place = int(np.argmax(bad))
        raise ArithmeticError(
            f"at the draw {draws[place]} the log densities of {p.name} and {q.name} are "
            f"{log_p[place]} and {log_q[place]}, outside the range of floats; try "
            "method='closed' or method='quad'"
        )
    return Estimate(float(ratios.mean()), float(ratios.std(ddof=1)) / math.sqrt(DRAWS))


def _draw(distribution: Distribution, rng: np.random.Generator) -> Any:
    if distribution.kind is SAMPLE:
        return rng.choice(
            distribution.shapes["xk"],
            size=DRAWS,
            p=distribution.shapes["pk"] / distribution.shapes["pk"].sum(),
        )
    if distribution.kind is UNIFORM_DIRECTION:
        gaussians = rng.normal(size=(DRAWS, int(distribution.shapes["dim"])))
        return gaussians / np.linalg.norm(gaussians, axis=1, keepdims=True)
    if hasattr(distribution.source, "sample"):
        return np.asarray(distribution.source.sample(DRAWS, rng=rng))
    return np.asarray(distribution.source.rvs(size=DRAWS, random_state=rng))
