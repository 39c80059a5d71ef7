"""A still picture of each explorer, for where no widget can live.

A page read without JavaScript, a printed book and a notebook on a website that runs nothing
show it in the explorer's place.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import singledispatch
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from scipy.special import softmax

from kltext import plots
from kltext.kernels import g
from kltext.plots.style import RC, WIDTH
from kltext.projections import Fit, NormalMixture, fit_alpha, fit_forward, fit_reverse
from kltext.widgets import reliability
from kltext.widgets.alpha import AlphaExplorer
from kltext.widgets.asymmetry import AsymmetryExplorer
from kltext.widgets.calculator import KLCalculator
from kltext.widgets.code_length import CodeLengthExplorer
from kltext.widgets.discrete import DiscreteExplorer
from kltext.widgets.draws import normal_draws
from kltext.widgets.estimator import EstimatorExplorer
from kltext.widgets.forward_reverse import ForwardReverseExplorer
from kltext.widgets.gaussian import GaussianExplorer
from kltext.widgets.reliability import ReliabilityExplorer
from kltext.widgets.temperature import TemperatureExplorer
from kltext.widgets.triangle import TriangleExplorer
from kltext.widgets.trust_region import TrustRegionExplorer
from kltext.widgets.vae import VAEExplorer

MIDDLE = 0.01  # the part of a distribution beyond either end of the picture


def svg(explorer: Any) -> str | None:
    """Return the picture of an explorer's present state as SVG, or None if it has none.

    Examples
    --------
    >>> svg(GaussianExplorer()).startswith("<?xml")
    True
    """
    before = plt.get_fignums()
    with mpl.rc_context(RC):
        draw(explorer)
        drawn = [number for number in plt.get_fignums() if number not in before]
        if not drawn:
            return None
        figure = plt.figure(drawn[-1])
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None})
        plt.close(figure)
    return text.getvalue()


@singledispatch
def draw(explorer: Any) -> None:
    """Draw an explorer as a new matplotlib figure; nothing for one without a picture."""


@draw.register
def _(explorer: GaussianExplorer) -> None:
    plots.plot_gaussian_explorer(explorer.mu_p, explorer.sigma_p, explorer.mu_q, explorer.sigma_q)


@draw.register
def _(explorer: AsymmetryExplorer) -> None:
    plots.plot_asymmetry(explorer.mu_p, explorer.sigma_p, explorer.mu_q, explorer.sigma_q)


@draw.register
def _(explorer: TriangleExplorer) -> None:
    plots.plot_triangle(
        (explorer.mu_p, explorer.mu_q, explorer.mu_r),
        (explorer.sigma_p, explorer.sigma_q, explorer.sigma_r),
    )


@draw.register
def _(explorer: DiscreteExplorer) -> None:
    if np.isfinite(explorer.kl):
        plots.plot_discrete_explorer("abcd", explorer.p, explorer.q)
    else:
        _infinite(list("abcd"), explorer)


@draw.register
def _(explorer: CodeLengthExplorer) -> None:
    labels = ["sun", "cloud", "rain"]
    if np.isfinite(explorer.kl_bits):
        plots.plot_code_lengths(labels, explorer.p, explorer.q)
    else:
        _infinite(labels, explorer)


def _infinite(labels: list[str], explorer: DiscreteExplorer | CodeLengthExplorer) -> None:
    """Draw only the two distributions, since an infinite term has no bar."""
    axes = plots.plot_distributions(labels, {"$P$": explorer.p, "$Q$": explorer.q})
    axes.set_title("$D_{\\mathrm{KL}}(P\\parallel Q) = \\infty$", loc="left")


@draw.register
def _(explorer: ForwardReverseExplorer) -> None:
    target = NormalMixture.pair(explorer.separation)
    wide = fit_forward(target)
    minima = _named("reverse fit", fit_reverse(target))
    _draw_fits(target, {"forward fit": (wide.mean, wide.sigma), **minima})


@draw.register
def _(explorer: AlphaExplorer) -> None:
    target = NormalMixture.pair(explorer.separation)
    _draw_fits(target, _named("best Q", fit_alpha(target, explorer.alpha)))


def _named(best: str, minima: Sequence[Fit]) -> dict[str, tuple[float, float]]:
    """Return the minima, the best one first, by what they are."""
    others = ("its mirror image", "local minimum")
    if minima[0].mean == 0:
        others = ("local minimum", "its mirror image")
    return {name: (fit.mean, fit.sigma) for name, fit in zip((best, *others), minima, strict=False)}


def _draw_fits(target: NormalMixture, fits: Mapping[str, tuple[float, float]]) -> None:
    x = np.linspace(-8.5, 8.5, 421)
    axes = plots.plot_projections(x, target.pdf(x), fits)
    axes.set_ylim(top=1.5 * axes.dataLim.ymax)
    axes.legend(ncols=2, loc="upper left")


@draw.register
def _(explorer: TemperatureExplorer) -> None:
    _, (left, right) = plt.subplots(1, 2, figsize=(WIDTH, 3.0))
    temperature, (a, b) = explorer.temperature, explorer.logits()
    softened = {"teacher": softmax(a / temperature), "student": softmax(b / temperature)}
    plots.plot_distributions(list("1234"), softened, ax=left)
    left.set_xlabel("class")
    plots.plot_temperature_loss(a, b, temperature, ax=right)


@draw.register
def _(explorer: TrustRegionExplorer) -> None:
    if min(explorer.old) > 0:
        axes = plots.plot_trust_region(explorer.old, explorer.delta, explorer.epsilon)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=3)
    else:
        plots.plot_distributions(list("123"), {"old": explorer.old, "new": explorer.new})


@draw.register
def _(explorer: ReliabilityExplorer) -> None:
    seen = reliability.HITS / reliability.COUNT
    axes = plots.plot_reliability(explorer.forecasts(), seen, reliability.COUNT)
    for count in list(axes.texts):  # the points at both ends are too close for their numbers
        count.remove()


@draw.register
def _(explorer: VAEExplorer) -> None:
    plots.plot_encoder(explorer.mu, explorer.log_var, explorer.noise)


@draw.register
def _(explorer: KLCalculator) -> None:
    distributions = dict(zip(("$P$", "$Q$"), explorer.distributions(), strict=True))
    ends = [
        distribution.ppf(edge)
        for distribution in distributions.values()
        for edge in (MIDDLE, 1 - MIDDLE)
    ]
    low, high = min(ends), max(ends)
    axes = plots.axes_or_new(None)
    if hasattr(distributions["$P$"], "pdf"):
        # The middles of cells: a density may be infinite at an end, and nowhere else.
        middles = low + (high - low) * (np.arange(400) + 0.5) / 400
        plots.plot_densities(
            middles,
            {name: distribution.pdf(middles) for name, distribution in distributions.items()},
            ax=axes,
        )
        return
    counts = np.unique(np.linspace(low, high, 200).round())
    points = np.asarray(explorer.parameters_p.get("xk", counts))
    # One point may lie on another: P's are filled, and Q's open around them.
    p, q = (distribution.pmf(points) for distribution in distributions.values())
    axes.plot(points, p, "o", color=plots.STYLE["p"], label="$P$")
    axes.plot(points, q, "s", color=plots.STYLE["q"], label="$Q$", fillstyle="none", markersize=9)
    axes.set(xlabel="$x$", ylabel="probability", ylim=(0, None))
    axes.legend()


@draw.register
def _(explorer: EstimatorExplorer) -> None:
    sizes = np.arange(1, int(explorer.draws) + 1)
    x, mu = normal_draws(int(explorer.seed), len(sizes)), explorer.mu
    log_ratio = ((x - mu) ** 2 - x**2) / 2  # log p(x)/q(x)
    terms = {"$k_1$": log_ratio, "$k_2$": log_ratio**2 / 2, "$k_3$": g(1.0, np.exp(-log_ratio))}
    axes = plots.axes_or_new(None)
    for (name, term), role in zip(terms.items(), ("p", "q", "r"), strict=True):
        axes.plot(sizes, np.cumsum(term) / sizes, color=plots.STYLE[role], label=name)
    axes.axhline(explorer.truth, color=plots.STYLE["muted"], linestyle=":", label="truth")
    axes.set(xlabel="draws", ylabel="running estimate (nats)", xscale="log")
    axes.legend(ncols=4)
