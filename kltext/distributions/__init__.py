"""Divergences between the distributions of scipy.stats: closed forms, quadrature, sampling.

Importing this package fills the registry: each module of pairs adds its own.
"""

from kltext.distributions import (
    bounded_pairs,
    cross_pairs,
    cross_pairs_line,
    discrete_pairs,
    gamma_pairs,
    line_pairs,
    multivariate_pairs,
    normal_pairs,
)
from kltext.distributions.estimates import Estimate
from kltext.distributions.laws import Law
from kltext.distributions.registry import Pair, kl_distributions, register_kl, registered_pairs

__all__ = [
    "Estimate",
    "Law",
    "Pair",
    "bounded_pairs",
    "cross_pairs",
    "cross_pairs_line",
    "discrete_pairs",
    "gamma_pairs",
    "kl_distributions",
    "line_pairs",
    "multivariate_pairs",
    "normal_pairs",
    "register_kl",
    "registered_pairs",
]
