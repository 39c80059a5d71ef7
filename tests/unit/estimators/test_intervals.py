"""Intervals by drawing again: coverage, shapes, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

import kltext as kt
from tests.unit.sentences import is_one_sentence


def samples(rng, n):
    return rng.normal(1, 1, n), rng.normal(0, 1, n)  # D(P||Q) = 0.5


@pytest.mark.parametrize(
    ("method", "estimator"),
    [
        ("subsampling", lambda x, y: kt.kl_knn(x, y, k=2)),
        ("subsampling", lambda x, y: kt.kl_dv(x - 0.5, y - 0.5)),
        ("bootstrap", lambda x, y: kt.kl_dv(x - 0.5, y - 0.5)),
    ],
)
def test_coverage(method, estimator):
    """Of 40 intervals at 60 percent, 24 +- 3 should cover; 12 to 36 is four of these away."""
    covered, widths, values = 0, [], []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        found = kt.kl_interval(
            estimator, *samples(rng, 200), rng=rng, method=method, level=0.6, replicates=40
        )
        covered += found.low < 0.5 < found.high
        widths.append(found.error)
        values.append(found.value)
    assert 12 <= covered <= 36
    assert np.mean(widths) == pytest.approx(np.std(values), rel=0.5), (
        "the error is that of fresh draws"
    )


def test_the_interval_is_that_of_the_quantiles():
    rng = np.random.default_rng(0)
    x, y = samples(rng, 64)

    def estimator(a, b):
        seen.append((len(a), len(b), len(np.unique(a))))
        return kt.Estimate(float(a.mean() - b.mean()), 0.0)

    seen = []
    found = kt.kl_interval(
        estimator, x, y[:27], rng=np.random.default_rng(1), replicates=20, level=0.5
    )
    assert seen[0] == (64, 27, 64)
    assert seen[1:] == [(16, 9, 16)] * 20, "n to the power 2/3, without repeats"
    rng, drawn = np.random.default_rng(1), []
    for _ in range(20):
        a, b = rng.choice(64, 16, replace=False), rng.choice(27, 9, replace=False)
        drawn.append(x[a].mean() - y[:27][b].mean() - found.value)
    shrink = np.sqrt(9 / 27)
    low, high = found.value - shrink * np.quantile(drawn, [0.75, 0.25])
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-12)
    assert found.error == pytest.approx(shrink * np.std(drawn, ddof=1), rel=1e-12)
    seen = []
    kt.kl_interval(estimator, x, y, rng=rng, method="bootstrap", replicates=20)
    assert all(s[:2] == (64, 64) and s[2] < 64 for s in seen[1:])


def test_paired_samples_stay_together():
    rng = np.random.default_rng(0)
    x = rng.standard_normal(400)
    log_p, log_q = -(x**2) / 2, -((x - 0.1) ** 2) / 2
    paired = kt.kl_interval(kt.kl_montecarlo, log_p, log_q, rng=rng, paired=True, replicates=100)
    assert paired.low < 0.005 < paired.high
    assert paired.error == pytest.approx(kt.kl_montecarlo(log_p, log_q).error, rel=0.5)


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        ({"rng": 0}, TypeError, "rng = 0 is no numpy Generator"),
        ({"method": "jackknife"}, ValueError, "method = 'jackknife' is unknown"),
        ({"level": 95}, ValueError, "level = 95 is no probability"),
        ({"level": "0.9"}, TypeError, "level = '0.9'"),
        ({"replicates": 3}, ValueError, "replicates = 3 is too few"),
        ({"replicates": 50.0}, TypeError, "replicates = 50.0 is not an integer"),
        ({"paired": 1}, TypeError, "paired = 1 is not a bool"),
    ],
)
def test_options_out_of_range(change, kind, said):
    options = {"rng": np.random.default_rng(0), "replicates": 20} | change
    with pytest.raises(kind, match=said) as caught:
        kt.kl_interval(kt.kl_knn, np.arange(9.0), np.arange(9.0), **options)
    assert is_one_sentence(str(caught.value))


@pytest.mark.parametrize(
    ("estimator", "said"),
    [
        (None, "estimator = None is not callable"),
        ("kl_knn", "estimator = 'kl_knn' is not callable"),
        (lambda x: float(x.mean()), "estimator returned 4.0; pass one that returns an Estimate"),
        (lambda _: None, "estimator returned None"),
    ],
)
def test_what_is_no_estimator_is_told_so(estimator, said):
    with pytest.raises(TypeError, match=said) as caught:
        kt.kl_interval(estimator, np.arange(9.0), rng=np.random.default_rng(0))
    assert is_one_sentence(str(caught.value))


@pytest.mark.parametrize(
    ("given", "paired", "kind", "said"),
    [
        ((), False, TypeError, "samples are missing"),
        (([1.0] * 7,), False, ValueError, r"samples\[0\] has shape \(7,\)"),
        ((np.arange(9.0), np.arange(8.0)), True, ValueError, "have 8 and 9 rows"),
        (([0, 1] * 4, [0] * 8), False, ArithmeticError, "are not finite"),
    ],
)
def test_samples_out_of_range(given, paired, kind, said):
    def counted(x, y):
        return kt.kl_plugin(
            np.bincount(x.astype(int), minlength=2), np.bincount(y.astype(int), minlength=2)
        )

    with pytest.raises(kind, match=said) as caught:
        kt.kl_interval(counted, *given, rng=np.random.default_rng(0), replicates=20, paired=paired)
    assert is_one_sentence(str(caught.value))
