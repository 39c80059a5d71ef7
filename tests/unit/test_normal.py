"""Normal distributions in one dimension and several: values, identities, shapes, errors."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats

import kltext as kt
from kltext import _normals
from tests.unit import exact


@pytest.fixture
def rng():
    return np.random.default_rng(5)


def covariances(rng, *shape, n=4):
    a = rng.standard_normal((*shape, n, n + 2))
    return a @ np.swapaxes(a, -1, -2)


@pytest.mark.parametrize(
    "parameters", [(0, 1, 1, 1.5), (0, 1, 2, 2), (2, 2, 0, 1), (1.5, math.exp(-0.25), 0, 1)]
)
def test_normal_against_quadrature(parameters):
    m1, s1, m2, s2 = parameters
    p, q = stats.norm(m1, s1), stats.norm(m2, s2)
    witness, _ = integrate.quad(
        lambda x: p.pdf(x) * (p.logpdf(x) - q.logpdf(x)), m1 - 12 * s1, m1 + 12 * s1, epsrel=1e-12
    )
    # epsrel of the quadrature, with a digit to spare
    assert kt.kl_normal(*parameters) == pytest.approx(witness, rel=1e-11)


@pytest.mark.parametrize("near", [[0, 1, 2, 3], [1, 4, 6], [4, 5, 6, 7, 8], range(9), []])
def test_near_pairs_among_others_keep_their_digits(monkeypatch, near):
    """Blocks of four pairs: all of a block, some, or none are nearly equal."""
    monkeypatch.setattr(_normals, "BLOCK", 4)
    sigma = np.where(np.isin(np.arange(9), near), 1 + 2.0**-30, 3.0)
    value = kt.kl_normal(np.arange(9.0), sigma, np.arange(9.0), 1)
    alone = [float(kt.kl_normal(0, s, 0, 1)) for s in sigma]
    np.testing.assert_array_equal(value, alone)
    excess = 2.0**-30
    expected = excess**2 - excess**3 / 3  # (s² − 1)/2 − log s, less 2**-122
    np.testing.assert_allclose(value[sigma < 2], expected, rtol=1e-15)


def test_normal_by_hand():
    assert kt.kl_normal(0, 1, 1, 1) == 0.5
    assert kt.kl_normal(3, 2, 3, 2) == 0.0
    assert kt.kl_normal(0, 1, 0, math.e) == pytest.approx(1 + (math.exp(-2) - 1) / 2, rel=1e-15)


def test_normal_depends_on_standardised_quantities_only(rng):
    m1, m2, shift = rng.standard_normal((3, 100))
    s1, s2, scale = np.exp(rng.standard_normal((3, 100)))
    moved = kt.kl_normal(scale * m1 + shift, scale * s1, scale * m2 + shift, scale * s2)
    np.testing.assert_allclose(moved, kt.kl_normal(m1, s1, m2, s2), rtol=1e-11)


def test_normal_extremes():
    assert kt.kl_normal(0, 1e-300, 0, 1) == pytest.approx(300 * math.log(10) - 0.5, rel=1e-14)
    assert kt.kl_normal(0, 1, 0, 1e300) == pytest.approx(300 * math.log(10) - 0.5, rel=1e-14)
    assert kt.kl_normal(0, 1, 1, 1e-200) == math.inf  # 5e399 is beyond float64


def test_normal_nan_propagates():
    value = kt.kl_normal([0.0, np.nan], 1.0, 0.0, 2.0)
    np.testing.assert_array_equal(np.isnan(value), [False, True])


def test_normal_types_and_shapes():
    assert type(kt.kl_normal(0, 1, 0, 2)) is float
    assert type(kt.kl_normal(*np.float32([0, 1, 0, 2]))) is np.float32
    assert kt.kl_normal(np.zeros((3, 1)), 1.0, np.zeros(4), np.ones(4)).shape == (3, 4)


def test_one_dimension_is_the_univariate_case(rng):
    for _ in range(5):
        m1, m2 = rng.standard_normal(2)
        s1, s2 = np.exp(rng.standard_normal(2))
        value = kt.kl_mvnormal([m1], [[s1 * s1]], [m2], [[s2 * s2]])
        assert value == pytest.approx(kt.kl_normal(m1, s1, m2, s2), rel=1e-13)


def test_diagonal_covariances_add_up(rng):
    m1, m2 = rng.standard_normal((2, 5))
    s1, s2 = np.exp(rng.standard_normal((2, 5)))
    total = kt.kl_normal(m1, s1, m2, s2).sum()
    value = kt.kl_mvnormal(m1, np.diag(s1**2), m2, np.diag(s2**2))
    assert value == pytest.approx(total, rel=1e-14)


def test_mvnormal_against_its_definition(rng):
    m1, m2 = rng.standard_normal((2, 4))
    c1, c2 = covariances(rng, 2)
    with exact.with_digits():
        reference = exact.mvnormal(m1, c1, m2, c2)
        assert exact.relative_error(kt.kl_mvnormal(m1, c1, m2, c2), reference) < 1e-13


def test_mvnormal_is_invariant_under_affine_maps(rng):
    m1, m2, shift = rng.standard_normal((3, 4))
    c1, c2 = covariances(rng, 2)
    a = rng.standard_normal((4, 4))
    value = kt.kl_mvnormal(a @ m1 + shift, a @ c1 @ a.T, a @ m2 + shift, a @ c2 @ a.T)
    # The mapped covariances are rounded, and their condition number multiplies that.
    assert value == pytest.approx(kt.kl_mvnormal(m1, c1, m2, c2), rel=1e-9)


def test_mean_field_optimum_of_a_bivariate_normal():
    rho = 0.9
    joint = np.array([[1.0, rho], [rho, 1.0]])
    reverse = kt.kl_mvnormal([0, 0], (1 - rho**2) * np.eye(2), [0, 0], joint)
    forward = kt.kl_mvnormal([0, 0], joint, [0, 0], np.eye(2))
    expected = -0.5 * math.log(1 - rho**2)
    assert reverse == pytest.approx(expected, rel=1e-14)
    assert forward == pytest.approx(expected, rel=1e-14)


def test_mvnormal_is_zero_only_at_equality(rng):
    c = covariances(rng)
    m = rng.standard_normal(4)
    assert kt.kl_mvnormal(m, c, m, c) == 0.0
    assert kt.kl_mvnormal(m, c, m, c * (1 + 1e-9)) > 0
    assert kt.kl_mvnormal(m, c, m + 1e-12, c) > 0


def test_mvnormal_batches(rng):
    m1, c1 = rng.standard_normal((3, 1, 4)), covariances(rng, 3, 1)
    m2, c2 = rng.standard_normal((5, 4)), covariances(rng, 5)
    values = kt.kl_mvnormal(m1, c1, m2, c2)
    assert values.shape == (3, 5)
    alone = kt.kl_mvnormal(m1[2, 0], c1[2, 0], m2[4], c2[4])
    assert values[2, 4] == pytest.approx(alone, rel=1e-13)
    assert kt.kl_mvnormal(np.empty((0, 4)), np.eye(4), m2[0], c2[0]).shape == (0,)


def test_mvnormal_types():
    eye = np.eye(2)
    assert type(kt.kl_mvnormal([0, 0], eye, [1, 0], eye)) is float
    single = np.float32([0, 0])
    assert type(kt.kl_mvnormal(single, eye.astype("f4"), single, eye.astype("f4"))) is np.float32


def test_a_singular_covariance_is_named():
    ones = np.ones((2, 2))
    with pytest.raises(ValueError, match="cov_q is not positive definite"):
        kt.kl_mvnormal([0, 0], np.eye(2), [0, 0], ones)
    n = 14
    hilbert = 1 / (np.add.outer(np.arange(n), np.arange(n)) + 1.0) + 1e-17 * np.eye(n)
    with pytest.raises(ValueError, match=r"cov_p is (too close to singular|not positive definite)"):
        kt.kl_mvnormal(np.zeros(n), hilbert, np.zeros(n), np.eye(n))
