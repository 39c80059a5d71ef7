"""Functions of arrays: values by hand, identities between them, and their options."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy import special, stats

import kltext as kt
from tests.unit import exact

LOG2 = math.log(2.0)
FUNCTIONS = [kt.kl_divergence, kt.cross_entropy, kt.js_divergence, kt.js_distance]


@pytest.fixture
def rng():
    return np.random.default_rng(1)


@pytest.fixture
def rows(rng):
    return rng.dirichlet(np.ones(6), (2, 4))


def test_divergence_by_hand():
    assert kt.kl_divergence([0.5, 0.5], [0.25, 0.75]) == pytest.approx(0.5 * math.log(4 / 3))
    assert kt.kl_divergence([1.0, 0.0], [0.25, 0.75], base=2) == 2.0
    assert kt.kl_divergence([0.25, 0.75], [1.0, 0.0]) == math.inf


def test_the_first_argument_takes_the_expectation():
    p, q = np.array([0.9, 0.1]), np.array([0.5, 0.5])
    by_hand = (p * np.log(p / q)).sum()
    assert kt.kl_divergence(p, q) == pytest.approx(by_hand, rel=1e-14)
    assert kt.kl_divergence(q, p) != pytest.approx(by_hand, rel=1e-2)


def test_agrees_with_scipy_where_scipy_has_digits(rows):
    p, q = rows
    np.testing.assert_allclose(kt.kl_divergence(p, q), special.rel_entr(p, q).sum(-1), rtol=1e-13)
    np.testing.assert_allclose(kt.entropy(p), stats.entropy(p, axis=1), rtol=1e-14)
    expected = stats.entropy(3 * p, 7 * q, axis=1, base=2)
    np.testing.assert_allclose(
        kt.kl_divergence(3 * p, 7 * q, base=2, normalize=True), expected, rtol=1e-13
    )


def test_cross_entropy_is_entropy_plus_divergence(rows):
    p, q = rows
    total = kt.entropy(p) + kt.kl_divergence(p, q)
    np.testing.assert_allclose(kt.cross_entropy(p, q), total, rtol=1e-14)
    np.testing.assert_allclose(kt.cross_entropy(p, p), kt.entropy(p), rtol=1e-15)


def test_entropy_by_hand():
    assert kt.entropy([0.5, 0.25, 0.125, 0.125], base=2) == 1.75
    assert kt.entropy([1.0, 0.0, 0.0]) == 0.0
    assert kt.entropy([1.0]) == 0.0
    assert kt.entropy(np.full(1000, 1e-3), base=10) == pytest.approx(3.0, rel=1e-15)


def test_cross_entropy_by_hand():
    assert kt.cross_entropy([1.0, 0.0], [0.5, 0.5], base=2) == 1.0
    assert kt.cross_entropy([1.0, 0.0], [1.0, 0.0]) == 0.0
    assert kt.cross_entropy([0.5, 0.5], [1.0, 0.0]) == math.inf


def test_terms_sum_to_the_divergence(rows):
    p, q = rows
    np.testing.assert_allclose(kt.kl_terms(p, q).sum(-1), kt.kl_divergence(p, q), rtol=1e-12)
    assert (kt.kl_terms([0.0, 0.0, 0.5], [0.0, 0.5, 0.0]) == [0, 0, math.inf]).all()
    assert kt.kl_terms(0.5, 0.25) == pytest.approx(0.5 * LOG2, rel=1e-15)
    assert kt.kl_terms(1.0, 5e-324) == pytest.approx(-math.log(5e-324), rel=1e-15)
    with exact.with_digits():
        value = kt.kl_terms(0.5, 0.5 + 1e-12)
        x, y = exact.exact([0.5, 0.5 + 1e-12])
        assert exact.relative_error(value, x * exact.mp.log(x / y)) < 1e-15


def test_jensen_shannon(rows):
    p, q = rows
    middle = 0.5 * (p + q)
    halves = 0.5 * (kt.kl_divergence(p, middle) + kt.kl_divergence(q, middle))
    np.testing.assert_allclose(kt.js_divergence(p, q), halves, rtol=1e-13)
    np.testing.assert_allclose(kt.js_divergence(p, q), kt.js_divergence(q, p), rtol=1e-14)
    np.testing.assert_allclose(kt.js_distance(p, q) ** 2, kt.js_divergence(p, q), rtol=1e-14)
    assert kt.js_divergence([1.0, 0.0], [0.0, 1.0]) == LOG2
    assert kt.js_distance([1.0, 0.0], [0.0, 1.0], base=2) == 1.0


def test_jensen_shannon_distance_obeys_the_triangle_inequality(rng):
    p, q, r = rng.dirichlet(np.full(3, 0.3), (3, 2000))
    assert (kt.js_distance(p, r) <= kt.js_distance(p, q) + kt.js_distance(q, r) + 1e-15).all()


@pytest.mark.parametrize("alpha", [0.0, 0.2, 0.5, 0.8, 1.0, 1.5, 2.0, 10.0, 500.0, math.inf])
def test_renyi_limits_and_known_cases(alpha, rows):
    p, q = rows
    value = kt.renyi_divergence(p, q, alpha)
    if alpha == 0:
        assert (value == 0).all()
    elif alpha == 1:
        assert (value == kt.kl_divergence(p, q)).all()
    elif alpha == math.inf:
        np.testing.assert_allclose(value, np.log((p / q).max(-1)), rtol=1e-13)
    else:
        exponents = alpha * np.log(p) + (1 - alpha) * np.log(q)
        plain = special.logsumexp(exponents, axis=-1) / (alpha - 1)
        np.testing.assert_allclose(value, plain, rtol=1e-12)


def test_renyi_grows_with_its_order(rows):
    p, q = rows
    orders = [0.0, 1e-3, 0.3, 0.5, 0.9, 1 - 1e-9, 1.0, 1 + 1e-9, 2.0, 30.0, 1e4, math.inf]
    values = np.array([kt.renyi_divergence(p, q, alpha) for alpha in orders])
    assert (np.diff(values, axis=0) >= -1e-14).all()


def test_renyi_where_supports_differ():
    p, q, r = [0.5, 0.5, 0.0], [0.5, 0.0, 0.5], [0.0, 0.0, 1.0]
    assert kt.renyi_divergence(p, q, 0) == pytest.approx(LOG2)
    assert kt.renyi_divergence(p, q, 0.5) == pytest.approx(2 * LOG2)
    assert kt.renyi_divergence(p, q, 2) == math.inf
    assert kt.renyi_divergence(p, q, math.inf) == math.inf
    for alpha in (0, 0.5, 1, 2, math.inf):
        assert kt.renyi_divergence(p, r, alpha) == math.inf
        assert kt.renyi_divergence(p, p, alpha) == 0.0
    for alpha in (1 - 1e-9, 1 + 1e-9):
        near_one = kt.renyi_divergence(r, [0.25, 0.25, 0.5], alpha)
        assert near_one == pytest.approx(LOG2, rel=1e-14)
    assert kt.renyi_divergence([1.0, 0.0], [1.0, 0.0], 0.3) == 0.0
    assert kt.renyi_divergence([1.0, 0.0], [0.5, 0.5], 2) == pytest.approx(LOG2, rel=1e-15)


def test_mutual_information(rng):
    table = rng.dirichlet(np.ones(12)).reshape(3, 4)
    h_x, h_y = kt.entropy(table.sum(1)), kt.entropy(table.sum(0))
    expected = h_x + h_y - kt.entropy(table.ravel())
    assert kt.mutual_information(table) == pytest.approx(expected, rel=1e-12)
    assert kt.mutual_information(table.T) == pytest.approx(expected, rel=1e-12)
    assert kt.mutual_information(np.diag([0.5, 0.25, 0.25]), base=2) == 1.5
    assert kt.mutual_information([[0.06, 0.24], [0.14, 0.56]]) < 1e-31
    assert kt.mutual_information([[1.0]]) == 0.0
    assert kt.mutual_information([[3, 1], [0, 4]], normalize=True) == pytest.approx(
        kt.mutual_information([[0.375, 0.125], [0.0, 0.5]]), rel=1e-14
    )


def test_mutual_information_of_a_stack(rng):
    stack = rng.dirichlet(np.ones(12), 5).reshape(5, 3, 4)
    values = kt.mutual_information(stack)
    assert values.shape == (5,)
    assert values[2] == pytest.approx(kt.mutual_information(stack[2]), rel=1e-14)
    moved = kt.mutual_information(np.moveaxis(stack, 0, 1), axis=(0, 2))
    np.testing.assert_array_equal(moved, values)
    assert kt.mutual_information(stack, keepdims=True).shape == (5, 1, 1)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_axis_and_keepdims(function, rng):
    p, q = rng.dirichlet(np.ones(4), (2, 3, 5))
    expected = function(p, q)
    assert expected.shape == (3, 5)
    assert function(p, q, keepdims=True).shape == (3, 5, 1)
    first = np.moveaxis(p, -1, 0), np.moveaxis(q, -1, 0)
    np.testing.assert_allclose(function(*first, axis=0), expected, rtol=1e-14)
    np.testing.assert_allclose(function(*first, axis=-3), expected, rtol=1e-14)
    assert function(*first, axis=0, keepdims=True).shape == (1, 3, 5)
    middle = np.moveaxis(p, -1, 1), np.moveaxis(q, -1, 1)
    assert function(*middle, axis=1, keepdims=True).shape == (3, 1, 5)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_base(function, rows):
    p, q = rows
    power = 0.5 if function is kt.js_distance else 1.0
    expected = function(p, q) / LOG2**power
    np.testing.assert_allclose(function(p, q, base=2), expected, rtol=1e-15)
    np.testing.assert_allclose(function(p, q, base=math.e), function(p, q), rtol=1e-15)


@pytest.mark.parametrize("shape", [(1, 10), (7, 3), (5, 1000), (3, 40_000), (40_000, 3)])
@pytest.mark.parametrize("kind", ["far", "near", "mixed", "zeros", "equal"])
def test_one_row_at_a_time_or_all_at_once(shape, kind, rng):
    """Blocks, buffers and the choice of the sum change nothing but the last digit."""
    p, q = rng.dirichlet(np.ones(shape[1]), (2, shape[0]))
    close = p * (1 + 1e-3 * rng.uniform(-1, 1, shape))
    close /= close.sum(-1, keepdims=True)
    if kind == "near":
        q = close
    elif kind == "mixed":
        q = np.where(rng.random((shape[0], 1)) < 0.5, close, q)
    elif kind == "zeros":
        p = np.where(rng.random(shape) < 0.3, 0.0, p) + np.eye(*shape) * 1e-3 + 1e-300
        p[p < 1e-200] = 0.0
        p[p.sum(-1) == 0, 0] = 1.0
        p /= p.sum(-1, keepdims=True)
    elif kind == "equal":
        q = p.copy()
    values = kt.kl_divergence(p, q)
    for row in rng.choice(shape[0], min(shape[0], 40), replace=False):
        alone = kt.kl_divergence(p[row], q[row])
        assert values[row] == pytest.approx(alone, rel=1e-14, abs=0)
    if kind == "equal":
        assert (values == 0).all()


def test_threads_do_not_share_their_buffers(rng):
    p, q = rng.dirichlet(np.ones(100), (2, 32, 300))
    q[::2] = p[::2] * (1 + 1e-3 * rng.uniform(-1, 1, p[::2].shape))
    q /= q.sum(-1, keepdims=True)
    expected = [kt.kl_divergence(a, b) for a, b in zip(p, q, strict=True)]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(5):
            values = list(pool.map(kt.kl_divergence, p, q))
            np.testing.assert_array_equal(values, expected)


def test_few_infinite_rows_among_many(rng):
    p, q = rng.dirichlet(np.ones(50), (2, 3000))
    q[::7, 3] = 0.0
    q /= q.sum(-1, keepdims=True)
    values = kt.kl_divergence(p, q)
    assert np.isinf(values[::7]).all()
    assert np.isfinite(np.delete(values, np.s_[::7])).all()


def test_arguments_are_left_alone(rows):
    p, q = rows[0].copy(), rows[1].copy()
    for function in FUNCTIONS:
        function(p, q)
        function(p, q, normalize=True)
    np.testing.assert_array_equal(p, rows[0])
    np.testing.assert_array_equal(q, rows[1])


def test_strides_and_byte_order_do_not_matter(rng):
    p, q = rng.dirichlet(np.ones(64), (2, 30))
    expected = kt.kl_divergence(p, q)
    np.testing.assert_array_equal(kt.kl_divergence(p.astype(">f8"), q), expected)
    fortran = kt.kl_divergence(np.asfortranarray(p), q)
    np.testing.assert_allclose(fortran, expected, rtol=1e-14)
    wide = np.repeat(p, 2, axis=1)[:, ::2]
    np.testing.assert_allclose(kt.kl_divergence(wide, q), expected, rtol=1e-14)
    reverse = kt.kl_divergence(p[::-1], q[::-1])[::-1]
    np.testing.assert_allclose(reverse, expected, rtol=1e-14)
