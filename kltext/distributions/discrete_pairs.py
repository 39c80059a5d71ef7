"""Closed forms of discrete distributions. Subscript 1 is P, 2 is Q; natural logarithms."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import stats

from kltext import kernels
from kltext.discrete import kl_divergence
from kltext.distributions import array_ratios
from kltext.distributions.batches import Batch
from kltext.distributions.bregman import bregman
from kltext.distributions.distribution import SAMPLE, Distribution
from kltext.distributions.locscale import (
    DERIVED,
    TORCH,
    TORCH_TFP,
    require_same_loc,
    require_same_shapes,
)
from kltext.distributions.rational import log_ratio
from kltext.distributions.registry import NoClosedForm, register_kl
from kltext.distributions.zeta import log_zeta_curvature
from kltext.kernels import exp_excess64, g, g_of_difference, phi

Array = npt.NDArray[np.float64]

LONGEST = 8.0  # curvatures here decay like exp(-t): longer panels would miss it

_BERNOULLI = r"p_1\log\frac{p_1}{p_2} + (1-p_1)\log\frac{1-p_1}{1-p_2}"


def bernoulli(p: Batch, q: Batch) -> Array:
    """Return the divergence of two coins that show 1 with the probabilities ``p["p"], q["p"]``."""
    p1, p2 = p["p"], q["p"]
    d = p1 - p2
    return np.asarray(g_of_difference(p1, p2, d) + g_of_difference(1 - p1, 1 - p2, -d))


@register_kl(
    stats.bernoulli, stats.bernoulli, formula=_BERNOULLI, source=TORCH_TFP, vectorised=True
)
def _bernoulli(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    return bernoulli(p, q)


@register_kl(
    stats.binom,
    stats.binom,
    formula=rf"n\Bigl({_BERNOULLI}\Bigr)",
    condition=r"$n_1 = n_2 = n$; $\infty$ for $n_1 > n_2$ (unless $p_1 = 0$)",
    source=TORCH_TFP,
    vectorised=True,
)
def _binom(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    require_same_shapes(p, q, "n")
    return p["n"] * bernoulli(p, q)


@register_kl(
    stats.bernoulli,
    stats.binom,
    formula=_BERNOULLI,
    condition="$n_2 = 1$",
    source=DERIVED,
    vectorised=True,
)
@register_kl(
    stats.binom,
    stats.bernoulli,
    formula=_BERNOULLI,
    condition="$n_1 = 1$",
    source=DERIVED,
    vectorised=True,
)
def _one_trial(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    if any((side.shapes["n"] != 1).any() for side in (p, q) if "n" in side.shapes):
        raise NoClosedForm("the closed form needs n = 1")
    return bernoulli(p, q)


@register_kl(
    stats.geom,
    stats.geom,
    formula=rf"\frac1{{p_1}}\Bigl({_BERNOULLI}\Bigr)",
    source=TORCH_TFP,
    vectorised=True,
)
def _geom(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    return bernoulli(p, q) / p["p"]


@register_kl(
    stats.planck,
    stats.planck,
    formula=rf"\frac1{{p_1}}\Bigl({_BERNOULLI}\Bigr),\quad p = 1 - e^{{-\lambda}}",
    source="geometric distribution with another parameter",
)
def _planck(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    l1, l2 = p["lambda_"], q["lambda_"]
    p1, p2 = -math.expm1(-l1), -math.expm1(-l2)
    d = -math.exp(-l2) * math.expm1(l2 - l1) if l2 < l1 else math.exp(-l1) * math.expm1(l1 - l2)
    with np.errstate(all="ignore"):
        terms = g_of_difference(
            np.array([p1, math.exp(-l1)]), np.array([p2, math.exp(-l2)]), np.array([d, -d])
        )
    return float(terms.sum()) / p1


@register_kl(
    stats.nbinom,
    stats.nbinom,
    formula=rf"\frac{{n}}{{p_1}}\Bigl({_BERNOULLI}\Bigr)",
    condition="$n_1 = n_2 = n$",
    source=DERIVED,
    vectorised=True,
)
def _nbinom(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    require_same_shapes(p, q, "n")
    return p["n"] * bernoulli(p, q) / p["p"]


@register_kl(
    stats.poisson,
    stats.poisson,
    formula=r"\mu_1\log\frac{\mu_1}{\mu_2} - \mu_1 + \mu_2",
    source=TORCH_TFP,
    vectorised=True,
)
def _poisson(p: Batch, q: Batch) -> Array:
    require_same_loc(p, q)
    return np.asarray(g_of_difference(p["mu"], q["mu"], p["mu"] - q["mu"]))


@register_kl(
    stats.bernoulli,
    stats.poisson,
    formula=r"p\log p + (1-p)\log(1-p) - p\log\mu + \mu",
    source=TORCH,
)
def _bernoulli_poisson(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    return float(g(p["p"], q["mu"])) + float(g(1 - p["p"], 1.0))


@register_kl(
    stats.poisson,
    stats.bernoulli,
    formula=r"-\log(1-p)",
    condition=r"$\mu = 0$; $\infty$ otherwise",
    source=f"{TORCH} (infinite there for every $\\mu$)",
)
@register_kl(
    stats.poisson,
    stats.binom,
    formula=r"-n\log(1-p)",
    condition=r"$\mu = 0$; $\infty$ otherwise",
    source=f"{TORCH} (infinite there for every $\\mu$)",
)
def _poisson_finite(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)  # only a Poisson distribution of mean 0 has its support in the other's
    return -float(q.shapes.get("n", 1.0)) * math.log1p(-q["p"])


@register_kl(
    SAMPLE,
    SAMPLE,
    formula=r"\sum_i p_i\log\frac{p_i}{q_i}",
    condition="values given; each atom of P is one of Q",
    source="Cover & Thomas, Elements of Information Theory, eq. 2.26",
)
def _values(p: Distribution, q: Distribution) -> float:
    points = np.union1d(p.shapes["xk"], q.shapes["xk"])
    masses = [
        np.bincount(
            np.searchsorted(points, distribution.shapes["xk"]), _as_given(distribution), points.size
        )
        for distribution in (p, q)
    ]
    return float(kl_divergence(*masses))


def _as_given(distribution: Distribution) -> Array:
    """Return the masses before they are divided by their sum, which would round each of them."""
    return np.asarray(
        getattr(distribution.source, "dist", distribution.source).pk, dtype=np.float64
    )


@register_kl(
    stats.logser,
    stats.logser,
    formula=r"\frac{-p_1}{(1-p_1)\log(1-p_1)}\log\frac{p_1}{p_2}"
    r" + \log\frac{\log(1-p_2)}{\log(1-p_1)}",
    source=DERIVED,
)
def _logser(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)

    # The natural parameter is log p; −log p = t > 0 has the same curvature, the variance of K.
    def variance(t: Array) -> Array:
        share, rest = np.exp(-t), -np.expm1(-t)
        excess = np.where(share < 0.5, phi(-share), -share - np.log(rest))
        return np.asarray(share * excess * (t / (rest * np.log(rest))) ** 2)

    start, end = (log_ratio((1.0,), (distribution["p"],)) for distribution in (p, q))
    step = log_ratio((p["p"],), (q["p"],))
    return bregman(variance, start, end, step=step, longest=LONGEST)


@register_kl(
    stats.zipf,
    stats.zipf,
    formula=r"\log\frac{\zeta(a_2)}{\zeta(a_1)} - (a_2-a_1)\frac{\zeta'(a_1)}{\zeta(a_1)}",
    source=DERIVED,
)
def _zipf(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    return bregman(log_zeta_curvature, p["a"] - 1, q["a"] - 1, longest=LONGEST)


@register_kl(
    stats.dlaplace,
    stats.dlaplace,
    formula=r"\log\frac{\tanh(a_1/2)}{\tanh(a_2/2)} + \frac{a_2-a_1}{\sinh a_1}",
    source=DERIVED,
)
def _dlaplace(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)

    def variance(a: Array) -> Array:  # of |K|: cosh a / sinh² a
        return np.asarray(2 * np.exp(-a) * (1 + np.exp(-2 * a)) * (a / np.expm1(-2 * a)) ** 2)

    return bregman(variance, p["a"], q["a"], longest=LONGEST)


@register_kl(
    stats.randint,
    stats.randint,
    formula=r"\log\frac{n_2}{n_1},\quad n = \mathrm{high} - \mathrm{low}",
    source="a uniform distribution on a part of the support",
    vectorised=True,
)
def _randint(p: Batch, q: Batch) -> Array:
    return array_ratios.log_ratio(q["high"] - q["low"], p["high"] - p["low"])


@register_kl(
    stats.betabinom,
    stats.betabinom,
    formula=r"\sum_{k=0}^n p_1(k)\log\frac{B(k+a_1,\,n-k+b_1)\,B(a_2,b_2)}"
    r"{B(k+a_2,\,n-k+b_2)\,B(a_1,b_1)}",
    condition="$n_1 = n_2 = n$, a sum of $n + 1$ terms",
    source=DERIVED,
)
def _betabinom(p: Distribution, q: Distribution) -> float:
    require_same_loc(p, q)
    require_same_shapes(p, q, "n")
    (a1, b1), (a2, b2) = ((side["a"], side["b"]) for side in (p, q))
    n, steps = p["n"], np.arange(p["n"])

    def products(one: float, two: float, apart: float) -> Array:
        """Return logs of the products of (one + i)/(two + i), i < k; `apart` is one − two."""
        ratios = kernels.log_ratio(one + steps, two + steps, np.full(len(steps), apart))
        return np.concatenate([[0.0], np.cumsum(ratios)])

    ups, downs = products(a1, a2, a1 - a2), products(b1, b2, b1 - b2)
    totals = products(a1 + b1, a2 + b2, math.fsum((a1, b1, -a2, -b2)))
    # log p/q of k: masses are products of (a + i), i < k, and (b + j), j < n − k.
    t = ups + downs[::-1] - totals[-1]
    mass = np.exp(stats.betabinom.logpmf(np.arange(n + 1), n, p["a"], p["b"]))
    near = bool((np.abs(t) < 1).all())
    return float(mass @ (exp_excess64(-t) if near else t) / mass.sum())
