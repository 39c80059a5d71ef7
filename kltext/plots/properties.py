"""Figures of the chapter on properties: bounds, broken and kept inequalities, the local bowl."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.normal import kl_normal
from kltext.plots.style import STYLE, WIDTH, axes_or_new
from kltext.plots.validation import checked

Triple = tuple[float, float, float]


@checked
def plot_log_bound(x_max: float = 4.0, *, ax: Axes | None = None) -> Axes:
    r"""Draw log x and its tangent x − 1 at 1, which is never below it.

    Parameters
    ----------
    x_max : float
        Right end of the picture, above 1.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With the two curves, the gap between them filled, and the point where they touch.

    Raises
    ------
    ValueError
        If `x_max` is not above 1: the picture would miss the point where they touch.

    Examples
    --------
    >>> [line.get_label() for line in plot_log_bound().lines[:2]]
    ['$x - 1$', '$\\log\\,x$']
    """
    if not x_max > 1:
        raise ValueError(f"x_max must be above 1, where the curves touch, got {x_max}")
    ax = axes_or_new(ax)
    x = np.geomspace(0.08, x_max, 400)
    ax.fill_between(x, np.log(x), x - 1, color=STYLE["loss"], alpha=0.16, linewidth=0)
    ax.plot(x, x - 1, "--", color=STYLE["q"], label=r"$x - 1$")
    ax.plot(x, np.log(x), color=STYLE["p"], label=r"$\log\,x$")
    ax.axhline(0, color=STYLE["muted"], linewidth=0.8)
    ax.plot(1, 0, "o", color=STYLE["ink"])
    ax.annotate("equal only here", (1, 0), (1.25, -0.95), arrowprops={"arrowstyle": "-"})
    ax.set(xlabel="$x$", xlim=(0, x_max), ylim=(np.log(0.08), x_max - 1))
    ax.legend(loc="upper left")
    return ax


@checked
def plot_triangle(
    means: Triple = (0.0, 1.0, 2.0),
    sigmas: Triple = (1.0, 1.0, 1.0),
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    """Draw three normals P, Q, R, and D(P‖R) beside D(P‖Q) + D(Q‖R).

    Parameters
    ----------
    means, sigmas : tuple of 3 floats
        Of P, Q and R; standard deviations, not variances.
    axes : sequence of 2 Axes, optional
        Where to draw the densities and the divergences; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (2,)
        The bars are in nats.

    Examples
    --------
    >>> left, right = plot_triangle()
    >>> [round(float(bar.get_width()), 6) for bar in right.patches]
    [2.0, 0.5, 0.5]
    """
    if axes is None:
        _, axes = plt.subplots(1, 2, figsize=(WIDTH, 2.9), width_ratios=[1, 1.15])
    left, right = axes
    x = np.linspace(
        min(m - 3.5 * s for m, s in zip(means, sigmas, strict=True)),
        max(m + 3.5 * s for m, s in zip(means, sigmas, strict=True)),
        401,
    )
    looks = (("P", "p", "-"), ("Q", "q", "--"), ("R", "r", "-."))
    for (name, role, dash), m, s in zip(looks, means, sigmas, strict=True):
        density = np.exp(-(((x - m) / s) ** 2) / 2) / (s * np.sqrt(2 * np.pi))
        left.plot(x, density, dash, color=STYLE[role], label=name)
    left.set(xlabel="$x$", ylabel="density", ylim=(0, 1.2 * left.dataLim.ymax))
    left.legend(loc="upper center", ncols=3, handlelength=1.5, columnspacing=1.0)
    (m1, m2, m3), (s1, s2, s3) = means, sigmas
    legs = float(kl_normal(m1, s1, m2, s2)), float(kl_normal(m2, s2, m3, s3))
    _draw_detour(right, float(kl_normal(m1, s1, m3, s3)), legs)
    return np.array([left, right])


def _draw_detour(ax: Axes, direct: float, legs: tuple[float, float]) -> None:
    """Draw a bar for the direct divergence above a bar of two parts for the detour."""
    first, second = legs
    names = ["direct", "by way of Q"]
    ax.barh(names, [direct, first], 0.5, color=[STYLE["loss"], STYLE["p"]])
    ax.barh(names[1], second, 0.5, first, color=STYLE["q"], hatch="///", edgecolor="white")
    for place, end, text in (
        (0, direct, f"{direct:.3f}"),
        (1, first + second, f"{first:.3f} + {second:.3f}"),
    ):
        ax.annotate(text, (end, place), (4, 0), textcoords="offset points", va="center")
    ax.set(xlabel="nats", xlim=(0, 1.45 * max(direct, first + second)), ylim=(1.6, -0.6))
    ax.grid(axis="y", visible=False)


@checked
def plot_local_bowl(
    delta: ArrayLike,
    forward: ArrayLike,
    reverse: ArrayLike,
    quadratic: ArrayLike,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw both directions of a divergence near its zero, and the parabola they share.

    Parameters
    ----------
    delta : array_like, shape (n,)
        Displacements of a parameter.
    forward, reverse, quadratic : array_like, shape (n,)
        D(θ‖θ+δ), D(θ+δ‖θ) and half the Fisher quadratic form, in nats.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With three curves.

    Examples
    --------
    >>> ax = plot_local_bowl([-1, 0, 1], [2, 0, 1], [1, 0, 2], [1, 0, 1])
    >>> len(ax.lines)
    3
    """
    ax = axes_or_new(ax)
    ax.plot(delta, forward, color=STYLE["p"], label=r"$D(\theta\parallel\theta+\delta)$")
    ax.plot(delta, reverse, "--", color=STYLE["q"], label=r"$D(\theta+\delta\parallel\theta)$")
    ax.plot(delta, quadratic, ":", color=STYLE["ink"], label=r"$\frac{1}{2}\delta^2 F$")
    ax.set(xlabel=r"$\delta$", ylabel="nats", ylim=(0, None))
    ax.legend(loc="upper center")
    return ax


@checked
def plot_orders(
    steps: ArrayLike, errors: Mapping[str, ArrayLike], order: int, *, ax: Axes | None = None
) -> Axes:
    """Draw errors against step size, both logarithmic, beside a line of the given order.

    Parameters
    ----------
    steps : array_like, shape (n,)
        Positive step sizes.
    errors : mapping of label to array_like, shape (n,)
        Positive errors.
    order : int
        Slope of the guide line, drawn a factor of ten below the last error.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one curve for each entry, and the guide.

    Examples
    --------
    >>> ax = plot_orders([0.1, 1.0], {"cubic": [0.001, 1.0]}, 3)
    >>> ax.lines[-1].get_label()
    'slope 3'
    """
    ax = axes_or_new(ax)
    h = np.asarray(steps, dtype=float)
    colours = [STYLE["p"], STYLE["q"], STYLE["r"], STYLE["loss"]]
    last = np.nan
    for i, (label, error) in enumerate(errors.items()):
        values = np.asarray(error, dtype=float)
        ax.loglog(h, values, "os^v"[i % 4], color=colours[i % 4], markersize=4, label=label)
        last = float(values[-1] / h[-1] ** order)
    ax.loglog(h, last * h**order / 10, color=STYLE["muted"], linewidth=1, label=f"slope {order}")
    ax.set(xlabel=r"$\delta$", ylabel="error (nats)")
    ax.legend(loc="upper left")
    return ax


@checked
def plot_variation_bounds(
    divergences: ArrayLike,
    distances: ArrayLike,
    shift_max: float = 4.0,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw total variation against D(P‖Q), under the ceilings of Pinsker and Bretagnolle–Huber.

    Parameters
    ----------
    divergences, distances : array_like, shape (n,)
        D(P‖Q) in nats and total variation of n pairs, drawn as points.
    shift_max : float
        The curve of N(0, 1) and N(Δ, 1) runs over Δ from 0 to here.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With the two ceilings, the curve of the normals and the points.

    Examples
    --------
    >>> ax = plot_variation_bounds([0.1], [0.2])
    >>> [line.get_label() for line in ax.lines][:2]
    ['Pinsker', 'Bretagnolle–Huber']
    """
    from scipy.special import erf

    ax = axes_or_new(ax)
    shift = np.linspace(0, shift_max, 300)
    normal = shift**2 / 2
    ax.plot(normal, np.sqrt(normal / 2), "--", color=STYLE["q"], label="Pinsker")
    ax.plot(normal, np.sqrt(-np.expm1(-normal)), "-.", color=STYLE["r"], label="Bretagnolle–Huber")
    ax.plot(normal, erf(shift / np.sqrt(8)), color=STYLE["p"], label=r"$N(0,1)$, $N(\Delta,1)$")
    ax.plot(divergences, distances, ".", color=STYLE["muted"], markersize=3, alpha=0.5)
    ax.set(xlim=(0, 4), ylim=(0, 1.1), xlabel=r"$D(P\parallel Q)$ (nats)")
    ax.set_ylabel("total variation")
    ax.legend(loc="lower right", fontsize=9, frameon=True, edgecolor="none", framealpha=0.85)
    return ax


@checked
def plot_chi2_bound(divergences: ArrayLike, chi2: ArrayLike, *, ax: Axes | None = None) -> Axes:
    """Draw D(P‖Q) against χ²(P‖Q), under the ceilings log(1 + χ²) and χ².

    Parameters
    ----------
    divergences, chi2 : array_like, shape (n,)
        D(P‖Q) in nats and χ² of n pairs, drawn as points.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With both ceilings, the curve of the normals N(0, 1) and N(Δ, 1), and the points.

    Examples
    --------
    >>> len(plot_chi2_bound([0.1, 0.2], [0.2, 0.5]).lines)
    4
    """
    ax = axes_or_new(ax)
    grid = np.linspace(0, 10, 300)
    ax.plot(grid, np.log1p(grid), "--", color=STYLE["q"], label=r"$\log(1+\chi^2)$")
    ax.plot(grid, grid, "-.", color=STYLE["r"], label=r"$\chi^2$")
    # For a shift Δ, χ² is expm1(Δ²) and the divergence Δ²/2.
    ax.plot(grid, np.log1p(grid) / 2, color=STYLE["p"], label=r"$N(0,1)$, $N(\Delta,1)$")
    ax.plot(chi2, divergences, ".", color=STYLE["muted"], markersize=3, alpha=0.5)
    ax.set(xlim=(0, 10), ylim=(0, 2.6), xlabel=r"$\chi^2(P\parallel Q)$")
    ax.set_ylabel(r"$D(P\parallel Q)$ (nats)")
    ax.legend(loc="lower right", fontsize=9, frameon=True, edgecolor="none", framealpha=0.85)
    return ax
