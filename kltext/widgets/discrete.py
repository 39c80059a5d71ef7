"""The discrete explorer."""

from __future__ import annotations

import math

from kltext import plots
from kltext.discrete import cross_entropy, entropy, kl_divergence
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.still_pictures import draw_infinite
from kltext.widgets.traits import Probabilities


class DiscreteExplorer(Explorer, module="discrete"):
    """Two distributions over four letters as bars to drag, and the terms of their divergence.

    Parameters
    ----------
    p, q : sequence of 4 floats
        Probabilities of the letters *a* to *d*.

    Attributes
    ----------
    kl, kl_reverse : float
        D(P‖Q) and D(Q‖P) in nats; the expectation is under the first argument. Infinite where
        the first sends a letter that the second rules out.
    entropy, cross_entropy : float
        The entropy of P, and the sum of it and of D(P‖Q), in nats.

    Raises
    ------
    traitlets.TraitError
        If `p` or `q` is not a distribution over four letters.

    Examples
    --------
    >>> explorer = DiscreteExplorer()
    >>> round(explorer.kl, 4), round(explorer.cross_entropy - explorer.entropy, 4)
    (0.1569, 0.1569)
    >>> explorer.q = [0, 0.5, 0.25, 0.25]
    >>> explorer.kl
    inf
    """

    p = Probabilities([0.4, 0.3, 0.2, 0.1])
    q = Probabilities([0.2, 0.4, 0.15, 0.25])
    kl = readout()
    kl_reverse = readout()
    entropy = readout()
    cross_entropy = readout()

    def _readouts(self) -> dict[str, float]:
        return {
            "kl": float(kl_divergence(self.p, self.q)),
            "kl_reverse": float(kl_divergence(self.q, self.p)),
            "entropy": float(entropy(self.p)),
            "cross_entropy": float(cross_entropy(self.p, self.q)),
        }

    def _draw(self) -> None:
        if math.isfinite(self.kl):
            plots.plot_discrete_explorer("abcd", self.p, self.q)
        else:
            draw_infinite("abcd", self.p, self.q)
