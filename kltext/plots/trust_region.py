"""How far a policy may move: equal steps that are not equal, KL balls, and clip ranges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike
from scipy.special import expit

from kltext import kl_divergence
from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked


def _bernoulli_kl(p: float, q: float) -> float:
    return float(kl_divergence([p, 1 - p], [q, 1 - q]))


@checked
def plot_equal_steps(starts: Sequence[float], step: float = 1.0, *, ax: Axes | None = None) -> Axes:
    """Draw steps of equal length in a parameter, and how far each moves a two-action policy.

    Parameters
    ----------
    starts : sequence of float
        Where the steps begin; the policy takes the first action with probability 1/(1 + exp(-x)).
    step : float, optional
        Length of every step.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With the curve, one arrow for each step, and the divergence of the policy before it from
        the policy after it, in nats; the expectation is under the policy before the step.

    Examples
    --------
    >>> ax = plot_equal_steps([0.0, 4.0])
    >>> [text.get_text() for text in ax.texts if text.get_text()]
    ['0.1201 nats', '0.0066 nats']
    """
    ax = axes_or_new(ax)
    grid = np.linspace(min(starts) - 3, max(starts) + step + 3, 200)
    ax.plot(grid, expit(grid), color=STYLE["p"])
    for start in starts:
        before, after = float(expit(start)), float(expit(start + step))
        ax.annotate(
            "",
            (start + step, after),
            (start, before),
            arrowprops={"arrowstyle": "->", "color": STYLE["q"], "linewidth": 2},
        )
        ax.plot([start, start + step], [before, after], "o", color=STYLE["q"])
        ax.annotate(
            f"{_bernoulli_kl(before, after):.4f} nats",
            (start + step / 2, before),
            xytext=(12, -18),
            textcoords="offset points",
        )
    ax.set(xlabel=r"parameter $\theta$", ylabel="probability of action 1", ylim=(0, 1.08))
    return ax


def _corners(points: ArrayLike) -> np.ndarray:
    """Return plane coordinates of points of the simplex, shape (..., 3) to (..., 2)."""
    p = np.asarray(points, dtype=float)
    across, height = p[..., 1] + p[..., 2] / 2, p[..., 2] * (3**0.5 / 2)
    return np.stack([across, height], axis=-1)


def _rays(n: int = 361) -> np.ndarray:
    """Return unit directions in the plane of the simplex, shape (n, 3), the last as the first."""
    angle = np.linspace(0, 2 * np.pi, n)[:, None]
    along = np.array([-1.0, 1.0, 0.0]) / np.sqrt(2)
    up = np.array([-1.0, -1.0, 2.0]) / np.sqrt(6)
    rays: np.ndarray = np.cos(angle) * along + np.sin(angle) * up
    return rays


def kl_ball(old: ArrayLike, delta: float) -> np.ndarray:
    """Return the edge of the policies with divergence at most `delta`, seen from ``old``.

    The divergence is KL(old‖new): the expectation is under the first argument, the old policy.

    Parameters
    ----------
    old : array_like, shape (3,)
        Probabilities, all positive.
    delta : float
        Radius in nats, positive.

    Returns
    -------
    ndarray, shape (361, 3)
        Policies on the edge, once around.

    Raises
    ------
    ValueError
        If ``old`` is not three positive probabilities, or ``delta`` is not positive and finite.

    Examples
    --------
    >>> edge = kl_ball([0.6, 0.25, 0.15], 0.02)
    >>> float(abs(np.asarray(kl_divergence([0.6, 0.25, 0.15], edge)) - 0.02).max()) < 1e-9
    True
    """
    centre = np.asarray(old, dtype=float)
    if centre.shape != (3,) or not (centre > 0).all() or abs(centre.sum() - 1) > 1e-8:
        raise ValueError(f"old must be three positive probabilities that sum to 1, got {old!r}")
    if not 0 < delta < np.inf:
        raise ValueError(f"delta must be positive and finite, got {delta}")
    rays = _rays()
    # Where a ray leaves the simplex the divergence is infinite, so it crosses delta before:
    # for a large delta by less than rounding, hence the hair's breadth kept from the side.
    shrinking = np.maximum(-rays / centre, 0).max(axis=1, keepdims=True)
    inside, outside = np.zeros_like(shrinking), (1 - 2.0**-40) / shrinking
    for _ in range(60):
        middle = (inside + outside) / 2
        near = np.asarray(kl_divergence(centre, centre + middle * rays))[:, None] <= delta
        inside, outside = np.where(near, middle, inside), np.where(near, outside, middle)
    edge: np.ndarray = centre + inside * rays
    return edge


def clip_range(old: ArrayLike, epsilon: float) -> np.ndarray:
    """Return the edge of the policies whose ratios to ``old`` all lie in [1 - ε, 1 + ε].

    Parameters
    ----------
    old : array_like, shape (3,)
        Probabilities, all positive.
    epsilon : float
        Half-width of the range, between 0 and 1.

    Returns
    -------
    ndarray, shape (361, 3)
        Policies on the edge, once around.

    Raises
    ------
    ValueError
        If ``epsilon`` is not between 0 and 1.

    Examples
    --------
    >>> ratios = clip_range([0.6, 0.25, 0.15], 0.2) / np.array([0.6, 0.25, 0.15])
    >>> round(float(ratios.min()), 12), round(float(ratios.max()), 12)
    (0.8, 1.2)
    """
    if not 0 < epsilon < 1:
        raise ValueError(f"epsilon must lie between 0 and 1, got {epsilon}")
    centre = np.asarray(old, dtype=float)
    rays = _rays()
    reach = epsilon / np.abs(rays / centre).max(axis=1, keepdims=True)
    edge: np.ndarray = centre + reach * rays
    return edge


@checked
def plot_trust_region(
    old: ArrayLike,
    delta: float,
    epsilon: float,
    *,
    close_up: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw three-action policies as a triangle, with the KL ball and the clip range of one.

    Parameters
    ----------
    old : array_like, shape (3,)
        The policy to start from, all probabilities positive.
    delta : float
        Radius of the ball KL(old‖new) ≤ delta, in nats.
    epsilon : float
        Half-width of the range of ratios new/old.
    close_up : bool, optional
        Whether to show only what lies around the two regions.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With the triangle, both regions and the old policy.

    Examples
    --------
    >>> ax = plot_trust_region([0.6, 0.25, 0.15], 0.05, 0.2)
    >>> len(ax.patches), [text.get_text() for text in ax.texts]
    (2, ['always 1', 'always 2', 'always 3'])
    """
    ax = axes_or_new(ax, height=4.2)
    corners = _corners(np.eye(3))
    ax.plot(*corners[[0, 1, 2, 0]].T, color=STYLE["ink"], linewidth=1)
    ball, box = _corners(kl_ball(old, delta)), _corners(clip_range(old, epsilon))
    for edge, colour, hatch, line, label in (
        (ball, "p", "", "-", rf"KL(old‖new) ≤ {delta:g}"),
        (box, "q", "///", "--", f"every ratio within 1 ± {epsilon:g}"),
    ):
        ax.fill(*edge.T, facecolor=STYLE[colour], alpha=0.18, hatch=hatch, linewidth=0)
        ax.plot(*edge.T, line, color=STYLE[colour], label=label)
    ax.plot(*_corners(old), "o", color=STYLE["ink"], label="old policy")
    ax.set_aspect("equal")
    ax.set_axis_off()
    if close_up:
        around = np.concatenate([ball, box])
        margin = 0.06 * float(np.ptp(around))
        low, high = around.min(axis=0) - margin, around.max(axis=0) + margin
        ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
        return ax
    for i, (shift, align) in enumerate(
        [((0, -14), "left"), ((0, -14), "right"), ((8, -4), "left")]
    ):
        ax.annotate(f"always {i + 1}", corners[i], shift, textcoords="offset points", ha=align)
    return ax
