r"""Closed forms into Gumbel, Laplace, beta, uniform and Pareto distributions."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import special, stats

from kltext.distributions import bregman
from kltext.distributions.cross_pairs import _latex, uniform_mean_log
from kltext.distributions.distribution import Distribution
from kltext.distributions.locscale import RECIPE, TORCH
from kltext.distributions.moments import EULER, moments_of
from kltext.distributions.rational import exp, log_ratio
from kltext.distributions.registry import register_kl

# ‖ Gumbel: needs E_P[e^(−X/β)], the moment generating function of P

_INTO_GUMBEL = (
    r"-H + \log\beta + \frac{m-\mu}\beta + e^{\mu/\beta}\,\mathbb{E}_P[e^{-x/\beta}],"
    r"\quad \mu, \beta = \mathrm{loc}_2, \mathrm{scale}_2"
)


def _gumbel(dist: Any, log_transform: Callable[[Distribution, float], float], latex: str) -> None:
    """Register D(P‖Gumbel) from log E[e^(−rate·X)] of P's standard form."""

    def into_gumbel(p: Distribution, q: Distribution) -> float:
        known = moments_of(p)
        ratio = p.scale / q.scale
        start = (p.loc - q.loc) / q.scale
        decay = exp(log_transform(p, ratio) - start)
        return start + ratio * known.mean(p) + decay - known.entropy(p) - math.log(ratio)

    register_kl(
        dist,
        stats.gumbel_r,
        formula=_latex(dist, _INTO_GUMBEL, *"Hm") + rf",\ \mathbb{{E}}_P[e^{{-x/\beta}}] = {latex}",
        condition=r"$\ell, s$ = loc, scale of P",
        source=TORCH,
    )(into_gumbel)


_gumbel(stats.norm, lambda _, r: r * r / 2, r"e^{-\ell/\beta + s^2/2\beta^2}")
_gumbel(stats.expon, lambda _, r: -math.log1p(r), r"\frac{e^{-\ell/\beta}}{1+s/\beta}")
_gumbel(stats.gamma, lambda p, r: -p["a"] * math.log1p(r), r"\frac{e^{-\ell/\beta}}{(1+s/\beta)^a}")
_gumbel(
    stats.uniform,
    lambda _, r: math.log(-math.expm1(-r) / r),
    r"\frac{\beta}{s}e^{-\ell/\beta}\bigl(1-e^{-s/\beta}\bigr)",
)


# ‖ Laplace: needs E_P|X − μ|

_INTO_LAPLACE = (
    r"-H + \log2\beta + \frac{\mathbb{E}_P|x-\mu|}\beta,"
    r"\quad \mu, \beta = \mathrm{loc}_2, \mathrm{scale}_2"
)


def _laplace(dist: Any, deviation: Callable[[Distribution, float], float], latex: str) -> None:
    """Register D(P‖Laplace) from E|X − t| of P's standard form."""

    def into_laplace(p: Distribution, q: Distribution) -> float:
        known = moments_of(p)
        if not math.isfinite(known.mean(p)):
            return math.inf
        ratio = p.scale / q.scale
        spread = deviation(p, (q.loc - p.loc) / p.scale)
        return math.log(2 / ratio) + ratio * spread - known.entropy(p)

    register_kl(
        dist,
        stats.laplace,
        formula=_latex(dist, _INTO_LAPLACE, "H")
        + rf",\ \mathbb{{E}}_P|x-\mu| = s\,d(t),\ t = \frac{{\mu-\ell}}s,\ d(t) = {latex}",
        condition=r"$\ell, s$ = loc, scale of P",
        source=TORCH if dist is stats.norm else RECIPE,
    )(into_laplace)


def _norm_deviation(_: Distribution, t: float) -> float:
    return math.sqrt(2 / math.pi) * math.exp(-t * t / 2) + t * math.erf(t / math.sqrt(2))


def _expon_deviation(_: Distribution, t: float) -> float:
    return t - 1 + 2 * math.exp(-t) if t > 0 else 1 - t


def _uniform_deviation(_: Distribution, t: float) -> float:
    return (t * t + (1 - t) ** 2) / 2 if 0 < t < 1 else abs(t - 0.5)


def _gamma_deviation(p: Distribution, t: float) -> float:
    a = p["a"]
    if t <= 0:
        return float(a - t)
    below, tilted = (float(special.gammainc(k, t)) for k in (a, a + 1))
    return float(t * (2 * below - 1) + a * (1 - 2 * tilted))


def _beta_deviation(p: Distribution, t: float) -> float:
    a, b = p["a"], p["b"]
    mean = a / (a + b)
    if not 0 < t < 1:
        return float(abs(t - mean))
    below, tilted = (float(special.betainc(k, b, t)) for k in (a, a + 1))
    return float(t * (2 * below - 1) + mean * (1 - 2 * tilted))


def _pareto_deviation(p: Distribution, t: float) -> float:
    b = p["b"]
    mean = b / (b - 1)
    if t <= 1:
        return float(mean - t)
    return float(t * (1 - 2 * t**-b) + mean * (2 * t ** (1 - b) - 1))


def _gumbel_deviation(_: Distribution, t: float) -> float:
    if t > 40:  # E₁(x) = −γ − log x to the last digit, and x = e^(−t) may be 0
        return t - EULER
    return EULER - t + 2 * float(special.exp1(np.exp(-t)))


_laplace(stats.norm, _norm_deviation,
         r"\sqrt{\tfrac2\pi}e^{-t^2/2} + t\,\mathrm{erf}\tfrac t{\sqrt2}")  # fmt: skip
_laplace(stats.expon, _expon_deviation, r"t-1+2e^{-t}\ (t>0),\ 1-t\ (t\le0)")
_laplace(stats.uniform, _uniform_deviation,
         r"\tfrac12[t^2+(1-t)^2]\ (0<t<1),\ |t-\tfrac12|")  # fmt: skip
_laplace(stats.gamma, _gamma_deviation,
         r"t[2P(a,t)-1]+a[1-2P(a+1,t)]\ (t>0),\ a-t")  # fmt: skip
_laplace(stats.beta, _beta_deviation,
         r"t[2I_t(a,b)-1]+\tfrac a{a+b}[1-2I_t(a+1,b)]\ (0<t<1),\ |t-\tfrac a{a+b}|")  # fmt: skip
_laplace(stats.pareto, _pareto_deviation,
         r"t(1-2t^{-b})+\tfrac b{b-1}(2t^{1-b}-1)\ (t>1),\ \tfrac b{b-1}-t")  # fmt: skip
_laplace(stats.gumbel_r, _gumbel_deviation, r"\gamma-t+2E_1(e^{-t})")


# Uniform and beta


@register_kl(
    stats.beta,
    stats.uniform,
    formula=_latex(stats.beta, r"-H + \log\mathrm{scale}_2", "H"),
    condition=r"support of P inside that of Q, else $\infty$",
    source=TORCH,
)
def _beta_uniform(p: Distribution, q: Distribution) -> float:
    shape = float(bregman.dirichlet(np.array([[p["a"]], [p["b"]]]), np.ones((2, 1)))[0])
    return shape + log_ratio((q.scale,), (p.scale,))


@register_kl(
    stats.uniform,
    stats.beta,
    formula=r"\log\frac{s_2}{s_1} + \log B(a,b)"
    r" - (a-1)\mathbb{E}[\log u] - (b-1)\mathbb{E}[\log(1-u)],"
    r"\quad \mathbb{E}[\log u] = \frac{\beta\log\beta-\alpha\log\alpha}{\beta-\alpha}-1",
    condition=r"$u = (x-\mathrm{loc}_2)/\mathrm{scale}_2$ runs over $[\alpha,\beta] \subset [0,1]$",
    source=TORCH,
)
def _uniform_beta(p: Distribution, q: Distribution) -> float:
    a, b = q["a"], q["b"]
    if (p.loc, p.scale) == (q.loc, q.scale):
        return float(bregman.dirichlet(np.ones((2, 1)), np.array([[a], [b]]))[0])
    low, width = (p.loc - q.loc) / q.scale, p.scale / q.scale
    room = max(0.0, (q.high - p.high) / q.scale)
    logs = (a - 1) * uniform_mean_log(low, width) + (b - 1) * uniform_mean_log(room, width)
    return float(special.betaln(a, b)) - math.log(width) - logs


@register_kl(
    stats.uniform,
    stats.pareto,
    formula=r"-\log\mathrm{scale}_1 - \log b - b\log\mathrm{scale}_2 + (b+1)\mathbb{E}[\log y],"
    r"\quad \mathbb{E}[\log y] = \frac{\beta\log\beta-\alpha\log\alpha}{\beta-\alpha}-1",
    condition=r"$y = x-\mathrm{loc}_2$ runs over $[\alpha,\beta]$,"
    r" $\alpha \ge \mathrm{scale}_2$",
    source=TORCH,
)
def _uniform_pareto(p: Distribution, q: Distribution) -> float:
    low, width = (p.loc - q.loc) / q.scale, p.scale / q.scale
    mean_log = uniform_mean_log(low, width)
    return (q["b"] + 1) * mean_log - math.log(width) - math.log(q["b"])
