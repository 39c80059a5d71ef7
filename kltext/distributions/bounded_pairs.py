"""Closed forms of distributions on an interval, and of what they turn into."""

from __future__ import annotations

import numpy as np
from scipy import stats

from kltext.distributions import array_ratios, bregman
from kltext.distributions.batches import Array, Batch
from kltext.distributions.distribution import Distribution
from kltext.distributions.locscale import (
    DERIVED,
    TORCH_TFP,
    require_same_loc,
    require_same_scale,
)
from kltext.distributions.rational import difference, log_ratio, phi_of_power
from kltext.distributions.registry import register_kl
from kltext.kernels import g_of_difference

_BETA = (
    r"\log\frac{B(a_2,b_2)}{B(a_1,b_1)} + (a_1-a_2)\psi(a_1) + (b_1-b_2)\psi(b_1)"
    r" + (a_2-a_1+b_2-b_1)\psi(a_1+b_1)"
)


@register_kl(
    stats.beta,
    stats.beta,
    formula=_BETA,
    condition="equal loc and scale",
    source=TORCH_TFP,
    vectorised=True,
)
@register_kl(
    stats.betaprime,
    stats.betaprime,
    formula=_BETA,
    condition="equal loc and scale",
    source="x/(1 + x) is a beta distribution",
    vectorised=True,
)
def _beta(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    require_same_scale(p, q)
    return bregman.dirichlet(np.array([p["a"], p["b"]]), np.array([q["a"], q["b"]]))


@register_kl(
    stats.uniform,
    stats.uniform,
    formula=r"\log\frac{\mathrm{scale}_2}{\mathrm{scale}_1}",
    condition=r"support of P inside that of Q, else $\infty$",
    source=TORCH_TFP,
    vectorised=True,
)
def _uniform(p: Batch, q: Batch) -> Array:
    return array_ratios.log_ratio(q.scale, p.scale)


@register_kl(
    stats.loguniform,
    stats.loguniform,
    formula=r"\log\frac{\log(b_2/a_2)}{\log(b_1/a_1)}",
    condition="equal loc; support of P inside that of Q",
    source="a uniform distribution of log x",
)
def _loguniform(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    width = log_ratio((p["b"],), (p["a"],))
    wider = log_ratio((q["b"], p["a"]), (q["a"], p["b"]))  # log(b2/a2) − log(b1/a1)
    return float(np.log1p(wider / width))


@register_kl(
    stats.powerlaw,
    stats.powerlaw,
    formula=r"\log\frac{a_1}{a_2} + \frac{a_2}{a_1} - 1 + a_2\log\frac{s_2}{s_1},"
    r"\quad s = \mathrm{scale}",
    condition=r"equal loc; $s_1 \le s_2$, else $\infty$",
    source=DERIVED,
    vectorised=True,
)
def _powerlaw(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    return _slopes(p["a"], q["a"]) + q["a"] * array_ratios.log_ratio(q.scale, p.scale)


def _slopes(a1: Array, a2: Array) -> Array:
    """Return a2/a1 − 1 − log(a2/a1)."""
    return np.asarray(g_of_difference(a1, a2, a1 - a2) / a1)


@register_kl(
    stats.pareto,
    stats.pareto,
    formula=r"\log\frac{b_1}{b_2} + \frac{b_2}{b_1} - 1 + b_2\log\frac{m_1}{m_2},"
    r"\quad m = \mathrm{scale}",
    condition=r"equal loc; $m_1 \ge m_2$, else $\infty$",
    source=TORCH_TFP,
    vectorised=True,
)
def _pareto(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    return _slopes(p["b"], q["b"]) + q["b"] * array_ratios.log_ratio(p.scale, q.scale)


@register_kl(
    stats.lomax,
    stats.lomax,
    formula=r"\log\frac{c_1}{c_2} + \frac{c_2}{c_1} - 1",
    condition="equal loc and scale",
    source=DERIVED,
    vectorised=True,
)
def _lomax(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    require_same_scale(p, q)
    return _slopes(p["c"], q["c"])


@register_kl(
    stats.invgauss,
    stats.invgauss,
    formula=r"\frac12\Bigl[\frac{\lambda_2}{\lambda_1} - 1 - \log\frac{\lambda_2}{\lambda_1}\Bigr]"
    r" + \frac{\lambda_2(m_1-m_2)^2}{2m_1m_2^2},\quad \lambda = \mathrm{scale},"
    r"\ m = \mathrm{mu}\cdot\mathrm{scale}",
    condition="equal loc",
    source=DERIVED,
)
def _invgauss(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    shift = difference((p["mu"], p.scale), (-q["mu"], q.scale))  # of the means m
    mean1, mean2 = p["mu"] * p.scale, q["mu"] * q.scale
    return 0.5 * phi_of_power(1, q.scale, p.scale) + q.scale / mean1 * (shift / mean2) ** 2 / 2
