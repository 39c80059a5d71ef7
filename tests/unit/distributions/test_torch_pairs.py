"""Every pair of torch.distributions that scipy.stats can express, by its name in torch.

Torch itself is not needed: what it returns where it is wrong was measured with version 2.13 and
is quoted here, beside the right value from a witness that shares no code with the package.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from scipy import stats

from kltext.distributions import Estimate, kl_distributions

S = stats

FINITE = [
    ("Bernoulli Bernoulli", S.bernoulli(0.3), S.bernoulli(0.6)),
    ("Bernoulli Poisson", S.bernoulli(0.3), S.poisson(2)),
    ("Beta Beta", S.beta(2, 3), S.beta(1, 4)),
    ("Binomial Binomial", S.binom(5, 0.3), S.binom(5, 0.6)),
    ("Categorical Categorical", S.multinomial(1, [0.2, 0.8]), S.multinomial(1, [0.5, 0.5])),
    (
        "OneHotCategorical OneHotCategorical",
        S.multinomial(1, [0.2, 0.8]),
        S.multinomial(1, [0.5] * 2),
    ),
    ("Cauchy Cauchy", S.cauchy(0, 1), S.cauchy(1, 2)),
    ("Dirichlet Dirichlet", S.dirichlet([1, 2]), S.dirichlet([3, 1])),
    ("Exponential Exponential", S.expon(scale=2), S.expon(scale=3)),
    ("Gamma Gamma", S.gamma(2, scale=2), S.gamma(3, scale=1)),
    ("Geometric Geometric", S.geom(0.3, loc=-1), S.geom(0.6, loc=-1)),
    ("Gumbel Gumbel", S.gumbel_r(0, 1), S.gumbel_r(1, 2)),
    ("HalfNormal HalfNormal", S.halfnorm(scale=1), S.halfnorm(scale=2)),
    ("Laplace Laplace", S.laplace(0, 1), S.laplace(1, 2)),
    (
        "MultivariateNormal MultivariateNormal",
        S.multivariate_normal([0, 0], np.eye(2)),
        S.multivariate_normal([1, 0], 2 * np.eye(2)),
    ),
    ("Normal Normal", S.norm(0, 1), S.norm(1, 2)),
    ("Pareto Pareto", S.pareto(2, scale=2), S.pareto(3, scale=1)),
    ("Poisson Poisson", S.poisson(2), S.poisson(3)),
    ("Uniform Uniform", S.uniform(0, 1), S.uniform(-1, 3)),
    # torch compares these by the distributions before the common transformation.
    ("LogNormal LogNormal", S.lognorm(1), S.lognorm(2)),
    ("Beta Exponential", S.beta(2, 3), S.expon()),
    ("Beta Gamma", S.beta(2, 3), S.gamma(2)),
    ("Beta Normal", S.beta(2, 3), S.norm()),
    ("Beta Uniform", S.beta(2, 3), S.uniform()),
    ("Exponential Gamma", S.expon(), S.gamma(2)),
    ("Exponential Gumbel", S.expon(), S.gumbel_r()),
    ("Exponential Normal", S.expon(), S.norm()),
    ("Gamma Exponential", S.gamma(2), S.expon()),
    ("Gamma Gumbel", S.gamma(2), S.gumbel_r()),
    ("Gamma Normal", S.gamma(2), S.norm()),
    ("Gumbel Normal", S.gumbel_r(), S.norm()),
    ("Laplace Normal", S.laplace(), S.norm()),
    ("Normal Gumbel", S.norm(), S.gumbel_r()),
    ("Normal Laplace", S.norm(), S.laplace()),
    ("Pareto Exponential", S.pareto(2), S.expon()),
    ("Pareto Gamma", S.pareto(2), S.gamma(2)),
    ("Pareto Normal", S.pareto(3), S.norm()),
    ("Uniform Beta", S.uniform(), S.beta(2, 3)),
    ("Uniform Exponential", S.uniform(), S.expon()),
    ("Uniform Gamma", S.uniform(), S.gamma(2)),
    ("Uniform Gumbel", S.uniform(), S.gumbel_r()),
    ("Uniform Normal", S.uniform(), S.norm()),
    ("Uniform Pareto", S.uniform(1, 2), S.pareto(2)),
]
LAWS = {
    "Beta": S.beta(2, 3),
    "Exponential": S.expon(),
    "Gamma": S.gamma(2),
    "Gumbel": S.gumbel_r(),
    "Laplace": S.laplace(),
    "Normal": S.norm(),
    "Pareto": S.pareto(3),
    "Uniform": S.uniform(),
    "Poisson": S.poisson(2),
    "Bernoulli": S.bernoulli(0.5),
    "Binomial": S.binom(9, 0.5),
}
INFINITE = {
    "Beta": ["Pareto"],
    "Exponential": ["Beta", "Pareto", "Uniform"],
    "Gamma": ["Beta", "Pareto", "Uniform"],
    "Gumbel": ["Beta", "Exponential", "Gamma", "Pareto", "Uniform"],
    "Laplace": ["Beta", "Exponential", "Gamma", "Pareto", "Uniform"],
    "Normal": ["Beta", "Exponential", "Gamma", "Pareto", "Uniform"],
    "Pareto": ["Beta", "Uniform"],
    "Poisson": ["Bernoulli", "Binomial"],
}


# What torch registers and scipy.stats has no distribution for.
NOT_IN_SCIPY = {
    "the continuous Bernoulli distribution": [
        "ContinuousBernoulli ContinuousBernoulli",
        "ContinuousBernoulli Exponential",
        "ContinuousBernoulli Normal",
        "ContinuousBernoulli Pareto",
        "ContinuousBernoulli Uniform",
        *(
            f"{name} ContinuousBernoulli"
            for name in [
                "Beta",
                "Exponential",
                "Gamma",
                "Gumbel",
                "Laplace",
                "Normal",
                "Pareto",
                "Uniform",
            ]
        ),
    ],
    "a covariance kept as a low-rank factor": [
        "LowRankMultivariateNormal LowRankMultivariateNormal",
        "MultivariateNormal LowRankMultivariateNormal",
        "LowRankMultivariateNormal MultivariateNormal",
    ],
    "distributions made from distributions": [
        "ExponentialFamily ExponentialFamily",
        "Independent Independent",
        "TransformedDistribution TransformedDistribution",
    ],
}


def test_the_list_holds_all_that_torch_registers() -> None:
    names = [name for name, _, _ in FINITE if name != "LogNormal LogNormal"]  # no pair of its own
    names += [f"{p} {q}" for p, row in INFINITE.items() for q in row]
    names += [name for row in NOT_IN_SCIPY.values() for name in row]
    assert len(names) == len(set(names)) == 87


@pytest.mark.parametrize("row", FINITE, ids=[row[0] for row in FINITE])
def test_every_finite_pair_has_a_closed_form(row) -> None:
    _, p, q = row
    value = kl_distributions(p, q)
    assert 0 < value < 20
    estimate = kl_distributions(p, q, method="mc", rng=np.random.default_rng(0))
    assert abs(value - estimate.value) < 5 * estimate.error + 1e-12


@pytest.mark.parametrize(("p", "q"), [(p, q) for p, row in INFINITE.items() for q in row])
def test_every_infinite_pair_is_infinite(p, q) -> None:
    for method, rng in (("closed", None), ("quad", None), ("mc", np.random.default_rng(0))):
        value = kl_distributions(LAWS[p], LAWS[q], method=method, rng=rng)
        assert value == (math.inf if method == "closed" else Estimate(math.inf, 0.0))


@dataclass(frozen=True)
class Wrong:
    """Where torch is wrong: its value, or the relative error of its value, and the right one."""

    name: str
    p: Any
    q: Any
    right: float
    reach: float
    torch: float | None = None
    relative_error: float | None = None


def digits(formula, *parameters: float) -> float:
    """Return a textbook formula in 80-digit arithmetic, at the floats given."""
    with mp.workdps(80):
        return float(formula(*(mp.mpf(x) for x in parameters)))


def _normal(m1, s1, m2, s2):
    return mp.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - mp.mpf(1) / 2


def _coin(a, b):
    return sum(x * mp.log(x / y) for x, y in ((a, b), (1 - a, 1 - b)) if x)


def _poisson(a, b):
    return a * mp.log(a / b) - a + b


def _gamma(a1, s1, a2, s2):
    rates = a2 * mp.log(s2 / s1) + a1 * (s1 / s2 - 1)
    return (a1 - a2) * mp.digamma(a1) - mp.loggamma(a1) + mp.loggamma(a2) + rates


def _dirichlet(a1, b1, a2, b2):
    both1, both2 = a1 + b1, a2 + b2
    value = mp.loggamma(both1) - mp.loggamma(a1) - mp.loggamma(b1)
    value += mp.loggamma(a2) + mp.loggamma(b2) - mp.loggamma(both2)
    parts = ((a1, a2), (b1, b2))
    return value + sum((x - y) * (mp.digamma(x) - mp.digamma(both1)) for x, y in parts)


NEAR, RATE = 1 + 1e-8, 1 / (1 + 1e-7)
WRONG = [
    Wrong(
        "Normal Normal",
        S.norm(0, 1),
        S.norm(1e-8, 1),
        digits(_normal, 0, 1, 1e-8, 1),
        1e-14,
        relative_error=1.0,
    ),
    Wrong(
        "Normal Normal",
        S.norm(0, NEAR),
        S.norm(0, 1),
        digits(_normal, 0, NEAR, 0, 1),
        1e-14,
        relative_error=1.7e-8,
    ),
    Wrong(
        "Bernoulli Bernoulli",
        S.bernoulli(0.5),
        S.bernoulli(0.5 + 1e-10),
        digits(_coin, 0.5, 0.5 + 1e-10),
        1e-14,
        relative_error=1.0,
    ),
    Wrong(
        "Bernoulli Bernoulli",
        S.bernoulli(1),
        S.bernoulli(1e-30),
        digits(_coin, 1, 1e-30),
        1e-14,
        relative_error=0.48,
    ),
    Wrong(
        "Categorical Categorical",
        S.multinomial(1, [0.5, 0.5]),
        S.multinomial(1, [1e-10, 1 - 1e-10]),
        digits(_coin, 0.5, 1e-10),
        1e-14,
        torch=7.278,
    ),
    Wrong(
        "Poisson Poisson",
        S.poisson(1e10),
        S.poisson(1e10 + 1),
        digits(_poisson, 1e10, 1e10 + 1),
        1e-14,
        relative_error=3.5e5,
    ),
    Wrong("Poisson Poisson", S.poisson(0), S.poisson(1), 1.0, 0.0, torch=math.nan),
    Wrong(
        "Binomial Binomial",
        S.binom(5, 1),
        S.binom(5, 0.5),
        5 * math.log(2),
        1e-15,
        torch=-math.inf,
    ),
    Wrong(
        "Gamma Gamma",
        S.gamma(1e8, scale=1),
        S.gamma(1e8 + 10, scale=RATE),
        digits(_gamma, 1e8, 1, 1e8 + 10, RATE),
        1e-13,
        relative_error=1.5e7,
    ),
    Wrong(
        "Dirichlet Dirichlet",
        S.dirichlet([1e8, 1e8]),
        S.dirichlet([1e8 + 1, 1e8]),
        digits(_dirichlet, 1e8, 1e8, 1e8 + 1, 1e8),
        1e-13,
        relative_error=95,
    ),
    # Infinite in torch whatever the rate, and finite at 0, where all mass is on one outcome.
    Wrong(
        "Poisson Bernoulli",
        S.poisson(0),
        S.bernoulli(0.3),
        -math.log1p(-0.3),
        1e-15,
        torch=math.inf,
    ),
    Wrong(
        "Poisson Binomial",
        S.poisson(0),
        S.binom(4, 0.3),
        -4 * math.log1p(-0.3),
        1e-15,
        torch=math.inf,
    ),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: f"{case.name} {case.torch}")
def test_right_where_torch_is_wrong(case) -> None:
    value = kl_distributions(case.p, case.q)
    assert abs(value - case.right) <= case.reach * case.right
    known = [name for name, _, _ in FINITE] + [f"{p} {q}" for p in INFINITE for q in INFINITE[p]]
    assert case.name in known
    if case.torch is None:
        assert case.relative_error > 1e4 * case.reach
    else:
        assert not abs(case.torch - case.right) <= 0.1 * case.right


def test_uniform_pareto_is_infinite_only_off_the_support() -> None:
    # Torch 2.13 returns -inf for some of these.
    assert kl_distributions(S.uniform(0.5, 1), S.pareto(2)) == math.inf
    with mp.workdps(30):
        # the density of P is 2, that of Q 2/x³
        expected = mp.quad(lambda x: 2 * mp.log(2 / (2 / x**3)), [1, 1.5])
    assert kl_distributions(S.uniform(1, 0.5), S.pareto(2)) == pytest.approx(float(expected))


def test_binomials_of_different_length() -> None:
    # Torch raises NotImplementedError where n2 > n1; there is no closed form, but a finite sum.
    p, q = S.binom(5, 0.3), S.binom(9, 0.4)
    k = np.arange(6)
    expected = float(p.pmf(k) @ (p.logpmf(k) - q.logpmf(k)))
    assert kl_distributions(p, q, method="quad").value == pytest.approx(expected, rel=1e-12)
    assert kl_distributions(q, p) == math.inf
