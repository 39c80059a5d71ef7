"""The figures of the chapter on properties show what they claim, and follow their arguments."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest

from kltext import kl_divergence, kl_normal
from kltext.plots import (
    plot_chi2_bound,
    plot_log_bound,
    plot_orders,
    plot_triangle,
    plot_variation_bounds,
)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_the_tangent_is_never_below_the_logarithm():
    tangent, logarithm = plot_log_bound(6.0).lines[:2]
    gap = tangent.get_ydata() - logarithm.get_ydata()
    assert gap.min() >= 0
    assert gap.max() > 3


def test_a_picture_that_misses_the_touching_point_is_refused():
    with pytest.raises(ValueError, match=r"above 1.*got 0\.5"):
        plot_log_bound(0.5)


@pytest.mark.parametrize(("means", "sigmas"), [((0, 1, 2), (1, 1, 1)), ((0, -1, 3), (0.5, 2, 1.5))])
def test_bars_are_the_three_divergences(means, sigmas):
    densities, bars = plot_triangle(means, sigmas)
    (m1, m2, m3), (s1, s2, s3) = means, sigmas
    expected = [kl_normal(m1, s1, m3, s3), kl_normal(m1, s1, m2, s2), kl_normal(m2, s2, m3, s3)]
    assert [bar.get_width() for bar in bars.patches] == pytest.approx(expected, rel=1e-12)
    assert bars.patches[2].get_x() == pytest.approx(expected[1], rel=1e-12)
    for line, mean, sigma in zip(densities.lines, means, sigmas, strict=True):
        x, density = line.get_data()
        if x[0] <= mean - 3.5 * sigma and x[-1] >= mean + 3.5 * sigma:
            # 7 standard deviations of 8 or more hold all but 5e-4 of the mass
            assert np.trapezoid(density, x) == pytest.approx(1, abs=1e-3)


def test_the_guide_has_the_slope_of_its_label():
    h = np.array([0.01, 0.1, 1.0])
    guide = plot_orders(h, {"error": 7 * h**2}, 2).lines[-1]
    slope = np.diff(np.log(guide.get_ydata())) / np.diff(np.log(h))
    assert slope == pytest.approx([2, 2], rel=1e-12)
    assert guide.get_label() == "slope 2"


def test_the_normals_lie_under_both_ceilings_of_total_variation():
    pinsker, huber, normals = plot_variation_bounds([0.1], [0.1]).lines[:3]
    kl, tv = normals.get_data()
    grid = np.linspace(-30, 40, 200_001)
    p, q = (np.exp(-((grid - m) ** 2) / 2) / np.sqrt(2 * np.pi) for m in (0, np.sqrt(2 * kl[150])))
    assert tv[150] == pytest.approx(np.trapezoid(np.abs(p - q), grid) / 2, rel=1e-7)
    assert (tv[1:] < pinsker.get_ydata()[1:]).all()
    assert (tv[1:] < huber.get_ydata()[1:]).all()


def test_the_ceilings_of_the_divergence_hold_for_a_coin():
    p, q = np.array([0.9, 0.1]), np.array([0.4, 0.6])
    chi2 = float(((p - q) ** 2 / q).sum())
    log_ceiling, ceiling, _, point = plot_chi2_bound([kl_divergence(p, q)], [chi2]).lines
    (x,), (y,) = point.get_data()
    for line in (log_ceiling, ceiling):
        assert y < np.interp(x, *line.get_data())
    assert np.interp(2.0, *log_ceiling.get_data()) == pytest.approx(np.log(3), rel=1e-4)
