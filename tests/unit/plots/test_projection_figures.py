"""The figures of the chapter on forward and reverse show the fits that they were given."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest

from kltext.plots import (
    plot_alpha_fits,
    plot_both_costs,
    plot_descents,
    plot_mean_field,
    plot_planar_fits,
    plot_projections,
    plot_reverse_minima,
)
from kltext.projections import NormalMixture, kl_normal_mixture


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_fits_are_normal_densities():
    x = np.linspace(-30, 30, 6001)
    ax = plot_projections(x, 0 * x, {"wide": (1.0, 3.0), "narrow": (-2.0, 0.5)})
    for line, (mean, sigma) in zip(ax.lines[1:], [(1.0, 3.0), (-2.0, 0.5)], strict=True):
        density = line.get_ydata()
        assert np.trapezoid(density, x) == pytest.approx(1, rel=1e-9)
        assert np.trapezoid(x * density, x) == pytest.approx(mean, rel=1e-9)
        spread = np.trapezoid((x - mean) ** 2 * density, x)
        assert spread == pytest.approx(sigma**2, rel=1e-9)


def test_the_best_fit_is_solid_on_either_side_of_the_exchange():
    middle = [[1, 0.0], [5, 0.6], [6, 0.7], [9, 2.5]]
    side = [[5, 2.0, 0.65], [6, 3.0, 0.7], [9, 4.5, 0.69]]
    means, values = plot_reverse_minima(middle, side, (5, 2, 0.65), (6, 3, 0.7))
    ranges = {
        line.get_label(): (line.get_linestyle(), line.get_xdata()[0], line.get_xdata()[-1])
        for line in means.lines
        if not line.get_label().startswith("_")
    }
    assert ranges == {
        "in the middle, best": ("-", 1, 6),
        "in the middle, local only": (":", 6, 9),
        "beside the middle, local only": (":", 5, 6),
        "beside the middle, best": ("-", 6, 9),
    }
    ends = [line.get_ydata()[-1] for line in means.lines if len(line.get_xdata()) == 2]
    assert 4.5 in ends
    assert -4.5 in ends
    assert max(line.get_ydata().max() for line in values.lines[:4]) == 2.5


def test_descents_start_at_their_first_place():
    grid = ([0, 1, 2], [1, 2], [[0, 1, 2], [1, 2, 3]])
    ax = plot_descents(grid, [[(2, 2), (1, 1.5), (0, 1)]], [(0, 1)])
    path, start, star = ax.lines
    assert list(path.get_xdata()) == [2, 1, 0]
    assert (list(start.get_xdata()), list(start.get_ydata())) == ([2], [2])
    assert (list(star.get_xdata()), list(star.get_ydata())) == ([0], [1])


def test_ellipses_have_one_and_two_standard_deviations():
    cov = np.array([[1.0, 0.9], [0.9, 1.0]])
    ax = plot_mean_field(cov, {"fit": (0.19, 0.25)})
    target, twice, fit, _ = ax.patches
    assert (target.width, target.height) == pytest.approx((2 * 1.9**0.5, 2 * 0.1**0.5))
    assert target.angle % 180 == pytest.approx(45)
    assert (twice.width, twice.height) == pytest.approx((2 * target.width, 2 * target.height))
    places = fit.get_path().transformed(fit.get_patch_transform()).vertices
    assert places.max(axis=0) == pytest.approx([0.19**0.5, 0.5], rel=1e-3)


def test_alpha_fits_change_at_the_exchange():
    middle = [[0.0, 0.0, 2.7], [0.1, 0.0, 2.8], [1.0, 0.0, 3.2]]
    side = [[0.0, 3.0, 1.0], [0.1, 3.0, 1.0], [0.4, 2.9, 1.1]]
    _, sigmas = plot_alpha_fits(middle, side, 0.1)
    spans = [(line.get_linestyle(), *line.get_xdata()[[0, -1]]) for line in sigmas.lines]
    assert spans == [(":", 0, 0.1), ("-", 0.1, 1), ("-", 0, 0.1), (":", 0.1, 0.4)]


def test_a_planar_fit_is_drawn_at_two_standard_deviations():
    x = np.linspace(-6, 6, 61)
    mean, cov = np.array([1.0, -0.5]), np.array([[2.0, -0.8], [-0.8, 1.0]])
    target = np.exp(-(x[:, None] ** 2 + x**2) / 2)
    ax = plot_planar_fits(x, target, {"fit": (mean, cov)})
    (ellipse,) = ax.patches
    outline = ellipse.get_patch_transform().transform(ellipse.get_path().vertices[:-1]) - mean
    distances = np.sqrt(np.einsum("ni,ij,nj->n", outline, np.linalg.inv(cov), outline))
    # The path of an ellipse is a spline through these points, and through control points outside.
    np.testing.assert_allclose(distances[::3], 2, rtol=1e-9)
    assert ellipse.get_label() == "fit"
    with pytest.raises(ValueError, match=r"density has shape \(61,\); pass 61 rows"):
        plot_planar_fits(x, x, {"fit": (mean, cov)})


def test_the_areas_of_both_costs_are_the_divergences():
    x = np.linspace(-30, 30, 6001)
    target = NormalMixture.pair(6)
    bells = {
        name: (mean, 1.5, kl_normal_mixture(target, mean, 1.5, direction=name))
        for name, mean in {"forward": 1.5, "reverse": -1.0}.items()
    }
    minima = {"forward_minima": [[0, 0.4]], "reverse_minima": [[-3, 0.6], [3, 0.6], [0, 0.9]]}
    axes = plot_both_costs(x, target.logpdf(x), bells["forward"], bells["reverse"], **minima)
    for densities, cost, bell in zip(axes[::2], axes[1::2], bells.values(), strict=True):
        assert np.trapezoid(cost.lines[0].get_ydata(), x) == pytest.approx(bell[2], rel=1e-9)
        assert densities.get_title(loc="left").endswith(f"= {bell[2]:.4f} nats")
        assert np.average(x, weights=densities.lines[1].get_ydata()) == pytest.approx(bell[0])
    best, local = axes[2].lines[2:]
    assert (list(best.get_xdata()), list(local.get_xdata())) == ([-3, 3], [0])
    assert best.get_markerfacecolor() != local.get_markerfacecolor() == "white"
