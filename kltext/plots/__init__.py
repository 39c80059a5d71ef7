"""Figures of the book: plain numbers in, matplotlib ``Axes`` out.

Every function takes plain numbers or arrays and an optional ``ax``, and returns the axes it
drew on, so a reader can wrap any of them in ``ipywidgets.interact``.
"""

from kltext.plots.bars import plot_distributions, plot_terms
from kltext.plots.densities import plot_densities, plot_integrand
from kltext.plots.logos import plot_sequence_logo
from kltext.plots.precision import plot_clipping, plot_relative_errors, plot_two_sums
from kltext.plots.style import STYLE, axes_or_new, book_style
from kltext.plots.tables import (
    plot_divergence_matrix,
    plot_fit,
    plot_forecasts,
    plot_levels,
    plot_lines,
    plot_null,
)
from kltext.plots.temperature import plot_by_temperature, plot_digit, plot_temperature_loss

__all__ = [
    "STYLE",
    "axes_or_new",
    "book_style",
    "plot_by_temperature",
    "plot_clipping",
    "plot_densities",
    "plot_digit",
    "plot_distributions",
    "plot_divergence_matrix",
    "plot_fit",
    "plot_forecasts",
    "plot_integrand",
    "plot_levels",
    "plot_lines",
    "plot_null",
    "plot_relative_errors",
    "plot_sequence_logo",
    "plot_temperature_loss",
    "plot_terms",
    "plot_two_sums",
]
