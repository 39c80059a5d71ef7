"""Closed forms of the truncated normal distribution, with Q on the whole line or cut elsewhere."""

from __future__ import annotations

import math

import numpy as np
from scipy import special, stats

from kltext.distributions.distribution import Distribution
from kltext.distributions.locscale import DERIVED
from kltext.distributions.rational import ratio_excess
from kltext.distributions.registry import register_kl
from kltext.distributions.truncation import truncated_normal

_CUT = (
    r"\log\frac{{\sigma_2{z}}}{{\sigma_1Z_1}} + \frac{{v+(m-\mu_2)^2}}{{2\sigma_2^2}}"
    r" - \frac{{v+(m-\mu_1)^2}}{{2\sigma_1^2}},"
    r"\quad m, v = \mathrm{{mean}}, \mathrm{{variance\ of\ }} P"
)


@register_kl(stats.truncnorm, stats.norm, formula=_CUT.format(z=""), source=DERIVED)
@register_kl(
    stats.truncnorm,
    stats.truncnorm,
    formula=_CUT.format(z="Z_2"),
    condition=r"bounds of P inside those of Q, else $\infty$",
    source=DERIVED,
)
def _truncnorm(p: Distribution, q: Distribution) -> float:
    return cut_alike(p, q) + _outside(p, q)


def cut_alike(p: Distribution, q: Distribution) -> float:
    """Return the divergence of P from the normal that Q is made of, cut off where P is."""
    ratio, shift = p.scale / q.scale, (p.loc - q.loc) / q.scale
    slope = ratio_excess((p.scale, p.scale), (q.scale, q.scale))
    near = slope, shift * ratio
    return truncated_normal(p["a"], p["b"], (q.loc - p.loc) / p.scale, 1 / ratio, near)


def _outside(p: Distribution, q: Distribution) -> float:
    """Return −log of the mass that Q gives to the bounds of P."""
    bounds = (p.low - q.loc) / q.scale, (p.high - q.loc) / q.scale
    low, high = (q["a"], q["b"]) if "a" in q.shapes else (-math.inf, math.inf)
    slack = 1e-14 * max(abs(end) for end in (*bounds, 1.0) if math.isfinite(end))
    below = _log_mass(low, bounds[0]) if bounds[0] - low > slack else -math.inf
    above = _log_mass(bounds[1], high) if high - bounds[1] > slack else -math.inf
    inside = _log_mass(*bounds)
    # log(1 + outside/inside), however small or large the mass outside is.
    return float(np.logaddexp(0.0, np.logaddexp(below, above) - inside))


def _log_mass(low: float, high: float) -> float:
    """Return the log of the mass of the standard normal distribution between two points."""
    if low > 0:
        low, high = -high, -low
    above, below = float(special.log_ndtr(high)), float(special.log_ndtr(low))
    return above + math.log1p(-math.exp(below - above)) if below > -math.inf else above
