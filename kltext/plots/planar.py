"""Distributions in the plane: a density as contour lines, and normal fits as ellipses."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked, density_on_grid

LOOKS = (("q", "--"), ("r", "-."), ("accent", ":"), ("muted", ":"))


@checked
def plot_planar_fits(
    x: ArrayLike,
    density: ArrayLike,
    fits: Mapping[str, tuple[ArrayLike, ArrayLike]],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw a density in the plane and normal fits to it.

    Parameters
    ----------
    x : array_like, shape (n,)
        Equally spaced coordinates, the same along both axes.
    density : array_like, shape (n, n)
        ``density[i, j]`` belongs to the point ``(x[i], x[j])``.
    fits : mapping of label to (mean, covariance), shapes (2,) and (2, 2)
        The normal distributions, in drawing order.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With the target filled in P's colour, and each fit as the ellipse at two standard
        deviations from its mean.

    Raises
    ------
    ValueError
        If the density does not belong to the grid.

    Examples
    --------
    >>> x = np.linspace(-4, 4, 41)
    >>> target = np.exp(-(x[:, None] ** 2 + x**2) / 2)
    >>> ax = plot_planar_fits(x, target, {"fit": ([0, 0], [[1, 0], [0, 4]])})
    >>> [(float(e.width), float(e.height)) for e in ax.patches]
    [(8.0, 4.0)]
    """
    points, values = density_on_grid(x, density)
    ax = axes_or_new(ax, height=4.0)
    levels = float(values.max()) * np.linspace(0.05, 1.0, 7)
    ax.contourf(points, points, values.T, levels=levels, cmap="Blues", alpha=0.7)
    for (label, (mean, cov)), (role, dash) in zip(fits.items(), LOOKS, strict=False):
        ellipse = _two_sigma_ellipse(np.asarray(mean, dtype=float), np.asarray(cov, dtype=float))
        ellipse.set(fill=False, edgecolor=STYLE[role], linestyle=dash, linewidth=1.8, label=label)
        ax.add_patch(ellipse)
    ax.set(xlim=points[[0, -1]], ylim=points[[0, -1]], xlabel="$x_1$", ylabel="$x_2$")
    ax.set_aspect("equal")
    ax.legend(loc="center left", bbox_to_anchor=(1.02, 0.5))
    return ax


def _two_sigma_ellipse(mean: npt.NDArray[np.float64], cov: npt.NDArray[np.float64]) -> Ellipse:
    """Return the points at Mahalanobis distance 2 from the mean."""
    lengths, axes = np.linalg.eigh(cov)
    angle = float(np.degrees(np.arctan2(axes[1, 1], axes[0, 1])))
    width, height = 4 * np.sqrt(lengths[::-1])
    return Ellipse((mean[0], mean[1]), width, height, angle=angle)
