r"""Distributions on the circle and the sphere, with density ∝ exp(κ μ·x) at directions x.

Bessel functions would do, but their ratios near 1 and the differences of their logarithms lose
the digits of near-identical or concentrated distributions. The colatitude θ has the density
:math:`\propto \sin^{d-2}\theta\,e^{-\kappa(1-\cos\theta)}`; integrals of positive
functions against it lose none.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from kltext.distributions.bregman import UNIT_NODES, UNIT_WEIGHTS

Array = npt.NDArray[np.float64]

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(200)
WIDTHS = 13.0  # the peak is integrated this many of its widths to each side


def directional(d: int, kappa1: float, kappa2: float, turn: float) -> float:
    r"""Return the divergence of two von Mises–Fisher distributions.

    .. math:: B(\kappa_2, \kappa_1) + \kappa_2\,A(\kappa_1)\,(1 - \mu_1\cdot\mu_2),

    B being the Bregman remainder of the log-normaliser and A = E[cos θ] its slope.

    Parameters
    ----------
    d : int
        Dimension of the space around the sphere, 2 or more.
    kappa1, kappa2 : float
        Concentrations, 0 (uniform) or more.
    turn : float
        1 − μ1·μ2, from 0 to 2.
    """
    step = kappa2 - kappa1
    log_norm1, deficit1, _ = colatitude(d, kappa1)
    if abs(step) <= max(kappa1, 1.0) / 2:
        curvature = [colatitude(d, kappa1 + u * step)[2] for u in UNIT_NODES]
        concentration = step * step * float((UNIT_WEIGHTS * (1 - UNIT_NODES)) @ np.array(curvature))
    else:
        concentration = colatitude(d, kappa2)[0] - log_norm1 + step * deficit1
    return concentration + kappa2 * (1 - deficit1) * turn


def colatitude(d: int, kappa: float) -> tuple[float, float, float]:
    r"""Return log ∫ e^{−κ(1−cos θ)} over the sphere, E[1 − cos θ] and Var[cos θ].

    The first is relative to the area of the sphere of one dimension less.
    """
    power = d - 2
    # The peak of power·log sin θ + κ cos θ: κ sin² θ = power·cos θ.
    cosine = 2 * kappa / (power + math.hypot(power, 2 * kappa)) if kappa else 0.0
    bend = kappa * cosine + (power / (1 - cosine * cosine) if power else 0.0)
    peak = math.acos(cosine) if power else 0.0
    reach = WIDTHS / math.sqrt(bend) if bend else math.pi
    low, high = max(0.0, peak - reach), min(math.pi, peak + reach)
    theta = low + (high - low) * (_NODES + 1) / 2
    gap = 2 * np.sin(theta / 2) ** 2
    with np.errstate(divide="ignore"):
        log_weight = -kappa * gap + (power * np.log(np.sin(theta)) if power else 0.0)
    top = float(log_weight.max())
    weight = np.exp(log_weight - top) * _WEIGHTS
    total = float(weight.sum())
    mean = float(weight @ gap) / total
    variance = float(weight @ (gap - mean) ** 2) / total
    return top + math.log(total * (high - low) / 2), mean, variance
