"""The theorems of the book as properties, over distributions that hypothesis invents."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import kltext as kt

settings.register_profile("kltext", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("kltext")

# What the roundings of a few sums may add up to, relative to the sides of an inequality.
SLACK = 1e-12
SIZES = st.integers(1, 8)


@st.composite
def distributions(draw, size):
    """Draw weights over many orders of magnitude, zeros among them, and divide by their sum."""
    entry = st.one_of(
        st.floats(1e-3, 1.0), st.floats(1e-12, 1.0), st.sampled_from([0.0, 1e-300, 0.5, 1.0])
    )
    weights = np.array(draw(st.lists(entry, min_size=size, max_size=size)))
    assume(weights.sum() > 1e-3)
    return weights / weights.sum()


@st.composite
def several(draw, count, positive=False):
    size = draw(SIZES)
    rows = [draw(distributions(size)) for _ in range(count)]
    if positive:
        rows = [(row + 1e-6) / (row + 1e-6).sum() for row in rows]
    return rows


@st.composite
def joints(draw):
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    return [draw(distributions(rows * columns)).reshape(rows, columns) for _ in range(2)]


@given(several(2))
def test_never_negative_and_zero_only_at_equality(pair):
    p, q = pair
    value = kt.kl_divergence(p, q)
    assert value >= 0
    assert kt.kl_divergence(p, p.copy()) == 0
    if value == 0:
        np.testing.assert_allclose(p, q, rtol=1e-7, atol=1e-154)


@given(several(2))
def test_unequal_distributions_diverge(pair):
    p, q = pair
    assume(np.abs(p - q).max() > 1e-14)
    assert kt.kl_divergence(p, q) > 0
    assert kt.js_divergence(p, q) > 0


@given(joints())
def test_chain_rule(pair):
    p, q = pair
    p_x, q_x = p.sum(1), q.sum(1)
    conditional = sum(
        p_x[i] * kt.kl_divergence(p[i], q[i], normalize=True) if q_x[i] > 0 else np.inf
        for i in range(len(p))
        if p_x[i] > 0
    )
    whole = kt.kl_divergence(p.ravel(), q.ravel())
    parts = kt.kl_divergence(p_x, q_x, normalize=True) + conditional
    if np.isfinite(whole):
        np.testing.assert_allclose(whole, parts, rtol=1e-9, atol=1e-15)
    else:
        assert parts == np.inf


@given(several(2, positive=True), several(2, positive=True))
def test_independent_parts_add_up(first, second):
    joint = [np.outer(a, b).ravel() for a, b in zip(first, second, strict=True)]
    parts = kt.kl_divergence(*first) + kt.kl_divergence(*second)
    np.testing.assert_allclose(kt.kl_divergence(*joint), parts, rtol=1e-9, atol=1e-28)


@given(several(2), st.data())
def test_data_processing(pair, data):
    p, q = pair
    channel = np.array([data.draw(distributions(3)) for _ in p])
    after = kt.kl_divergence(p @ channel, q @ channel, normalize=True)
    assert after <= kt.kl_divergence(p, q) * (1 + SLACK) + 1e-15


@given(several(4), st.floats(0, 1))
def test_joint_convexity(rows, weight):
    p1, q1, p2, q2 = rows
    mixed = kt.kl_divergence(
        weight * p1 + (1 - weight) * p2, weight * q1 + (1 - weight) * q2, normalize=True
    )
    parts = [
        w * kt.kl_divergence(p, q) for w, p, q in ((weight, p1, q1), (1 - weight, p2, q2)) if w > 0
    ]
    assert mixed <= sum(parts) * (1 + SLACK) + 1e-15


@given(several(2), st.randoms(use_true_random=False))
def test_order_of_outcomes_does_not_matter(pair, random):
    p, q = pair
    order = random.sample(range(len(p)), len(p))
    for function in (kt.kl_divergence, kt.js_divergence, kt.cross_entropy):
        np.testing.assert_allclose(function(p[order], q[order]), function(p, q), rtol=1e-13)


@given(several(2), st.integers(1, 5))
def test_splitting_an_outcome_alike_changes_nothing(pair, parts):
    p, q = (np.repeat(row, parts) / parts for row in pair)
    expected = kt.kl_divergence(*pair)
    value = kt.kl_divergence(p, q, normalize=True)
    np.testing.assert_allclose(value, expected, rtol=1e-9, atol=1e-30)


@given(
    st.tuples(*[st.floats(-10, 10), st.floats(0.1, 10)] * 2), st.floats(-5, 5), st.floats(0.1, 10)
)
def test_a_change_of_unit_changes_nothing(parameters, shift, scale):
    m1, s1, m2, s2 = parameters
    value = kt.kl_normal(m1, s1, m2, s2)
    moved = kt.kl_normal(scale * m1 + shift, scale * s1, scale * m2 + shift, scale * s2)
    np.testing.assert_allclose(moved, value, rtol=1e-8, atol=1e-11)


@given(several(2))
def test_pinsker(pair):
    p, q = pair
    total_variation = 0.5 * np.abs(p - q).sum()
    assert kt.kl_divergence(p, q) >= 2 * total_variation**2 * (1 - SLACK)


@given(several(2))
def test_bretagnolle_huber(pair):
    p, q = pair
    total_variation = 0.5 * np.abs(p - q).sum()
    assert total_variation <= np.sqrt(-np.expm1(-kt.kl_divergence(p, q))) * (1 + SLACK) + 1e-15


@given(several(2, positive=True))
def test_log_of_one_plus_chi_square_is_a_bound(pair):
    p, q = pair
    bound = np.log1p(((p - q) ** 2 / q).sum())
    assert kt.kl_divergence(p, q) <= bound * (1 + 1e-9) + 1e-25


@given(several(2))
def test_jensen_shannon_is_bounded_and_symmetric(pair):
    p, q = pair
    value = kt.js_divergence(p, q)
    assert 0 <= value <= np.log(2) * (1 + 1e-15)
    np.testing.assert_allclose(kt.js_divergence(q, p), value, rtol=1e-13, atol=1e-300)


@given(several(3))
def test_jensen_shannon_distance_is_a_metric(rows):
    p, q, r = rows
    assert kt.js_distance(p, r) <= kt.js_distance(p, q) + kt.js_distance(q, r) + 1e-15


@given(several(1))
def test_entropy_is_bounded(rows):
    (p,) = rows
    assert 0 <= kt.entropy(p) <= np.log(len(p)) + 1e-15
    uniform = np.full(len(p), 1 / len(p))
    gap = np.log(len(p)) - kt.entropy(p)
    np.testing.assert_allclose(kt.kl_divergence(p, uniform), gap, atol=1e-14)


@given(several(2, positive=True), st.floats(0.01, 20))
def test_renyi_is_skew_symmetric(pair, alpha):
    assume(abs(alpha - 1) > 1e-6 and alpha < 1)
    p, q = pair
    expected = alpha / (1 - alpha) * kt.renyi_divergence(q, p, 1 - alpha)
    np.testing.assert_allclose(kt.renyi_divergence(p, q, alpha), expected, rtol=1e-9, atol=1e-28)


@given(joints())
def test_information_is_not_negative_and_below_the_entropies(pair):
    joint, _ = pair
    value = kt.mutual_information(joint)
    assert value >= 0
    bound = min(kt.entropy(joint.sum(axis), normalize=True) for axis in (0, 1))
    assert value <= bound * (1 + SLACK) + 1e-15


@given(several(2, positive=True), st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_logits_may_be_shifted(pair, first, second):
    p, q = pair
    value = kt.kl_logits(np.log(p) + first, np.log(q) + second)
    np.testing.assert_allclose(value, kt.kl_divergence(p, q), rtol=1e-7, atol=1e-12)
