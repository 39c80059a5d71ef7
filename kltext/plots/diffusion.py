"""Figures of diffusion: paths into noise and back, and what each step costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, WIDTH
from kltext.plots.validation import checked

COLOURS = (STYLE["p"], STYLE["q"], STYLE["r"])
DASHES = ("-", "--", "-.")  # so that colour is never the only difference
MARKERS = "os^"


@checked
def plot_diffusion_paths(
    forward: ArrayLike,
    backward: ArrayLike,
    mean: ArrayLike,
    sd: ArrayLike,
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    """Draw paths of data into noise, and paths of noise back to data, over the exact band.

    Parameters
    ----------
    forward, backward : array_like, shape (T + 1, paths)
        Paths indexed by the time t = 0, …, T of the diffusion.
    mean, sd : array_like, shape (T + 1,)
        Mean and standard deviation of the forward process at each time.
    axes : sequence of 2 Axes, optional
        Where to draw the two directions; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (2,)
        In the second, time runs from right to left.

    Examples
    --------
    >>> left, right = plot_diffusion_paths([[0], [1]], [[0], [1]], [0, 0], [1, 1])
    >>> bool(right.xaxis_inverted())
    True
    """
    if axes is None:
        _, axes = plt.subplots(
            1, 2, figsize=(WIDTH, 3.0), sharey=True, gridspec_kw={"wspace": 0.06}
        )
    centre, spread = np.asarray(mean, dtype=float), np.asarray(sd, dtype=float)
    times = np.arange(centre.size)
    panels = (
        (axes[0], forward, "p", "data into noise, $q$"),
        (axes[1], backward, "q", r"noise into data, $p_\theta$"),
    )
    for ax, paths, role, title in panels:
        ax.fill_between(
            times, centre - 2 * spread, centre + 2 * spread,
            color=STYLE["muted"], alpha=0.18, linewidth=0,
        )  # fmt: skip
        ax.plot(times, np.asarray(paths), color=STYLE[role], linewidth=0.8, alpha=0.8)
        ax.set_title(title)
        ax.set(xlabel="$t$", xlim=(0, centre.size - 1))
    axes[0].set_ylabel("$x_t$")
    axes[1].invert_xaxis()
    return np.array(list(axes))


@checked
def plot_step_costs(
    costs: Mapping[str, ArrayLike],
    lengths: ArrayLike,
    bounds: Mapping[str, ArrayLike],
    exact: Mapping[str, ArrayLike],
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    """Draw what each reverse step costs, and the totals against the number of steps.

    Parameters
    ----------
    costs : mapping of label to array_like, shape (T,)
        Divergence of each step t = 1, …, T, in nats, positive.
    lengths : array_like, shape (n,)
        Numbers of steps.
    bounds, exact : mapping of label to array_like, shape (n,)
        Excess over the entropy of the data: of the variational bound (lines), and of the exact
        negative log-likelihood (marks), in nats, positive.
    axes : sequence of 2 Axes, optional
        Where to draw the steps and the totals; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (2,)
        Both logarithmic.

    Examples
    --------
    >>> left, right = plot_step_costs({"a": [1, 2]}, [2, 4], {"a": [3, 2]}, {"a": [1, 1]})
    >>> len(right.lines)
    2
    """
    if axes is None:
        _, axes = plt.subplots(1, 2, figsize=(WIDTH, 3.3), gridspec_kw={"wspace": 0.1})
    left, right = axes
    for i, (label, values) in enumerate(costs.items()):
        steps = np.arange(1, np.size(values) + 1)
        left.loglog(steps, values, DASHES[i], color=COLOURS[i], label=label)
        right.loglog(lengths, bounds[label], DASHES[i], color=COLOURS[i])
        right.loglog(lengths, exact[label], MARKERS[i], color=COLOURS[i], markersize=5)
    left.set(xlabel="step $t$", ylabel="excess of the step (nats)")
    right.set(xlabel="number of steps $T$", ylabel="excess over $H$ (nats)")
    left.legend(loc="upper right")
    return np.array([left, right])
