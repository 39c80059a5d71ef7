"""What the still pictures of explorers share: how one becomes SVG, and parts of several."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from kltext import plots
from kltext.plots.style import RC
from kltext.projections import Fit, NormalMixture


def figure_svg(draw: Callable[[], None]) -> str:
    """Return the new figure that a function draws, as SVG; figures of the reader stay as they are.

    Raises
    ------
    RuntimeError
        If the function draws no new figure.

    Examples
    --------
    >>> figure_svg(lambda: plots.plot_distributions("ab", {"$P$": [0.5, 0.5]}))[:5]
    '<?xml'
    """
    before = plt.get_fignums()
    with mpl.rc_context(RC):
        draw()
        drawn = [number for number in plt.get_fignums() if number not in before]
        if not drawn:
            raise RuntimeError(f"{draw!r} has drawn no new figure")
        figure = plt.figure(drawn[-1])
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None})
        plt.close(figure)
    return text.getvalue()


def draw_infinite(labels: Sequence[str], p: Sequence[float], q: Sequence[float]) -> None:
    """Draw only the two distributions, since an infinite term has no bar."""
    axes = plots.plot_distributions(labels, {"$P$": p, "$Q$": q})
    axes.set_title("$D_{\\mathrm{KL}}(P\\parallel Q) = \\infty$", loc="left")


def named_minima(best: str, minima: Sequence[Fit[float]]) -> dict[str, tuple[float, float]]:
    """Return mean and standard deviation of the minima, the best one first, by what they are."""
    others = ("its mirror image", "local minimum")
    if minima[0].mean == 0:
        others = ("local minimum", "its mirror image")
    return {name: (fit.mean, fit.sigma) for name, fit in zip((best, *others), minima, strict=False)}


def draw_fits(target: NormalMixture, fits: Mapping[str, tuple[float, float]]) -> None:
    """Draw a mixture and the normal distributions fitted to it, given by mean and deviation."""
    x = np.linspace(-8.5, 8.5, 421)
    axes = plots.plot_projections(x, target.pdf(x), fits)
    axes.set_ylim(top=1.5 * axes.dataLim.ymax)
    axes.legend(ncols=2, loc="upper left")
