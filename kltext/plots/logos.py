"""Sequence logos: stacked letters whose heights are information."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked

BASES: Final[Mapping[str, str]] = MappingProxyType(
    {"A": STYLE["r"], "C": STYLE["p"], "G": STYLE["q"], "T": STYLE["accent"]}
)


@checked
def plot_sequence_logo(heights: ArrayLike, *, ax: Axes | None = None) -> Axes:
    """Stack the letters A, C, G and T at every position, the tallest on top.

    After Schneider and Stephens, "Sequence logos: a new way to display consensus sequences",
    Nucleic Acids Research 18 (1990), 6097-6100.

    Parameters
    ----------
    heights : array_like, shape (n, 4)
        Height of A, C, G, T at every position, in bits: the frequency of the letter times the
        divergence of the position from the background.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With a letter for every height above zero; the stack's height is the position's total.

    Raises
    ------
    ValueError
        If a height is negative or not finite, or there are not four for each position.

    Examples
    --------
    >>> ax = plot_sequence_logo([[2, 0, 0, 0], [0, 0.5, 0.5, 0]])
    >>> len(ax.patches)
    3
    """
    values = np.asarray(heights, dtype=float)
    if values.ndim != 2 or values.shape[1] != len(BASES):
        raise ValueError(f"heights must have shape (n, 4), for A, C, G, T; got {values.shape}")
    if not (np.isfinite(values).all() and (values >= 0).all()):
        raise ValueError("heights must be finite and not negative")
    ax = axes_or_new(ax, height=2.6)
    bold = FontProperties(weight="bold")
    letters = {base: TextPath((0, 0), base, size=1, prop=bold) for base in BASES}
    for position, row in enumerate(values, 1):
        floor = 0.0
        for index in np.argsort(row, kind="stable"):
            base, height = list(BASES)[index], row[index]
            if height > 0:
                box = letters[base].get_extents()
                place = Affine2D().translate(-box.x0, -box.y0)
                place.scale(0.9 / box.width, height / box.height).translate(position - 0.45, floor)
                letter = place.transform_path(letters[base])
                ax.add_patch(PathPatch(letter, color=BASES[base], linewidth=0))
                floor += height
    ax.set(xlim=(0.4, len(values) + 0.6), ylim=(0, 2), xlabel="position", ylabel="bits")
    ax.set_xticks(range(1, len(values) + 1))
    ax.grid(axis="x", visible=False)
    return ax
