"""One grammar of arguments and units for everything that returns a divergence (CONTRIBUTING.md)."""

from __future__ import annotations

import inspect
import math

import numpy as np
import pytest
from scipy import stats

import kltext as kt
from kltext import projections
from kltext.distributions import MixtureDivergence

HALF, SKEWED = [0.5, 0.5], [0.9, 0.1]
PAIR = projections.NormalMixture.pair(4)
RNG = np.random.default_rng(0)
DRAWS = RNG.normal(size=(2, 40))
CALLS = {
    "kl_divergence": lambda f, **k: f(HALF, SKEWED, **k),
    "entropy": lambda f, **k: f(SKEWED, **k),
    "cross_entropy": lambda f, **k: f(HALF, SKEWED, **k),
    "js_divergence": lambda f, **k: f(HALF, SKEWED, **k),
    "renyi_divergence": lambda f, **k: f(HALF, SKEWED, 2, **k),
    "mutual_information": lambda f, **k: f([[0.4, 0.1], [0.1, 0.4]], **k),
    "kl_terms": lambda f, **k: f(HALF, SKEWED, **k),
    "kl_logits": lambda f, **k: f(HALF, SKEWED, **k),
    "kl_normal": lambda f, **k: f(0, 1, [1, 1], 2, **k),
    "kl_mvnormal": lambda f, **k: f([0, 0], np.eye(2), [1, 0], 2 * np.eye(2), **k),
    "kl_distributions": lambda f, **k: f(stats.gamma([2, 3]), stats.gamma(4), **k),
    "kl_montecarlo": lambda f, **k: f(DRAWS[0], DRAWS[1], **k),
    "kl_plugin": lambda f, **k: f([9, 12, 4], [5, 5, 5], **k),
    "kl_knn": lambda f, **k: f(*DRAWS, k=2, **k),
    "kl_dv": lambda f, **k: f(*DRAWS, **k),
    "kl_mixtures": lambda f, **k: f(PAIR, projections.NormalMixture.pair(1), **k),
    "fit_forward": lambda f, **k: f(PAIR, **k).kl,
    "fit_reverse": lambda f, **k: f(PAIR, **k).kl,
    "kl_normal_mixture": lambda f, **k: f(PAIR, 0, 2, **k),
    "fit_mean_field": lambda f, **k: f([0, 0], [[1, 0.9], [0.9, 1]], **k).kl,
}
FUNCTIONS = {name: getattr(kt, name, None) or getattr(projections, name) for name in CALLS}
# What is no divergence: a distance is the root of one, the others have no number to return.
OTHERS = {"Estimate", "Interval", "js_distance", "kernels", "kl_interval", "register_kl"}


def numbers(result):
    if isinstance(result, MixtureDivergence):
        return [result.lower, result.upper, result.variational]
    if isinstance(result, kt.Estimate):
        return [result.value, result.error]
    return result


def test_every_public_function_is_here():
    assert set(kt.__all__) - OTHERS <= set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_base_two_gives_bits(name):
    nats = np.array(numbers(CALLS[name](FUNCTIONS[name])))
    bits = np.array(numbers(CALLS[name](FUNCTIONS[name], base=2)))
    np.testing.assert_allclose(bits, nats / math.log(2), rtol=1e-14)
    assert np.isfinite(bits).any()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_base_that_is_none_is_refused(name):
    with pytest.raises(ValueError, match=r"base = 1 is not a finite number above 1; use None"):
        CALLS[name](FUNCTIONS[name], base=1)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_arguments_come_distribution_by_distribution(name):
    parameters = inspect.signature(FUNCTIONS[name]).parameters.values()
    base = next(p for p in parameters if p.name == "base")
    assert (base.kind, base.default) == (base.KEYWORD_ONLY, None)
    names = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert not any(part[-1].isdigit() for part in names), "p and q tell whose it is, not 1 and 2"
    of_p = [part.removesuffix("_p") for part in names if part.endswith("_p")]
    of_q = [part.removesuffix("_q") for part in names if part.endswith("_q")]
    assert of_p == of_q
    assert [part for part in names if part.endswith("_p")] == names[: len(of_p)]


def test_fits_are_of_one_kind():
    fits = kt.fit_forward(PAIR), kt.fit_reverse(PAIR), projections.fit_alpha(PAIR, 0.5)
    fits += (projections.fit_mean_field([0, 0], np.eye(2)),)
    assert {type(fit) for fit in fits} == {projections.Fit}
    apart = kt.fit_reverse(projections.NormalMixture.pair(6), base=2)
    assert apart.minima == (apart, *apart.others)
    assert (np.diff([fit.kl for fit in apart.minima]) > -1e-12).all(), "the lowest first"
    assert len(apart.others) == 2
