r"""The divergence of two multivariate t distributions, by an integral over two variables.

A t vector is a normal one divided by the root of a gamma variable g. With s the quadratic form of
Q at a draw from P, and given g, :math:`\varphi(\tau) = E[e^{-\tau s}]` has a closed form, and

.. math:: E\log(1 + s) = \int_0^\infty \frac{1-\varphi(\tau)}{\tau}\,e^{-\tau}\,d\tau,

whatever the dimension. All else in the divergence is closed. Both integrals are done on a
logarithmic scale, twice with different panels; the error is what that changes, and rounding.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from kltext._covariances import factored, solve
from kltext._estimate import Estimate
from kltext.distributions.bregman import stirling_remainder, stirling_slope
from kltext.distributions.distribution import Distribution

Array = npt.NDArray[np.float64]

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(12)
TAIL = 1e-18  # the mass of g left out at each end
DEPTH = 42.0  # e**-DEPTH is what is left out of the integral over τ, relatively
EPS = float(np.finfo(float).eps)


def student_kl(p: Distribution, q: Distribution) -> Estimate:
    """Return D(P‖Q) of two multivariate t distributions, in nats, with a bound on its error.

    Raises
    ------
    ValueError
        If a shape matrix is singular.
    ArithmeticError
        If P has so few degrees of freedom that its tails leave the range of floats.
    """
    df1, df2 = (float(side.shapes["df"]) for side in (p, q))
    one, two = (factored("shape", side.shapes["shape"]) for side in (p, q))
    # Singular values of the ratio of the factors, unlike eigenvalues of a difference, keep their
    # digits however different the shapes are.
    axes, spread, _ = np.linalg.svd(solve(two.low, one.low)[0])
    apart = solve(two.low, (p.shapes["loc"] - q.shapes["loc"])[None, :, None])[0, :, 0]
    with np.errstate(divide="ignore"):
        log_form = 2 * np.log(np.stack([spread, np.abs(axes.T @ apart)])) - math.log(df2)
    n = len(spread)
    mean, coarse = (_mean_log(log_form, df1, density) for density in (1.0, 0.7))
    inside = (df1 + n) / 2 * _slope(df1 / 2, n / 2)
    outside = (df2 + n) / 2 * mean
    constants = (_log_constant(df1 / 2, n / 2), -_log_constant(df2 / 2, n / 2))
    log_det = np.log(np.diag(one.low[0])) - np.log(np.diag(two.low[0]))
    parts = (*constants, -float(log_det.sum()), -inside, outside)
    error = (df2 + n) / 2 * abs(mean - coarse) + 64 * EPS * sum(map(abs, parts))
    return Estimate(math.fsum(parts), error)


def _log_constant(x: float, h: float) -> float:
    """Return log Γ(x + h) − log Γ(x) − h log 2x, by Stirling's formula and its remainders."""
    remainders = float(stirling_remainder(x + h) - stirling_remainder(x))
    return (x + h - 0.5) * math.log1p(h / x) - h * (1 + math.log(2)) + remainders


def _slope(x: float, h: float) -> float:
    """Return ψ(x + h) − ψ(x)."""
    remainders = stirling_slope(x + h) - stirling_slope(x)
    return math.log1p(h / x) + 0.5 * h / (x * (x + h)) + remainders


def _mean_log(log_form: Array, df1: float, density: float) -> float:
    """Return E log(1 + s) under P, where s, given g, is a sum of squares of independent normals.

    The rows of `log_form`, shape (2, n), are the logarithms of their variances times g, and of
    the squares of their means. `density` scales the number of panels.
    """
    mixing = stats.gamma(df1 / 2, scale=2 / df1)
    low, high = _log_quantiles(mixing, df1)
    x, weight = _panels(low, high, max(40.0, high - low) * density)
    weight = weight * np.exp(mixing.logpdf(np.exp(x)) + x)
    weight /= weight.sum()  # scipy's density has a common error where the degrees are many
    log_stretch, log_offset = log_form
    # Below it 1 − φ(τ) is of the order of (τ E s)^min(1, df1/2), so that the largest s matters.
    start = -DEPTH / min(1.0, df1 / 2) - 10 - max(0.0, float(log_form.max()))
    y, step = _panels(start, 4.0, max(80.0, -start) * density)
    total = 0.0
    for log_tau, part in zip(y, step, strict=True):
        growth = np.logaddexp(0.0, math.log(2) + log_stretch + (log_tau - x)[:, None])
        with np.errstate(over="ignore"):  # infinite where φ is 0
            log_mgf = -0.5 * growth - np.exp(log_offset + log_tau - growth)
        gap = float(weight @ -np.expm1(log_mgf.sum(axis=1)))
        total += part * gap * math.exp(-math.exp(log_tau))
    return float(total)


def _log_quantiles(mixing: Any, df: float) -> tuple[float, float]:
    """Return the logarithms of the values of g between which nearly all of its mass lies."""
    low, high = float(mixing.ppf(TAIL)), float(mixing.isf(TAIL))
    if not low > 0:
        raise ArithmeticError(
            f"P = multivariate_t has df = {df:.3g}, and its tails leave the range of floats; "
            "pass a df above 0.12"
        )
    return math.log(low), math.log(high)


def _panels(low: float, high: float, count: float) -> tuple[Array, Array]:
    edges = np.linspace(low, high, math.ceil(count) + 1)
    half = np.diff(edges)[:, None] / 2
    middle = (edges[1:, None] + edges[:-1, None]) / 2
    return (middle + half * _NODES).ravel(), (half * _WEIGHTS).ravel()
