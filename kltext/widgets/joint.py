"""The joint explorer: mutual information."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt

from kltext import plots
from kltext.discrete import entropy
from kltext.joint import mutual_information
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Probabilities

CELLS = ("ill, +", "ill, −", "healthy, +", "healthy, −")


class JointExplorer(Explorer, module="joint"):
    """A test for a disease: the joint distribution, the product of its marginals, and I(X; Y).

    Parameters
    ----------
    p : sequence of 4 floats
        Joint probabilities of X (ill or healthy) and Y (the test says + or −): first those of the
        ill with + and −, then those of the healthy.

    Attributes
    ----------
    information : float
        I(X; Y), the divergence of the joint distribution from the product of its marginals, in
        nats; the expectation is under the joint distribution.
    entropy_x, entropy_y : float
        The entropies of the marginals, neither of which is below `information`.

    Raises
    ------
    traitlets.TraitError
        If `p` is not a distribution over four cells.

    Examples
    --------
    >>> explorer = JointExplorer()
    >>> round(explorer.information, 4), round(explorer.entropy_x, 4)
    (0.1133, 0.3251)
    >>> explorer.p = [0.25, 0.25, 0.25, 0.25]
    >>> explorer.information
    0.0
    """

    p = Probabilities([0.08, 0.02, 0.09, 0.81])
    information, entropy_x, entropy_y = readout(), readout(), readout()

    def _table(self) -> npt.NDArray[np.float64]:
        """Return the joint probabilities, with a row for the ill and one for the healthy."""
        return np.reshape(np.asarray(self.p, dtype=float), (2, 2))

    def _readouts(self) -> dict[str, float]:
        table = self._table()
        return {
            "information": float(mutual_information(table)),
            "entropy_x": float(entropy(table.sum(axis=1))),
            "entropy_y": float(entropy(table.sum(axis=0))),
        }

    def _draw(self) -> None:
        _, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3.1), width_ratios=[1.6, 1])
        table = self._table()
        across, up = table.sum(axis=1), table.sum(axis=0)
        product = np.outer(across, up).ravel()
        plots.plot_distributions(CELLS, {"$P_{XY}$": self.p, "$P_X P_Y$": product}, ax=left)
        left.set_title(f"$I(X; Y)$ = {self.information:.4f} nats", loc="left")
        starts = [0.0, across[0]]
        for start, width, row in zip(starts, across, table, strict=True):
            share = row[0] / width if width else 0.0
            look = {"color": plots.STYLE["p"], "edgecolor": "white", "align": "edge"}
            right.bar(start, share, width, **look)
        right.axhline(up[0], color=plots.STYLE["q"], linestyle="--", label="$P_Y(+)$")
        right.set(xlim=(0, 1), ylim=(0, 1), xlabel="ill, then healthy", ylabel="share that tests +")
        right.legend()
