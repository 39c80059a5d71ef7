"""Statements about learning, estimation and rounding that are easy to believe and false.

As in ``test_counterexamples``, sums and integrals are written out here.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import integrate, optimize, special, stats

DATA = Path(__file__).resolve().parents[2] / "chapters" / "data"


@pytest.fixture
def rng():
    return np.random.default_rng(21)


def kl(p, q):
    """Return the sum of p log(p/q), with 0 log 0 = 0 and infinity where q loses an outcome."""
    return float(special.rel_entr(p, q).sum())


def kl_of_normals(mean_1, var_1, mean_2, var_2):
    return (np.log(var_2 / var_1) + (var_1 + (mean_1 - mean_2) ** 2) / var_2 - 1) / 2


# ── Generative models ────────────────────────────────────────────────────────────────────


def forward_process(steps=50):
    beta = np.linspace(0.1, 20, steps) / steps
    kept = np.cumprod(1 - beta)
    return beta, kept, np.append(1.0, kept[:-1])


def test_divergences_without_the_reconstruction_term_bound_nothing():
    """Shift the last reverse step by 3: all divergences of normals stay, the model is lost."""
    beta, kept, before = forward_process()
    mean, var = np.sqrt(kept) * 1.5, kept * 0.25 + 1 - kept
    mean_before, var_before = np.append(1.5, mean[:-1]), np.append(0.25, var[:-1])
    slope = np.sqrt(1 - beta) * var_before / var
    offset, width = mean_before - slope * mean, beta * var_before / var

    def divergence_of_the_model(shift):
        m, v = 0.0, 1.0
        for t in reversed(range(len(beta))):
            m, v = slope[t] * m + offset[t] + shift * (t == 0), slope[t] ** 2 * v + width[t]
        return kl_of_normals(1.5, 0.25, m, v)

    small = beta * (1 - before) / (1 - kept)
    unknown = 0.25 * (1 - kept) / var
    rms = np.sqrt(before * unknown) * beta / (1 - kept)
    steps = kl_of_normals(rms[1:], small[1:], 0, width[1:]).sum()  # t = 2 ... T: no last step
    assert steps == pytest.approx(2.417, abs=5e-4)
    assert divergence_of_the_model(0) < 1e-6 < steps, "no measure of a perfect model"
    assert divergence_of_the_model(3) == pytest.approx(18, abs=0.01)
    assert steps < 18, "and no bound for a bad one"


@pytest.mark.parametrize(("sd", "between"), [(0.5, True), (1.0, True), (2.0, False)])
def test_the_reverse_variance_lies_between_for_normal_data_of_variance_at_most_one(sd, between):
    beta, kept, before = forward_process()
    var, var_before = kept * sd**2 + 1 - kept, before * sd**2 + 1 - before
    truth, small = beta * var_before / var, beta * (1 - before) / (1 - kept)
    assert (small < truth).all()
    assert (truth <= beta * (1 + 1e-12)).all() == between
    if not between:
        assert (truth / beta).max() == pytest.approx(1.07, abs=5e-3)


def test_the_reverse_variance_of_two_points_lies_between_in_the_mean_only():
    """Data ±0.9, each half: variance 0.81, and at x_t = 0 nothing tells which of the two it was."""
    beta, kept, before = forward_process()
    nodes, weights = np.polynomial.hermite_e.hermegauss(200)
    weights = weights / weights.sum()
    for t in range(1, len(beta)):
        small = beta[t] * (1 - before[t]) / (1 - kept[t])
        slope = np.sqrt(before[t]) * beta[t] / (1 - kept[t])  # of the mean of x_(t-1) in x_0

        def reverse_variance(x, t=t, small=small, slope=slope):
            left = 1 - np.tanh(0.9 * np.sqrt(kept[t]) * x / (1 - kept[t])) ** 2
            return small + slope**2 * 0.81 * left

        # The density of x_t is symmetric, and so is the variance: one of the two points is enough.
        x = 0.9 * np.sqrt(kept[t]) + np.sqrt(1 - kept[t]) * nodes
        mean = weights @ reverse_variance(x)
        assert small <= mean <= beta[t]
        assert reverse_variance(x).min() >= small
        if t == 1:
            assert reverse_variance(0.0) / beta[t] == pytest.approx(56.03, abs=5e-3)


def test_only_the_saturating_loss_is_flat_far_from_the_data():
    """Model N(20, 1), data N(0, 1), the discriminator at its best and held."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(30)
    weights = weights / weights.sum()

    def losses(theta):
        x = theta + nodes
        logit = (20.0 - 2 * x) * 20.0 / 2  # log p/q for theta = 20
        return weights @ -np.logaddexp(0, logit), weights @ np.logaddexp(0, -logit)

    up, down = losses(20.01), losses(19.99)
    saturating, other = ((a - b) / 0.02 for a, b in zip(up, down, strict=True))
    assert abs(saturating) < 1e-20
    assert other == pytest.approx(20, rel=1e-6)


def test_a_critic_bounds_the_wasserstein_distance_from_below(rng):
    x, y = rng.normal(size=2000), rng.normal(1, 2, size=2000)
    truth = stats.wasserstein_distance(x, y)
    for _ in range(50):
        knots = np.sort(rng.uniform(-8, 8, 12))
        heights = np.append(0, np.cumsum(rng.uniform(-1, 1, 11) * np.diff(knots)))
        critic = np.interp(x, knots, heights).mean() - np.interp(y, knots, heights).mean()
        assert abs(critic) <= truth


def test_critics_of_f_divergences_have_domains():
    """The conjugate sup (ut - f(u)) over u > 0, on a fine grid."""
    u = np.append(0, np.geomspace(1e-9, 1e6, 200_001))[1:]
    conjugates = {
        "reverse": (lambda t: (u * t + np.log(u)).max(), lambda t: -1 - np.log(-t)),
        "jensen": (
            lambda t: (u * t - u * np.log(u) + (u + 1) * np.log1p(u)).max(),
            lambda t: -np.log(-np.expm1(t)),
        ),
        "chi-square": (lambda t: (u * t - (u - 1) ** 2).max(), lambda t: t + t**2 / 4),
    }
    for searched, formula in conjugates.values():
        assert searched(-0.7) == pytest.approx(formula(-0.7), abs=1e-6)
    assert conjugates["reverse"][0](0.1) > 1e4
    assert conjugates["jensen"][0](0.1) > 1e4
    assert conjugates["chi-square"][0](-5.0) == pytest.approx(-1, abs=1e-6)
    assert conjugates["chi-square"][1](-5.0) > 1


def test_a_pathwise_gradient_may_grow_with_the_dimension(rng):
    """For f(z) = -(sum of z)²/2 it is minus the sum of z."""
    for d in (1, 10, 100):
        z = rng.normal(size=(20_000, d))
        assert (-z.sum(axis=1)).var() == pytest.approx(d, rel=0.05)


# ── Policies, forecasts, bets ────────────────────────────────────────────────────────────


def test_a_ball_leaves_a_rare_action_more_than_a_root():
    def reach(p, delta=0.05):
        """Return the largest probability within the ball around (p, 1 - p)."""
        return optimize.brentq(lambda x: kl([p, 1 - p], [x, 1 - x]) - delta, p, 0.9)

    assert reach(1e-6) == pytest.approx(0.0488, abs=5e-5)
    assert reach(1e-12) == pytest.approx(-np.expm1(-0.05), rel=1e-6)
    assert reach(1e-6) / np.sqrt(2 * 0.05 * 1e-6) > 100
    for delta in (1e-4, 1e-5):
        assert reach(0.3, delta) - 0.3 == pytest.approx(np.sqrt(2 * delta * 0.21), rel=0.02)


def test_a_temperature_changes_the_order_of_confidences():
    """So bins of equal counts need not hold the same information at every temperature."""
    logits = np.array([[3.0, 2.0, -9.0, -9.0], [3.0, 0.9, 0.9, 0.8]])
    at = {t: special.softmax(logits / t, axis=1).max(axis=1) for t in (1.0, 4.0)}
    first, second = (np.diff(confidence)[0] for confidence in at.values())
    assert first * second < 0


def growth(stakes, cash, p, payoff):
    return p @ np.log(np.asarray(stakes) * payoff + cash)


def test_the_odds_matter_to_those_who_may_keep_money_back():
    p = np.array([0.5, 0.5])
    for payoff in (np.array([3.0, 1.2]), np.array([1.2, 3.0])):
        shares = np.linspace(0.001, 0.999, 999)
        everything = [growth([b, 1 - b], 0, p, payoff) for b in shares]
        assert shares[np.argmax(everything)] == pytest.approx(0.5)
        favourite = payoff.argmax()
        stakes = np.zeros(2)
        stakes[favourite] = 0.25
        assert growth(stakes, 0.75, p, payoff) > max(everything)


def horse_kicks():
    with (DATA / "horse_kicks.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_fourteen_corps_fit_a_poisson_distribution_and_their_shares_no_uniform_one():
    rows = horse_kicks()
    deaths = np.array([int(row["deaths"]) for row in rows])
    assert (len(deaths), deaths.sum()) == (280, 196)
    counts, rate = np.bincount(np.minimum(deaths, 3)), deaths.mean()
    claim = np.append(stats.poisson.pmf(range(3), rate), stats.poisson.sf(2, rate))
    assert (280 * claim > 5).all(), "no sparse cell"
    g = 2 * 280 * kl(counts / 280, claim)
    assert stats.chi2.sf(g, 2) == pytest.approx(0.40, abs=5e-3)
    for key, p_value in (("corps", 0.016), ("year", 0.005)):
        names = np.array([row[key] for row in rows])
        totals = np.array([deaths[names == name].sum() for name in np.unique(names)])
        g = 2 * 196 * kl(totals / 196, np.full(len(totals), 1 / len(totals)))
        assert stats.chi2.sf(g, len(totals) - 1) == pytest.approx(p_value, abs=5e-4)


def test_four_or_more_deaths_in_ten_corps_are_too_few_for_a_cell():
    deaths = [int(row["deaths"]) for row in horse_kicks() if row["in_200_subset"] == "yes"]
    assert 200 * stats.poisson.sf(3, np.mean(deaths)) == pytest.approx(0.71, abs=5e-3)


# ── Estimation ───────────────────────────────────────────────────────────────────────────


def test_a_hundred_nats_can_be_estimated_within_a_family(rng):
    """Normals of variance 1 with means sqrt(200) apart, a hundred draws of each."""
    found = []
    for _ in range(300):
        x, y = rng.normal(0, 1, 100), rng.normal(np.sqrt(200), 1, 100)
        found.append((x.mean() - y.mean()) ** 2 / 2)
    assert np.mean(found) == pytest.approx(100, abs=0.5)
    assert np.std(found) == pytest.approx(2, abs=0.3)


def test_the_mean_of_the_plug_in_is_infinite_over_all_samples():
    """Two samples of 3 from a fair coin: all pairs, and those that lose no outcome."""
    heads = np.arange(4)
    weight = stats.binom.pmf(heads, 3, 0.5)
    table = np.array([[kl([a, 3 - a], [b, 3 - b]) / 3 for b in heads] for a in heads])
    pairs = np.outer(weight, weight)
    assert np.isinf(table).any()
    assert pairs[np.isinf(table)].sum() > 0.1
    finite = np.isfinite(table)
    assert 0 < (pairs[finite] @ table[finite]) / pairs[finite].sum() < 1


def test_the_third_moment_of_the_log_ratio():
    nodes, weights = np.polynomial.hermite_e.hermegauss(10)
    mu = 0.3
    t = mu**2 / 2 - mu * nodes
    assert weights @ t**3 / weights.sum() == pytest.approx(mu**6 / 8 + 3 * mu**4 / 2)


def test_the_corners_of_a_beta_hold_a_quarter_of_the_mass_and_most_of_the_divergence():
    p = stats.beta(0.1, 0.2)
    assert p.cdf(1e-5) + p.sf(1 - 1e-5) == pytest.approx(0.25, abs=2e-3)
    inside, _ = integrate.quad(lambda x: p.pdf(x) * p.logpdf(x), 1e-5, 1 - 1e-5, limit=400)
    digamma = special.digamma([0.1, 0.2]) - special.digamma(0.3)
    whole = -special.betaln(0.1, 0.2) + (np.array([0.1, 0.2]) - 1) @ digamma
    assert (inside, whole) == pytest.approx((1.0036, 4.9773), abs=5e-5)


# ── Rounding ─────────────────────────────────────────────────────────────────────────────


def test_rounding_makes_a_divergence_negative_by_the_difference_of_the_sums(rng):
    p = rng.dirichlet(np.ones(1000), size=40)
    q = p * (1 + 1e-9 * rng.standard_normal(p.shape))
    q /= q.sum(axis=1, keepdims=True)
    values = [math.fsum(special.rel_entr(a, b)) for a, b in zip(p, q, strict=True)]
    gaps = [math.fsum([*a, *-b]) for a, b in zip(p, q, strict=True)]
    assert min(values) < 0, "both inputs are distributions as well as a machine can hold them"
    np.testing.assert_allclose(values, gaps, atol=5e-18 + 1e-18)


def test_only_one_term_of_the_poisson_formula_is_rounded():
    one, other = 1e10, 1e10 + 1
    assert -one + other == 1
    exact = -math.fsum([1, -1 / (2 * one)])  # one * log(one/other), to 1e-20
    assert one * math.log(one / other) != exact
    assert one * math.log(one / other) == pytest.approx(exact, abs=2e-6)


def test_the_tolerance_is_the_root_of_machine_epsilon_and_not_of_unit_roundoff():
    epsilon = np.finfo(float).eps
    assert epsilon == 2.0**-52
    assert math.sqrt(epsilon) == pytest.approx(1.5e-8, rel=0.01)
    assert math.sqrt(epsilon / 2) == pytest.approx(1.05e-8, rel=0.01)


def test_what_a_conversion_to_floats_prevents():
    one, two = np.array([1], dtype=np.uint8), np.array([2], dtype=np.uint8)
    assert (one - two)[0] == 255
    assert (one / two)[0] == 0.5, "division is not what goes wrong"
    with pytest.raises(TypeError, match="boolean subtract"):
        np.array([True]) - np.array([False])
