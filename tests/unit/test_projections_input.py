"""The target of the fits, the panels under them, and silly input."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from scipy import stats

from kltext.distributions.gauss_legendre import integrate_panels
from kltext.projections import (
    NormalMixture,
    descent_path,
    fit_alpha,
    fit_forward,
    fit_mean_field,
    fit_reverse,
    kl_normal_mixture,
    minimum_downhill,
    reverse_exchange,
    reverse_fold,
)
from tests.unit.sentences import is_one_sentence

PAIR = NormalMixture.pair(4)
LOPSIDED = NormalMixture((0.3, 0.7), (-1.0, 3.0), (0.4, 1.7))


def test_the_mixture_itself() -> None:
    assert LOPSIDED.mean() == pytest.approx(-0.3 + 2.1)
    x = np.linspace(-30, 30, 6001)
    p = 0.3 * stats.norm.pdf(x, -1, 0.4) + 0.7 * stats.norm.pdf(x, 3, 1.7)
    assert LOPSIDED.pdf(x) == pytest.approx(p, rel=1e-12)
    assert LOPSIDED.logpdf(1e5) == pytest.approx(-((1e5 - 3) ** 2) / (2 * 1.7**2), rel=1e-6)
    assert LOPSIDED.var() == pytest.approx((p * (x - 1.8) ** 2).sum() * 0.01, rel=1e-10)
    draws = LOPSIDED.rvs(20000, rng=np.random.default_rng(0))
    assert draws.mean() == pytest.approx(1.8, abs=5 * LOPSIDED.std() / math.sqrt(20000))
    with pytest.raises(dataclasses.FrozenInstanceError):
        LOPSIDED.means = (0.0,)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: fit_forward(stats.cauchy()), ValueError, "infinite for every normal Q"),
        (lambda: fit_forward(stats.t(2)), ValueError, "infinite for every normal Q"),
        (lambda: fit_reverse(stats.gamma(2)), ValueError, "use fit_forward"),
        (lambda: fit_reverse(stats.norm), TypeError, "frozen"),
        (lambda: fit_reverse(stats.poisson(3)), TypeError, "continuous"),
        (lambda: fit_reverse([1, 2]), TypeError, "NormalMixture"),
        (lambda: fit_forward(stats.norm(0, -1)), ValueError, "has an invalid parameter"),
        (lambda: fit_alpha(PAIR, 1.5), ValueError, "alpha = .* is outside"),
        (lambda: fit_alpha(PAIR, math.nan), ValueError, "alpha = .* is outside"),
        (lambda: fit_alpha(stats.norm(), 0.5), TypeError, "NormalMixture"),
        (lambda: kl_normal_mixture(stats.norm(), 0, 1), TypeError, "NormalMixture"),
        (lambda: kl_normal_mixture(PAIR, 0, 0), ValueError, "sigma = .* is not positive"),
        (lambda: kl_normal_mixture(PAIR, math.inf, 1), ValueError, "mean = .* is not finite"),
        (
            lambda: kl_normal_mixture(PAIR, 0, 1, direction="left"),
            ValueError,
            "direction = .* is unknown",
        ),
        (lambda: NormalMixture((), (), ()), ValueError, "one value per component"),
        (lambda: NormalMixture((0.5, 0.5), (0,), (1, 1)), ValueError, "one value per component"),
        (lambda: NormalMixture((0.5, 0.6), (0, 1), (1, 1)), ValueError, "sum to 1"),
        (lambda: NormalMixture((1.5, -0.5), (0, 1), (1, 1)), ValueError, "weights holds -0.5"),
        (lambda: NormalMixture((1,), (math.nan,), (1,)), ValueError, "means = .* is not finite"),
        (lambda: NormalMixture((1,), (0,), (0,)), ValueError, "sigmas holds 0.0"),
        (lambda: NormalMixture(("a",), (0,), (1,)), TypeError, "weights = .* pass real numbers"),
        (lambda: NormalMixture(1, (0,), (1,)), TypeError, "weights = 1 is no sequence"),
        (lambda: descent_path(PAIR, (0, 0)), ValueError, "sigma = .* is not positive"),
        (lambda: descent_path(PAIR, (0, 1), rate=0), ValueError, "rate = 0 is not positive"),
        (lambda: descent_path(PAIR, (0, 1), steps=-1), ValueError, "steps = -1 is too few"),
        (lambda: descent_path(PAIR, (9, 0.1), rate=1e4), ValueError, "diverged"),
        (lambda: minimum_downhill(PAIR, 5), TypeError, "start = 5 is no pair"),
        (lambda: minimum_downhill(PAIR, (0, 1), steps="x"), TypeError, "steps = .* no.* integer"),
        (lambda: minimum_downhill(PAIR, (0, 0)), ValueError, "sigma = .* is not positive"),
        (lambda: minimum_downhill(PAIR, (9, 1), steps=2), ValueError, "steps = 2 is too few"),
        (lambda: fit_mean_field([0], [[1, 0], [0, 1]]), ValueError, "shape"),
        (lambda: fit_mean_field([0, 0], [[1, 2], [2, 1]]), ValueError, "positive definite"),
        (lambda: fit_mean_field([0, 0], [[1, 0.5], [0, 1]]), ValueError, "symmetric"),
        (lambda: fit_mean_field([0, math.nan], np.eye(2)), ValueError, "finite"),
        (
            lambda: fit_mean_field([0, 0], np.eye(2), direction=1),
            ValueError,
            "direction = .* is unknown",
        ),
    ],
)
def test_silly_input_is_told_what_to_do(call, error, words) -> None:
    with pytest.raises(error, match=words) as caught:
        call()
    assert is_one_sentence(str(caught.value))


NUMBERS = {
    "mean": lambda x: kl_normal_mixture(PAIR, x, 1),
    "sigma": lambda x: kl_normal_mixture(PAIR, 0, x),
    "separation": NormalMixture.pair,
    "sigma of a pair": lambda x: NormalMixture.pair(4, x),
    "sigma at the fold": reverse_fold,
    "sigma at the exchange": reverse_exchange,
    "size": lambda x: PAIR.rvs(x, rng=np.random.default_rng(0)),
    "rate": lambda x: descent_path(PAIR, (0, 1), rate=x),
    "steps": lambda x: descent_path(PAIR, (0, 1), steps=x),
    "start": lambda x: descent_path(PAIR, x),
    "mean at the start": lambda x: descent_path(PAIR, (x, 1)),
    "alpha": lambda x: fit_alpha(PAIR, x),
}


@pytest.mark.parametrize("argument", NUMBERS)
@pytest.mark.parametrize(
    "value", [None, "1", b"1", 1j, [1, 2, 3], {}, True, np.ma.masked, object()]
)
def test_what_is_no_number_is_told_so(argument, value) -> None:
    with pytest.raises(TypeError, match=rf"^{argument.split()[0]} (=|is)") as caught:
        NUMBERS[argument](value)
    assert is_one_sentence(str(caught.value))


@pytest.mark.parametrize("mean", [1e308, -1e308])
def test_a_normal_beyond_floats_says_so(mean) -> None:
    with pytest.raises(ArithmeticError):
        kl_normal_mixture(PAIR, mean, 1)


def test_panels_know_their_error() -> None:
    edges = np.array([0.0, 0.3, 1.0])
    value, error = integrate_panels(lambda x: 1 / np.sqrt(x), edges, rtol=1e-8)
    assert abs(value - 2) <= error < 1e-6
    value, error = integrate_panels(lambda x: np.abs(x - 0.123456), edges)
    exact = (0.123456**2 + (1 - 0.123456) ** 2) / 2
    assert abs(value - exact) <= error < 1e-12
    with pytest.raises(ArithmeticError, match="does not settle"):
        integrate_panels(lambda x: 1 / x, edges)
