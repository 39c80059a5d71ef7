"""Statements about divergences that are easy to believe and false, each with a case against it.

The chapters put the right statement in their place. Sums and integrals are written out here, so
that a mistake in the package cannot agree with a mistake in the text.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import integrate, optimize, special, stats


@pytest.fixture
def rng():
    return np.random.default_rng(20)


def kl(p, q):
    """Return the sum of p log(p/q), with 0 log 0 = 0 and infinity where q loses an outcome."""
    return float(special.rel_entr(p, q).sum())


# ── Definition ───────────────────────────────────────────────────────────────────────────


def test_both_probabilities_zero_is_not_a_limit():
    """t log(t/s) with s = t exp(-1/t) is 1 all the way to t = 0."""
    t = np.geomspace(1e-2, 1, 20)
    np.testing.assert_allclose(t * np.log(t / (t * np.exp(-1 / t))), 1, rtol=1e-12)
    small = np.geomspace(1e-300, 1e-2, 20)
    assert np.abs(small * np.log(small / 0.3))[0] < 1e-290, "for a fixed q > 0 it is a limit"


def test_heavy_tails_with_a_variance_cost_a_normal_model_a_finite_amount():
    """Student's t with 3 degrees of freedom against the normal of its mean and variance."""
    heavy, normal = stats.t(3), stats.norm(0, np.sqrt(3))
    value, error = integrate.quad(
        lambda x: heavy.pdf(x) * (heavy.logpdf(x) - normal.logpdf(x)), -np.inf, np.inf, limit=500
    )
    assert value == pytest.approx(0.1948, abs=5e-5)
    assert error < 1e-6


def test_an_empty_bin_matters_only_in_the_second_histogram():
    assert np.isfinite(kl([0.5, 0.5, 0], [0.4, 0.4, 0.2]))
    assert np.isinf(kl([0.4, 0.4, 0.2], [0.5, 0.5, 0]))


def test_with_the_normal_first_the_log_ratio_falls():
    x = np.array([10.0, 30.0, 100.0])
    ratio = stats.norm.logpdf(x) - stats.cauchy.logpdf(x)
    assert (ratio < 0).all()
    np.testing.assert_allclose(ratio / (-(x**2) / 2), 1, atol=0.1)


def test_the_first_factor_of_ten_costs_less_than_the_later_ones():
    rain = 10.0 ** -np.array([1, 2, 8, 9])
    costs = [kl([0.7, 0.2, 0.1], [0.8 - r, 0.2, r]) for r in rain]
    assert costs[1] - costs[0] == pytest.approx(0.1456, abs=5e-5)
    assert costs[3] - costs[2] == pytest.approx(0.1 * np.log(10), rel=1e-6)


# ── Cross-entropy ────────────────────────────────────────────────────────────────────────


def test_the_empirical_distribution_is_infinitely_far_from_every_density(rng):
    """In bins of width w the divergence grows by log 10 for each factor of ten in w."""
    draws = rng.normal(size=50)
    found = []
    for width in (1e-4, 1e-5, 1e-6):
        _, seen = np.unique(np.floor(draws / width), return_counts=True)
        assert (seen == 1).all()
        expected = width * stats.norm.pdf(draws)
        found.append(kl(np.full(50, 1 / 50), expected))
    np.testing.assert_allclose(np.diff(found), np.log(10), rtol=1e-12)


def test_a_language_model_is_scored_by_conditional_probabilities(rng):
    """A chain that alternates: its single letters say nothing, its conditionals nearly all."""
    chain = np.array([[0.1, 0.9], [0.9, 0.1]])
    text = [0]
    for _ in range(2000):
        text.append(rng.choice(2, p=chain[text[-1]]))
    steps = np.log(chain[text[:-1], text[1:]])
    letters = np.bincount(text) / len(text)
    assert np.exp(-steps.mean()) < 1.5
    assert np.exp(-(letters @ np.log(letters))) > 1.99, "by the frequencies of single letters"
    entropy_rate = -(0.1 * np.log(0.1) + 0.9 * np.log(0.9))
    assert -steps.mean() == pytest.approx(entropy_rate, abs=0.05)


def test_samples_and_a_model_do_not_give_a_divergence():
    """The same cross-entropy belongs to divergences of 0 and of log 4."""
    model = np.full(4, 0.25)
    for source, divergence in ((model, 0), (np.array([1.0, 0, 0, 0]), np.log(4))):
        assert -(source @ np.log(model)) == pytest.approx(np.log(4))
        assert kl(source, model) == pytest.approx(divergence, abs=1e-15)


# ── Directions ───────────────────────────────────────────────────────────────────────────


def test_close_distributions_may_disagree_about_the_direction():
    p, q = [1 / 700, 1 - 1 / 700], [np.exp(-700), -np.expm1(-700)]
    assert abs(p[0] - q[0]) < 0.0015
    assert kl(p, q) == pytest.approx(0.9892, abs=5e-5)
    assert kl(q, p) == pytest.approx(0.00143, abs=5e-6)


def test_the_last_sum_of_jensen_and_shannon_is_the_entropy_of_the_mixture():
    p, q = np.array([0.5, 0.4, 0.1]), np.array([0.1, 0.4, 0.5])
    m = (p + q) / 2
    js = (kl(p, m) + kl(q, m)) / 2
    halves = (p @ np.log(p) + q @ np.log(q)) / 2
    assert js == pytest.approx(halves - m @ np.log(m))
    assert js != pytest.approx(halves + m @ np.log(m))


def test_the_exponent_of_steins_lemma_is_under_the_protected_hypothesis():
    """Fair coin protected at 10 %, data from a coin with nine heads in ten."""
    n, fair, bent = 20_000, 0.5, 0.9
    heads = np.arange(n + 1)
    threshold = int(stats.binom.ppf(0.9, n, fair))
    missed = special.logsumexp(stats.binom.logpmf(heads[: threshold + 1], n, bent))
    protected_first, truth_first = kl([0.5, 0.5], [0.1, 0.9]), kl([0.1, 0.9], [0.5, 0.5])
    assert -missed / n == pytest.approx(protected_first, rel=0.03)
    assert abs(-missed / n - truth_first) > 0.1
    growth = bent * np.log(bent / fair) + 0.1 * np.log(0.1 / fair)
    assert growth == pytest.approx(truth_first), "the mean evidence against the false claim"


# ── Properties and relatives ─────────────────────────────────────────────────────────────


def test_densities_over_the_mean_cover_a_mixed_distribution():
    """A spike of 1/2 or 1/4 at zero, and a normal density with the rest."""
    spike = np.array([0.5, 0.25])
    over_mean = spike / spike.mean()  # p and q at the spike; elsewhere:
    elsewhere = (1 - spike) / (1 - spike).mean()
    mass = np.array([spike.mean(), 1 - spike.mean()])
    p, q = np.stack([over_mean, elsewhere], axis=1)
    assert (mass * p) @ np.log(p / q) == pytest.approx(np.log(4 / 3) / 2)
    assert ((mass * (p * np.log(p / q) - p + q)) >= 0).all()


def test_the_log_sum_inequality_holds_for_countably_many_terms():
    k = np.arange(1, 400)
    a, b = 2.0**-k, 3.0**-k
    assert kl(a, b) > a.sum() * np.log(a.sum() / b.sum())


F_DIVERGENCES = {
    "KL": lambda r: r * np.log(r),
    "reverse KL": lambda r: -np.log(r),
    "Jeffreys": lambda r: (r - 1) * np.log(r),
    "chi-square": lambda r: (r - 1) ** 2,
    "Hellinger": lambda r: (np.sqrt(r) - 1) ** 2,
    "total variation": lambda r: np.abs(r - 1) / 2,
}


def f_divergence(name, p, q):
    return float(np.sum(q * F_DIVERGENCES[name](p / q)))


def test_three_f_divergences_add_over_independent_pieces(rng):
    (p1, q1), (p2, q2) = rng.dirichlet(np.ones(3), size=(2, 2))
    p, q = np.outer(p1, p2).ravel(), np.outer(q1, q2).ravel()
    adds = {
        name
        for name in F_DIVERGENCES
        if np.isclose(
            f_divergence(name, p, q), f_divergence(name, p1, q1) + f_divergence(name, p2, q2)
        )
    }
    assert adds == {"KL", "reverse KL", "Jeffreys"}


def test_the_mixture_is_the_best_centre_for_kl_alone(rng):
    """Of all f-divergences listed: near the mixture lies a better centre for the others."""
    sources = np.array([[8, 1, 1], [1, 8, 1], [2, 2, 6], [1, 1, 8], [0.5, 0.5, 9]]) / 10
    mixture = sources.mean(axis=0)
    others = special.softmax(np.log(mixture) + rng.normal(0, 0.1, size=(2000, 3)), axis=1)
    best_at_mixture = set()
    for name in F_DIVERGENCES:
        costs = [np.mean([f_divergence(name, p, q) for p in sources]) for q in (mixture, *others)]
        if costs[0] == min(costs):
            best_at_mixture.add(name)
    assert best_at_mixture == {"KL"}


def test_pythagoras_needs_a_member_that_is_zero_off_the_support():
    outcomes, r = np.arange(3), np.array([0.5, 0.5, 0])
    member = np.array([0.1, 0.3, 0.6])
    assert member @ outcomes == pytest.approx(1.5)
    assert (member[r > 0] > 0).all()
    tilts = r * np.exp(np.linspace(-30, 30, 61)[:, None] * outcomes)
    means = tilts @ outcomes / tilts.sum(axis=1)
    assert means.max() <= 1
    assert np.isinf(kl(member, r))


def test_forward_fits_match_moments_only_within_an_exponential_family():
    """The best Laplace location for waiting times is their median, not their mean."""
    x = stats.expon.ppf((np.arange(20_000) + 0.5) / 20_000)
    best = optimize.minimize_scalar(
        lambda m: np.abs(x - m).mean(), bounds=(0, 3), method="bounded"
    ).x
    assert best == pytest.approx(np.log(2), abs=1e-3)
    assert abs(best - x.mean()) > 0.3


# ── Forward and reverse fits ─────────────────────────────────────────────────────────────


def test_a_reverse_divergence_bounds_the_mass_that_is_missed(rng):
    for _ in range(300):
        p, q = rng.dirichlet(np.full(4, 0.5), size=2)
        q[3] = 0
        q /= q.sum()
        assert p[3] <= -np.expm1(-kl(q, p)) + 1e-12
        leak = rng.uniform(0, 0.2)
        q = np.append(q[:3] * (1 - leak), leak)
        h = special.entr([leak, 1 - leak]).sum()
        assert p[3] <= -np.expm1(-(kl(q, p) + h) / (1 - leak)) + 1e-12
    half = [0.5, 0.5, 0], [0.25, 0.25, 0.5]
    assert -np.expm1(-kl(*half)) == pytest.approx(0.5), "and the bound is reached"


def alpha_divergence(theta, alpha):
    """Return Minka's divergence of two humps 6 apart and a normal, by the rectangle rule."""
    x = np.linspace(-16, 16, 1601)
    p = (stats.norm.pdf(x, -3) + stats.norm.pdf(x, 3)) / 2
    q = stats.norm.pdf(x, theta[0], np.exp(theta[1]))
    overlap = (p**alpha * q ** (1 - alpha)).sum() * (x[1] - x[0])
    return (1 - overlap) / (alpha * (1 - alpha))


def minimum_beside_the_middle(alpha):
    found = optimize.minimize(alpha_divergence, [2.95, 0.1], args=(alpha,), tol=1e-12)
    return found.x


def test_a_minimum_beside_the_middle_survives_to_an_alpha_of_0_468():
    place = minimum_beside_the_middle(0.466)
    assert place[0] > 2.8
    step = 1e-3 * np.eye(2)
    hessian = np.empty((2, 2))
    for i, j in itertools.product(range(2), repeat=2):
        corners = [
            si * sj * alpha_divergence(place + si * step[i] + sj * step[j], 0.466)
            for si, sj in itertools.product((1, -1), repeat=2)
        ]
        hessian[i, j] = sum(corners) / (4 * 1e-6)
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), [0.114, 0.786], atol=2e-3)
    assert minimum_beside_the_middle(0.469)[0] < 0.1, "and has ended a little later"


def test_a_polynomial_log_density_may_have_a_slope_without_a_mean():
    """For log p = -x²/2 + sin(exp(x²)) the mean of the slope is an integral in u = exp(x²)."""
    half_periods = np.pi * (np.arange(1, 200_001) - 0.5)

    def mean_slope_up_to(count, variance):
        """Return the integral of |cos u| u^(-1/(2 variance)), over `count` half periods."""
        return 2 * (half_periods[:count] ** (-1 / (2 * variance))).sum()

    for variance, grows in ((1.0, True), (0.5, True), (0.3, False)):
        parts = [mean_slope_up_to(count, variance) for count in (2000, 20_000, 200_000)]
        first, second = np.diff(parts)
        assert (second > 0.99 * first) == grows


def test_the_mean_field_formula_is_for_normal_factors():
    """Uniform factors with the same variances have another divergence."""
    precision, variance = np.linalg.inv([[1, 0.9], [0.9, 1]]), 0.19
    half = np.sqrt(3 * variance)
    axis = half * np.polynomial.legendre.leggauss(20)[0]
    weights = np.polynomial.legendre.leggauss(20)[1] / 2
    x, y = np.meshgrid(axis, axis)
    square = precision[0, 0] * (x**2 + y**2) + 2 * precision[0, 1] * x * y
    log_p = -square / 2 - np.log(2 * np.pi) + np.log(np.linalg.det(precision)) / 2
    uniform = -2 * np.log(2 * half) - weights @ log_p @ weights
    det = np.log(np.linalg.det([[1, 0.9], [0.9, 1]])) / 2
    formula = precision[0, 0] * variance - np.log(variance) - 1 + det
    entropies = np.log(2 * np.pi * np.e) - 2 * np.log(np.sqrt(12))
    assert uniform - formula == pytest.approx(entropies)
    assert entropies > 0.3
