"""Closed forms of multivariate distributions."""

from __future__ import annotations

import numpy as np

from kltext.discrete import kl_divergence
from kltext.distributions import bregman
from kltext.distributions.distribution import (
    DIRICHLET,
    MULTINOMIAL,
    MVN,
    UNIFORM_DIRECTION,
    VON_MISES_FISHER,
    Distribution,
)
from kltext.distributions.locscale import TFP, TORCH_TFP
from kltext.distributions.registry import register_kl
from kltext.distributions.supports import dimension
from kltext.distributions.von_mises_fisher import directional
from kltext.normal import kl_mvnormal

_SPHERE = (
    r"\log\frac{C_d(\kappa_1)}{C_d(\kappa_2)}"
    r" + A_d(\kappa_1)(\kappa_1 - \kappa_2\,\mu_1\!\cdot\mu_2),"
    r"\quad A_d = \frac{I_{d/2}}{I_{d/2-1}}"
)


@register_kl(
    MVN,
    MVN,
    formula=r"\frac12\Bigl[\mathrm{tr}(\Sigma_2^{-1}\Sigma_1) - n"
    r" - \log\frac{|\Sigma_1|}{|\Sigma_2|}"
    r" + (\mu_1-\mu_2)^\top\Sigma_2^{-1}(\mu_1-\mu_2)\Bigr]",
    condition=r"$\mu, \Sigma$ = mean, cov, in $n$ dimensions; $\infty$ if one cov is singular",
    source=TORCH_TFP,
)
def _mvn(p: Distribution, q: Distribution) -> float:
    return float(kl_mvnormal(p.shapes["mean"], p.shapes["cov"], q.shapes["mean"], q.shapes["cov"]))


@register_kl(
    DIRICHLET,
    DIRICHLET,
    formula=r"\log\frac{\Gamma(A_1)}{\Gamma(A_2)}"
    r" - \sum_i\log\frac{\Gamma(\alpha_{1i})}{\Gamma(\alpha_{2i})}"
    r" + \sum_i(\alpha_{1i}-\alpha_{2i})\bigl[\psi(\alpha_{1i})-\psi(A_1)\bigr],"
    r"\quad A = \sum_i\alpha_i",
    source=TORCH_TFP,
)
def _dirichlet(p: Distribution, q: Distribution) -> float:
    return float(bregman.dirichlet(p.shapes["alpha"][:, None], q.shapes["alpha"][:, None])[0])


@register_kl(
    MULTINOMIAL,
    MULTINOMIAL,
    formula=r"n\sum_i p_{1i}\log\frac{p_{1i}}{p_{2i}}",
    condition=r"$n_1 = n_2 = n$, else $\infty$",
    source=TORCH_TFP,
)
def _multinomial(p: Distribution, q: Distribution) -> float:
    return float(p["n"]) * float(kl_divergence(p.shapes["p"], q.shapes["p"]))


@register_kl(
    VON_MISES_FISHER,
    VON_MISES_FISHER,
    formula=_SPHERE,
    source=TFP,
)
def _vonmises_fisher(p: Distribution, q: Distribution) -> float:
    mean1, mean2 = (
        distribution.shapes["mu"] / np.linalg.norm(distribution.shapes["mu"])
        for distribution in (p, q)
    )
    turn = float(((mean1 - mean2) ** 2).sum()) / 2  # 1 − μ1·μ2
    return directional(dimension(p), float(p["kappa"]), float(q["kappa"]), turn)


@register_kl(
    VON_MISES_FISHER,
    UNIFORM_DIRECTION,
    formula=_SPHERE + r",\ \kappa_2 = 0",
    source=TFP,
)
@register_kl(
    UNIFORM_DIRECTION,
    VON_MISES_FISHER,
    formula=_SPHERE + r",\ \kappa_1 = 0",
    source="the von Mises–Fisher distribution of concentration 0",
)
@register_kl(
    UNIFORM_DIRECTION,
    UNIFORM_DIRECTION,
    formula="0",
    source="the same distribution",
)
def _direction(p: Distribution, q: Distribution) -> float:
    kappa1, kappa2 = (float(distribution.shapes.get("kappa", 0.0)) for distribution in (p, q))
    return directional(dimension(p), kappa1, kappa2, 0.0)
