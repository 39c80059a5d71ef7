"""Each estimator against its definition, and against the truth in repeated sampling."""

from __future__ import annotations

import math
import subprocess
import sys

import exact
import mpmath as mp
import numpy as np
import pytest
from scipy import stats
from scipy.special import digamma

import kltext as kt

NAMES = ("k1", "k2", "k3")


@pytest.fixture
def rng():
    return np.random.default_rng(1983)


def many(estimate, repeats=2000):
    """Return the values and the errors of repeated estimates, as two arrays."""
    found = [estimate() for _ in range(repeats)]
    return np.array([e.value for e in found]), np.array([e.error for e in found])


def bias_of(name, mu):
    """Return the bias of one term over D(P||Q) = mu*mu/2, for P = N(0, 1) and Q = N(mu, 1).

    Derived from the moments of the normal and log-normal laws, as is the next.
    """
    return mu**2 / 4 if name == "k2" else 0.0


def spread_of(name, mu):
    """Return the standard deviation of one term over the divergence."""
    return {
        "k1": 2 / mu,
        "k2": math.sqrt(2 + mu**2),
        "k3": 2 * math.sqrt(math.expm1(mu**2) - mu**2) / mu**2,
    }[name]


class TestMonteCarlo:
    @staticmethod
    def log_densities(mu, x):
        return -(x**2) / 2, -((x - mu) ** 2) / 2

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("mu", [0.1, 0.5, 1.0])
    def test_bias_and_spread_are_the_exact_ones(self, name, mu, rng):
        x = rng.standard_normal(400_000)
        found = kt.kl_montecarlo(*self.log_densities(mu, x), estimator=name)
        truth = mu**2 / 2
        assert abs(found.value - truth * (1 + bias_of(name, mu))) < 4 * found.error
        spread = found.error * math.sqrt(x.size) / truth
        assert spread == pytest.approx(spread_of(name, mu), rel=0.03)

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("mu", [0.1, 1.0, 2.0])
    def test_the_exact_ones_by_quadrature(self, name, mu):
        def moment(power):
            def integrand(x):
                t = mu**2 / 2 - mu * x
                term = {"k1": t, "k2": t * t / 2, "k3": mp.exp(-t) - 1 + t}[name]
                return term**power * mp.npdf(x)

            return mp.quad(integrand, [-15, -5, 0, mu, 2 * mu, 5, 20])

        truth = mu**2 / 2
        assert moment(1) / truth - 1 == pytest.approx(bias_of(name, mu), abs=1e-10)
        spread = mp.sqrt(moment(2) - moment(1) ** 2) / truth
        assert spread == pytest.approx(spread_of(name, mu), rel=1e-9)

    def test_the_published_figures(self):
        small = [spread_of(name, 0.1) for name in NAMES]
        large = [spread_of(name, 1.0) for name in NAMES]
        assert small == pytest.approx([20, 1.418, 1.417], abs=5e-4)
        assert large == pytest.approx([2, 1.732, 1.695], abs=5e-4)
        # k3 varies less than k1 up to here.
        assert spread_of("k3", 1.1209) < spread_of("k1", 1.1209)
        assert spread_of("k3", 1.12092) > spread_of("k1", 1.12092)

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("size", [1e-9, 1e-3, 1.0, 10.0])
    def test_against_the_definition(self, name, size, rng):
        log_p = rng.normal(size=50)
        log_q = log_p - size * rng.normal(size=50)
        with exact.with_digits():
            t = [mp.mpf(float(a)) - mp.mpf(float(b)) for a, b in zip(log_p, log_q, strict=True)]
            terms = {
                "k1": t,
                "k2": [x * x / 2 for x in t],
                "k3": [mp.exp(-x) - 1 + x for x in t],
            }[name]
            mean = mp.fsum(terms) / 50
            error = mp.sqrt(mp.fsum((x - mean) ** 2 for x in terms) / 49 / 50)
            found = kt.kl_montecarlo(log_p, log_q, estimator=name)
            # The terms of k1 have both signs: their mean keeps fewer digits.
            assert abs(found.value - mean) <= 1e-14 * max(abs(x) for x in terms)
            assert exact.relative_error(found.error, error) <= 1e-12

    def test_k3_is_the_default(self, rng):
        log_p, log_q = rng.normal(size=(2, 9))
        assert kt.kl_montecarlo(log_p, log_q) == kt.kl_montecarlo(log_p, log_q, estimator="k3")
        assert kt.kl_montecarlo(log_p, log_q) != kt.kl_montecarlo(log_q, log_p)

    def test_equal_log_densities(self):
        for name in NAMES:
            assert kt.kl_montecarlo([-1.0, -2.0], [-1.0, -2.0], estimator=name) == kt.Estimate(
                0.0, 0.0
            )

    def test_mass_where_q_has_none(self):
        for name in NAMES:
            found = kt.kl_montecarlo([-1.0, -2.0], [-1.0, -np.inf], estimator=name)
            assert found == kt.Estimate(math.inf, 0.0)

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("model", ["p", "q"])
    def test_what_the_gradient_of_the_estimate_is(self, name, model):
        # As many draws as P expects, so that the mean over them is the expectation.
        p, q = np.array([6, 3, 1]) / 10, np.array([2, 3, 5]) / 10
        draws = np.repeat([0, 1, 2], [6, 3, 1])
        tilt = np.array([1.0, -0.5, 2.0])

        def tilted(law, amount):
            weights = law * np.exp(amount * tilt)
            return weights / weights.sum()

        def slope(function, step=1e-5):
            return (function(step) - function(-step)) / (2 * step)

        def laws(amount):
            return (tilted(p, amount), q) if model == "p" else (p, tilted(q, amount))

        def estimate(amount):
            first, second = np.log(laws(amount))
            return kt.kl_montecarlo(first[draws], second[draws], estimator=name).value

        forward = slope(lambda amount: kt.kl_divergence(*laws(amount)))
        reverse = slope(lambda amount: kt.kl_divergence(*laws(amount)[::-1]))
        told = {
            "p": {"k1": 0.0, "k2": forward, "k3": reverse},
            "q": {"k1": forward, "k2": None, "k3": forward},
        }[model][name]
        assert abs(forward - reverse) > 0.1
        if told is None:
            assert abs(slope(estimate) - forward) > 0.1
        else:
            assert slope(estimate) == pytest.approx(told, abs=1e-8)

    @pytest.mark.parametrize(
        ("log_p", "log_q", "said"),
        [
            ([0.0], [0.0], "log_p has 1 entry"),
            ([], [], "log_p has 0 entries"),
            ([0.0, 0.0], [0.0, 0.0, 0.0], "log_p has 2 entries and log_q has 3"),
            ([[0.0, 0.0]], [0.0, 0.0], r"log_p has shape \(1, 2\); pass .* log_p.ravel\(\)"),
            (0.0, 0.0, r"log_p has shape \(\)"),
            ([0.0, np.nan], [0.0, 0.0], r"log_p\[1\] = nan"),
            ([0.0, -np.inf], [0.0, 0.0], r"log_p\[1\] = -inf; a draw from P"),
            ([0.0, np.inf], [0.0, 0.0], r"log_p\[1\] = inf"),
            ([0.0, 0.0], [np.nan, 0.0], r"log_q\[0\] = nan"),
            ([0.0, 0.0], [np.inf, 0.0], r"log_q\[0\] = inf"),
        ],
    )
    def test_invalid_input(self, log_p, log_q, said):
        with pytest.raises(ValueError, match=said):
            kt.kl_montecarlo(log_p, log_q)

    @pytest.mark.parametrize("estimator", ["k4", "K1", None, 1, ["k1"], b"k1"])
    def test_unknown_estimator(self, estimator):
        with pytest.raises(ValueError, match="must be 'k1', 'k2' or 'k3'"):
            kt.kl_montecarlo([0.0, 0.0], [0.0, 0.0], estimator=estimator)

    @pytest.mark.parametrize(
        ("name", "log_q"), [("k3", 800.0), ("k2", -1e200), ("k1", 1e308), ("k1", -1e160)]
    )
    def test_out_of_range(self, name, log_q):
        with pytest.raises(OverflowError, match=f"at draw 1 .* '{name}' leaves the range"):
            kt.kl_montecarlo([0.0, -1e308 if log_q == 1e308 else 0.0], [0.0, log_q], estimator=name)

    def test_far_but_in_range(self):
        assert kt.kl_montecarlo([0.0, 0.0], [-1e5, -1e5]).value == pytest.approx(1e5 - 1, rel=1e-15)


class TestPlugin:
    P, Q = np.array([50, 30, 15, 5]) / 100, np.array([25, 25, 30, 20]) / 100

    def draw(self, rng, n, m):
        return rng.multinomial(n, self.P), rng.multinomial(m, self.Q)

    def test_value(self, rng):
        for _ in range(20):
            counts_p, counts_q = rng.integers(1, 50, (2, 7))
            found = kt.kl_plugin(counts_p, counts_q)
            assert exact.relative_error(found.value, exact.kl(counts_p, counts_q)) <= 1e-14

    def test_error_is_the_spread_of_repeated_estimates(self, rng):
        values, errors = many(lambda: kt.kl_plugin(*self.draw(rng, 2000, 3000)))
        assert np.median(errors) == pytest.approx(values.std(), rel=0.06)

    @pytest.mark.parametrize(("n", "m"), [(2000, 10**7), (10**7, 2000)])
    def test_each_sample_has_its_part_in_the_error(self, n, m, rng):
        values, errors = many(lambda: kt.kl_plugin(*self.draw(rng, n, m)))
        assert np.median(errors) == pytest.approx(values.std(), rel=0.06)

    @pytest.mark.parametrize(("n", "m"), [(40, 10**9), (200, 300), (10**9, 300)])
    def test_correction_removes_the_bias(self, n, m, rng):
        truth = kt.kl_divergence(self.P, self.Q)
        samples = [self.draw(rng, n, m) for _ in range(6000)]
        plain = np.array([kt.kl_plugin(*s).value for s in samples]) - truth
        mended = np.array([kt.kl_plugin(*s, correction="miller-madow").value for s in samples])
        noise = plain.std() / math.sqrt(len(samples))
        bias = 3 / (2 * n) + ((self.P / self.Q).sum() - 1) / (2 * m)
        assert plain.mean() > 6 * noise
        assert abs(plain.mean() - bias) < 0.25 * bias + 3 * noise
        assert abs(mended.mean() - truth) < 0.25 * plain.mean() + 3 * noise

    def test_bias_exactly_for_a_coin(self):
        # Every sample of n tosses, weighted by its probability; q is known to nine digits.
        n, p = 60, 0.3
        heads = np.arange(n + 1)
        weight = stats.binom.pmf(heads, n, p)
        coin = [4 * 10**8, 6 * 10**8]
        truth = exact.kl([p, 1 - p], [0.4, 0.6])
        for correction, largest in ((None, 0.01), ("miller-madow", 3e-4)):
            values = [kt.kl_plugin([k, n - k], coin, correction=correction).value for k in heads]
            bias = float(weight @ values - truth)
            assert abs(bias) < largest
            if correction is None:
                assert bias == pytest.approx(1 / (2 * n), rel=0.05)

    def test_correction_at_equal_frequencies(self):
        # The mean of a chi-square variable with K - 1 degrees of freedom.
        found = kt.kl_plugin([10, 20, 30], [100, 200, 300], correction="miller-madow")
        assert found.value == pytest.approx(-1 / 60 - 1 / 600, rel=1e-12)
        assert found.error == 0.0

    def test_outcomes_that_were_not_seen(self):
        found = kt.kl_plugin([3, 1, 0], [4, 0, 0])
        assert found.value == math.inf
        assert math.isnan(found.error)
        assert math.isnan(kt.kl_plugin([3, 1], [4, 0], correction="miller-madow").error)
        without = kt.kl_plugin([3, 0, 1, 0], [2, 5, 3, 0], correction="miller-madow")
        expected = exact.kl([3, 1], [2, 3]) + mp.log(2)  # outcomes that Q alone shows: half of Q
        second = (0.75 / 0.2 + 0.25 / 0.3 - 1) / 20
        assert without.value == pytest.approx(float(expected) - 1 / 8 - second, rel=1e-12)

    @pytest.mark.parametrize(
        ("counts", "said"),
        [
            ([0.5, 0.5], r"\[0\] = 0.5; pass how often"),
            ([2, -1], r"\[1\] = -1.0; a count is finite and not negative"),
            ([2, np.nan], r"\[1\] = nan"),
            ([2, np.inf], r"\[1\] = inf"),
            ([0, 0], "counts no observation"),
            ([], "counts no observation"),
            ([[1, 2]], r"has shape \(1, 2\)"),
            (3, r"has shape \(\)"),
        ],
    )
    def test_invalid_counts(self, counts, said):
        with pytest.raises(ValueError, match=f"counts_p.*{said}"):
            kt.kl_plugin(counts, [1, 1])
        with pytest.raises(ValueError, match=f"counts_q.*{said}"):
            kt.kl_plugin([1, 1], counts)

    def test_lengths(self):
        with pytest.raises(ValueError, match="counts_p has 2 outcomes and counts_q has 3"):
            kt.kl_plugin([1, 1], [1, 1, 1])

    @pytest.mark.parametrize("correction", ["miller", True, 0, "none"])
    def test_unknown_correction(self, correction):
        with pytest.raises(ValueError, match="must be None or 'miller-madow'"):
            kt.kl_plugin([1, 1], [1, 1], correction=correction)


def by_hand(x, y, k):
    """Return the estimate from all distances; the count inside the larger ball where tied."""
    x, y = (np.asarray(s, float).reshape(len(s), -1) for s in (x, y))
    n, m, d = len(x), len(y), x.shape[1]
    total = 0.0
    for i, point in enumerate(x):
        to_x = np.sort(np.linalg.norm(np.delete(x, i, 0) - point, axis=1))
        to_y = np.sort(np.linalg.norm(y - point, axis=1))
        rho, nu = to_x[k - 1], to_y[k - 1]
        tied = rho == 0 or nu == 0
        tied |= np.count_nonzero(to_x <= rho * (1 + 1e-12)) > k
        tied |= np.count_nonzero(to_y <= nu * (1 + 1e-12)) > k
        if tied:
            radius = max(rho, nu) * (1 + 1e-12)
            a, b = np.count_nonzero(to_x <= radius), np.count_nonzero(to_y <= radius)
            total += digamma(a) - digamma(b)
        else:
            total += d * math.log(nu / rho)
    return total / n + math.log(m / (n - 1))


class TestNeighbours:
    @pytest.mark.parametrize("k", [1, 3, 5])
    @pytest.mark.parametrize("d", [1, 2, 5])
    @pytest.mark.parametrize("digits", [None, 1, 0])
    def test_against_the_definition(self, k, d, digits, rng):
        x, y = rng.normal(size=(60, d)), rng.normal(0.5, 1.3, size=(40, d))
        if digits is not None:
            x, y = x.round(digits), y.round(digits)
        assert kt.kl_knn(x, y, k=k).value == pytest.approx(by_hand(x, y, k), abs=1e-12)

    @pytest.mark.parametrize("k", [1, 5, 20])
    def test_one_dimension_reaches_the_truth(self, k, rng):
        values, _ = many(
            lambda: kt.kl_knn(rng.normal(0, 1, 2000), rng.normal(1, 1.5, 2000), k=k), 40
        )
        truth = kt.kl_normal(0, 1, 1, 1.5)
        assert abs(values.mean() - truth) < 4 * values.std(ddof=1) / math.sqrt(40) + 0.005

    def test_three_dimensions_reach_the_truth(self, rng):
        shift = np.array([0.5, 0.0, -0.5])
        values, errors = many(
            lambda: kt.kl_knn(rng.normal(size=(2000, 3)), rng.normal(size=(2000, 3)) + shift), 20
        )
        assert abs(values.mean() - 0.25) < 4 * values.std(ddof=1) / math.sqrt(20) + 0.02
        assert np.isnan(errors).all()

    @pytest.mark.parametrize("digits", [2, 1, 0])
    def test_rounding_the_data_does_little(self, digits, rng):
        x, y = rng.normal(0.5, 1, 5000), rng.normal(0, 1.2, 5000)
        rounded = kt.kl_knn(x.round(digits), y.round(digits)).value
        assert abs(rounded - kt.kl_normal(0.5, 1, 0, 1.2)) < 0.04

    def test_repeated_points_do_no_harm(self, rng):
        x, y = rng.normal(1, 1, 2000), rng.normal(0, 1, 2000)
        thrice = kt.kl_knn(np.repeat(x, 3), np.repeat(y, 3), k=1).value
        assert abs(thrice - 0.5) < 0.1

    def test_counts_give_the_plug_in(self, rng):
        x, y = rng.integers(0, 10, 5000), rng.integers(0, 12, 5000)
        counts = [np.bincount(sample, minlength=12) for sample in (x, y)]
        assert kt.kl_knn(x, y).value == pytest.approx(kt.kl_plugin(*counts).value, abs=2e-3)

    def test_points_that_are_all_one(self):
        assert abs(kt.kl_knn(np.zeros(50), np.zeros(80), k=3).value) < 0.02
        # All of P on one point that Q misses: as large as the samples can tell.
        assert kt.kl_knn(np.zeros(500), np.linspace(1, 2, 500)).value > 4

    def test_a_point_in_both_samples(self, rng):
        x, y = rng.normal(size=(2, 3000))
        shared = np.concatenate([x[:5], y])
        assert abs(kt.kl_knn(x, shared, k=1).value - kt.kl_knn(x, y, k=1).value) < 0.01

    @pytest.mark.parametrize("factor", [1e-300, 1e-160, 0.125, 1e160, 1e300])
    def test_units_do_not_matter(self, factor, rng):
        x, y = rng.normal(size=(100, 2)), rng.normal(size=(120, 2))
        expected = kt.kl_knn(x, y).value
        assert kt.kl_knn(factor * x, factor * y).value == pytest.approx(expected, abs=1e-9)

    def test_order_and_rotation_do_not_matter(self, rng):
        x, y = rng.normal(size=(100, 2)), rng.normal(size=(120, 2))
        turn = np.array([[3, -4], [4, 3]]) / 5
        expected = kt.kl_knn(x, y).value
        assert kt.kl_knn(x[::-1], rng.permutation(y)).value == pytest.approx(expected, abs=1e-12)
        assert kt.kl_knn(x @ turn, y @ turn).value == pytest.approx(expected, abs=1e-10)

    def test_rows_of_one_coordinate(self, rng):
        x, y = rng.normal(size=(2, 30))
        assert kt.kl_knn(x, y) != kt.kl_knn(y, x)
        assert kt.kl_knn(x[:, None], y[:, None]).value == kt.kl_knn(x, y).value

    @pytest.mark.parametrize(
        ("x", "y", "k", "said"),
        [
            ([0.0, np.nan], [0.0, 1.0], 1, r"x\[1, 0\] = nan; coordinates must be finite"),
            ([0.0, 1.0], [np.inf, 1.0], 1, r"y\[0, 0\] = inf"),
            (np.zeros((4, 2)), np.zeros((4, 3)), 1, "x have 2 coordinates and those of y 3"),
            (np.zeros((4, 2, 1)), np.zeros((4, 2)), 1, r"x has shape \(4, 2, 1\)"),
            (np.zeros((4, 0)), np.zeros((4, 2)), 1, r"x has shape \(4, 0\)"),
            (0.0, [0.0, 1.0], 1, r"x has shape \(\)"),
            ([0.0, 1.0], [0.0, 1.0], 2, "k = 2 needs more than 2 points in x"),
            ([0.0, 1.0, 2.0], [0.0], 2, "which have 3 and 1"),
            ([], [0.0], 1, "which have 0 and 1"),
            ([0.0, 1.0], [0.0, 1.0], 0, "k = 0 must be at least 1"),
            ([0.0, 1.0], [0.0, 1.0], -3, "k = -3 must be at least 1"),
        ],
    )
    def test_invalid_input(self, x, y, k, said):
        with pytest.raises(ValueError, match=said):
            kt.kl_knn(x, y, k=k)

    @pytest.mark.parametrize("k", [1.0, "1", None, True, [1]])
    def test_k_of_a_wrong_type(self, k):
        with pytest.raises(TypeError, match="k = "):
            kt.kl_knn([0.0, 1.0], [0.0, 1.0], k=k)

    def test_scipy_spatial_loads_when_used(self):
        code = (
            "import sys, kltext as k; k.kl_plugin([1, 1], [1, 1]); "
            "k.kl_montecarlo([0, 0], [0, 0]); k.kl_dv([0, 0], [0, 0]); "
            "print([m for m in ('scipy.spatial', 'scipy.stats') if m in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        assert done.stdout.decode().strip() == "[]"


class TestDonskerVaradhan:
    @pytest.mark.parametrize("size", [1e-9, 1e-4, 0.5, 5.0, 600.0])
    @pytest.mark.parametrize("offset", [0.0, 1e4])
    def test_against_the_definition(self, size, offset, rng):
        t_p, t_q = offset + size * rng.normal(size=40), offset + size * rng.normal(size=50)
        with exact.with_digits():
            first, second = exact.exact(t_p), [mp.exp(t) for t in exact.exact(t_q)]
            mean = mp.fsum(second) / 50
            value = mp.fsum(first) / 40 - mp.log(mean)
            centre = mp.fsum(first) / 40
            error = mp.sqrt(
                mp.fsum((t - centre) ** 2 for t in first) / 39 / 40
                + mp.fsum((w - mean) ** 2 for w in second) / 49 / 50 / mean**2
            )
        found = kt.kl_dv(t_p, t_q)
        # The critic's values are themselves rounded to one part in 1e16 of the offset.
        assert abs(found.value - value) <= 1e-14 * size + 1e-15 * offset
        assert exact.relative_error(found.error, error) <= 1e-12 + 1e-14 * (1 + offset) / size

    def test_the_best_critic_reaches_the_divergence(self, rng):
        values, errors = many(
            lambda: kt.kl_dv(rng.normal(1, 1, 1000) - 0.5, rng.normal(0, 1, 1000) - 0.5), 1000
        )
        # D(P||Q) = 1/2 for P = N(1, 1), Q = N(0, 1), and log p/q is x - 1/2.
        assert abs(values.mean() - 0.5) < 4 * values.std() / math.sqrt(1000) + 0.002
        assert np.median(errors) == pytest.approx(values.std(), rel=0.08)

    @pytest.mark.parametrize("critic", [lambda x: 0.5 * x, np.sin, lambda x: 0 * x])
    def test_another_critic_stays_below(self, critic, rng):
        found = kt.kl_dv(critic(rng.normal(1, 1, 20_000)), critic(rng.normal(0, 1, 20_000)))
        assert found.value < 0.5 - 4 * found.error

    def test_a_constant_changes_nothing(self, rng):
        t_p, t_q = rng.normal(size=(2, 30))
        for constant in (-800.0, 3.0, 800.0):
            moved = kt.kl_dv(t_p + constant, t_q + constant)
            assert moved.value == pytest.approx(kt.kl_dv(t_p, t_q).value, abs=1e-12)
        assert kt.kl_dv([2.0, 2.0], [2.0, 2.0]) == kt.Estimate(0.0, 0.0)

    def test_a_critic_that_excludes_draws_from_q(self):
        found = kt.kl_dv([0.0, 0.0], [0.0, -np.inf])
        assert found.value == pytest.approx(math.log(2), rel=1e-15)

    @pytest.mark.parametrize(
        ("t_p", "t_q", "said"),
        [
            ([0.0, np.inf], [0.0, 0.0], r"t_p\[1\] = inf"),
            ([0.0, -np.inf], [0.0, 0.0], r"t_p\[1\] = -inf"),
            ([0.0, np.nan], [0.0, 0.0], r"t_p\[1\] = nan"),
            ([0.0, 0.0], [np.inf, 0.0], r"t_q\[0\] = inf"),
            ([0.0, 0.0], [np.nan, 0.0], r"t_q\[0\] = nan"),
            ([0.0, 0.0], [-np.inf, -np.inf], "t_q is -inf throughout"),
            ([0.0], [0.0, 0.0], "t_p has 1 entry"),
            ([0.0, 0.0], [], "t_q has 0 entries"),
            ([[0.0, 0.0]], [0.0, 0.0], r"t_p has shape \(1, 2\)"),
        ],
    )
    def test_invalid_input(self, t_p, t_q, said):
        with pytest.raises(ValueError, match=said):
            kt.kl_dv(t_p, t_q)

    def test_out_of_range(self):
        with pytest.raises(OverflowError, match=r"from -1e\+308 to 1e\+308"):
            kt.kl_dv([1e308, -1e308], [0.0, 0.0])
