"""Truncated normals of equal bounds: an exponential family whose moments lose digits.

The textbook form subtracts normal distribution functions and moments; far in a tail, or for
near-identical distributions, nothing is left of it. The few smooth integrals it stands for are
therefore done by Gauss–Legendre panels, which keep every digit.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from kltext.distributions.gauss_legendre import integrate_panels
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
    log_p, edges, start = _cut_normal(a, b, 0.0, 1.0)
    log_q, _, other = _cut_normal(a, b, mean, sigma)
    slope, tilt = near[0], near[1] + near[0] * start

    def expectation(f: Callable[[Array], Array], atol: float = 1e-300) -> float:
        def integrand(step: Array) -> Array:  # y = start + step
            return np.asarray(np.exp(log_p(step)) * f(step))

        return float(integrate_panels(integrand, edges, atol=atol).value)

    def w(step: Array) -> Array:
        return np.asarray(step * (tilt + slope * step / 2))

    gap = expectation(lambda step: log_p(step) - log_q(step + (start - other)), atol=1e-15)
    if gap > NEAR:
        return gap
    centre = expectation(w)
    return math.log1p(expectation(lambda step: np.asarray(exp_excess(centre - w(step)))))


def _cut_normal(
    a: float, b: float, mean: float, sigma: float
) -> tuple[Callable[[Array], Array], Array, float]:
    """Return log density and panel edges of a normal on [a, b], and where they count from.

    They are functions of the step away from the place of the largest density, which may be
    many times its own width away from 0.
    """
    anchor = min(max(mean, a), b)
    push = (anchor - mean) / sigma
    width = sigma / max(1.0, abs(push))
    edges = np.unique(np.clip(width * np.concatenate([-_STEPS, _STEPS]), a - anchor, b - anchor))

    def shape(step: Array) -> Array:  # −z²/2, from its value at the anchor
        return np.asarray(-step / sigma * (step / sigma / 2 + push))

    norm = integrate_panels(lambda step: np.exp(shape(step)), edges)
    log_norm = math.log(float(norm.value))

    def log_density(step: Array) -> Array:
        return np.asarray(shape(step) - log_norm)

    return log_density, edges, anchor
