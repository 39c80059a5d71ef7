"""Distributions with arrays of parameters: the same numbers as one pair at a time."""

from __future__ import annotations

import math
import zlib

import mpmath as mp
import numpy as np
import pytest
from scipy import stats

from kltext.distributions import kl_distributions, register_kl, registered_pairs, registry
from tests.unit.distributions import textbook
from tests.unit.distributions.draws import UNIVARIATE

S = stats
# What has values instead of parameters is one distribution at a time.
BATCHED = [key for key in UNIVARIATE if "rv_discrete" not in key]


def stacked(frozen):
    """Return one frozen distribution with the parameters of many as arrays."""
    args = [np.array(part) for part in zip(*(one.args for one in frozen), strict=True)]
    kwds = {key: np.array([one.kwds[key] for one in frozen]) for key in frozen[0].kwds}
    return frozen[0].dist(*args, **kwds)


def nudged(frozen):
    """Return the distribution with the scale, or the last shape, next to its own."""
    kwds = dict(frozen.kwds)
    if "scale" in kwds:
        kwds["scale"] *= 1 + 1e-9
        return frozen.dist(*frozen.args, **kwds)
    return frozen.dist(*frozen.args[:-1], frozen.args[-1] * (1 + 1e-9), **kwds)


def answer(p, q):
    try:
        return kl_distributions(p, q)
    except (NotImplementedError, ValueError):  # the pair, or a nudge out of what both must share
        return None


@pytest.mark.parametrize("key", BATCHED, ids="‖".join)
def test_a_batch_gives_what_its_pairs_give(key):
    rng = np.random.default_rng(zlib.crc32("‖".join(key).encode()))
    pairs = [UNIVARIATE[key](rng) for _ in range(6)]
    pairs += [(q, p) for p, q in pairs if key[0] == key[1]]  # also what is infinite
    if key[0] == key[1]:
        pairs += [(p, p) for p, _ in pairs[:2]] + [(p, nudged(p)) for p, _ in pairs[:2]]
    pairs = [pair for pair in pairs if answer(*pair) is not None]
    assert len(pairs) >= 6
    p, q = (stacked(side) for side in zip(*pairs, strict=True))
    alone = [kl_distributions(*pair) for pair in pairs]
    np.testing.assert_allclose(kl_distributions(p, q), alone, rtol=1e-15, atol=0)
    one_p, one_q = pairs[0]
    np.testing.assert_allclose(kl_distributions(stacked([one_p] * 3), one_q), [alone[0]] * 3, 1e-15)


def test_parameters_broadcast():
    value = kl_distributions(S.norm([0, 1, 2], 1), S.norm(0, [1, 2, 3]))
    plain = [kl_distributions(S.norm(m, 1), S.norm(0, s)) for m, s in ((0, 1), (1, 2), (2, 3))]
    np.testing.assert_array_equal(value, plain)
    table = kl_distributions(S.gamma([[1], [2]], scale=1.5), S.gamma([1, 2, 3]), base=2)
    assert table.shape == (2, 3)
    alone = kl_distributions(S.gamma(2, scale=1.5), S.gamma(3), base=2)
    # as in the test of every pair: BLAS sums the nodes of six rows in another order than of one
    assert table[1, 2] == pytest.approx(alone, rel=1e-15)
    assert kl_distributions(S.norm(np.ones((1, 1)), 1), S.norm()).shape == (1, 1)
    assert kl_distributions(S.norm(np.ones((0, 3)), 1), S.norm()).shape == (0, 3)
    assert type(kl_distributions(S.norm(np.array(1.0), 1), S.norm())) is float


@pytest.mark.parametrize(
    ("p", "q", "expected"),
    [
        (S.uniform([0, 0, 1], 1), S.uniform(0, [2, 0.5, 4]), [math.log(2), math.inf, math.log(4)]),
        (S.poisson([0, 1, 0]), S.bernoulli([0.5, 0.5, 1]), [math.log(2), math.inf, math.inf]),
        (S.bernoulli([0, 0.5, 1]), S.bernoulli([0.25, 1, 1]), [-math.log(0.75), math.inf, 0]),
        (S.binom([3, 3], [0.5, 1]), S.binom([2, 3], 0.5), [math.inf, 3 * math.log(2)]),
        (S.geom([0.5, 1]), S.geom(0.5, loc=[0.5, 0]), [math.inf, math.log(2)]),
        (S.norm([0, 1]), S.poisson(1), [math.inf, math.inf]),
        (S.poisson([1, 2]), S.norm(), [math.inf, math.inf]),
        (S.poisson([0, 1]), S.rv_discrete(values=([0, 1], [0.5, 0.5])), [math.log(2), math.inf]),
    ],
)
def test_supports_are_looked_at_row_by_row(p, q, expected):
    np.testing.assert_allclose(kl_distributions(p, q), expected, rtol=1e-15)


def test_normals_keep_their_digits_over_all_distances():
    means = [0, 1e-12, 1e-3, 3, 0.2, 0, 0, 0]
    sigmas = [1 + 2.0**-50, 1, 1.001, 0.2, 1.2, 1e-200, 1e200, 1e-310]
    others = [1, 1, 1, 1, 1, 1e150, 1e210, 1]
    with mp.workdps(60):
        rows = zip(means, sigmas, others, strict=True)
        expected = [float(textbook.normal(*map(mp.mpf, (m, s, 0, r)))) for m, s, r in rows]
    value = kl_distributions(S.norm(means, sigmas), S.norm(0, others))
    np.testing.assert_allclose(value, expected, rtol=3e-15)


def test_the_common_families_are_not_looped_over():
    vectorised = {(pair.p, pair.q) for pair in registered_pairs() if pair.vectorised}
    families = "norm lognorm expon gamma beta uniform laplace cauchy bernoulli binom geom poisson"
    assert vectorised >= {(name, name) for name in families.split()}


def test_a_form_of_ones_own_may_take_arrays(monkeypatch):
    monkeypatch.setattr(registry, "_PAIRS", dict(registry._PAIRS))
    seen = []

    class Wedge(S.rv_continuous):
        def _pdf(self, x):
            return 2 * x

    wedge = Wedge(a=0, b=1, name="wedge")

    @register_kl(wedge, S.uniform, vectorised=True)
    def _wedge_uniform(p, q):
        seen.append(len(p.loc))
        return np.log(2 * q.scale / p.scale) - 0.5

    value = kl_distributions(wedge(scale=[1, 1]), S.uniform(0, [1, 2]))
    np.testing.assert_allclose(value, [math.log(2) - 0.5, math.log(4) - 0.5])
    assert kl_distributions(wedge(), S.uniform()) == value[0]
    assert seen == [2, 1]

    @register_kl(S.uniform, wedge, vectorised=True)
    def _uniform_wedge(p, q):
        return np.log(p.scale / q.scale) * (np.inf - np.inf)

    with pytest.raises(ArithmeticError, match=r"uniform\(\) ‖ wedge.*leaves the range of floats"):
        kl_distributions(S.uniform([0, 0], 1), wedge(scale=2))
