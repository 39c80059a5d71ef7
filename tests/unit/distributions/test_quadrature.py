"""Quadrature, summation and sampling: values, and errors that hold what they promise."""

from __future__ import annotations

import math
import zlib

import numpy as np
import pytest
from scipy import integrate, stats

from kltext.distributions import kl_distributions
from kltext.distributions.densities import LOG_DENSITIES
from kltext.distributions.distribution import as_distribution
from kltext.distributions.gauss_legendre import integrate_panels
from tests.sampling import every
from tests.unit.distributions.draws import UNIVARIATE
from tests.unit.sentences import is_one_sentence

S = stats


@pytest.mark.parametrize("key", every(3, UNIVARIATE), ids="‖".join)
def test_the_error_holds_for_every_pair(key) -> None:
    rng = np.random.default_rng(zlib.crc32("quad".join(key).encode()))
    for _ in range(3):
        p, q = UNIVARIATE[key](rng)
        exact = kl_distributions(p, q)
        estimate = kl_distributions(p, q, method="quad")
        assert abs(estimate.value - exact) <= estimate.error + 3e-14 * exact
        assert estimate.error <= 1e-4 * (exact + 1e-3)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (S.t(5), S.logistic()),
        (S.skewnorm(4), S.norm(1, 2)),
        (S.norm(), S.skewnorm(4)),
        (S.exponnorm(2), S.norm(3, 3)),
        (S.gennorm(0.8, 1), S.gennorm(2.5)),
        (S.gamma(2, loc=1), S.gamma(3)),
        (S.logistic(0, 1), S.logistic(1, 2)),
        (S.triang(0.3), S.triang(0.6, -0.5, 2)),
        (S.genpareto(0.2), S.genpareto(0.5)),
        (S.f(5, 7), S.f(6, 5)),
    ],
)
def test_pairs_without_closed_form_agree_with_scipy(p, q) -> None:
    estimate = kl_distributions(p, q, method="quad")
    low, middle, high = (float(x) for x in (p.ppf(1e-17), p.median(), p.isf(1e-17)))
    low, high = max(low, p.support()[0]), min(high, p.support()[1])
    parts = [
        integrate.quad(lambda x: p.pdf(x) * (p.logpdf(x) - q.logpdf(x)), a, b, limit=400)[0]
        for a, b in ((low, middle), (middle, high))
    ]
    assert estimate.value == pytest.approx(sum(parts), abs=2e-8)
    assert estimate.error < 1e-9


@pytest.mark.parametrize(
    ("p", "q"),
    [
        # Heavy tails: the divergence lives at 1e50 and beyond.
        (S.t(2.1), S.norm()),
        (S.pareto(2.01), S.norm()),
        (S.pareto(1.05), S.expon(1)),
        # Singular ends, at 0 and elsewhere.
        (S.gamma(0.01), S.gamma(2.0)),
        (S.gamma(0.05, loc=7), S.gamma(1.0, loc=7)),
        (S.beta(0.5, 0.5), S.beta(2, 3)),
        (S.beta(0.1, 0.2), S.uniform()),
        # Far apart, and nearly the same.
        (S.laplace(0, 1), S.laplace(300, 0.1)),
        (S.norm(0, 1), S.norm(1e-8, 1)),
        (S.gumbel_r(0, 1), S.gumbel_r(1, 0.03)),
        (S.vonmises(2e5, 1), S.vonmises(3, 0.5)),
        (S.norm(1e6, 1e-3), S.norm(1e6, 2e-3)),
        (S.poisson(1e6), S.poisson(1e6 + 100)),
        (S.zipf(2.0), S.zipf(2.2)),
        (S.planck(0.001), S.planck(0.002)),
    ],
)
def test_hard_integrals_against_the_closed_form(p, q) -> None:
    estimate, exact = kl_distributions(p, q, method="quad"), kl_distributions(p, q)
    assert abs(estimate.value - exact) <= estimate.error + 1e-13 * exact
    assert estimate.error < 0.02 * exact


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (S.cauchy(), S.norm()),
        (S.t(2), S.norm()),
        (S.pareto(1), S.expon()),
        (S.pareto(0.5), S.expon()),
        (S.lognorm(1), S.gumbel_l()),
        (S.levy(), S.halfnorm()),
        # This one is finite: scipy's density is too rough to tell.
        pytest.param(S.levy_stable(1.5, 0), S.levy_stable(1.7, 0), marks=pytest.mark.audit),
    ],
)
def test_an_infinity_that_is_not_proved_is_not_returned(p, q) -> None:
    with pytest.raises(ArithmeticError, match=r"does not decay|log density is rough") as caught:
        kl_distributions(p, q, method="quad")
    assert is_one_sentence(str(caught.value))


def test_a_density_that_floats_cannot_hold_is_refused() -> None:
    # Half of the mass lies below the smallest positive float, or within 1e-16 of 1.
    for distribution in (S.beta(1e-3, 2), S.beta(2, 1e-3)):
        with pytest.raises(ArithmeticError, match=r"quadrature met|too concentrated"):
            kl_distributions(distribution, S.uniform(), method="quad")


def test_a_distribution_that_is_too_far_away_is_refused() -> None:
    with pytest.raises(ArithmeticError, match=r"where t\(df=3, loc=1e\+200\) lies, a log density"):
        kl_distributions(stats.t(3, 1e200), stats.t(5), method="quad")


def test_a_gap_in_a_density_is_not_passed_over() -> None:
    gap = S.rv_histogram((np.array([1.0, 0.0, 1.0]), np.array([0.0, 1, 2, 3])))
    with pytest.raises(ArithmeticError, match="if that is a gap"):
        kl_distributions(S.uniform(0, 3), gap, method="quad")
    assert kl_distributions(gap, S.uniform(0, 3), method="quad").value == pytest.approx(
        math.log(1.5)
    )


def test_a_density_that_is_not_normalised_is_noticed() -> None:
    class Wrong(stats.rv_continuous):
        def _pdf(self, x):
            return np.exp(-x * x / 2) / 2.4

        def _cdf(self, x):
            return stats.norm.cdf(x)

    wrong = Wrong(name="wrong")()
    with pytest.raises(ArithmeticError, match=r"quadrature met 1\.04"):
        kl_distributions(wrong, S.norm(0, 2), method="quad")
    other = kl_distributions(S.norm(0, 2), wrong, method="quad")
    assert other.error > 0.04


REWRITTEN = [
    S.laplace(), S.dlaplace(0.8), S.planck(0.5), S.logser(0.6), S.zipf(2.5), S.pareto(2.5),
    S.loggamma(0.7), S.moyal(), S.levy(), S.levy_l(), S.invweibull(3), S.fisk(3),
    S.johnsonsu(1, 2), S.johnsonsb(1, 2), S.poisson(3.3), S.binom(10, 0.3),
    S.nbinom(2.5, 0.3), S.gamma(0.3), S.gamma(30), S.beta(0.3, 4), S.beta(30, 40),
]  # fmt: skip


@pytest.mark.parametrize("distribution", REWRITTEN)
def test_log_densities_are_those_of_scipy_where_it_has_them(distribution) -> None:
    x = distribution.rvs(300, random_state=1).astype(float)
    theirs = distribution.logpmf(x) if hasattr(distribution, "pmf") else distribution.logpdf(x)
    assert as_distribution("P", distribution).log_density(x) == pytest.approx(
        theirs, rel=1e-12, abs=1e-12
    )


def test_every_log_density_is_finite_where_scipys_underflows() -> None:
    assert stats.laplace().logpdf(1e5) == -math.inf
    assert as_distribution("P", stats.laplace()).log_density(np.array(1e5)) == -1e5 - math.log(2)
    assert {type(distribution.dist) for distribution in REWRITTEN} == set(LOG_DENSITIES)
    with pytest.raises(ArithmeticError, match="does not decay"):
        kl_distributions(S.cauchy(), S.laplace(), method="quad")
    heavy = kl_distributions(S.t(1.5), S.laplace(), method="quad")
    assert math.isfinite(heavy.value)


def test_sampling_has_the_error_it_says() -> None:
    p, q = S.norm(0, 1), S.norm(1, 1.5)
    exact = kl_distributions(p, q)
    scores = []
    for seed in range(30):
        estimate = kl_distributions(p, q, method="mc", rng=np.random.default_rng(seed))
        scores.append((estimate.value - exact) / estimate.error)
    assert abs(np.mean(scores)) < 4 / math.sqrt(30)
    assert 0.6 < np.std(scores) < 1.5


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (S.gamma(2, 1, 3), S.gamma(3, 0, 2)),
        (S.binom(5, 0.3, loc=2), S.binom(9, 0.5)),
        (S.vonmises(2, 1), S.vonmises(3, 0.5)),
        (
            S.rv_discrete(values=([1, 2, 5], [0.2, 0.3, 0.5])),
            S.rv_discrete(values=([5, 1, 2, 7], [0.25] * 4)),
        ),
    ],
)
def test_sampling_and_quadrature_agree(p, q) -> None:
    quad = kl_distributions(p, q, method="quad")
    mc = kl_distributions(p, q, method="mc", rng=np.random.default_rng(3))
    assert abs(quad.value - mc.value) < 4 * mc.error + quad.error


def test_sampling_repeats_with_the_seed() -> None:
    one, two = (
        kl_distributions(S.norm(), S.t(3), method="mc", rng=np.random.default_rng(5))
        for _ in range(2)
    )
    assert one == two


def test_sampling_refuses_what_floats_cannot_hold() -> None:
    with pytest.raises(ArithmeticError, match="outside the range of floats"):
        kl_distributions(S.gamma(1e-4), S.expon(), method="mc", rng=np.random.default_rng(0))


def test_a_kink_between_all_nodes_is_seen_by_the_second_look() -> None:
    edges, kink = np.array([-1.0, 1.0]), 1e-4
    exact = (1 + kink**2) * 1.0
    first, second = (
        integrate_panels(lambda x: np.abs(x - kink), edges, split=s).value for s in (0.5, 0.414)
    )
    assert abs(second - exact) < 1e-13 < abs(first - exact)


def test_quantiles_that_scipy_does_not_find_are_told_so() -> None:
    class Stubborn(stats.rv_continuous):
        def _pdf(self, x):
            return np.exp(-x)

        def _ppf(self, q):  # noqa: ARG002  scipy passes it
            raise RuntimeError("Failed to converge after 100 iterations.")

    stubborn = Stubborn(a=0, name="stubborn")
    with pytest.raises(ArithmeticError, match="quantiles of stubborn are not found") as caught:
        kl_distributions(stubborn(), S.expon(scale=2), method="quad")
    assert is_one_sentence(str(caught.value))
