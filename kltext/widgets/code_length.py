"""The code-length explorer."""

from __future__ import annotations

import math

from kltext import plots
from kltext.discrete import cross_entropy, entropy, kl_divergence
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.still_pictures import draw_infinite
from kltext.widgets.traits import Probabilities


class CodeLengthExplorer(Explorer, module="code_length"):
    """Mean code lengths as areas: width P(x), height −log₂ P(x) or −log₂ Q(x).

    Parameters
    ----------
    p, q : sequence of 3 floats
        Probabilities of sun, cloud and rain: the climate, and the model a code was made for.

    Attributes
    ----------
    entropy_bits, cross_entropy_bits : float
        H(P) and H(P, Q), the mean lengths of a word in the code for P and in the code for Q.
    kl_bits : float
        D(P‖Q), their difference, in bits; infinite where P sends what Q rules out.

    Raises
    ------
    traitlets.TraitError
        If `p` or `q` is not a distribution over three outcomes.

    Examples
    --------
    >>> explorer = CodeLengthExplorer()
    >>> round(explorer.entropy_bits, 4), round(explorer.cross_entropy_bits, 4)
    (1.1568, 1.2796)
    >>> explorer.q = explorer.p
    >>> explorer.kl_bits
    0.0
    """

    p = Probabilities([0.7, 0.2, 0.1])
    q = Probabilities([0.5, 0.3, 0.2])
    entropy_bits = readout()
    cross_entropy_bits = readout()
    kl_bits = readout()

    def _readouts(self) -> dict[str, float]:
        return {
            "entropy_bits": float(entropy(self.p, base=2)),
            "cross_entropy_bits": float(cross_entropy(self.p, self.q, base=2)),
            "kl_bits": float(kl_divergence(self.p, self.q, base=2)),
        }

    def _draw(self) -> None:
        labels = ["sun", "cloud", "rain"]
        if math.isfinite(self.kl_bits):
            plots.plot_code_lengths(labels, self.p, self.q)
        else:
            draw_infinite(labels, self.p, self.q)
