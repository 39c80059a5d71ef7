"""One ceiling, one gap, one minimiser."""

from __future__ import annotations

import numpy as np
import pytest

from kltext.plots import plot_shared_minimum, plot_symmetrised


def test_the_curves_are_drawn_under_the_ceiling():
    ax = plot_symmetrised([0, 1, 2], {"D": [0, 0.5, 2], "JS": [0, 0.1, 0.4]}, np.log(2))
    assert [list(line.get_ydata()) for line in ax.lines[:2]] == [[0, 0.5, 2], [0, 0.1, 0.4]]
    assert ax.get_ylim()[1] == pytest.approx(4 * np.log(2))


def test_the_marked_point_is_the_minimum_of_the_cross_entropy():
    theta = np.linspace(0, 4, 41)
    divergence = (theta - 1.5) ** 2
    ax = plot_shared_minimum(theta, divergence + 0.8, divergence)
    x, y = ax.lines[2].get_data()
    assert list(x) == [1.5, 1.5]
    assert list(y) == pytest.approx([0.8, 0.0])
