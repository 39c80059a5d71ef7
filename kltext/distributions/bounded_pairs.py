"""Closed forms of distributions on an interval, and of what they turn into."""

from __future__ import annotations

import numpy as np
from scipy import stats

from kltext.distributions import bregman
from kltext.distributions.distribution import Distribution
from kltext.distributions.locscale import (
    DERIVED,
    TORCH_TFP,
    require_same_loc,
    require_same_scale,
)
from kltext.distributions.rational import difference, log_ratio, phi_of_power
from kltext.distributions.registry import register_kl
from kltext.kernels import g

_BETA = (
    r"\log\frac{B(a_2,b_2)}{B(a_1,b_1)} + (a_1-a_2)\psi(a_1) + (b_1-b_2)\psi(b_1)"
    r" + (a_2-a_1+b_2-b_1)\psi(a_1+b_1)"
)


@register_kl(
    stats.beta, stats.beta, formula=_BETA, condition="equal loc and scale", source=TORCH_TFP
)
@register_kl(
    stats.betaprime,
    stats.betaprime,
    formula=_BETA,
    condition="equal loc and scale",
    source="x/(1 + x) is a beta distribution",
)
def _beta(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    require_same_scale(p, q)
    return bregman.dirichlet(np.array([p["a"], p["b"]]), np.array([q["a"], q["b"]]))


@register_kl(
    stats.uniform,
    stats.uniform,
    formula=r"\log\frac{\mathrm{scale}_2}{\mathrm{scale}_1}",
    condition=r"support of P inside that of Q, else $\infty$",
    source=TORCH_TFP,
)
def _uniform(p: Distribution, q: Distribution) -> float:
    return log_ratio((q.scale,), (p.scale,))


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
)
def _powerlaw(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    return float(g(p["a"], q["a"])) / p["a"] + q["a"] * log_ratio((q.scale,), (p.scale,))


@register_kl(
    stats.pareto,
    stats.pareto,
    formula=r"\log\frac{b_1}{b_2} + \frac{b_2}{b_1} - 1 + b_2\log\frac{m_1}{m_2},"
    r"\quad m = \mathrm{scale}",
    condition=r"equal loc; $m_1 \ge m_2$, else $\infty$",
    source=TORCH_TFP,
)
def _pareto(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    return float(g(p["b"], q["b"])) / p["b"] + q["b"] * log_ratio((p.scale,), (q.scale,))


@register_kl(
    stats.lomax,
    stats.lomax,
    formula=r"\log\frac{c_1}{c_2} + \frac{c_2}{c_1} - 1",
    condition="equal loc and scale",
    source=DERIVED,
)
def _lomax(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    require_same_scale(p, q)
    return float(g(p["c"], q["c"])) / p["c"]


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
