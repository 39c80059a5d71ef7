"""Divergences from samples: log-densities at draws, counts, points, and critics.

One module for each kind of sample. It imports the arrays' modules and what is below them.
"""

from kltext.estimators.critics import kl_dv
from kltext.estimators.intervals import Interval, kl_interval
from kltext.estimators.montecarlo import kl_montecarlo
from kltext.estimators.neighbours import kl_knn
from kltext.estimators.plugin import kl_plugin

__all__ = ["Interval", "kl_dv", "kl_interval", "kl_knn", "kl_montecarlo", "kl_plugin"]
