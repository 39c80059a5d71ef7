"""Truncated normals of equal bounds: an exponential family whose moments lose digits.

The textbook form subtracts normal distribution functions and moments; far in a tail, or for
near-identical distributions, nothing is left of it. The few smooth integrals it stands for are
therefore done by Gauss–Legendre panels, which keep every digit.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kltext.distributions.bregman import LOG_2PI
from kltext.distributions.gauss_legendre import integrate_panels
from kltext.kernels import exp_excess

Array = npt.NDArray[np.float64]

_STEPS = np.array([0.0, 0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 14, 20, 40])
NEAR = 0.1
FARTHEST = 1e150  # so many standard deviations have a square that is a float


def truncated_normal(
    a: float, b: float, mean: float, sigma: float, near: tuple[float, float]
) -> float:
    r"""Return D(P‖Q) of N(0, 1) and N(mean, sigma²), both cut off outside [a, b].

    `near` holds slope and tilt of :math:`w(y) = \tfrac12\,slope\,y^2 + tilt\,y`, for which
    :math:`q \propto p\,e^{-w}`; they are known better than `mean` and `sigma` tell. Then

    .. math:: D(P\|Q) = \log E_P\bigl[e^{-(w - E_P w)}\bigr],

    and log1p of the mean of :math:`e^{-u} - 1 + u`, u = w − E w, cancels nothing.
    """
    p, q = cut_normal(a, b, 0.0, 1.0), cut_normal(a, b, mean, sigma)
    slope, tilt = near[0], near[1] + near[0] * p.anchor

    def expectation(f: Callable[[Array], Array], atol: float = 1e-300) -> float:
        def integrand(step: Array) -> Array:  # y = anchor + step
            return np.asarray(np.exp(p.log_density(step)) * f(step))

        return float(integrate_panels(integrand, p.edges, atol=atol).value)

    def w(step: Array) -> Array:
        return np.asarray(step * (tilt + slope * step / 2))

    apart = p.anchor - q.anchor
    gap = expectation(lambda step: p.log_density(step) - q.log_density(step + apart), atol=1e-15)
    if gap > NEAR:
        return gap
    centre = expectation(w)
    return math.log1p(expectation(lambda step: np.asarray(exp_excess(centre - w(step)))))


class CutNormal(NamedTuple):
    """A normal distribution cut off outside [a, b], and what the uncut one gives to [a, b].

    The log density and the panel edges count from the anchor, the place of the largest density,
    which may be many times its own width away from 0.
    """

    log_density: Callable[[Array], Array]
    edges: Array
    anchor: float
    log_mass: float


def cut_normal(a: float, b: float, mean: float, sigma: float) -> CutNormal:
    """Return N(mean, sigma²), cut off outside [a, b]; an end may be infinite.

    Raises
    ------
    OverflowError
        If its densities leave the range of floats.
    """
    anchor = min(max(mean, a), b)
    push = (anchor - mean) / sigma if sigma else math.inf
    if not abs(push) < FARTHEST:
        raise OverflowError(f"N({mean}, {sigma}²) is too far from [{a}, {b}] for floats")
    width = sigma / max(1.0, abs(push))
    edges = np.unique(np.clip(width * np.concatenate([-_STEPS, _STEPS]), a - anchor, b - anchor))

    def shape(step: Array) -> Array:  # −z²/2, from its value at the anchor
        return np.asarray(-step / sigma * (step / sigma / 2 + push))

    norm = integrate_panels(lambda step: np.exp(shape(step)), edges)
    log_norm = math.log(float(norm.value))

    def log_density(step: Array) -> Array:
        return np.asarray(shape(step) - log_norm)

    log_mass = log_norm - math.log(sigma) - (push * push + LOG_2PI) / 2
    return CutNormal(log_density, edges, anchor, log_mass)
