"""The explorer of the road between the reverse and the forward fit."""

from __future__ import annotations

from functools import lru_cache

from kltext.projections import NormalMixture, fit_alpha, kl_normal_mixture
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.still_pictures import draw_fits, named_minima
from kltext.widgets.traits import Real


class AlphaExplorer(Explorer, module="alpha"):
    """The normal Q that minimises Minka's α-divergence from P = ½N(-d/2, 1) + ½N(d/2, 1).

    Parameters
    ----------
    alpha : float
        From 0, the reverse D(Q‖P), to 1, the forward D(P‖Q).
    separation : float
        Distance d of the two modes, from 0.5 to 9.

    Attributes
    ----------
    least : float
        The smallest α-divergence over all normal Q, in nats.
    mean, sigma : float
        Mean and standard deviation of the best Q; of two mirror images the left one.
    kl_forward, kl_reverse : float
        D(P‖Q) and D(Q‖P) of that Q, in nats; the expectation is under the first argument.

    Raises
    ------
    traitlets.TraitError
        If a parameter is out of its range.

    Examples
    --------
    >>> explorer = AlphaExplorer()
    >>> round(explorer.mean, 3), round(explorer.sigma, 3)
    (-2.984, 1.023)
    >>> explorer.alpha = 0.5
    >>> round(explorer.mean, 3), round(explorer.sigma, 3)
    (0.0, 3.05)
    """

    alpha = Real(0.0, low=0, high=1, step=0.01)
    separation = Real(6.0, low=0.5, high=9, step=0.05)
    least = readout()
    mean = readout()
    sigma = readout()
    kl_forward = readout()
    kl_reverse = readout()

    def _readouts(self) -> dict[str, float]:
        return _fitted(self.separation, self.alpha)

    def _draw(self) -> None:
        target = NormalMixture.pair(self.separation)
        draw_fits(target, named_minima("best Q", fit_alpha(target, self.alpha).minima))


@lru_cache(maxsize=256)
def _fitted(separation: float, alpha: float) -> dict[str, float]:
    target = NormalMixture.pair(separation)
    best = fit_alpha(target, alpha)
    kl = {
        f"kl_{name}": kl_normal_mixture(target, best.mean, best.sigma, direction=name)
        for name in ("forward", "reverse")
    }
    return {"least": best.kl, "mean": best.mean, "sigma": best.sigma, **kl}
