"""Nearly identical distributions of the families for which textbook.py has no formula."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest
from scipy import stats

from kltext.distributions import kl_distributions
from tests.unit.distributions import textbook

S = stats
STEPS = (1e-4, 1e-7, 1e-10)


def shares(p, q):
    """Return the divergence of two lists of masses, divided by their sums."""
    p, q = ([mp.mpf(float(x)) for x in row] for row in (p, q))
    pairs = zip(p, q, strict=True)
    total_p, total_q = mp.fsum(p), mp.fsum(q)
    return mp.fsum(x * mp.log(x / y * total_q / total_p) for x, y in pairs) / total_p


def johnson(a1, b1, a2, b2):
    return textbook.normal(-a1 / b1, 1 / b1, -a2 / b2, 1 / b2)


FORMULAS = {
    "binom": (lambda p: S.binom(7, p), 0.3, lambda a, b: 7 * textbook.coin(a, b)),
    "nbinom": (lambda p: S.nbinom(2.5, p), 0.3, lambda a, b: 2.5 * textbook.coin(a, b) / a),
    "halfcauchy": (
        lambda s: S.halfcauchy(1, s),
        1.5,
        lambda a, b: mp.log((a + b) ** 2 / (4 * a * b)),
    ),
    "levy_l": (lambda s: S.levy_l(-1, s), 1.5, lambda a, b: (b / a - 1 - mp.log(b / a)) / 2),
    "weibull_max shape": (
        lambda c: S.weibull_max(c, 3, 2),
        1.7,
        lambda a, b: textbook.weibull(a, 2, b, 2),
    ),
    "weibull_max scale": (
        lambda s: S.weibull_max(1.5, 3, s),
        1.7,
        lambda a, b: textbook.weibull(mp.mpf(1.5), a, mp.mpf(1.5), b),
    ),
    "johnsonsb a": (
        lambda a: S.johnsonsb(a, 1.25, 1, 2),
        0.7,
        lambda a, b: johnson(a, mp.mpf(1.25), b, mp.mpf(1.25)),
    ),
    "johnsonsb b": (
        lambda b: S.johnsonsb(0.5, b, 1, 2),
        1.3,
        lambda a, b: johnson(mp.mpf(0.5), a, mp.mpf(0.5), b),
    ),
    "vonmises_line": (
        S.vonmises_line,
        2.0,
        lambda a, b: textbook.vonmises(a, 0, b, 0),
    ),
    "uniform": (lambda s: S.uniform(2, s), 1.5, lambda a, b: mp.log(b / a)),
    "loguniform": (
        lambda b: S.loguniform(1, b),
        3.0,
        lambda a, b: mp.log(mp.log(b) / mp.log(a)),
    ),
}


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("step", STEPS)
def test_nearly_identical_distributions_keep_their_digits(name, step) -> None:
    distribution, base, formula = FORMULAS[name]
    other = base * (1 + step)
    with mp.workdps(60):
        reference = float(formula(mp.mpf(base), mp.mpf(other)))
    assert kl_distributions(distribution(base), distribution(other)) == pytest.approx(
        reference, rel=1e-13, abs=0
    )


@pytest.mark.parametrize("step", STEPS)
def test_nearly_identical_tables_keep_their_digits(step) -> None:
    rng = np.random.default_rng(4)
    p = rng.dirichlet(np.ones(6))
    q = p * (1 + step * rng.uniform(-1, 1, 6))
    q /= q.sum()
    with mp.workdps(60):
        reference = float(shares(p, q))
    tables = (S.rv_discrete(values=(np.arange(6), x)) for x in (p, q))
    assert kl_distributions(*tables) == pytest.approx(reference, rel=1e-13, abs=0)


@pytest.mark.parametrize("step", STEPS)
def test_nearly_identical_multinomials_keep_their_digits(step) -> None:
    # Halves and eighths, so that the last share, which scipy makes of the others, is exact.
    p = np.array([1, 2, 4, 1]) / 8
    q = p + np.array([1, -1, 1, -1]) * 2.0 ** np.floor(np.log2(step)) / 8
    with mp.workdps(60):
        reference = 4 * float(shares(p, q))
    value = kl_distributions(S.multinomial(4, p), S.multinomial(4, q))
    assert value == pytest.approx(reference, rel=1e-13, abs=0)
