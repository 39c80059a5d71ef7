"""The draws of the estimator explorer are normal, finite for every seed, and repeatable."""

from __future__ import annotations

import numpy as np
from scipy import stats

from kltext import widgets
from kltext.widgets.draws import normal_draws

LIMITS = widgets.EstimatorExplorer()._limits
SEEDS, MOST = range(int(LIMITS["seed"]["high"]) + 1), int(LIMITS["draws"]["high"])


def test_every_draw_that_the_explorer_can_show_is_finite_and_all_are_normal():
    draws = np.stack([normal_draws(seed, MOST) for seed in SEEDS])
    assert np.isfinite(draws).all()
    assert stats.kstest(draws.ravel(), "norm").pvalue > 1e-3
    # Neighbours, and the same place under neighbouring seeds, are uncorrelated.
    for one, two in ((draws[:, :-1], draws[:, 1:]), (draws[:-1], draws[1:])):
        assert abs(np.corrcoef(one.ravel(), two.ravel())[0, 1]) < 4 / np.sqrt(one.size)


def test_fewer_draws_are_the_first_of_more():
    assert normal_draws(3, 5).tolist() == normal_draws(3, 50)[:5].tolist()
    assert normal_draws(3, 5).tolist() != normal_draws(4, 5).tolist()


def test_the_exact_spreads_are_those_of_many_runs():
    explorer = widgets.EstimatorExplorer(mu=1, draws=200)
    runs = {"k1": [], "k2": [], "k3": []}
    for seed in SEEDS:
        explorer.seed = seed
        for name, found in runs.items():
            found.append(getattr(explorer, name) - explorer.truth)
    for name, found in runs.items():
        spread = getattr(explorer, f"{name}_spread")
        bias = explorer.k2_bias if name == "k2" else 0.0
        assert abs(np.mean(found) - bias) < 4 * spread / np.sqrt(len(found))
        assert np.std(found) / spread - 1 < 0.1
        assert spread / np.std(found) - 1 < 0.1
