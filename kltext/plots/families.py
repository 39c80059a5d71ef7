"""Figures of the chapter on the divergence's relatives: generators, orders and error exponents."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked

DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
ROLES = ("p", "q", "r", "loss", "muted")


@checked
def plot_generators(
    curves: Mapping[str, ArrayLike], r: ArrayLike, *, ax: Axes | None = None
) -> Axes:
    """Draw the convex functions f that make f-divergences.

    Parameters
    ----------
    curves : mapping of str to array_like, shape (n,)
        The values of each f at the ratios `r`, by label; up to five.
    r : array_like, shape (n,)
        Ratios p/q.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one curve for each function, and a mark at 1, where all are 0.

    Examples
    --------
    >>> ax = plot_generators({"chi-square": [0.25, 0, 0.25]}, [0.5, 1, 1.5])
    >>> ax.get_xlabel()
    'ratio $r = p/q$'
    """
    ax = axes_or_new(ax)
    for (label, values), dash, role in zip(curves.items(), DASHES, ROLES, strict=False):
        ax.plot(np.asarray(r), np.asarray(values), linestyle=dash, color=STYLE[role], label=label)
    ax.plot(1, 0, "o", color=STYLE["ink"])
    ax.set(xlabel="ratio $r = p/q$", ylabel="$f(r)$")
    ax.legend()
    return ax


@checked
def plot_order_curve(
    alphas: ArrayLike,
    values: Mapping[str, ArrayLike],
    marks: Mapping[str, tuple[float, float]],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw divergences over their order, with named points on them.

    Parameters
    ----------
    alphas : array_like, shape (n,)
        Orders.
    values : mapping of str to array_like, shape (n,)
        Divergences in nats, by label; up to five.
    marks : mapping of str to (float, float)
        Points to name: order and value.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        The label of the highest mark stands above its point, the others below theirs.

    Examples
    --------
    >>> ax = plot_order_curve([0, 1], {"D": [0.1, 0.2]}, {"KL": (1, 0.2)})
    >>> [text.get_text() for text in ax.texts]
    ['KL']
    """
    ax = axes_or_new(ax)
    for (label, curve), dash, role in zip(values.items(), DASHES, ROLES, strict=False):
        ax.plot(
            np.asarray(alphas), np.asarray(curve), linestyle=dash, color=STYLE[role], label=label
        )
    highest = max(value for _, value in marks.values())
    for label, point in marks.items():
        up = point[1] == highest
        ax.plot(*point, "o", color=STYLE["ink"])
        ax.annotate(
            label,
            point,
            (-6, 6) if up else (5, -14),
            textcoords="offset points",
            ha="right" if up else "left",
        )
    ax.set(xlabel=r"order $\alpha$", ylabel="nats")
    ax.legend()
    return ax


@checked
def plot_exponents(
    sizes: ArrayLike,
    rates: Mapping[str, ArrayLike],
    limits: Mapping[str, float],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw how fast errors shrink, −log(error)/n, over the number n of observations.

    Parameters
    ----------
    sizes : array_like, shape (n,)
        Numbers of observations, positive.
    rates : mapping of str to array_like, shape (n,)
        −log(error)/n at each size, by label, in nats for each observation.
    limits : mapping of str to float
        Where the rates of the same label tend, drawn as thin lines.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        Each limit has the colour of its curve, and its name at the right.

    Examples
    --------
    >>> ax = plot_exponents([10, 100], {"Stein": [0.5, 0.3]}, {"Stein": 0.25})
    >>> len(ax.lines)
    2
    """
    ax = axes_or_new(ax)
    for (label, curve), dash, role in zip(rates.items(), DASHES, ROLES, strict=False):
        ax.plot(
            np.asarray(sizes), np.asarray(curve), linestyle=dash, color=STYLE[role], label=label
        )
        if label in limits:
            ax.axhline(limits[label], color=STYLE[role], linewidth=0.9, linestyle=(0, (1, 3)))
    ax.set(xscale="log", xlabel="observations $n$", ylabel="nats for each observation")
    ax.set_ylim(bottom=0)
    ax.legend()
    return ax
