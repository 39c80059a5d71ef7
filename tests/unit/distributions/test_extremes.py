"""Parameters at which double precision has no digit left in the textbook formulas."""

from __future__ import annotations

import math
import tracemalloc

import mpmath as mp
import numpy as np
import pytest
from scipy import stats

from kltext.distributions import kl_distributions
from tests.unit.distributions import draws, textbook

S = stats


def exact(formula, *parameters) -> float:
    """Return the formula's value in 80-digit arithmetic."""
    with mp.workdps(700 if min(map(abs, parameters)) < 1e-99 else 80):
        return float(formula(*(mp.mpf(x) for x in parameters)))


def _poisson(a, b):
    return a * mp.log(a / b) - a + b


def _dirichlet(n: int):
    return lambda *x: textbook.dirichlet(x[:n], x[n:])


def _vonmises(*parameters):
    return textbook.vonmises(*parameters)


def _cauchy(m1, s1, m2, s2):
    return mp.log(((s1 + s2) ** 2 + (m1 - m2) ** 2) / (4 * s1 * s2))


def _fisher(d: int):
    def formula(k1, k2, cosine):
        half = mp.mpf(d) / 2

        def log_c(k):
            return (half - 1) * mp.log(k) - mp.log(mp.besseli(half - 1, k))

        ratio = mp.besseli(half, k1) / mp.besseli(half - 1, k1)
        return log_c(k1) - log_c(k2) + ratio * (k1 - k2 * cosine)

    return formula


ONE = 1 + 1e-8
CASES = [
    (S.norm(0, 1), S.norm(1e-8, 1), exact(textbook.normal, 0, 1, 1e-8, 1), 1e-14),
    (S.norm(0, ONE), S.norm(0, 1), exact(textbook.normal, 0, ONE, 0, 1), 1e-14),
    (S.norm(0, 1e-200), S.norm(0, 1), exact(textbook.normal, 0, 1e-200, 0, 1), 1e-14),
    (S.bernoulli(0.5), S.bernoulli(0.5 + 1e-10), exact(textbook.coin, 0.5, 0.5 + 1e-10), 1e-14),
    (S.bernoulli(1), S.bernoulli(1e-30), -math.log(1e-30), 1e-14),
    (S.poisson(1e10), S.poisson(1e10 + 1), exact(_poisson, 1e10, 1e10 + 1), 1e-14),
    (S.poisson(1e-300), S.poisson(1e-200), exact(_poisson, 1e-300, 1e-200), 1e-14),
    (
        S.gamma(1e8, scale=1.0),
        S.gamma(1e8 + 10, scale=1 + 1e-7),
        exact(textbook.gamma, 1e8, 1, 1e8 + 10, 1 + 1e-7),
        1e-13,
    ),
    (
        S.gamma(1e8, scale=1 + 1e-7),
        S.gamma(1e8 + 10, scale=1.0),  # the means a·scale all but agree
        exact(textbook.gamma, 1e8, 1 + 1e-7, 1e8 + 10, 1),
        1e-13,
    ),
    (S.gamma(1e8), S.gamma(3e8), exact(textbook.gamma, 1e8, 1, 3e8, 1), 1e-13),
    (S.gamma(1e-5), S.gamma(7.0), exact(textbook.gamma, 1e-5, 1, 7, 1), 1e-13),
    (S.gamma(1e-200), S.gamma(3e-200), exact(textbook.gamma, 1e-200, 1, 3e-200, 1), 1e-13),
    (S.gamma(1e-300), S.gamma(3e-310), exact(textbook.gamma, 1e-300, 1, 3e-310, 1), 1e-13),
    (S.beta(1e-150, 1), S.beta(1, 1e-150), exact(_dirichlet(2), 1e-150, 1, 1, 1e-150), 1e-13),
    (S.gamma(7.0), S.gamma(1e-5), exact(textbook.gamma, 7, 1, 1e-5, 1), 1e-13),
    (S.beta(1e8, 1e8), S.beta(1e8 + 1, 1e8), exact(_dirichlet(2), 1e8, 1e8, 1e8 + 1, 1e8), 1e-13),
    (S.beta(1e8, 1), S.beta(1e8 + 10, 1), exact(_dirichlet(2), 1e8, 1, 1e8 + 10, 1), 1e-13),
    (S.beta(1e8, 3e8), S.beta(5e8, 2e8), exact(_dirichlet(2), 1e8, 3e8, 5e8, 2e8), 1e-13),
    (S.beta(1e-4, 3), S.beta(5, 2e-4), exact(_dirichlet(2), 1e-4, 3, 5, 2e-4), 1e-13),
    (
        S.dirichlet([1e8, 1e8]),
        S.dirichlet([1e8 + 1, 1e8]),
        exact(_dirichlet(2), 1e8, 1e8, 1e8 + 1, 1e8),
        1e-13,
    ),
    (
        S.dirichlet([1.0, 2, 3]),
        S.dirichlet([1.0, 2, 3 + 1e-9]),
        exact(_dirichlet(3), 1, 2, 3, 1, 2, 3 + 1e-9),
        1e-13,
    ),
    (
        S.laplace(0, 1),
        S.laplace(1e-9, 1),
        exact(textbook.laplace, 0, 1, 1e-9, 1),
        1e-14,
    ),
    (S.cauchy(0, 1), S.cauchy(1e-9, 1), exact(_cauchy, 0, 1, 1e-9, 1), 1e-14),
    (S.cauchy(0, 1), S.cauchy(1e300, 1), exact(_cauchy, 0, 1, 1e300, 1), 1e-14),
    (S.vonmises(1e6, 0), S.vonmises(1e6 + 1, 0), exact(_vonmises, 1e6, 0, 1e6 + 1, 0), 1e-12),
    (S.vonmises(1e-3, 0), S.vonmises(50, 1), exact(_vonmises, 1e-3, 0, 50, 1), 1e-13),
    (
        S.vonmises_fisher([0, 0, 1], 1e5),
        S.vonmises_fisher([0, 0, 1], 1e5 + 1),
        exact(_fisher(3), 1e5, 1e5 + 1, 1),
        1e-12,
    ),
    (
        S.vonmises_fisher(np.eye(30)[0], 3),
        S.vonmises_fisher(np.eye(30)[0], 200),
        exact(_fisher(30), 3, 200, 1),
        1e-12,
    ),
    (
        S.zipf(1 + 1e-6),
        S.zipf(1 + 2e-6),
        exact(lambda a, b: textbook._zipf([a], [b]), 1 + 1e-6, 1 + 2e-6),
        1e-13,
    ),
    (S.zipf(60.0), S.zipf(3.0), exact(lambda a, b: textbook._zipf([a], [b]), 60, 3), 1e-13),
    (S.zipf(3.0), S.zipf(60.0), exact(lambda a, b: textbook._zipf([a], [b]), 3, 60), 1e-13),
    (
        S.dlaplace(40.0),
        S.dlaplace(1.0),
        exact(lambda a, b: textbook._dlaplace([a], [b]), 40, 1),
        1e-12,
    ),
    (
        S.dlaplace(0.01),
        S.dlaplace(30),
        exact(lambda a, b: textbook._dlaplace([a], [b]), 0.01, 30),
        1e-12,
    ),
    (
        S.logser(1e-8),
        S.logser(0.9),
        exact(lambda a, b: textbook._logser([a], [b]), 1e-8, 0.9),
        1e-12,
    ),
    (
        S.logser(1 - 1e-8),
        S.logser(0.1),
        exact(lambda a, b: textbook._logser([a], [b]), 1 - 1e-8, 0.1),
        1e-12,
    ),
    (
        S.weibull_min(0.1, scale=2),
        S.weibull_min(3, scale=2),
        exact(textbook.weibull, 0.1, 2, 3, 2),
        1e-12,
    ),
    (S.weibull_min(9), S.weibull_min(0.3), exact(textbook.weibull, 9, 1, 0.3, 1), 1e-12),
    (S.gumbel_r(0, 5), S.gumbel_r(0, 0.1), exact(textbook.gumbel, 0, 5, 0, 0.1), 1e-12),
    # a ratio of shapes or scales less 1 rounds to −1
    (S.weibull_min(1), S.weibull_min(1e-17), exact(textbook.weibull, 1, 1, 1e-17, 1), 1e-13),
    (S.weibull_min(1e20), S.expon(), exact(textbook.weibull, 1e20, 1, 1, 1), 1e-13),
    (S.gumbel_r(0, 1e-20), S.gumbel_r(), exact(textbook.gumbel, 0, 1e-20, 0, 1), 1e-13),
    (S.moyal(0, 1e-20), S.moyal(), exact(textbook.moyal, 0, 1e-20, 0, 1), 1e-13),
    (
        S.gengamma(2, 3, scale=2),
        S.gengamma(3, 2e-20, scale=3),
        exact(lambda *x: textbook.gengamma(x[:3], x[3:]), 2, 3, 2, 3, 2e-20, 3),
        1e-13,
    ),
    # a ratio of shapes that is no float
    (S.gamma(1e300), S.gamma(1e-300), 1e300, 1e-13),
    # so many panels that most are skipped: 0 in floats
    (
        S.zipf(3.0),
        S.zipf(1e7),
        exact(lambda a, b: textbook._zipf([a], [b]), 3, 1e7),
        1e-13,
    ),
    (S.zipf(1e7), S.zipf(3.0), float(mp.log(mp.zeta(3))), 1e-13),
    (
        S.dlaplace(1e-5),
        S.dlaplace(1e9),
        exact(lambda a, b: textbook._dlaplace([a], [b]), 1e-5, 1e9),
        1e-12,
    ),
    # a distance, or half of it, that rounds to 0
    (S.logistic(0), S.logistic(5e-324), 0.0, 0),
    (S.fisk(0.1, scale=1), S.fisk(0.1, scale=1 + 2.0**-52), 2.0**-104 / 600, 1e-13),
]


@pytest.mark.parametrize(("p", "q", "reference", "tolerance"), CASES)
def test_no_digit_is_lost(p, q, reference, tolerance) -> None:
    assert kl_distributions(p, q) == pytest.approx(reference, rel=tolerance, abs=0)


def test_many_wide_pairs_need_little_memory():
    """Each pair is an integral over a thousand panels: they are not held in memory at once."""
    shapes = np.geomspace(1e-200, 1e-199, 100)
    tracemalloc.start()
    try:
        value = kl_distributions(S.gamma(shapes), S.gamma(1e100))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert value[7] == kl_distributions(S.gamma(shapes[7]), S.gamma(1e100))
    assert peak < 50e6


def _cut(mu, sigma, low, high):
    """Return the log density of a truncated normal, its mass by erfc: exact far in a tail."""
    a, b = (low - mu) / sigma, (high - mu) / sigma
    if a > 0:
        mass = (mp.erfc(a / mp.sqrt(2)) - mp.erfc(b / mp.sqrt(2))) / 2
    else:
        mass = mp.ncdf(b) - mp.ncdf(a)
    return lambda x: -(((x - mu) / sigma) ** 2) / 2 - mp.log(sigma * mp.sqrt(2 * mp.pi) * mass)


@pytest.mark.parametrize(
    ("p", "q", "window"),
    [
        # far in a tail, near-identical, between bounds close together, and far apart
        (S.truncnorm(20, 21), S.truncnorm(19, 20, loc=1.0), (20, 21)),
        (S.truncnorm(5, np.inf), S.truncnorm(4, np.inf, loc=1.0), (5, 20)),
        (S.truncnorm(-1, 1), S.truncnorm(-1 - 1e-7, 1 - 1e-7, loc=1e-7), (-1, 1)),
        (S.truncnorm(-1e-3, 1e-3), S.truncnorm(-2e-3, 2e-3, scale=0.5), (-1e-3, 1e-3)),
        (S.truncnorm(-9, 300), S.truncnorm(-99, 210, loc=90), (-9, 15)),
    ],
)
def test_truncated_normals_keep_their_digits(p, q, window) -> None:
    with mp.workdps(40):
        a, b = (mp.mpf(x) for x in p.args)
        shift, scale = (mp.mpf(q.kwds.get(key, d)) for key, d in (("loc", 0), ("scale", 1)))
        log_p, log_q = _cut(0, 1, a, b), _cut(shift, scale, a, b)
        reference = mp.quad(
            lambda x: mp.exp(log_p(x)) * (log_p(x) - log_q(x)), mp.linspace(*window, 4)
        )
    assert kl_distributions(p, q) == pytest.approx(float(reference), rel=1e-11)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (S.truncnorm(-1, 1, scale=1e-20), S.norm()),
        (S.truncnorm(-1, 2, loc=3, scale=1e-10), S.norm()),
        (S.truncnorm(5, 6, scale=1e-300), S.norm(0.5, 2)),
        (S.truncnorm(-1, 1, scale=1e10), S.norm()),
        (S.truncnorm(-1, 1), S.norm(0, 1e20)),
        (S.truncnorm(-1, 1, loc=1e10), S.norm()),
    ],
)
def test_a_normal_cut_at_any_scale_against_the_normal(p, q):
    """The textbook formula: the divergence of P from Q by P's mean and variance, in 700 digits."""
    with mp.workdps(700):
        a, b = (mp.mpf(x) for x in p.args)
        loc, scale = (mp.mpf(p.kwds.get(key, d)) for key, d in (("loc", 0), ("scale", 1)))
        mean, sigma = map(mp.mpf, q.args or (0, 1))
        mass = (mp.erfc(a / mp.sqrt(2)) - mp.erfc(b / mp.sqrt(2))) / 2
        first = (mp.npdf(a) - mp.npdf(b)) / mass
        second = 1 + (a * mp.npdf(a) - b * mp.npdf(b)) / mass  # E z², for P at loc 0 and scale 1
        from_q = (scale**2 * second + 2 * scale * first * (loc - mean) + (loc - mean) ** 2) / (
            sigma**2
        )
        reference = mp.log(sigma / (scale * mass)) + (from_q - second) / 2
    assert kl_distributions(p, q) == pytest.approx(float(reference), rel=1e-13)


@pytest.mark.parametrize(
    ("p", "q", "expected"),
    [
        (
            S.truncnorm(-1, 1, scale=1e-20),
            S.truncnorm(-3e-20, 3e-20),
            math.log(6) - S.truncnorm(-1, 1).entropy(),
        ),
        (S.truncnorm(-1e-20, 1e-20), S.truncnorm(-3e-20, 3e-20), math.log(3)),
        (S.truncnorm(1e-10, 2e-10), S.truncnorm(0, 3e-10), math.log(3)),
    ],
)
def test_normals_cut_to_narrow_windows_are_nearly_uniform(p, q, expected):
    assert kl_distributions(p, q) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (S.truncnorm(-1, 1, scale=1e300), S.norm(0, 1e-300)),
        (S.truncnorm(-1, 1, scale=1e-300), S.norm(0, 1e300)),
        (S.truncnorm(-1, 1, loc=1e300, scale=1e-300), S.norm()),
    ],
)
def test_a_closed_form_beyond_floats_says_so(p, q):
    with pytest.raises(ArithmeticError, match=r"D\(truncnorm.* leaves the range of floats"):
        kl_distributions(p, q)


@pytest.mark.parametrize("key", draws.UNIVARIATE, ids="‖".join)
def test_wild_parameters_give_a_number_or_infinity(key, monkeypatch) -> None:
    """Scales and shapes over ten orders of magnitude: no warning, no nan, nothing negative."""
    monkeypatch.setattr(draws, "_scale", lambda rng: float(np.exp(rng.uniform(-12, 12))))
    monkeypatch.setattr(
        draws, "_shape", lambda rng, low=0.5, _=None: low + float(np.exp(rng.uniform(-12, 12)))
    )
    rng = np.random.default_rng(11)
    for _ in range(6):
        p, q = draws.UNIVARIATE[key](rng)
        assert kl_distributions(p, q) >= 0


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (S.beta(1e15, 1e15), S.norm(0.5, 1)),
        (S.gamma(1e15), S.norm(1e15, 1e7)),
        (S.t(1e15), S.norm()),
        (S.lognorm(1e-9), S.norm(1, 1e-9)),
        (S.beta(1, 1e12), S.expon(0, 1e-12)),
        (S.gamma(1 + 1e-9), S.expon()),
        (S.uniform(), S.beta(1 + 1e-9, 1)),
        (S.weibull_min(1 + 1e-9), S.expon()),
        (S.weibull_min(1 - 1e-9), S.gamma(1 + 1e-9)),
    ],
)
def test_nested_families_never_go_below_zero(p, q) -> None:
    assert 0 <= kl_distributions(p, q) < 20
