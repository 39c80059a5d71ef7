"""Curves of densities, and the integrand whose area is the divergence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked


@checked
def plot_densities(
    x: ArrayLike, densities: Mapping[str, ArrayLike], *, ax: Axes | None = None
) -> Axes:
    """Draw densities over ``x``: the first in P's colour, the second in Q's.

    Parameters
    ----------
    x : array_like, shape (n,)
        Where the densities were evaluated.
    densities : mapping of label to array_like, shape (n,)
        The curves, in drawing order.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With the curves, their legend, and the vertical axis from zero.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.linspace(-3, 3, 61)
    >>> ax = plot_densities(x, {"P": np.exp(-x * x), "Q": np.exp(-abs(x))})
    >>> [line.get_label() for line in ax.lines]
    ['P', 'Q']
    """
    ax = axes_or_new(ax)
    colours = [STYLE["p"], STYLE["q"], STYLE["r"], STYLE["loss"]]
    dashes = ["-", "--", "-.", ":"]  # so that colour is never the only difference
    for i, (label, density) in enumerate(densities.items()):
        ax.plot(x, density, dashes[i % 4], color=colours[i % 4], label=label)
    ax.set_ylim(bottom=0)
    ax.set(xlabel="$x$", ylabel="density")
    ax.legend()
    return ax


@checked
def plot_integrand(x: ArrayLike, p: ArrayLike, q: ArrayLike, *, ax: Axes | None = None) -> Axes:
    """Fill p·log(p/q): its signed area is the divergence, in nats.

    Parameters
    ----------
    x, p, q : array_like, shape (n,)
        Points, and two positive densities there.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With the positive part and the negative part in two colours.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.linspace(-3, 3, 61)
    >>> ax = plot_integrand(x, np.exp(-x * x), np.exp(-abs(x)))
    >>> [area.get_label() for area in ax.collections]
    ['adds', 'subtracts']
    """
    ax = axes_or_new(ax)
    x, p, q = (np.asarray(values, dtype=float) for values in (x, p, q))
    integrand = p * (np.log(p) - np.log(q))
    above, below = integrand >= 0, integrand <= 0
    ax.fill_between(
        x, integrand, where=above, color=STYLE["loss"], alpha=0.35, label="adds", linewidth=0
    )
    ax.fill_between(
        x, integrand, where=below, color=STYLE["gain"], alpha=0.35, label="subtracts", linewidth=0
    )
    ax.plot(x, integrand, color=STYLE["ink"], linewidth=1)
    ax.set(xlabel="$x$", ylabel=r"$p(x)\,\log\,p(x)/q(x)$")
    ax.legend()
    return ax
