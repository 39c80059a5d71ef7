"""The trust-region explorer."""

from __future__ import annotations

import math

from kltext import plots
from kltext.discrete import kl_divergence
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Probabilities, Real


class TrustRegionExplorer(Explorer, module="trust_region"):
    """Policies over three actions as a triangle, with the KL ball and the clip range of one.

    Parameters
    ----------
    old, new : list of 3 float
        The policy to start from and the one after the step; each sums to 1.
    delta : float
        Radius in nats of the ball D(old‖new) ≤ δ, from 0.001 to 0.5.
    epsilon : float
        Half-width of the clip range of the ratios new/old, from 0.01 to 0.9.

    Attributes
    ----------
    kl, kl_reverse : float
        D(old‖new) and D(new‖old) in nats; the expectation is under the first argument.
    smallest_ratio, largest_ratio : float
        Of new/old, over the actions that one of the two policies takes.
    clip_bound : float
        What D(old‖new) cannot exceed while every ratio is within 1 ± ε, in nats.

    Raises
    ------
    traitlets.TraitError
        If a policy is not a distribution over three actions, or a number is out of its range.

    Examples
    --------
    >>> explorer = TrustRegionExplorer()
    >>> round(explorer.kl, 4), round(explorer.largest_ratio, 4)
    (0.0253, 1.3333)
    >>> explorer.new = explorer.old
    >>> explorer.kl
    0.0
    """

    old = Probabilities([0.5, 0.3, 0.2])
    new = Probabilities([0.4, 0.4, 0.2])
    delta = Real(0.05, low=0.001, high=0.5, step=0.001)
    epsilon = Real(0.2, low=0.01, high=0.9, step=0.01)
    kl = readout()
    kl_reverse = readout()
    smallest_ratio = readout()
    largest_ratio = readout()
    clip_bound = readout()

    def _readouts(self) -> dict[str, float]:
        pairs = zip(self.new, self.old, strict=True)
        ratios = [b / a if a else math.inf for b, a in pairs if a or b]
        return {
            "kl": float(kl_divergence(self.old, self.new)),
            "kl_reverse": float(kl_divergence(self.new, self.old)),
            "smallest_ratio": min(ratios),
            "largest_ratio": max(ratios),
            "clip_bound": -math.log1p(-(self.epsilon**2)) / 2,
        }

    def _draw(self) -> None:
        if min(self.old) > 0:
            axes = plots.plot_trust_region(self.old, self.delta, self.epsilon)
            axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=3)
        else:
            plots.plot_distributions(list("123"), {"old": self.old, "new": self.new})
