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

from kltext.distributions.bregman import stirling_remainder, stirling_slope
from kltext.distributions.laws import Law

EULER = float(np.euler_gamma)
LOG_2PI_E = math.log(2 * math.pi) + 1


@dataclass(frozen=True)
class Facts:
    """What is known of a family: numbers as functions of the law, and LaTeX for the table."""

    entropy: Callable[[Law], float]
    mean: Callable[[Law], float]
    variance: Callable[[Law], float]
    entropy_latex: str
    mean_latex: str
    variance_latex: str
    negentropy: Callable[[Law], float] | None = None

    def normal_gap(self, law: Law) -> float:
        """Return the negentropy: how much less entropy P has than the normal of its variance."""
        if self.negentropy is not None:
            return self.negentropy(law)
        return (LOG_2PI_E + math.log(self.variance(law))) / 2 - self.entropy(law)


def _always(value: float) -> Callable[[Law], float]:
    return lambda _: value


def _psi(x: float) -> float:
    return float(special.psi(x))


def _beta_entropy(law: Law) -> float:
    a, b = law["a"], law["b"]
    logs = (a - 1) * _psi(a) + (b - 1) * _psi(b) - (a + b - 2) * _psi(a + b)
    return float(special.betaln(a, b)) - logs


def _gamma_entropy(law: Law) -> float:
    a = law["a"]
    return a + float(special.gammaln(a)) + (1 - a) * _psi(a)


def _gamma_negentropy(law: Law) -> float:
    a = law["a"]
    slope = stirling_slope(a)
    return (a - 1) * slope - float(stirling_remainder(a)) + 0.5 / a


def _t_entropy(law: Law) -> float:
    half, more = law["df"] / 2, (law["df"] + 1) / 2
    return (
        more * (_psi(more) - _psi(half))
        + math.log(law["df"]) / 2
        + float(special.betaln(half, 0.5))
    )


def _weibull_variance(law: Law) -> float:
    once, twice = (float(special.gammaln(1 + k / law["c"])) for k in (1, 2))
    return float(np.exp(2 * once) * np.expm1(twice - 2 * once))


def _finite_above(threshold: float, law: Law, shape: str, value: Callable[[float], float]) -> float:
    return value(law[shape]) if law[shape] > threshold else math.inf


FACTS: dict[Any, Facts] = {
    stats.norm: Facts(
        _always(LOG_2PI_E / 2), _always(0.0), _always(1.0),
        r"\tfrac12\log(2\pi e s^2)", r"\ell", "s^2",
    ),
    stats.uniform: Facts(
        _always(0.0), _always(0.5), _always(1 / 12),
        r"\log s", r"\ell+\tfrac s2", r"\tfrac{s^2}{12}",
    ),
    stats.expon: Facts(
        _always(1.0), _always(1.0), _always(1.0),
        r"1+\log s", r"\ell+s", "s^2",
    ),
    stats.gamma: Facts(
        _gamma_entropy, lambda p: p["a"], lambda p: p["a"],
        r"a+\log\Gamma(a)+(1-a)\psi(a)+\log s", r"\ell+as", "as^2", _gamma_negentropy,
    ),
    stats.beta: Facts(
        _beta_entropy,
        lambda p: p["a"] / (p["a"] + p["b"]),
        lambda p: p["a"] * p["b"] / ((p["a"] + p["b"]) ** 2 * (p["a"] + p["b"] + 1)),
        r"\log B(a,b)-(a-1)\psi(a)-(b-1)\psi(b)+(a+b-2)\psi(a+b)+\log s",
        r"\ell+\tfrac{as}{a+b}", r"\tfrac{abs^2}{(a+b)^2(a+b+1)}",
    ),
    stats.gumbel_r: Facts(
        _always(1 + EULER), _always(EULER), _always(math.pi**2 / 6),
        r"1+\gamma+\log s", r"\ell+\gamma s", r"\tfrac{\pi^2s^2}6",
    ),
    stats.gumbel_l: Facts(
        _always(1 + EULER), _always(-EULER), _always(math.pi**2 / 6),
        r"1+\gamma+\log s", r"\ell-\gamma s", r"\tfrac{\pi^2s^2}6",
    ),
    stats.laplace: Facts(
        _always(1 + math.log(2)), _always(0.0), _always(2.0),
        r"1+\log 2s", r"\ell", "2s^2",
    ),
    stats.logistic: Facts(
        _always(2.0), _always(0.0), _always(math.pi**2 / 3),
        r"2+\log s", r"\ell", r"\tfrac{\pi^2s^2}3",
    ),
    stats.pareto: Facts(
        lambda p: 1 + 1 / p["b"] - math.log(p["b"]),
        lambda p: _finite_above(1, p, "b", lambda b: b / (b - 1)),
        lambda p: _finite_above(2, p, "b", lambda b: b / ((b - 1) ** 2 * (b - 2))),
        r"1+\tfrac1b+\log\tfrac sb", r"\ell+\tfrac{bs}{b-1}\ (\infty\text{ for }b\le1)",
        r"\tfrac{bs^2}{(b-1)^2(b-2)}\ (\infty\text{ for }b\le2)",
    ),
    stats.lognorm: Facts(
        lambda p: LOG_2PI_E / 2 + math.log(p["s"]),
        lambda p: float(np.exp(p["s"] ** 2 / 2)),
        lambda p: float(np.expm1(p["s"] ** 2) * np.exp(p["s"] ** 2)),
        r"\tfrac12\log(2\pi e\sigma^2)+\log s", r"\ell+se^{\sigma^2/2}",
        r"s^2(e^{\sigma^2}-1)e^{\sigma^2}",
        lambda p: p["s"] ** 2 / 2 + _log_expm1_over(p["s"] ** 2) / 2,
    ),
    stats.weibull_min: Facts(
        lambda p: EULER * (1 - 1 / p["c"]) - math.log(p["c"]) + 1,
        lambda p: float(special.gamma(1 + 1 / p["c"])),
        _weibull_variance,
        r"\gamma\bigl(1-\tfrac1c\bigr)+\log\tfrac sc+1", r"\ell+s\,\Gamma(1+\tfrac1c)",
        r"s^2\bigl[\Gamma(1+\tfrac2c)-\Gamma(1+\tfrac1c)^2\bigr]",
    ),
    stats.rayleigh: Facts(
        _always(1 - math.log(2) / 2 + EULER / 2),
        _always(math.sqrt(math.pi / 2)),
        _always(2 - math.pi / 2),
        r"1+\log\tfrac s{\sqrt2}+\tfrac\gamma2", r"\ell+s\sqrt{\tfrac\pi2}",
        r"\tfrac{4-\pi}2s^2",
    ),
    stats.maxwell: Facts(
        _always(math.log(2 * math.pi) / 2 + EULER - 0.5),
        _always(2 * math.sqrt(2 / math.pi)),
        _always(3 - 8 / math.pi),
        r"\tfrac12\log(2\pi s^2)+\gamma-\tfrac12", r"\ell+2s\sqrt{\tfrac2\pi}",
        r"s^2\bigl(3-\tfrac8\pi\bigr)",
    ),
    stats.halfnorm: Facts(
        _always(math.log(math.pi / 2) / 2 + 0.5),
        _always(math.sqrt(2 / math.pi)),
        _always(1 - 2 / math.pi),
        r"\tfrac12\log\tfrac{\pi s^2}2+\tfrac12", r"\ell+s\sqrt{\tfrac2\pi}",
        r"s^2\bigl(1-\tfrac2\pi\bigr)",
    ),
    stats.t: Facts(
        _t_entropy,
        lambda p: 0.0 if p["df"] > 1 else math.nan,
        lambda p: _finite_above(2, p, "df", lambda df: df / (df - 2)),
        r"\tfrac{\nu+1}2\bigl[\psi(\tfrac{\nu+1}2)-\psi(\tfrac\nu2)\bigr]"
        r"+\log\bigl(\sqrt\nu\,B(\tfrac\nu2,\tfrac12)\bigr)+\log s",
        r"\ell", r"\tfrac{\nu s^2}{\nu-2}\ (\infty\text{ for }\nu\le2)",
    ),
    stats.triang: Facts(
        _always(0.5 - math.log(2)),
        lambda p: (1 + p["c"]) / 3,
        lambda p: (1 - p["c"] * (1 - p["c"])) / 18,
        r"\tfrac12+\log\tfrac s2", r"\ell+\tfrac{(1+c)s}3", r"\tfrac{(1-c+c^2)s^2}{18}",
    ),
}  # fmt: skip


def _log_expm1_over(x: float) -> float:
    """Return log(expm1(x)/x) for x > 0."""
    return math.log(math.expm1(x) / x) if x < 700 else x - math.log(x)


def facts(law: Law) -> Facts:
    """Return the facts of the law's family."""
    return next(facts for dist, facts in FACTS.items() if type(dist) is law.kind)
