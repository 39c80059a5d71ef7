"""The matplotlib backend of the page: figures are shown after each cell, and by ``plt.show()``."""

from __future__ import annotations

from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg

from lightbook.live.runtime import page

FigureCanvas = FigureCanvasAgg


def show(*_arguments: Any, **_options: Any) -> None:
    """Show what was drawn so far."""
    page.interpreter().display.show_figures()
