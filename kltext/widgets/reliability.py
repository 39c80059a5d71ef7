"""The reliability explorer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from kltext import plots
from kltext.discrete import entropy, kl_divergence
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Real

#: An invented forecaster: what it says, how often it says so, how often the event then happens.
SAID = np.array([0.01, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99])
COUNT = np.array([120, 90, 70, 60, 60, 60, 80, 110, 150])
HITS = np.array([12, 15, 22, 23, 31, 38, 54, 91, 137])


class ReliabilityExplorer(Explorer, module="reliability"):
    """An invented, overconfident forecaster, and what a temperature repairs of it.

    Parameters
    ----------
    temperature : float
        What the logits of the forecasts are divided by, from 0.25 to 5.

    Attributes
    ----------
    reliability, resolution, uncertainty : float
        The parts of the log loss, in nats; the first is the expectation over forecasts of
        D(frequency ‖ forecast), which is under the first argument.
    log_loss : float
        ``reliability - resolution + uncertainty``.

    Raises
    ------
    traitlets.TraitError
        If the temperature is out of its range.

    Examples
    --------
    >>> explorer = ReliabilityExplorer()
    >>> before = explorer.reliability
    >>> explorer.temperature = 2
    >>> explorer.reliability < before / 10
    True
    """

    temperature = Real(1.0, low=0.25, high=5, step=0.05)
    reliability = readout()
    resolution = readout()
    uncertainty = readout()
    log_loss = readout()

    def forecasts(self) -> npt.NDArray[np.float64]:
        """Return the forecasts at the present temperature, shape (9,)."""
        scaled: npt.NDArray[np.float64] = expit(logit(SAID) / self.temperature)
        return scaled

    def _readouts(self) -> dict[str, float]:
        weight, seen = COUNT / COUNT.sum(), HITS / COUNT
        said = self.forecasts()
        base = HITS.sum() / COUNT.sum()
        observed = np.stack([seen, 1 - seen], -1)
        reliability = float(weight @ kl_divergence(observed, np.stack([said, 1 - said], -1)))
        resolution = float(weight @ kl_divergence(observed, np.array([base, 1 - base])))
        uncertainty = float(entropy([base, 1 - base]))
        return {
            "reliability": reliability,
            "resolution": resolution,
            "uncertainty": uncertainty,
            "log_loss": reliability - resolution + uncertainty,
        }

    def _draw(self) -> None:
        axes = plots.plot_reliability(self.forecasts(), HITS / COUNT, COUNT)
        for count in list(axes.texts):  # the points at both ends are too close for their numbers
            count.remove()
