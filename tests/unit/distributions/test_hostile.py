"""Silly and hostile input gets a clear answer: an error that says what to do, or infinity."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from kltext.distributions import kl_distributions
from tests.unit.sentences import is_one_sentence

S = stats
N = S.norm(0, 1)
RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: kl_distributions(S.norm, N), TypeError, r"P = scipy.stats.norm has no parameters"),
        (
            lambda: kl_distributions(N, S.gamma),
            TypeError,
            "Q = scipy.stats.gamma has no parameters",
        ),
        (lambda: kl_distributions(S.dirichlet, N), TypeError, "has no parameters yet"),
        (lambda: kl_distributions([0.5, 0.5], N), TypeError, "use kl_divergence"),
        (
            lambda: kl_distributions(N, None),
            TypeError,
            "Q = None is no distribution; pass a frozen",
        ),
        (
            lambda: kl_distributions("norm", N),
            TypeError,
            "P = .*norm.* is no distribution; pass a frozen",
        ),
        (
            lambda: kl_distributions(S.norm(0, -1), N),
            ValueError,
            "P = norm.*has an invalid parameter",
        ),
        (lambda: kl_distributions(N, S.gamma(-2)), ValueError, "Q = gamma.*invalid"),
        (lambda: kl_distributions(S.bernoulli(1.5), S.bernoulli(0.5)), ValueError, "invalid"),
        (lambda: kl_distributions(S.binom(2.5, 0.5), S.binom(2, 0.5)), ValueError, "invalid"),
        (lambda: kl_distributions(S.norm(math.nan, 1), N), ValueError, "loc = nan.*finite"),
        (lambda: kl_distributions(N, S.norm(0, math.inf)), ValueError, "scale = inf.*finite"),
        (lambda: kl_distributions(S.gamma(math.inf), S.gamma(1)), ValueError, "a = inf.*finite"),
        (
            lambda: kl_distributions(S.norm([0, 1], 1), N, method="quad"),
            TypeError,
            "method='quad' takes one pair at a time",
        ),
        (
            lambda: kl_distributions(N, S.norm([0, 1], 1), method="mc", rng=RNG),
            TypeError,
            "method='mc' takes one pair at a time",
        ),
        (
            lambda: kl_distributions(S.norm([0, math.nan], 1), N),
            ValueError,
            r"P = norm has loc\[1\] = nan; .*finite",
        ),
        (
            lambda: kl_distributions(N, S.norm(0, [[1], [-1]])),
            ValueError,
            r"Q = norm\(.*scale=-1\) at \[1, 0\].*invalid",
        ),
        (
            lambda: kl_distributions(N, S.gamma([1, -1])),
            ValueError,
            r"Q = gamma\(a=-1\) at \[1\].*invalid",
        ),
        (
            lambda: kl_distributions(S.norm([0, 1], 1), S.norm([0, 1, 2], 1)),
            ValueError,
            r"shapes \(2,\), \(3,\), which do not broadcast",
        ),
        (
            lambda: kl_distributions(S.norm([0, 1], [[1], [1, 2]]), N),
            ValueError,
            "P has a parameter that is ragged",
        ),
        (
            lambda: kl_distributions(S.gamma([1, 2], [0, 1]), S.gamma(3)),
            NotImplementedError,
            "needs equal loc",
        ),
        (lambda: kl_distributions(S.norm(1j, 1), N), TypeError, "real numbers"),
        (lambda: kl_distributions(N, N, method="quadrature"), ValueError, "method = .* is unknown"),
        (lambda: kl_distributions(N, N, method=None), ValueError, "method = .* is unknown"),
        (
            lambda: kl_distributions(N, N, method="mc"),
            TypeError,
            "no numpy Generator, which method='mc' needs",
        ),
        (
            lambda: kl_distributions(N, N, method="mc", rng=0),
            TypeError,
            "no numpy Generator, which method='mc' needs",
        ),
        (lambda: kl_distributions(N, N, rng=RNG), TypeError, "draws nothing"),
        (lambda: kl_distributions(N, N, method="quad", rng=RNG), TypeError, "draws nothing"),
        (lambda: kl_distributions(N, N, base=1), ValueError, "base"),
        (lambda: kl_distributions(N, N, base=-2), ValueError, "base"),
        (lambda: kl_distributions(N, N, base="e"), TypeError, "base"),
        (
            lambda: kl_distributions(N, S.multivariate_normal([0, 0])),
            TypeError,
            "P = norm and Q = multivariate_normal are on spaces of different kinds",
        ),
        (
            lambda: kl_distributions(S.dirichlet([1, 2]), S.dirichlet([1, 2, 3])),
            ValueError,
            "P = dirichlet has dimension 2 and Q = dirichlet has dimension 3",
        ),
        (lambda: kl_distributions(S.vonmises(1), N), TypeError, "circle"),
        (lambda: kl_distributions(N, S.vonmises(1)), TypeError, "vonmises_line"),
        (
            lambda: kl_distributions(S.vonmises(1), S.vonmises(1, scale=2)),
            ValueError,
            "set the period",
        ),
    ],
)
def test_an_error_says_what_to_do(call, error, words) -> None:
    with pytest.raises(error, match=words) as caught:
        call()
    assert is_one_sentence(str(caught.value))


def test_positional_options_are_refused() -> None:
    with pytest.raises(TypeError):
        kl_distributions(N, N, "quad")  # type: ignore[misc]


@pytest.mark.parametrize(
    ("p", "q"),
    [
        # bounds
        (S.uniform(0, 1), S.uniform(0, 1 - 1e-15)),
        (S.uniform(0, 1), S.uniform(1e-300, 1)),
        (S.expon(-1e-300), S.expon()),
        (S.pareto(2, scale=1), S.pareto(2, scale=1 + 1e-15)),
        (S.norm(), S.truncnorm(-9, 9)),
        (S.gumbel_r(), S.halfcauchy()),
        (S.vonmises_line(1, 0.5), S.vonmises_line(1)),
        # atoms
        (S.poisson(1e-300), S.bernoulli(0.5)),
        (S.binom(3, 0.5), S.binom(2, 0.5)),
        (S.bernoulli(0.5), S.bernoulli(1)),
        (S.bernoulli(0), S.bernoulli(1)),
        (S.geom(0.5), S.geom(0.5, loc=1)),
        (S.poisson(3), S.poisson(3, loc=0.5)),
        (S.poisson(3), S.randint(0, 1000)),
        (S.dlaplace(1), S.poisson(3)),
        (S.rv_discrete(values=([1, 2], [0.5, 0.5])), S.rv_discrete(values=([1, 3], [0.5, 0.5]))),
        (S.rv_discrete(values=([1, 2], [0.5, 0.5])), S.rv_discrete(values=([1, 2], [1, 0]))),
        (S.poisson(2), S.rv_discrete(values=([0, 1], [0.5, 0.5]))),
        # an atom has no mass under a density, and a density none on atoms
        (S.poisson(3), N),
        (N, S.poisson(3)),
        (S.multinomial(2, [0.5, 0.5]), S.dirichlet([1, 1])),
        (S.dirichlet([1, 1]), S.multivariate_normal([0, 0])),
        # moments
        (S.t(2), N),
        (S.t(0.5), N),
        (S.pareto(2), N),
        (S.pareto(1), S.expon()),
        (S.pareto(1), S.gamma(2)),
        (S.pareto(1), S.laplace()),
        (S.gengamma(1, -3), S.gengamma(1, 4)),
    ],
)
def test_infinite_is_infinite(p, q) -> None:
    assert kl_distributions(p, q) == math.inf


@pytest.mark.parametrize(
    ("p", "q", "value"),
    [
        # A distribution on one point: −log of what Q gives it.
        (S.bernoulli(0), S.bernoulli(0.25), -math.log(0.75)),
        (S.binom(3, 0), S.poisson(2), 2.0),
        (S.binom(3, 1), S.binom(5, 0.5), -math.log(10 / 32)),
        (S.poisson(0), S.binom(3, 0.5), 3 * math.log(2)),
        (S.poisson(0, loc=2), S.geom(0.5), 2 * math.log(2)),
        (S.randint(4, 5), S.randint(0, 10), math.log(10)),
        (S.nbinom(3, 1), S.poisson(1), 1.0),
        (S.geom(1), S.geom(0.25), math.log(4)),
        (
            S.rv_discrete(values=([2], [1])),
            S.rv_discrete(values=([2, 3], [0.25, 0.75])),
            math.log(4),
        ),
        # The bounds of Q may be atoms of P, and loc may shift the lattice by whole steps.
        (S.geom(0.5, loc=-1), S.geom(0.25, loc=-1), None),
        (S.uniform(0, 1), S.uniform(0, 1), 0.0),
        (S.binom(0, 0.5), S.binom(0, 0.9), 0.0),
        # Bounds of truncated normals that were meant to be equal.
        (
            S.truncnorm((0.1 - 0.7) / 0.3, (0.9 - 0.7) / 0.3, 0.7, 0.3),
            S.truncnorm((0.1 - 0.2) / 0.6, (0.9 - 0.2) / 0.6, 0.2, 0.6),
            None,
        ),
    ],
)
def test_the_edge_of_support(p, q, value) -> None:
    result = kl_distributions(p, q)
    assert math.isfinite(result)
    if value is not None:
        assert result == pytest.approx(value, rel=1e-14)


def test_results_are_builtin_floats() -> None:
    for q in (S.norm(1, 2), S.norm(0, 1), S.expon()):
        assert type(kl_distributions(N, q)) is float
    estimate = kl_distributions(N, S.t(3), method="quad")
    assert type(estimate.value) is type(estimate.error) is float
    estimate = kl_distributions(S.poisson(2), S.geom(0.5, loc=-1), method="quad")
    assert type(estimate.value) is type(estimate.error) is float


def test_arguments_are_left_alone() -> None:
    alpha = np.array([1.0, 2.0])
    kl_distributions(S.dirichlet(alpha), S.dirichlet([2, 2]))
    assert alpha.tolist() == [1, 2]
