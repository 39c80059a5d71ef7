"""Divergences from logits: agreement with probabilities, offsets, zeros, options."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special

import kltext as kt

INF = math.inf


@pytest.fixture
def rng():
    return np.random.default_rng(2)


def test_agrees_with_the_softmax(rng):
    a, b = 3 * rng.standard_normal((2, 50, 7))
    expected = kt.kl_divergence(special.softmax(a, axis=-1), special.softmax(b, axis=-1))
    np.testing.assert_allclose(kt.kl_logits(a, b), expected, rtol=1e-12)


def test_by_hand():
    assert kt.kl_logits([0.0, 0.0], [0.0, 0.0]) == 0.0
    assert kt.kl_logits([1000.0, 0.0], [0.0, 0.0], base=2) == 1.0
    assert kt.kl_logits([1e4, 0.0], [0.0, 1e4]) == 1e4
    assert kt.kl_logits([math.log(0.5), math.log(0.5)], [0.0, math.log(3)]) == pytest.approx(
        0.5 * math.log(4 / 3), rel=1e-15
    )


def test_equal_logits_give_exactly_zero(rng):
    a = 1e4 * rng.standard_normal((20, 30))
    assert (kt.kl_logits(a, a.copy()) == 0).all()
    whole = rng.integers(-1000, 1000, (20, 30)).astype(float)
    assert (kt.kl_logits(whole, whole + 12345.0) == 0).all()


def test_never_negative(rng):
    a = rng.standard_normal((2000, 5)) * 10.0 ** rng.integers(-10, 5, (2000, 1))
    b = a + rng.standard_normal((2000, 5)) * 10.0 ** rng.integers(-18, 3, (2000, 1))
    assert (kt.kl_logits(a, b) >= 0).all()


def test_minus_infinity_is_a_probability_of_zero():
    assert kt.kl_logits([0.0, -INF], [0.0, 0.0]) == pytest.approx(math.log(2), rel=1e-15)
    assert kt.kl_logits([0.0, 0.0], [0.0, -INF]) == INF
    assert kt.kl_logits([0.0, 0.0, -INF], [0.0, 0.0, -INF]) == 0.0
    assert kt.kl_logits([0.0, 0.0, -INF], [5.0, 5.0, -INF]) == 0.0
    assert kt.kl_logits([0.0, -INF], [-INF, 0.0]) == INF
    masked = kt.kl_logits([0.0, 1.0, -INF], [1.0, 0.0, -INF])
    assert masked == pytest.approx(kt.kl_logits([0.0, 1.0], [1.0, 0.0]), rel=1e-15)


def test_a_probability_that_underflows_is_not_zero():
    # exp(-2000) is 0 in float64, but p > 0 = q is infinite all the same.
    assert kt.kl_logits([0.0, -2000.0], [0.0, -INF]) == INF
    assert kt.kl_logits([0.0, -2000.0], [0.0, 2000.0]) == 2000.0


def test_nan_propagates():
    a = np.zeros((3, 4))
    a[1, 2] = np.nan
    for value in (kt.kl_logits(a, np.zeros(4)), kt.kl_logits(np.zeros(4), a)):
        np.testing.assert_array_equal(np.isnan(value), [False, True, False])


def test_axis_base_keepdims_and_broadcasting(rng):
    a, b = rng.standard_normal((3, 5, 4)), rng.standard_normal(4)
    expected = kt.kl_logits(a, b)
    assert expected.shape == (3, 5)
    assert kt.kl_logits(a, b, keepdims=True).shape == (3, 5, 1)
    first = kt.kl_logits(np.moveaxis(a, -1, 0), b[:, None, None], axis=0)
    np.testing.assert_allclose(first, expected, rtol=1e-14)
    np.testing.assert_allclose(kt.kl_logits(a, b, base=2), expected / math.log(2), rtol=1e-15)


def test_types():
    assert type(kt.kl_logits([0, 1], [1, 0])) is float
    a = np.float32([[0.0, 1.0]])
    assert kt.kl_logits(a, a).dtype == np.float32
    assert type(kt.kl_logits(a[0], a[0])) is np.float32
    assert kt.kl_logits(np.empty((0, 3)), np.zeros(3)).shape == (0,)
