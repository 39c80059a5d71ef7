"""Reliability diagrams, and the log loss taken apart."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked


@checked
def plot_reliability(
    forecast: ArrayLike,
    frequency: ArrayLike,
    count: ArrayLike,
    *,
    consistent: ArrayLike | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how often an event happened against how probable it was said to be.

    Parameters
    ----------
    forecast, frequency : array_like, shape (n,)
        Mean forecast probability and observed frequency of each bin.
    count : array_like, shape (n,)
        Forecasts in each bin; printed under its point, which grows with it.
    consistent : array_like, shape (2, n), optional
        For each bin the range in which the frequency of a calibrated forecaster would fall.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With the diagonal, one point for each bin, and the ranges as bars on the diagonal.

    Raises
    ------
    ValueError
        If a forecast or a frequency is not a probability.

    Examples
    --------
    >>> ax = plot_reliability([0.5, 0.9], [0.4, 0.8], [10, 90])
    >>> [text.get_text() for text in ax.texts]
    ['10', '90']
    """
    said, seen = np.asarray(forecast, dtype=float), np.asarray(frequency, dtype=float)
    for name, values in (("forecast", said), ("frequency", seen)):
        if not ((values >= 0) & (values <= 1)).all():
            raise ValueError(f"{name} must hold probabilities, got {values.tolist()}")
    ax = axes_or_new(ax, height=4.2)
    ax.plot([0, 1], [0, 1], color=STYLE["muted"], linewidth=1, label="calibrated")
    if consistent is not None:
        low, high = np.asarray(consistent, dtype=float)
        ax.vlines(said, low, high, color=STYLE["r"], linewidth=5, alpha=0.3, label="chance alone")
    ax.plot(said, seen, "--", color=STYLE["q"], linewidth=1)
    number = np.asarray(count)
    ax.scatter(said, seen, 25 + 90 * number / number.max(), color=STYLE["q"], zorder=3)
    for x, n in zip(said, number, strict=True):
        ax.annotate(f"{n}", (x, -0.09), ha="center", fontsize=8.5, color=STYLE["muted"])
    ax.set(xlim=(0, 1.06), ylim=(-0.12, 1.06), xlabel="forecast", ylabel="observed frequency")
    ax.set_aspect("equal")
    ax.legend(loc="upper left")
    return ax


@checked
def plot_loss_parts(
    forecasters: Mapping[str, tuple[float, float, float]], *, ax: Axes | None = None
) -> Axes:
    """Draw log losses as uncertainty minus resolution plus reliability.

    Parameters
    ----------
    forecasters : mapping of label to (reliability, resolution, uncertainty)
        All in nats, none negative.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        One row for each forecaster: what is left of the uncertainty once the resolution is taken
        away, then the reliability term, which together are the log loss.

    Examples
    --------
    >>> ax = plot_loss_parts({"a": (0.05, 0.1, 0.3)})
    >>> [text.get_text() for text in ax.texts]
    ['0.2500 nats']
    """
    ax = axes_or_new(ax, height=0.9 + 0.55 * len(forecasters))
    names = list(forecasters)
    reliability, resolution, uncertainty = np.array(list(forecasters.values()), dtype=float).T
    best = uncertainty - resolution
    ax.barh(names, best, 0.55, color=STYLE["p"], label="uncertainty − resolution")
    ax.barh(
        names,
        reliability,
        0.55,
        left=best,
        color=STYLE["loss"],
        hatch="///",
        edgecolor="white",
        label="reliability",
    )
    for row, value in enumerate(best + reliability):
        place = (max(value, uncertainty[row]), row)
        ax.annotate(f"{value:.4f} nats", place, (5, 0), textcoords="offset points", va="center")
    ax.plot(uncertainty, names, "|", color=STYLE["ink"], markersize=22, label="uncertainty")
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    ax.set_xlim(right=1.3 * float(max((best + reliability).max(), uncertainty.max())))
    ax.set_xlabel("log loss (nats)")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.32), ncols=3)
    return ax


@checked
def plot_null_spread(
    sizes: ArrayLike,
    spreads: Mapping[str, ArrayLike],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw how an estimate that should be zero spreads, by the number of bins.

    Parameters
    ----------
    sizes : array_like, shape (n,)
        Numbers of bins.
    spreads : mapping of label to array_like, shape (n, draws)
        Draws of the estimate for a calibrated forecaster; at most three labels.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With means as points and the middle 90 % as bars.

    Examples
    --------
    >>> ax = plot_null_spread([5, 10], {"ECE": [[0.01, 0.03], [0.02, 0.04]]})
    >>> ax.lines[0].get_ydata().tolist()
    [0.02, 0.03]
    """
    ax = axes_or_new(ax)
    grid = np.asarray(sizes, dtype=float)
    looks = (("p", "o-"), ("q", "s--"), ("r", "^-."))
    for (label, draws), (colour, line) in zip(spreads.items(), looks, strict=False):
        table = np.asarray(draws, dtype=float)
        mean = table.mean(axis=1)
        low, high = np.quantile(table, [0.05, 0.95], axis=1)
        reach = np.stack([mean - low, high - mean])
        ax.errorbar(grid, mean, reach, fmt=line, color=STYLE[colour], capsize=3, label=label)
    ax.set_xticks(grid)
    ax.set_ylim(bottom=0)
    ax.set_xlabel("bins")
    ax.legend()
    return ax
