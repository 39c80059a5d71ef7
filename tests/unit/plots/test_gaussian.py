"""The pictures of two normals say what the closed form says, and follow sliders."""

from __future__ import annotations

import numpy as np
import pytest
from ipywidgets import fixed, interactive

from kltext import kl_normal
from kltext.plots import (
    plot_asymmetry,
    plot_gaussian_explorer,
    plot_growing_integral,
    plot_width_curve,
)

PARAMETERS = [(0.0, 1.0, 1.0, 1.5), (-3.0, 0.3, 3.0, 0.3), (0.0, 4.0, 0.5, 0.3)]


def title(ax):
    return ax.get_title(loc="left")


@pytest.mark.parametrize("parameters", PARAMETERS)
def test_the_drawn_integrand_has_the_area_of_the_title(parameters):
    _, bottom = plot_gaussian_explorer(*parameters)
    x, integrand = bottom.lines[0].get_data()
    value = kl_normal(*parameters)
    # 801 points over eight standard deviations of the wider one
    assert np.trapezoid(integrand, x) == pytest.approx(value, rel=2e-2)
    assert f"= {value:.4f} nats = {value / np.log(2):.4f} bits" in title(bottom)


def test_the_explorer_starts_at_its_published_reading():
    assert "0.3499 nats" in title(plot_gaussian_explorer()[1])


def test_a_reader_can_put_sliders_on_the_explorer():
    sliders = interactive(
        lambda mu_q, sigma_q: title(plot_gaussian_explorer(0, 1, mu_q, sigma_q)[1]),
        mu_q=(-3.0, 3.0, 0.1),
        sigma_q=(0.3, 4.0, 0.1),
    )
    for mu_q, sigma_q in ((-3.0, 0.3), (3.0, 4.0), (0.0, 1.0)):
        sliders.children[0].value, sliders.children[1].value = mu_q, sigma_q
        sliders.update()
        assert f"= {kl_normal(0, 1, mu_q, sigma_q):.4f} nats" in sliders.result


def test_axes_can_be_fixed_in_interact():
    sliders = interactive(plot_width_curve, shifts=fixed((0, 1)), sigma_p=1.0, ax=fixed(None))
    sliders.update()
    assert len(sliders.result.lines) == 4


@pytest.mark.parametrize("draw", [plot_gaussian_explorer, plot_asymmetry])
@pytest.mark.parametrize("sigma", [0, -1, np.nan, np.inf])
def test_a_width_that_is_none_is_named(draw, sigma):
    with pytest.raises(ValueError, match=f"sigma_q = {sigma} must be"):
        draw(0, 1, 1, sigma)
    with pytest.raises(ValueError, match="mu_p = nan must be"):
        draw(np.nan, 1, 1, 1)


def test_the_marked_widths_are_the_cheapest():
    ax = plot_width_curve((0.0, 1.0, 2.0), 1.0)
    for curve, dot in zip(ax.lines[::2], ax.lines[1::2], strict=True):
        sigma, value = curve.get_data()
        (best,), (least,) = dot.get_data()
        assert sigma[np.argmin(value)] == pytest.approx(best, abs=0.01)
        assert least <= value.min()


def test_both_directions_share_a_scale():
    _, left, right = plot_asymmetry()
    assert left.get_ylim() == right.get_ylim()
    assert title(left).endswith("0.8181 nats")
    assert title(right).endswith("2.8069 nats")


def test_integrals_that_grow_are_drawn_as_they_are():
    ax = plot_growing_integral([10, 100], [1.5, 29.8], [0.25, 0.26])
    assert [list(line.get_ydata()) for line in ax.lines] == [[1.5, 29.8], [0.25, 0.26]]
