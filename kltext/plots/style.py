"""One look for every figure: colours by role, sizes, and how a notebook stores a figure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import matplotlib as mpl
import matplotlib.pyplot as plt
from cycler import cycler
from matplotlib.axes import Axes

# Roles, not hues: P is blue and Q is orange on every page. The hues are Okabe and Ito's,
# which colour-blind readers tell apart, each darkened until a text has contrast 4.5 on white;
# the explorers have the same in web/src/style/roles.css.
STYLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "p": "#0072B2",
        "q": "#BA5000",
        "r": "#007A5A",
        "gain": "#007A5A",  # terms that lower the divergence
        "loss": "#B3477F",  # terms that raise it
        "accent": "#B3477F",
        "ink": "#222222",
        "muted": "#5F5F5F",
        "grid": "#D9D9D9",
    }
)
WIDTH: Final = 6.4  # inches: as wide as a column of text
HEIGHT: Final = 3.4

RC: Final[Any] = MappingProxyType(
    {
        "figure.figsize": (WIDTH, HEIGHT),
        "figure.facecolor": "white",
        "figure.constrained_layout.use": True,
        "font.size": 10.5,
        "axes.titlesize": 11,
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": STYLE["muted"],
        "axes.labelcolor": STYLE["ink"],
        "text.color": STYLE["ink"],
        "xtick.color": STYLE["muted"],
        "ytick.color": STYLE["muted"],
        "xtick.labelcolor": STYLE["ink"],
        "ytick.labelcolor": STYLE["ink"],
        "axes.prop_cycle": cycler(
            color=[STYLE["p"], STYLE["q"], STYLE["r"], STYLE["loss"], STYLE["muted"]]
        ),
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": STYLE["grid"],
        "grid.linewidth": 0.6,
        "lines.linewidth": 1.8,
        "legend.frameon": False,
        "svg.fonttype": "path",  # looks the same on a machine without our fonts
        "svg.hashsalt": "kltext",  # the same figure gives the same bytes
    }
)


def book_style() -> None:
    """Draw this notebook's figures as the book does: its colours, as repeatable SVG.

    Changes matplotlib's ``rcParams`` and, inside IPython, the format of inline figures.
    Nothing in ``kltext`` calls it by itself.

    Examples
    --------
    >>> import matplotlib as mpl
    >>> with mpl.rc_context():
    ...     book_style()
    ...     mpl.rcParams["svg.hashsalt"]
    'kltext'
    """
    mpl.rcParams.update(RC)
    try:
        from IPython import get_ipython
    except ImportError:  # a plain Python without IPython has no inline figures to set up
        return
    if get_ipython() is not None:
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        set_matplotlib_formats("svg", metadata={"Date": None})  # type: ignore[no-untyped-call]


def axes_or_new(ax: Axes | None, *, height: float = HEIGHT) -> Axes:
    """Return ``ax``, or the axes of a new figure as wide as the text.

    Examples
    --------
    >>> axes_or_new(None).get_figure().get_size_inches().tolist()
    [6.4, 3.4]
    """
    if ax is not None:
        return ax
    _, new = plt.subplots(figsize=(WIDTH, height))
    return new
