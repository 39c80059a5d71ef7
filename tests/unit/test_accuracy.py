"""The accuracy that the package promises, case by case against 60 digits and more.

Each bar is the one of the project's table of accuracy; a comment says what plain formulas do there.
"""

from __future__ import annotations

import numpy as np
import pytest

import kltext as kt
from tests.unit import exact


@pytest.fixture(autouse=True)
def many_digits():
    with exact.with_digits():
        yield


@pytest.fixture
def rng():
    return np.random.default_rng(20)


def error(p, q, **options):
    return exact.relative_error(kt.kl_divergence(p, q, **options), exact.kl(p, q))


def perturbed(p, size, rng):
    q = p * (1 + size * rng.standard_normal(p.shape))
    return q / q.sum()


@pytest.mark.parametrize("size", [1e-1, 1e-2, 1e-3, 1e-5, 1e-8, 1e-11, 1e-14])
@pytest.mark.parametrize("concentration", [1.0, 100.0])
def test_nearly_identical_rows(size, concentration, rng):
    # The sum of p log(p/q) has an error of 3e-11 at 1e-3, and is negative at 1e-8.
    p = rng.dirichlet(np.full(1000, concentration))
    q = perturbed(p, size, rng)
    assert error(p, q) <= 1e-14
    assert error(q, p) <= 1e-14


def test_sums_that_miss_one_cost_nothing(rng):
    # The sum of p log(p/q) is wrong by a factor of 5e7.
    q = rng.dirichlet(np.ones(1000))
    p = q * (1 + 1e-8 * rng.choice([-1.0, 1.0], 1000))
    assert abs(p.sum() - 1) > 1e-12
    assert error(p, q) <= 1e-14


@pytest.mark.parametrize("size", [1e-4, 1e-6, 1e-8, 1e-10, 1e-12, 1e-14])
def test_sums_that_miss_one_by_more_than_the_rows_differ(size, rng):
    q = rng.dirichlet(np.ones(200), 3)
    p = (1 + 2.0**-27) * np.array([perturbed(row, size, rng) for row in q])
    for value, x, y in zip(kt.kl_divergence(p, q), p, q, strict=True):
        assert exact.relative_error(value, exact.kl(x, y)) <= 1e-14
        assert error(x, y) <= 1e-14


def test_a_nan_next_door_costs_nothing(rng):
    p = rng.dirichlet(np.ones(20), 4)
    q = np.array([perturbed(row, 1e-2, rng) for row in p])
    q[1, 3] = np.nan
    values = kt.kl_divergence(p, q)
    for row in (0, 2, 3):
        assert exact.relative_error(values[row], exact.kl(p[row], q[row])) <= 1e-14


def test_rows_in_proportion_do_not_diverge(rng):
    q = rng.dirichlet(np.ones(1000))
    assert kt.kl_divergence(q * (1 + 2.0**-30), q) <= 1e-30


@pytest.mark.parametrize("size", [1e-1, 1e-2, 1e-3, 1e-5])
def test_float32(size, rng):
    # The float32 sum of p log(p/q) is wrong by a tenth at 1e-3.
    p = rng.dirichlet(np.ones(1000)).astype(np.float32)
    q = perturbed(p.astype(np.float64), size, rng).astype(np.float32)
    assert error(p, q) <= 1e-6


@pytest.mark.parametrize("concentration", [1.0, 3.5, 30.0])
@pytest.mark.parametrize("shape", [(20, 10), (3000, 10), (3, 400), (60, 400)])
@pytest.mark.parametrize("off", [0.0, 3e-4])
def test_ordinary_rows_in_float32(concentration, shape, off, rng):
    p, q = rng.dirichlet(np.full(shape[1], concentration), (2, shape[0]))
    p, q = (p * (1 + off)).astype(np.float32), (q * (1 - off)).astype(np.float32)
    values = kt.kl_divergence(p, q)
    assert values.dtype == np.float32
    rows = [*range(3), *np.argsort(values)[:12]]
    for row in rows:
        assert exact.relative_error(values[row], exact.kl(p[row], q[row])) <= 6e-7


@pytest.mark.parametrize("concentration", [0.1, 1.0, 10.0, 30.0, 100.0])
@pytest.mark.parametrize("columns", [2, 10, 100])
def test_ordinary_rows(concentration, columns, rng):
    p, q = rng.dirichlet(np.full(columns, concentration), (2, 40))
    p, q = p + 1e-9, q + 1e-9
    p, q = p / p.sum(-1, keepdims=True), q / q.sum(-1, keepdims=True)
    for value, x, y in zip(kt.kl_divergence(p, q), p, q, strict=True):
        assert exact.relative_error(value, exact.kl(x, y)) <= 1e-14
        assert exact.relative_error(kt.kl_divergence(x, y), exact.kl(x, y)) <= 1e-14


@pytest.mark.parametrize("size", [1.0, 1e-3, 1e-9])
def test_rows_longer_than_a_block(size, rng):
    p = rng.exponential(size=32_001)
    q = p * (1 + 0.9 * size * rng.uniform(-1, 1, p.shape))
    p[-1] = q[0] = 1e3  # what is cut off counts
    p[0] = q[-1] = 1e3 * (1 + size)
    assert error(p / p.sum(), q / q.sum()) <= 1e-14


def test_tiny_probabilities():
    # The sum of p log(p/q) gives -4.6e-298 for 1e-200.
    with exact.with_digits(800):
        assert error([1e-300, 1.0], [1e-200, 1.0]) <= 1e-14
        assert error([1e-200, 1.0], [1e-300, 1.0]) <= 1e-14


@pytest.mark.parametrize("p", [5e-324, 1e-322, 1e-315])
@pytest.mark.parametrize("q", [5e-324, 1.5e-323, 1e-310])
def test_subnormal_probabilities_round_correctly(p, q):
    with exact.with_digits(800):
        reference = exact.kl([p, 1.0], [q, 1.0])
        value = kt.kl_divergence([p, 1.0], [q, 1.0])
        assert abs(exact.exact(value)[0] - reference) <= 0.501 * exact.exact(5e-324)[0]


def test_quotients_that_overflow():
    with exact.with_digits(800):
        for p, q in (([1.0, 0.0], [5e-324, 1.0]), ([0.5, 0.5], [1e-310, 1.0])):
            assert error(p, q) <= 1e-14
            assert np.all(kt.kl_divergence([p] * 3, [q] * 3) == kt.kl_divergence(p, q))


@pytest.mark.parametrize(
    ("p", "q"), [(0.5, 0.5 + 1e-10), (1.0, 1e-30), (1e-30, 1.0), (1e-12, 3e-12), (0.5, 1e-12)]
)
def test_bernoulli(p, q):
    first, second = [p, 1 - p], [q, 1 - q]
    if second[1] == 0 < first[1]:
        assert kt.kl_divergence(first, second) == np.inf
    else:
        assert error(first, second) <= 1e-14


@pytest.mark.parametrize("factors", [(1.0, 1.0), (3.0, 1.0), (1e5, 7.0), (1e-200, 1e200)])
@pytest.mark.parametrize("size", [1.0, 1e-3, 1e-8])
def test_normalized_rows(factors, size, rng):
    p = rng.dirichlet(np.full(100, 5.0))
    q = perturbed(p, size * 0.2, rng)
    p, q = factors[0] * p, factors[1] * q
    assert error(p, q, normalize=True) <= 1e-14


def test_renyi_divergences_of_outcomes_that_one_side_nearly_rules_out(rng):
    for alpha in (0.1, 0.3, 0.5, 0.7, 0.9, 1.5, 3.0):
        for _ in range(30):
            p, q = (np.maximum(rng.dirichlet(np.full(4, 0.1)), 1e-300) for _ in range(2))
            value = kt.renyi_divergence(p, q, alpha, normalize=True)
            assert exact.relative_error(value, exact.renyi(p, q, alpha)) <= 1e-14


@pytest.mark.parametrize("size", [1.0, 1e-3, 1e-8])
def test_the_other_divergences(size, rng):
    p = rng.dirichlet(np.full(100, 5.0))
    q = perturbed(p, size * 0.2, rng)
    assert exact.relative_error(kt.js_divergence(p, q), exact.js(p, q)) <= 1e-14
    for alpha in (0.01, 0.3, 0.5, 0.999999, 1.000001, 2.0, 7.5):
        value = kt.renyi_divergence(p, q, alpha)
        assert exact.relative_error(value, exact.renyi(p, q, alpha)) <= 1e-14
    assert exact.relative_error(kt.entropy(p), exact.entropy(p)) <= 1e-14
    assert exact.relative_error(kt.cross_entropy(p, q), exact.cross_entropy(p, q)) <= 1e-14


def test_entropy_of_the_almost_certain():
    for rest in (1e-3, 1e-10, 1e-17, 1e-100):
        p = [1 - rest, rest]
        with exact.with_digits(300):
            assert exact.relative_error(kt.entropy(p), exact.entropy(p)) <= 1e-14


@pytest.mark.parametrize("size", [1.0, 1e-3, 1e-6])
def test_mutual_information_of_almost_independent_variables(size, rng):
    table = np.outer(rng.dirichlet(np.ones(4)), rng.dirichlet(np.ones(5)))
    table *= 1 + 0.1 * size * rng.uniform(-1, 1, table.shape)
    table /= table.sum()
    value = kt.mutual_information(table)
    assert exact.relative_error(value, exact.mutual_information(table)) <= 1e-14


@pytest.mark.parametrize(
    "parameters",
    [
        (0.0, 1.0, 1e-8, 1.0),
        (0.0, 1.0, 0.0, 1 + 1e-8),
        (0.0, 1 + 1e-8, 0.0, 1.0),
        (0.0, 1.0, 1e-9, 1 - 1e-12),
        (0.0, 1.0, 1.0, 1.5),
        (0.0, 3.0, 0.0, 1.0),
        (0.0, 1e-5, 0.0, 1.0),
        (3.0, 1e-200, 1.0, 1e200),
        (0.0, 1e150, 5.0, 1e-3),
    ],
)
def test_normal(parameters):
    # The textbook formula gives 0 for a shift of 1e-8.
    assert exact.relative_error(kt.kl_normal(*parameters), exact.normal(*parameters)) <= 1e-14


def random_covariance(rng, n, condition):
    basis, _ = np.linalg.qr(rng.standard_normal((n, n)))
    matrix = (basis * np.geomspace(1, condition, n)) @ basis.T
    return (matrix + matrix.T) / 2


@pytest.mark.parametrize("size", [1e-6, 1e-3, 0.1, 3.0])
@pytest.mark.parametrize("kind", ["added", "mixed"])
def test_ill_conditioned_covariances(size, kind, rng):
    # The textbook formula keeps no digit at 1e-6.
    first = random_covariance(rng, 20, 1e6)
    noise = rng.standard_normal((20, 20))
    mix = np.eye(20) + 0.2 * size * noise
    second = first + size * noise @ noise.T if kind == "added" else mix @ first @ mix.T
    second = (second + second.T) / 2
    mean1, mean2 = np.zeros(20), size * rng.standard_normal(20)
    value = kt.kl_mvnormal(mean1, first, mean2, second)
    assert exact.relative_error(value, exact.mvnormal(mean1, first, mean2, second)) <= 1e-13


@pytest.mark.parametrize("size", [1e-6, 1e-2, 0.9])
def test_determinants_that_underflow(size, rng):
    # numpy.linalg.det is 0 here, and its logarithm no number.
    n = 400
    first = (np.full(n, 1e-3), np.full(n - 1, 3e-4))
    second = first[0] * (1 + size * rng.uniform(0, 1, n)), first[1] * (1 - size * rng.random(n - 1))
    dense = [np.diag(d) + np.diag(e, 1) + np.diag(e, -1) for d, e in (first, second)]
    assert np.linalg.det(dense[0]) == 0
    value = kt.kl_mvnormal(np.zeros(n), dense[0], np.zeros(n), dense[1])
    with exact.with_digits(150):
        assert exact.relative_error(value, exact.tridiagonal_mvnormal(first, second)) <= 1e-13


@pytest.mark.parametrize("offsets", [(0.0, 0.0), (1e4, 1e4), (1e4, 0.0), (-1e4, 1e4)])
@pytest.mark.parametrize("size", [1.0, 1e-3, 1e-8])
def test_logits_with_an_offset(offsets, size, rng):
    # log_softmax and a sum lose five digits to the offset.
    a = rng.standard_normal(2000)
    b = a + size * rng.standard_normal(2000)
    a, b = a + offsets[0], b + offsets[1]
    assert exact.relative_error(kt.kl_logits(a, b), exact.logits(a, b)) <= 1e-13


def test_a_vocabulary_of_logits(rng):
    a = 1e4 + rng.standard_normal(50257)
    b = a + 1e-3 * rng.standard_normal(50257)
    with exact.with_digits(50):
        assert exact.relative_error(kt.kl_logits(a, b), exact.logits(a, b)) <= 1e-13


def test_huge_logits_are_finite_and_right(rng):
    # Their softmax underflows, and p log(p/q) is infinite.
    for columns in (30, 2000, 50257):
        a = 1e4 * rng.standard_normal(columns)
        b = rng.permutation(a)
        value = kt.kl_logits(a, b)
        assert exact.relative_error(value, exact.logits(a, b)) <= 1e-13


def test_logits_in_float32(rng):
    a = rng.standard_normal(2000).astype(np.float32)
    b = (a + 1e-3 * rng.standard_normal(2000)).astype(np.float32)
    value = kt.kl_logits(a, b)
    assert isinstance(value, np.float32)
    assert exact.relative_error(value, exact.logits(a, b)) <= 1e-6
