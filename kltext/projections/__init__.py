"""Fits of a simple family to a target, in both directions of the divergence.

`fits` is what readers call; `divergences`, `landscapes` and `search` find all local minima,
`bifurcations` where one appears or becomes the best, `basins` the one that a descent reaches. It
imports `kltext.distributions` and what is below.
"""

from kltext.projections.basins import minimum_downhill
from kltext.projections.bifurcations import Bifurcation, reverse_exchange, reverse_fold
from kltext.projections.divergences import kl_normal_mixture
from kltext.projections.fits import Fit, fit_alpha, fit_forward, fit_reverse
from kltext.projections.mean_field import fit_mean_field
from kltext.projections.mixtures import NormalMixture
from kltext.projections.paths import descent_path

__all__ = [
    "Bifurcation",
    "Fit",
    "NormalMixture",
    "descent_path",
    "fit_alpha",
    "fit_forward",
    "fit_mean_field",
    "fit_reverse",
    "kl_normal_mixture",
    "minimum_downhill",
    "reverse_exchange",
    "reverse_fold",
]
