"""Bars for discrete distributions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked


@checked
def plot_distributions(
    labels: Sequence[str], distributions: Mapping[str, ArrayLike], *, ax: Axes | None = None
) -> Axes:
    """Draw discrete distributions side by side: the first in P's colour, the second in Q's.

    Parameters
    ----------
    labels : sequence of str, length n
        The outcomes.
    distributions : mapping of label to array_like, shape (n,)
        Probabilities, in drawing order.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one group of bars for each outcome.

    Examples
    --------
    >>> ax = plot_distributions(["a", "b"], {"P": [0.7, 0.3], "Q": [0.5, 0.5]})
    >>> len(ax.patches)
    4
    """
    ax = axes_or_new(ax)
    colours = [STYLE["p"], STYLE["q"], STYLE["r"], STYLE["loss"]]
    hatches = ["", "///", "...", "xxx"]  # so that colour is never the only difference
    width = 0.8 / len(distributions)
    place = np.arange(len(labels))
    for i, (label, probabilities) in enumerate(distributions.items()):
        ax.bar(
            place + (i - (len(distributions) - 1) / 2) * width,
            probabilities,
            width,
            color=colours[i % 4],
            hatch=hatches[i % 4],
            edgecolor="white",
            label=label,
        )
    ax.set_xticks(place, labels)
    ax.grid(axis="x", visible=False)
    ax.set_ylabel("probability")
    ax.legend()
    return ax


@checked
def plot_terms(labels: Sequence[str], terms: ArrayLike, *, ax: Axes | None = None) -> Axes:
    """Draw the terms of a divergence as bars: what adds to it and what takes away.

    Parameters
    ----------
    labels : sequence of str, length n
        The outcomes.
    terms : array_like, shape (n,)
        For instance ``kltext.kl_terms(p, q)``, in nats. Infinite terms cannot be drawn.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one bar for each outcome, and their sum in the title.

    Raises
    ------
    ValueError
        If a term is not finite.

    Examples
    --------
    >>> plot_terms(["a", "b"], [0.24, -0.15]).get_title(loc="left")
    'sum 0.0900 nats'
    """
    values = np.asarray(terms, dtype=float)
    if not np.isfinite(values).all():
        raise ValueError(f"terms must be finite to be drawn as bars, got {values.tolist()}")
    ax = axes_or_new(ax)
    colours = [STYLE["loss"] if value >= 0 else STYLE["gain"] for value in values]
    ax.bar(labels, values, color=colours)
    ax.axhline(0, color=STYLE["ink"], linewidth=0.8)
    ax.grid(axis="x", visible=False)
    ax.set_ylabel(r"$p\,\log\,p/q$ (nats)")
    ax.set_title(f"sum {values.sum():.4f} nats", loc="left")
    return ax
