"""A critic's bound against its definition, and against the truth in repeated sampling."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np
import pytest

import kltext as kt
from tests.unit import exact
from tests.unit.estimators.repeats import many


@pytest.mark.parametrize("size", [1e-9, 1e-4, 0.5, 5.0, 600.0])
@pytest.mark.parametrize("offset", [0.0, 1e4])
def test_against_the_definition(size, offset, rng):
    t_p, t_q = offset + size * rng.normal(size=40), offset + size * rng.normal(size=50)
    with exact.with_digits():
        first, second = exact.exact(t_p), [mp.exp(t) for t in exact.exact(t_q)]
        mean = mp.fsum(second) / 50
        value = mp.fsum(first) / 40 - mp.log(mean)
        centre = mp.fsum(first) / 40
        error = mp.sqrt(
            mp.fsum((t - centre) ** 2 for t in first) / 39 / 40
            + mp.fsum((w - mean) ** 2 for w in second) / 49 / 50 / mean**2
        )
    found = kt.kl_dv(t_p, t_q)
    # The critic's values are themselves rounded to one part in 1e16 of the offset.
    assert abs(found.value - value) <= 1e-14 * size + 1e-15 * offset
    assert exact.relative_error(found.error, error) <= 1e-12 + 1e-14 * (1 + offset) / size


def test_the_best_critic_reaches_the_divergence(rng):
    values, errors = many(
        lambda: kt.kl_dv(rng.normal(1, 1, 1000) - 0.5, rng.normal(0, 1, 1000) - 0.5), 1000
    )
    # D(P||Q) = 1/2 for P = N(1, 1), Q = N(0, 1), and log p/q is x - 1/2.
    assert abs(values.mean() - 0.5) < 4 * values.std() / math.sqrt(1000) + 0.002
    assert np.median(errors) == pytest.approx(values.std(), rel=0.08)


@pytest.mark.parametrize("critic", [lambda x: 0.5 * x, np.sin, lambda x: 0 * x])
def test_another_critic_stays_below(critic, rng):
    found = kt.kl_dv(critic(rng.normal(1, 1, 20_000)), critic(rng.normal(0, 1, 20_000)))
    assert found.value < 0.5 - 4 * found.error


def test_a_constant_changes_nothing(rng):
    t_p, t_q = rng.normal(size=(2, 30))
    for constant in (-800.0, 3.0, 800.0):
        moved = kt.kl_dv(t_p + constant, t_q + constant)
        assert moved.value == pytest.approx(kt.kl_dv(t_p, t_q).value, abs=1e-12)
    assert kt.kl_dv([2.0, 2.0], [2.0, 2.0]) == kt.Estimate(0.0, 0.0)


def test_a_critic_that_excludes_draws_from_q():
    found = kt.kl_dv([0.0, 0.0], [0.0, -np.inf])
    assert found.value == pytest.approx(math.log(2), rel=1e-15)


@pytest.mark.parametrize(
    ("t_p", "t_q", "said"),
    [
        ([0.0, np.inf], [0.0, 0.0], r"t_p\[1\] = inf"),
        ([0.0, -np.inf], [0.0, 0.0], r"t_p\[1\] = -inf"),
        ([0.0, np.nan], [0.0, 0.0], r"t_p\[1\] = nan"),
        ([0.0, 0.0], [np.inf, 0.0], r"t_q\[0\] = inf"),
        ([0.0, 0.0], [np.nan, 0.0], r"t_q\[0\] = nan"),
        ([0.0, 0.0], [-np.inf, -np.inf], "t_q is -inf throughout"),
        ([0.0], [0.0, 0.0], "t_p has 1 entry"),
        ([0.0, 0.0], [], "t_q has 0 entries"),
        ([[0.0, 0.0]], [0.0, 0.0], r"t_p has shape \(1, 2\)"),
    ],
)
def test_invalid_input(t_p, t_q, said):
    with pytest.raises(ValueError, match=said):
        kt.kl_dv(t_p, t_q)


def test_out_of_range():
    with pytest.raises(OverflowError, match=r"from -1e\+308 to 1e\+308"):
        kt.kl_dv([1e308, -1e308], [0.0, 0.0])
