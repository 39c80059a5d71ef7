"""The Gaussian explorer."""

from __future__ import annotations

from kltext import plots
from kltext.normal import kl_normal
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Real


class GaussianExplorer(Explorer, module="gaussian"):
    """Two normals, the integrand p log(p/q) filled, and its signed area.

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

    Raises
    ------
    traitlets.TraitError
        If a parameter is out of its range.

    Examples
    --------
    >>> explorer = GaussianExplorer()
    >>> round(explorer.kl, 4)
    0.3499
    >>> explorer.mu_q = 0
    >>> round(explorer.kl, 4)
    0.1277
    """

    mu_p = Real(0.0, low=-4, high=4, step=0.05)
    sigma_p = Real(1.0, low=0.2, high=4, step=0.05)
    mu_q = Real(1.0, low=-4, high=4, step=0.05)
    sigma_q = Real(1.5, low=0.2, high=4, step=0.05)
    kl = readout()
    kl_reverse = readout()

    def _readouts(self) -> dict[str, float]:
        p, q = (self.mu_p, self.sigma_p), (self.mu_q, self.sigma_q)
        return {"kl": float(kl_normal(*p, *q)), "kl_reverse": float(kl_normal(*q, *p))}

    def _draw(self) -> None:
        plots.plot_gaussian_explorer(self.mu_p, self.sigma_p, self.mu_q, self.sigma_q)
