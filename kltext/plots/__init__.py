"""Figures of the book: plain numbers in, matplotlib ``Axes`` out.

Every function takes plain numbers or arrays and an optional ``ax``, and returns the axes it
drew on, so a reader can wrap any of them in ``ipywidgets.interact``.
"""

from kltext.plots.bars import plot_distributions, plot_terms
from kltext.plots.densities import plot_densities, plot_integrand
from kltext.plots.precision import plot_clipping, plot_relative_errors, plot_two_sums
from kltext.plots.style import STYLE, axes_or_new, book_style

__all__ = [
    "STYLE",
    "axes_or_new",
    "book_style",
    "plot_clipping",
    "plot_densities",
    "plot_distributions",
    "plot_integrand",
    "plot_relative_errors",
    "plot_terms",
    "plot_two_sums",
]
