"""Divergences between the distributions of scipy.stats: closed forms, quadrature, sampling.

`registry` finds the closed form of a pair; the modules called ``*_pairs`` hold them, and stand on
`bregman`, `moments` and `rational`, which avoid cancellation. `quadrature`, `summation` and
`sampling` serve where there is none. It imports the arrays' modules and what is below them.
"""

from kltext._estimate import Estimate
from kltext.distributions import (  # noqa: F401  importing a module of pairs registers them
    bounded_pairs,
    cross_pairs,
    cross_pairs_line,
    discrete_pairs,
    gamma_pairs,
    line_pairs,
    matrix_pairs,
    multivariate_pairs,
    normal_pairs,
    truncated_pairs,
)
from kltext.distributions.distribution import Distribution
from kltext.distributions.normal_mixtures import MixtureDivergence, kl_mixtures
from kltext.distributions.registry import Pair, kl_distributions, register_kl, registered_pairs

__all__ = [
    "Distribution",
    "Estimate",
    "MixtureDivergence",
    "Pair",
    "kl_distributions",
    "kl_mixtures",
    "register_kl",
    "registered_pairs",
]
