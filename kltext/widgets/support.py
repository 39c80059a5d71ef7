"""The support explorer."""

from __future__ import annotations

import math
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.special import ndtr

from kltext import plots
from kltext.discrete import kl_divergence
from kltext.distributions import kl_distributions
from kltext.normal import kl_normal
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Choice, Real, Whole

P = (1.0, 1.0)
# Bins have equal widths on [-REACH, REACH]; the two outer ones go on without end.
REACH, BINS = 4, (32, 16, 8, 4, 2, 1)
Floats = npt.NDArray[np.float64]


class SupportExplorer(Explorer, module="support"):
    """Two normals: one may be cut off above an edge, and the line may be put into bins.

    P is N(1, 1).

    Parameters
    ----------
    mu_q, sigma_q : float
        Mean, from -2 to 2, and standard deviation, from 0.5 to 2, of Q.
    cut : {"none", "P", "Q"}
        Which of the two is cut off.
    edge : float
        Above which value, from 0 to 4.
    merges : int
        0 for no bins, 1 for 32 bins, and for each more half as many bins, down to one.

    Attributes
    ----------
    kl, kl_reverse : float
        D(P‖Q) and D(Q‖P) of the densities in nats; the expectation is under the first argument.
        Infinite where the second is cut off and the first is not.
    kl_bins, kl_bins_reverse : float
        The same of the probabilities of the bins, never larger; of the densities, without bins.

    Raises
    ------
    traitlets.TraitError
        If a parameter is out of its range.

    Examples
    --------
    >>> explorer = SupportExplorer()
    >>> explorer.kl, round(explorer.kl_reverse, 4)
    (inf, 0.5239)
    >>> explorer.merges = 4
    >>> round(explorer.kl_bins, 4)
    0.4185
    """

    mu_q = Real(0.0, low=-2, high=2, step=0.05)
    sigma_q = Real(1.0, low=0.5, high=2, step=0.05)
    cut = Choice("Q", ["none", "P", "Q"])
    edge = Real(2.5, low=0, high=4, step=0.05)
    merges = Whole(0, low=0, high=6, step=1)
    kl, kl_reverse = readout(), readout()
    kl_bins, kl_bins_reverse = readout(), readout()

    def _readouts(self) -> dict[str, float]:
        there, back = self._by_bins()
        k = int(self.merges)
        values = {"kl": there[0], "kl_reverse": back[0]}
        return values | {"kl_bins": there[k], "kl_bins_reverse": back[k]}

    def _normals(self) -> dict[str, tuple[float, float, float]]:
        """Return mean, standard deviation and end of P and Q."""
        q = float(self.mu_q), float(self.sigma_q)
        return {
            name: (*normal, float(self.edge) if self.cut == name else math.inf)
            for name, normal in {"P": P, "Q": q}.items()
        }

    def _by_bins(self) -> tuple[list[float], list[float]]:
        """Return both directions, without bins, with 32, and so on, down to one."""
        p, q = self._normals().values()
        pairs = [(masses(*p, bins), masses(*q, bins)) for bins in BINS]
        there, back = _kl(p, q), _kl(q, p)
        return (
            [there, *(float(kl_divergence(one, two)) for one, two in pairs)],
            [back, *(float(kl_divergence(two, one)) for one, two in pairs)],
        )

    def _draw(self) -> None:
        _, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3.1), width_ratios=[1.4, 1])
        x = np.linspace(-6, 6, 481)
        normals = self._normals()
        curves = {f"${name}$": _cut(*one).pdf(x) for name, one in normals.items()}
        plots.plot_densities(x, curves, ax=left)
        k = int(self.merges)
        if k:
            ends = np.linspace(-REACH, REACH, BINS[k - 1] + 1)
            ends[[0, -1]] = -6, 6
            for one, role in zip(normals.values(), "pq", strict=True):
                heights = masses(*one, BINS[k - 1]) / np.diff(ends)
                left.stairs(heights, ends, fill=True, color=plots.STYLE[role], alpha=0.3)
        left.set_title("" if self.cut == "none" else f"{self.cut} is cut off", loc="left")
        labels = ["none", *map(str, BINS)]
        looks = (r"D(P\parallel Q)", "p", "o-"), (r"D(Q\parallel P)", "q", "s--")
        for values, (name, role, look) in zip(self._by_bins(), looks, strict=True):
            colour = plots.STYLE[role]
            right.plot(labels, values, look, color=colour, label=f"${name}$")
            for place in np.flatnonzero(np.isinf(values)):
                where = {"xycoords": ("data", "axes fraction"), "ha": "center", "fontsize": 13}
                right.annotate(r"$\infty$", (labels[place], 0.74), color=colour, **where)
        right.axvline(labels[k], color=plots.STYLE["muted"], linestyle=":")
        right.set(xlabel="bins", ylabel="nats", ylim=(0, 1.5 * max(right.dataLim.ymax, 0.1)))
        right.legend(loc="upper right")


def masses(mean: float, sigma: float, end: float, bins: int) -> Floats:
    """Return the probabilities of so many bins under a normal that is cut off above `end`."""
    inner = np.linspace(-REACH, REACH, bins + 1)[1:-1]
    z = (np.minimum([-np.inf, *inner, np.inf], end) - mean) / sigma
    above = -np.diff(ndtr(-z))  # does not cancel in the upper tail
    return np.where(z[:-1] > 0, above, np.diff(ndtr(z))) / ndtr((end - mean) / sigma)


def _cut(mean: float, sigma: float, end: float) -> Any:
    return stats.truncnorm(-np.inf, (end - mean) / sigma, mean, sigma)


def _kl(one: tuple[float, float, float], two: tuple[float, float, float]) -> float:
    """Return the divergence of two normals of which one at most is cut off."""
    if math.isfinite(two[2]):
        return math.inf
    if math.isfinite(one[2]):
        return float(kl_distributions(_cut(*one), stats.norm(*two[:2])))
    return float(kl_normal(*one[:2], *two[:2]))
