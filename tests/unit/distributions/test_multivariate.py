"""Distributions of several coordinates, against formulas and sums written here."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import special, stats

from kltext.distributions import kl_distributions


def covariance(rng: np.random.Generator, n: int) -> np.ndarray:
    root = rng.normal(size=(n, n))
    return root @ root.T + 0.1 * np.eye(n)


def test_multivariate_normals() -> None:
    rng = np.random.default_rng(1)
    for n in [1, 2, 3, 8] * 5:
        (m1, s1), (m2, s2) = ((rng.normal(size=n), covariance(rng, n)) for _ in "pq")
        inverse = np.linalg.inv(s2)
        textbook = 0.5 * (
            np.trace(inverse @ s1)
            - n
            + (m1 - m2) @ inverse @ (m1 - m2)
            + np.linalg.slogdet(s2)[1]
            - np.linalg.slogdet(s1)[1]
        )
        p, q = stats.multivariate_normal(m1, s1), stats.multivariate_normal(m2, s2)
        assert kl_distributions(p, q) == pytest.approx(textbook, rel=1e-9)


def test_a_singular_covariance_is_infinitely_far() -> None:
    flat = stats.multivariate_normal([0, 0], [[1, 1], [1, 1]], allow_singular=True)
    full = stats.multivariate_normal([0, 0], np.eye(2))
    assert kl_distributions(flat, full) == math.inf
    assert kl_distributions(full, flat) == math.inf


def test_dirichlet_with_two_entries_is_beta() -> None:
    rng = np.random.default_rng(2)
    for _ in range(20):
        a, b = rng.uniform(0.1, 9, size=(2, 2))
        beta = kl_distributions(stats.beta(*a), stats.beta(*b))
        assert kl_distributions(stats.dirichlet(a), stats.dirichlet(b)) == pytest.approx(beta)


def test_dirichlet_against_the_textbook_formula() -> None:
    rng = np.random.default_rng(3)
    for n in [3, 5, 40] * 7:
        a, b = rng.uniform(0.2, 9, size=(2, n))
        textbook = (
            special.gammaln(a.sum())
            - special.gammaln(b.sum())
            + (special.gammaln(b) - special.gammaln(a)).sum()
            + ((a - b) * (special.psi(a) - special.psi(a.sum()))).sum()
        )
        value = kl_distributions(stats.dirichlet(a), stats.dirichlet(b))
        assert value == pytest.approx(textbook, rel=1e-10)


def test_multinomials_against_the_sum_over_all_outcomes() -> None:
    rng = np.random.default_rng(4)
    for n in range(1, 21):
        a, b = rng.dirichlet(np.ones(3), size=2)
        p, q = stats.multinomial(n, a), stats.multinomial(n, b)
        outcomes = [x for x in itertools.product(range(n + 1), repeat=3) if sum(x) == n]
        mass = p.pmf(outcomes)
        by_sum = (mass * (p.logpmf(outcomes) - q.logpmf(outcomes))).sum()
        assert kl_distributions(p, q) == pytest.approx(by_sum, rel=1e-9)


def test_multinomials_of_different_totals_do_not_meet() -> None:
    p, q = stats.multinomial(3, [0.5, 0.5]), stats.multinomial(4, [0.5, 0.5])
    assert kl_distributions(p, q) == math.inf
    certain = stats.multinomial(3, [0, 1.0])
    assert kl_distributions(p, certain) == math.inf
    assert kl_distributions(certain, p) == pytest.approx(3 * math.log(2))


def unit(rng: np.random.Generator, d: int) -> np.ndarray:
    x = rng.normal(size=d)
    return x / np.linalg.norm(x)


def test_von_mises_fisher_in_three_dimensions() -> None:
    rng = np.random.default_rng(5)
    for _ in range(20):
        (m1, k1), (m2, k2) = ((unit(rng, 3), rng.uniform(0.5, 20)) for _ in "pq")
        mean = 1 / math.tanh(k1) - 1 / k1
        textbook = (
            math.log(k1 / math.sinh(k1)) - math.log(k2 / math.sinh(k2)) + mean * (k1 - k2 * m1 @ m2)
        )
        p, q = stats.vonmises_fisher(m1, k1), stats.vonmises_fisher(m2, k2)
        assert kl_distributions(p, q) == pytest.approx(textbook, rel=1e-10)


def test_von_mises_fisher_in_other_dimensions() -> None:
    rng = np.random.default_rng(6)
    for d in [2, 4, 5, 12] * 5:
        (m1, k1), (m2, k2) = ((unit(rng, d), rng.uniform(0.5, 20)) for _ in "pq")
        half = d / 2
        logs = [(half - 1) * math.log(k) - math.log(special.ive(half - 1, k)) - k for k in (k1, k2)]
        mean = special.ive(half, k1) / special.ive(half - 1, k1)
        textbook = logs[0] - logs[1] + mean * (k1 - k2 * m1 @ m2)
        p, q = stats.vonmises_fisher(m1, k1), stats.vonmises_fisher(m2, k2)
        assert kl_distributions(p, q) == pytest.approx(textbook, rel=1e-10)


def test_uniform_directions() -> None:
    for d in (2, 3, 7):
        mu, kappa, half = np.eye(d)[0], 3.0, d / 2
        area = math.log(2) + half * math.log(math.pi) - math.lgamma(half)
        p, q = stats.vonmises_fisher(mu, kappa), stats.uniform_direction(d)
        assert kl_distributions(p, q) == pytest.approx(area - p.entropy(), rel=1e-10)
        log_c = (half - 1) * math.log(kappa) - half * math.log(2 * math.pi)
        log_c -= math.log(special.iv(half - 1, kappa))
        assert kl_distributions(q, p) == pytest.approx(-area - log_c, rel=1e-10)
        assert kl_distributions(q, q) == 0
        assert kl_distributions(q, stats.uniform_direction(d)) == 0


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (
            stats.multivariate_normal([0, 1], np.eye(2)),
            stats.multivariate_normal([1, 1], 2 * np.eye(2)),
        ),
        (stats.dirichlet([1, 2, 3]), stats.dirichlet([2, 2, 2])),
        (stats.multinomial(4, [0.2, 0.8]), stats.multinomial(4, [0.5, 0.5])),
        (stats.vonmises_fisher([0, 1], 2), stats.vonmises_fisher([1, 0], 1)),
        (stats.vonmises_fisher([0, 0, 1], 2), stats.uniform_direction(3)),
        (stats.uniform_direction(3), stats.vonmises_fisher([0, 0, 1], 2)),
    ],
)
def test_sampling_agrees(p, q) -> None:
    estimate = kl_distributions(p, q, method="mc", rng=np.random.default_rng(7))
    assert abs(estimate.value - kl_distributions(p, q)) < 4 * estimate.error
    with pytest.raises(NotImplementedError, match="method='closed' or method='mc'"):
        kl_distributions(p, q, method="quad")
