"""The divergence of two discrete distributions as a sum, outward from the mean of P."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from kltext._estimate import Estimate
from kltext.distributions.distribution import SAMPLE, Distribution
from kltext.distributions.log_density import log_density_at
from kltext.distributions.quadrature import (
    MASS_MISSED,
    NOISE,
    Terms,
    geometric_tail,
    kl_terms_of_logs,
)

Array = npt.NDArray[np.float64]

FIRST_BLOCK = 256
MOST_TERMS = 2**19
NEGLIGIBLE = 1e-22


def sum_kl(p: Distribution, q: Distribution) -> Estimate:
    """Return the sum of p log(p/q), in nats, with a bound on its error.

    The sum is finished when a block adds nothing; heavy tails that do not end within half a
    million terms are continued geometrically, and the continuation counts as error.
    """
    if p.kind is SAMPLE:
        at = _terms(p, q, p.shapes["xk"][p.shapes["pk"] > 0])
        return Estimate(float(at.plain.sum()), NOISE * float(at.noise.sum()))
    widest = 0.0

    def block(k: Array) -> Array:
        nonlocal widest
        at = _terms(p, q, k)
        widest = max(widest, float(at.ratio.max()))
        return np.array([row.sum() for row in (at.plain, at.mass, at.noise, at.gap)])

    (plain, mass, noise, gap), (tail, mass_tail, *_) = _both_sides(p, block)
    if not abs(mass - 1) <= MASS_MISSED + mass_tail:
        raise ArithmeticError(
            f"summation met {mass:.9g} of the mass of {p.describe()}: its log mass is not "
            "accurate enough in floats; try method='closed' or method='mc'"
        )
    if math.isinf(plain):
        raise ArithmeticError(
            f"the terms of D({p.describe()} ‖ {q.describe()}) do not decay within half a million, "
            "so that the divergence is infinite or its tails are too slow; "
            "try method='closed'"
        )
    if (p.low, p.high) == (q.low, q.high) and widest < 1 and not tail:
        return Estimate(float(gap), 1e-12 * float(gap))
    error = NOISE * noise + tail + (1 + abs(plain)) * abs(mass - 1) + abs(_mass(q) - 1)
    return Estimate(float(plain), float(error))


def _terms(p: Distribution, q: Distribution, k: Array) -> Terms:
    with np.errstate(all="ignore"):
        log_p, log_q = log_density_at(p, k), log_density_at(q, k)
        bad = np.isfinite(log_p) & ~np.isfinite(log_q)
        if bad.any():
            raise ArithmeticError(
                f"the log mass of {q.describe()} is not finite at {k[bad][0]}, inside the "
                "support; try method='closed'"
            )
        return kl_terms_of_logs(log_p, log_q)


def _mass(distribution: Distribution) -> float:
    """Return the sum of all masses, which is 1 if they are computed well."""
    if distribution.kind is SAMPLE:
        return float(distribution.shapes["pk"].sum())
    total, _ = _both_sides(
        distribution, lambda k: np.atleast_1d(np.exp(log_density_at(distribution, k)).sum())
    )
    return float(total[0])


def _both_sides(
    distribution: Distribution, block_sums: Callable[[Array], Array]
) -> tuple[Array, Array]:
    """Return sums over the whole support, tails included, and the errors of the tails."""
    mean = float(distribution.source.mean())
    middle = (
        min(max(round(mean), distribution.low), distribution.high)
        if math.isfinite(mean)
        else distribution.low
    )
    right, right_error = _side(block_sums, middle, distribution.high - middle, 1.0)
    left, left_error = _side(block_sums, middle - 1, middle - 1 - distribution.low, -1.0)
    return right + left, right_error + left_error


def _side(
    block_sums: Callable[[Array], Array], start: float, room: float, step: float
) -> tuple[Array, Array]:
    """Return the sums over start, start + step, …, in blocks that double, and tail errors."""
    if room < 0:
        none = np.zeros_like(block_sums(np.array([start + 1.0])))
        return none, none
    done, size, blocks = 0, FIRST_BLOCK, []
    while done < MOST_TERMS:
        size = int(min(size, room + 1 - done))
        blocks.append(block_sums(start + step * (done + np.arange(float(size)))))
        total = np.sum(blocks, axis=0)
        done, size = done + size, 2 * size
        if done > room or (np.abs(blocks[-1]) <= NEGLIGIBLE * np.abs(total)).all():
            return total, np.zeros_like(total)
    tails = np.array([geometric_tail(*row) for row in zip(*blocks[-3:], strict=True)])
    return total + tails[:, 0], tails[:, 1]
