"""Every registered pair against witnesses that share nothing with the package."""

from __future__ import annotations

import zlib
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy import stats

from kltext.distributions import kl_distributions, registered_pairs, registry
from tests.unit.distributions.draws import UNIVARIATE
from tests.unit.distributions.textbook import FIXED, TEXTBOOK
from tests.unit.distributions.witness import integral, summed

MULTIVARIATE = {
    ("multivariate_normal", "multivariate_normal"),
    ("dirichlet", "dirichlet"),
    ("multinomial", "multinomial"),
    ("vonmises_fisher", "vonmises_fisher"),
    ("vonmises_fisher", "uniform_direction"),
    ("uniform_direction", "vonmises_fisher"),
    ("uniform_direction", "uniform_direction"),
    ("wishart", "wishart"),
    ("invwishart", "invwishart"),
    ("matrix_normal", "matrix_normal"),
}
# What the witness can do: scipy's beta density knows 1 − x only to 1e-16 absolutely, and with
# b < 1 that is where mass lies; a discrete sum keeps scipy's errors of large log-factorials.
COARSE = {"beta": 3e-6, "nbinom": 1e-11, "binom": 1e-11, "poisson": 1e-11, "betabinom": 1e-10}


def rng_for(key: tuple[str, str]) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32("‖".join(key).encode()))


def worst_disagreement(key: tuple[str, str], draws: int = 20) -> float:
    """Return the largest relative error over random draws, in units of the row's tolerance."""
    rng, worst = rng_for(key), 0.0
    tolerance = COARSE.get(key[0], 1e-11)
    for _ in range(draws):
        p, q = UNIVARIATE[key](rng)
        seen = summed(p, q) if hasattr(p, "pmf") else integral(p, q)
        value = kl_distributions(p, q)
        assert isinstance(value, float)
        assert value >= 0
        worst = max(worst, abs(value - seen) / (tolerance * (abs(seen) + 1e-3)))
    return worst


def test_every_registered_pair_is_tested() -> None:
    assert {(pair.p, pair.q) for pair in registered_pairs()} == set(UNIVARIATE) | MULTIVARIATE


@pytest.mark.parametrize("key", UNIVARIATE, ids="‖".join)
def test_closed_form_agrees_with_the_witness(key) -> None:
    assert worst_disagreement(key) <= 1


@pytest.mark.parametrize("key", UNIVARIATE, ids="‖".join)
def test_a_corrupted_formula_is_caught(key, monkeypatch) -> None:
    """A formula wrong in the fourth digit does not pass the test above."""
    kinds = next(kinds for kinds, pair in registry._PAIRS.items() if (pair.p, pair.q) == key)
    pair = registry._PAIRS[kinds]
    wrong = replace(pair, function=lambda p, q: pair.function(p, q) * (1 + 1e-4))
    monkeypatch.setitem(registry._PAIRS, kinds, wrong)
    assert worst_disagreement(key, draws=3) > 1


@pytest.mark.parametrize("key", TEXTBOOK, ids="‖".join)
def test_nearly_identical_distributions_keep_their_digits(key) -> None:
    """The textbook formula at 60 digits is the reference; floats lose all digits in it."""
    textbook, names, base = TEXTBOOK[key]
    dist, fixed = getattr(stats, key[0]), FIXED.get(key[0], {})
    for step in (1e-3, 1e-6, 1e-9):
        for signs in product((1, -1), repeat=len(base)):
            other = [
                b * (1 + s * step * (1 + 0.3 * i))
                for i, (b, s) in enumerate(zip(base, signs, strict=True))
            ]
            p, q = (
                dist(**fixed, **dict(zip(names, values, strict=True))) for values in (base, other)
            )
            assert kl_distributions(p, q) == pytest.approx(textbook(base, other), rel=1e-13)
