"""Averages of a log ratio against their definition, and against the truth in repeated sampling."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np
import pytest

import kltext as kt
from tests.unit import exact

NAMES = ("k1", "k2", "k3")


def bias_of(name, mu):
    """Return the bias of one term over D(P||Q) = mu*mu/2, for P = N(0, 1) and Q = N(mu, 1).

    Derived from the moments of the normal and log-normal distributions, as is the next.
    """
    return mu**2 / 4 if name == "k2" else 0.0


def spread_of(name, mu):
    """Return the standard deviation of one term over the divergence."""
    return {
        "k1": 2 / mu,
        "k2": math.sqrt(2 + mu**2),
        "k3": 2 * math.sqrt(math.expm1(mu**2) - mu**2) / mu**2,
    }[name]


def log_densities(mu, x):
    return -(x**2) / 2, -((x - mu) ** 2) / 2


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("mu", [0.1, 0.5, 1.0])
def test_bias_and_spread_are_the_exact_ones(name, mu, rng):
    x = rng.standard_normal(400_000)
    found = kt.kl_montecarlo(*log_densities(mu, x), estimator=name)
    truth = mu**2 / 2
    assert abs(found.value - truth * (1 + bias_of(name, mu))) < 4 * found.error
    spread = found.error * math.sqrt(x.size) / truth
    assert spread == pytest.approx(spread_of(name, mu), rel=0.03)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("mu", [0.1, 1.0, 2.0])
def test_the_exact_ones_by_quadrature(name, mu):
    def moment(power):
        def integrand(x):
            t = mu**2 / 2 - mu * x
            term = {"k1": t, "k2": t * t / 2, "k3": mp.exp(-t) - 1 + t}[name]
            return term**power * mp.npdf(x)

        return mp.quad(integrand, [-15, -5, 0, mu, 2 * mu, 5, 20])

    truth = mu**2 / 2
    assert moment(1) / truth - 1 == pytest.approx(bias_of(name, mu), abs=1e-10)
    spread = mp.sqrt(moment(2) - moment(1) ** 2) / truth
    assert spread == pytest.approx(spread_of(name, mu), rel=1e-9)


def test_the_published_figures():
    small = [spread_of(name, 0.1) for name in NAMES]
    large = [spread_of(name, 1.0) for name in NAMES]
    assert small == pytest.approx([20, 1.418, 1.417], abs=5e-4)
    assert large == pytest.approx([2, 1.732, 1.695], abs=5e-4)
    # k3 varies less than k1 up to here.
    assert spread_of("k3", 1.1209) < spread_of("k1", 1.1209)
    assert spread_of("k3", 1.12092) > spread_of("k1", 1.12092)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [1e-9, 1e-3, 1.0, 10.0])
def test_against_the_definition(name, size, rng):
    log_p = rng.normal(size=50)
    log_q = log_p - size * rng.normal(size=50)
    with exact.with_digits():
        t = [mp.mpf(float(a)) - mp.mpf(float(b)) for a, b in zip(log_p, log_q, strict=True)]
        terms = {
            "k1": t,
            "k2": [x * x / 2 for x in t],
            "k3": [mp.exp(-x) - 1 + x for x in t],
        }[name]
        mean = mp.fsum(terms) / 50
        error = mp.sqrt(mp.fsum((x - mean) ** 2 for x in terms) / 49 / 50)
        found = kt.kl_montecarlo(log_p, log_q, estimator=name)
        # The terms of k1 have both signs: their mean keeps fewer digits.
        assert abs(found.value - mean) <= 1e-14 * max(abs(x) for x in terms)
        assert exact.relative_error(found.error, error) <= 1e-12


def test_k3_is_the_default(rng):
    log_p, log_q = rng.normal(size=(2, 9))
    assert kt.kl_montecarlo(log_p, log_q) == kt.kl_montecarlo(log_p, log_q, estimator="k3")
    assert kt.kl_montecarlo(log_p, log_q) != kt.kl_montecarlo(log_q, log_p)


def test_equal_log_densities():
    for name in NAMES:
        assert kt.kl_montecarlo([-1.0, -2.0], [-1.0, -2.0], estimator=name) == kt.Estimate(0.0, 0.0)


def test_mass_where_q_has_none():
    for name in NAMES:
        found = kt.kl_montecarlo([-1.0, -2.0], [-1.0, -np.inf], estimator=name)
        assert found == kt.Estimate(math.inf, 0.0)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("model", ["p", "q"])
def test_what_the_gradient_of_the_estimate_is(name, model):
    # As many draws as P expects, so that the mean over them is the expectation.
    p, q = np.array([6, 3, 1]) / 10, np.array([2, 3, 5]) / 10
    draws = np.repeat([0, 1, 2], [6, 3, 1])
    tilt = np.array([1.0, -0.5, 2.0])

    def tilted(distribution, amount):
        weights = distribution * np.exp(amount * tilt)
        return weights / weights.sum()

    def slope(function, step=1e-5):
        return (function(step) - function(-step)) / (2 * step)

    def distributions(amount):
        return (tilted(p, amount), q) if model == "p" else (p, tilted(q, amount))

    def estimate(amount):
        first, second = np.log(distributions(amount))
        return kt.kl_montecarlo(first[draws], second[draws], estimator=name).value

    forward = slope(lambda amount: kt.kl_divergence(*distributions(amount)))
    reverse = slope(lambda amount: kt.kl_divergence(*distributions(amount)[::-1]))
    told = {
        "p": {"k1": 0.0, "k2": forward, "k3": reverse},
        "q": {"k1": forward, "k2": None, "k3": forward},
    }[model][name]
    assert abs(forward - reverse) > 0.1
    if told is None:
        assert abs(slope(estimate) - forward) > 0.1
    else:
        assert slope(estimate) == pytest.approx(told, abs=1e-8)


@pytest.mark.parametrize(
    ("log_p", "log_q", "said"),
    [
        ([0.0], [0.0], "log_p has 1 entry"),
        ([], [], "log_p has 0 entries"),
        ([0.0, 0.0], [0.0, 0.0, 0.0], "log_p has 2 entries and log_q has 3"),
        ([[0.0, 0.0]], [0.0, 0.0], r"log_p has shape \(1, 2\); pass .* log_p.ravel\(\)"),
        (0.0, 0.0, r"log_p has shape \(\)"),
        ([0.0, np.nan], [0.0, 0.0], r"log_p\[1\] = nan"),
        ([0.0, -np.inf], [0.0, 0.0], r"log_p\[1\] = -inf; pass finite log-densities of P"),
        ([0.0, np.inf], [0.0, 0.0], r"log_p\[1\] = inf"),
        ([0.0, 0.0], [np.nan, 0.0], r"log_q\[0\] = nan"),
        ([0.0, 0.0], [np.inf, 0.0], r"log_q\[0\] = inf"),
    ],
)
def test_invalid_input(log_p, log_q, said):
    with pytest.raises(ValueError, match=said):
        kt.kl_montecarlo(log_p, log_q)


@pytest.mark.parametrize("estimator", ["k4", "K1", None, 1, ["k1"], b"k1"])
def test_unknown_estimator(estimator):
    with pytest.raises(ValueError, match="is unknown; pass 'k1', 'k2' or 'k3'"):
        kt.kl_montecarlo([0.0, 0.0], [0.0, 0.0], estimator=estimator)


@pytest.mark.parametrize(
    ("name", "log_q"), [("k3", 800.0), ("k2", -1e200), ("k1", 1e308), ("k1", -1e160)]
)
def test_out_of_range(name, log_q):
    with pytest.raises(OverflowError, match=f"at draw 1 .* '{name}' leaves the range"):
        kt.kl_montecarlo([0.0, -1e308 if log_q == 1e308 else 0.0], [0.0, log_q], estimator=name)


def test_far_but_in_range():
    assert kt.kl_montecarlo([0.0, 0.0], [-1e5, -1e5]).value == pytest.approx(1e5 - 1, rel=1e-15)
