"""Pictures and maps of latent spaces."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Ellipse
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked, density_on_grid

# Ten hues that colour-blind readers tell apart as well as ten can be told apart (after Paul
# Tol's "muted" scheme, darkened until a mark has contrast 3 on white). The digit itself is
# the mark, so nothing rests on the hue alone.
DIGIT_COLOURS: Final = (
    "#332288", "#0B7FAB", "#2E8C7E", "#117733", "#85852A",
    "#9A7B1F", "#C4545F", "#882255", "#AA4499", "#666666",
)  # fmt: skip


@checked
def plot_pictures(
    pictures: ArrayLike, *, columns: int, side: int = 8, ax: Axes | None = None
) -> Axes:
    """Draw small grey pictures as one sheet, row by row, ink dark on white.

    Parameters
    ----------
    pictures : array_like, shape (n, side * side)
        Ink from 0 (none) to 1 (full); n is a multiple of `columns`.
    columns : int
        Pictures in one row of the sheet.
    side : int
        Pixels along one side of a picture.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one image and no ticks.

    Raises
    ------
    ValueError
        If the pictures do not fill whole rows, or do not have ``side * side`` pixels.

    Examples
    --------
    >>> import numpy as np
    >>> plot_pictures(np.zeros((6, 64)), columns=3).images[0].get_array().shape
    (18, 28)
    """
    values = np.asarray(pictures, dtype=float)
    if values.ndim != 2 or values.shape[1] != side * side:
        raise ValueError(f"pictures must have shape (n, {side * side}), got {values.shape}")
    if len(values) % columns:
        raise ValueError(f"{len(values)} pictures do not fill rows of {columns}")
    rows, cell = len(values) // columns, side + 1
    ax = axes_or_new(ax, height=6.4 * rows / columns + 0.1)
    sheet = np.zeros((rows * cell, columns * cell + 1))
    framed = np.zeros((rows, columns, cell, cell))
    framed[:, :, :side, :side] = values.reshape(rows, columns, side, side)
    sheet[:, :-1] = framed.transpose(0, 2, 1, 3).reshape(rows * cell, columns * cell)
    ax.imshow(sheet, cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")
    ax.set_axis_off()
    return ax


@checked
def plot_prior_circles(*, ax: Axes | None = None) -> Axes:
    """Draw the circles that hold half and 95 % of a standard normal in two dimensions.

    Parameters
    ----------
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With equal scales and two dashed circles.

    Examples
    --------
    >>> [round(circle.radius, 4) for circle in plot_prior_circles().patches]
    [1.1774, 2.4477]
    """
    ax = axes_or_new(ax)
    for share in (0.5, 0.95):  # a share s lies within radius sqrt(-2 log(1 - s))
        radius = float(np.sqrt(-2 * np.log1p(-share)))
        circle = Circle((0, 0), radius, fill=False, ec=STYLE["q"], linestyle="--", linewidth=1.3)
        ax.add_patch(circle)
        ax.annotate(
            f"{share:.0%}", (0, radius), (0, 2), textcoords="offset points",
            ha="center", color=STYLE["q"], fontsize=9,
        )  # fmt: skip
    ax.set_aspect("equal")
    ax.set(xlabel="$z_1$", ylabel="$z_2$")
    return ax


@checked
def plot_latent_map(means: ArrayLike, digits: ArrayLike, *, ax: Axes | None = None) -> Axes:
    """Draw where the encoder puts each picture: the mark is the digit, over the prior's circles.

    Parameters
    ----------
    means : array_like, shape (n, 2)
        Means of q(z|x).
    digits : array_like of int, shape (n,)
        What each picture shows, 0 to 9.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one set of marks for each digit.

    Raises
    ------
    ValueError
        If there is not one digit for each mean, or a mean is not two-dimensional.

    Examples
    --------
    >>> ax = plot_latent_map([[0.0, 1.0], [1.0, 0.0]], [3, 8])
    >>> [marks.get_label() for marks in ax.collections]
    ['3', '8']
    """
    z, names = np.asarray(means, dtype=float), np.asarray(digits)
    if z.shape != (*names.shape, 2):
        raise ValueError(f"means must have shape ({names.size}, 2), got {z.shape}")
    ax = plot_prior_circles(ax=axes_or_new(ax, height=5.6))
    for digit in np.unique(names):
        ax.scatter(
            z[names == digit, 0], z[names == digit, 1], marker=f"${digit}$", s=42, linewidths=0.2,
            color=DIGIT_COLOURS[int(digit)], label=str(digit),
        )  # fmt: skip
    ax.margins(0.06)
    return ax


@checked
def plot_density_map(x: ArrayLike, density: ArrayLike, *, ax: Axes | None = None) -> Axes:
    """Draw a density on a square grid as filled contours that hold given shares of its mass.

    Parameters
    ----------
    x : array_like, shape (n,)
        Equally spaced coordinates, the same along both axes.
    density : array_like, shape (n, n)
        ``density[i, j]`` belongs to the point ``(x[i], x[j])``.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With contours around 95, 75, 50 and 25 % of the mass.

    Raises
    ------
    ValueError
        If the density does not belong to the grid.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.linspace(-4, 4, 81)
    >>> ax = plot_density_map(x, np.exp(-(x[:, None] ** 2 + x**2) / 2))
    >>> ax.get_aspect()
    1.0
    """
    points, values = density_on_grid(x, density)
    ax = axes_or_new(ax, height=5.2)
    falling = np.sort(values, axis=None)[::-1]
    held = np.cumsum(falling) / falling.sum()
    levels = [float(falling[np.searchsorted(held, share)]) for share in (0.95, 0.75, 0.5, 0.25)]
    top = float(falling[0]) * 1.001
    ax.contourf(points, points, values.T, levels=[*levels, top], cmap="Blues", alpha=0.85)
    ax.contour(points, points, values.T, levels=levels, colors=STYLE["p"], linewidths=0.7)
    ax.set_aspect("equal")
    ax.set(xlabel="$z_1$", ylabel="$z_2$")
    return ax


@checked
def plot_normal_ellipse(mean: ArrayLike, sigma: ArrayLike, *, ax: Axes | None = None) -> Axes:
    """Draw the ellipses that hold half and 95 % of a normal with independent coordinates.

    Parameters
    ----------
    mean, sigma : array_like, shape (2,)
        Mean and standard deviation of each coordinate.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With two dashed ellipses.

    Examples
    --------
    >>> ax = plot_normal_ellipse([0, 0], [1, 2])
    >>> [float(ellipse.height / ellipse.width) for ellipse in ax.patches]
    [2.0, 2.0]
    """
    ax = axes_or_new(ax)
    (m1, m2), (s1, s2) = np.asarray(mean, dtype=float), np.asarray(sigma, dtype=float)
    for share in (0.5, 0.95):
        radius = float(np.sqrt(-2 * np.log1p(-share)))
        ax.add_patch(
            Ellipse(
                (m1, m2), 2 * radius * s1, 2 * radius * s2,
                fill=False, ec=STYLE["q"], linestyle="--", linewidth=1.8,
            )
        )  # fmt: skip
    return ax
