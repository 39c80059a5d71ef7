"""The forecast explorer."""

from __future__ import annotations

import math

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt

from kltext import plots
from kltext.discrete import kl_divergence
from kltext.widgets.draws import uniform_draws
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Probabilities, Whole

KINDS = ("sun", "cloud", "rain")
Floats = npt.NDArray[np.float64]


class ForecastExplorer(Explorer, module="forecast"):
    """Days drawn from a climate P, and the mean extra surprise of a forecast Q on them.

    Parameters
    ----------
    p, q : sequence of 3 floats
        Probabilities of sun, cloud and rain: the climate, and the forecast.
    days : int
        How many days there have been, from 1 to 5000.
    seed : int
        Which days they are, from 0 to 999.

    Attributes
    ----------
    kl : float
        D(P‖Q) in nats, the expectation of a day's extra surprise log(p/q) under P.
    mean : float
        The mean extra surprise of these days.
    spread : float
        The exact standard deviation of a day's extra surprise; infinite where `kl` is.
    error : float
        The exact standard deviation of `mean`.

    Raises
    ------
    traitlets.TraitError
        If a parameter is out of its range, or not a distribution over three kinds of day.

    Examples
    --------
    >>> explorer = ForecastExplorer(days=5000)
    >>> round(explorer.kl, 4), abs(explorer.mean - explorer.kl) < 2 * explorer.error
    (0.0851, True)
    >>> explorer.q = [0.75, 0.25, 0]
    >>> explorer.kl, explorer.mean
    (inf, inf)
    """

    p = Probabilities([0.7, 0.2, 0.1])
    q = Probabilities([0.5, 0.3, 0.2])
    days = Whole(365, low=1, high=5000, step=1)
    seed = Whole(1, low=0, high=999, step=1)
    kl, mean, spread, error = readout(), readout(), readout(), readout()

    def _readouts(self) -> dict[str, float]:
        kl, extra = float(kl_divergence(self.p, self.q)), self._extra()
        spread = math.inf
        if math.isfinite(kl):
            likely = np.asarray(self.p) > 0
            spread = math.sqrt(np.asarray(self.p)[likely] @ (extra[likely] - kl) ** 2)
        days = int(self.days)
        counts = np.bincount(self._kinds(), minlength=len(KINDS))
        mean = math.fsum(counts[counts > 0] * extra[counts > 0]) / days
        return {"kl": kl, "mean": mean, "spread": spread, "error": spread / math.sqrt(days)}

    def _extra(self) -> Floats:
        """Return the extra surprise on each kind of day."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(np.equal(self.p, self.q), 0.0, np.log(self.p) - np.log(self.q))

    def _kinds(self) -> npt.NDArray[np.intp]:
        """Return the kind of each day."""
        kinds = np.searchsorted(
            np.cumsum(self.p), uniform_draws(int(self.seed), int(self.days)), "right"
        )
        return np.asarray(np.minimum(kinds, np.flatnonzero(self.p)[-1]))

    def _draw(self) -> None:
        _, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3.1), width_ratios=[1, 1.6])
        plots.plot_distributions(KINDS, {"$P$": self.p, "$Q$": self.q}, ax=left)
        days = np.arange(1, int(self.days) + 1)
        means = np.cumsum(self._extra()[self._kinds()]) / days
        if math.isfinite(self.kl):
            error = 2 * self.spread / np.sqrt(days)
            band = {"color": plots.STYLE["loss"], "alpha": 0.15, "linewidth": 0}
            right.fill_between(days, self.kl - error, self.kl + error, **band)
            label = r"$D_{\mathrm{KL}}(P\parallel Q)$"
            right.axhline(self.kl, color=plots.STYLE["loss"], linestyle="--", label=label)
        right.plot(days, means, color=plots.STYLE["p"], label="mean of these days")
        right.set(xlabel="days", ylabel="mean extra surprise (nats)", xscale="log")
        right.legend(loc="lower right")
