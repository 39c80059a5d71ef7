"""What the registry holds, how it is asked, and how it answers where it has nothing."""

from __future__ import annotations

import dataclasses
import math
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

import kltext
from kltext.distributions import (
    Estimate,
    kl_distributions,
    register_kl,
    registered_pairs,
    registry,
)

S = stats

# The pairs of torch.distributions.kl that scipy.stats can express, as "P Q: law of P, law of Q,
# the right value", infinite pairs included. Where torch 2.13 was seen to be wrong it is noted.
FINITE = [
    ("Bernoulli Bernoulli", S.bernoulli(0.3), S.bernoulli(0.6)),
    ("Bernoulli Poisson", S.bernoulli(0.3), S.poisson(2)),
    ("Beta Beta", S.beta(2, 3), S.beta(1, 4)),
    ("Binomial Binomial", S.binom(5, 0.3), S.binom(5, 0.6)),  # torch: (5, 1)‖(5, ½) is −inf
    # torch clamps float32 probabilities: [½, ½]‖[1e-10, 1] is 7.278 there, 10.820 in truth
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
    ("Poisson Poisson", S.poisson(2), S.poisson(3)),  # torch: Poisson(0)‖Poisson(1) is nan
    ("Uniform Uniform", S.uniform(0, 1), S.uniform(-1, 3)),
    ("LogNormal LogNormal", S.lognorm(1), S.lognorm(2)),  # TransformedDistribution, same transform
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
    ("Uniform Pareto", S.uniform(1, 2), S.pareto(2)),  # torch: some such pairs are −inf
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


@pytest.mark.parametrize("row", FINITE, ids=[row[0] for row in FINITE])
def test_every_finite_pair_of_torch_has_a_closed_form(row) -> None:
    _, p, q = row
    value = kl_distributions(p, q)
    assert 0 < value < 20
    estimate = kl_distributions(p, q, method="mc", rng=np.random.default_rng(0))
    assert abs(value - estimate.value) < 5 * estimate.error + 1e-12


@pytest.mark.parametrize(("p", "q"), [(p, q) for p, row in INFINITE.items() for q in row])
def test_every_infinite_pair_of_torch_is_infinite(p, q) -> None:
    for method, rng in (("closed", None), ("quad", None), ("mc", np.random.default_rng(0))):
        value = kl_distributions(LAWS[p], LAWS[q], method=method, rng=rng)
        assert value == (math.inf if method == "closed" else Estimate(math.inf, 0.0))


@pytest.mark.parametrize(
    ("p", "q", "value"),
    [
        (S.poisson(0), S.poisson(1), 1.0),
        (S.binom(5, 1), S.binom(5, 0.5), 5 * math.log(2)),
        (S.multinomial(1, [0.5, 0.5]), S.multinomial(1, [1e-10, 1 - 1e-10]), 10.819778284410283),
        (S.uniform(1, 0.5), S.pareto(2), None),
        (S.beta(0.1, 0.2), S.beta(1, 1), 4.9773),
        (S.beta(1, 1), S.beta(3, 1.2), 0.75922),
        (S.beta(3, 1.2), S.beta(1, 1), 0.343598),
    ],
)
def test_values_that_others_get_wrong(p, q, value) -> None:
    if value is None:
        value = kl_distributions(p, q, method="quad").value
        assert math.isfinite(value)
    assert kl_distributions(p, q) == pytest.approx(value, rel=2e-5)


def test_every_pair_says_what_it_is() -> None:
    names = [(pair.p, pair.q) for pair in registered_pairs()]
    assert len(names) == len(set(names)) >= 111
    assert names == sorted(names)
    for pair in registered_pairs():
        assert pair.formula
        assert pair.source
        assert pair.formula.count("{") == pair.formula.count("}")
        assert (pair.condition + pair.source).count("$") % 2 == 0


def test_new_objects_of_scipy_are_understood() -> None:
    assert kl_distributions(S.Normal(mu=0, sigma=1), S.norm(1, 1.5)) == pytest.approx(0.34990955)
    assert kl_distributions(S.Uniform(a=1, b=2), S.Uniform(a=0, b=4)) == pytest.approx(math.log(4))
    assert kl_distributions(S.Logistic(), S.logistic(1)) == kl_distributions(
        S.logistic(0), S.logistic(1)
    )
    assert kl_distributions(S.Binomial(n=5, p=0.3), S.binom(5, 0.3)) == 0
    pair = S.Mixture([S.Normal(mu=-2, sigma=1), S.Normal(mu=2, sigma=1)], weights=[0.5, 0.5])
    assert round(kl_distributions(pair, S.norm(0, 2), method="quad").value, 4) == 0.1854
    assert round(kl_distributions(S.norm(0, 2), pair, method="quad").value, 5) == 0.22784
    sample = kl_distributions(pair, S.norm(0, 2), method="mc", rng=np.random.default_rng(1))
    assert abs(sample.value - 0.18542699) < 4 * sample.error
    with pytest.raises(NotImplementedError, match="Mixture"):
        kl_distributions(pair, S.norm(0, 2))


def test_erlang_is_a_gamma_law() -> None:
    assert kl_distributions(S.erlang(2), S.gamma(3)) == kl_distributions(S.gamma(2), S.gamma(3))


def test_equal_laws_are_at_zero_whatever_they_are() -> None:
    for law in (S.skewnorm(3, 1, 2), S.t(2), S.norm(1e300, 1e-300), S.dirichlet([1, 2])):
        assert kl_distributions(law, law) == 0
    assert kl_distributions(S.skewnorm(3), S.skewnorm(3), method="quad") == Estimate(0, 0)
    with pytest.raises(NotImplementedError):
        kl_distributions(S.skewnorm(3), S.skewnorm(2))


def test_the_base_is_the_unit() -> None:
    p, q = S.norm(0, 1), S.norm(1, 1.5)
    assert kl_distributions(p, q, base=2) == pytest.approx(0.50481, abs=1e-5)
    nats, bits = (kl_distributions(p, q, method="quad", base=base) for base in (None, 2))
    assert bits.value * math.log(2) == pytest.approx(nats.value)
    assert bits.error * math.log(2) == pytest.approx(nats.error)


@pytest.mark.parametrize(
    ("p", "q", "words"),
    [
        (S.t(3), S.norm(), None),
        (S.t(3), S.t(4), r"D\(t\(df=3\) ‖ t\(df=4\)\).*method='quad' or method='mc'"),
        (S.gamma(2, loc=1), S.gamma(2), "needs equal loc"),
        (S.logistic(0, 1), S.logistic(0, 2), "needs equal scale"),
        (S.binom(3, 0.5), S.binom(5, 0.5), "needs equal n"),
        (S.beta(2, 3, 0.2, 0.5), S.beta(2, 3), "needs equal loc"),
        (S.fisk(2), S.fisk(3), "needs equal c"),
        (S.bernoulli(0.5), S.binom(2, 0.5), "needs n = 1"),
    ],
)
def test_without_a_closed_form_nothing_is_made_up(p, q, words) -> None:
    if words is None:
        assert isinstance(kl_distributions(p, q), float)
        return
    with pytest.raises(NotImplementedError, match=words):
        kl_distributions(p, q)
    estimate = kl_distributions(p, q, method="quad")
    assert 0 < estimate.value < math.inf


def test_a_pair_can_be_added(monkeypatch) -> None:
    class Ramp(stats.rv_continuous):
        def _pdf(self, x):
            return 2 * x

    ramp = Ramp(a=0, b=1, name="ramp")
    monkeypatch.setattr(registry, "_PAIRS", dict(registry._PAIRS))

    @register_kl(ramp, stats.uniform, formula=r"\log 2 - \tfrac12", condition="on [0, 1]")
    def ramp_uniform(p, q) -> float:
        return math.log(2) - 0.5 + math.log(q.scale / p.scale)

    assert kl_distributions(ramp(), stats.uniform(0, 2)) == pytest.approx(2 * math.log(2) - 0.5)
    assert kl_distributions(ramp(), stats.uniform(0, 0.5)) == math.inf
    quad = kl_distributions(ramp(), stats.uniform(0, 2), method="quad")
    assert quad.value == pytest.approx(2 * math.log(2) - 0.5)
    assert any(pair.p == "ramp" for pair in registered_pairs())
    with pytest.raises(ValueError, match="ramp ‖ uniform is registered already"):
        register_kl(ramp, stats.uniform)
    with pytest.raises(TypeError, match="type_p must be a class or a distribution"):
        register_kl("ramp", stats.uniform)


def test_an_estimate_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Estimate(1.0, 0.1).value = 2.0  # type: ignore[misc]


def test_the_package_offers_it_without_loading_scipy_stats() -> None:
    assert kltext.kl_distributions is kl_distributions
    assert kltext.register_kl is register_kl
    assert kltext.Estimate is Estimate
    code = "import sys, kltext; assert 'scipy.stats' not in sys.modules; kltext.Estimate"
    subprocess.run([sys.executable, "-c", code], check=True)
