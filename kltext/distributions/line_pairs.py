"""Closed forms of symmetric distributions on the line, and of distributions on the circle."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from kltext.distributions import array_ratios
from kltext.distributions.batches import Array, Batch
from kltext.distributions.distribution import Distribution
from kltext.distributions.locscale import (
    DERIVED,
    TFP,
    TORCH_TFP,
    require_same_loc,
    require_same_scale,
    require_same_shapes,
)
from kltext.distributions.registry import register_kl
from kltext.distributions.von_mises_fisher import directional
from kltext.kernels import exp_excess64

_VON_MISES = (
    r"\log\frac{I_0(\kappa_2)}{I_0(\kappa_1)}"
    r" + (\kappa_1-\kappa_2\cos\Delta)\frac{I_1(\kappa_1)}{I_0(\kappa_1)}"
)


@register_kl(
    stats.laplace,
    stats.laplace,
    formula=r"\frac{\delta}{b_2} + \frac{b_1}{b_2}e^{-\delta/b_1} - 1 - \log\frac{b_1}{b_2},"
    r"\quad \delta = |\mu_1-\mu_2|",
    source=TORCH_TFP,
    vectorised=True,
)
def _laplace(p: Batch, q: Batch) -> Array:
    shift = exp_excess64(-np.abs(p.loc - q.loc) / p.scale)
    return p.scale / q.scale * shift + array_ratios.phi_of_power(1, p.scale, q.scale)


@register_kl(
    stats.logistic,
    stats.logistic,
    formula=r"\delta\coth\frac\delta2 - 2,\quad \delta = \frac{\mu_1-\mu_2}{s}",
    condition="equal scale",
    source=DERIVED,
    vectorised=True,
)
def _logistic(p: Batch, q: Batch) -> Array:
    require_same_scale(p, q)
    return logistic(np.abs(p.loc - q.loc) / p.scale)


@register_kl(
    stats.fisk,
    stats.fisk,
    formula=r"\delta\coth\frac\delta2 - 2,\quad \delta = c\log\frac{s_1}{s_2},"
    r"\ s = \mathrm{scale}",
    condition="equal loc and c",
    source="a logistic distribution of log x",
    vectorised=True,
)
def _fisk(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    require_same_shapes(p, q, "c")
    return logistic(p["c"] * np.abs(array_ratios.log_ratio(p.scale, q.scale)))


def logistic(delta: Array) -> Array:
    """Return δ coth(δ/2) − 2 for δ ≥ 0, by a series of positive terms where it cancels."""
    x = delta / 2
    # x cosh x − sinh x = Σ 2k x^(2k+1)/(2k+1)!
    near = np.minimum(x, 1.0)
    powers = [2 * k * near ** (2 * k) / math.factorial(2 * k + 1) for k in range(10, 0, -1)]
    shrink = np.divide(near, np.sinh(near), out=np.ones_like(near), where=near > 0)
    series: Array = 2 * np.sum(powers, axis=0) * shrink
    return np.asarray(np.where(x > 1, 2 * (x / np.tanh(x) - 1), series))


@register_kl(
    stats.cauchy,
    stats.cauchy,
    formula=r"\log\frac{(s_1+s_2)^2 + (\mu_1-\mu_2)^2}{4s_1s_2}",
    source="Chyzak & Nielsen, arXiv:1905.10965",
    vectorised=True,
)
def _cauchy(p: Batch, q: Batch) -> Array:
    return cauchy(p.loc - q.loc, p.scale, q.scale)


@register_kl(
    stats.halfcauchy,
    stats.halfcauchy,
    formula=r"\log\frac{(s_1+s_2)^2}{4s_1s_2}",
    condition="equal loc",
    source="half of a Cauchy distribution",
    vectorised=True,
)
def _halfcauchy(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    return cauchy(np.zeros_like(p.scale), p.scale, q.scale)


def cauchy(shift: Array, gamma1: Array, gamma2: Array) -> Array:
    """Return the divergence of two Cauchy distributions, symmetric in them."""
    apart, across = gamma1 - gamma2, np.sqrt(gamma1) * np.sqrt(gamma2)
    excess = np.hypot(apart / across, shift / across) / 2
    far = 2 * np.log(np.hypot(gamma1 + gamma2, shift) / across / 2)
    return np.asarray(np.where(excess < 1e150, np.log1p(excess * excess), far))


@register_kl(
    stats.vonmises,
    stats.vonmises,
    formula=_VON_MISES + r",\quad \Delta = \frac{\mathrm{loc}_1-\mathrm{loc}_2}{\mathrm{scale}}",
    condition="equal scale (the scale sets the period)",
    source=TFP,
)
def _vonmises(p: Distribution, q: Distribution) -> float:
    half = math.sin((p.loc - q.loc) / p.scale / 2)
    return directional(2, p["kappa"], q["kappa"], 2 * half * half)


@register_kl(
    stats.vonmises_line,
    stats.vonmises_line,
    formula=_VON_MISES.replace(r"\cos\Delta", ""),
    condition=r"equal loc and scale; $\infty$ if P sticks out of Q's period",
    source=TFP,
)
def _vonmises_line(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    require_same_scale(p, q)
    return directional(2, p["kappa"], q["kappa"], 0.0)
