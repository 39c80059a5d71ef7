"""Closed forms of the truncated normal distribution, with Q on the whole line or cut elsewhere."""

from __future__ import annotations

import numpy as np
from scipy import stats

from kltext.distributions.distribution import Distribution
from kltext.distributions.locscale import DERIVED
from kltext.distributions.rational import ratio_excess
from kltext.distributions.registry import register_kl
from kltext.distributions.supports import slack_of_bounds
from kltext.distributions.truncation import cut_normal, truncated_normal

_CUT = (
    r"\log\frac{{\sigma_2{z}}}{{\sigma_1Z_1}} + \frac{{v+(m-\mu_2)^2}}{{2\sigma_2^2}}"
    r" - \frac{{v+(m-\mu_1)^2}}{{2\sigma_1^2}},"
    r"\quad m, v = \mathrm{{mean}}, \mathrm{{variance\ of\ }} P"
)


@register_kl(
    stats.truncnorm,
    stats.norm,
    formula=_CUT.format(z=""),
    condition=r"$Z_1$ = probability between the bounds of P under $N(\mu_1, \sigma_1^2)$",
    source=DERIVED,
)
@register_kl(
    stats.truncnorm,
    stats.truncnorm,
    formula=_CUT.format(z="Z_2"),
    condition=r"bounds of P inside those of Q, else $\infty$;"
    r" $Z$ = probability between the bounds under $N(\mu, \sigma^2)$",
    source=DERIVED,
)
def _truncnorm(p: Distribution, q: Distribution) -> float:
    return cut_alike(p, q) + _outside(p, q)


def cut_alike(p: Distribution, q: Distribution) -> float:
    """Return the divergence of P from the normal that Q is made of, cut off where P is."""
    ratio, shift = p.scale / q.scale, (p.loc - q.loc) / q.scale
    slope = ratio_excess((p.scale, p.scale), (q.scale, q.scale))
    near = slope, shift * ratio
    return truncated_normal(p["a"], p["b"], *_seen_from(p, q), near)


def _seen_from(p: Distribution, q: Distribution) -> tuple[float, float]:
    """Return mean and standard deviation of the uncut Q in the units of P."""
    return (q.loc - p.loc) / p.scale, q.scale / p.scale


def _outside(p: Distribution, q: Distribution) -> float:
    """Return −log of the mass that Q gives to the bounds of P.

    All in the units of P, whose bounds may be many orders of magnitude closer together than Q is
    wide: differences of values of the normal distribution function would lose them.
    """
    normal = _seen_from(p, q)
    before, behind = (p.low - q.low) / p.scale, (q.high - p.high) / p.scale
    slack = slack_of_bounds(p, q) / p.scale
    pieces = [
        cut_normal(*ends, *normal).log_mass
        for gap, ends in (
            (before, (p["a"] - before, p["a"])),
            (behind, (p["b"], p["b"] + behind)),
        )
        if gap > slack
    ]
    inside = cut_normal(p["a"], p["b"], *normal).log_mass
    # log(1 + outside/inside), however small or large the mass outside is.
    return float(np.logaddexp.reduce([0.0, *(piece - inside for piece in pieces)]))
