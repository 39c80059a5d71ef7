"""Bounds, approximation and estimate for mixtures, against quadrature and draws."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from scipy import special, stats

import kltext as kt
from kltext.distributions import normal_mixtures
from kltext.projections import NormalMixture
from tests.unit.sentences import is_one_sentence


def mixture(rng, k, n, apart):
    roots = rng.normal(size=(k, n, n))
    covs = roots @ roots.swapaxes(1, 2) + 0.3 * np.eye(n)
    return rng.dirichlet(np.ones(k)), apart * rng.normal(size=(k, n)), covs


def log_density(given, x):
    weights, means, covs = given
    parts = zip(weights, means[:, 0], np.sqrt(covs[:, 0, 0]), strict=True)
    return special.logsumexp([np.log(w) + stats.norm.logpdf(x, m, s) for w, m, s in parts], axis=0)


def true_divergence(p, q):
    """Return the integral by the trapezoidal rule, exact to rounding for such densities."""
    width = 9 * np.sqrt(p[2].max())
    x = np.linspace(p[1].min() - width, p[1].max() + width, 20_001)
    one, other = log_density(p, x), log_density(q, x)
    return np.trapezoid(np.exp(one) * (one - other), x)


def check(draws=20):
    rng = np.random.default_rng(0)
    for i in range(draws):
        apart = (0.3, 2, 6)[i % 3]
        p, q = mixture(rng, 1 + i % 4, 1, apart), mixture(rng, 1 + i % 3, 1, apart)
        found, truth = kt.kl_mixtures(p, q), true_divergence(p, q)
        assert found.lower <= truth + 1e-9
        assert truth <= found.upper + 1e-9
        assert np.isfinite(found.variational), "it bounds nothing"


def test_the_bounds_hold():
    check()


def test_a_corrupted_bound_is_caught(monkeypatch):
    right = normal_mixtures._log_overlaps
    monkeypatch.setattr(normal_mixtures, "_log_overlaps", lambda p, q: right(p, q) - 1)
    with pytest.raises(AssertionError):
        check()
    monkeypatch.undo()
    matched = normal_mixtures._matched
    monkeypatch.setattr(normal_mixtures, "_matched", lambda *args: 0.9 * matched(*args))
    with pytest.raises(AssertionError):
        check()


def test_far_apart_the_bounds_meet():
    """Where no components overlap, each of P has one partner in Q, and the bounds differ little."""
    p = [0.25, 0.75], [[0.0], [100.0]], [[[1.0]], [[1.0]]]
    q = [0.5, 0.5], [[0.0], [100.0]], [[[1.0]], [[1.0]]]
    found = kt.kl_mixtures(p, q)
    shares = kt.kl_divergence([0.25, 0.75], [0.5, 0.5])
    assert found.upper == pytest.approx(shares, rel=1e-12)
    assert found.variational == pytest.approx(shares, rel=1e-12)
    assert found.lower == pytest.approx(max(shares - np.log(np.e / 2) / 2, 0), abs=1e-12)


@pytest.mark.parametrize("n", [2, 5])
def test_many_dimensions_against_draws(n):
    rng = np.random.default_rng(n)
    for _ in range(5):
        p, q = mixture(rng, 3, n, 1), mixture(rng, 2, n, 1)
        found = kt.kl_mixtures(p, q, rng=rng, base=2)
        near = 5 * found.montecarlo.error
        assert found.lower - near < found.montecarlo.value < found.upper + near


def test_one_component_each_is_a_normal():
    p, q = ([1.0], [[0.0, 1.0]], [np.eye(2)]), ([1.0], [[1.0, 1.0]], [2 * np.eye(2)])
    exact = kt.kl_mvnormal(p[1][0], p[2][0], q[1][0], q[2][0])
    found = kt.kl_mixtures(p, q)
    assert found.upper == pytest.approx(exact, rel=1e-13)
    assert found.variational == pytest.approx(exact, rel=1e-13)
    assert found.montecarlo is None
    same = kt.kl_mixtures(p, p)
    assert (same.lower, same.upper) == (0, 0)


def test_a_mixture_of_the_fits_is_taken():
    pair = NormalMixture.pair(4)
    assert kt.kl_mixtures(pair, NormalMixture([1], [0], [2])).upper == pytest.approx(
        kt.kl_mixtures(([0.5, 0.5], [[-2], [2]], np.ones((2, 1, 1))), ([1], [[0]], [[[4]]])).upper
    )


def normal(mean, variance=1.0):
    return [1.0], [[mean]], [[[variance]]]


def halves(distance):
    return [0.5, 0.5], [[-distance], [distance]], [[[1.0]], [[1.0]]]


@pytest.mark.parametrize(
    ("p", "q", "upper"),
    [
        (normal(0), normal(1e200), np.inf),  # 5e399 is no float
        (normal(0, 1e200), normal(0, 1e-200), np.inf),
        (normal(0, 1e308), normal(0), 0.5e308),
        (halves(1e200), normal(0), np.inf),
        (halves(1e200), halves(2e200), np.inf),
        (halves(1e200), halves(1e200), 0),
    ],
)
def test_bounds_at_the_end_of_floats(p, q, upper):
    found = kt.kl_mixtures(p, q, rng=np.random.default_rng(0))
    assert found.upper == pytest.approx(upper, rel=1e-12)
    assert found.lower <= found.upper
    assert not np.isnan([found.variational, found.montecarlo.value, found.montecarlo.error]).any()
    assert upper < np.inf or found.montecarlo.value > 1e300


def test_the_bounds_do_not_cross_by_rounding():
    rng = np.random.default_rng(0)
    for i in range(300):
        k, n = rng.integers(1, 4, 2)
        means = rng.normal(size=(k, n)) * 10 ** rng.uniform(0, 5)
        covs = np.array([np.eye(n)] * k) * 10 ** rng.uniform(-3, 3)
        weights = rng.dirichlet(np.ones(k), size=1 + i % 2)
        p, q = ((weights[row], means, covs) for row in (0, -1))  # alike in every other case
        found = kt.kl_mixtures(p, q)
        assert 0 <= found.lower <= found.upper


def test_draws_need_little_memory(monkeypatch):
    """No draw has a matrix of its own."""
    monkeypatch.setattr(normal_mixtures, "DRAWS", 20_000)
    p, q = (mixture(np.random.default_rng(1), 3, 60, 0.1) for _ in "pq")
    tracemalloc.start()
    try:
        kt.kl_mixtures(p, q, rng=np.random.default_rng(0))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 60e6


def test_weights_may_have_been_rounded_to_float32():
    weights = np.float32([0.1] * 9 + [0.1 + 1e-5])
    p = weights, np.arange(10.0)[:, None], np.ones((10, 1, 1))
    assert np.isfinite(kt.kl_mixtures(p, p).upper)
    with pytest.raises(ValueError, match=r"weights of P sum to 1\.0000\d+; divide them by it"):
        kt.kl_mixtures((weights.astype(float), *p[1:]), p)


GOOD = [1.0], [[0.0]], [[[1.0]]]


@pytest.mark.parametrize(
    ("bad", "kind", "said"),
    [
        (None, TypeError, "P = None is no mixture"),
        (([1.0], [[0.0]]), TypeError, "is no mixture"),
        ((["a"], [[0.0]], [[[1.0]]]), TypeError, "weights of P = "),
        (([0.5, 0.5], [[0.0]], [[[1.0]]]), ValueError, "have the shapes"),
        (([0.4, 0.5], [[0.0], [1.0]], np.ones((2, 1, 1))), ValueError, "P sum to 0.9; divide"),
        (([-1, 2], [[0.0], [1.0]], np.ones((2, 1, 1))), ValueError, r"P: entry \[0\] is -1.0, not"),
        (([np.nan, 1], [[0.0], [1.0]], np.ones((2, 1, 1))), ValueError, r"P: entry \[0\] is nan"),
        (([1.0], [[np.inf]], [[[1.0]]]), ValueError, r"means of P: entry \[0, 0\] is inf, not fin"),
        (([1.0], [[0.0]], [[[np.nan]]]), ValueError, "covariances of P: entry .* is nan"),
        (([], np.empty((0, 1)), np.empty((0, 1, 1))), ValueError, "means of P have shape"),
        (([1.0], np.empty((1, 0)), np.empty((1, 0, 0))), ValueError, "means of P have shape"),
        (
            ([1.0], [[0.0]], [[[-1.0]]]),
            ValueError,
            r"covariances of P\[0\] is not positive definite",
        ),
        (([1.0], [[0.0, 1.0]], [np.eye(2)]), ValueError, "P has dimension 2 and Q has dimension 1"),
    ],
)
def test_what_is_no_mixture_is_refused(bad, kind, said):
    with pytest.raises(kind, match=said) as caught:
        kt.kl_mixtures(bad, GOOD)
    assert is_one_sentence(str(caught.value))


@pytest.mark.parametrize("rng", [0, np.random, np.random.RandomState(0), "seed"])
def test_what_is_no_generator_is_refused(rng):
    with pytest.raises(TypeError, match="is no numpy Generator") as caught:
        kt.kl_mixtures(GOOD, GOOD, rng=rng)
    with pytest.raises(TypeError, match="is no numpy Generator"):
        NormalMixture.pair(4).rvs(3, rng=rng)
    assert is_one_sentence(str(caught.value))
