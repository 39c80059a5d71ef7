"""The still picture of the calculator: densities as curves, probabilities as points."""

from __future__ import annotations

from typing import Any

import numpy as np

from kltext import plots

EDGE = 0.01  # the part of a distribution beyond either end of the picture


def draw_pair(p: Any, q: Any, values: Any = None) -> None:
    """Draw two frozen distributions of scipy.stats; ``values`` are those of a table."""
    low = min(distribution.ppf(EDGE) for distribution in (p, q))
    high = max(distribution.ppf(1 - EDGE) for distribution in (p, q))
    axes = plots.axes_or_new(None)
    if hasattr(p, "pdf"):
        # The middles of cells: a density may be infinite at an end, and nowhere else.
        middles = low + (high - low) * (np.arange(400) + 0.5) / 400
        curves = {"$P$": p.pdf(middles), "$Q$": q.pdf(middles)}
        plots.plot_densities(middles, curves, ax=axes)
        return
    counts = np.unique(np.linspace(low, high, 200).round())
    points = counts if values is None else np.asarray(values)
    # One point may lie on another: P's are filled, and Q's open around them.
    axes.plot(points, p.pmf(points), "o", color=plots.STYLE["p"], label="$P$")
    axes.plot(points, q.pmf(points), "s", color=plots.STYLE["q"], label="$Q$",
              fillstyle="none", markersize=9)  # fmt: skip
    axes.set(xlabel="$x$", ylabel="probability", ylim=(0, None))
    axes.legend()
