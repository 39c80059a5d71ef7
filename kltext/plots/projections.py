"""Figures of the chapter on forward and reverse divergence: fits, and how they change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, WIDTH, axes_or_new
from kltext.plots.validation import checked

Normal = tuple[float, float]
LOOKS = (("q", "--"), ("r", "-."), ("accent", ":"), ("muted", ":"))


@checked
def plot_projections(
    x: ArrayLike, target: ArrayLike, fits: Mapping[str, Normal], *, ax: Axes | None = None
) -> Axes:
    """Draw a target density, filled, and normal fits to it.

    Parameters
    ----------
    x, target : array_like, shape (n,)
        Points, and the density of the target there.
    fits : mapping of label to (mean, standard deviation)
        The normals, in drawing order.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With the target in P's colour and each fit in its own colour and dash.

    Examples
    --------
    >>> ax = plot_projections([-1.0, 0.0, 1.0], [0.2, 0.4, 0.2], {"forward": (0, 1)})
    >>> [line.get_label() for line in ax.lines]
    ['target P', 'forward']
    """
    ax = axes_or_new(ax)
    points = np.asarray(x, dtype=float)
    ax.fill_between(points, target, color=STYLE["p"], alpha=0.15, linewidth=0)
    ax.plot(points, target, color=STYLE["p"], label="target P")
    for (label, (mean, sigma)), (role, dash) in zip(fits.items(), LOOKS, strict=False):
        density = np.exp(-(((points - mean) / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi))
        ax.plot(points, density, dash, color=STYLE[role], label=label)
    ax.set(xlabel="$x$", ylabel="density", ylim=(0, None))
    ax.margins(x=0)
    ax.legend()
    return ax


@checked
def plot_reverse_minima(
    middle: ArrayLike,
    side: ArrayLike,
    fold: Sequence[float],
    exchange: Sequence[float],
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    r"""Draw every local minimum of the reverse divergence against the separation.

    Parameters
    ----------
    middle : array_like, shape (n, 2)
        Separation and D(Q‖P), in nats, of the fit in the middle.
    side : array_like, shape (m, 3)
        Separation, mean (the positive one) and D(Q‖P) of the fits beside it.
    fold, exchange : sequence of 3 floats
        Separation, mean and D(Q‖P) where the fits beside the middle appear, and where they
        become the best.
    axes : sequence of 2 Axes, optional
        Where to draw means and divergences; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (2,)
        Solid lines are the best fits, dotted ones the other local minima.

    Examples
    --------
    >>> means, values = plot_reverse_minima(
    ...     [[1, 0], [9, 2]], [[4, 1.5, 0.7], [9, 4.5, 0.7]], (4, 1.5, 0.7), (5, 2, 0.7))
    >>> means.get_ylabel(), values.get_ylabel()
    ('mean of Q', '$D(Q\\parallel P)$ (nats)')
    """
    if axes is None:
        _, axes = plt.subplots(2, 1, figsize=(WIDTH, 5.4), sharex=True)
    means, values = axes
    _draw_branch((means, values), middle, exchange[0], (True, False), ("r", "in the middle"))
    _draw_branch((means, values), side, exchange[0], (False, True), ("q", "beside the middle"))
    means.plot([fold[0]] * 2, [fold[1], -fold[1]], "o", color=STYLE["ink"], markersize=5)
    values.plot(fold[0], fold[2], "o", color=STYLE["ink"], markersize=5)
    values.plot(exchange[0], exchange[2], "s", color=STYLE["ink"], markersize=5)
    for axis in (means, values):
        axis.axvline(fold[0], color=STYLE["muted"], linewidth=1, linestyle=":", zorder=0)
        axis.axvline(exchange[0], color=STYLE["muted"], linewidth=1, linestyle="--", zorder=0)
    top = means.get_ylim()[1]
    means.text(fold[0] - 0.08, top, "folds", ha="right", va="top", color=STYLE["muted"])
    means.text(exchange[0] + 0.08, top, "exchange", va="top", color=STYLE["muted"])
    means.set_ylabel("mean of Q")
    means.legend(loc="upper left", fontsize=9)
    values.set(xlabel="separation of the modes", ylabel=r"$D(Q\parallel P)$ (nats)")
    return np.array([means, values])


def _draw_branch(
    axes: tuple[Axes, Axes],
    branch: ArrayLike,
    exchange: float,
    best: tuple[bool, bool],
    look: tuple[str, str],
) -> None:
    """Draw a branch below and above the exchange: solid where it is the best, else dotted."""
    (means, values), (role, label) = axes, look
    rows = np.asarray(branch, dtype=float)
    for part, solid in (
        (rows[rows[:, 0] <= exchange], best[0]),
        (rows[rows[:, 0] >= exchange], best[1]),
    ):
        dash = "-" if solid else ":"
        name = f"{label}, {'best' if solid else 'local only'}"
        mean = part[:, 1] if part.shape[1] == 3 else np.zeros(len(part))
        means.plot(part[:, 0], mean, dash, color=STYLE[role], label=name)
        if mean.any():
            means.plot(part[:, 0], -mean, dash, color=STYLE[role])
        values.plot(part[:, 0], part[:, -1], dash, color=STYLE[role])


@checked
def plot_descents(
    grid: tuple[ArrayLike, ArrayLike, ArrayLike],
    paths: Sequence[ArrayLike],
    minima: ArrayLike,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw a divergence as contour lines over mean and standard deviation, with descents.

    Parameters
    ----------
    grid : (means, sigmas, values)
        Shapes (n,), (m,) and (m, n); values in nats.
    paths : sequence of array_like, shape (k, 2)
        Mean and standard deviation along each descent.
    minima : array_like, shape (l, 2)
        Mean and standard deviation of the local minima.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        Each descent starts at an open circle; stars mark the minima.

    Examples
    --------
    >>> ax = plot_descents(([0, 1], [1, 2], [[0, 1], [1, 2]]), [[(1, 2), (0, 1)]], [(0, 1)])
    >>> len(ax.lines)
    3
    """
    ax = axes_or_new(ax, height=3.8)
    means, sigmas, values = (np.asarray(part, dtype=float) for part in grid)
    low, high = float(values.min()), float(values.max())
    levels = low + (high - low) * np.linspace(0.01, 1, 25) ** 2
    ax.contour(means, sigmas, values, levels, colors=STYLE["muted"], linewidths=0.6, alpha=0.7)
    for path in paths:
        places = np.asarray(path, dtype=float)
        ax.plot(places[:, 0], places[:, 1], color=STYLE["q"], linewidth=1.5)
        ax.plot(*places[0], "o", color=STYLE["q"], markerfacecolor="white")
    best = np.asarray(minima, dtype=float)
    ax.plot(best[:, 0], best[:, 1], "*", color=STYLE["ink"], markersize=11, linestyle="none")
    ax.set(xlabel="mean of Q", ylabel="standard deviation of Q")
    ax.grid(visible=False)
    return ax


@checked
def plot_mean_field(cov: ArrayLike, fits: Mapping[str, Normal], *, ax: Axes | None = None) -> Axes:
    """Draw a correlated normal in the plane and fits to it with independent coordinates.

    Parameters
    ----------
    cov : array_like, shape (2, 2)
        Covariance of the target.
    fits : mapping of label to (variance, variance)
        Variances of the two coordinates of each fit.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With an ellipse at one and one at two standard deviations for each distribution.

    Examples
    --------
    >>> ax = plot_mean_field([[1, 0.5], [0.5, 1]], {"fit": (0.75, 0.75)})
    >>> len(ax.patches)
    4
    """
    ax = axes_or_new(ax, height=3.6)
    sigma = np.asarray(cov, dtype=float)
    looks = (("p", "-"), *LOOKS)
    distributions = {"target P": sigma, **{name: np.diag(v) for name, v in fits.items()}}
    for (label, matrix), (role, dash) in zip(distributions.items(), looks, strict=False):
        lengths, axes = np.linalg.eigh(matrix)
        angle = float(np.degrees(np.arctan2(axes[1, 1], axes[0, 1])))
        for scale in (1, 2):
            width, height = 2 * scale * np.sqrt(lengths[::-1])
            ellipse = Ellipse(
                (0, 0), width, height, angle=angle, fill=False, linewidth=1.8, linestyle=dash
            )
            ellipse.set(edgecolor=STYLE[role], label=label if scale == 1 else "_")
            ax.add_patch(ellipse)
    reach = 2.25 * float(np.sqrt(max(np.diag(matrix).max() for matrix in distributions.values())))
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), xlabel="$x_1$", ylabel="$x_2$")
    ax.set_aspect("equal")
    ax.legend(loc="center left", bbox_to_anchor=(1.02, 0.5))
    return ax


@checked
def plot_alpha_fits(
    middle: ArrayLike,
    side: ArrayLike,
    exchange: float,
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    """Draw the local minima of the α-divergence between reverse (0) and forward (1).

    Parameters
    ----------
    middle : array_like, shape (n, 3)
        Alpha, mean and standard deviation of the fit in the middle.
    side : array_like, shape (m, 3)
        The same for the fit beside it, with the positive mean.
    exchange : float
        The alpha above which the fit in the middle is the best.
    axes : sequence of 2 Axes, optional
        Where to draw means and standard deviations; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (2,)
        Solid lines are the best fits, dotted ones the other local minima.

    Examples
    --------
    >>> left, right = plot_alpha_fits([[0, 0, 2], [1, 0, 3]], [[0, 3, 1], [0.3, 3, 1]], 0.1)
    >>> left.get_ylabel(), right.get_ylabel()
    ('mean of Q', 'standard deviation of Q')
    """
    if axes is None:
        _, axes = plt.subplots(1, 2, figsize=(WIDTH, 3.1))
    for rows, above, role, name in (
        (np.asarray(middle, dtype=float), True, "r", "in the middle"),
        (np.asarray(side, dtype=float), False, "q", "beside it"),
    ):
        for part, solid in (
            (rows[rows[:, 0] <= exchange], not above),
            (rows[rows[:, 0] >= exchange], above),
        ):
            dash, label = ("-", name) if solid else (":", "_")
            for sign in (1, -1) if part[:, 1].any() else (1,):
                axes[0].plot(part[:, 0], sign * part[:, 1], dash, color=STYLE[role])
            axes[1].plot(part[:, 0], part[:, 2], dash, color=STYLE[role], label=label)
    for axis, name in zip(axes, ("mean of Q", "standard deviation of Q"), strict=True):
        axis.set(xlabel=r"reverse  ←  $\alpha$  →  forward", ylabel=name, xlim=(0, 1))
    axes[1].set_ylim(bottom=0)
    axes[1].legend(loc="lower right")
    return np.array(list(axes))
