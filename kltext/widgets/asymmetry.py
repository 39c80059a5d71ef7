"""The asymmetry explorer."""

from __future__ import annotations

from kltext import plots
from kltext.normal import kl_normal
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Real


class AsymmetryExplorer(Explorer, module="asymmetry"):
    """Two normals, and the integrands of both directions side by side on one scale.

    Parameters
    ----------
    mu_p, mu_q : float
        Means, from -4 to 4.
    sigma_p, sigma_q : float
        Standard deviations, from 0.2 to 4.

    Attributes
    ----------
    kl, kl_reverse : float
        D(P‖Q) and D(Q‖P) in nats; the expectation is under the first argument.
    difference : float
        D(Q‖P) - D(P‖Q): positive where Q is the wider one, 0 for equal widths.

    Raises
    ------
    traitlets.TraitError
        If a parameter is out of its range.

    Examples
    --------
    >>> explorer = AsymmetryExplorer()
    >>> round(explorer.kl, 4), round(explorer.kl_reverse, 4), round(explorer.difference, 4)
    (0.8181, 2.8069, 1.9887)
    >>> explorer.sigma_q = 1
    >>> explorer.difference
    0.0
    """

    mu_p = Real(0.0, low=-4, high=4, step=0.05)
    sigma_p = Real(1.0, low=0.2, high=4, step=0.05)
    mu_q = Real(2.0, low=-4, high=4, step=0.05)
    sigma_q = Real(2.0, low=0.2, high=4, step=0.05)
    kl = readout()
    kl_reverse = readout()
    difference = readout()

    def _readouts(self) -> dict[str, float]:
        p, q = (self.mu_p, self.sigma_p), (self.mu_q, self.sigma_q)
        kl, kl_reverse = float(kl_normal(*p, *q)), float(kl_normal(*q, *p))
        return {"kl": kl, "kl_reverse": kl_reverse, "difference": kl_reverse - kl}

    def _draw(self) -> None:
        plots.plot_asymmetry(self.mu_p, self.sigma_p, self.mu_q, self.sigma_q)
