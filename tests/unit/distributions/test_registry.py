"""What the registry holds, how it is asked, and how it answers where it has nothing."""

from __future__ import annotations

import dataclasses
import math
import subprocess
import sys

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


def test_erlang_is_a_gamma_distribution() -> None:
    assert kl_distributions(S.erlang(2), S.gamma(3)) == kl_distributions(S.gamma(2), S.gamma(3))


def test_equal_distributions_are_at_zero_whatever_they_are() -> None:
    for distribution in (S.skewnorm(3, 1, 2), S.t(2), S.norm(1e300, 1e-300), S.dirichlet([1, 2])):
        assert kl_distributions(distribution, distribution) == 0
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
    with pytest.raises(TypeError, match="type_p = 'ramp' is no kind of distribution"):
        register_kl("ramp", stats.uniform)


def test_an_error_inside_a_form_of_ones_own_is_not_lost(monkeypatch) -> None:
    class Slope(stats.rv_continuous):
        def _pdf(self, x):
            return 2 * x

    slope = Slope(a=0, b=1, name="slope")
    monkeypatch.setattr(registry, "_PAIRS", dict(registry._PAIRS))

    @register_kl(slope, stats.uniform)
    def slope_uniform(p, q) -> float:
        return 1 / (p.scale - q.scale)

    with pytest.raises(ArithmeticError, match=r"D\(slope\(\) ‖ uniform\(\)\) leaves") as caught:
        kl_distributions(slope(), stats.uniform())
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_an_estimate_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Estimate(1.0, 0.1).value = 2.0  # type: ignore[misc]


def test_the_package_offers_it_without_loading_scipy_stats() -> None:
    assert kltext.kl_distributions is kl_distributions
    assert kltext.register_kl is register_kl
    assert kltext.Estimate is Estimate
    code = "import sys, kltext; assert 'scipy.stats' not in sys.modules; kltext.Estimate"
    subprocess.run([sys.executable, "-c", code], check=True)
