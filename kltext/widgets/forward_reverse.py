"""The explorer of the forward and the reverse fit."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from kltext import plots
from kltext.projections import (
    NormalMixture,
    fit_forward,
    fit_reverse,
    kl_normal_mixture,
    minimum_downhill,
)
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Real, Switch


class ForwardReverseExplorer(Explorer, module="forward_reverse"):
    """One normal Q for a target P with two modes, ½N(-d/2, 1) + ½N(d/2, 1), in both directions.

    Two rows judge the same Q, one by D(P‖Q) and one by D(Q‖P); the expectation is under the
    first argument. Let go, Q moves down the natural gradient in each row: to the one minimum of
    D(P‖Q), and to the minimum of D(Q‖P) in whose basin it was.

    Parameters
    ----------
    separation : float
        Distance d of the two modes, from 0.5 to 9.
    mean, sigma : float
        Mean of Q, from -6 to 6, and its standard deviation, from 0.5 to 5, before it is let go.
    released : bool
        Whether Q is let go.

    Attributes
    ----------
    least_forward, least_reverse : float
        The smallest D(P‖Q) and the smallest D(Q‖P) over all normal Q, in nats.
    kl_forward, kl_reverse : float
        D(P‖Q) of the Q in the forward row and D(Q‖P) of the Q in the reverse row, in nats.
    forward_mean, forward_sigma, reverse_mean, reverse_sigma : float
        Mean and standard deviation of the Q in each row: `mean` and `sigma` until Q is let go.

    Raises
    ------
    traitlets.TraitError
        If a parameter is out of its range.

    Examples
    --------
    >>> explorer = ForwardReverseExplorer()
    >>> round(explorer.least_forward, 4), round(explorer.least_reverse, 4)
    (0.462, 0.6888)
    >>> explorer.released = True
    >>> round(explorer.forward_sigma, 3), round(explorer.reverse_mean, 3)
    (3.162, 2.984)
    """

    separation = Real(6.0, low=0.5, high=9, step=0.05)
    mean = Real(1.5, low=-6, high=6, step=0.05)
    sigma = Real(1.5, low=0.5, high=5, step=0.05)
    released = Switch(False)
    least_forward = readout()
    least_reverse = readout()
    kl_forward = readout()
    kl_reverse = readout()
    forward_mean = readout()
    forward_sigma = readout()
    reverse_mean = readout()
    reverse_sigma = readout()

    def _readouts(self) -> dict[str, float]:
        return _judged(self.separation, self.mean, self.sigma, self.released)

    def _draw(self) -> None:
        target = NormalMixture.pair(self.separation)
        x = np.linspace(-9, 9, 433)
        plots.plot_both_costs(
            x,
            target.logpdf(x),
            (self.forward_mean, self.forward_sigma, self.kl_forward),
            (self.reverse_mean, self.reverse_sigma, self.kl_reverse),
            forward_minima=[(0.0, self.least_forward)],
            reverse_minima=[(fit.mean, fit.kl) for fit in fit_reverse(target).minima],
        )


@lru_cache(maxsize=256)
def _judged(separation: float, mean: float, sigma: float, released: bool) -> dict[str, float]:
    target = NormalMixture.pair(separation)
    best = {"forward": fit_forward(target), "reverse": fit_reverse(target)}
    bells = dict.fromkeys(best, (mean, sigma))
    if released:
        found = minimum_downhill(target, (mean, sigma))
        bells = {
            "forward": (best["forward"].mean, best["forward"].sigma),
            "reverse": (found.mean, found.sigma),
        }
    values: dict[str, float] = {f"least_{name}": fit.kl for name, fit in best.items()}
    for name, bell in bells.items():
        values[f"kl_{name}"] = kl_normal_mixture(target, *bell, direction=name)
        values[f"{name}_mean"], values[f"{name}_sigma"] = bell
    return values
