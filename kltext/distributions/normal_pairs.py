"""Closed forms of the normal distribution and of what it turns into under a change of variable."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import stats

from kltext._normals import normal_divergence
from kltext.distributions import array_ratios
from kltext.distributions.batches import Array, Batch
from kltext.distributions.distribution import Distribution
from kltext.distributions.locscale import (
    DERIVED,
    TFP,
    TORCH_TFP,
    require_same_loc,
    require_same_scale,
)
from kltext.distributions.rational import difference, log_ratio
from kltext.distributions.registry import register_kl
from kltext.kernels import exp_excess

_NORMAL = r"\frac12\Bigl[\Bigl(\frac{{{m}_1-{m}_2}}{{{s}_2}}\Bigr)^2 + \frac{{{s}_1^2}}{{{s}_2^2}} - 1 - \log\frac{{{s}_1^2}}{{{s}_2^2}}\Bigr]"  # noqa: E501


def normal(shift: float, log_sigmas: float) -> float:
    """Return the divergence of normals from (μ1 − μ2)/σ2 and log(σ1/σ2)."""
    return 0.5 * (shift * shift + float(exp_excess(2 * log_sigmas)))


@register_kl(
    stats.norm,
    stats.norm,
    formula=_NORMAL.format(m=r"\mu", s=r"\sigma"),
    source=TORCH_TFP,
    vectorised=True,
)
def _norm(p: Batch, q: Batch) -> Array:
    return normal_divergence(p.loc, p.scale, q.loc, q.scale)


@register_kl(
    stats.lognorm,
    stats.lognorm,
    formula=_NORMAL.format(m=r"\mu", s="s") + r",\quad \mu = \log\mathrm{scale}",
    condition="equal loc",
    source=TFP,
    vectorised=True,
)
def _lognorm(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    apart = array_ratios.log_ratio(p.scale, q.scale)
    return normal_divergence(apart, p["s"], np.zeros_like(apart), q["s"])


def _johnson(p: Distribution, q: Distribution) -> float:
    """Return the divergence of the normals N(−a/b, 1/b²) that a Johnson distribution is made of."""
    require_same_loc(p, q)
    require_same_scale(p, q)
    # b2 (a2/b2 − a1/b1), without its cancellation
    shift = difference((q["a"], p["b"]), (-p["a"], q["b"])) / p["b"]
    return normal(shift, log_ratio((q["b"],), (p["b"],)))


for _dist, _words in ((stats.johnsonsu, ""), (stats.johnsonsb, " (a logit-normal distribution)")):
    register_kl(
        _dist,
        _dist,
        formula=_NORMAL.format(m=r"\mu", s=r"\sigma")
        + r",\quad \mu = -\frac ab,\ \sigma = \frac1b",
        condition=f"equal loc and scale{_words}",
        source=DERIVED,
    )(_johnson)


def _chi_like(dist: Any, degrees: int, source: str) -> None:
    """Register a distribution of the norm of `degrees` independent centred normals."""

    def norm_of_normals(p: Batch, q: Batch) -> Array:
        require_same_loc(p, q)
        return degrees / 2 * array_ratios.phi_of_power(2, p.scale, q.scale)

    register_kl(
        dist,
        dist,
        formula=("" if degrees == 2 else rf"\frac{degrees}2")
        + r"\Bigl[\frac{\sigma_1^2}{\sigma_2^2} - 1"
        r" - \log\frac{\sigma_1^2}{\sigma_2^2}\Bigr]",
        condition="equal loc",
        source=source,
        vectorised=True,
    )(norm_of_normals)


_chi_like(stats.halfnorm, 1, TORCH_TFP)
_chi_like(stats.rayleigh, 2, DERIVED)
_chi_like(stats.maxwell, 3, DERIVED)
