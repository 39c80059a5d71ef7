r"""Entropies and moments in closed form, for divergences between families.

Everything is for the standard form (loc 0, scale 1): :math:`h` and moments of loc + scale·X
follow by arithmetic. ``negentropy`` is D(P‖N) for the normal N of P's mean and variance.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special, stats

from kltext.distributions.bregman import (
    UNIT_NODES,
    UNIT_WEIGHTS,
    remainder_curvature,
    stirling_remainder,
    stirling_slope,
)
from kltext.distributions.distribution import Distribution
from kltext.kernels import phi

EULER = float(np.euler_gamma)
LOG_2PI_E = math.log(2 * math.pi) + 1


@dataclass(frozen=True)
class Moments:
    """Entropy and moments of a family: functions of a distribution, and LaTeX for the table."""

    entropy: Callable[[Distribution], float]
    mean: Callable[[Distribution], float]
    variance: Callable[[Distribution], float]
    entropy_latex: str
    mean_latex: str
    variance_latex: str
    negentropy: Callable[[Distribution], float] | None = None

    def normal_gap(self, distribution: Distribution) -> float:
        """Return the negentropy: how much less entropy P has than the normal of its variance."""
        if self.negentropy is not None:
            return self.negentropy(distribution)
        return _normal_entropy(self.variance(distribution)) - self.entropy(distribution)


def _always(value: float) -> Callable[[Distribution], float]:
    return lambda _: value


def _normal_entropy(variance: float) -> float:
    return (LOG_2PI_E + math.log(variance)) / 2


def _remainders(x: float) -> tuple[float, float]:
    """Return S(x) and (x − 1) S'(x), S being the remainder of Stirling's formula."""
    return float(stirling_remainder(x)), (x - 1) * stirling_slope(x)


def _gamma_negentropy(distribution: Distribution) -> float:
    value, slope = _remainders(distribution["a"])
    return slope - value + 0.5 / distribution["a"]


def _beta_variance(distribution: Distribution) -> float:
    a, b = distribution["a"], distribution["b"]
    return a / (a + b) * (b / (a + b)) / (a + b + 1)


def _beta_negentropy(distribution: Distribution) -> float:
    # By Stirling's formula for each ψ and log Γ: the large logarithms have cancelled.
    a, b = distribution["a"], distribution["b"]
    n = a + b
    value, slope = (x + y for x, y in zip(_remainders(a), _remainders(b), strict=True))
    total = float(stirling_remainder(n)) + (2 - n) * stirling_slope(n)
    return 0.5 / a + 0.5 / b - 1 / n - math.log1p(1 / n) / 2 - value + slope + total


def _t_negentropy(distribution: Distribution) -> float:
    # The same, with n = ν/2 and the differences of S and S' over a step of ½ as integrals.
    n = distribution["df"] / 2
    t = n + UNIT_NODES / 2
    curvature = remainder_curvature(t) * UNIT_WEIGHTS / 2
    slope = float(curvature.sum())
    value = stirling_slope(n) / 2 + float(curvature @ (n + 0.5 - t))
    return float(phi(-1 / n) + phi(0.5 / n)) / 2 - (n + 0.5) * slope + value


def _t_variance(distribution: Distribution) -> float:
    return distribution["df"] / (distribution["df"] - 2) if distribution["df"] > 2 else math.inf


def _weibull_variance(distribution: Distribution) -> float:
    once, twice = (float(special.gammaln(1 + k / distribution["c"])) for k in (1, 2))
    return float(np.exp(2 * once) * np.expm1(twice - 2 * once))


def _finite_above(
    threshold: float, distribution: Distribution, shape: str, value: Callable[[float], float]
) -> float:
    return value(distribution[shape]) if distribution[shape] > threshold else math.inf


MOMENTS: dict[Any, Moments] = {
    stats.norm: Moments(
        _always(LOG_2PI_E / 2), _always(0.0), _always(1.0),
        r"\tfrac12\log(2\pi e s^2)", r"\ell", "s^2",
    ),
    stats.uniform: Moments(
        _always(0.0), _always(0.5), _always(1 / 12),
        r"\log s", r"\ell+\tfrac s2", r"\tfrac{s^2}{12}",
    ),
    stats.expon: Moments(
        _always(1.0), _always(1.0), _always(1.0),
        r"1+\log s", r"\ell+s", "s^2",
    ),
    stats.gamma: Moments(
        lambda p: _normal_entropy(p["a"]) - _gamma_negentropy(p),
        lambda p: p["a"],
        lambda p: p["a"],
        r"a+\log\Gamma(a)+(1-a)\psi(a)+\log s", r"\ell+as", "as^2", _gamma_negentropy,
    ),
    stats.beta: Moments(
        lambda p: _normal_entropy(_beta_variance(p)) - _beta_negentropy(p),
        lambda p: p["a"] / (p["a"] + p["b"]),
        _beta_variance,
        r"\log B(a,b)-(a-1)\psi(a)-(b-1)\psi(b)+(a+b-2)\psi(a+b)+\log s",
        r"\ell+\tfrac{as}{a+b}", r"\tfrac{abs^2}{(a+b)^2(a+b+1)}",
        _beta_negentropy,
    ),
    stats.gumbel_r: Moments(
        _always(1 + EULER), _always(EULER), _always(math.pi**2 / 6),
        r"1+\gamma+\log s", r"\ell+\gamma s", r"\tfrac{\pi^2s^2}6",
    ),
    stats.gumbel_l: Moments(
        _always(1 + EULER), _always(-EULER), _always(math.pi**2 / 6),
        r"1+\gamma+\log s", r"\ell-\gamma s", r"\tfrac{\pi^2s^2}6",
    ),
    stats.laplace: Moments(
        _always(1 + math.log(2)), _always(0.0), _always(2.0),
        r"1+\log 2s", r"\ell", "2s^2",
    ),
    stats.logistic: Moments(
        _always(2.0), _always(0.0), _always(math.pi**2 / 3),
        r"2+\log s", r"\ell", r"\tfrac{\pi^2s^2}3",
    ),
    stats.pareto: Moments(
        lambda p: 1 + 1 / p["b"] - math.log(p["b"]),
        lambda p: _finite_above(1, p, "b", lambda b: b / (b - 1)),
        lambda p: _finite_above(2, p, "b", lambda b: b / ((b - 1) ** 2 * (b - 2))),
        r"1+\tfrac1b+\log\tfrac sb", r"\ell+\tfrac{bs}{b-1}\ (\infty\text{ for }b\le1)",
        r"\tfrac{bs^2}{(b-1)^2(b-2)}\ (\infty\text{ for }b\le2)",
    ),
    stats.lognorm: Moments(
        lambda p: LOG_2PI_E / 2 + math.log(p["s"]),
        lambda p: float(np.exp(p["s"] ** 2 / 2)),
        lambda p: float(np.expm1(p["s"] ** 2) * np.exp(p["s"] ** 2)),
        r"\tfrac12\log(2\pi e\tau^2)+\log s", r"\ell+se^{\tau^2/2}",
        r"s^2(e^{\tau^2}-1)e^{\tau^2}",
        lambda p: p["s"] ** 2 / 2 + _log_expm1_over(p["s"] ** 2) / 2,
    ),
    stats.weibull_min: Moments(
        lambda p: EULER * (1 - 1 / p["c"]) - math.log(p["c"]) + 1,
        lambda p: float(special.gamma(1 + 1 / p["c"])),
        _weibull_variance,
        r"\gamma\bigl(1-\tfrac1c\bigr)+\log\tfrac sc+1", r"\ell+s\,\Gamma(1+\tfrac1c)",
        r"s^2\bigl[\Gamma(1+\tfrac2c)-\Gamma(1+\tfrac1c)^2\bigr]",
    ),
    stats.rayleigh: Moments(
        _always(1 - math.log(2) / 2 + EULER / 2),
        _always(math.sqrt(math.pi / 2)),
        _always(2 - math.pi / 2),
        r"1+\log\tfrac s{\sqrt2}+\tfrac\gamma2", r"\ell+s\sqrt{\tfrac\pi2}",
        r"\tfrac{4-\pi}2s^2",
    ),
    stats.maxwell: Moments(
        _always(math.log(2 * math.pi) / 2 + EULER - 0.5),
        _always(2 * math.sqrt(2 / math.pi)),
        _always(3 - 8 / math.pi),
        r"\tfrac12\log(2\pi s^2)+\gamma-\tfrac12", r"\ell+2s\sqrt{\tfrac2\pi}",
        r"s^2\bigl(3-\tfrac8\pi\bigr)",
    ),
    stats.halfnorm: Moments(
        _always(math.log(math.pi / 2) / 2 + 0.5),
        _always(math.sqrt(2 / math.pi)),
        _always(1 - 2 / math.pi),
        r"\tfrac12\log\tfrac{\pi s^2}2+\tfrac12", r"\ell+s\sqrt{\tfrac2\pi}",
        r"s^2\bigl(1-\tfrac2\pi\bigr)",
    ),
    stats.t: Moments(
        lambda p: _normal_entropy(_t_variance(p)) - _t_negentropy(p),
        lambda p: 0.0 if p["df"] > 1 else math.nan,
        _t_variance,
        r"\tfrac{\nu+1}2\bigl[\psi(\tfrac{\nu+1}2)-\psi(\tfrac\nu2)\bigr]"
        r"+\log\bigl(\sqrt\nu\,B(\tfrac\nu2,\tfrac12)\bigr)+\log s",
        r"\ell", r"\tfrac{\nu s^2}{\nu-2}\ (\infty\text{ for }\nu\le2)",
        _t_negentropy,
    ),
    stats.triang: Moments(
        _always(0.5 - math.log(2)),
        lambda p: (1 + p["c"]) / 3,
        lambda p: (1 - p["c"] * (1 - p["c"])) / 18,
        r"\tfrac12+\log\tfrac s2", r"\ell+\tfrac{(1+c)s}3", r"\tfrac{(1-c+c^2)s^2}{18}",
    ),
}  # fmt: skip


def _log_expm1_over(x: float) -> float:
    """Return log(expm1(x)/x) for x > 0."""
    return math.log(math.expm1(x) / x) if x < 700 else x - math.log(x)


def moments_of(distribution: Distribution) -> Moments:
    """Return entropy and moments of the distribution's family."""
    return next(moments for dist, moments in MOMENTS.items() if type(dist) is distribution.kind)
