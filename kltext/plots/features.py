"""Bars for choosing features: what each one tells, alone and on top of another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked


@checked
def plot_information(
    names: Sequence[str],
    alone: ArrayLike,
    added: ArrayLike,
    *,
    chance: float = 0.0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the information of each feature, alone and added to what is known, from the top.

    Parameters
    ----------
    names : sequence of str, length n
        The features, in drawing order.
    alone, added : array_like, shape (n,)
        Mutual information with the target, in nats: of the feature by itself, and its
        increase when the feature joins one that was chosen before.
    chance : float, default 0
        What a useless feature seems to add; drawn as a dotted line when positive.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With two bars for each feature.

    Examples
    --------
    >>> ax = plot_information(["a", "b"], [0.5, 0.4], [0.0, 0.1], chance=0.02)
    >>> len(ax.patches), [label.get_text() for label in ax.get_yticklabels()]
    (4, ['a', 'b'])
    """
    ax = axes_or_new(ax, height=0.34 * len(names) + 0.7)
    place = np.arange(len(names))
    ax.barh(place - 0.2, alone, 0.38, color=STYLE["p"], label="alone")
    ax.barh(
        place + 0.2,
        added,
        0.38,
        color=STYLE["q"],
        hatch="///",
        edgecolor="white",
        label="added to the first",
    )
    if chance > 0:
        ax.axvline(chance, color=STYLE["ink"], linestyle=":", linewidth=1.2, label="by chance")
    ax.set_yticks(place, names)
    ax.set(xlabel="mutual information with the target (nats)", ylim=(len(names) - 0.4, -0.6))
    ax.grid(axis="y", visible=False)
    ax.legend(loc="lower right")
    return ax
