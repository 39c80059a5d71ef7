"""Figures of the chapter on generative models: yardsticks, flows, discriminators, lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, WIDTH, axes_or_new
from kltext.plots.validation import checked

COLOURS = (STYLE["p"], STYLE["q"], STYLE["r"], STYLE["loss"])
DASHES = ("-", "--", "-.", ":")  # so that colour is never the only difference
MARKERS = "os^D"


@checked
def plot_yardsticks(
    x: ArrayLike,
    p: ArrayLike,
    theta: ArrayLike,
    objectives: Mapping[str, ArrayLike],
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    """Draw a target, and what several objectives say about a parameter, each with its minimum.

    Parameters
    ----------
    x, p : array_like, shape (n,)
        Points, and the density of the target there.
    theta : array_like, shape (m,)
        Values of the parameter, on the same axis as `x`.
    objectives : mapping of label to array_like, shape (m,)
        At most four; each is drawn from 0 (its least value) to 1 (its greatest).
    axes : sequence of 2 Axes, optional
        Where to draw the target and the objectives; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (2,)
        With a marker at each minimum.

    Examples
    --------
    >>> _, below = plot_yardsticks([-1, 0, 1], [0, 1, 0], [-1, 0, 1], {"square": [1, 0, 1]})
    >>> [line.get_label() for line in below.lines][:1]
    ['square']
    """
    if axes is None:
        _, axes = plt.subplots(2, 1, figsize=(WIDTH, 4.8), height_ratios=[1, 1.7], sharex=True)
    above, below = axes
    values = np.asarray(theta, dtype=float)
    above.fill_between(x, p, color=STYLE["muted"], alpha=0.25, linewidth=0)
    above.plot(x, p, color=STYLE["muted"])
    above.set(ylabel="$p(x)$", ylim=(0, None))
    for i, (label, objective) in enumerate(objectives.items()):
        y = np.asarray(objective, dtype=float)
        scaled = (y - y.min()) / (y.max() - y.min())
        best = float(values[np.argmin(y)])
        below.plot(values, scaled, DASHES[i], color=COLOURS[i], label=label)
        below.plot([best], [0], MARKERS[i], color=COLOURS[i], clip_on=False, zorder=5, ms=8 - i)
        above.axvline(best, linestyle=DASHES[i], color=COLOURS[i], linewidth=1.2)
    below.set(xlabel=r"$x$, or the mean $\theta$ of the model", ylabel="objective, rescaled")
    below.set(xlim=(float(values[0]), float(values[-1])), ylim=(0, 1.02))
    below.legend(loc="upper center")
    return np.array([above, below])


@checked
def plot_flow(
    base_lines: Sequence[ArrayLike],
    data_lines: Sequence[ArrayLike],
    base: ArrayLike,
    data: ArrayLike,
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    """Draw a flow in two dimensions: a straight grid with noise, and its image with the data.

    Parameters
    ----------
    base_lines, data_lines : sequence of array_like, each of shape (k, 2)
        Lines in the space of the noise, and the curves that the flow makes of them.
    base, data : array_like, shape (n, 2)
        Points of the noise and of the data.
    axes : sequence of 2 Axes, optional
        Where to draw the two spaces; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (2,)
        With as many lines each.

    Examples
    --------
    >>> line = [[0, 0], [1, 1]]
    >>> left, right = plot_flow([line], [line], [[0, 0]], [[1, 1]])
    >>> len(left.lines), len(right.lines)
    (2, 2)
    """
    if axes is None:
        _, axes = plt.subplots(1, 2, figsize=(WIDTH, 3.3), gridspec_kw={"wspace": 0.06})
    panels = (
        (axes[0], base_lines, base, "q", r"noise, $N(0, I)$", "z"),
        (axes[1], data_lines, data, "p", "data, and the grid bent by the flow", "x"),
    )
    for ax, lines, points, role, title, name in panels:
        cloud = np.asarray(points, dtype=float)
        ax.plot(cloud[:, 0], cloud[:, 1], ".", color=STYLE[role], markersize=2.5, alpha=0.7)
        for line in lines:
            curve = np.asarray(line, dtype=float)
            ax.plot(curve[:, 0], curve[:, 1], color=STYLE["ink"], linewidth=0.8)
        ax.set_title(title)
        ax.set(xlabel=f"${name}_1$", ylabel=f"${name}_2$")
        ax.grid(visible=False)
    return np.array(list(axes))


@checked
def plot_flow_training(
    divergences: ArrayLike,
    excesses: Mapping[str, ArrayLike],
    floor: float,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw the divergence during training, and what the likelihood says about it.

    Parameters
    ----------
    divergences : array_like, shape (n,)
        The exact divergence after each step, in nats.
    excesses : mapping of label to array_like, shape (n,)
        Mean negative log-likelihoods less the entropy of the data, in nats.
    floor : float
        The least divergence that the family allows.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With a logarithmic vertical axis.

    Examples
    --------
    >>> ax = plot_flow_training([0.8, 0.1], {"training data": [0.7, 0.05]}, 0.07)
    >>> ax.get_yscale()
    'log'
    """
    ax = axes_or_new(ax, height=3.1)
    steps = np.arange(np.size(divergences))
    ax.plot(steps, divergences, color=STYLE["p"], label="divergence, exact")
    for i, (label, values) in enumerate(excesses.items()):
        ax.plot(steps, values, MARKERS[i], color=COLOURS[1 + i], markersize=5, label=label)
    ax.axhline(floor, color=STYLE["ink"], linestyle="--", linewidth=1.1, label="best of the family")
    ax.set_yscale("log")
    ticks = [0.05, 0.1, 0.2, 0.5, 1.0]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.minorticks_off()
    ax.set(xlabel="step of the optimiser", ylabel="nats")
    ax.legend(loc="upper right")
    return ax


@checked
def plot_discriminator(
    x: ArrayLike,
    p: ArrayLike,
    q: ArrayLike,
    discriminators: Mapping[str, ArrayLike],
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    """Draw two densities, and discriminators that guess which of them a point came from.

    Parameters
    ----------
    x, p, q : array_like, shape (n,)
        Points, and the densities of data and model there.
    discriminators : mapping of label to array_like, shape (n,)
        Probabilities that the point is data; at most two.
    axes : sequence of 2 Axes, optional
        Where to draw the densities and the discriminators; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (2,)
        The second has a vertical axis from 0 to 1.

    Examples
    --------
    >>> _, below = plot_discriminator([0, 1], [1, 0], [0, 1], {"D": [1, 0]})
    >>> [float(end) for end in below.get_ylim()]
    [0.0, 1.0]
    """
    if axes is None:
        _, axes = plt.subplots(2, 1, figsize=(WIDTH, 4.3), sharex=True)
    above, below = axes
    above.fill_between(x, p, color=STYLE["p"], alpha=0.12, linewidth=0)
    above.plot(x, p, color=STYLE["p"], label="data $p$")
    above.fill_between(x, q, color=STYLE["q"], alpha=0.12, linewidth=0)
    above.plot(x, q, "--", color=STYLE["q"], label="model $q$")
    above.set(ylabel="density", ylim=(0, None))
    above.legend(loc="upper right")
    for (label, values), dash, role in zip(
        discriminators.items(), ("-", ":"), ("ink", "accent"), strict=False
    ):
        below.plot(x, values, dash, color=STYLE[role], label=label)
    below.axhline(0.5, color=STYLE["muted"], linewidth=0.8)
    below.set(xlabel="$x$", ylabel="$D(x)$", ylim=(0, 1))
    below.legend(loc="lower right")
    return np.array([above, below])


@checked
def plot_parallel_lines(
    theta: ArrayLike,
    curves: Mapping[str, ArrayLike],
    shown: float = 0.6,
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    r"""Draw two parallel segments, and how three comparisons see the gap between them.

    Parameters
    ----------
    theta : array_like, shape (n,)
        Displacements of the second segment.
    curves : mapping of label to array_like, shape (n,)
        Comparisons at each; at most four. A NaN interrupts the curve.
    shown : float
        The displacement in the picture on the left.
    axes : sequence of 2 Axes, optional
        Where to draw the segments and the curves; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (2,)
        Arrows in the first show how mass is carried.

    Examples
    --------
    >>> left, right = plot_parallel_lines([-1, 1], {"Wasserstein": [1, 1]})
    >>> right.get_xlabel()
    '$\\theta$'
    """
    if axes is None:
        shape = {"width_ratios": [1, 1.7], "wspace": 0.1}
        _, axes = plt.subplots(1, 2, figsize=(WIDTH, 3.1), gridspec_kw=shape)
    left, right = axes
    left.plot([0, 0], [0, 1], color=STYLE["p"], linewidth=3, label="$P_0$")
    left.plot([shown, shown], [0, 1], "--", color=STYLE["q"], linewidth=3, label=r"$P_\theta$")
    for height in np.linspace(0.1, 0.9, 5):
        arrow = {"arrowstyle": "->", "color": STYLE["muted"]}
        left.annotate("", (0.94 * shown, height), (0.06 * shown, height), arrowprops=arrow)
    left.set(xlabel="$x_1$", ylabel="$x_2$", xlim=(-0.4 * shown, 1.4 * shown), ylim=(-0.05, 1.3))
    left.legend(loc="upper center", ncols=2)
    for i, (label, values) in enumerate(curves.items()):
        right.plot(theta, values, DASHES[i], color=COLOURS[i], label=label)
    right.set(xlabel=r"$\theta$", ylabel="nats, or units of $x_1$", ylim=(0, None))
    right.legend(loc="upper center")
    return np.array([left, right])
