"""The distribution objects of the new kind in scipy.stats: all of them since SciPy 1.16."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from kltext.distributions import kl_distributions

S = stats
if not hasattr(S, "Binomial"):
    pytest.skip("this SciPy has none of these objects, or not all", allow_module_level=True)


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


@pytest.mark.parametrize(
    ("p", "q", "old_p", "old_q"),
    [
        (S.Normal(mu=1, sigma=2) * 2 + 1, S.norm(1, 5), S.norm(3, 4), S.norm(1, 5)),
        (S.exp(S.Normal()), S.lognorm(1.5), S.lognorm(1), S.lognorm(1.5)),
        (S.lognorm(1.5), S.exp(S.Normal()), S.lognorm(1.5), S.lognorm(1)),
        (S.truncate(S.Normal(), -1, 1), S.norm(0, 2), S.truncnorm(-1, 1), S.norm(0, 2)),
        (S.make_distribution(S.gamma)(a=2.0), S.gamma(3), S.gamma(2), S.gamma(3)),
        (S.make_distribution(S.poisson)(mu=2.0), S.poisson(3), S.poisson(2), S.poisson(3)),
    ],
)
def test_made_objects_of_scipy_are_integrated(p, q, old_p, old_q) -> None:
    # Scipy's own pmf of a transformed distribution recurses without end: it is not asked.
    estimate = kl_distributions(p, q, method="quad")
    old = kl_distributions(old_p, old_q, method="quad")
    assert estimate.value == pytest.approx(old.value, abs=1e-7)
    assert estimate.error < 1e-6


def test_an_array_of_parameters_is_many_distributions() -> None:
    many = kl_distributions(S.Normal(mu=[0, 1], sigma=1), S.norm())
    np.testing.assert_array_equal(many, [0, 0.5])
    mixture = S.Mixture([S.Normal(mu=-2, sigma=1), S.Normal(mu=2, sigma=1)], weights=[0.5, 0.5])
    with pytest.raises(NotImplementedError, match="Mixture"):
        kl_distributions(mixture, S.Normal(mu=[0, 1], sigma=1))


def test_uniform_objects_keep_both_ends() -> None:
    """Where a + (b − a) rounds to above b, a common end was taken for mass outside."""
    rng = np.random.default_rng(0)
    a, b, c = rng.uniform(0, 1, (3, 100)) * [[1], [1], [-1]] + [[0], [1], [0]]
    assert (a + (b - a) > b).any()
    expected = np.log((b - c) / (b - a))
    together = kl_distributions(S.Uniform(a=a, b=b), S.Uniform(a=c, b=b))
    np.testing.assert_allclose(together, expected, rtol=1e-14)
    for low, high, lower, truth in zip(a, b, c, expected, strict=True):
        p, q = S.Uniform(a=low, b=high), S.Uniform(a=lower, b=high)
        assert kl_distributions(p, q) == pytest.approx(truth, rel=1e-14)
        assert kl_distributions(p, q, method="quad").value == pytest.approx(truth, rel=1e-12)
        assert kl_distributions(q, p) == math.inf
        longer = S.Uniform(a=low, b=np.nextafter(high, 3))
        assert kl_distributions(longer, q) == math.inf
