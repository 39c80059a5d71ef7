"""One normal distribution judged by both directions of the divergence."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, WIDTH
from kltext.plots.validation import checked

Floats = npt.NDArray[np.float64]
ROWS = (("Forward: ", "P", "Q", "q", "p"), ("Reverse: ", "Q", "P", "r", "q"))
SAME = 1e-9  # nats: mirror images are equally good


@checked
def plot_both_costs(
    x: ArrayLike,
    log_target: ArrayLike,
    forward: Sequence[float],
    reverse: Sequence[float],
    *,
    forward_minima: ArrayLike,
    reverse_minima: ArrayLike,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    """Draw a target and a normal Q in two rows, and p log(p/q) and q log(q/p) under them.

    Parameters
    ----------
    x, log_target : array_like, shape (n,)
        Points, and the logarithm of the density of P there.
    forward, reverse : sequence of 3 floats
        Mean and standard deviation of the Q of the row, and its divergence in nats: D(P‖Q) in
        the forward row, D(Q‖P) in the reverse row; the expectation is under the first argument.
    forward_minima, reverse_minima : array_like, shape (m, 2)
        Mean and divergence of every local minimum, in nats; the lowest get filled stars.
    axes : sequence of 4 Axes, optional
        Densities and costs of the forward row, then of the reverse row; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (4,)
        With the divergence of each row in its title.

    Examples
    --------
    >>> axes = plot_both_costs([-1, 0, 1], [-2, -1, -2], (0, 1, 0.2), (0, 1, 0.3),
    ...     forward_minima=[[0, 0.1]], reverse_minima=[[0, 0.1]])
    >>> axes[2].get_title(loc="left").split("$")[-1]
    ' = 0.3000 nats'
    """
    if axes is None:
        ratios = [1.5, 1, 1.5, 1]
        _, axes = plt.subplots(4, 1, figsize=(WIDTH, 5.6), sharex=True, height_ratios=ratios)
    points, log_p = np.asarray(x, dtype=float), np.asarray(log_target, dtype=float)
    rows = ((forward, forward_minima), (reverse, reverse_minima))
    for look, (bell, minima), pair in zip(ROWS, rows, (axes[:2], axes[2:]), strict=True):
        log_q = _log_normal(points, bell)
        _draw_densities(pair[0], points, (log_p, log_q), bell[2], look)
        _mark_minima(pair[0], np.asarray(minima, dtype=float), STYLE[look[3]])
        first, second = (log_p, log_q) if look[1] == "P" else (log_q, log_p)
        _draw_cost(pair[1], points, np.exp(first) * (first - second), look[4])
    low, high = (f(ax.get_ylim()[k] for ax in axes[1::2]) for k, f in enumerate((min, max)))
    for ax in axes[1::2]:
        ax.set_ylim(low, high)
    axes[3].set_xlabel("$x$")
    return np.array(axes)


def _log_normal(x: Floats, bell: Sequence[float]) -> Floats:
    z = (x - bell[0]) / bell[1]
    return np.asarray(-0.5 * z * z - np.log(bell[1] * np.sqrt(2 * np.pi)))


def _draw_densities(
    ax: Axes, x: Floats, logs: tuple[Floats, Floats], kl: float, look: Sequence[str]
) -> None:
    name, first, second, role, _ = look
    p, q = np.exp(logs[0]), np.exp(logs[1])
    ax.fill_between(x, p, color=STYLE["p"], alpha=0.15, linewidth=0)
    ax.plot(x, p, color=STYLE["p"], label="target $P$")
    ax.plot(x, q, "--" if role == "q" else "-.", color=STYLE[role], label="$Q$")
    divergence = rf"$D_{{\mathrm{{KL}}}}({first}\parallel {second})$ = {kl:.4f} nats"
    ax.set_title(f"{name}{divergence}", loc="left", color=STYLE[role])
    ax.set(ylabel="density", xlim=(x[0], x[-1]), ylim=(0, 1.35 * max(p.max(), q.max())))
    ax.legend(loc="upper left", ncols=2, fontsize=9).set_in_layout(False)


def _mark_minima(ax: Axes, minima: Floats, colour: str) -> None:
    best = minima[:, 1] < minima[:, 1].min() + SAME
    for chosen, face in ((best, colour), (~best, "white")):
        means = minima[chosen, 0]
        if means.size == 0:
            continue  # a line without points has a box at the corner of the figure
        (stars,) = ax.plot(means, 0 * means, "*", color=colour, markerfacecolor=face)
        stars.set(markersize=11, clip_on=False, zorder=5)


def _draw_cost(ax: Axes, x: Floats, cost: Floats, first: str) -> None:
    above, below = cost >= 0, cost <= 0
    ax.fill_between(x, cost, where=above, color=STYLE["loss"], alpha=0.35, linewidth=0)
    # The hatch is drawn by itself: an SVG would paint a translucent face over it.
    hatched = ax.fill_between(x, cost, where=below, facecolor="none", linewidth=0)
    hatched.set(hatch="////", edgecolor=STYLE["gain"])
    ax.plot(x, cost, color=STYLE["ink"], linewidth=1)
    ax.axhline(0, color=STYLE["muted"], linewidth=0.8)
    second = "q" if first == "p" else "p"
    ax.set_ylabel(rf"${first}\,\log\,{first}/{second}$")
