"""Log densities for the families whose scipy log density underflows to −inf inside the support.

scipy's default is ``log(pdf(x))``, which ends where the density drops below 1e-308; an
integral of p log(p/q) that meets such a −inf comes out infinite. Each function here takes
points of the standard form (loc 0, scale 1) and the shape parameters by name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special, stats

from kltext.distributions.bregman import LOG_2PI, stirling_remainder
from kltext.kernels import g

Array = npt.NDArray[np.float64]

LOG_DENSITIES: dict[type, Callable[..., Array]] = {}


def _for(dist: Any) -> Callable[[Callable[..., Array]], Callable[..., Array]]:
    def add(function: Callable[..., Array]) -> Callable[..., Array]:
        LOG_DENSITIES[type(dist)] = function
        return function

    return add


@_for(stats.laplace)
def _laplace(x: Array) -> Array:
    return np.asarray(-np.abs(x) - np.log(2))


@_for(stats.dlaplace)
def _dlaplace(x: Array, a: float) -> Array:
    return np.asarray(np.log(np.tanh(a / 2)) - a * np.abs(x))


@_for(stats.planck)
def _planck(x: Array, lambda_: float) -> Array:
    return np.asarray(np.log(-np.expm1(-lambda_)) - lambda_ * x)


@_for(stats.logser)
def _logser(x: Array, p: float) -> Array:
    return np.asarray(x * np.log(p) - np.log(x) - np.log(-np.log1p(-p)))


@_for(stats.zipf)
def _zipf(x: Array, a: float) -> Array:
    return np.asarray(-a * np.log(x) - np.log1p(special.zetac(a)))


@_for(stats.pareto)
def _pareto(x: Array, b: float) -> Array:
    return np.asarray(np.log(b) - (b + 1) * np.log(x))


@_for(stats.loggamma)
def _loggamma(x: Array, c: float) -> Array:
    return np.asarray(c * x - np.exp(x) - special.gammaln(c))


@_for(stats.moyal)
def _moyal(x: Array) -> Array:
    return np.asarray(-(x + np.exp(-x) + LOG_2PI) / 2)


@_for(stats.levy)
def _levy(x: Array) -> Array:
    return np.asarray(-1.5 * np.log(x) - 0.5 / x - LOG_2PI / 2)


@_for(stats.levy_l)
def _levy_l(x: Array) -> Array:
    return _levy(-x)


@_for(stats.invweibull)
def _invweibull(x: Array, c: float) -> Array:
    return np.asarray(np.log(c) - (c + 1) * np.log(x) - np.power(x, -c))


@_for(stats.fisk)
def _fisk(x: Array, c: float) -> Array:
    return np.asarray(np.log(c) + (c - 1) * np.log(x) - 2 * np.logaddexp(0, c * np.log(x)))


@_for(stats.johnsonsu)
def _johnsonsu(x: Array, a: float, b: float) -> Array:
    z = a + b * np.arcsinh(x)
    return np.asarray(np.log(b) - LOG_2PI / 2 - np.log(np.hypot(1, x)) - z * z / 2)


@_for(stats.johnsonsb)
def _johnsonsb(x: Array, a: float, b: float) -> Array:
    log_x, log_rest = np.log(x), np.log1p(-x)
    z = a + b * (log_x - log_rest)
    return np.asarray(np.log(b) - LOG_2PI / 2 - log_x - log_rest - z * z / 2)


# Counts and gamma distributions in Loader's form: no large logarithms are subtracted.


@_for(stats.poisson)
def _poisson(x: Array, mu: float) -> Array:
    k = np.maximum(x, 1)
    body = -g(k, mu) - stirling_remainder(k) - (np.log(k) + LOG_2PI) / 2
    return np.asarray(np.where(x == 0, -mu, body))


@_for(stats.binom)
def _binom(x: Array, n: float, p: float) -> Array:
    inside = np.clip(x, 0, n)
    return np.where(inside == x, _trials(inside, n - inside, p, 1 - p), -np.inf)


@_for(stats.nbinom)
def _nbinom(x: Array, n: float, p: float) -> Array:
    return np.asarray(np.log(n / (n + x)) + _trials(n + 0 * x, np.asarray(x), p, 1 - p))


def _trials(wins: Array, losses: Array, p: float, q: float) -> Array:
    """Return the log of (wins + losses choose wins) p^wins q^losses, for real numbers too."""
    n = wins + losses
    some_wins, some_losses = (np.where(x == 0, 1.0, x) for x in (wins, losses))
    total = some_wins + some_losses
    deviance = g(some_wins, total * p) + g(some_losses, total * q)
    log_root = (np.log(some_wins) + np.log(some_losses) - np.log(total) + LOG_2PI) / 2
    remainders = [stirling_remainder(x) for x in (total, some_wins, some_losses)]
    body = remainders[0] - remainders[1] - remainders[2] - deviance - log_root
    only_losses, only_wins = special.xlog1py(n, -p), special.xlog1py(n, -q)
    return np.asarray(np.where(wins == 0, only_losses, np.where(losses == 0, only_wins, body)))


@_for(stats.gamma)
def _gamma(x: Array, a: float) -> Array:
    if a <= 0 or not np.isfinite(a):
        return np.full_like(x, np.nan)
    scale = (np.log(a) - LOG_2PI) / 2 - stirling_remainder(a)
    return np.asarray(scale - g(a, np.maximum(x, 0)) - np.log(x))


@_for(stats.beta)
def _beta(x: Array, a: float, b: float) -> Array:
    n = a + b
    scale = stirling_remainder(n) - stirling_remainder(a) - stirling_remainder(b)
    scale += (np.log(a) + np.log(b) - np.log(n) - LOG_2PI) / 2
    deviance = g(a, n * x) + g(b, n * (1 - x))
    return np.asarray(scale - deviance - np.log(x) - np.log1p(-x))
