"""The triangle explorer."""

from __future__ import annotations

from kltext import plots
from kltext.normal import kl_normal
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Real


class TriangleExplorer(Explorer, module="triangle"):
    """Three normals P, Q, R, and D(P‖R) beside D(P‖Q) + D(Q‖R).

    Parameters
    ----------
    mu_p, mu_q, mu_r : float
        Means, from -4 to 4.
    sigma_p, sigma_q, sigma_r : float
        Standard deviations, from 0.2 to 4.

    Attributes
    ----------
    direct : float
        D(P‖R) in nats; the expectation is under the first argument.
    first, second, detour : float
        D(P‖Q), D(Q‖R) and their sum. A metric would have no detour below ``direct``.

    Raises
    ------
    traitlets.TraitError
        If a parameter is out of its range.

    Examples
    --------
    >>> explorer = TriangleExplorer()
    >>> explorer.direct, explorer.detour
    (2.0, 1.0)
    >>> explorer.mu_q = -2
    >>> explorer.detour
    10.0
    """

    mu_p = Real(0.0, low=-4, high=4, step=0.05)
    sigma_p = Real(1.0, low=0.2, high=4, step=0.05)
    mu_q = Real(1.0, low=-4, high=4, step=0.05)
    sigma_q = Real(1.0, low=0.2, high=4, step=0.05)
    mu_r = Real(2.0, low=-4, high=4, step=0.05)
    sigma_r = Real(1.0, low=0.2, high=4, step=0.05)
    direct = readout()
    first = readout()
    second = readout()
    detour = readout()

    def _readouts(self) -> dict[str, float]:
        p, q = (self.mu_p, self.sigma_p), (self.mu_q, self.sigma_q)
        r = (self.mu_r, self.sigma_r)
        first, second = float(kl_normal(*p, *q)), float(kl_normal(*q, *r))
        direct = float(kl_normal(*p, *r))
        return {"direct": direct, "first": first, "second": second, "detour": first + second}

    def _draw(self) -> None:
        plots.plot_triangle(
            (self.mu_p, self.mu_q, self.mu_r), (self.sigma_p, self.sigma_q, self.sigma_r)
        )
