r"""kltext: Kullback-Leibler divergences to the last digit, for reading, teaching and use.

``kl_divergence(p, q)`` is :math:`D(P\|Q) = E_P[\log p/q]`: the expectation is under the first
argument. Values are in nats unless `base` says otherwise.

======================  ==========================================================
symbol                  meaning
======================  ==========================================================
P, Q                    two distributions, the first and the second argument
p, q                    their probabilities or densities; arrays along `axis`
D(P‖Q)                  the divergence; forward, or inclusive, with the target first
H(P), H(P, Q)           entropy and cross-entropy; D(P‖Q) = H(P, Q) - H(P)
mean, sigma             mean and standard deviation (never the variance); cov for matrices
…_p, …_q                what belongs to P, and what to Q: ``mean_p``, ``logits_q``, ``draws_p``
alpha                   the order of a Rényi divergence
g(x, y)                 x log(x/y) - x + y, one term of a discrete divergence
phi(t)                  t - log(1 + t), what normal and gamma families reduce to
======================  ==========================================================
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kltext import kernels
from kltext.discrete import (
    cross_entropy,
    entropy,
    js_distance,
    js_divergence,
    kl_divergence,
    kl_terms,
    renyi_divergence,
)
from kltext.joint import mutual_information
from kltext.logits import kl_logits
from kltext.normal import kl_mvnormal, kl_normal

if TYPE_CHECKING:
    from kltext._estimate import Estimate
    from kltext.distributions import kl_distributions, kl_mixtures, register_kl
    from kltext.estimators import (
        Interval,
        kl_dv,
        kl_interval,
        kl_knn,
        kl_montecarlo,
        kl_plugin,
    )
    from kltext.projections import fit_forward, fit_reverse

# These, or some of them, stand on scipy.stats, which takes longer to load than all the rest; they
# load when used.
_LATER = {
    "Estimate": "kltext._estimate",
    "Interval": "kltext.estimators",
    "fit_forward": "kltext.projections",
    "fit_reverse": "kltext.projections",
    "kl_distributions": "kltext.distributions",
    "kl_dv": "kltext.estimators",
    "kl_interval": "kltext.estimators",
    "kl_knn": "kltext.estimators",
    "kl_mixtures": "kltext.distributions",
    "kl_montecarlo": "kltext.estimators",
    "kl_plugin": "kltext.estimators",
    "register_kl": "kltext.distributions",
}

__all__ = [
    "Estimate",
    "Interval",
    "cross_entropy",
    "entropy",
    "fit_forward",
    "fit_reverse",
    "js_distance",
    "js_divergence",
    "kernels",
    "kl_distributions",
    "kl_divergence",
    "kl_dv",
    "kl_interval",
    "kl_knn",
    "kl_logits",
    "kl_mixtures",
    "kl_montecarlo",
    "kl_mvnormal",
    "kl_normal",
    "kl_plugin",
    "kl_terms",
    "mutual_information",
    "register_kl",
    "renyi_divergence",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'kltext' has no attribute {name!r}; see kltext.__all__")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
