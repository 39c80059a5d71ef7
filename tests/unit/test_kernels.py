"""The three kernels against their definitions in many digits, and at their edges."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest

from kltext.kernels import exp_excess, g, phi
from tests.unit import exact

INF = np.inf
DIGITS = 400


def g_exact(x, y):
    return x * mp.log(x / y) - x + y


@pytest.mark.parametrize("scale", [1.0, 1e-200, 1e200, 3e-7])
def test_g_has_all_its_digits(scale):
    ratios = np.concatenate([1 + s * 2.0 ** -np.arange(1.0, 53) for s in (1, -1)])
    ratios = np.concatenate([ratios, np.geomspace(1e-100, 1e100, 41), np.linspace(0.5, 2, 31)])
    values = g(scale * ratios, scale)
    with exact.with_digits(DIGITS):
        for value, x in zip(values, exact.exact(scale * ratios), strict=True):
            assert exact.relative_error(value, g_exact(x, exact.exact(scale)[0])) <= 1e-15


def test_phi_has_all_its_digits():
    t = np.concatenate([s * np.geomspace(1e-300, 0.99, 200) for s in (1, -1)] + [[5.0, 1e200]])
    with exact.with_digits(DIGITS):
        for value, x in zip(phi(t), exact.exact(t), strict=True):
            assert abs(exact.exact(value)[0] - (x - mp.log1p(x))) <= 1e-15 * value + 5e-324


def test_exp_excess_has_all_its_digits():
    t = np.concatenate([s * np.geomspace(1e-300, 700, 200) for s in (1, -1)])
    with exact.with_digits(DIGITS):
        for value, x in zip(exp_excess(t), exact.exact(t), strict=True):
            assert abs(exact.exact(value)[0] - (mp.exp(x) - 1 - x)) <= 1e-15 * value + 5e-324


def test_g_of_subnormal_numbers_rounds_to_the_nearest():
    units = np.array([1, 2, 3, 7, 8, 1000, 10**6, 10**6 + 1000])
    x, y = (part.ravel() * 5e-324 for part in np.meshgrid(units, units))
    with exact.with_digits(DIGITS):
        for value, a, b in zip(g(x, y), exact.exact(x), exact.exact(y), strict=True):
            assert abs(exact.exact(value)[0] - g_exact(a, b)) <= 0.501 * exact.exact(5e-324)[0]


@pytest.mark.parametrize(
    ("x", "y", "value"),
    [
        (0, 0, 0),
        (0, 3, 3),
        (3, 0, INF),
        (2, 2, 0),
        (INF, 1, INF),
        (1, INF, INF),
        (0, INF, INF),
        (5e-324, 0, INF),
    ],
)
def test_edges_of_g(x, y, value):
    assert g(x, y) == value


@pytest.mark.parametrize("function", [phi, exp_excess])
def test_zero_and_infinity(function):
    assert function(0.0) == 0.0
    assert function(INF) == INF


def test_the_other_edges():
    assert phi(-1.0) == INF
    assert exp_excess(-INF) == INF
    assert exp_excess(-1e4) == 9999.0
    assert np.isnan([g(np.nan, 1.0), g(1.0, np.nan), phi(np.nan), exp_excess(np.nan)]).all()


def test_kernels_are_never_negative_and_vanish_only_at_equality():
    rng = np.random.default_rng(3)
    x = rng.random(10_000)
    y = np.nextafter(x, rng.choice([0.0, 2.0], 10_000))
    assert (g(x, y) > 0).all()
    assert (g(x, x) == 0).all()
    t = rng.standard_normal(10_000) * 10.0 ** rng.integers(-150, 0, 10_000)
    assert (phi(np.maximum(t, -0.9)) > 0).all()
    assert (exp_excess(t) > 0).all()


def test_g_and_phi_are_one_function():
    x, y = np.random.default_rng(4).random((2, 1000)) + 0.5
    np.testing.assert_allclose(g(x, y), x * phi((y - x) / x), rtol=1e-12)


def test_types_and_shapes():
    assert type(g(1, 2)) is float
    assert type(phi(np.float32(0.5))) is np.float32
    assert g([[1.0], [2.0]], [1.0, 2.0, 3.0]).shape == (2, 3)
    assert g(np.float32([1, 2]), np.float32([2, 2])).dtype == np.float32
    assert phi(np.empty(0)).shape == (0,)


def test_arguments_are_left_alone():
    x, y = np.array([1.0, 0.0, 5.0]), np.array([2.0, 1.0, 5.0])
    g(x, y)
    assert (x == [1, 0, 5]).all()
    assert (y == [2, 1, 5]).all()
