"""The estimator explorer."""

from __future__ import annotations

import math

import numpy as np

from kltext import plots
from kltext.estimators import kl_montecarlo
from kltext.kernels import exp_excess, g
from kltext.normal import kl_normal
from kltext.widgets.draws import normal_draws
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Real, Whole


class EstimatorExplorer(Explorer, module="estimator"):
    """Three estimators of D(P‖Q) as draws from P come in, for P = N(0, 1) and Q = N(mu, 1).

    Parameters
    ----------
    mu : float
        The mean of Q, from 0.05 to 2.
    draws : int
        How many draws from P have come in, from 2 to 2000.
    seed : int
        Which draws they are, from 0 to 999.

    Attributes
    ----------
    truth : float
        D(P‖Q), which is mu²/2, in nats; the expectation is under P.
    k1, k2, k3 : float
        The estimates of `kltext.kl_montecarlo` from these draws, in nats.
    k1_error, k2_error, k3_error : float
        Their standard errors, estimated from the same draws.
    k2_bias : float
        By how much ``k2`` is too large on average, mu⁴/8; the others are right on average.
    k1_spread, k2_spread, k3_spread : float
        The exact standard deviations of the estimates.

    Raises
    ------
    traitlets.TraitError
        If a parameter is out of its range, or not a whole number where it must be one.

    Examples
    --------
    >>> explorer = EstimatorExplorer(mu=1, draws=2000)
    >>> explorer.truth, round(explorer.k2_bias, 4)
    (0.5, 0.125)
    >>> abs(explorer.k1 - explorer.truth) < 4 * explorer.k1_spread
    True
    >>> explorer.mu = 1.2
    >>> explorer.k3_spread > explorer.k1_spread
    True
    """

    mu = Real(1.0, low=0.05, high=2, step=0.01)
    draws = Whole(100, low=2, high=2000, step=1)
    seed = Whole(1, low=0, high=999, step=1)
    truth = readout()
    k2_bias = readout()
    k1, k2, k3 = readout(), readout(), readout()
    k1_error, k2_error, k3_error = readout(), readout(), readout()
    k1_spread, k2_spread, k3_spread = readout(), readout(), readout()

    def _readouts(self) -> dict[str, float]:
        x, square = normal_draws(int(self.seed), int(self.draws)), self.mu**2
        values = {"truth": kl_normal(0, 1, self.mu, 1), "k2_bias": square**2 / 8}
        spreads = (self.mu, square / 2 * math.sqrt(2 + square), math.sqrt(exp_excess(square)))
        for name, spread in zip(("k1", "k2", "k3"), spreads, strict=True):
            found = kl_montecarlo(-(x**2) / 2, -((x - self.mu) ** 2) / 2, estimator=name)
            values |= {name: found.value, f"{name}_error": found.error}
            values[f"{name}_spread"] = spread / math.sqrt(self.draws)
        return values

    def _draw(self) -> None:
        sizes = np.arange(1, int(self.draws) + 1)
        x = normal_draws(int(self.seed), len(sizes))
        log_ratio = ((x - self.mu) ** 2 - x**2) / 2  # log p(x)/q(x)
        terms = {"$k_1$": log_ratio, "$k_2$": log_ratio**2 / 2, "$k_3$": g(1.0, np.exp(-log_ratio))}
        axes = plots.axes_or_new(None)
        for (name, term), role in zip(terms.items(), ("p", "q", "r"), strict=True):
            axes.plot(sizes, np.cumsum(term) / sizes, color=plots.STYLE[role], label=name)
        axes.axhline(self.truth, color=plots.STYLE["muted"], linestyle=":", label="truth")
        axes.set(xlabel="draws", ylabel="running estimate (nats)", xscale="log")
        axes.legend(ncols=4)
