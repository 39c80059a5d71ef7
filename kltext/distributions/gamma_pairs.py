"""Closed forms of the gamma distribution and of its powers and logarithms (Weibull, Gumbel, …)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import special, stats

from kltext.distributions import array_ratios, bregman
from kltext.distributions.batches import Array, Batch
from kltext.distributions.distribution import Distribution
from kltext.distributions.locscale import (
    DERIVED,
    TFP,
    TORCH,
    TORCH_TFP,
    require_same_loc,
)
from kltext.distributions.rational import exp, log_ratio
from kltext.distributions.registry import register_kl

_GAMMA = (
    r"(a_1-a_2)\psi(a_1) - \log\frac{\Gamma(a_1)}{\Gamma(a_2)}"
    r" + a_2\log\frac{\theta_2}{\theta_1} + a_1\Bigl(\frac{\theta_1}{\theta_2} - 1\Bigr)"
)
_WEIBULL = (
    r"\log\frac{c_1\theta_2^{c_2}}{c_2\theta_1^{c_1}}"
    r" + (c_1-c_2)\Bigl(\log\theta_1 - \frac\gamma{c_1}\Bigr)"
    r" + \Bigl(\frac{\theta_1}{\theta_2}\Bigr)^{c_2}\Gamma\Bigl(\frac{c_2}{c_1}+1\Bigr) - 1"
)
_GUMBEL = (
    r"\log\frac{\beta_2}{\beta_1} + \gamma\Bigl(\frac{\beta_1}{\beta_2} - 1\Bigr)"
    r" + e^{(\mu_2-\mu_1)/\beta_2}\,\Gamma\Bigl(1+\frac{\beta_1}{\beta_2}\Bigr) - 1"
    r" + \frac{\mu_1-\mu_2}{\beta_2}"
)
_GENERAL = (
    r"\log\frac{k_1\Gamma(a_2)}{k_2\Gamma(a_1)} + (a_1 - a_2k)\psi(a_1) - a_1"
    r" + \rho\,\frac{\Gamma(a_1+k)}{\Gamma(a_1)} - a_2\log\rho"
)


def _same(
    dist: Any, formula: str, condition: str, source: str, *, vectorised: bool = False
) -> Callable[[Any], Any]:
    return register_kl(
        dist, dist, formula=formula, condition=condition, source=source, vectorised=vectorised
    )


@register_kl(
    stats.expon,
    stats.expon,
    formula=r"\log\frac{\lambda_1}{\lambda_2} + \frac{\lambda_2}{\lambda_1} - 1"
    r" + \lambda_2(\mathrm{loc}_1-\mathrm{loc}_2),\quad \lambda = 1/\mathrm{scale}",
    condition=r"$\mathrm{loc}_1 \ge \mathrm{loc}_2$, else $\infty$",
    source=TORCH_TFP,
    vectorised=True,
)
def _expon(p: Batch, q: Batch) -> Array:
    return array_ratios.phi_of_power(1, p.scale, q.scale) + (p.loc - q.loc) / q.scale


@_same(stats.gamma, _GAMMA, "equal loc", TORCH_TFP, vectorised=True)
def _gamma(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    return bregman.gamma(p["a"], q["a"], p.scale, q.scale)


@_same(stats.chi2, _GAMMA + r",\quad a = \tfrac12\mathrm{df},\ \theta = 2\,\mathrm{scale}",
       "equal loc", TFP, vectorised=True)  # fmt: skip
def _chi2(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    return bregman.gamma(p["df"] / 2, q["df"] / 2, p.scale, q.scale)


@_same(stats.chi, _GAMMA + r",\quad a = \tfrac12\mathrm{df},\ \theta = 2\,\mathrm{scale}^2",
       "equal loc", f"{TFP}, for scale 1", vectorised=True)  # fmt: skip
def _chi(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    return bregman.gamma(p["df"] / 2, q["df"] / 2, p.scale, q.scale, 2)


@_same(stats.invgamma, _GAMMA + r",\quad \theta = 1/\mathrm{scale}", "equal loc", TFP,
       vectorised=True)  # fmt: skip
def _invgamma(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    return bregman.gamma(p["a"], q["a"], q.scale, p.scale)


@_same(stats.nakagami, _GAMMA + r",\quad a = \nu,\ \theta = \mathrm{scale}^2/\nu",
       "equal loc", DERIVED, vectorised=True)  # fmt: skip
def _nakagami(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    nu1, nu2 = p["nu"], q["nu"]  # the mean a θ is scale²: only the shapes' part has ν in it
    shapes = bregman.bregman_rows(bregman.stirling_curvature, nu1, nu2)
    return shapes + nu2 * array_ratios.phi_of_power(2, p.scale, q.scale)


@_same(stats.levy, r"\frac12\Bigl[\frac{c_2}{c_1} - 1 - \log\frac{c_2}{c_1}\Bigr]",
       "equal loc", "an inverse gamma distribution of shape ½", vectorised=True)  # fmt: skip
def _levy(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    return 0.5 * array_ratios.phi_of_power(1, q.scale, p.scale)


@_same(stats.levy_l, r"\frac12\Bigl[\frac{c_2}{c_1} - 1 - \log\frac{c_2}{c_1}\Bigr]",
       "equal loc", "the reflection of levy", vectorised=True)  # fmt: skip
def _levy_l(p: Batch, q: Batch) -> Array:
    return np.asarray(_levy(p, q))


def _ones(batch: Batch, value: float = 1.0) -> tuple[Array, Array]:
    """Return the shape of both gamma distributions where it is fixed."""
    shape = np.full_like(batch.loc, value)
    return shape, shape


@_same(stats.loggamma,
       _GENERAL + r",\quad k = \frac{k_2}{k_1},\ k_i = \frac1{\mathrm{scale}_i},\ a = c,"
       r"\ \rho = e^{(\mathrm{loc}_1-\mathrm{loc}_2)/\mathrm{scale}_2}", "", DERIVED,
       vectorised=True)  # fmt: skip
def _loggamma(p: Batch, q: Batch) -> Array:
    powers = p.scale, q.scale
    return bregman.generalised_gamma(p["c"], q["c"], powers, (p.loc - q.loc) / q.scale)


@_same(stats.weibull_min, _WEIBULL, "equal loc", f"{TFP}; Bauckhage, arXiv:1310.3713",
       vectorised=True)  # fmt: skip
def _weibull_min(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    log_rho = q["c"] * array_ratios.log_ratio(p.scale, q.scale)
    return bregman.generalised_gamma(*_ones(p), (q["c"], p["c"]), log_rho)


@_same(stats.weibull_max, _WEIBULL, "equal loc", "the reflection of weibull_min",
       vectorised=True)  # fmt: skip
def _weibull_max(p: Batch, q: Batch) -> Array:
    return np.asarray(_weibull_min(p, q))


@_same(stats.invweibull, _WEIBULL + r",\quad \theta = 1/\mathrm{scale}", "equal loc",
       "the reciprocal of weibull_min", vectorised=True)  # fmt: skip
def _invweibull(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    log_rho = q["c"] * array_ratios.log_ratio(q.scale, p.scale)
    return bregman.generalised_gamma(*_ones(p), (q["c"], p["c"]), log_rho)


@_same(stats.gumbel_r, _GUMBEL, "", f"{TORCH}; {TFP}", vectorised=True)
def _gumbel_r(p: Batch, q: Batch) -> Array:
    return bregman.generalised_gamma(*_ones(p), (p.scale, q.scale), (q.loc - p.loc) / q.scale)


@_same(stats.gumbel_l, _GUMBEL.replace(r"\mu_2-\mu_1", r"\mu_1-\mu_2") .replace(
       r"+ \frac{\mu_1-\mu_2}", r"+ \frac{\mu_2-\mu_1}"), "",
       "the reflection of gumbel_r", vectorised=True)  # fmt: skip
def _gumbel_l(p: Batch, q: Batch) -> Array:
    return bregman.generalised_gamma(*_ones(p), (p.scale, q.scale), (p.loc - q.loc) / q.scale)


@_same(stats.moyal,
       r"\frac12\Bigl[e^{r\log2 + (\mu_2-\mu_1)/s_2}\,\frac{\Gamma(\frac12+r)}{\sqrt\pi}"
       r" + \frac{\mu_1-\mu_2}{s_2} - 1 + (r-1)(\gamma+\log2) - 2\log r\Bigr],"
       r"\quad r = \frac{s_1}{s_2}", "", TFP, vectorised=True)  # fmt: skip
def _moyal(p: Batch, q: Batch) -> Array:
    # e^{-(x - μ)/s} is twice a gamma variable of shape ½
    log_rho = (q.loc - p.loc + (p.scale - q.scale) * math.log(2)) / q.scale
    return bregman.generalised_gamma(*_ones(p, 0.5), (p.scale, q.scale), log_rho)


@_same(stats.gengamma,
       _GENERAL + r",\quad k = \frac{c_2}{c_1},\ k_i = |c_i|,"
       r"\ \rho = \Bigl(\frac{\theta_1}{\theta_2}\Bigr)^{c_2}",
       "equal loc", "Bauckhage, arXiv:1401.6853")  # fmt: skip
def _gengamma(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    a1, a2, k = p["a"], q["a"], q["c"] / p["c"]
    log_rho = q["c"] * log_ratio((p.scale,), (q.scale,))
    if k > 0:
        one, two, top, bottom, log = (
            np.array([part]) for part in (a1, a2, abs(q["c"]), abs(p["c"]), log_rho)
        )
        return float(bregman.generalised_gamma(one, two, (top, bottom), log)[0])
    if a1 + k <= 0:
        return math.inf  # one is a power of a gamma distribution, the other of its reciprocal
    mean = exp(log_rho + float(special.gammaln(a1 + k) - special.gammaln(a1)))
    shapes = float(special.gammaln(a2) - special.gammaln(a1)) - math.log(-k)
    return shapes + (a1 - a2 * k) * float(special.psi(a1)) - a1 + mean - a2 * log_rho
