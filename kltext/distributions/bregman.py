r"""Bregman integrals: divergences of exponential families as integrals of a positive curvature.

For a convex F the remainder :math:`B_F(y, x) = F(y) - F(x) - F'(x)(y - x)` is
:math:`\int_x^y (y - t) F''(t)\,dt`, an integral of one sign: no digit is lost however close
y and x are. Three F serve here: log Γ, and

.. math:: h(x) = \log\Gamma(x) - x\log x + x,

what Stirling's formula leaves of it, and (elsewhere) the log-normalisers of discrete and
directional families.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import special

from kltext.distributions.array_ratios import log_ratio, ratio_excess, sum_of
from kltext.kernels import exp_excess64, g_of_difference, phi64

Array = npt.NDArray[np.float64]
Curvature = Callable[[Array], Array]

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(20)
UNIT_NODES, UNIT_WEIGHTS = (_NODES + 1) / 2, _WEIGHTS / 2
LARGE = 20.0
ROWS = 500  # so many panels at once, of 20 nodes with 20 terms each
LOG_2PI = math.log(2 * math.pi)
# Bernoulli numbers B_2, B_4, …, the coefficients of Stirling's series
_STIRLING = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)


def bregman(
    curvature: Curvature,
    start: float,
    end: float,
    *,
    step: float | None = None,
    longest: float = math.inf,
) -> float:
    """Return the Bregman remainder B(end, start) for a positive argument.

    `curvature` is t² F''(t), smooth on the scale of its argument and over lengths below
    `longest`; where that is finite it is 0 in floats beyond 150 times `longest`. `step` is
    end − start where that is known better than by subtraction. The value has full relative
    precision for steps of any size.

    Raises
    ------
    OverflowError
        If an argument is not a positive float.
    """
    known = None if step is None else np.array([step])
    rows = np.array([start]), np.array([end])
    return float(bregman_rows(curvature, *rows, step=known, longest=longest)[0])


def bregman_rows(
    curvature: Curvature,
    start: Array,
    end: Array,
    *,
    step: Array | None = None,
    longest: float = math.inf,
) -> Array:
    """Return `bregman` of each row of arrays of one length."""
    step = end - start if step is None else step
    limits = np.minimum([start, end], 150 * longest)
    panels = _panels(limits, longest)
    near = (-start / 2 <= step) & (step <= start) & (np.abs(step) <= longest)
    counts = np.where(near | (step == 0), 0, panels).astype(np.intp)
    value = np.empty_like(step)
    for count in np.unique(counts):
        alike = np.flatnonzero(counts == count)
        together = max(1, ROWS // max(1, count))
        for first in range(0, alike.size, together):
            rows = alike[first : first + together]
            if count:
                value[rows] = _far(curvature, limits[:, rows], end[rows], count)
            else:
                value[rows] = _near(curvature, start[rows], step[rows])
    value[step == 0] = 0.0
    return value


def _near(curvature: Curvature, start: Array, step: Array) -> Array:
    t = start[:, None] + UNIT_NODES * step[:, None]
    terms = curvature(t) * (step[:, None] / t) ** 2 * (1 - UNIT_NODES)
    return np.asarray(terms @ UNIT_WEIGHTS)


def _panels(limits: Array, longest: float) -> Array:
    """Return into how many panels of equal ratio each interval is cut."""
    with np.errstate(divide="ignore", invalid="ignore"):
        widest = np.minimum(math.log(2), longest / limits.max(axis=0))
        log_start, log_end = np.log(limits)
        panels = np.maximum(np.ceil(np.abs(log_end - log_start) / widest), 1)
    if not np.isfinite(panels).all():
        start, end = limits[:, np.argmin(np.isfinite(panels))]
        raise OverflowError(
            f"an integral from {start!s} to {end!s} leaves the range of floats; bring the "
            "parameters nearer to 1"
        )
    return np.asarray(panels)


def _far(curvature: Curvature, limits: Array, end: Array, count: int) -> Array:
    """Return the integrals between the limits, the panels summed in blocks of so many at most."""
    low, high = np.log(limits)[..., None]
    width = (high - low) / count
    total = np.zeros(len(end))
    for first in range(0, count, ROWS):
        edges = low + width * np.arange(first, min(first + ROWS, count))
        t = np.exp(edges[..., None] + width[..., None] * UNIT_NODES)
        terms = (end[:, None, None] / t - 1) * curvature(t)
        total += (terms @ UNIT_WEIGHTS).sum(axis=-1)
    return np.asarray(total * width[:, 0])


def stirling_curvature(t: Array) -> Array:
    r"""Return :math:`t^2h''(t) = t^2\psi_1(t) - t`, for t > 0, without cancellation.

    Upward recurrence with positive terms, h''(t) = h''(t + 1) + 1/(t²(t + 1)), then Stirling's
    series.
    """
    near = t < LARGE
    far = np.where(near, t + LARGE, t)
    series = 0.5 + np.polyval(_STIRLING[::-1], far**-2) / far
    steps = np.where(near, t, 1.0)[..., None] + np.arange(LARGE)
    recurrence = ((np.where(near, t, 0.0)[..., None] / steps) ** 2 / (steps + 1)).sum(axis=-1)
    return np.asarray(series * (t / far) ** 2 + recurrence)


def stirling_remainder(x: npt.ArrayLike) -> Array:
    r"""Return :math:`\log\Gamma(x) - (x-\frac12)\log x + x - \frac12\log 2\pi`, about 1/12x."""
    x = np.asarray(x, dtype=np.float64)
    near, far = np.where(x < LARGE, x, 1.0), np.maximum(x, LARGE)
    direct = special.gammaln(near) - (near - 0.5) * np.log(near) + near - 0.5 * LOG_2PI
    inverse = 1 / (far * far)
    series = [b / ((2 * j + 1) * (2 * j + 2)) for j, b in enumerate(_STIRLING)]
    return np.asarray(np.where(x < LARGE, direct, np.polyval(series[::-1], inverse) / far))


def remainder_curvature(t: Array) -> Array:
    """Return the second derivative of `stirling_remainder`, about 1/6x³, for x > 0."""
    far = np.where(t < LARGE, t + LARGE, t)
    series = np.polyval(_STIRLING[::-1], far**-2) * far**-3
    steps = np.where(t < LARGE, t, np.inf)[..., None] + np.arange(LARGE)
    return np.asarray(series + (0.5 / (steps * (steps + 1)) ** 2).sum(axis=-1))


def stirling_slope(x: float) -> float:
    """Return the derivative of `stirling_remainder`, about −1/12x²."""
    if x < LARGE:
        return float(special.psi(x)) - math.log(x) + 0.5 / x
    inverse = 1 / (x * x)
    series = [b / (2 * j + 2) for j, b in enumerate(_STIRLING)]
    return -float(np.polyval(series[::-1], inverse)) * inverse


def trigamma(t: Array) -> Array:
    """Return t² times the second derivative of log Γ."""
    return np.asarray(t * t * special.polygamma(1, t))


def dirichlet(alpha1: Array, alpha2: Array) -> Array:
    r"""Return the divergences of Dirichlet distributions (two entries: beta), a pair a column.

    .. math:: A_2\,D(\pi_2\|\pi_1) + \sum_i B_h(\alpha_{2i}, \alpha_{1i}) - B_h(A_2, A_1),
       \qquad A = \sum_i\alpha_i,\ \pi = \alpha/A,

    where the last two parts together are not negative either.
    """
    total1, total2 = sum_of(*alpha1), sum_of(*alpha2)
    steps = alpha2 - alpha1
    shift = sum_of(*alpha2, *-alpha1)
    pi1, pi2 = alpha1 / total1, alpha2 / total2
    between = g_of_difference(pi2, pi1, (steps - alpha1 * (shift / total1)) / total2)
    pairs = zip(alpha1, alpha2, strict=True)
    parts = [bregman_rows(stirling_curvature, a, b) for a, b in pairs]
    whole = bregman_rows(stirling_curvature, total1, total2, step=shift)
    return np.asarray(total2 * between.sum(axis=0) + (sum_of(*parts) - whole))


def gamma(a1: Array, a2: Array, theta1: Array, theta2: Array, power: float = 1.0) -> Array:
    r"""Return the divergences of gammas of shapes a and scales :math:`\theta^{power}`.

    .. math:: B_h(a_2, a_1) + a_2\,\varphi\Bigl(\frac{a_1\theta_1}{a_2\theta_2} - 1\Bigr),

    the first part at the best scale for a₂, the second for the scale being another.
    """
    log_mean = log_ratio(a1, a2) + power * log_ratio(theta1, theta2)
    scale_part = a2 * exp_excess64(log_mean)
    if power == 1:
        excess = ratio_excess((a1, theta1), (a2, theta2))
        near = excess > -0.5
        scale_part[near] = a2[near] * phi64(excess[near])
    beyond = ~np.isfinite(scale_part)  # a ratio of the means that is no float, times a small a₂
    grown = a1 * np.exp(power * log_ratio(theta1, theta2))
    scale_part[beyond] = (grown - a2 * (1 + log_mean))[beyond]
    return np.asarray(bregman_rows(stirling_curvature, a1, a2) + scale_part)


def generalised_gamma(a1: Array, a2: Array, k: tuple[Array, Array], log_rho: Array) -> Array:
    r"""Return D(P‖Q) where P makes G ~ Γ(a₁) and Q makes :math:`H = \rho\,G^k` ~ Γ(a₂).

    Weibull, Gumbel, Moyal and log-gamma distributions are of this kind; `k` is given as a quotient
    of two positive numbers. Every part is zero for equal distributions and of second order near
    them:

    .. math:: B_h(a_2, a_1) + \varphi(k-1) + a_2 B_{\log\Gamma}(a_1+k, a_1+1)
       + (k-1)\frac{a_2-a_1}{a_1} + a_2\,\varphi\Bigl(\frac{E_P H}{a_2} - 1\Bigr).
    """
    excess, log_k = (k[0] - k[1]) / k[1], log_ratio(*k)
    small = excess < -0.5  # k − 1 then rounds to −1, where log k is lost
    end = np.where(small, a1 + np.exp(log_k), a1 + 1 + excess)
    bend = bregman_rows(trigamma, a1 + 1, end, step=excess)
    log_mean = sum_of(log_rho, log_ratio(a1, a2), excess * special.psi(a1 + 1), bend)
    shapes = bregman_rows(stirling_curvature, a1, a2)
    powers = np.where(small, excess - log_k, phi64(np.maximum(excess, -0.5))) + a2 * bend
    return shapes + powers + excess * (a2 - a1) / a1 + a2 * exp_excess64(log_mean)
