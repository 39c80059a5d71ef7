"""The plug-in estimator against its definition, and against the truth in repeated sampling."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np
import pytest
from scipy import stats

import kltext as kt
from tests.unit import exact
from tests.unit.estimators.repeats import many

P, Q = np.array([50, 30, 15, 5]) / 100, np.array([25, 25, 30, 20]) / 100


def draw(rng, n, m):
    return rng.multinomial(n, P), rng.multinomial(m, Q)


def test_value(rng):
    for _ in range(20):
        counts_p, counts_q = rng.integers(1, 50, (2, 7))
        found = kt.kl_plugin(counts_p, counts_q)
        assert exact.relative_error(found.value, exact.kl(counts_p, counts_q)) <= 1e-14


def test_error_is_the_spread_of_repeated_estimates(rng):
    values, errors = many(lambda: kt.kl_plugin(*draw(rng, 2000, 3000)))
    assert np.median(errors) == pytest.approx(values.std(), rel=0.06)


@pytest.mark.parametrize(("n", "m"), [(2000, 10**7), (10**7, 2000)])
def test_each_sample_has_its_part_in_the_error(n, m, rng):
    values, errors = many(lambda: kt.kl_plugin(*draw(rng, n, m)))
    assert np.median(errors) == pytest.approx(values.std(), rel=0.06)


@pytest.mark.parametrize(("n", "m"), [(40, 10**9), (200, 300), (10**9, 300)])
def test_correction_removes_the_bias(n, m, rng):
    truth = kt.kl_divergence(P, Q)
    samples = [draw(rng, n, m) for _ in range(3000)]
    plain = np.array([kt.kl_plugin(*s).value for s in samples]) - truth
    mended = np.array([kt.kl_plugin(*s, correction="miller-madow").value for s in samples])
    noise = plain.std() / math.sqrt(len(samples))
    bias = 3 / (2 * n) + ((P / Q).sum() - 1) / (2 * m)
    assert plain.mean() > 6 * noise
    assert abs(plain.mean() - bias) < 0.25 * bias + 3 * noise
    assert abs(mended.mean() - truth) < 0.25 * plain.mean() + 3 * noise


def test_bias_exactly_for_a_coin():
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


def test_correction_at_equal_frequencies():
    # The mean of a chi-square variable with K - 1 degrees of freedom.
    found = kt.kl_plugin([10, 20, 30], [100, 200, 300], correction="miller-madow")
    assert found.value == pytest.approx(-1 / 60 - 1 / 600, rel=1e-12)
    assert found.error == 0.0


def test_outcomes_that_were_not_seen():
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
        ([2, -1], r"\[1\] = -1.0; pass counts, which are finite"),
        ([2, np.nan], r"\[1\] = nan"),
        ([2, np.inf], r"\[1\] = inf"),
        ([0, 0], "counts no observation"),
        ([], "counts no observation"),
        ([[1, 2]], r"has shape \(1, 2\)"),
        (3, r"has shape \(\)"),
    ],
)
def test_invalid_counts(counts, said):
    with pytest.raises(ValueError, match=f"counts_p.*{said}"):
        kt.kl_plugin(counts, [1, 1])
    with pytest.raises(ValueError, match=f"counts_q.*{said}"):
        kt.kl_plugin([1, 1], counts)


def test_lengths():
    with pytest.raises(ValueError, match="counts_p has 2 outcomes and counts_q has 3"):
        kt.kl_plugin([1, 1], [1, 1, 1])


@pytest.mark.parametrize("correction", ["miller", True, 0, "none"])
def test_unknown_correction(correction):
    with pytest.raises(ValueError, match="is unknown; pass None or 'miller-madow'"):
        kt.kl_plugin([1, 1], [1, 1], correction=correction)
