"""Truncated normals of equal bounds: an exponential family whose moments lose digits.

The textbook form subtracts normal distribution functions and moments; far in a tail, or for
near-identical laws, nothing is left of it. The few smooth integrals it stands for are therefore
done by Gauss–Legendre panels, which keep every digit.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from kltext.distributions.panels import integrate_panels
from kltext.kernels import exp_excess

Array = npt.NDArray[np.float64]

_STEPS = np.array([0.0, 0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 14, 20, 40])
NEAR = 0.1


def truncated_normal(
    a: float, b: float, mean: float, sigma: float, near: tuple[float, float]
) -> float:
    r"""Return D(P‖Q) of N(0, 1) and N(mean, sigma²), both cut off outside [a, b].

    `near` holds slope and tilt of :math:`w(y) = \tfrac12\,slope\,y^2 + tilt\,y`, for which
    :math:`q \propto p\,e^{-w}`; they are known better than `mean` and `sigma` tell. Then

    .. math:: D(P\|Q) = \log E_P\bigl[e^{-(w - E_P w)}\bigr],

    and log1p of the mean of :math:`e^{-u} - 1 + u`, u = w − E w, cancels nothing.
    """
    log_p, edges = _cut_normal(a, b, 0.0, 1.0)
    log_q, _ = _cut_normal(a, b, mean, sigma)
    slope, tilt = near

    def expectation(f: Array, y: Array) -> Array:
        return np.asarray(np.exp(log_p(y)) * f)

    gap = integrate_panels(lambda y: expectation(log_p(y) - log_q(y), y), edges, atol=1e-15)
    if gap.value > NEAR:
        return float(gap.value)
    centre = integrate_panels(
        lambda y: expectation(slope * y * y / 2 + tilt * y, y), edges, atol=1e-300
    )
    excess = integrate_panels(
        lambda y: expectation(exp_excess(centre.value - slope * y * y / 2 - tilt * y), y),
        edges,
        atol=1e-300,
    )
    return math.log1p(float(excess.value))


def _cut_normal(
    a: float, b: float, mean: float, sigma: float
) -> tuple[Callable[[Array], Array], Array]:
    """Return the log density of a normal on [a, b], and panel edges that suit it."""
    anchor = min(max(mean, a), b)
    away = abs(anchor - mean) / sigma
    width = sigma / max(1.0, away)
    edges = np.unique(
        np.clip(np.concatenate([anchor - width * _STEPS, anchor + width * _STEPS]), a, b)
    )
    push = (anchor - mean) / sigma

    def shape(y: Array) -> Array:  # −z²/2, from its value at the anchor
        step = (y - anchor) / sigma
        return np.asarray(-step * (step / 2 + push))

    norm = integrate_panels(lambda y: np.exp(shape(y)), edges)
    log_norm = math.log(float(norm.value))

    def log_density(y: Array) -> Array:
        return np.asarray(shape(y) - log_norm)

    return log_density, edges
