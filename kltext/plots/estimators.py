"""Figures of the chapter on estimation: terms, their spread, and bias that samples remove."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.estimators import kl_montecarlo
from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked

LOOKS = {"k1": ("p", "-"), "k2": ("q", "--"), "k3": ("r", "-.")}


@checked
def plot_estimator_terms(t_max: float = 2.0, *, ax: Axes | None = None) -> Axes:
    r"""Draw what k1, k2 and k3 average, over the log ratio of one draw.

    Parameters
    ----------
    t_max : float
        The largest log ratio in the picture, above 0; the smallest is its negative.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With three curves that meet at 0.

    Examples
    --------
    >>> [line.get_label() for line in plot_estimator_terms().lines[:3]]
    ['$k_1 = t$', '$k_2 = t^2/2$', '$k_3 = e^{-t} - 1 + t$']
    """
    if not t_max > 0:
        raise ValueError(f"t_max must be above 0, got {t_max}")
    ax = axes_or_new(ax)
    t = np.linspace(-t_max, t_max, 401)
    curves = {"k1": t, "k2": t * t / 2, "k3": np.expm1(-t) + t}
    formulas = {"k1": "t", "k2": "t^2/2", "k3": "e^{-t} - 1 + t"}
    for name, values in curves.items():
        role, dash = LOOKS[name]
        label = f"$k_{name[1]} = {formulas[name]}$"
        ax.plot(t, values, dash, color=STYLE[role], label=label)
    ax.axhline(0, color=STYLE["muted"], linewidth=0.8)
    ax.set(
        xlabel=r"$t = \log\,p(x)/q(x)$ at one draw", ylabel="term, in nats", xlim=(-t_max, t_max)
    )
    ax.legend(loc="upper center")
    return ax


@checked
def plot_estimator_spread(
    mu: float = 1.0,
    draws: int = 100,
    *,
    repeats: int = 1000,
    seed: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw how repeated estimates of D(P‖Q) scatter, for P = N(0, 1) and Q = N(mu, 1).

    Parameters
    ----------
    mu : float
        The mean of Q, not 0.
    draws : int
        How many draws from P one estimate has, at least 2.
    repeats : int
        How many estimates are drawn for each estimator.
    seed : int
        Of the draws.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        One row for each estimator: the middle 90 % of the estimates as a bar, their mean as a
        point, and the truth as a vertical line, in nats.

    Raises
    ------
    ValueError
        If `mu` is 0 (the estimates would all be 0), or there are too few draws or repeats.

    Examples
    --------
    >>> ax = plot_estimator_spread(mu=0.5, draws=50, repeats=50)
    >>> [label.get_text().split(chr(10))[0] for label in ax.get_yticklabels()]
    ['k1', 'k2', 'k3']
    """
    if mu == 0 or draws < 2 or repeats < 2:
        raise ValueError(
            f"mu must not be 0, draws and repeats must be at least 2, got {mu}, {draws}, {repeats}"
        )
    ax = axes_or_new(ax)
    x = np.random.default_rng(seed).standard_normal((repeats, draws))
    log_p, log_q = -(x**2) / 2, -((x - mu) ** 2) / 2
    rng, labels = np.random.default_rng(seed), []
    for place, (name, (role, _)) in enumerate(LOOKS.items()):
        found = np.array(
            [kl_montecarlo(a, b, estimator=name).value for a, b in zip(log_p, log_q, strict=True)]
        )
        low, high = np.quantile(found, [0.05, 0.95])
        height = place + rng.uniform(-0.28, 0.28, repeats)
        ax.plot(found, height, ".", color=STYLE[role], markersize=2.5, alpha=0.3, zorder=1)
        ax.plot([low, high], [place, place], color=STYLE["ink"], linewidth=3, zorder=2)
        ax.plot(found.mean(), place, "D", color="white", markeredgecolor=STYLE["ink"], zorder=3)
        labels.append(f"{name}\nmean {found.mean():.3f}\nsd {found.std():.3f}")
    ax.axvline(mu**2 / 2, color=STYLE["muted"], linestyle=":", zorder=0)
    ax.annotate(
        f"truth {mu**2 / 2:.3f}",
        (mu**2 / 2, -0.62),
        (4, 0),
        textcoords="offset points",
        va="center",
    )
    ax.set_yticks(range(3), labels)
    ax.set(xlabel="estimate, in nats", ylim=(2.5, -0.8))
    ax.grid(axis="y", visible=False)
    return ax


@checked
def plot_estimate_means(
    sizes: ArrayLike,
    means: Mapping[str, ArrayLike],
    truth: float,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw the mean of estimates over the size of the samples, beside the truth.

    Parameters
    ----------
    sizes : array_like, shape (n,)
        Sample sizes, positive, drawn on a logarithmic axis.
    means : mapping of str to array_like, shape (n,)
        For each label the mean estimate at each size, in nats.
    truth : float
        The divergence, in nats.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one marked curve for each label, and a dotted line at the truth.

    Examples
    --------
    >>> ax = plot_estimate_means([10, 100], {"plug-in": [0.5, 0.3]}, 0.25)
    >>> ax.get_xscale(), len(ax.lines)
    ('log', 2)
    """
    ax = axes_or_new(ax)
    looks = (("p", "o-"), ("q", "s--"), ("r", "^-."), ("loss", "v:"))
    for (label, values), (role, dash) in zip(means.items(), looks, strict=False):
        ax.plot(np.asarray(sizes), np.asarray(values), dash, color=STYLE[role], label=label)
    ax.axhline(truth, color=STYLE["muted"], linestyle=":", label="truth")
    ax.set(xscale="log", xlabel="size of each sample", ylabel="mean estimate, in nats")
    ax.legend()
    return ax
