"""Matrices, t vectors and cut normals: 20 draws each, near and extreme ones, corrupted formulas."""

from __future__ import annotations

import math
from dataclasses import replace

import mpmath as mp
import numpy as np
import pytest
from scipy import integrate, stats

import kltext as kt
from kltext.distributions import kl_distributions, registry, sampling, student
from tests.unit.sentences import is_one_sentence

S = stats


def spd(rng, n):
    root = rng.normal(size=(n, n))
    return root @ root.T + 0.3 * np.eye(n)


def matrix(array):
    return mp.matrix(np.asarray(array).tolist())


def trace(a):
    return mp.fsum(a[i, i] for i in range(a.rows))


def textbook_wishart(df1, v1, df2, v2):
    """Return the textbook formula, which cancels, at the working precision."""
    n = len(v1)
    a1, a2 = mp.mpf(df1) / 2, mp.mpf(df2) / 2
    ratio = mp.inverse(matrix(v2)) * matrix(v1)
    gammas = mp.fsum(
        mp.loggamma(a2 - mp.mpf(j) / 2) - mp.loggamma(a1 - mp.mpf(j) / 2) for j in range(n)
    )
    slope = mp.fsum(mp.psi(0, a1 - mp.mpf(j) / 2) for j in range(n))
    return gammas + (a1 - a2) * slope - n * a1 + a1 * trace(ratio) - a2 * mp.log(mp.det(ratio))


def wisharts(rng, step=None):
    n = int(rng.integers(1, 5))
    df, scale = n - 1 + rng.uniform(0.1, 9), spd(rng, n)
    if step is None:
        return (df, scale), (n - 1 + rng.uniform(0.1, 9), spd(rng, n))
    nudge = spd(rng, n)
    return (df, scale), (df * (1 + step), scale + step * nudge)


CASES = {"random": (None, 1e-12), "near": (1e-4, 1e-9), "nearer": (1e-6, 1e-7)}


@pytest.mark.parametrize("inverse", [False, True])
@pytest.mark.parametrize("case", CASES)
def test_wishart_against_the_textbook_at_60_digits(case, inverse):
    step, tolerance = CASES[case]  # df times scale is rounded, which costs digits near equality
    rng = np.random.default_rng(1)
    for _ in range(20):
        (df1, v1), (df2, v2) = wisharts(rng, step)
        with mp.workdps(60):
            reversed_scales = (v2, v1) if inverse else (v1, v2)
            expected = float(textbook_wishart(df1, reversed_scales[0], df2, reversed_scales[1]))
        kind = S.invwishart if inverse else S.wishart
        value = kl_distributions(kind(df1, v1), kind(df2, v2))
        assert value == pytest.approx(expected, rel=tolerance)


def test_wishart_extremes():
    for df1, df2, factor in ((1e6, 1e-3, 1.0), (3.0, 3.0, 1e150), (1e8, 1e8 + 1, 1.0)):
        with mp.workdps(60):
            expected = float(textbook_wishart(df1, [[1.0]], df2, [[factor]]))
        value = kl_distributions(S.wishart(df1, [[1.0]]), S.wishart(df2, [[factor]]))
        assert value == pytest.approx(expected, rel=1e-8)
    assert kl_distributions(S.wishart(3, np.eye(2)), S.wishart(3, np.eye(2))) == 0


def test_a_wishart_of_one_entry_is_a_gamma():
    p, q = S.wishart(3, [[2.0]]), S.wishart(5, [[0.5]])
    assert kl_distributions(p, q) == pytest.approx(
        kl_distributions(S.gamma(1.5, scale=4), S.gamma(2.5, scale=1)), rel=1e-13
    )


@pytest.mark.parametrize(("step", "tolerance"), [(None, 1e-11), (1e-3, 1e-11), (1e-7, 1e-7)])
def test_matrix_normal_is_the_normal_of_all_entries(step, tolerance):
    rng = np.random.default_rng(2)
    for _ in range(20):
        n, m = rng.integers(1, 4, 2)
        one = rng.normal(size=(n, m)), spd(rng, n), spd(rng, m)
        other = rng.normal(size=(n, m)), spd(rng, n), spd(rng, m)
        if step is not None:
            other = tuple(a + step * b for a, b in zip(one, other, strict=True))
        whole = [(mean.ravel(), np.kron(rows, columns)) for mean, rows, columns in (one, other)]
        value = kl_distributions(S.matrix_normal(*one), S.matrix_normal(*other))
        assert value == pytest.approx(kt.kl_mvnormal(*whole[0], *whole[1]), rel=tolerance)


@pytest.mark.parametrize("factor", [3.0, 1e8, 1e-16, 1e150])
def test_matrix_normal_is_the_same_however_its_scale_is_split(factor):
    rng = np.random.default_rng(7)
    for _ in range(5):
        (mean, rows, columns), other = (
            (rng.normal(size=(2, 3)), spd(rng, 2), spd(rng, 3)) for _ in "pq"
        )
        p, q = S.matrix_normal(mean, rows, columns), S.matrix_normal(*other)
        split = S.matrix_normal(mean, rows * factor, columns / factor)
        assert kl_distributions(split, q) == pytest.approx(kl_distributions(p, q), rel=1e-13)
        assert kl_distributions(q, split) == pytest.approx(kl_distributions(q, p), rel=1e-13)
        near = S.matrix_normal(mean, rows * (1 + 2.0**-20), columns)
        expected = kl_distributions(p, near)
        # rows * factor is rounded, by 2**-53 of what differs by 2**-20
        assert kl_distributions(split, near) == pytest.approx(expected, rel=1e-8)


def test_matrix_normal_keeps_the_digits_of_neighbours():
    """All entries are independent: the sum of their divergences, in 60 digits."""
    step = 2.0**-30
    p, q = (
        S.matrix_normal(np.zeros((2, 3))),
        S.matrix_normal(np.zeros((2, 3)), np.eye(2) * (1 + step)),
    )
    with mp.workdps(60):
        ratio = 1 / mp.mpf(1 + step)
        expected = float(6 * (ratio - 1 - mp.log(ratio)) / 2)
    assert kl_distributions(p, q) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("df", [(3.0, 5.0), (1.0, 1.0), (0.5, 8.0), (30.0, 2.0), (1e4, 1e5)])
@pytest.mark.parametrize("wider", [1.0, 1e-6, 1e6])
def test_t_of_one_coordinate(df, wider):
    rng = np.random.default_rng(3)
    for _ in range(2):
        loc, scale = rng.normal(size=2), np.exp(rng.normal(size=2)) * (wider, 1)
        p, q = (S.multivariate_t([a], [[b * b]], d) for a, b, d in zip(loc, scale, df, strict=True))
        estimate = kl_distributions(p, q, method="quad")
        alone = kl_distributions(
            S.t(df[0], loc[0], scale[0]), S.t(df[1], loc[1], scale[1]), method="quad"
        )
        assert abs(estimate.value - alone.value) <= estimate.error + 2 * alone.error + 1e-12
        assert estimate.error < 1e-6


def test_t_far_away():
    p, q = S.multivariate_t([1e15], [[1.0]], 3), S.multivariate_t([0.0], [[1.0]], 5)
    estimate, alone = (
        kl_distributions(*pair, method="quad") for pair in ((p, q), (S.t(3, 1e15), S.t(5)))
    )
    assert abs(estimate.value - alone.value) <= estimate.error + alone.error
    farther = kl_distributions(S.multivariate_t([1e200], [[1.0]], 3), q, method="quad")
    # only the logarithm of the distance grows, df2 + 1 times
    rise = 6 * math.log(1e185)
    assert farther.value - estimate.value == pytest.approx(rise, rel=1e-13)


def test_t_with_too_heavy_tails_is_told_so():
    p, q = S.multivariate_t([0.0], [[1.0]], 0.1), S.multivariate_t([0.0], [[1.0]], 5)
    with pytest.raises(ArithmeticError, match=r"df = 0\.1, .*pass a df above") as caught:
        kl_distributions(p, q, method="quad")
    assert is_one_sentence(str(caught.value))


@pytest.mark.parametrize("n", [2, 5])
def test_t_vectors_against_draws(n):
    rng = np.random.default_rng(4)
    for _ in range(5):
        p, q = (S.multivariate_t(rng.normal(size=n), spd(rng, n), rng.uniform(1, 9)) for _ in "pq")
        exact = kl_distributions(p, q, method="quad", base=2)
        drawn = kl_distributions(p, q, method="mc", rng=rng, base=2)
        assert abs(exact.value - drawn.value) < 5 * drawn.error
        assert exact.error < 1e-9


def test_t_vectors_against_a_plain_double_integral():
    p, q = S.multivariate_t([0, 0], np.eye(2), 4), S.multivariate_t([1, 0], [[2, 0.5], [0.5, 1]], 6)

    def integrand(radius, angle):
        x = radius * np.array([math.cos(angle), math.sin(angle)])
        return radius * p.pdf(x) * (p.logpdf(x) - q.logpdf(x))

    plain, _ = integrate.dblquad(integrand, 0, 2 * math.pi, 0, 400, epsabs=1e-7)
    # the mass beyond a radius of 400 is 4e-9
    assert kl_distributions(p, q, method="quad").value == pytest.approx(plain, abs=1e-6)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (S.multivariate_normal([0, 0], np.eye(2)), S.multivariate_t([1, 0], np.eye(2), 3)),
        (S.multivariate_t([1, 0], np.eye(2), 3), S.multivariate_normal([0, 0], np.eye(2))),
        (S.wishart(4, np.eye(2)), S.invwishart(5, np.eye(2))),
    ],
)
def test_other_kinds_on_the_same_space_are_not_infinitely_far(p, q, monkeypatch):
    monkeypatch.setattr(sampling, "DRAWS", 5_000)
    drawn = kl_distributions(p, q, method="mc", rng=np.random.default_rng(0))
    assert 0.01 < drawn.value < 10
    for method in ("closed", "quad"):
        with pytest.raises(NotImplementedError, match="method='mc'"):
            kl_distributions(p, q, method=method)
    flat = S.multivariate_normal([0, 0], np.ones((2, 2)), allow_singular=True)
    assert kl_distributions(flat, S.multivariate_t([0, 0], np.eye(2), 3)) == math.inf
    assert kl_distributions(S.wishart(4, np.eye(2)), S.matrix_normal(np.eye(2))) == math.inf


def test_a_normal_that_is_hardly_cut():
    """Minus the log of the mass inside, which is 1 less 2.26e-19."""
    value = kl_distributions(S.truncnorm(-9, 9), S.norm())
    assert value == pytest.approx(2 * S.norm.sf(9), rel=1e-13)
    inner = kl_distributions(S.truncnorm(-1, 1), S.truncnorm(-1, 1 + 1e-9))
    assert inner == pytest.approx(1e-9 * S.norm.pdf(1) / (S.norm.cdf(1) - S.norm.cdf(-1)), rel=1e-6)
    far = kl_distributions(S.truncnorm(30, 31), S.norm())
    assert far == pytest.approx(-S.norm.logsf(30), rel=1e-12)


@pytest.mark.parametrize("step", [1e-4, 1e-7, 1e-10])
@pytest.mark.parametrize(("a", "b"), [(2.0, 3.0), (5.847, 4.154), (0.1, 70.3)])
def test_nearly_equal_beta_binomials_keep_their_digits(step, a, b):
    def masses(a, b):
        return [mp.binomial(9, k) * mp.beta(k + a, 9 - k + b) / mp.beta(a, b) for k in range(10)]

    with mp.workdps(60):
        p, q = masses(mp.mpf(a), mp.mpf(b)), masses(mp.mpf(a * (1 + step)), mp.mpf(b))
        expected = float(mp.fsum(x * mp.log(x / y) for x, y in zip(p, q, strict=True)))
    value = kl_distributions(S.betabinom(9, a, b), S.betabinom(9, a * (1 + step), b))
    assert value == pytest.approx(expected, rel=1e-11)


def corrupt(monkeypatch, kind):
    pair = registry._PAIRS[kind, kind]
    wrong = replace(pair, function=lambda p, q: pair.function(p, q) * (1 + 1e-4))
    monkeypatch.setitem(registry._PAIRS, (kind, kind), wrong)


def test_a_corrupted_formula_is_caught(monkeypatch):
    for kind in (S.wishart(3, np.eye(2)), S.invwishart(3, np.eye(2)), S.matrix_normal(np.eye(2))):
        corrupt(monkeypatch, type(kind))
    for check in (
        lambda: test_wishart_against_the_textbook_at_60_digits("random", inverse=False),
        lambda: test_wishart_against_the_textbook_at_60_digits("random", inverse=True),
        lambda: test_matrix_normal_is_the_normal_of_all_entries(None, 1e-11),
    ):
        with pytest.raises(AssertionError):
            check()
    monkeypatch.setattr(student, "_slope", lambda x, h: math.log1p(h / x))
    with pytest.raises(AssertionError):
        test_t_of_one_coordinate((3.0, 5.0), 1.0)


@pytest.mark.parametrize(
    "frozen",
    [
        S.special_ortho_group(3),
        S.dirichlet_multinomial([1, 2], 3),
        S.multivariate_hypergeom([3, 4], 2),
    ],
)
def test_what_is_frozen_and_not_covered_is_told_so(frozen):
    with pytest.raises(NotImplementedError, match="is not covered; of several variables") as caught:
        kl_distributions(frozen, frozen)
    assert is_one_sentence(str(caught.value))
    with pytest.raises(TypeError, match=r"scipy.stats.wishart has no parameters yet"):
        kl_distributions(S.wishart, S.wishart(3, np.eye(2)))


def test_monte_carlo_reads_matrices(monkeypatch):
    monkeypatch.setattr(sampling, "DRAWS", 5_000)  # scipy draws matrices one at a time
    rng = np.random.default_rng(6)
    for kind in (S.wishart, S.invwishart):
        p, q = kind(5, spd(rng, 2)), kind(4.5, spd(rng, 2))
        drawn = kl_distributions(p, q, method="mc", rng=rng)
        assert abs(drawn.value - kl_distributions(p, q)) < 5 * drawn.error
