"""What the R package kldest publishes, from R's own draws, and its bias-reduced estimator."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special
from scipy.spatial import distance

import kltext as kt


class R:
    """The random numbers of R after set.seed(seed): Mersenne Twister, normals by inversion."""

    def __init__(self, seed):
        for _ in range(50):
            seed = (69069 * seed + 1) % 2**32
        words = []
        for _ in range(625):
            seed = (69069 * seed + 1) % 2**32
            words.append(seed)
        self.twister = np.random.RandomState()
        self.twister.set_state(("MT19937", np.array(words[1:], np.uint32), 624))

    def uniform(self):
        return self.twister.randint(0, 2**32, dtype=np.uint64) * 2.3283064365386963e-10

    def rnorm(self, n, mean=0.0, sd=1.0):
        big = 134217728  # 2**27
        draws = [(int(big * self.uniform()) + self.uniform()) / big for _ in range(n)]
        return mean + sd * special.ndtri(np.array(draws))


def test_rs_normals():
    # R: set.seed(0); rnorm(3)
    np.testing.assert_allclose(R(0).rnorm(3), [1.2629543, -0.3262334, 1.3297993], atol=5e-8)


def test_the_value_in_the_readme_of_kldest():
    """README of kldest 1.0.0: set.seed(0), 100 draws each from N(0, 1) and N(1, 2**2), 1-NN."""
    rng = R(0)
    x, y = rng.rnorm(100), rng.rnorm(100, 1, 2)
    assert kt.kl_knn(x, y, k=1).value == pytest.approx(0.2169136, abs=5e-8)


def bias_reduced(x, y):
    """Eq. (29) of Wang, Kulkarni and Verdu (2009), by all distances."""
    total = 0.0
    among_x, among_y = distance.cdist(x, x), distance.cdist(x, y)
    for i in range(len(x)):
        own = np.sort(np.delete(among_x[i], i))
        others = np.sort(among_y[i])
        reach = max(own[0], others[0])
        m, k = (own <= reach).sum(), (others <= reach).sum()
        total += x.shape[1] * np.log(others[k - 1] / own[m - 1])
        total += special.digamma(m) - special.digamma(k)
    return total / len(x) + np.log(len(y) / (len(x) - 1))


@pytest.mark.parametrize("d", [1, 3])
def test_adaptive_is_the_bias_reduced_estimator(d):
    rng = np.random.default_rng(d)
    x, y = rng.normal(size=(60, d)), rng.normal(0.5, 2, size=(80, d))
    value = kt.kl_knn(x, y, correction="adaptive").value
    assert value == pytest.approx(bias_reduced(x, y), rel=1e-12)
    assert kt.kl_knn(x, y, correction="adaptive", base=2).value == pytest.approx(value / np.log(2))


def test_adaptive_has_less_bias_under_a_wider_q():
    truth, plain, adaptive = 10 * kt.kl_normal(0, 1, 0, 2), [], []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        x, y = rng.normal(0, 1, size=(300, 10)), rng.normal(0, 2, size=(300, 10))
        plain.append(kt.kl_knn(x, y).value)
        adaptive.append(kt.kl_knn(x, y, correction="adaptive").value)
    assert abs(np.mean(adaptive) - truth) < 0.3
    assert abs(np.mean(plain) - truth) > 0.5


def test_adaptive_counts_ties():
    """Repeated points have no distance: their shares are compared, as without the correction."""
    x, y = np.repeat([0.0, 1.0, 2.0], [5, 3, 2]), np.repeat([0.0, 1.0, 2.0], [2, 4, 4])
    value = kt.kl_knn(x, y, correction="adaptive").value
    terms = special.digamma([4, 2, 1]) - special.digamma([2, 4, 4])
    assert value == pytest.approx(terms @ [0.5, 0.3, 0.2] + np.log(10 / 9), rel=1e-12)
    with pytest.raises(ValueError, match="correction = 'brnn' is unknown; pass None or 'adaptive'"):
        kt.kl_knn(x, y, correction="brnn")
