"""Learning curves over seeds, what a step size does, and reward bought with divergence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext import kl_divergence
from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked

_COLOURS = ("muted", "r", "p", "q", "loss")
_LINES = (
    ":",
    "-.",
    "-",
    "--",
    (0, (5, 1, 1, 1, 1, 1)),
)  # so that colour is not the only difference
_MARKS = ("D", "^", "o", "s", "v")
_Look = tuple[str, str | tuple[int, tuple[int, ...]], str]


def _looks(order: Sequence[str]) -> dict[str, _Look]:
    """Return the colour, the line and the mark of each label."""
    return dict(zip(order, zip(_COLOURS, _LINES, _MARKS, strict=True), strict=False))


@checked
def plot_learning_curves(
    curves: Mapping[str, ArrayLike],
    *,
    order: Sequence[str] | None = None,
    band: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw what was measured after each update: the median over seeds, and their range.

    Parameters
    ----------
    curves : mapping of label to array_like, shape (seeds, updates)
        At most five.
    order : sequence of str, optional
        The labels of a whole chapter, at most five: a label has the same colour in every figure
        that is given the same order. By default the order of the mapping.
    band : bool, optional
        Whether to shade the range from the lowest to the highest seed.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one line, and one band if asked for, for each label.

    Examples
    --------
    >>> ax = plot_learning_curves({"a": [[0.0, 0.5], [0.5, 1.0], [0.25, 0.5]]})
    >>> ax.lines[0].get_ydata().tolist()
    [0.25, 0.5]
    """
    ax = axes_or_new(ax)
    looks = _looks(order or list(curves))
    for label, values in curves.items():
        colour, line, _ = looks[label]
        table = np.asarray(values, dtype=float)
        update = np.arange(1, table.shape[1] + 1)
        if band:
            low, high = table.min(axis=0), table.max(axis=0)
            ax.fill_between(update, low, high, color=STYLE[colour], alpha=0.15, linewidth=0)
        ax.plot(update, np.median(table, axis=0), linestyle=line, color=STYLE[colour], label=label)
    ax.set_xlabel("update")
    return ax


@checked
def plot_step_sizes(
    sizes: ArrayLike,
    runs: Mapping[str, ArrayLike],
    *,
    order: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the outcome for every step size: mean over seeds, with the range from worst to best.

    Parameters
    ----------
    sizes : array_like, shape (n,)
        Positive step sizes.
    runs : mapping of label to array_like, shape (n, seeds)
        At most five.
    order : sequence of str, optional
        The labels of a whole chapter, at most five: a label has the same colour in every figure
        that is given the same order. By default the order of the mapping.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one line for each label on a logarithmic axis of sizes.

    Examples
    --------
    >>> ax = plot_step_sizes([0.1, 1.0], {"a": [[0.5, 1.0], [0.25, 0.75]]})
    >>> ax.lines[0].get_ydata().tolist()
    [0.75, 0.5]
    """
    ax = axes_or_new(ax)
    grid = np.asarray(sizes, dtype=float)
    looks = _looks(order or list(runs))
    for label, values in runs.items():
        colour, line, mark = looks[label]
        table = np.asarray(values, dtype=float)
        mean = table.mean(axis=1)
        reach = np.stack([mean - table.min(axis=1), table.max(axis=1) - mean])
        ax.errorbar(
            grid,
            mean,
            reach,
            linestyle=line,
            marker=mark,
            color=STYLE[colour],
            capsize=3,
            label=label,
        )
    ax.set_xscale("log")
    ax.set_xticks(grid, [f"{size:g}" for size in grid])
    ax.minorticks_off()
    return ax


@checked
def plot_frontier(
    reference: ArrayLike,
    reward: ArrayLike,
    betas: Sequence[float],
    *,
    policies: ArrayLike | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the most reward that a policy can get for each divergence from a reference.

    Parameters
    ----------
    reference, reward : array_like, shape (n,)
        A policy with positive probabilities, and the reward of each action.
    betas : sequence of float
        Prices of divergence, positive, to mark on the curve.
    policies : array_like, shape (m, n), optional
        Other policies to show as points.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        Expected reward against KL(policy‖reference), in nats; expectation under the policy.

    Examples
    --------
    >>> ax = plot_frontier([0.5, 0.5], [0.0, 1.0], [1.0])
    >>> ax.texts[0].get_text()
    'β = 1'
    """
    ax = axes_or_new(ax)
    base, gain = np.asarray(reference, dtype=float), np.asarray(reward, dtype=float)

    def best(beta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        weight = base * np.exp((gain - gain.max()) / beta[:, None])
        policy = weight / weight.sum(axis=1, keepdims=True)
        return np.asarray(kl_divergence(policy, base)), policy @ gain

    if policies is not None:
        cloud = np.asarray(policies, dtype=float)
        ax.plot(
            np.asarray(kl_divergence(cloud, base)),
            cloud @ gain,
            ".",
            color=STYLE["muted"],
            alpha=0.5,
            markersize=3,
            label="other policies",
        )
    spread = float(np.ptp(gain))
    ax.plot(*best(np.geomspace(spread / 50, spread * 50, 200)), color=STYLE["p"], label="best")
    for beta, cost, value in zip(betas, *best(np.asarray(betas, dtype=float)), strict=True):
        ax.plot(cost, value, "o", color=STYLE["q"])
        ax.annotate(
            f"β = {beta:g}",
            (cost, value),
            (9, -10),
            textcoords="offset points",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1},
        )
    ax.margins(x=0.12)
    ax.set(xlabel="KL(policy‖reference) (nats)", ylabel="expected reward")
    ax.legend(loc="lower right")
    return ax
