"""Nearest neighbours against the definition, and against the truth in repeated sampling."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from scipy.special import digamma

import kltext as kt
from tests.unit.estimators.repeats import many


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


@pytest.mark.parametrize("k", [1, 3, 5])
@pytest.mark.parametrize("d", [1, 2, 5])
@pytest.mark.parametrize("digits", [None, 1, 0])
def test_against_the_definition(k, d, digits, rng):
    x, y = rng.normal(size=(60, d)), rng.normal(0.5, 1.3, size=(40, d))
    if digits is not None:
        x, y = x.round(digits), y.round(digits)
    assert kt.kl_knn(x, y, k=k).value == pytest.approx(by_hand(x, y, k), abs=1e-12)


@pytest.mark.parametrize("k", [1, 5, 20])
def test_one_dimension_reaches_the_truth(k, rng):
    values, _ = many(lambda: kt.kl_knn(rng.normal(0, 1, 2000), rng.normal(1, 1.5, 2000), k=k), 40)
    truth = kt.kl_normal(0, 1, 1, 1.5)
    assert abs(values.mean() - truth) < 4 * values.std(ddof=1) / math.sqrt(40) + 0.005


def test_three_dimensions_reach_the_truth(rng):
    shift = np.array([0.5, 0.0, -0.5])
    values, errors = many(
        lambda: kt.kl_knn(rng.normal(size=(2000, 3)), rng.normal(size=(2000, 3)) + shift), 20
    )
    assert abs(values.mean() - 0.25) < 4 * values.std(ddof=1) / math.sqrt(20) + 0.02
    assert np.isnan(errors).all()


@pytest.mark.parametrize("digits", [2, 1, 0])
def test_rounding_the_data_does_little(digits, rng):
    x, y = rng.normal(0.5, 1, 5000), rng.normal(0, 1.2, 5000)
    rounded = kt.kl_knn(x.round(digits), y.round(digits)).value
    assert abs(rounded - kt.kl_normal(0.5, 1, 0, 1.2)) < 0.04


def test_repeated_points_do_no_harm(rng):
    x, y = rng.normal(1, 1, 2000), rng.normal(0, 1, 2000)
    thrice = kt.kl_knn(np.repeat(x, 3), np.repeat(y, 3), k=1).value
    assert abs(thrice - 0.5) < 0.1


def test_counts_give_the_plug_in(rng):
    x, y = rng.integers(0, 10, 5000), rng.integers(0, 12, 5000)
    counts = [np.bincount(sample, minlength=12) for sample in (x, y)]
    assert kt.kl_knn(x, y).value == pytest.approx(kt.kl_plugin(*counts).value, abs=2e-3)


def test_points_that_are_all_one():
    assert abs(kt.kl_knn(np.zeros(50), np.zeros(80), k=3).value) < 0.02
    # All of P on one point that Q misses: as large as the samples can tell.
    assert kt.kl_knn(np.zeros(500), np.linspace(1, 2, 500)).value > 4


def test_a_point_in_both_samples(rng):
    x, y = rng.normal(size=(2, 3000))
    shared = np.concatenate([x[:5], y])
    assert abs(kt.kl_knn(x, shared, k=1).value - kt.kl_knn(x, y, k=1).value) < 0.01


@pytest.mark.parametrize("factor", [1e-300, 1e-160, 0.125, 1e160, 1e300])
def test_units_do_not_matter(factor, rng):
    x, y = rng.normal(size=(100, 2)), rng.normal(size=(120, 2))
    expected = kt.kl_knn(x, y).value
    assert kt.kl_knn(factor * x, factor * y).value == pytest.approx(expected, abs=1e-9)


def test_order_and_rotation_do_not_matter(rng):
    x, y = rng.normal(size=(100, 2)), rng.normal(size=(120, 2))
    turn = np.array([[3, -4], [4, 3]]) / 5
    expected = kt.kl_knn(x, y).value
    assert kt.kl_knn(x[::-1], rng.permutation(y)).value == pytest.approx(expected, abs=1e-12)
    assert kt.kl_knn(x @ turn, y @ turn).value == pytest.approx(expected, abs=1e-10)


def test_rows_of_one_coordinate(rng):
    x, y = rng.normal(size=(2, 30))
    assert kt.kl_knn(x, y) != kt.kl_knn(y, x)
    assert kt.kl_knn(x[:, None], y[:, None]).value == kt.kl_knn(x, y).value


@pytest.mark.parametrize(
    ("x", "y", "k", "said"),
    [
        ([0.0, np.nan], [0.0, 1.0], 1, r"draws_p\[1\] = nan; pass finite coordinates"),
        ([0.0, 1.0], [np.inf, 1.0], 1, r"draws_q\[0\] = inf"),
        (
            np.zeros((4, 2)),
            np.zeros((4, 3)),
            1,
            "draws_p has points of 2 coordinates and draws_q of 3",
        ),
        (np.zeros((4, 2, 1)), np.zeros((4, 2)), 1, r"draws_p has shape \(4, 2, 1\)"),
        (np.zeros((4, 0)), np.zeros((4, 2)), 1, r"draws_p has shape \(4, 0\)"),
        (0.0, [0.0, 1.0], 1, r"draws_p has shape \(\)"),
        ([0.0, 1.0], [0.0, 1.0], 2, "k = 2 needs more than 2 points in draws_p"),
        ([0.0, 1.0, 2.0], [0.0], 2, "which have 3 and 1"),
        ([], [0.0], 1, "which have 0 and 1"),
        ([0.0, 1.0], [0.0, 1.0], 0, "k = 0 is below 1"),
        ([0.0, 1.0], [0.0, 1.0], -3, "k = -3 is below 1"),
    ],
)
def test_invalid_input(x, y, k, said):
    with pytest.raises(ValueError, match=said):
        kt.kl_knn(x, y, k=k)


@pytest.mark.parametrize("k", [1.0, "1", None, True, [1]])
def test_k_of_a_wrong_type(k):
    with pytest.raises(TypeError, match="k = "):
        kt.kl_knn([0.0, 1.0], [0.0, 1.0], k=k)


def test_scipy_spatial_loads_when_used():
    code = (
        "import sys, kltext as k; k.kl_plugin([1, 1], [1, 1]); "
        "k.kl_montecarlo([0, 0], [0, 0]); k.kl_dv([0, 0], [0, 0]); "
        "print([m for m in ('scipy.spatial', 'scipy.stats') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
