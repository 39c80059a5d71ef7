"""The divergence of two densities as an integral whose error estimate can be trusted.

The integral runs over P's own standard coordinate. Panels start at the quantiles of P and Q
and double outward (or halve towards a finite end) as far as floats go, so that tails of any
weight and singular ends are met. Five things make up the error: what the last refinement
changed; what a second integration, by other nodes, changed; the rounding of the log densities;
the mass of P or Q that is not 1 when integrated; and what may lie beyond the last panel.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kltext._estimate import Estimate
from kltext.distributions.distribution import CIRCULAR, Distribution
from kltext.distributions.gauss_legendre import Unsettled, integrate_panels
from kltext.kernels import exp_excess

Array = npt.NDArray[np.float64]

LEVELS = np.array([1e-15, 1e-12, 1e-9, 1e-7, 1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5])
MASS_MISSED = 1e-6  # if more is missing, the density has not been seen: no number is given
NEGLIGIBLE = -55.0  # log of a contribution, relative to the largest, that is left out
NOISE = 4 * float(np.finfo(float).eps)
UNEVEN = 0.4142135623730951  # a second look at the integrand, by other nodes
OVERFLOW = 600.0  # log of what is large enough to be called divergent if it is still growing
UNDERFLOW = -690.0  # scipy's log(pdf) is rough below this
OCTAVES = 5  # kept free at each end, to continue tails from
RESOLVED = 1e-10  # panels stop this close, relatively, to an end other than 0


class Terms(NamedTuple):
    """What an integral or sum of p log(p/q) is made of, at some points."""

    plain: Array  # p log(p/q)
    gap: Array  # p log(p/q) − p + q, never negative
    mass: Array  # p
    ratio: Array  # |log(p/q)|
    noise: Array  # p (|log p| + |log q|): what rounding acts on


def kl_terms_of_logs(log_p: Array, log_q: Array) -> Terms:
    """Return the terms from the logarithms of p and q; where p is 0, only q is left, in the gap."""
    seen = log_p > -np.inf
    ratio = np.where(seen, log_p - np.where(seen, log_q, 0.0), 0.0)
    mass = np.exp(log_p)
    # A heavy tail may have p below the smallest float and yet a large p·|log(p/q)|.
    size = np.where(mass > 1e-290, mass * np.abs(ratio), np.exp(log_p + np.log(np.abs(ratio))))
    plain = np.copysign(size, ratio)
    gap = np.where(
        np.abs(ratio) < 1, mass * exp_excess(-ratio.clip(-1, 1)), plain - mass + np.exp(log_q)
    )
    noise = mass * np.where(seen, np.abs(log_p) + np.abs(log_q), 0.0)
    return Terms(plain, np.where(seen, gap, np.exp(log_q)), mass, np.abs(ratio), noise)


def integral_kl(p: Distribution, q: Distribution) -> Estimate:
    """Return the integral of p log(p/q), in nats."""
    terms, edges, cut = _prepared(p, q)
    close = _close(p, q, terms(edges))
    try:
        (value, mass), (error, mass_error) = _with_tails(
            _rows(p, q, terms, close=close), edges, cut
        )
    except Unsettled as reason:
        raise ArithmeticError(
            f"quadrature of D({p.describe()} ‖ {q.describe()}) fails, {reason}: it diverges, or a "
            "log density is rough; try method='closed' or method='mc'"
        ) from None
    if not abs(mass - 1) <= MASS_MISSED + mass_error:
        raise ArithmeticError(
            f"quadrature met {mass:.9g} of the mass of {p.describe()}: its density has features "
            "that floats do not resolve; try method='closed' or method='mc'"
        )
    if math.isinf(value):
        raise ArithmeticError(
            f"the integrand of D({p.describe()} ‖ {q.describe()}) "
            "does not decay as far as floats go, "
            "so that the divergence is infinite or its tails are too slow; "
            "try method='closed'"
        )
    if not close:
        error += (1 + abs(value)) * abs(mass - 1) + abs(total_mass(q) - 1)
    return Estimate(value, error)


def _prepared(
    p: Distribution, q: Distribution
) -> tuple[Callable[[Array], Terms], Array, tuple[bool, bool]]:
    """Return the terms as a function of P's standard coordinate, and the panels to use."""
    stretch, shift = p.scale / q.scale, (p.loc - q.loc) / q.scale

    def terms(y: Array) -> Terms:
        with np.errstate(all="ignore"):
            log_q = q.log_density(stretch * y + shift) + math.log(stretch)
            return kl_terms_of_logs(p.log_density(y), log_q)

    def log_size(y: Array) -> Array:
        size = p.log_density(y) + np.log1p(terms(y).ratio)
        return np.where(size < OVERFLOW, size, np.inf)

    knots = np.concatenate([_quantiles(p), (_quantiles(q) - shift) / stretch])
    edges, cut = panel_edges(p, knots, log_size)
    return terms, edges, cut


def _rows(
    p: Distribution, q: Distribution, terms: Callable[[Array], Terms], *, close: bool
) -> Callable[[Array], Array]:
    """Return integrand, mass and rounding as rows; the gap is the integrand of near ones."""

    def rows(y: Array) -> Array:
        at = terms(y)
        if not np.isfinite(at.ratio).all():
            where = float(p.loc + p.scale * y[np.argmin(np.isfinite(at.ratio))])
            raise ArithmeticError(
                f"the density of {q.describe()} vanishes at {where}, inside its support, and "
                f"that of {p.describe()} does not; if that is a gap the divergence is infinite, "
                "and if scipy's logpdf underflows try method='closed'"
            )
        noise = at.noise + at.mass * (1 + at.ratio) * _blur(p, y)
        value, noise = (at.gap, noise * at.ratio) if close else (at.plain, noise)
        return np.stack([value, at.mass, NOISE * noise])

    return rows


def _blur(distribution: Distribution, y: Array) -> Array:
    """Return how many times less well than |y| itself its distance to an end is known."""
    low, high = _standard_support(distribution)
    return np.asarray(np.abs(y) / np.minimum(y - low, high - y))


def total_mass(distribution: Distribution) -> float:
    """Return the integral of the density, which is 1 if it is computed well."""

    def rows(y: Array) -> Array:
        with np.errstate(all="ignore"):
            log = distribution.log_density(y)
            density = np.exp(log)
            noise = density * (np.abs(log) + 1 + _blur(distribution, y))
            return np.stack([density, NOISE * np.where(density > 0, noise, 0.0)])

    edges, cut = panel_edges(distribution, _quantiles(distribution))
    (mass,), _ = _with_tails(rows, edges, cut)
    return mass


def _with_tails(
    rows: Callable[[Array], Array], edges: Array, cut: tuple[bool, bool]
) -> tuple[list[float], list[float]]:
    """Return integrals and errors; tails that floats cut off are continued geometrically."""
    integral = integrate_panels(rows, edges, atol=1e-300, noisy=True)
    again = integrate_panels(rows, edges, atol=1e-300, noisy=True, split=UNEVEN)
    values = again.value.tolist()
    errors = (integral.error + 2 * np.abs(again.value - integral.value)).tolist()
    for end, needed in zip((edges[3::-1], edges[-4:]), cut, strict=True):
        if not needed:
            continue
        panels = [
            integrate_panels(rows, np.sort(end[i : i + 2]), rtol=1e-10, atol=1e-280, noisy=True)
            for i in range(3)
        ]
        for row, terms in enumerate(zip(*(panel.value.tolist() for panel in panels), strict=True)):
            tail, error = geometric_tail(*terms)
            values[row] += tail
            errors[row] += error
    return values, errors


def geometric_tail(first: float, second: float, third: float) -> tuple[float, float]:
    """Return what follows three terms of a nearly geometric series, and its error.

    The sum is infinite if the terms do not decrease. The error comes from the change of the
    ratio: it vanishes for an exact geometric series.
    """
    if third == 0:
        return 0.0, 0.0
    if 0 in (first, second):
        return third, abs(third)
    earlier, ratio = second / first, third / second
    if not abs(ratio) < 1 - 1e-6:
        return math.copysign(math.inf, third), math.inf
    tail = third * ratio / (1 - ratio)
    return tail, abs(tail) * min(1.0, 4 * abs(ratio - earlier) / (1 - ratio) ** 2 + 1e-9)


def panel_edges(
    distribution: Distribution, knots: Array, *log_weights: Callable[[Array], Array]
) -> tuple[Array, tuple[bool, bool]]:
    """Return edges that cover all that matters, and whether either tail had to be cut off.

    They cover the density, and each integrand whose size is given by its logarithm. A tail is
    cut off where floats end before all of these have become negligible.
    """
    low, high = _standard_support(distribution)
    middle = float(_quantile(distribution, 0.5, upper=False))
    quartiles = [float(_quantile(distribution, 0.25, upper=upper)) for upper in (False, True)]
    spans = [abs(quartile - middle) for quartile in quartiles]
    left = _outward(middle, -(spans[0] or spans[1]), low)
    right = _outward(middle, spans[1] or spans[0], high)
    if not (low < middle < high and max(spans) > 0 and min(left.size, right.size) > OCTAVES):
        raise ArithmeticError(
            f"{distribution.describe()} has its median at {middle} of ({low}, {high}): it is too "
            "concentrated for quadrature in floats; try method='closed'"
        )
    # The last octaves stay untouched: a geometric tail is continued from them.
    inner = knots[(knots > left[-OCTAVES]) & (knots < right[-OCTAVES])]
    edges = np.unique(np.concatenate([left, [middle], right, inner]))
    with np.errstate(all="ignore"):
        reach = np.minimum.reduce([np.abs(edges - middle) + sum(spans), edges - low, high - edges])
        density = distribution.log_density(edges)
        logs = np.log(reach) + np.stack([density, *(weight(edges) for weight in log_weights)])
        logs[:, density < (-np.inf if distribution.log_density_is_exact else UNDERFLOW)] = -np.inf
    logs[~np.isfinite(logs)] = -np.inf
    kept = np.flatnonzero((logs > logs.max(axis=1, keepdims=True) + NEGLIGIBLE).any(axis=0))
    finite = np.isfinite(logs).all(axis=0)
    seen = np.flatnonzero(finite)
    if not (kept.size and seen.size):
        raise ArithmeticError(
            f"where {distribution.describe()} lies, a log density leaves the range of floats; "
            "try method='closed', or shift and scale both"
        )
    # Where nothing is finite any more, floats have ended; a gap inside is met, and refused.
    first, last = max(int(kept[0]), int(seen[0])), min(int(kept[-1]), int(seen[-1]))
    cut = (
        first == 0 or not finite[first - 1],
        last == edges.size - 1 or not finite[last + 1],
    )
    return edges[first - (not cut[0]) : last + 1 + (not cut[1])], cut


def _outward(middle: float, span: float, end: float) -> Array:
    """Return edges from `middle` (left out) outward: doubling, or halving towards the end."""
    if math.isinf(end):
        most = int(math.log2(1e300 / max(abs(span), 1.0)))
        return np.asarray(middle + span * 2.0 ** np.arange(-2, most))
    room = end - middle
    gaps = room * 2.0 ** -np.arange(1.0, 1070)
    gaps = gaps[np.abs(gaps) > max(RESOLVED * abs(end), 1e-300)]
    doubling = span * 2.0 ** np.arange(-2, 60)
    return np.concatenate([middle + doubling[np.abs(doubling) < abs(room) / 2], end - gaps])


def _standard_support(distribution: Distribution) -> tuple[float, float]:
    if distribution.kind is CIRCULAR:
        return -math.pi, math.pi
    return distribution.standard_low, distribution.standard_high


def _quantile(distribution: Distribution, level: float | Array, upper: bool) -> Array:
    return distribution.quantile(np.asarray(level), upper)


def _quantiles(distribution: Distribution) -> Array:
    both = np.concatenate(
        [_quantile(distribution, LEVELS, upper=False), _quantile(distribution, LEVELS, upper=True)]
    )
    return np.asarray(both[np.isfinite(both)])


def _close(p: Distribution, q: Distribution, at: Terms) -> bool:
    """Return whether P and Q are so alike that the non-negative terms should be integrated."""
    same_support = (p.low, p.high) == (q.low, q.high)
    with np.errstate(all="ignore"):
        return same_support and bool((at.ratio[at.mass > 0] < 1).all())
