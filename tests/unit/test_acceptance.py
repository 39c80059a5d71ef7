"""Values that the book displays or corrects, from the functions that give them."""

from __future__ import annotations

import math

import numpy as np
import pytest

import kltext as kt


def near(value):
    """Compare to the digits that the value is written with."""
    digits = len(f"{value}".split(".")[1].rstrip("0"))
    return pytest.approx(value, abs=0.6 * 10.0**-digits)


class TestNormals:
    def test_default_of_the_explorer(self):
        assert kt.kl_normal(0, 1, 1, 1.5) == near(0.34991)
        assert kt.kl_normal(0, 1, 1, 1.5) / math.log(2) == near(0.50481)

    def test_default_of_the_asymmetry(self):
        assert kt.kl_normal(0, 1, 2, 2) == near(0.8181)
        assert kt.kl_normal(2, 2, 0, 1) == near(2.8069)

    def test_default_of_the_autoencoder(self):
        assert kt.kl_normal(1.5, math.exp(-0.25), 0, 1) == near(1.17827)
        assert kt.kl_normal(1.5, 0.7, 0, 1) == near(1.2267)

    def test_more_spread_in_q_may_cost_less(self):
        assert kt.kl_normal(0, 1, 1, 1) == 0.5
        sigma = np.linspace(1, 2, 10001)
        values = kt.kl_normal(0, 1, 1, sigma)
        assert sigma[values.argmin()] == pytest.approx(math.sqrt(2), abs=1e-4)
        assert values.min() == near(0.3466)

    def test_no_triangle_inequality(self):
        assert kt.kl_normal(0, 1, 2, 1) == 2.0
        assert kt.kl_normal(0, 1, 1, 1) + kt.kl_normal(1, 1, 2, 1) == 1.0

    def test_equal_variances_are_symmetric_however_far(self):
        assert kt.kl_normal(0, 1, 100, 1) == kt.kl_normal(100, 1, 0, 1) == 5000.0

    def test_mean_field(self):
        joint = np.array([[1, 0.9], [0.9, 1]])
        assert kt.kl_mvnormal([0, 0], joint, [0, 0], np.eye(2)) == near(0.830366)
        assert kt.kl_mvnormal([0, 0], 0.19 * np.eye(2), [0, 0], joint) == near(0.830366)

    def test_half_a_nat(self):
        assert kt.kl_normal(0, 1, 1, 1) / math.log(2) == near(0.721)


class TestHorses:
    CHANCES = (1 / 2, 1 / 4, 1 / 8, 1 / 16, *[1 / 64] * 4)

    def test_entropy_and_divergence(self):
        assert kt.entropy(self.CHANCES, base=2) == 2.0
        value = kt.kl_divergence(self.CHANCES, [1 / 8] * 8, base=2)
        assert value == pytest.approx(1.0, rel=1e-15)


class TestThreeOutcomes:
    def test_both_directions(self):
        p, uniform = np.array([9, 12, 4]) / 25, [1 / 3] * 3
        assert kt.kl_divergence(p, uniform) == near(0.0852996)
        assert kt.kl_divergence(uniform, p) == near(0.0974550)


class TestCoin:
    def test_nats_and_bits(self):
        assert kt.kl_divergence([0.7, 0.3], [0.5, 0.5]) == near(0.082283)
        assert kt.kl_divergence([0.7, 0.3], [0.5, 0.5], base=2) == near(0.118709)


class TestSmallAndZero:
    def test_zero_in_q_is_infinite(self):
        assert kt.kl_divergence([0.5, 0.5], [1, 0]) == math.inf

    def test_small_q_is_not(self):
        assert kt.kl_divergence([0.5, 0.5], [1e-12, 1 - 1e-12]) == near(13.1224)
        single = np.float32([1e-10, 1.0])
        assert kt.kl_divergence(np.float32([0.5, 0.5]), single) == near(10.820)

    def test_many_tiny_atoms(self):
        n = 10**6
        p, q = np.append(np.full(n, 2e-10), 1 - 2e-4), np.append(np.full(n, 1e-13), 1 - 1e-7)
        assert kt.kl_divergence(p, q) == pytest.approx(1.3203e-3, rel=5e-5)

    @pytest.mark.parametrize(
        ("p", "q"), [([1.5, -0.5], [0.5, 0.5]), ([1, 2], [10, 20]), (np.eye(2) / 2, np.eye(2) / 2)]
    )
    def test_what_is_no_distribution_is_an_error(self, p, q):
        with pytest.raises(ValueError, match=r"(negative|sums to)"):
            kt.kl_divergence(p, q)

    def test_disjoint_supports(self):
        assert kt.kl_divergence([1, 0], [0, 1]) == math.inf
        assert kt.js_divergence([1, 0], [0, 1]) == math.log(2)

    def test_parameters_at_the_edge(self):
        assert kt.kl_divergence([0, 0, 0, 0, 0, 1], np.array([1, 5, 10, 10, 5, 1]) / 32) == near(
            3.466
        )


class TestDistillation:
    TEACHER = np.array([2.0, 1.0, 0.5, -0.5])
    STUDENT = np.array([1.5, 1.2, 0.3, -0.3])

    def test_temperature(self):
        at_two = kt.kl_logits(self.TEACHER / 2, self.STUDENT / 2)
        assert at_two == near(0.012307)
        assert 4 * at_two == near(0.049229)
        assert kt.kl_logits(self.TEACHER, self.STUDENT) == near(0.048832)

    def test_hot_limit(self):
        limit = np.var(self.STUDENT - self.TEACHER) / 2
        assert limit == near(0.0434375)
        assert 100**2 * kt.kl_logits(self.TEACHER / 100, self.STUDENT / 100) == near(0.04360)
        hot = 1e6**2 * kt.kl_logits(self.TEACHER / 1e6, self.STUDENT / 1e6)
        assert hot == pytest.approx(limit, rel=1e-5)


class TestCodeExamples:
    def test_identity(self):
        p, q = [0.7, 0.2, 0.1], [0.5, 0.3, 0.2]
        assert kt.entropy(p) == near(0.8018)
        assert kt.cross_entropy(p, q) == near(0.8869)
        assert kt.kl_divergence(p, q) == near(0.0851)

    def test_large_logits(self):
        assert kt.kl_logits([1000.0, 0.0], [0.0, 1000.0]) == 1000.0
