"""The figures of the opening chapter show what they were given."""

from __future__ import annotations

import pytest

from kltext.plots import plot_models, plot_relaxation


@pytest.mark.parametrize(
    ("q", "reading"),
    [([0.7, 0.2, 0.1], "0"), ([0.5, 0.3, 0.2], "0.0851"), ([0.75, 0.25, 0.0], r"$\infty$")],
)
def test_each_model_is_titled_with_its_divergence(q, reading):
    (ax,) = plot_models(["sun", "cloud", "rain"], [0.7, 0.2, 0.1], {"Q": q})
    assert ax.get_title(loc="left").endswith(f"= {reading}")
    assert [bar.get_height() for bar in ax.patches[3:]] == q


def test_relaxation_ends_beside_the_stationary_distribution():
    distributions, stationary = [[1.0, 0.0], [0.5, 0.5]], [0.6, 0.4]
    left, right = plot_relaxation(distributions, stationary, [0.5, 0.1], [0.0, 0.7], ["x", "y"])
    dots = [line.get_data() for line in left.lines[1::2]]
    assert [(list(x), list(y)) for x, y in dots] == [([1], [0.6]), ([1], [0.4])]
    assert [list(line.get_ydata()) for line in right.lines] == [[0.5, 0.1], [0.0, 0.7]]
