"""Divergences that treat both arguments alike, and losses that differ by a constant."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked


@checked
def plot_symmetrised(
    shift: ArrayLike, curves: Mapping[str, ArrayLike], ceiling: float, *, ax: Axes | None = None
) -> Axes:
    """Draw divergences of two shifted copies against the shift, under a ceiling.

    Parameters
    ----------
    shift : array_like, shape (n,)
        Distances between the copies.
    curves : mapping of label to array_like, shape (n,)
        At most four curves, in nats.
    ceiling : float
        The bound that one of them keeps, drawn as a thin level.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        Cut off at four times the ceiling.

    Examples
    --------
    >>> ax = plot_symmetrised([0, 1], {"D": [0, 0.5], "JS": [0, 0.1]}, 0.69)
    >>> round(float(ax.get_ylim()[1]), 2)
    2.76
    """
    ax = axes_or_new(ax)
    looks = [("p", "-"), ("q", "--"), ("r", "-."), ("loss", ":")]
    for (label, values), (role, dash) in zip(curves.items(), looks, strict=False):
        ax.plot(shift, values, dash, color=STYLE[role], label=label)
    ax.axhline(ceiling, color=STYLE["muted"], linewidth=0.9)
    ax.annotate(
        r"$\log\,2$",
        (1, ceiling),
        (4, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        va="center",
    )
    x = np.asarray(shift, dtype=float)
    ax.set(xlabel=r"distance $\Delta\mu$", ylabel="nats", xlim=(x[0], x[-1]), ylim=(0, 4 * ceiling))
    ax.legend(loc="upper left")
    return ax


@checked
def plot_shared_minimum(
    theta: ArrayLike,
    cross_entropy: ArrayLike,
    divergence: ArrayLike,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw cross-entropy and divergence over a parameter: one gap, one minimiser.

    Parameters
    ----------
    theta : array_like, shape (n,)
        Values of the parameter.
    cross_entropy, divergence : array_like, shape (n,)
        Of the data to the model at each value, in nats.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With both curves, the gap between them, and their common minimiser marked.

    Examples
    --------
    >>> ax = plot_shared_minimum([0, 1, 2], [3, 2, 3], [1, 0, 1])
    >>> ax.lines[2].get_xdata().tolist(), ax.lines[2].get_ydata().tolist()
    ([1.0, 1.0], [2.0, 0.0])
    """
    ax = axes_or_new(ax)
    x, upper, lower = (np.asarray(v, dtype=float) for v in (theta, cross_entropy, divergence))
    ax.fill_between(x, lower, upper, color=STYLE["muted"], alpha=0.1, linewidth=0)
    ax.plot(x, upper, color=STYLE["q"], label=r"$H(\hat P,Q_\theta)$")
    ax.plot(
        x, lower, "--", color=STYLE["loss"], label=r"$D_{\mathrm{KL}}(\hat P\parallel Q_\theta)$"
    )
    best = int(np.argmin(upper))
    ax.plot([x[best], x[best]], [upper[best], lower[best]], "o:", color=STYLE["ink"], linewidth=1)
    middle = (upper[best] + lower[best]) / 2
    ax.annotate(r"$H(\hat P)$", (x[best], middle), (6, 0), textcoords="offset points", va="center")
    ax.set(xlabel=r"$\theta$", ylabel="nats", xlim=(x[0], x[-1]), ylim=(0, 1.25 * upper.max()))
    ax.legend(loc="upper right")
    return ax
