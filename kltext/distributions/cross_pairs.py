r"""Closed forms between families: −H(P) − E_P[log q] with the moments of P.

Where one family contains the other (exponential and gamma, uniform and beta, Weibull and
exponential) the stable form of the larger one serves.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import special, stats

from kltext.distributions import array_ratios, bregman
from kltext.distributions.batches import Array, Batch
from kltext.distributions.distribution import Distribution
from kltext.distributions.locscale import DERIVED, RECIPE, TFP, TORCH, require_same_loc
from kltext.distributions.moments import EULER, MOMENTS, moments_of
from kltext.distributions.normal_pairs import normal
from kltext.distributions.rational import exp, log_ratio, phi_of_power
from kltext.distributions.registry import register_kl


def _latex(dist: Any, formula: str, *used: str) -> str:
    known = MOMENTS[dist]
    parts = {
        "H": rf"H = {known.entropy_latex}",
        "m": rf"m = {known.mean_latex}",
        "v": rf"v = {known.variance_latex}",
    }
    return r",\ ".join([formula, *(parts[name] for name in used)])


def _moment_condition(extra: str = "", dist: Any = None) -> str:
    shape = r", $\tau$ = its shape" if dist is stats.lognorm else ""
    return rf"$\ell, s$ = loc, scale of P{shape}{extra}"


# ‖ normal: any distribution with an entropy and a variance


def into_normal(p: Distribution, q: Distribution) -> float:
    """Return D(P‖Q) = D(P‖N) + D(N‖Q), N being the normal of P's mean and variance."""
    known = moments_of(p)
    variance = known.variance(p)
    if not math.isfinite(variance):
        return math.inf
    sigma = math.sqrt(variance) * p.scale
    shift = (p.loc - q.loc + p.scale * known.mean(p)) / q.scale
    return known.normal_gap(p) + normal(shift, log_ratio((sigma,), (q.scale,)))


for _dist in MOMENTS:
    if _dist is not stats.norm:
        register_kl(
            _dist,
            stats.norm,
            formula=_latex(
                _dist,
                r"-H + \log(\sigma\sqrt{2\pi}) + \frac{v+(m-\mu)^2}{2\sigma^2}",
                *"Hmv",
            ),
            condition=_moment_condition(r"; $\mu, \sigma$ those of Q", _dist),
            source=RECIPE,
        )(into_normal)


# ‖ exponential: any distribution on [loc, ∞) with an entropy and a mean

_LOG_MEAN = r"-H + \log\theta + \frac{m-\mathrm{loc}_2}\theta,\quad \theta = \mathrm{scale}_2"
_ON_THE_RIGHT = r"; support of P inside $[\mathrm{loc}_2, \infty)$"


def into_expon(p: Distribution, q: Distribution) -> float:
    """Return D(P‖E) + D(E‖Q), E being the exponential of P's mean that starts where Q does."""
    known = moments_of(p)
    mean = p.loc - q.loc + p.scale * known.mean(p)
    if not math.isfinite(mean):
        return math.inf
    gap = 1 + log_ratio((mean,), (p.scale,)) - known.entropy(p)
    return gap + phi_of_power(1, mean, q.scale)


for _dist in (stats.uniform, stats.pareto, stats.lognorm, stats.rayleigh,
              stats.maxwell, stats.halfnorm, stats.triang):  # fmt: skip
    register_kl(
        _dist,
        stats.expon,
        formula=_latex(_dist, _LOG_MEAN, *"Hm"),
        condition=_moment_condition(_ON_THE_RIGHT, _dist),
        source=RECIPE,
    )(into_expon)


@register_kl(
    stats.beta,
    stats.expon,
    formula=_latex(stats.beta, _LOG_MEAN, *"Hm"),
    condition=_moment_condition(_ON_THE_RIGHT),
    source=TORCH,
)
def _beta_expon(p: Distribution, q: Distribution) -> float:
    # As into_expon; but for large b a beta distribution is nearly a gamma distribution, which may
    # be exponential.
    a, b = p["a"], p["b"]
    n = a + b
    tail = 0.5 / b - 1 / n + math.log1p(a / b) / 2
    tail += float(bregman.stirling_remainder(n) - bregman.stirling_remainder(b))
    tail += (b - 1) * bregman.stirling_slope(b) - (n - 2) * bregman.stirling_slope(n)
    gap = bregman.bregman(bregman.stirling_curvature, a, 1.0) + tail
    return gap + phi_of_power(1, p.scale * (a / n), q.scale) + (p.loc - q.loc) / q.scale


@register_kl(
    stats.gamma,
    stats.expon,
    formula=_latex(stats.gamma, _LOG_MEAN, *"Hm"),
    condition=_moment_condition(_ON_THE_RIGHT),
    source=TORCH,
    vectorised=True,
)
def _gamma_expon(p: Batch, q: Batch) -> Array:
    one = np.ones_like(p.loc)
    return bregman.gamma(p["a"], one, p.scale, q.scale) + (p.loc - q.loc) / q.scale


@register_kl(
    stats.weibull_min,
    stats.expon,
    formula=_latex(stats.weibull_min, _LOG_MEAN, *"Hm"),
    condition=_moment_condition(_ON_THE_RIGHT),
    source=RECIPE,
    vectorised=True,
)
def _weibull_expon(p: Batch, q: Batch) -> Array:
    log_rho, one = array_ratios.log_ratio(p.scale, q.scale), np.ones_like(p.loc)
    start = (p.loc - q.loc) / q.scale
    return bregman.generalised_gamma(one, one, (one, p["c"]), log_rho) + start


# ‖ gamma

_INTO_GAMMA = (
    r"-H + \log\Gamma(a_2) + a_2\log\theta_2 - (a_2-1)\mathbb{E}_P[\log(x-\mathrm{loc}_2)]"
    r" + \frac{m-\mathrm{loc}_2}{\theta_2}"
)


def into_gamma(mean: float, mean_log: float, entropy: float, q: Distribution) -> float:
    """Return D(P‖Q) for a gamma Q from what P knows of x − loc2 in units of scale2."""
    a = q["a"]
    return float(special.gammaln(a)) - (a - 1) * mean_log + mean - entropy


@register_kl(
    stats.expon,
    stats.gamma,
    formula=r"\log\Gamma(a) - a\log\frac{\theta_1}{\theta_2} + (a-1)\gamma"
    r" + \frac{\theta_1}{\theta_2} - 1",
    condition="equal loc",
    source=TORCH,
    vectorised=True,
)
def _expon_gamma(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    return bregman.gamma(np.ones_like(p.loc), q["a"], p.scale, q.scale)


@register_kl(
    stats.weibull_min,
    stats.gamma,
    formula=_latex(stats.weibull_min, _INTO_GAMMA, *"Hm")
    + r",\ \mathbb{E}_P[\log(x-\ell)] = \log s - \tfrac\gamma c",
    condition="equal loc",
    source=f"{TFP}; NumPyro",
    vectorised=True,
)
def _weibull_gamma(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    log_rho = array_ratios.log_ratio(p.scale, q.scale)
    one = np.ones_like(p.loc)
    return bregman.generalised_gamma(one, q["a"], (one, p["c"]), log_rho)


@register_kl(
    stats.beta,
    stats.gamma,
    formula=_latex(stats.beta, _INTO_GAMMA, *"Hm")
    + r",\ \mathbb{E}_P[\log(x-\ell)] = \log s + \psi(a)-\psi(a+b)",
    condition="equal loc",
    source=TORCH,
)
def _beta_gamma(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    unit = log_ratio((p.scale,), (q.scale,))
    mean_log = float(special.psi(p["a"]) - special.psi(p["a"] + p["b"])) + unit
    mean = p.scale / q.scale * moments_of(p).mean(p)
    return into_gamma(mean, mean_log, moments_of(p).entropy(p) + unit, q)


@register_kl(
    stats.pareto,
    stats.gamma,
    formula=_latex(stats.pareto, _INTO_GAMMA, *"Hm")
    + r",\ \mathbb{E}_P[\log(x-\ell)] = \log s + \tfrac1b",
    condition=r"equal loc; $\infty$ for $b \le 1$",
    source=TORCH,
)
def _pareto_gamma(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    if p["b"] <= 1:
        return math.inf
    unit = log_ratio((p.scale,), (q.scale,))
    mean = p.scale / q.scale * moments_of(p).mean(p)
    return into_gamma(mean, 1 / p["b"] + unit, moments_of(p).entropy(p) + unit, q)


@register_kl(
    stats.uniform,
    stats.gamma,
    formula=_latex(stats.uniform, _INTO_GAMMA, *"Hm")
    + r",\ \mathbb{E}_P[\log y] = \frac{\beta\log\beta-\alpha\log\alpha}{\beta-\alpha}-1"
    r"\ \text{on}\ [\alpha,\beta]",
    condition=_moment_condition(_ON_THE_RIGHT),
    source=TORCH,
)
def _uniform_gamma(p: Distribution, q: Distribution) -> float:
    low = (p.loc - q.loc) / q.scale
    width = p.scale / q.scale
    return into_gamma(low + width / 2, uniform_mean_log(low, width), math.log(width), q)


def uniform_mean_log(low: float, width: float) -> float:
    """Return E[log x] of the uniform distribution on [low, low + width], low ≥ 0."""
    high = low + width
    return math.log(high) - 1 + (low / width * math.log1p(width / low) if low > 0 else 0.0)


@register_kl(
    stats.lognorm,
    stats.gamma,
    formula=_latex(stats.lognorm, _INTO_GAMMA, *"Hm") + r",\ \mathbb{E}_P[\log(x-\ell)] = \log s",
    condition=_moment_condition("; equal loc", stats.lognorm),
    source=TFP,
)
def _lognorm_gamma(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    unit = log_ratio((p.scale,), (q.scale,))
    mean = exp(unit + p["s"] ** 2 / 2)
    return into_gamma(mean, unit, moments_of(p).entropy(p) + unit, q)


# ‖ lognormal: log X has a variance

_INTO_LOGNORM = (
    r"-H_{\log} + \log(\sigma\sqrt{2\pi}) + \frac{v+(m-\mu)^2}{2\sigma^2},"
    r"\quad \mu = \log\mathrm{scale}_2,"
)


def into_lognorm(
    gap: float, mean: float, variance: float, p: Distribution, q: Distribution
) -> float:
    """Return D(P‖Q) for a lognormal Q from mean and variance of log(X/scale).

    `gap` is how much less entropy log X has than the normal of its variance.
    """
    require_same_loc(p, q)
    shift = (mean + log_ratio((p.scale,), (q.scale,))) / q["s"]
    return gap + normal(shift, math.log(math.sqrt(variance) / q["s"]))


@register_kl(
    stats.gamma,
    stats.lognorm,
    formula=_INTO_LOGNORM
    + r"\ H_{\log} = \log\Gamma(a) + a - a\psi(a),\ m = \psi(a) + \log s,\ v = \psi'(a)",
    condition=r"equal loc; $\sigma$ = shape of Q, $s$ = scale of P",
    source=DERIVED,
)
def _gamma_lognorm(p: Distribution, q: Distribution) -> float:
    a = p["a"]
    # By Stirling's formula for log Γ and ψ: their large logarithms have cancelled.
    spread = float(bregman.stirling_curvature(np.array(a))) / a
    gap = math.log1p(spread) / 2 - float(bregman.stirling_remainder(a))
    gap += a * bregman.stirling_slope(a)
    return into_lognorm(gap, float(special.psi(a)), (1 + spread) / a, p, q)


@register_kl(
    stats.weibull_min,
    stats.lognorm,
    formula=_INTO_LOGNORM
    + r"\ H_{\log} = 1+\gamma-\log c,\ m = \log s - \tfrac\gamma c,\ v = \tfrac{\pi^2}{6c^2}",
    condition=r"equal loc; $\sigma$ = shape of Q, $s$ = scale of P",
    source=DERIVED,
)
def _weibull_lognorm(p: Distribution, q: Distribution) -> float:
    c = p["c"]
    gap = math.log(math.pi**3 / 3) / 2 - 0.5 - EULER
    return into_lognorm(gap, -EULER / c, math.pi**2 / 6 / c**2, p, q)


@register_kl(
    stats.pareto,
    stats.lognorm,
    formula=_INTO_LOGNORM + r"\ H_{\log} = 1-\log b,\ m = \log s + \tfrac1b,\ v = \tfrac1{b^2}",
    condition=r"equal loc; $\sigma$ = shape of Q, $s$ = scale of P",
    source=DERIVED,
)
def _pareto_lognorm(p: Distribution, q: Distribution) -> float:
    b = p["b"]
    return into_lognorm((math.log(2 * math.pi) - 1) / 2, 1 / b, 1 / b**2, p, q)
